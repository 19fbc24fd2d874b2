//! An SNMP agent whose counters a test sets by hand.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_snmp::handler::{BoxFuture, GetNextResult, GetResult, HandlerResult, MibHandler, RequestContext};
use async_snmp::{Agent, AuthProtocol, AuthoritativeEngine, Oid, PrivProtocol, Value, VarBind};
use chrono::{DateTime, Utc};
use kernel::{Clock, DeviceId, TenantId};
use network::model::{Credential, DueDevice, SnmpVersion};
use server::collectors::snmp::oids;
use tokio_util::sync::{CancellationToken, DropGuard};

/// An interface as the agent shows it.
#[derive(Clone, Debug)]
pub struct Port {
    /// ifIndex.
    pub index: u32,
    /// ifName.
    pub name: String,
    /// ifDescr.
    pub descr: String,
    /// Mbit/s, in ifSpeed and ifHighSpeed.
    pub mbps: u32,
    /// Octets in; the 32-bit counter shows the low half.
    pub received: u64,
    /// Octets out.
    pub sent: u64,
    /// ifOperStatus is up.
    pub up: bool,
    /// ifCounterDiscontinuityTime.
    pub discontinuity: u32,
    /// Has a row in ifXTable.
    pub extended: bool,
    /// Has 64-bit counters (needs `extended`).
    pub wide: bool,
}

impl Port {
    /// An up gigabit port with all tables and counters at zero.
    #[must_use]
    pub fn new(index: u32, name: &str) -> Self {
        Self {
            index,
            name: name.to_owned(),
            descr: format!("Port {index}"),
            mbps: 1_000,
            received: 0,
            sent: 0,
            up: true,
            discontinuity: 0,
            extended: true,
            wide: true,
        }
    }
}

/// A running agent; ends when dropped.
pub struct ScriptedAgent {
    address: SocketAddr,
    version: SnmpVersion,
    credential: Credential,
    mib: Arc<Mib>,
    _stop: DropGuard,
}

struct Mib {
    clock: Mutex<Clock>,
    /// sysUpTime stood at so many hundredths of a second then.
    uptime: Mutex<(DateTime<Utc>, u32)>,
    objects: Mutex<BTreeMap<Oid, Value>>,
}

/// The community that agents of v1 and v2c open to.
#[must_use]
pub fn community(community: &str) -> Credential {
    Credential::Community { community: community.to_owned() }
}

/// A v3 user with these algorithms.
#[must_use]
pub fn user(auth: &str, privacy: &str) -> Credential {
    Credential::Usm {
        user: "monitor".to_owned(),
        auth: auth.to_owned(),
        auth_passphrase: "correct horse".to_owned(),
        privacy: privacy.to_owned(),
        privacy_passphrase: "battery staple".to_owned(),
    }
}

/// A device whose turn it is, at `address`.
#[must_use]
pub fn due(address: SocketAddr, version: SnmpVersion, credential: Credential) -> DueDevice {
    let tenant = TenantId::generate();
    DueDevice {
        tenant,
        device_id: DeviceId::generate(),
        org_id: tenant.root(),
        name: "under test".to_owned(),
        address: address.ip().to_string(),
        port: address.port(),
        version,
        credential: Some(credential),
        interval_seconds: 60,
        max_interfaces: 4_096,
        max_repetitions: 20,
        fence: 1,
        discover: false,
    }
}

impl ScriptedAgent {
    /// Starts an agent on a free port of loopback that shows `ports`.
    pub async fn start(version: SnmpVersion, credential: Credential, ports: &[Port]) -> Self {
        Self::start_with(version, credential, ports, 0, 1_472).await
    }

