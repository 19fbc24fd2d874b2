//! What somebody was refused leaves a line in the log (ASVS 5.0, 16.3.2), within bounds: whoever tries ten thousand times must
//! neither fill the disk nor hide others.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::{Actor, Ctx, TenantId};

/// How long is counted.
const WINDOW: Duration = Duration::from_secs(60);

/// Lines of one actor in that time.
const MOST_OF_ONE: u32 = 10;

/// Lines of all together in that time.
const MOST: u32 = 120;

/// Counts lines of a minute.
struct Brake {
    /// When the minute began.
    began: Option<Instant>,
    lines: u32,
    /// By tenant and actor; as long as `lines` at most.
    actors: HashMap<(TenantId, String), u32>,
    /// Refusals without a line since the last line.
    held_back: u64,
}

impl Brake {
    fn new() -> Self {
        Self { began: None, lines: 0, actors: HashMap::new(), held_back: 0 }
    }

    /// Whether there may be a line: then how many refusals before it have none.
    fn take(&mut self, tenant: TenantId, actor: &str, now: Instant) -> Option<u64> {
        if self.began.is_none_or(|began| now.saturating_duration_since(began) >= WINDOW) {
            (self.began, self.lines) = (Some(now), 0);
            self.actors.clear();
        }
        let key = (tenant, actor.to_owned());
        let own = self.actors.get(&key).copied().unwrap_or_default();
        if self.lines >= MOST || own >= MOST_OF_ONE {
            self.held_back = self.held_back.saturating_add(1);
            return None;
        }
        self.lines += 1;
        self.actors.insert(key, own + 1);
        Some(std::mem::take(&mut self.held_back))
    }
}

static BRAKE: Mutex<Option<Brake>> = Mutex::new(None);

/// Notes that `ctx` was refused `what`: a permission's name, or a few words.
pub(crate) fn note(ctx: &Ctx, what: &str) {
    metrics::counter!("lastmile_refused_total").increment(1);
    let actor = match ctx.actor {
        Actor::User(user) => format!("user:{user}"),
        Actor::Token(token) => format!("api_token:{token}"),
        Actor::System(part) => format!("system:{part}"),
    };
    let line = match BRAKE.lock() {
        Ok(mut brake) => brake.get_or_insert_with(Brake::new).take(ctx.tenant, &actor, Instant::now()),
        Err(_poisoned) => Some(0),
    };
    if let Some(held_back) = line {
        let acting_as = ctx.acting.map(|acting| acting.subject.to_string());
        tracing::warn!(target: "security", tenant = %ctx.tenant, actor, acting_as, refused = what, request_id = %ctx.request_id, held_back, "refused");
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::{Permission, RequestId, Role, Scope, UserId};

    /// Keeps what is logged.
    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl std::io::Write for Kept {
        fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(octets);
            Ok(octets.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_refusal_is_one_line_that_names_who_what_where_and_which_request() {
        let kept = Kept::default();
        let writer = kept.clone();
        let subscriber = tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone()).finish();
        let id = |n| Uuid::from_u128(n);
        let ctx = Ctx::for_member(TenantId(id(1)), Scope::WholeTenant, UserId(id(2)), Role::Support, "UTC".to_owned(), DateTime::UNIX_EPOCH, RequestId(id(3)));
        tracing::subscriber::with_default(subscriber, || {
            assert_eq!(ctx.require(Permission::DeviceRead), Ok(()));
            assert_eq!(ctx.require(Permission::PeopleManage), Err(crate::Error::Forbidden));
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let line: serde_json::Value = serde_json::from_str(&text).expect("one line");
        for (field, value) in [
            ("level", "WARN".to_owned()),
            ("target", "security".to_owned()),
            ("tenant", id(1).to_string()),
            ("actor", format!("user:{}", id(2))),
            ("request_id", id(3).to_string()),
            ("refused", "people_manage".to_owned()),
        ] {
            assert_eq!(line[field], value, "{text}");
        }
    }

    #[test]
    fn one_who_tries_for_ever_gets_ten_lines_a_minute_and_hides_nobody() {
        let (mut brake, now) = (Brake::new(), Instant::now());
        let tenant = TenantId(Uuid::from_u128(1));
        let lines = (0..10_000).filter(|_| brake.take(tenant, "user:a", now).is_some()).count();
        assert_eq!(lines, 10);
        assert_eq!(brake.take(tenant, "user:b", now), Some(9_990), "the next line says how many have none");
        assert_eq!(brake.take(TenantId(Uuid::from_u128(2)), "user:a", now), Some(0), "another tenant's actor is another");
        assert_eq!(brake.take(tenant, "user:a", now + Duration::from_secs(59)), None);
        assert_eq!(brake.take(tenant, "user:a", now + Duration::from_secs(60)), Some(1));
    }

    #[test]
    fn all_together_have_a_bound_and_nothing_grows() {
        let (mut brake, now) = (Brake::new(), Instant::now());
        let tenant = TenantId(Uuid::from_u128(1));
        let lines = (0..10_000).filter(|n| brake.take(tenant, &format!("user:{n}"), now).is_some()).count();
        assert_eq!(lines, 120);
        assert!(brake.actors.len() <= 120);
    }
}
