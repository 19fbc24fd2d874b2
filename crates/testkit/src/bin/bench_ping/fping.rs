//! Debian's fping.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::measure::{Figure, address, cpu, pin};

/// Pings so many hosts once each at this rate; `None` where fping is not installed. A host that does not answer in half a
/// second is missing, as it is for ours.
pub fn run(rate: u32, pings: u32) -> anyhow::Result<Option<Figure>> {
    pin()?;
    let before = cpu(true)?;
    let interval = format!("{:.4}", 1_000.0 / f64::from(rate));
    // -a: addresses of those that answer, one a line.
    let started = Instant::now();
    let spawned = Command::new("fping")
        .args(["-a", "-q", "-r", "0", "-t", "500", "-i", &interval, "-f", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut child = match spawned {
        Ok(child) => child,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let mut stdin = child.stdin.take();
    let hosts: String = (0..pings).map(|number| format!("{}\n", address(number))).collect();
    let writer = std::thread::spawn(move || stdin.take().map(|mut stdin| stdin.write_all(hosts.as_bytes())));
    let output = child.wait_with_output()?;
    drop(writer.join());
    let all = started.elapsed();
    let alive = output.stdout.iter().filter(|octet| **octet == b'\n').count();
    // It reads all its targets, sends, then waits for the last one.
    let sending = all.saturating_sub(Duration::from_millis(500)).max(Duration::from_millis(1));
    let sent = u64::from(pings);
    let lost = sent.saturating_sub(u64::try_from(alive)?);
    Ok(Some(Figure { sent, lost, drops: 0, cpu_seconds: cpu(true)? - before, sending_seconds: sending.as_secs_f64() }))
}
