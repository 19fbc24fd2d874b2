//! How often the API may be called: per token, per tenant and per address, by the generic cell rate algorithm (GCRA). Counted
//! in this process, or in Redis where several processes share the load; while Redis is away, each counts for itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use redis::aio::{ConnectionManager, ConnectionManagerConfig};

use super::problem::Problem;
use crate::settings::{Api, Settings};

/// Length of the window that the limits are told for.
const WINDOW_US: i64 = 60_000_000;
/// Keys that this process counts at once; beyond it, those that have nothing to tell any more are forgotten.
const MOST_KEYS: usize = 100_000;
/// How long Redis may take before this process counts for itself.
const PATIENCE: Duration = Duration::from_millis(250);
/// How long Redis is left alone after it failed.
const PAUSE_US: i64 = 2_000_000;

/// One step of [`step`] for each key, in one go. `KEYS`: one for each; `ARGV`: interval and window of each, in microseconds. The
/// answer holds, for each, when it is free again, and whether it was refused; refused requests count for nothing.
const SCRIPT: &str = r"
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local told = {}
local refused = 0
local next_at = {}
for i, key in ipairs(KEYS) do
  local interval, window = tonumber(ARGV[2 * i - 1]), tonumber(ARGV[2 * i])
  local at = math.max(tonumber(redis.call('GET', key) or '0'), now)
  if at + interval - now > window then
    refused = 1
    told[2 * i - 1] = at - now
    told[2 * i] = 1
  else
    next_at[i] = at + interval
    told[2 * i - 1] = at + interval - now
    told[2 * i] = 0
  end
end
if refused == 0 then
  for i, key in ipairs(KEYS) do
    redis.call('SET', key, string.format('%.0f', next_at[i]), 'PX', math.ceil((next_at[i] - now) / 1000) + 1)
  end
end
return told
";

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// One token, or one sign-in of an app.
    Token,
    /// A tenant as a whole.
    Tenant,
    /// Where requests come from.
    Address,
}

impl Bucket {
    fn name(self) -> &'static str {
        match self {
            Bucket::Token => "token",
            Bucket::Tenant => "tenant",
            Bucket::Address => "address",
        }
    }
}

/// What a request used up.
#[derive(Clone, Debug, Default)]
pub struct Spent {
    parts: Vec<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Part {
    bucket: Bucket,
    quota: i64,
    /// Microseconds until all of the quota is there again.
    debt_us: i64,
    refused: bool,
}

impl Part {
    fn interval_us(self) -> i64 {
        interval_us(self.quota)
    }

    fn left(self) -> i64 {
        (WINDOW_US - self.debt_us).max(0) / self.interval_us()
    }

    /// Seconds until one more request fits.
    fn wait(self) -> i64 {
        seconds(self.debt_us + self.interval_us() - WINDOW_US)
    }
}

fn interval_us(quota: i64) -> i64 {
    (WINDOW_US / quota.max(1)).max(1)
}

fn seconds(us: i64) -> i64 {
    us.max(0).saturating_add(999_999) / 1_000_000
}

impl Spent {
    /// Whether any limit is reached.
    pub fn refused(&self) -> bool {
        self.parts.iter().any(|part| part.refused)
    }

    /// Both together.
    pub fn and(mut self, other: Self) -> Self {
        self.parts.extend(other.parts);
        self
    }

