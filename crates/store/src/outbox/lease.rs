//! Who does what is due: leases, fencing tokens and outcomes.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, OrgId, RequestId, TenantId};
use uuid::Uuid;
use zeroize::Zeroizing;

use super::{backoff, place};
use crate::{Store, StoreError};

/// How much one worker takes at once.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// At most so many rows in all.
    pub limit: i64,
    /// At most so many of one tenant, so that one that has thousands waiting cannot keep the others waiting.
    pub per_tenant: i64,
    /// How long they are this worker's own; longer than the work can take.
    pub lease: Duration,
}

/// A row just leased.
pub struct Leased {
    /// Whose it is.
    pub tenant: TenantId,
    /// Its id.
    pub id: Uuid,
    /// The node it belongs to.
    pub org: OrgId,
    /// What is to be done; `None` where it does not open with this server's keys.
    pub payload: Option<Zeroizing<Vec<u8>>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// Leases so far, this one included.
    pub attempts: i32,
    fence: i64,
    topic: &'static str,
}

/// What a failure means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Trying again later may help.
    TryAgain,
    /// Trying again cannot help.
    GiveUp,
}

/// How an attempt ended for the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Done; its payload is erased.
    Delivered,
    /// It will be due again at this time.
    Waiting(DateTime<Utc>),
    /// Given up; its payload is erased, the row tells why.
    Dead,
    /// The lease was taken over meanwhile: nothing was noted.
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

/// Leases what is due of `topic`, of every tenant in turn: first the longest waiting of each, then the second of each, and
/// so on. No two workers get the same row while its lease runs. Rows that another worker is just leasing are passed over.
pub async fn claim(store: &Store, topic: &'static str, now: DateTime<Utc>, round: Round) -> Result<Vec<Leased>, StoreError> {
    let lease = TimeDelta::from_std(round.lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1));
    let mut tx = store.platform("claim due outbox rows").await?;
    // The first part steps from tenant to tenant along the index, however many rows each has waiting.
    let rows = sqlx::query!(
        r#"with recursive waiting as (
               (select w.tenant_id from outbox w
                where w.topic = $1 and w.delivered_at is null and w.dead_at is null
                order by w.tenant_id limit 1)
               union all
               select (select n.tenant_id from outbox n
                       where n.topic = $1 and n.tenant_id > w.tenant_id and n.delivered_at is null and n.dead_at is null
                       order by n.tenant_id limit 1)
               from waiting w where w.tenant_id is not null
           ), due as (
               select o.tenant_id, o.id, o.run_at, row_number() over (partition by o.tenant_id order by o.run_at, o.id) as place
               from waiting w
               cross join lateral (
                   select i.tenant_id, i.id, i.run_at from outbox i
                   where i.topic = $1 and i.tenant_id = w.tenant_id and i.run_at <= $2
                     and i.delivered_at is null and i.dead_at is null and (i.lease_until is null or i.lease_until < $2)
                   order by i.run_at, i.id
                   limit $4
                   for update skip locked
               ) o
           ), chosen as (
               select tenant_id, id, place, run_at from due order by place, run_at, id limit $3
           )
           update outbox o set lease_until = $5, fence = o.fence + 1, attempts = o.attempts + 1
           from chosen
           where o.tenant_id = chosen.tenant_id and o.id = chosen.id
           returning o.tenant_id, o.id, o.org_id, o.payload, o.created_at, o.attempts, o.fence"#,
        topic,
        now,
        round.limit,
        round.per_tenant,
        now + lease,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut leased = Vec::with_capacity(rows.len());
    for row in rows {
        let tenant = TenantId(row.tenant_id);
        let payload = match row.payload {
            Some(sealed) => match store.secrets().open(tx.conn(), tenant, place(row.id), &sealed).await {
                Ok(plain) => Some(plain),
                Err(StoreError::Secret(error)) => {
                    tracing::error!(%tenant, id = %row.id, %error, "an outbox row does not open");
                    None
                }
                Err(error) => return Err(error),
            },
            None => None,
        };
        let (org, created_at) = (OrgId(row.org_id), row.created_at);
        leased.push(Leased { tenant, id: row.id, org, payload, created_at, attempts: row.attempts, fence: row.fence, topic });
    }
    tx.commit().await?;
    Ok(leased)
}

/// Notes that a leased row is done and erases its payload; [`Ended::Stale`] where the lease was taken over meanwhile.
pub async fn delivered(store: &Store, leased: &Leased, now: DateTime<Utc>) -> Result<Ended, StoreError> {
    let mut tx = store.tenant(&job(leased, now)).await?;
    let done = sqlx::query!(
        "update outbox set delivered_at = $4, payload = null, lease_until = null, last_error = null
         where tenant_id = $1 and id = $2 and fence = $3 and delivered_at is null and dead_at is null",
        leased.tenant.0,
        leased.id,
        leased.fence,
        now,
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(ended(leased, if done.rows_affected() == 1 { Ended::Delivered } else { Ended::Stale }))
}

/// Notes why an attempt failed, gives the lease back and puts the row off, or gives it up and erases its payload.
/// `error` is a code and a short reason without addresses or tokens; what is longer than 200 characters is cut.
pub async fn failed(store: &Store, leased: &Leased, now: DateTime<Utc>, verdict: Verdict, error: &str) -> Result<Ended, StoreError> {
    let next = match verdict {
        Verdict::TryAgain => backoff::retry_at(leased.attempts, leased.created_at, now, rand::random_range(0..=1000)),
        Verdict::GiveUp => None,
    };
    let error: String = error.chars().take(200).collect();
    let mut tx = store.tenant(&job(leased, now)).await?;
    let done = sqlx::query!(
        "update outbox
         set run_at = coalesce($4, run_at), lease_until = null, last_error = $5,
             dead_at = case when $4::timestamptz is null then $6::timestamptz end,
             payload = case when $4::timestamptz is null then null else payload end
         where tenant_id = $1 and id = $2 and fence = $3 and delivered_at is null and dead_at is null",
        leased.tenant.0,
        leased.id,
        leased.fence,
        next,
        error,
        now,
    )
    .execute(tx.conn())
    .await?;
    tx.commit().await?;
    Ok(ended(leased, if done.rows_affected() == 1 { next.map_or(Ended::Dead, Ended::Waiting) } else { Ended::Stale }))
}

/// Removes rows with nothing left to do: delivered ones after 7 days, dead ones after 30. Returns how many.
pub async fn expire(store: &Store, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let mut tx = store.platform("remove old outbox rows").await?;
    let removed = sqlx::query!("delete from outbox where delivered_at < $1 or dead_at < $2", now - TimeDelta::days(7), now - TimeDelta::days(30))
        .execute(tx.conn())
        .await?;
    tx.commit().await?;
    Ok(removed.rows_affected())
}

/// The tenant's own fence is enough for noting an outcome.
fn job(leased: &Leased, now: DateTime<Utc>) -> Ctx {
    Ctx::for_system(leased.tenant, "outbox", now, RequestId::generate())
}

fn ended(leased: &Leased, how: Ended) -> Ended {
    metrics::counter!("lastmile_outbox_total", "topic" => leased.topic, "outcome" => how.as_str()).increment(1);
    how
}
