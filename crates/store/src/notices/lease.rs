//! Who delivers to which destination: leases, fencing tokens and outcomes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Ctx, NoticeBody, RequestId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::backoff::{Patience, again};
use super::{PROGRAMS, place};
use crate::{Store, StoreError, TenantTx};

/// Attempts that began, at most: one whose worker dies each time ends too.
const MOST_ATTEMPTS: i32 = 20;

/// How much is taken at once.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    /// At most so many destinations in all.
    pub limit: i64,
    /// At most so many of one tenant are being delivered to at the same time, by whichever worker.
    pub per_tenant: i64,
    /// How long they are this worker's own; longer than one delivery can take.
    pub lease: Duration,
}

/// A destination that is this worker's own for a while.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// Whose it is.
    pub tenant: TenantId,
    /// Which.
    pub channel: ChannelId,
    fence: i64,
}

/// A notice to be delivered now.
pub struct Due {
    /// Its id: the same at each attempt.
    pub id: Uuid,
    /// What it says; `None` where another version wrote it.
    pub body: Option<NoticeBody>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Attempts so far, this one included.
    pub attempts: i32,
    /// What kind of destination it goes to.
    pub kind: String,
    /// The language tag of its words.
    pub locale: String,
    /// Where it leads and how to get in, as JSON; `None` where it does not open with this server's keys.
    pub secret: Option<Zeroizing<Vec<u8>>>,
    expires_at: DateTime<Utc>,
}

/// What a failure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Trying again may help: after what the provider asked for, or as the product sees fit.
    Later(Option<Duration>),
    /// Trying this notice again cannot help.
    Refused,
    /// The destination wants nothing any more.
    Gone,
}

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The provider has it.
    Delivered,
    /// It will be tried again at this time.
    Waiting(DateTime<Utc>),
    /// It was given up; the log tells why.
    Dead,
    /// The lease was taken over, or the destination taken away meanwhile: nothing was noted.
    Stale,
}

impl Ended {
    fn as_str(self) -> &'static str {
        match self {
            Ended::Delivered => "delivered",
            Ended::Waiting(_) => "retry",
            Ended::Dead => "dead",
            Ended::Stale => "stale",
        }
    }
}

/// Leases destinations that have something due, of every tenant in turn: first the longest waiting of each. No two workers
/// hold the same while its lease runs.
pub async fn claim(store: &Store, now: DateTime<Utc>, share: Share) -> Result<Vec<Held>, StoreError> {
    let lease = TimeDelta::from_std(share.lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1));
    let mut tx = store.platform("claim due channels").await?;
    let rows = sqlx::query!(
        r#"with ready as materialized (
               select c.tenant_id, c.id, c.next_at from channels c
               where c.next_at <= $1 and c.state = 'active' and (c.rest_until is null or c.rest_until <= $1)
                 and (c.lease_until is null or c.lease_until <= $1)
               for update skip locked
           ), placed as (
               select r.tenant_id, r.id, r.next_at,
                      row_number() over (partition by r.tenant_id order by r.next_at, r.id)
                      + (select count(*) from channels b where b.tenant_id = r.tenant_id and b.lease_until > $1) as place
               from ready r
           ), chosen as (
               select tenant_id, id from placed where place <= $2 order by place, next_at, id limit $3
           )
           update channels c set lease_until = $4, fence = c.fence + 1
           from chosen where c.tenant_id = chosen.tenant_id and c.id = chosen.id
           returning c.tenant_id, c.id, c.fence"#,
        now,
        share.per_tenant,
        share.limit,
        now + lease,
    )
    .fetch_all(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| Held { tenant: TenantId(row.tenant_id), channel: ChannelId(row.id), fence: row.fence }).collect())
}

/// The notice that the destination is told next; the attempt counts from here on. `None` where nothing is due any more: the
/// lease is given back. What nobody has use of any longer is given up on the way.
pub async fn take(store: &Store, held: &Held, now: DateTime<Utc>) -> Result<Option<Due>, StoreError> {
    let mut tx = store.tenant(&job(held, now)).await?;
    if !hold(&mut tx, held).await? {
        return Ok(None);
    }
    give_up_late(tx.conn(), held, now).await?;
    let row = sqlx::query!(
        "update channel_deliveries d set attempts = d.attempts + 1
         from channels c
         where d.tenant_id = $1 and c.tenant_id = $1 and c.id = $2 and c.state = 'active' and d.id = (
             select n.id from channel_deliveries n
             where n.tenant_id = $1 and n.channel_id = $2 and n.run_at <= $3 and n.delivered_at is null and n.dead_at is null
             order by n.run_at, n.id limit 1)
         returning d.id, d.notice, d.created_at, d.expires_at, d.attempts, c.kind, c.locale, c.secret",
        held.tenant.0,
        held.channel.0,
        now,
    )
    .fetch_optional(tx.conn())
    .await?;
    let Some(row) = row else {
        rest(&mut tx, held, now, None).await?;
        tx.commit().await?;
        return Ok(None);
    };
    let secret = match store.secrets().open(tx.conn(), held.tenant, place(held.channel.0), &row.secret).await {
        Ok(plain) => Some(plain),
        Err(StoreError::Secret(error)) => {
            tracing::error!(tenant = %held.tenant, channel = %held.channel, %error, "a destination's secret does not open");
            None
        }
        Err(error) => return Err(error),
    };
    tx.commit().await?;
    Ok(Some(Due {
        id: row.id,
        body: serde_json::from_value(row.notice).ok(),
        created_at: row.created_at,
        attempts: row.attempts,
        kind: row.kind,
        locale: row.locale,
        secret,
        expires_at: row.expires_at,
    }))
}

