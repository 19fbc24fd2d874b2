//! From a device whose turn it is to the outcome of its poll.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use kernel::Clock;
use network::model::{Credential, DueDevice, PollData, PollFailure, PollOutcome, SnmpVersion};
use network::rules::pace;
use tokio::time::{Instant, timeout};

use super::client::{Keys, UdpSession};
use super::poll::{Profile, poll};
use super::replies::Dropped;
use super::walk::Pacing;

/// How long one request waits for its answer.
const REQUEST: Duration = Duration::from_millis(2_500);
/// How long a name may take to resolve.
const RESOLVE: Duration = Duration::from_secs(3);
/// Unanswered requests in a row that end a poll; one is enough for a device that is known to be silent.
const ATTEMPTS: u32 = 3;
/// Polls in a row without an answer that make a device known to be silent.
const SILENT: u32 = 3;

/// What a poller remembers of a device from one poll to the next; losing it costs one discovery.
#[derive(Default)]
pub struct Memory {
    keys: Option<(SnmpVersion, Credential, Keys)>,
    profile: Option<(String, u16, Profile)>,
    silent: u32,
    used: Option<Instant>,
}

impl Memory {
    /// Used within the last hour.
    #[must_use]
    pub fn is_fresh(&self) -> bool {
        self.used.is_some_and(|used| used.elapsed() < Duration::from_secs(3_600))
    }

    /// The last polls in a row brought no answer at all.
    #[must_use]
    pub fn is_silent(&self) -> bool {
        self.silent >= SILENT
    }
}

/// Polls devices, one conversation each.
#[derive(Clone)]
pub struct Poller {
    clock: Clock,
    patience: Duration,
    dropped: Arc<Dropped>,
}

impl Poller {
    /// A poller that takes the time from `clock`.
    #[must_use]
    pub fn new(clock: Clock) -> Self {
        Self { clock, patience: REQUEST, dropped: Arc::default() }
    }

    /// The same with another time to wait for each answer.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Replies that were set aside so far.
    #[must_use]
    pub fn dropped(&self) -> &Dropped {
        &self.dropped
    }

    /// Polls `device` once. Ends within its budget (nine tenths of its interval, at most a minute) whatever it does.
    pub async fn poll(&self, device: &DueDevice, memory: &mut Memory) -> PollOutcome {
        let started = self.clock.now();
        let begun = Instant::now();
        memory.used = Some(begun);
        let mut pacing = Pacing {
            repetitions: device.max_repetitions.clamp(*pace::REPETITIONS.start(), *pace::REPETITIONS.end()),
            attempts: if memory.is_silent() { 1 } else { ATTEMPTS },
            requests: device.max_interfaces.saturating_mul(4).saturating_add(64),
            cut: false,
        };
        let budget = Duration::from_millis(u64::from(device.interval_seconds.clamp(10, 66)).saturating_mul(900));
        let conversation = Box::pin(self.converse(device, memory, &mut pacing));
        let result = match timeout(budget, conversation).await {
            Ok(result) => result,
            Err(_elapsed) => Err(PollFailure::TooMuch),
        };
        match &result {
            Err(PollFailure::Timeout | PollFailure::Refused | PollFailure::Unresolved) => memory.silent = memory.silent.saturating_add(1),
            _ => memory.silent = 0,
        }
        self.outcome(device, memory, &pacing, started, begun.elapsed(), result)
    }

    fn outcome(
        &self,
        device: &DueDevice,
        memory: &Memory,
        pacing: &Pacing,
        started: DateTime<Utc>,
        took: Duration,
        result: Result<PollData, PollFailure>,
    ) -> PollOutcome {
        let narrow = memory.profile.as_ref().and_then(|(_, _, profile)| profile.known().fastest_narrow_bps());
        let label = result.as_ref().map_or_else(|failure| failure.as_str(), |_data| "ok");
        metrics::counter!("lastmile_snmp_polls_total", "result" => label).increment(1);
        metrics::histogram!("lastmile_snmp_poll_duration_seconds").record(took);
        PollOutcome {
            device_id: device.device_id,
            fence: device.fence,
            started,
            duration_ms: u32::try_from(took.as_millis()).unwrap_or(u32::MAX),
            interval_seconds: pace::interval_seconds(device.interval_seconds, narrow),
            max_repetitions: pacing.repetitions,
            result,
        }
    }

    async fn converse(&self, device: &DueDevice, memory: &mut Memory, pacing: &mut Pacing) -> Result<PollData, PollFailure> {
        let keys = keys(device, memory).await?;
        let target = resolve(&device.address, device.port).await?;
        let session = UdpSession::open(target, &keys, self.patience, Arc::clone(&self.dropped), self.clock.clone()).await?;
        let same_place = |(address, port, _): &(String, u16, Profile)| *address == device.address && *port == device.port;
        let mut profile = memory.profile.take().filter(same_place).map(|(_, _, profile)| profile);
        let result = poll(&session, &mut profile, device.discover, device.max_interfaces, pacing).await;
        memory.profile = profile.map(|profile| (device.address.clone(), device.port, profile));
        if result.is_err()
            && let Some((_, _, keys)) = &mut memory.keys
        {
            // A v3 engine that lost count of its boots would never again fit what is remembered of it.
            keys.forget_engine();
        }
        result
    }
}

/// The device's keys, made ready once for each credential.
async fn keys(device: &DueDevice, memory: &mut Memory) -> Result<Keys, PollFailure> {
    let credential = device.credential.as_ref().ok_or(PollFailure::Credential)?;
    if let Some((version, known, keys)) = &memory.keys
        && *version == device.version
        && known == credential
    {
        return Ok(keys.clone());
    }
    let (version, copy) = (device.version, credential.clone());
    // Stretching passphrases takes milliseconds of pure computing.
    let prepared = tokio::task::spawn_blocking(move || Keys::prepare(version, &copy));
    let keys = prepared.await.map_err(|_panicked| PollFailure::Credential)??;
    memory.keys = Some((device.version, credential.clone(), keys.clone()));
    Ok(keys)
}

async fn resolve(address: &str, port: u16) -> Result<SocketAddr, PollFailure> {
    if let Ok(ip) = address.parse::<IpAddr>() {
        return Ok(SocketAddr::new(ip, port));
    }
    match timeout(RESOLVE, tokio::net::lookup_host((address, port))).await {
        Ok(Ok(mut found)) => found.next().ok_or(PollFailure::Unresolved),
        Ok(Err(_)) | Err(_) => Err(PollFailure::Unresolved),
    }
}
