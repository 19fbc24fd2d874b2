//! The static devices that every reader asks, in a process of their own.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::Ipv4Addr;
use std::process::{Child, Command, Stdio};
use std::rc::Rc;

use anyhow::Context;
use async_snmp::{Oid, Value};
use server::collectors::snmp::oids;
use testkit::responder::StaticResponder;
use tokio::io::AsyncReadExt;
use tokio::net::UdpSocket;
use tokio::task::LocalSet;

use crate::measure::pin;

/// How many devices there are.
pub const COUNT: u8 = 50;
/// Interfaces of each.
pub const INTERFACES: u32 = 48;
/// Rows of the one long table.
pub const LONG: u32 = 4_000;
/// What every reader reads of each interface.
pub const COLUMNS: [&[u32]; 5] = [oids::IF_OPER_STATUS, oids::IF_NAME, oids::IF_HC_IN_OCTETS, oids::IF_HC_OUT_OCTETS, oids::IF_DISCONTINUITY];
/// What all devices open to.
pub const COMMUNITY: &str = "bench";

/// Where device `number` listens.
pub fn address(number: u8) -> Ipv4Addr {
    Ipv4Addr::new(127, 0, 1, number)
}

/// Where the device with the one long table listens.
pub const LONG_ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 2, 1);

/// The running devices; they end when this is dropped.
pub struct Devices {
    /// The UDP port of all of them.
    pub port: u16,
    child: Child,
}

impl Devices {
    /// Starts them.
    pub fn start() -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?).arg("devices").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("its output")?).read_line(&mut line)?;
        Ok(Self { port: line.trim().parse().context("the devices did not start")?, child })
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        // It also ends by itself when its input closes.
        let _killed = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A device: the columns that are read all the time, and what discovery needs besides.
fn objects(rows: u32, discoverable: bool) -> BTreeMap<Oid, Value> {
    let text = |text: String| Value::OctetString(text.into());
    let mut objects = BTreeMap::from([
        (Oid::from_slice(oids::SYS_DESCR), text("Static device".to_owned())),
        (Oid::from_slice(oids::SYS_UPTIME).child(0), Value::TimeTicks(123_456_789)),
        (Oid::from_slice(oids::SYS_NAME), text("static".to_owned())),
    ]);
    for index in 1..=rows {
        let mut put = |column: &[u32], value| objects.insert(Oid::from_slice(column).child(index), value);
        put(oids::IF_OPER_STATUS, Value::Integer(1));
        put(oids::IF_NAME, text(format!("GigabitEthernet1/0/{index}")));
        put(oids::IF_HC_IN_OCTETS, Value::Counter64(0x0012_3456_7890_0000 + u64::from(index)));
        put(oids::IF_HC_OUT_OCTETS, Value::Counter64(0x0002_3456_7890_0000 + u64::from(index)));
        put(oids::IF_DISCONTINUITY, Value::TimeTicks(0));
        if discoverable {
            put(oids::IF_DESCR, text(format!("GigabitEthernet1/0/{index}")));
            put(oids::IF_HIGH_SPEED, Value::Gauge32(1_000));
        }
    }
    objects
}

/// Plays the devices until standard input closes.
pub fn serve() -> anyhow::Result<()> {
    pin(1)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let local = LocalSet::new();
    local.block_on(&runtime, async {
        let first = UdpSocket::bind((address(1), 0)).await?;
        let port = first.local_addr()?.port();
        let mut sockets = vec![first];
        for number in 2..=COUNT {
            sockets.push(UdpSocket::bind((address(number), port)).await?);
        }
        let short = Rc::new(RefCell::new(StaticResponder::new(objects(INTERFACES, true), 60_000)));
        for socket in sockets {
            tokio::task::spawn_local(answer(socket, Rc::clone(&short)));
        }
        let long = Rc::new(RefCell::new(StaticResponder::new(objects(LONG, false), 60_000)));
        tokio::task::spawn_local(answer(UdpSocket::bind((LONG_ADDRESS, port)).await?, long));
        println!("{port}");
        let mut end = Vec::new();
        tokio::io::stdin().read_to_end(&mut end).await?;
        Ok(())
    })
}

async fn answer(socket: UdpSocket, responder: Rc<RefCell<StaticResponder>>) -> anyhow::Result<()> {
    let mut buffer = vec![0; 2_048];
    loop {
        // A reader that has gone is reported here; it concerns nobody.
        let Ok((length, from)) = socket.recv_from(&mut buffer).await else { continue };
        let mut responder = responder.borrow_mut();
        if let Some(answer) = responder.answer(&mut buffer[..length]) {
            let _sent = socket.try_send_to(answer, from);
        }
    }
}