/// Gives a lease back without having tried anything.
pub async fn release(store: &Store, held: &Held, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = store.tenant(&job(held, now)).await?;
    if hold(&mut tx, held).await? {
        rest(&mut tx, held, now, None).await?;
    }
    tx.commit().await
}

/// Notes that the provider has a notice, and what it calls it.
pub async fn delivered(store: &Store, held: &Held, due: &Due, now: DateTime<Utc>, provider_ref: &str) -> Result<Ended, StoreError> {
    let provider_ref: String = provider_ref.chars().take(100).collect();
    let mut tx = store.tenant(&job(held, now)).await?;
    if !hold(&mut tx, held).await? {
        return Ok(ended(due, Ended::Stale));
    }
    sqlx::query!(
        "update channel_deliveries set delivered_at = $3, last_error = null, provider_ref = $4
         where tenant_id = $1 and id = $2 and delivered_at is null and dead_at is null",
        held.tenant.0,
        due.id,
        now,
        provider_ref,
    )
    .execute(tx.conn())
    .await?;
    sqlx::query!("update channels set failures = 0, rest_until = null, last_ok_at = $3 where tenant_id = $1 and id = $2", held.tenant.0, held.channel.0, now)
        .execute(tx.conn())
        .await?;
    rest(&mut tx, held, now, None).await?;
    tx.commit().await?;
    Ok(ended(due, Ended::Delivered))
}

/// Notes why an attempt failed and when the next one is due, or that there is none. `code` holds no address and no token.
pub async fn failed(store: &Store, held: &Held, due: &Due, now: DateTime<Utc>, fault: Fault, code: &str) -> Result<Ended, StoreError> {
    let code: String = code.chars().take(200).collect();
    let patience = if PROGRAMS.contains(&due.kind.as_str()) { Patience::Programs } else { Patience::People };
    let next = match fault {
        Fault::Later(asked) => Some(again(patience, due.attempts, now, due.expires_at, asked, rand::random_range(0..=1000))),
        Fault::Refused | Fault::Gone => None,
    };
    let at = next.and_then(|next| next.at);
    let mut tx = store.tenant(&job(held, now)).await?;
    if !hold(&mut tx, held).await? {
        return Ok(ended(due, Ended::Stale));
    }
    sqlx::query!(
        "update channel_deliveries set run_at = coalesce($3, run_at), last_error = $4, dead_at = case when $3::timestamptz is null then $5::timestamptz end
         where tenant_id = $1 and id = $2 and delivered_at is null and dead_at is null",
        held.tenant.0,
        due.id,
        at,
        code,
        now,
    )
    .execute(tx.conn())
    .await?;
    if fault == Fault::Gone {
        sqlx::query!(
            "update channel_deliveries set dead_at = $3, last_error = $4
             where tenant_id = $1 and channel_id = $2 and delivered_at is null and dead_at is null",
            held.tenant.0,
            held.channel.0,
            now,
            code,
        )
        .execute(tx.conn())
        .await?;
    }
    sqlx::query!(
        "update channels set failures = failures + 1, last_error = $3, last_error_at = $4, state = case when $5 then 'gone' else state end
         where tenant_id = $1 and id = $2",
        held.tenant.0,
        held.channel.0,
        code,
        now,
        fault == Fault::Gone,
    )
    .execute(tx.conn())
    .await?;
    rest(&mut tx, held, now, next.map(|next| next.rest_until)).await?;
    tx.commit().await?;
    Ok(ended(due, at.map_or(Ended::Dead, Ended::Waiting)))
}

/// Removes notices after 30 days, of all tenants; returns how many. Those that still wait then are of no use to anybody.
pub async fn expire(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut tx = store.platform("remove old notices").await?;
    let removed = sqlx::query!("delete from channel_deliveries where created_at < $1", now - TimeDelta::days(30)).execute(tx.conn()).await?;
    tx.commit().await?;
    Ok(removed.rows_affected())
}

/// Locks the destination; `false` where the lease is another's by now. What is decided afterwards sees what was written
/// before the lock was given.
async fn hold(tx: &mut TenantTx, held: &Held) -> Result<bool, StoreError> {
    let row = sqlx::query_scalar!("select fence from channels where tenant_id = $1 and id = $2 for update", held.tenant.0, held.channel.0)
        .fetch_optional(tx.conn())
        .await?;
    Ok(row == Some(held.fence))
}

/// Gives the lease back and says when the destination is due again.
async fn rest(tx: &mut TenantTx, held: &Held, now: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Result<(), StoreError> {
    sqlx::query!(
        "update channels c set lease_until = null, rest_until = coalesce($3, case when c.rest_until > $4 then c.rest_until end),
             next_at = (select min(d.run_at) from channel_deliveries d
                        where d.tenant_id = $1 and d.channel_id = $2 and d.delivered_at is null and d.dead_at is null)
         where c.tenant_id = $1 and c.id = $2",
        held.tenant.0,
        held.channel.0,
        until,
        now,
    )
    .execute(tx.conn())
    .await?;
    Ok(())
}

async fn give_up_late(conn: &mut PgConnection, held: &Held, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update channel_deliveries set dead_at = $3, last_error = coalesce(last_error, 'too-late')
         where tenant_id = $1 and channel_id = $2 and delivered_at is null and dead_at is null and (expires_at <= $3 or attempts >= $4)",
        held.tenant.0,
        held.channel.0,
        now,
        MOST_ATTEMPTS,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The tenant's own fence is enough for what one destination needs.
fn job(held: &Held, now: DateTime<Utc>) -> Ctx {
    Ctx::for_system(held.tenant, "channels", now, RequestId::generate())
}

fn ended(due: &Due, how: Ended) -> Ended {
    metrics::counter!("lastmile_notices_total", "kind" => due.kind.clone(), "outcome" => how.as_str()).increment(1);
    how
}
