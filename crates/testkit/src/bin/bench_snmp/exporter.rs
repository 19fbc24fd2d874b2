//! Debian's prometheus-snmp-exporter, asked for all devices at the same time.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use futures::future::try_join_all;

use crate::devices::{COLUMNS, COMMUNITY, COUNT, INTERFACES, address};
use crate::measure::{Figure, cpu_of, pin};

const TOOL: &str = "/usr/bin/prometheus-snmp-exporter";
const TIME: Duration = Duration::from_secs(4);

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _killed = self.0.kill();
        let _reaped = self.0.wait();
    }
}

fn dotted(arcs: &[u32]) -> String {
    arcs.iter().map(u32::to_string).collect::<Vec<_>>().join(".")
}

/// The module that reads the same columns, in the format of exporter 0.21.
fn config() -> String {
    let walks: String = COLUMNS.iter().map(|column| format!("  - {}\n", dotted(column))).collect();
    let mut text = format!(
        "bench:\n  walk:\n{walks}  get:\n  - 1.3.6.1.2.1.1.3.0\n  version: 2\n  max_repetitions: 50\n  auth:\n    community: {COMMUNITY}\n  metrics:\n"
    );
    text += "  - {name: sysUpTime, oid: 1.3.6.1.2.1.1.3, type: gauge, help: uptime}\n";
    let lookups = "lookups: [{labels: [ifIndex], labelname: ifName, oid: 1.3.6.1.2.1.31.1.1.1.1, type: DisplayString}]";
    for (name, kind, column) in
        [("ifOperStatus", "gauge", 0), ("ifHCInOctets", "counter", 2), ("ifHCOutOctets", "counter", 3), ("ifCounterDiscontinuityTime", "gauge", 4)]
    {
        text += &format!(
            "  - {{name: {name}, oid: {}, type: {kind}, help: h, indexes: [{{labelname: ifIndex, type: gauge}}], {lookups}}}\n",
            dotted(COLUMNS[column])
        );
    }
    text
}

#[tokio::main(flavor = "current_thread")]
pub async fn run(port: u16) -> anyhow::Result<Figure> {
    if !std::path::Path::new(TOOL).exists() {
        std::process::exit(0);
    }
    // The exporter inherits core 0; asking it costs little and is not counted.
    pin(0)?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("snmp.yml");
    std::fs::write(&file, config())?;
    let listen = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let child = Command::new(TOOL)
        .arg(format!("--config.file={}", file.display()))
        .arg(format!("--web.listen-address={listen}"))
        .stderr(Stdio::null())
        .stdout(Stdio::null())
        .spawn()?;
    let pid = child.id();
    let _running = Running(child);
    let client = reqwest::Client::new();
    let scrape = |number: u8| {
        let request = client.get(format!("http://{listen}/snmp?target={}:{port}&module=bench", address(number)));
        async move { anyhow::Ok(request.send().await?.error_for_status()?.text().await?) }
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    let first = loop {
        match scrape(1).await {
            Ok(text) => break text,
            Err(error) if Instant::now() > deadline => return Err(error).context("the exporter does not answer"),
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    };
    let values = first.lines().filter(|line| line.starts_with("if") || line.starts_with("sysUpTime")).count();
    anyhow::ensure!(values as u32 == INTERFACES * 4 + 1, "the exporter reads something else: {values} values\n{first}");
    let (begun, cpu) = (Instant::now(), cpu_of(pid)?);
    let mut oids = 0;
    while begun.elapsed() < TIME {
        let scraped = try_join_all((1..=COUNT).map(scrape)).await?;
        oids += scraped.len() as u64 * (u64::from(INTERFACES) * COLUMNS.len() as u64 + 1);
    }
    Ok(Figure { oids, cpu_seconds: cpu_of(pid)? - cpu, wall_seconds: begun.elapsed().as_secs_f64() })
}