    /// The same on this UDP port, as soon as it is free, with answers of at most `largest` octets. It has been up for an
    /// hour already.
    pub async fn start_with(version: SnmpVersion, credential: Credential, ports: &[Port], udp_port: u16, largest: usize) -> Self {
        while udp_port != 0 && std::net::UdpSocket::bind(("127.0.0.1", udp_port)).is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let stop = CancellationToken::new();
        let clock = Clock::system();
        let uptime = Mutex::new((clock.now(), 360_000));
        let mib = Arc::new(Mib { clock: Mutex::new(clock), uptime, objects: Mutex::default() });
        let builder = Agent::builder()
            .bind(format!("127.0.0.1:{udp_port}"))
            .recv_buffer_size(None)
            .max_message_size(largest)
            .cancellation_token(stop.clone())
            .allow_all_access()
            .handler(Oid::from_slice(&[1, 3, 6, 1, 2, 1]), Arc::clone(&mib) as Arc<dyn MibHandler>);
        let builder = match &credential {
            Credential::Community { community } => builder.community(community.clone()),
            Credential::Usm { user, auth, auth_passphrase, privacy, privacy_passphrase } => {
                let auth = if auth == "sha1" { AuthProtocol::Sha1 } else { AuthProtocol::Sha256 };
                let privacy = if privacy == "aes128" { PrivProtocol::Aes128 } else { PrivProtocol::Aes256Blumenthal };
                let engine = AuthoritativeEngine::install(async_snmp::generate_engine_id().unwrap(), |_state| Ok::<(), Infallible>(()));
                builder
                    .authoritative_engine(engine.unwrap())
                    .usm_user(user.clone(), |user| user.auth_priv(auth, auth_passphrase.as_bytes(), privacy, privacy_passphrase.as_bytes()))
                    .unwrap()
            }
        };
        let agent = builder.build().await.unwrap();
        let address = agent.local_addr();
        tokio::spawn(async move { agent.run().await.unwrap() });
        let scripted = Self { address, version, credential, mib, _stop: stop.drop_guard() };
        scripted.set(ports);
        scripted
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The device to poll.
    #[must_use]
    pub fn due(&self) -> DueDevice {
        due(self.address, self.version, self.credential.clone())
    }

    /// Shows `ports` from now on.
    pub fn set(&self, ports: &[Port]) {
        let mut objects = BTreeMap::new();
        let text = |text: &str| Value::OctetString(text.to_owned().into());
        objects.insert(Oid::from_slice(oids::SYS_DESCR), text("Scripted agent"));
        objects.insert(Oid::from_slice(oids::SYS_UPTIME).child(0), Value::Null);
        objects.insert(Oid::from_slice(oids::SYS_NAME), text("scripted"));
        for port in ports {
            let mut put = |column: &[u32], value| objects.insert(Oid::from_slice(column).child(port.index), value);
            put(oids::IF_DESCR, text(&port.descr));
            put(oids::IF_TYPE, Value::Integer(6));
            put(oids::IF_SPEED, Value::Gauge32(port.mbps.saturating_mul(1_000_000)));
            put(oids::IF_PHYS_ADDRESS, Value::OctetString(vec![2, 0, 0, 0, 0, port.index as u8].into()));
            put(oids::IF_OPER_STATUS, Value::Integer(if port.up { 1 } else { 2 }));
            put(oids::IF_IN_OCTETS, Value::Counter32(port.received as u32));
            put(oids::IF_OUT_OCTETS, Value::Counter32(port.sent as u32));
            if port.extended {
                put(oids::IF_NAME, text(&port.name));
                put(oids::IF_HIGH_SPEED, Value::Gauge32(port.mbps));
                put(oids::IF_ALIAS, text(""));
                put(oids::IF_DISCONTINUITY, Value::TimeTicks(port.discontinuity));
            }
            if port.extended && port.wide {
                put(oids::IF_HC_IN_OCTETS, Value::Counter64(port.received));
                put(oids::IF_HC_OUT_OCTETS, Value::Counter64(port.sent));
            }
        }
        *self.mib.objects.lock().unwrap() = objects;
    }

    /// Begins sysUpTime anew.
    pub fn reboot(&self) {
        let now = self.mib.clock.lock().unwrap().now();
        *self.mib.uptime.lock().unwrap() = (now, 0);
    }

    /// Takes the time from `clock` from now on; sysUpTime goes on from an hour.
    pub fn follow(&self, clock: Clock) {
        *self.mib.uptime.lock().unwrap() = (clock.now(), 360_000);
        *self.mib.clock.lock().unwrap() = clock;
    }
}

impl Mib {
    fn shown(&self, oid: &Oid, value: &Value) -> Value {
        if oid.arcs().starts_with(oids::SYS_UPTIME) {
            let (since, stood) = *self.uptime.lock().unwrap();
            let elapsed = self.clock.lock().unwrap().now() - since;
            return Value::TimeTicks(stood.wrapping_add((elapsed.num_milliseconds() / 10) as u32));
        }
        value.clone()
    }
}

impl MibHandler for Mib {
    fn get<'a>(&'a self, _ctx: &'a RequestContext, oid: &'a Oid) -> BoxFuture<'a, HandlerResult<GetResult>> {
        let found = self.objects.lock().unwrap().get(oid).map(|value| self.shown(oid, value));
        Box::pin(async move { Ok(found.map_or(GetResult::NoSuchInstance, GetResult::Value)) })
    }

    fn get_next<'a>(&'a self, _ctx: &'a RequestContext, oid: &'a Oid) -> BoxFuture<'a, HandlerResult<GetNextResult>> {
        let objects = self.objects.lock().unwrap();
        let next = objects.range((std::ops::Bound::Excluded(oid), std::ops::Bound::Unbounded)).next();
        let next = next.map(|(oid, value)| VarBind::new(oid.clone(), self.shown(oid, value)));
        drop(objects);
        Box::pin(async move { Ok(next.map_or(GetNextResult::EndOfMibView, GetNextResult::Value)) })
    }
}
