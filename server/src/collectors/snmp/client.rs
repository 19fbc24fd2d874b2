//! Speaking SNMP: our own small interface, and what stands behind it (docs/decisions/0005).

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_snmp::{Auth, AuthProtocol, Client, ClientBuilder, DecodeConfig, EngineCache, Error, ErrorStatus, MasterKeys, PrivProtocol, Retry, UsmConfig};
pub use async_snmp::{Oid, Value, VarBind};
use kernel::Clock;
use network::model::{Credential, PollFailure, SnmpVersion};
use tokio::time::Instant;

use super::line::Line;
use super::replies::{Dropped, Verdict, verdict};

/// How many successors one GETNEXT or GET may ask for.
const OBJECTS_PER_REQUEST: usize = 64;

/// What a device answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Objects in the order they came.
    pub varbinds: Vec<VarBind>,
    /// When, Unix microseconds.
    pub at_us: i64,
    /// How long it took.
    pub took: Duration,
}

/// Why a request was not answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No answer in time.
    Timeout,
    /// The answer would not fit (tooBig).
    TooBig,
    /// v1: nothing follows the object at this position, counted from 0; `None` where the agent does not say which.
    NoSuchName(Option<usize>),
    /// There is no point in asking again.
    Failed(PollFailure),
}

/// A conversation with one device.
pub trait Session: Send + Sync {
    /// The protocol version spoken.
    fn version(&self) -> SnmpVersion;

    /// GET.
    fn get(&self, oids: &[Oid]) -> impl Future<Output = Result<Reply, Refusal>> + Send;

    /// GETNEXT.
    fn get_next(&self, oids: &[Oid]) -> impl Future<Output = Result<Reply, Refusal>> + Send;

    /// GETBULK (not in v1): the first `non_repeaters` objects once, the others up to `max_repetitions` times.
    fn get_bulk(&self, oids: &[Oid], non_repeaters: u32, max_repetitions: u32) -> impl Future<Output = Result<Reply, Refusal>> + Send;

    /// Whether the device sent what no agent should send, so that a missing answer is no mere silence.
    fn heard_nonsense(&self) -> bool;
}

/// What opens a device, made ready: v3 passphrases are stretched to keys (RFC 3414 §A.2, a megabyte of hashing each), so
/// keep it as long as the credential stays the same.
#[derive(Clone)]
pub struct Keys {
    version: SnmpVersion,
    auth: Auth,
    community: Option<Vec<u8>>,
    engines: Arc<EngineCache>,
}

impl Keys {
    /// Makes a credential ready; [`PollFailure::Credential`] where it does not fit the version or cannot be used.
    pub fn prepare(version: SnmpVersion, credential: &Credential) -> Result<Self, PollFailure> {
        let (auth, community) = match (version, credential) {
            (SnmpVersion::V1, Credential::Community { community }) => (Auth::v1(community.clone()), Some(community.clone().into_bytes())),
            (SnmpVersion::V2c, Credential::Community { community }) => (Auth::v2c(community.clone()), Some(community.clone().into_bytes())),
            (SnmpVersion::V3, Credential::Usm { user, auth, auth_passphrase, privacy, privacy_passphrase }) => {
                let auth_protocol = match auth.as_str() {
                    "sha1" => AuthProtocol::Sha1,
                    "sha256" => AuthProtocol::Sha256,
                    _ => return Err(PollFailure::Credential),
                };
                let privacy_protocol = match privacy.as_str() {
                    "aes128" => PrivProtocol::Aes128,
                    "aes256" => PrivProtocol::Aes256Blumenthal,
                    _ => return Err(PollFailure::Credential),
                };
                let keys = MasterKeys::new(auth_protocol, auth_passphrase.as_bytes())
                    .and_then(|keys| keys.with_privacy(privacy_protocol, privacy_passphrase.as_bytes()))
                    .and_then(|keys| UsmConfig::new(user.clone()).with_master_keys(keys))
                    .map_err(|_weak| PollFailure::Credential)?;
                (Auth::from(keys), None)
            }
            _ => return Err(PollFailure::Credential),
        };
        Ok(Self { version, auth, community, engines: engines() })
    }

    /// Forgets the v3 engine's id, boots and time: the next conversation begins with discovery (RFC 3414 §4).
    pub fn forget_engine(&mut self) {
        self.engines = engines();
    }
}

/// A device polled every five minutes must not be discovered anew each time.
fn engines() -> Arc<EngineCache> {
    Arc::new(EngineCache::new().with_ttl(Duration::from_secs(86_400)))
}

/// A conversation over UDP.
pub struct UdpSession {
    client: Client<Line>,
    line: Line,
    version: SnmpVersion,
    clock: Clock,
}