    /// Says on an answer what the limits are and what is left (draft-ietf-httpapi-ratelimit-headers-10).
    pub fn mark(&self, mut response: Response) -> Response {
        let list = |text: fn(&Part) -> String| self.parts.iter().map(text).collect::<Vec<_>>().join(", ");
        let policy = list(|part| format!("\"{}\";q={};w={}", part.bucket.name(), part.quota, WINDOW_US / 1_000_000));
        let left = list(|part| format!("\"{}\";r={};t={}", part.bucket.name(), if part.refused { 0 } else { part.left() }, seconds(part.debt_us)));
        for (name, value) in [("ratelimit-policy", policy), ("ratelimit", left)] {
            if let Ok(value) = HeaderValue::try_from(value) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

/// The answer to a request that was one too many.
pub fn too_many(spent: &Spent) -> Problem {
    let wait = spent.parts.iter().filter(|part| part.refused).map(|part| part.wait()).max().unwrap_or(1);
    Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many requests; wait as long as Retry-After says.").retry_after(wait)
}

/// One request more on a key that is free again at `free_at`: the new time, or `None` where the limit is reached.
fn step(free_at: i64, now: i64, interval: i64, window: i64) -> Option<i64> {
    let next = free_at.max(now) + interval;
    (next - now <= window).then_some(next)
}

/// The limits and what was counted so far.
pub struct Limits {
    quotas: Api,
    began: Instant,
    counted: Mutex<HashMap<(Bucket, String), i64>>,
    shared: Option<ConnectionManager>,
    /// Redis is left alone until then, in microseconds since `began`.
    alone_until: AtomicI64,
}

impl Limits {
    /// The limits of the settings; shared through Redis where there is one. Call it inside a tokio runtime.
    pub fn new(settings: &Settings) -> anyhow::Result<Arc<Self>> {
        let shared = match &settings.redis.url {
            Some(url) => {
                let config = ConnectionManagerConfig::new()
                    .set_number_of_retries(1)
                    .set_max_delay(Duration::from_secs(1))
                    .set_connection_timeout(Some(PATIENCE))
                    .set_response_timeout(Some(PATIENCE));
                Some(ConnectionManager::new_lazy_with_config(redis::Client::open(url.as_str())?, config)?)
            }
            None => None,
        };
        Ok(Arc::new(Self { quotas: settings.api.clone(), began: Instant::now(), counted: Mutex::default(), shared, alone_until: AtomicI64::new(0) }))
    }

    fn quota(&self, bucket: Bucket) -> i64 {
        i64::from(match bucket {
            Bucket::Token => self.quotas.token_per_minute,
            Bucket::Tenant => self.quotas.tenant_per_minute,
            Bucket::Address => self.quotas.address_per_minute,
        })
    }

    fn now(&self) -> i64 {
        i64::try_from(self.began.elapsed().as_micros()).unwrap_or(i64::MAX)
    }

    /// Counts one request on each of these keys, or on none of them where one has reached its limit.
    pub async fn spend(&self, keys: &[(Bucket, String)]) -> Spent {
        let spent = match self.spend_shared(keys).await {
            Some(spent) => spent,
            None => self.spend_here(keys),
        };
        for part in spent.parts.iter().filter(|part| part.refused) {
            metrics::counter!("lastmile_api_limited_total", "bucket" => part.bucket.name()).increment(1);
        }
        spent
    }

    fn spend_here(&self, keys: &[(Bucket, String)]) -> Spent {
        let now = self.now();
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if counted.len() > MOST_KEYS {
            counted.retain(|_, free_at| *free_at > now);
        }
        let mut nexts = Vec::with_capacity(keys.len());
        let parts: Vec<Part> = keys
            .iter()
            .map(|key| {
                let quota = self.quota(key.0);
                let free_at = counted.get(key).copied().unwrap_or(0);
                let next = step(free_at, now, interval_us(quota), WINDOW_US);
                nexts.push(next);
                Part { bucket: key.0, quota, debt_us: next.unwrap_or_else(|| free_at.max(now)) - now, refused: next.is_none() }
            })
            .collect();
        // A flood of new keys in one minute: counting starts anew rather than growing without end.
        if counted.len() > MOST_KEYS.saturating_mul(2) {
            counted.clear();
        }
        if nexts.iter().all(Option::is_some) {
            for (key, next) in keys.iter().zip(nexts.into_iter().flatten()) {
                counted.insert(key.clone(), next);
            }
        }
        Spent { parts }
    }

    /// `None` where there is no Redis, or it is away.
    async fn spend_shared(&self, keys: &[(Bucket, String)]) -> Option<Spent> {
        let mut redis = self.shared.clone()?;
        if self.alone_until.load(Ordering::Relaxed) > self.now() {
            return None;
        }
        let mut command = redis::cmd("EVAL");
        command.arg(SCRIPT).arg(keys.len());
        for (bucket, key) in keys {
            command.arg(format!("lastmile:limit:{}:{key}", bucket.name()));
        }
        for (bucket, _) in keys {
            command.arg(interval_us(self.quota(*bucket))).arg(WINDOW_US);
        }
        match tokio::time::timeout(PATIENCE, command.query_async::<Vec<i64>>(&mut redis)).await {
            Ok(Ok(told)) => {
                let parts = keys.iter().zip(told.chunks_exact(2)).filter_map(|((bucket, _), told)| match told {
                    [debt_us, refused] => Some(Part { bucket: *bucket, quota: self.quota(*bucket), debt_us: *debt_us, refused: *refused != 0 }),
                    _ => None,
                });
                Some(Spent { parts: parts.collect() })
            }
            failed => {
                let error =
                    failed.map_or_else(|_late| "no answer in time".to_owned(), |failed| failed.err().map(|error| error.to_string()).unwrap_or_default());
                tracing::warn!(error, "Redis is away: each process counts the API's requests for itself");
                self.alone_until.store(self.now().saturating_add(PAUSE_US), Ordering::Relaxed);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part(debt_us: i64) -> Part {
        Part { bucket: Bucket::Token, quota: 60, debt_us, refused: false }
    }

    #[test]
    fn what_is_left_goes_down_and_comes_back() {
        assert_eq!(part(1_000_000).left(), 59);
        assert_eq!(part(WINDOW_US).left(), 0);
        assert_eq!(part(WINDOW_US).wait(), 1);
        assert_eq!(part(0).left(), 60);
        let mut response = Response::new(axum::body::Body::empty());
        response = Spent { parts: vec![part(1_000_000)] }.mark(response);
        assert_eq!(response.headers()["ratelimit-policy"], "\"token\";q=60;w=60");
        assert_eq!(response.headers()["ratelimit"], "\"token\";r=59;t=1");
    }

    proptest! {
        /// However requests are spread, in no window do more pass than twice the quota, and one that waits long enough passes.
        #[test]
        fn never_more_than_a_burst_and_a_window(gaps in proptest::collection::vec(0_i64..5_000_000, 1..300), quota in 1_i64..100) {
            let interval = interval_us(quota);
            let (mut now, mut free_at) = (0, 0);
            let mut passed = Vec::new();
            for gap in gaps {
                now += gap;
                if let Some(next) = step(free_at, now, interval, WINDOW_US) {
                    free_at = next;
                    passed.push(now);
                }
            }
            for (index, start) in passed.iter().enumerate() {
                let within = passed[index..].iter().take_while(|at| **at < start + WINDOW_US).count();
                prop_assert!(within <= usize::try_from(2 * quota + 1).unwrap(), "{within} of {quota}");
            }
            prop_assert!(step(free_at, free_at + WINDOW_US, interval, WINDOW_US).is_some());
        }
    }
}
