//! The same requests through the snmp2 crate: sent, received, parsed; no time-outs, retries, cursors or readings.

use std::time::{Duration, Instant};

use futures::future::try_join_all;
use snmp2::{AsyncSession, Oid};

use crate::devices::{COLUMNS, COMMUNITY, COUNT, INTERFACES, address};
use crate::measure::{Figure, own_cpu, pin};

const TIME: Duration = Duration::from_secs(4);

#[tokio::main(flavor = "current_thread")]
pub async fn run(port: u16) -> anyhow::Result<Figure> {
    pin(0)?;
    let oid = |arcs: &[u32]| {
        let arcs: Vec<u64> = arcs.iter().map(|arc| u64::from(*arc)).collect();
        Oid::from(&arcs).map_err(|error| anyhow::anyhow!("{error:?}"))
    };
    let mut asked = vec![oid(&[1, 3, 6, 1, 2, 1, 1, 3])?];
    for column in COLUMNS {
        asked.push(oid(column)?);
    }
    let asked: Vec<&Oid<'_>> = asked.iter().collect();
    let mut sessions = Vec::new();
    for number in 1..=COUNT {
        sessions.push(Box::new(AsyncSession::new_v2c((address(number), port), COMMUNITY.as_bytes(), 1).await?));
    }
    let (begun, cpu) = (Instant::now(), own_cpu());
    let mut oids = 0;
    while begun.elapsed() < TIME {
        let polls = sessions.iter_mut().map(|session| async {
            let reply = session.getbulk(&asked, 1, INTERFACES + 1).await.map_err(|error| anyhow::anyhow!("{error}"))?;
            let parsed = reply.varbinds.map(|(name, value)| (name.as_bytes().len(), std::hint::black_box(value))).filter(|(length, _)| *length > 0);
            Ok::<u64, anyhow::Error>(parsed.count() as u64)
        });
        let counts = Box::pin(try_join_all(polls)).await?;
        // As for the product: what lies beyond the last row does not count.
        anyhow::ensure!(counts.iter().all(|count| *count > u64::from(INTERFACES) * COLUMNS.len() as u64), "objects are missing");
        oids += counts.len() as u64 * (u64::from(INTERFACES) * COLUMNS.len() as u64 + 1);
    }
    Ok(Figure { oids, cpu_seconds: own_cpu() - cpu, wall_seconds: begun.elapsed().as_secs_f64() })
}
