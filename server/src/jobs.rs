//! Work that comes round by the clock: rollups, partitions, sessions and mails whose time is over.

use std::time::Duration;

use chrono::TimeDelta;
use kernel::Clock;
use store::Store;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

const ROLL_UP_EVERY: Duration = Duration::from_secs(5);
const KEEP_HOUSE_EVERY: Duration = Duration::from_secs(600);

/// Runs the jobs until `stop`. Every job is idempotent and safe to run in several processes at once.
pub fn run(store: Store, clock: Clock, session_idle: TimeDelta, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut roll_up = tokio::time::interval(ROLL_UP_EVERY);
        let mut keep_house = tokio::time::interval(KEEP_HOUSE_EVERY);
        roll_up.set_missed_tick_behavior(MissedTickBehavior::Delay);
        keep_house.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = roll_up.tick() => {
                    note("roll_up", network::actions::roll_up(&store, clock.now()).await.map(|_stats| ()));
                }
                _ = keep_house.tick() => {
                    note("keep_partitions", network::actions::keep_partitions(&store, clock.now()).await.map(|_dropped| ()));
                    note("expire_mail", messaging::actions::expire_mail(&store, clock.now()).await.map(|_removed| ()));
                    note("expire_sessions", tenancy::actions::expire_sessions(&store, clock.now(), session_idle).await.map(|_removed| ()));
                    note("expire_api", tenancy::actions::expire_api(&store, clock.now()).await.map(|_removed| ()));
                }
            }
        }
    })
}

/// A failed job is counted and tried again at its next turn.
pub(crate) fn note(job: &'static str, outcome: kernel::Result<()>) {
    let outcome = match outcome {
        Ok(()) => "ok",
        Err(error) => {
            tracing::warn!(job, %error, "job failed, will run again");
            "failed"
        }
    };
    metrics::counter!("lastmile_jobs_total", "job" => job, "outcome" => outcome).increment(1);
}
