//! From which figure on something needs a look.

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::Level;

/// A heartbeat comes every ten seconds.
const SILENT: [TimeDelta; 2] = [TimeDelta::seconds(35), TimeDelta::seconds(120)];
/// A transaction of the product ends within seconds; the longest statement of a job may take two minutes.
const LONG_TRANSACTION: [TimeDelta; 2] = [TimeDelta::seconds(60), TimeDelta::seconds(300)];
/// What waits in the outbox leaves within seconds.
const WAITING: [TimeDelta; 2] = [TimeDelta::minutes(5), TimeDelta::hours(1)];

fn by_age(age: TimeDelta, [warning, critical]: [TimeDelta; 2]) -> Level {
    if age > critical {
        Level::Critical
    } else if age > warning {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// A process by its last heartbeat.
#[must_use]
pub fn process(now: DateTime<Utc>, seen_at: DateTime<Utc>) -> Level {
    by_age(now - seen_at, SILENT)
}

/// The oldest open transaction.
#[must_use]
pub fn transaction(now: DateTime<Utc>, since: Option<DateTime<Utc>>) -> Level {
    since.map_or(Level::Fine, |since| by_age(now - since, LONG_TRANSACTION))
}

/// Connections in use of those that the server allows: a look from three quarters on.
#[must_use]
pub fn connections(used: i64, most: i64) -> Level {
    match used.saturating_mul(100) / most.max(1) {
        ..75 => Level::Fine,
        75..90 => Level::Warning,
        _ => Level::Critical,
    }
}

/// Free octets of a disk: a look below 15 in a hundred.
#[must_use]
pub fn disk(free: Option<i64>, whole: Option<i64>) -> Level {
    match free.zip(whole).and_then(|(free, whole)| (free / 1_000).saturating_mul(100).checked_div(whole / 1_000)) {
        None | Some(15..) => Level::Fine,
        Some(5..15) => Level::Warning,
        Some(_) => Level::Critical,
    }
}

/// Archiving fails when its last failure is newer than its last success: the log then fills the disk.
#[must_use]
pub fn archive(on: bool, archived_at: Option<DateTime<Utc>>, failed_at: Option<DateTime<Utc>>) -> Level {
    if on && failed_at.is_some() && failed_at > archived_at { Level::Critical } else { Level::Fine }
}

/// A channel of the outbox.
#[must_use]
pub fn outbox(now: DateTime<Utc>, oldest_at: Option<DateTime<Utc>>, dead: i64) -> Level {
    let waiting = oldest_at.map_or(Level::Fine, |at| by_age(now - at, WAITING));
    waiting.max(if dead > 0 { Level::Warning } else { Level::Fine })
}

/// How far partitions are made ahead, of how far they should be.
#[must_use]
pub fn partitions(now: DateTime<Utc>, ahead_until: Option<DateTime<Utc>>, ahead: TimeDelta) -> Level {
    let left = ahead_until.map_or(TimeDelta::zero(), |until| until - now);
    if left <= TimeDelta::hours(6) {
        Level::Critical
    } else if left < ahead / 2 {
        Level::Warning
    } else {
        Level::Fine
    }
}

/// A job: failing if its last end was a fault, late if its turn has long come. `seen_at` is its process's last heartbeat: a
/// process that is gone is told of once, not again for each of its jobs.
#[must_use]
pub fn job(seen_at: DateTime<Utc>, every_seconds: Option<i64>, last_at: DateTime<Utc>, failed_last: bool) -> Level {
    let late = every_seconds.is_some_and(|every| seen_at - last_at > TimeDelta::seconds(every.clamp(1, 86_400) * 2 + 120));
    if failed_last || late { Level::Warning } else { Level::Fine }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_000 + second, 0).unwrap()
    }

    #[test]
    fn what_is_old_needs_a_look() {
        assert_eq!([20, 60, 200].map(|age| process(at(age), at(0))), [Level::Fine, Level::Warning, Level::Critical]);
        assert_eq!(transaction(at(0), None), Level::Fine);
        assert_eq!(transaction(at(100), Some(at(0))), Level::Warning);
        assert_eq!(outbox(at(0), None, 0), Level::Fine);
        assert_eq!(outbox(at(0), None, 1), Level::Warning, "something was given up");
        assert_eq!(outbox(at(7_200), Some(at(0)), 0), Level::Critical);
    }

    #[test]
    fn what_is_full_needs_a_look() {
        assert_eq!([10, 80, 95].map(|used| connections(used, 100)), [Level::Fine, Level::Warning, Level::Critical]);
        assert_eq!([50, 10, 2].map(|free| disk(Some(free * 1_000_000), Some(100_000_000))), [Level::Fine, Level::Warning, Level::Critical]);
        assert_eq!(disk(None, Some(5)), Level::Fine, "not known is not full");
        assert_eq!(disk(Some(0), Some(0)), Level::Fine);
    }

    #[test]
    fn archiving_fails_when_its_last_try_did() {
        assert_eq!(archive(false, None, Some(at(0))), Level::Fine);
        assert_eq!(archive(true, None, None), Level::Fine);
        assert_eq!(archive(true, None, Some(at(0))), Level::Critical);
        assert_eq!(archive(true, Some(at(5)), Some(at(0))), Level::Fine);
        assert_eq!(archive(true, Some(at(5)), Some(at(9))), Level::Critical);
    }

    #[test]
    fn partitions_must_be_made_ahead() {
        let ahead = TimeDelta::days(3);
        assert_eq!(partitions(at(0), None, ahead), Level::Critical);
        assert_eq!(partitions(at(0), Some(at(86_400)), ahead), Level::Warning);
        assert_eq!(partitions(at(0), Some(at(4 * 86_400)), ahead), Level::Fine);
    }

    #[test]
    fn a_job_fails_or_is_late() {
        assert_eq!(job(at(60), Some(5), at(58), false), Level::Fine);
        assert_eq!(job(at(60), Some(5), at(58), true), Level::Warning);
        assert_eq!(job(at(600), Some(5), at(0), false), Level::Warning);
        assert_eq!(job(at(600), None, at(0), false), Level::Fine, "there was nothing to do");
    }
}
