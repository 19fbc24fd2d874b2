//! Simulated devices: SNMP agents inside this process, on loopback, with made-up traffic.

use std::convert::Infallible;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use async_snmp::{Agent, AgentBuilder, AuthProtocol, AuthoritativeEngine, Oid, PersistedAuthoritativeEngine, PrivProtocol};
use kernel::Clock;
use network::model::{Credential, SnmpVersion};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::curve::Curve;
use super::mib::{MIB_2, Mib};

/// A device to be played.
#[derive(Clone, Debug)]
pub struct SimulatedDevice {
    /// sysName.
    pub name: String,
    /// sysDescr.
    pub descr: String,
    /// Protocol; an SNMPv1 device has 32-bit counters only.
    pub version: SnmpVersion,
    /// What opens it.
    pub credential: Credential,
    /// Its interfaces; ifIndex counts from 1.
    pub interfaces: Vec<SimulatedInterface>,
}

/// An interface to be played.
#[derive(Clone, Debug)]
pub struct SimulatedInterface {
    /// ifName and ifDescr.
    pub name: String,
    /// ifAlias.
    pub alias: String,
    /// Line speed, Mbit/s.
    pub speed_mbps: u32,
    /// Its traffic.
    pub curve: Curve,
}

/// Starts playing `device` on a free UDP port of 127.0.0.1 until `stop`. Returns the port and the running task.
pub async fn spawn(device: SimulatedDevice, clock: Clock, stop: CancellationToken) -> anyhow::Result<(u16, JoinHandle<()>)> {
    let name = device.name.clone();
    let agent = build(device, clock, stop).await?;
    let port = agent.local_addr().port();
    let task = tokio::spawn(async move {
        if let Err(error) = agent.run().await {
            tracing::warn!(%error, name, "a simulated device broke off");
        }
    });
    Ok((port, task))
}

async fn build(device: SimulatedDevice, clock: Clock, stop: CancellationToken) -> anyhow::Result<Agent> {
    let builder = Agent::builder().bind("127.0.0.1:0").recv_buffer_size(None).cancellation_token(stop).allow_all_access();
    let builder = match (&device.credential, device.version) {
        (Credential::Community { community }, SnmpVersion::V1 | SnmpVersion::V2c) => builder.community(community.clone()),
        (Credential::Usm { .. }, SnmpVersion::V3) => with_user(builder, &device, &clock)?,
        _ => bail!("the credential does not fit the version"),
    };
    let handler = Arc::new(Mib::new(device, clock));
    Ok(builder.handler(Oid::from_slice(MIB_2), handler).build().await?)
}

fn with_user(builder: AgentBuilder, device: &SimulatedDevice, clock: &Clock) -> anyhow::Result<AgentBuilder> {
    let Credential::Usm { user, auth, auth_passphrase, privacy, privacy_passphrase } = &device.credential else {
        bail!("SNMPv3 needs a user");
    };
    let auth = match auth.as_str() {
        "sha1" => AuthProtocol::Sha1,
        "sha256" => AuthProtocol::Sha256,
        other => bail!("unknown authentication {other:?}"),
    };
    let privacy = match privacy.as_str() {
        "aes128" => PrivProtocol::Aes128,
        "aes256" => PrivProtocol::Aes256Blumenthal,
        other => bail!("unknown privacy {other:?}"),
    };
    let builder = builder
        .usm_user(user.clone(), |user| user.auth_priv(auth, auth_passphrase.as_bytes(), privacy, privacy_passphrase.as_bytes()))
        .context("the user's passphrases cannot be used")?;
    Ok(builder.authoritative_engine(engine(&device.name, clock)?))
}

/// An engine that stays the same from start to start without a file: its id is made of the name (text format, RFC 3411,
/// under the enterprise number for examples, RFC 5612), its boots are the minutes since 2020, so they only go up.
fn engine(name: &str, clock: &Clock) -> anyhow::Result<AuthoritativeEngine> {
    let mut id = vec![0x80, 0x00, 0x7e, 0xd9, 0x04];
    id.extend(name.bytes().filter(u8::is_ascii_graphic).take(27));
    let minutes = clock.now().timestamp().saturating_sub(1_577_836_800).max(0) / 60;
    let previous = PersistedAuthoritativeEngine::new(id, u32::try_from(minutes)?.max(1))?;
    Ok(AuthoritativeEngine::restart(previous, |_state| Ok::<(), Infallible>(()))?)
}
