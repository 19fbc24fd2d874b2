//! What a run came to, handed from process to process.

use std::fmt;
use std::process::{Command, Stdio};

use anyhow::Context;
use rustix::thread::{CpuSet, sched_setaffinity};

/// What a run came to.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Pings that were sent.
    pub sent: u64,
    /// Answers that are missing.
    pub lost: u64,
    /// Packets that the kernel threw away; nought where the tool does not say.
    pub drops: u64,
    /// CPU time, user and system.
    pub cpu_seconds: f64,
    /// From the first ping to the last one's being sent.
    pub sending_seconds: f64,
}

impl Figure {
    /// CPU-seconds for a million pings.
    pub fn cpu_per_million(&self) -> f64 {
        self.cpu_seconds / self.sent.max(1) as f64 * 1e6
    }

    /// Pings a second.
    pub fn rate(&self) -> f64 {
        self.sent as f64 / self.sending_seconds.max(1e-9)
    }

    /// Writes it where [`Figure::of_process`] reads it.
    pub fn tell(self) -> anyhow::Result<()> {
        println!("{} {} {} {} {}", self.sent, self.lost, self.drops, self.cpu_seconds, self.sending_seconds);
        Ok(())
    }

    /// Runs this program again with `order`; `None` if it says that it lacks what it needs.
    pub fn of_process(order: &[&str]) -> anyhow::Result<Option<Self>> {
        let output = Command::new(std::env::current_exe()?).args(order).stderr(Stdio::inherit()).output()?;
        anyhow::ensure!(output.status.success(), "{order:?} failed");
        let text = String::from_utf8(output.stdout)?;
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [sent, lost, drops, cpu, sending] = fields.as_slice() else { return Ok(None) };
        Ok(Some(Self { sent: sent.parse()?, lost: lost.parse()?, drops: drops.parse()?, cpu_seconds: cpu.parse()?, sending_seconds: sending.parse()? }))
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} pings, {} missing, {:.0} a second, {:.2} CPU-seconds per million, {} dropped by the kernel",
            self.sent,
            self.lost,
            self.rate(),
            self.cpu_per_million(),
            self.drops
        )
    }
}

/// Keeps this process, and those it starts, on core 0.
pub fn pin() -> anyhow::Result<()> {
    let mut set = CpuSet::new();
    set.set(0);
    sched_setaffinity(None, &set).context("pinning to core 0")
}

/// CPU seconds that process `who` of /proc has used, or with `children` its ended children.
pub fn cpu(children: bool) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let (_, fields) = stat.rsplit_once(") ").context("a name in brackets")?;
    let first = if children { 13 } else { 11 };
    let ticks: Vec<f64> = fields.split_whitespace().skip(first).take(2).map(str::parse).collect::<Result<_, _>>()?;
    Ok(ticks.iter().sum::<f64>() / rustix::param::clock_ticks_per_second() as f64)
}

/// The middle one.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// What the processor calls itself.
pub fn processor() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = info.lines().find_map(|line| line.strip_prefix("model name")).and_then(|rest| rest.split_once(": "));
    name.map_or_else(|| "unknown".to_owned(), |(_, name)| name.trim().to_owned())
}

/// The address with this number in 127.1.0.0/16, round and round.
pub fn address(number: u32) -> std::net::Ipv4Addr {
    std::net::Ipv4Addr::from(0x7f01_0000 + number % 0xffff)
}
