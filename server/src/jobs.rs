//! Work that comes round by the clock: rollups, partitions, sessions and mails whose time is over.

use std::time::Duration;

use chrono::TimeDelta;
use kernel::Clock;
use store::Store;
use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use crate::vitals::JobBook;

const ROLL_UP_EVERY: Duration = Duration::from_secs(5);
const KEEP_HOUSE_EVERY: Duration = Duration::from_secs(600);

/// Runs the jobs until `stop`. Every job is idempotent and safe to run in several processes at once.
pub fn run(store: Store, clock: Clock, session_idle: TimeDelta, book: JobBook, stop: CancellationToken) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut roll_up = tokio::time::interval(ROLL_UP_EVERY);
        let mut keep_house = tokio::time::interval(KEEP_HOUSE_EVERY);
        roll_up.set_missed_tick_behavior(MissedTickBehavior::Delay);
        keep_house.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = roll_up.tick() => {
                    let rolled_up = network::actions::roll_up(&store, clock.now()).await;
                    // On what is rolled up to the end, and by the process that did it.
                    if rolled_up.as_ref().is_ok_and(|stats| stats.drained) {
                        book.note("evaluate_alerts", None, network::actions::evaluate_alerts(&store, clock.now()).await.map(|_stats| ()));
                    }
                    book.note("roll_up", Some(ROLL_UP_EVERY), rolled_up.map(|_stats| ()));
                }
                _ = keep_house.tick() => {
                    book.note("keep_partitions", Some(KEEP_HOUSE_EVERY), network::actions::keep_partitions(&store, clock.now()).await.map(|_dropped| ()));
                    book.note("expire_mail", Some(KEEP_HOUSE_EVERY), messaging::actions::expire_mail(&store, clock.now()).await.map(|_removed| ()));
                    let expired = tenancy::actions::expire_sessions(&store, clock.now(), session_idle).await;
                    book.note("expire_sessions", Some(KEEP_HOUSE_EVERY), expired.map(|_removed| ()));
                    let swept = tenancy::actions::expire_sign_ins(&store, clock.now()).await;
                    book.note("expire_sign_ins", Some(KEEP_HOUSE_EVERY), swept.map(|_removed| ()));
                    book.note("expire_api", Some(KEEP_HOUSE_EVERY), tenancy::actions::expire_api(&store, clock.now()).await.map(|_removed| ()));
                }
            }
        }
    })
}
