//! `bench_ping`: pings of 127.1.0.0/16 from one core by the product's own engine, beside Debian's fping, in the same run.
//!
//! At 20,000 pings a second: how many answers are missing although every host answers, and CPU time for a million pings.
//! Then the highest rate, of those tried, at which none is missing. The pinging process has core 0; the kernel answers there
//! too, since loopback is worked off where it is sent. Medians of the runs. The last line is one JSON object.

mod fping;
mod measure;
mod ours;

use measure::{Figure, median, processor};
use serde_json::json;

/// Runs of each.
const RUNS: usize = 3;
/// Pings a second of the comparison.
const RATE: u32 = 20_000;
/// Pings of a run.
const PINGS: u32 = 60_000;
/// Rates that are tried, from low to high, until answers are missing.
const LADDER: [u32; 8] = [20_000, 30_000, 40_000, 60_000, 80_000, 120_000, 160_000, 240_000];

fn main() -> anyhow::Result<()> {
    let order: Vec<String> = std::env::args().skip(1).collect();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    match order.as_slice() {
        ["ours", rate, pings] => ours::run(rate.parse()?, pings.parse()?)?.tell(),
        ["fping", rate, pings] => fping::run(rate.parse()?, pings.parse()?)?.map_or(Ok(()), Figure::tell),
        ["short"] => compare(1, 2_000),
        _ => compare(RUNS, PINGS),
    }
}

fn compare(runs: usize, pings: u32) -> anyhow::Result<()> {
    let ours = at_rate("ours", runs, pings)?;
    let fping = at_rate("fping", runs, pings)?;
    let (our_most, their_most) = (highest("ours", pings)?, if fping.is_some() { highest("fping", pings)? } else { 0 });
    let result = json!({
        "name": "ping",
        "ours": ours.map(|side| (side.cpu_per_million * 100.0).round() / 100.0),
        "peer": fping.map(|side| (side.cpu_per_million * 100.0).round() / 100.0),
        "ratio": ours.zip(fping).map(|(ours, fping)| (fping.cpu_per_million / ours.cpu_per_million * 100.0).round() / 100.0),
        "unit": "CPU-seconds per million pings, less is better; the ratio is the peer's by ours",
        "conditions": {
            "targets": "127.1.0.0/16, every address answers",
            "pings": pings,
            "rate": RATE,
            "runs": runs,
            "value": "median",
            "ours": "the product's engine: one raw socket, nonce in each ping, kernel time stamps",
            "peer": "Debian's fping, -c 1 -r 0, the interval that gives the rate",
            "wrongly_lost": { "ours": ours.map(|side| side.lost), "fping": fping.map(|side| side.lost) },
            "pings_per_second": { "ours": ours.map(|side| side.rate.round()), "fping": fping.map(|side| side.rate.round()) },
            "highest_rate_without_loss": { "ours": our_most, "fping": their_most },
            "kernel_drops": ours.map(|side| side.drops),
            "cpu": processor(),
            "cores": "everything on core 0",
        },
    });
    println!("{result}");
    Ok(())
}

/// What one side came to.
#[derive(Clone, Copy)]
struct Side {
    lost: u64,
    drops: u64,
    cpu_per_million: f64,
    rate: f64,
}

/// Medians at the rate of the comparison, losses in sum; `None` where the tool is not installed.
fn at_rate(who: &str, runs: usize, pings: u32) -> anyhow::Result<Option<Side>> {
    let (mut cpu, mut rates, mut lost, mut drops) = (Vec::new(), Vec::new(), 0, 0);
    for run in 1..=runs {
        let Some(figure) = Figure::of_process(&[who, &RATE.to_string(), &pings.to_string()])? else {
            println!("{who}: not installed, left out");
            return Ok(None);
        };
        println!("{who}, run {run}: {figure}");
        cpu.push(figure.cpu_per_million());
        rates.push(figure.rate());
        lost += figure.lost;
        drops += figure.drops;
    }
    Ok(Some(Side { lost, drops, cpu_per_million: median(cpu), rate: median(rates) }))
}

/// The highest rate really reached without a missing answer; nought where the lowest loses some already.
fn highest(who: &str, pings: u32) -> anyhow::Result<u64> {
    let mut best = 0;
    for rate in LADDER {
        let Some(figure) = Figure::of_process(&[who, &rate.to_string(), &pings.to_string()])? else { return Ok(0) };
        println!("{who} at {rate} a second: {figure}");
        if figure.lost > 0 {
            break;
        }
        let reached = figure.rate().round() as u64;
        // It goes no faster: higher rates would say the same.
        if reached <= best + best / 50 {
            return Ok(best.max(reached));
        }
        best = reached;
    }
    Ok(best)
}