enum Request<'a> {
    Get(&'a [Oid]),
    Next(&'a [Oid]),
    Bulk(&'a [Oid], u32, u32),
}

impl UdpSession {
    /// Opens a conversation with the agent at `target`; each request waits `timeout` for its answer.
    pub async fn open(target: SocketAddr, keys: &Keys, timeout: Duration, dropped: Arc<Dropped>, clock: Clock) -> Result<Self, PollFailure> {
        let line = Line::open(target, keys.community.clone(), dropped).await.map_err(|error| match failure(&error) {
            Refusal::Failed(failure) => failure,
            _ => PollFailure::Timeout,
        })?;
        let client = ClientBuilder::new(keys.auth.clone())
            .engine_cache(Arc::clone(&keys.engines))
            .request_timeout(timeout)
            .retry(Retry::none())
            .max_oids_per_request(OBJECTS_PER_REQUEST)
            .decode_config(tolerance())
            // Safe on a connected socket; some agents report their time in clear.
            .allow_unauthenticated_v3_time_correction(true)
            .build_with_transport(line.clone())
            .map_err(|_unusable| PollFailure::Credential)?;
        Ok(Self { client, line, version: keys.version, clock })
    }

    async fn ask(&self, request: &Request<'_>) -> Result<Vec<VarBind>, Box<Error>> {
        match request {
            Request::Get(oids) => self.client.get_many(oids).await.map(|response| response.varbinds),
            Request::Next(oids) => self.client.get_next_many(oids).await.map(|response| response.varbinds),
            Request::Bulk(oids, non_repeaters, max_repetitions) => self.client.get_bulk(oids, *non_repeaters, *max_repetitions).await,
        }
    }

    async fn exchange(&self, request: Request<'_>) -> Result<Reply, Refusal> {
        let started = Instant::now();
        let mut answer = self.ask(&request).await;
        let mut told = self.line.take_verdict();
        if told == Some(Verdict::OtherEngine) {
            answer = match self.client.rediscover_engine().await {
                Ok(()) => self.ask(&request).await,
                Err(error) => Err(error),
            };
            told = self.line.take_verdict();
        }
        match answer {
            Ok(varbinds) => Ok(Reply { varbinds, at_us: self.clock.now().timestamp_micros(), took: started.elapsed() }),
            Err(_) if told == Some(Verdict::Auth) => Err(Refusal::Failed(PollFailure::Auth)),
            Err(error) => Err(refusal(&error)),
        }
    }
}

impl Session for UdpSession {
    fn version(&self) -> SnmpVersion {
        self.version
    }

    async fn get(&self, oids: &[Oid]) -> Result<Reply, Refusal> {
        Box::pin(self.exchange(Request::Get(oids))).await
    }

    async fn get_next(&self, oids: &[Oid]) -> Result<Reply, Refusal> {
        Box::pin(self.exchange(Request::Next(oids))).await
    }

    async fn get_bulk(&self, oids: &[Oid], non_repeaters: u32, max_repetitions: u32) -> Result<Reply, Refusal> {
        Box::pin(self.exchange(Request::Bulk(oids, non_repeaters, max_repetitions))).await
    }

    fn heard_nonsense(&self) -> bool {
        self.line.heard_nonsense()
    }
}

/// Deviations from BER that leave no doubt about the meaning are let pass; those that would make up a figure are not.
fn tolerance() -> DecodeConfig {
    let mut tolerance = DecodeConfig::DEFAULT;
    tolerance.truncate_numeric_values = false;
    tolerance.empty_counter64_as_zero = false;
    tolerance
}

fn failure(error: &std::io::Error) -> Refusal {
    match error.kind() {
        std::io::ErrorKind::ConnectionRefused => Refusal::Failed(PollFailure::Refused),
        _ => Refusal::Timeout,
    }
}

fn refusal(error: &Error) -> Refusal {
    match error.exchange_source() {
        Error::Timeout { .. } | Error::ConstructionTimeout { .. } => Refusal::Timeout,
        Error::Network { source, .. } => failure(source),
        Error::OutboundMessageTooLarge { .. } => Refusal::TooBig,
        Error::Snmp { status: ErrorStatus::TooBig, .. } => Refusal::TooBig,
        Error::Snmp { status: ErrorStatus::NoSuchName, index, .. } => Refusal::NoSuchName(index.checked_sub(1).and_then(|index| usize::try_from(index).ok())),
        Error::Report { status, .. } if verdict(status) == Some(Verdict::Auth) => Refusal::Failed(PollFailure::Auth),
        Error::Auth { .. } => Refusal::Failed(PollFailure::Auth),
        Error::Decode(_) | Error::MalformedResponse { .. } | Error::ResponseShape { .. } => Refusal::Failed(PollFailure::Malformed),
        Error::Config(_) | Error::Privacy(_) => Refusal::Failed(PollFailure::Credential),
        _ => Refusal::Failed(PollFailure::AgentError),
    }
}
