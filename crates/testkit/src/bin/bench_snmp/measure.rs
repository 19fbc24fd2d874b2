//! CPU time: of this process, of its children, of another process.

use std::process::{Command, Stdio};

use anyhow::Context;
use rustix::thread::{CpuSet, sched_setaffinity};
use rustix::time::{ClockId, clock_gettime};

/// What one reader did.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Objects read.
    pub oids: u64,
    /// CPU time used for it, user and system.
    pub cpu_seconds: f64,
    /// Time that passed.
    pub wall_seconds: f64,
}

impl Figure {
    /// Objects per CPU-second.
    pub fn rate(&self) -> f64 {
        self.oids as f64 / self.cpu_seconds
    }

    /// Writes it where [`Figure::of_process`] reads it.
    pub fn tell(self) -> anyhow::Result<()> {
        println!("{} {} {}", self.oids, self.cpu_seconds, self.wall_seconds);
        Ok(())
    }

    /// Runs this program again with `order`; `None` if it says that it lacks what it needs.
    pub fn of_process(order: &[&str]) -> anyhow::Result<Option<Self>> {
        let output = Command::new(std::env::current_exe()?).args(order).stderr(Stdio::inherit()).output()?;
        anyhow::ensure!(output.status.success(), "{order:?} failed");
        let text = String::from_utf8(output.stdout)?;
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [oids, cpu, wall] = fields.as_slice() else {
            return Ok(None);
        };
        Ok(Some(Self { oids: oids.parse()?, cpu_seconds: cpu.parse()?, wall_seconds: wall.parse()? }))
    }
}

/// Keeps this process, and those it starts, on one core.
pub fn pin(core: usize) -> anyhow::Result<()> {
    let mut set = CpuSet::new();
    set.set(core);
    sched_setaffinity(None, &set).with_context(|| format!("pinning to core {core}"))
}

/// CPU seconds that this process has used.
pub fn own_cpu() -> f64 {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

/// CPU seconds that this process's ended children have used.
pub fn childrens_cpu() -> anyhow::Result<f64> {
    times("self", 13)
}

/// CPU seconds that process `pid` has used.
pub fn cpu_of(pid: u32) -> anyhow::Result<f64> {
    times(&pid.to_string(), 11)
}

/// The sum of two neighbouring fields of /proc/<pid>/stat, counted after the name, in seconds (proc(5)).
fn times(pid: &str, first: usize) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let (_, fields) = stat.rsplit_once(") ").context("a name in brackets")?;
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
