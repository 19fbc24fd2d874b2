//! The product's own poll path: from a device that is due to finished readings.

use std::time::{Duration, Instant};

use futures::future::join_all;
use kernel::Clock;
use network::model::SnmpVersion;
use server::collectors::snmp::poller::{Memory, Poller};
use testkit::agent::{community, due};

use crate::devices::{COLUMNS, COMMUNITY, COUNT, INTERFACES, address};
use crate::measure::{Figure, own_cpu, pin};

/// How long to read.
const TIME: Duration = Duration::from_secs(4);

#[tokio::main(flavor = "current_thread")]
pub async fn run(port: u16) -> anyhow::Result<Figure> {
    pin(0)?;
    let poller = Poller::new(Clock::system());
    let mut devices: Vec<_> =
        (1..=COUNT).map(|number| (due((address(number), port).into(), SnmpVersion::V2c, community(COMMUNITY)), Memory::default())).collect();
    // Discovery, then polls until as much is asked for at once as these devices stand.
    for _warm_up in 0..8 {
        round(&poller, &mut devices).await?;
    }
    let (begun, cpu) = (Instant::now(), own_cpu());
    let mut oids = 0;
    while begun.elapsed() < TIME {
        oids += round(&poller, &mut devices).await?;
    }
    Ok(Figure { oids, cpu_seconds: own_cpu() - cpu, wall_seconds: begun.elapsed().as_secs_f64() })
}

/// Polls every device once, all at the same time; returns how many objects were read.
async fn round(poller: &Poller, devices: &mut [(network::model::DueDevice, Memory)]) -> anyhow::Result<u64> {
    let outcomes = join_all(devices.iter_mut().map(|(device, memory)| async {
        let outcome = poller.poll(device, memory).await;
        device.max_repetitions = outcome.max_repetitions;
        outcome
    }));
    let mut oids = 0;
    for outcome in outcomes.await {
        let data = outcome.result.map_err(|failure| anyhow::anyhow!("a poll failed: {failure:?}"))?;
        anyhow::ensure!(data.readings.len() as u32 == INTERFACES, "readings are missing");
        // Every column of every interface, and sysUpTime.
        oids += data.readings.len() as u64 * COLUMNS.len() as u64 + 1;
    }
    Ok(oids)
}
