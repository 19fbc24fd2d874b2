//! Deliver the mails whose time has come.

use std::time::Duration;

use futures::StreamExt;
use kernel::{Clock, Ctx, MailRequest, RequestId};
use store::Store;
use store::outbox::{self, Ended, Leased, Round, Verdict};

use crate::rules;
use crate::store::portal;
use crate::transport::{Mail, Mailer, Refusal};

/// What one round takes: few enough that all are on their way at once, so none waits while its lease runs.
const ROUND: Round = Round { limit: 16, per_tenant: 4, lease: Duration::from_secs(300) };

/// Who delivers, and how links are made.
pub struct Postman {
    /// The database.
    pub store: Store,
    /// How mails leave.
    pub mailer: Box<dyn Mailer>,
    /// From a portal's host to its address without a path, such as `https://acme.example`.
    pub portal_url: Box<dyn Fn(&str) -> String + Send + Sync>,
    /// Tells the time.
    pub clock: Clock,
}

/// Delivers one round of due mails, of every tenant in turn, and says how each ended. An empty answer means that nothing is
/// due. A job of the product: no context. Safe to run in several processes at once; a mail whose acknowledgement is lost,
/// or whose worker dies, is delivered again under the same Message-ID.
pub async fn deliver_due(postman: &Postman) -> kernel::Result<Vec<Ended>> {
    let leased = outbox::claim(&postman.store, outbox::MAIL, postman.clock.now(), ROUND).await?;
    let all_at_once = leased.len().max(1);
    let outcomes: Vec<kernel::Result<Ended>> =
        futures::stream::iter(leased).map(|leased| async move { deliver(postman, &leased).await }).buffer_unordered(all_at_once).collect().await;
    outcomes.into_iter().collect()
}

async fn deliver(postman: &Postman, leased: &Leased) -> kernel::Result<Ended> {
    let started = std::time::Instant::now();
    let outcome = match prepare(postman, leased).await? {
        Ok(mail) => postman.mailer.send(&mail, postman.clock.now()).await,
        Err(refusal) => Err(refusal),
    };
    metrics::histogram!("lastmile_mail_delivery_seconds").record(started.elapsed().as_secs_f64());
    let (store, now) = (&postman.store, postman.clock.now());
    let (ended, reason) = match outcome {
        Ok(()) => (outbox::delivered(store, leased, now).await?, String::new()),
        Err(Refusal::Temporary(reason)) => (outbox::failed(store, leased, now, Verdict::TryAgain, &reason).await?, reason),
        Err(Refusal::Permanent(reason)) => (outbox::failed(store, leased, now, Verdict::GiveUp, &reason).await?, reason),
    };
    let (tenant, id, attempts) = (leased.tenant, leased.id, leased.attempts);
    match ended {
        Ended::Delivered => tracing::debug!(%tenant, %id, attempts, "mail delivered"),
        Ended::Waiting(at) => tracing::info!(%tenant, %id, attempts, reason, %at, "mail not delivered, will be tried again"),
        Ended::Dead => tracing::warn!(%tenant, %id, attempts, reason, "mail given up"),
        Ended::Stale => tracing::warn!(%tenant, %id, attempts, "a mail's lease ran out while it was on its way"),
    }
    Ok(ended)
}

/// From the outbox row to a mail. What another version of this product wrote and this one cannot read is left for that
/// version: rolling upgrades run both.
async fn prepare(postman: &Postman, leased: &Leased) -> kernel::Result<Result<Mail, Refusal>> {
    let Some(request) = leased.payload.as_ref().and_then(|payload| serde_json::from_slice::<MailRequest>(payload).ok()) else {
        return Ok(Err(Refusal::Temporary("unreadable-request".to_owned())));
    };
    let ctx = Ctx::for_system(leased.tenant, "mail", postman.clock.now(), RequestId::generate());
    let mut tx = postman.store.tenant(&ctx).await?;
    let face = portal::face(tx.conn(), leased.tenant, &request.host).await?;
    tx.commit().await?;
    let Some(face) = face else {
        return Ok(Err(Refusal::Permanent("host-gone".to_owned())));
    };
    let rendered = match rules::render(&request, &face, &(postman.portal_url)(&request.host)) {
        Ok(rendered) => rendered,
        Err(error) => return Ok(Err(Refusal::Permanent(error.to_string()))),
    };
    let MailRequest { to, host, .. } = request;
    Ok(Ok(Mail { id: leased.id, tenant: leased.tenant, org: leased.org, written_at: leased.created_at, host, sender: face.sender, to, rendered }))
}
