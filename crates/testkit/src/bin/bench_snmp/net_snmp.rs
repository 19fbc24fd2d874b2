//! Debian's snmpbulkwalk, several at a time.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::devices::{COMMUNITY, COUNT, LONG_ADDRESS, address};
use crate::measure::{Figure, childrens_cpu, pin};

const TOOL: &str = "/usr/bin/snmpbulkwalk";
const AT_A_TIME: usize = 8;
const TIME: Duration = Duration::from_secs(4);

/// Walks the devices' whole MIB, which spares a process for each column: no MIB files, numeric output, to /dev/null.
pub fn run(port: u16) -> anyhow::Result<Figure> {
    walk_all(&(1..=COUNT).map(|number| format!("{}:{port}", address(number))).collect::<Vec<_>>())
}

/// The same with one device that has a table of thousands of rows, so that starting the process does not weigh.
pub fn run_long(port: u16) -> anyhow::Result<Figure> {
    walk_all(&[format!("{LONG_ADDRESS}:{port}")])
}

fn walk_all(devices: &[String]) -> anyhow::Result<Figure> {
    if !std::path::Path::new(TOOL).exists() {
        std::process::exit(0);
    }
    pin(0)?;
    let each: Vec<u64> = devices.iter().map(|device| count(device)).collect::<anyhow::Result<_>>()?;
    let (begun, cpu) = (Instant::now(), childrens_cpu()?);
    let mut oids = 0;
    while begun.elapsed() < TIME {
        for group in devices.iter().zip(&each).collect::<Vec<_>>().chunks(AT_A_TIME) {
            let walks: Vec<_> = group.iter().map(|(device, _)| command(device).stdout(Stdio::null()).spawn()).collect::<Result<_, _>>()?;
            for mut walk in walks {
                anyhow::ensure!(walk.wait()?.success(), "a walk failed");
            }
            oids += group.iter().map(|(_, count)| **count).sum::<u64>();
        }
    }
    Ok(Figure { oids, cpu_seconds: childrens_cpu()? - cpu, wall_seconds: begun.elapsed().as_secs_f64() })
}

fn command(device: &str) -> Command {
    let mut command = Command::new(TOOL);
    command.args(["-v2c", "-c", COMMUNITY, "-m", "", "-On", "-Oe", "-Cr50", "-t2", device, ".1.3.6.1.2.1"]).env("MIBS", "");
    command
}

/// How many objects a walk of `device` brings.
fn count(device: &str) -> anyhow::Result<u64> {
    let output = command(device).output()?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout.iter().filter(|byte| **byte == b'\n').count() as u64)
}
