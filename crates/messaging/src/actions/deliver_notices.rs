//! Deliver the notices whose time has come.

use std::time::Duration;

use futures::StreamExt;
use kernel::{Clock, Ctx, Locale, RequestId};
use store::Store;
use store::notices::{self, Due, Ended, Held, Share};

use crate::channel::{Letter, Providers, Refusal};
use crate::model::ChannelKind;
use crate::rules::Portal;
use crate::rules::secret::Secret;
use crate::store::channels;

/// Destinations of one tenant that are spoken to at the same time, by whichever process: so many that are slow keep nobody
/// else waiting.
const PER_TENANT: i64 = 4;
/// Longer than any request, by far.
const LEASE: Duration = Duration::from_secs(120);

/// How long to wait before noting an outcome once more.
const PAUSES: [Duration; 3] = [Duration::from_millis(200), Duration::from_secs(2), Duration::from_secs(10)];

/// Who delivers notices, and how links are made.
pub struct Courier {
    /// The database.
    pub store: Store,
    /// Whom they are handed to.
    pub providers: Providers,
    /// From a portal's host to its address without a path, such as `https://acme.example`.
    pub portal_url: Box<dyn Fn(&str) -> String + Send + Sync>,
    /// Tells the time.
    pub clock: Clock,
}

/// Leases at most `room` destinations that have something due, of every tenant in turn; each is to be given to
/// [`deliver_notice`]. Safe to run in several processes at once.
pub async fn claim_notices(courier: &Courier, room: usize) -> kernel::Result<Vec<Held>> {
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    Ok(notices::claim(&courier.store, courier.clock.now(), Share { limit, per_tenant: PER_TENANT, lease: LEASE }).await?)
}

/// Hands the destination's next notice over and notes how that ended; `None` where nothing was due any more. A notice whose
/// answer is lost, or whose worker dies, is handed over again under the same id.
pub async fn deliver_notice(courier: &Courier, held: Held) -> kernel::Result<Option<Ended>> {
    let store = &courier.store;
    let Some(due) = notices::take(store, &held, courier.clock.now()).await? else { return Ok(None) };
    let started = std::time::Instant::now();
    let outcome = hand_over(courier, &held, &due).await?;
    metrics::histogram!("lastmile_notice_delivery_seconds", "kind" => due.kind.clone()).record(started.elapsed().as_secs_f64());
    let ended = note(courier, &held, &due, &outcome).await?;
    let code = outcome.err().map(|refusal| refusal.code).unwrap_or_default();
    let (tenant, channel, id, attempts) = (held.tenant, held.channel, due.id, due.attempts);
    match ended {
        Ended::Delivered => tracing::debug!(%tenant, %channel, %id, attempts, "notice delivered"),
        Ended::Waiting(at) => tracing::info!(%tenant, %channel, %id, attempts, code, %at, "notice not delivered, will be tried again"),
        Ended::Dead => tracing::warn!(%tenant, %channel, %id, attempts, code, "notice given up"),
        Ended::Stale => tracing::warn!(%tenant, %channel, %id, attempts, "a destination's lease ran out while a notice was on its way"),
    }
    Ok(Some(ended))
}

/// Notes an outcome. What the provider has must not be handed over again because the database was busy for a moment.
async fn note(courier: &Courier, held: &Held, due: &Due, outcome: &Result<String, Refusal>) -> kernel::Result<Ended> {
    let mut pauses = PAUSES.iter();
    loop {
        let (store, now) = (&courier.store, courier.clock.now());
        let noted = match outcome {
            Ok(provider_ref) => notices::delivered(store, held, due, now, provider_ref).await,
            Err(Refusal { fault, code }) => notices::failed(store, held, due, now, *fault, code).await,
        };
        match (noted.map_err(kernel::Error::from), pauses.next()) {
            (Err(kernel::Error::Unavailable), Some(pause)) => tokio::time::sleep(*pause).await,
            (noted, _) => return noted,
        }
    }
}

/// Delivers what is due now, a notice for each destination, and says how each ended. An empty answer means that nothing is
/// due.
pub async fn deliver_due_notices(courier: &Courier) -> kernel::Result<Vec<Ended>> {
    let held = claim_notices(courier, 64).await?;
    let all_at_once = held.len().max(1);
    let outcomes: Vec<kernel::Result<Option<Ended>>> =
        futures::stream::iter(held).map(|held| deliver_notice(courier, held)).buffer_unordered(all_at_once).collect().await;
    outcomes.into_iter().filter_map(Result::transpose).collect()
}

async fn hand_over(courier: &Courier, held: &Held, due: &Due) -> kernel::Result<Result<String, Refusal>> {
    // What another version wrote is left for that version: rolling upgrades run both.
    let secret = due.secret.as_ref().and_then(|secret| serde_json::from_slice::<Secret>(secret).ok());
    let (Some(secret), Some(kind), Some(body)) = (secret, ChannelKind::parse(&due.kind), &due.body) else {
        return Ok(Err(Refusal::later("unreadable")));
    };
    let ctx = Ctx::for_system(held.tenant, "channels", courier.clock.now(), RequestId::generate());
    let mut tx = courier.store.tenant(&ctx).await?;
    let portal = channels::portal(tx.conn(), held.tenant).await?;
    tx.commit().await?;
    let Some((host, product)) = portal else { return Ok(Err(Refusal::refused("host-gone"))) };
    let portal = Portal { product, base: (courier.portal_url)(&host) };
    let locale = Locale::parse(&due.locale).unwrap_or(Locale::ENGLISH);
    let letter = Letter { id: due.id, body, at: due.created_at, locale, portal: &portal, secret: &secret, attempt: due.attempts, now: courier.clock.now() };
    Ok(courier.providers.of(kind).send(&letter).await)
}
