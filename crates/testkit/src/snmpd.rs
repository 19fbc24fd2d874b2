//! Debian's snmpd as a peer: its own configuration, folder and port.

use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use kernel::Clock;
use network::model::{Credential, DueDevice, SnmpVersion};
use server::collectors::snmp::client::{Keys, Oid, Session, UdpSession};
use server::collectors::snmp::oids;
use tempfile::TempDir;

use crate::agent::{community, due};

/// How long snmpd keeps the interface tables before it asks the kernel again.
pub const CACHE: Duration = Duration::from_secs(3);

/// The users that every [`Snmpd`] knows: (authentication, privacy) as in [`Credential::Usm`].
pub const USERS: [(&str, &str); 4] = [("sha1", "aes128"), ("sha1", "aes256"), ("sha256", "aes128"), ("sha256", "aes256")];

/// A running snmpd; ends when dropped.
pub struct Snmpd {
    address: SocketAddr,
    folder: TempDir,
    child: Child,
}

impl Snmpd {
    /// Starts snmpd on a free port of loopback and waits until it answers. It opens to the community `public` (v1 and v2c)
    /// and to [`USERS`] (v3, authPriv), and says that `lo` runs at 4 Gbit/s instead of its made-up 10 Mbit/s.
    pub async fn start() -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let port = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let lo = std::fs::read_to_string("/sys/class/net/lo/ifindex")?;
        let lo = lo.trim();
        let mut config = format!(
            "agentAddress udp:127.0.0.1:{port}\nrocommunity public 127.0.0.1\n\
             override 1.3.6.1.2.1.31.1.1.1.15.{lo} uinteger 4000\noverride 1.3.6.1.2.1.2.2.1.5.{lo} uinteger 4000000000\n"
        );
        for (auth, privacy) in USERS {
            let (hash, cipher) = (if auth == "sha1" { "SHA" } else { "SHA-256" }, if privacy == "aes128" { "AES" } else { "AES-256" });
            config += &format!("createUser {auth}{privacy} {hash} \"authentication-{auth}\" {cipher} \"privacy-{privacy}\"\nrouser {auth}{privacy} priv\n");
        }
        std::fs::write(folder.path().join("snmpd.conf"), config)?;
        let address = (Ipv4Addr::LOCALHOST, port).into();
        let snmpd = Self { address, child: launch(&folder)?, folder };
        snmpd.answers().await?;
        Ok(snmpd)
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The device to poll over v1 or v2c.
    #[must_use]
    pub fn due(&self, version: SnmpVersion) -> DueDevice {
        due(self.address, version, community("public"))
    }

    /// The credential of one of [`USERS`].
    #[must_use]
    pub fn user(auth: &str, privacy: &str) -> Credential {
        Credential::Usm {
            user: format!("{auth}{privacy}"),
            auth: auth.to_owned(),
            auth_passphrase: format!("authentication-{auth}"),
            privacy: privacy.to_owned(),
            privacy_passphrase: format!("privacy-{privacy}"),
        }
    }

    /// Stops snmpd and starts it anew: sysUpTime begins again, the kernel's counters go on.
    pub async fn restart(&mut self) -> anyhow::Result<()> {
        // In order, so that it notes its engine boots (RFC 3414 §2.2).
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM)?;
        self.child.wait()?;
        self.child = launch(&self.folder)?;
        self.answers().await
    }

    async fn answers(&self) -> anyhow::Result<()> {
        let keys = Keys::prepare(SnmpVersion::V2c, &community("public")).ok().context("a community is always ready")?;
        let deadline = Instant::now() + Duration::from_secs(30);
        while Instant::now() < deadline {
            let wait = Duration::from_millis(200);
            if let Ok(session) = UdpSession::open(self.address, &keys, wait, std::sync::Arc::default(), Clock::system()).await
                && session.get(&[Oid::from_slice(oids::SYS_DESCR)]).await.is_ok()
            {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("snmpd does not answer: {}", std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default())
    }
}

fn launch(folder: &TempDir) -> anyhow::Result<Child> {
    let log = folder.path().join("log");
    Command::new("/usr/sbin/snmpd")
        .args(["-f", "-C", "-I", "-smux", "-c"])
        .arg(folder.path().join("snmpd.conf"))
        .arg("-Lf")
        .arg(log)
        .env("SNMP_PERSISTENT_DIR", folder.path().join("state"))
        .env("SNMPCONFPATH", folder.path())
        .env("MIBS", "")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .context("snmpd is needed for this test (Debian package snmpd)")
}

impl Drop for Snmpd {
    fn drop(&mut self) {
        // It may have ended by itself; either way it must not outlive the test.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}
