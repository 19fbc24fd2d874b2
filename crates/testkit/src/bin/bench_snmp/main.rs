//! `bench_snmp`: SNMP objects read per CPU-second by the product's own poll path, beside Debian's tools, on one static
//! responder.
//!
//! The reader under test has core 0, the responder core 1; all ask the same devices for the same columns. Three runs of
//! each, medians. The last line is one JSON object.

mod devices;
mod exporter;
mod measure;
mod net_snmp;
mod other_library;
mod ours;

use measure::{Figure, median};
use serde_json::json;

/// Runs of each reader.
const RUNS: usize = 3;

fn main() -> anyhow::Result<()> {
    let order: Vec<String> = std::env::args().skip(1).collect();
    let order: Vec<&str> = order.iter().map(String::as_str).collect();
    match order.as_slice() {
        ["devices"] => devices::serve(),
        ["ours", port] => ours::run(port.parse()?)?.tell(),
        ["snmp2", port] => other_library::run(port.parse()?)?.tell(),
        ["snmpbulkwalk", port] => net_snmp::run(port.parse()?)?.tell(),
        ["snmpbulkwalk-long", port] => net_snmp::run_long(port.parse()?)?.tell(),
        ["exporter", port] => exporter::run(port.parse()?)?.tell(),
        _ => compare(),
    }
}

fn compare() -> anyhow::Result<()> {
    let devices = devices::Devices::start()?;
    let port = devices.port.to_string();
    let rate = |reader: &str| -> anyhow::Result<Option<f64>> {
        let mut rates = Vec::new();
        for run in 1..=RUNS {
            let figure = Figure::of_process(&[reader, &port])?;
            let Some(figure) = figure else {
                println!("{reader}: not installed, left out");
                return Ok(None);
            };
            println!(
                "{reader}, run {run}: {} OIDs in {:.2} CPU-seconds ({:.2} s): {:.0} OIDs per CPU-second",
                figure.oids,
                figure.cpu_seconds,
                figure.wall_seconds,
                figure.rate()
            );
            rates.push(figure.rate());
        }
        Ok(Some(median(rates)))
    };
    let ours = rate("ours")?.unwrap_or(0.0);
    let bulkwalk = rate("snmpbulkwalk")?;
    let exporter = rate("exporter")?;
    let long = rate("snmpbulkwalk-long")?;
    let library = rate("snmp2")?;
    // The better of the two tools that do the same work.
    let peer = [bulkwalk, exporter].into_iter().flatten().fold(0.0, f64::max);
    let result = json!({
        "name": "snmp",
        "ours": ours.round(),
        "peer": peer.round(),
        "ratio": if peer > 0.0 { (ours / peer * 100.0).round() / 100.0 } else { 0.0 },
        "unit": "OIDs per CPU-second",
        "conditions": {
            "devices": devices::COUNT,
            "interfaces": devices::INTERFACES,
            "columns": devices::COLUMNS.len(),
            "version": "v2c",
            "runs": RUNS,
            "value": "median",
            "ours": "the collector's poll path: GETBULK with sysUpTime in each request, to finished readings",
            "peer": "the better of snmpbulkwalk (parallel, whole subtree, -Cr50) and prometheus-snmp-exporter",
            "snmpbulkwalk": bulkwalk.map(f64::round),
            "prometheus_snmp_exporter": exporter.map(f64::round),
            "snmpbulkwalk_one_table_of_4000_rows": long.map(f64::round),
            "snmp2_requests_and_parsing_only": library.map(f64::round),
            "cpu": measure::processor(),
            "cores": "reader on core 0, responder on core 1",
        },
    });
    println!("{result}");
    Ok(())
}
