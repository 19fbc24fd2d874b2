//! Requests that must take effect once, however often they are sent.

use ::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Error, Once, Result};
use serde_json::Value;
use uuid::Uuid;

use crate::store::once::{self, OnceKey, OnceRow};

/// How long a request counts as running: longer than any statement may take.
const LEASE: TimeDelta = TimeDelta::seconds(60);
/// How long what was answered is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(24);

/// A request under its key.
pub struct OnceRequest<'a> {
    /// Who asks: a person or a token. Nobody is given another's answer.
    pub principal: Uuid,
    /// Method and path.
    pub operation: &'a str,
    /// As sent.
    pub key: &'a str,
    /// SHA-256 of what was sent.
    pub request_hash: &'a [u8; 32],
}

/// What to do with a request.
pub enum Turn {
    /// Do it, with this in the context.
    Do(Once),
    /// It was done: this is what was answered.
    Answered(u16, Value),
    /// It has taken effect on this (`kind:id`), but what was answered was lost.
    Done(Option<String>),
    /// It is being done.
    Running,
    /// Another request came under this key before.
    Other,
}

impl<'a> OnceRequest<'a> {
    fn row(&self, ctx: &Ctx) -> OnceKey<'a> {
        OnceKey { tenant: ctx.tenant, org: ctx.org(), principal: self.principal, operation: self.operation, key: self.key, request_hash: self.request_hash }
    }
}

/// Takes a turn at a request. Of many with one key, one is told to do it; it must end with [`keep_answer`] or [`give_up`].
/// What it does is noted in its own transaction by way of the context ([`Ctx::with_once`]), so that a crash before the answer
/// is kept does not let it happen twice.
pub async fn take_turn(store: &Store, ctx: &Ctx, request: &OnceRequest<'_>, now: DateTime<Utc>) -> Result<Turn> {
    let key = request.row(ctx);
    let mut tx = store.tenant(ctx).await?;
    if let Some(taken) = once::take(tx.conn(), &key, now, now + LEASE).await? {
        tx.commit().await?;
        return Ok(Turn::Do(taken));
    }
    let Some(row) = once::get(tx.conn(), &key).await? else {
        // Freed between the two looks.
        return Ok(Turn::Running);
    };
    let turn = match row {
        OnceRow { request_hash, .. } if request_hash != request.request_hash => Turn::Other,
        OnceRow { status: Some(status), reply: Some(reply), .. } => Turn::Answered(u16::try_from(status).map_err(|_range| Error::Internal)?, reply),
        OnceRow { done: true, object, .. } => Turn::Done(object),
        OnceRow { lease_until, .. } if lease_until > now => Turn::Running,
        OnceRow { id, .. } => once::take_over(tx.conn(), ctx.tenant, id, now, now + LEASE).await?.map_or(Turn::Running, Turn::Do),
    };
    tx.commit().await?;
    Ok(turn)
}

/// Keeps what was answered, for whoever sends the request again.
pub async fn keep_answer(store: &Store, ctx: &Ctx, taken: Once, status: u16, reply: &Value) -> Result<()> {
    let mut tx = store.tenant(ctx).await?;
    once::keep(tx.conn(), taken, i32::from(status), reply).await?;
    Ok(tx.commit().await?)
}

/// Frees the key of a request that was refused: the next one may be another. What has taken effect stays.
pub async fn give_up(store: &Store, ctx: &Ctx, taken: Once) -> Result<()> {
    let mut tx = store.tenant(ctx).await?;
    once::release(tx.conn(), taken).await?;
    Ok(tx.commit().await?)
}
