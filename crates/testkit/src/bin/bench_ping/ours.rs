//! The product's engine.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use icmp::{Ask, Config, Count, Engine, Outcome};

use crate::measure::{Figure, address, cpu, pin};

/// As long as fping waits (its default time-out), so that both keep as much in mind.
const PATIENCE: Duration = Duration::from_millis(500);

/// Pings so many hosts at this rate and waits until each ping has ended.
pub fn run(rate: u32, pings: u32) -> anyhow::Result<Figure> {
    pin()?;
    let (ended, lost) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (all, missing) = (Arc::clone(&ended), Arc::clone(&lost));
    let before = cpu(false)?;
    let config = Config { patience: PATIENCE, rate, ..Config::default() };
    let engine = Engine::start(config, move |answer| {
        if !matches!(answer.outcome, Outcome::Answered { .. }) {
            missing.fetch_add(1, Ordering::Relaxed);
        }
        all.fetch_add(1, Ordering::Relaxed);
    })?;
    let started = Instant::now();
    for number in 0..pings {
        engine.ask_waiting(Ask { key: number.into(), to: address(number).into() })?;
    }
    while engine.counters().get(Count::Sent) + engine.counters().get(Count::Unsent) < pings.into() {
        std::thread::sleep(Duration::from_millis(1));
    }
    let sending_seconds = started.elapsed().as_secs_f64();
    while ended.load(Ordering::Relaxed) < pings.into() {
        anyhow::ensure!(started.elapsed() < Duration::from_secs(120), "pings that never end");
        std::thread::sleep(Duration::from_millis(1));
    }
    let drops = engine.counters().get(Count::KernelDrops);
    drop(engine);
    Ok(Figure { sent: pings.into(), lost: lost.load(Ordering::Relaxed), drops, cpu_seconds: cpu(false)? - before, sending_seconds })
}
