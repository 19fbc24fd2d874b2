//! `bench_alerts`: one look at the alerts of an ISP with 100,000 interfaces, by steps of five minutes.
//!
//! The whole evaluation is measured as the product runs it: read what was rolled up and what is remembered, judge, write states
//! and timeline, hand mails to the outbox, move the mark. In each step two interfaces of a hundred are busy and half of those
//! change. The peer is the least that a product without states could do: one statement that reads the same step and answers the
//! interfaces above the threshold. The last line is one JSON object.

use std::time::Instant;

use anyhow::Context;
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::Clock;
use network::actions;
use serde_json::json;
use sqlx::PgConnection;
use testkit::TestDb;
use testkit::fixtures::seed;
use uuid::Uuid;

const INTERFACES: i32 = 100_000;
const STEPS: i32 = 6;
const AIM_S: f64 = 2.0;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let (store, mut admin) = (db.store(), db.admin().await);
    let (tenant, device) = (world.acme.tenant.0, world.acme.device.0);
    eprintln!("making {INTERFACES} interfaces");
    sqlx::query(
        "insert into interfaces (tenant_id, id, org_id, device_id, if_name, if_index, interval_seconds, speed_bps, oper_up, seen_up, oper_at, oper_polls, counter_kind, created_at)
         select $1, gen_random_uuid(), $1, $2, 'bench' || n, 100000 + n, 60, 1000000000, true, true, now(), 5, 'hc64', now() from generate_series(1, $3) n",
    )
    .bind(tenant)
    .bind(device)
    .bind(INTERFACES)
    .execute(&mut admin)
    .await
    .context("making interfaces")?;
    sqlx::query("analyze interfaces").execute(&mut admin).await?;

    let first = now.duration_trunc(TimeDelta::minutes(5))? + TimeDelta::minutes(10);
    let (mut ours, mut peers, mut changes, mut mails) = (Vec::new(), Vec::new(), 0, 0);
    for step in 0..STEPS {
        let bucket = first + TimeDelta::minutes(5) * step;
        measure(&mut admin, tenant, bucket, step).await?;
        sqlx::query("analyze rollups_5m").execute(&mut admin).await?;
        let began = Instant::now();
        let above = peer(&mut admin, tenant, bucket).await?;
        peers.push(began.elapsed().as_secs_f64());
        let began = Instant::now();
        let stats = actions::evaluate_alerts(&store, bucket + TimeDelta::minutes(7)).await.map_err(|error| anyhow::anyhow!("{error}"))?;
        ours.push(began.elapsed().as_secs_f64());
        (changes, mails) = (changes + stats.changes, mails + stats.mails);
        eprintln!("step {step}: {:.3} s, {} changes, {above} above; peer {:.3} s", ours.last().unwrap_or(&0.0), stats.changes, peers.last().unwrap_or(&0.0));
    }
    // The first step finds nothing remembered, and its plans were never made before.
    let (ours, peer) = (worst(&ours), worst(&peers));
    let states: i64 = sqlx::query_scalar("select count(*) from alert_states where tenant_id = $1").bind(tenant).fetch_one(&mut admin).await?;
    println!(
        "{}",
        json!({
            "name": "alerts", "ours": round(ours), "peer": round(peer), "ratio": round(peer / ours), "unit": "seconds for one step, the slowest of all",
            "conditions": {
                "interfaces": INTERFACES, "rules": "busy and full on each, links once", "steps": STEPS, "changes": changes, "mails": mails, "states": states,
                "aim_s": AIM_S, "within_aim": ours < AIM_S,
                "ours_is": "the whole evaluation of all ISPs: read, judge, states, timeline, mails, mark; Postgres on the same cores, no fsync",
                "peer_is": "one statement that reads the step and answers what is above the threshold; remembers and tells nothing",
            },
        })
    );
    Ok(())
}

/// Five minutes of all interfaces: quiet but for two of a hundred, half of which are others with each step.
async fn measure(admin: &mut PgConnection, tenant: Uuid, bucket: DateTime<Utc>, step: i32) -> anyhow::Result<()> {
    sqlx::query(
        "insert into rollups_5m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         select $1, id, org_id, $2, 1000000,
                case when if_index % 100 = 0 or if_index % 100 = 1 + $3 then 32000000000 else 3750000000 end, 300000, 0, 0
         from interfaces where tenant_id = $1 and if_index > 100000",
    )
    .bind(tenant)
    .bind(bucket)
    .bind(step)
    .execute(admin)
    .await?;
    Ok(())
}

async fn peer(admin: &mut PgConnection, tenant: Uuid, bucket: DateTime<Utc>) -> anyhow::Result<usize> {
    let rows: Vec<(Uuid, i64)> = sqlx::query_as(
        "select i.id, (greatest(l.in_octets, l.out_octets) * 8000 / l.measured_ms * 1000 / i.speed_bps)::bigint
         from interfaces i join rollups_5m l on l.tenant_id = $1 and l.interface_id = i.id and l.bucket = $2
         where i.tenant_id = $1 and l.measured_ms >= 150000 and greatest(l.in_octets, l.out_octets) * 8000 / l.measured_ms * 1000 / i.speed_bps >= 800",
    )
    .bind(tenant)
    .bind(bucket)
    .fetch_all(admin)
    .await?;
    Ok(rows.len())
}

fn worst(seconds: &[f64]) -> f64 {
    seconds.iter().copied().fold(0.0, f64::max)
}

fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
