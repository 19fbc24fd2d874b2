//! Which bots are asked for what they were told, by one process at a time.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{ChannelId, Ctx, NoticeBody, RequestId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::place;
use crate::{Store, StoreError};

/// A bot that is this worker's own for a while: the oldest of the tenant's destinations that speak as it.
pub struct Bot {
    /// Whose it is.
    pub tenant: TenantId,
    /// The destination that stands for it.
    pub channel: ChannelId,
    /// The number that names it at Telegram.
    pub bot: String,
    /// The first update that was not handled yet.
    pub from: i64,
    /// Its secrets, as JSON; `None` where they do not open with this server's keys.
    pub secret: Option<Zeroizing<Vec<u8>>>,
    fence: i64,
}

/// Leases at most `limit` bots whose turn has come, those that waited longest first. A bot that several destinations of a
/// tenant speak as is asked once for all of them: Telegram allows no second.
pub async fn claim_bots(store: &Store, now: DateTime<Utc>, limit: i64, lease: Duration) -> Result<Vec<Bot>, StoreError> {
    let lease = TimeDelta::from_std(lease).unwrap_or(TimeDelta::hours(1)).min(TimeDelta::hours(1));
    let mut tx = store.platform("claim due bots").await?;
    let rows = sqlx::query!(
        r#"with due as (
               select c.tenant_id, c.id from channels c
               where c.poll_at <= $1 and c.state = 'active' and c.bot is not null and not exists (
                   select from channels o where o.tenant_id = c.tenant_id and o.bot = c.bot and o.state = 'active' and o.id < c.id)
               order by c.poll_at limit $2
               for update of c skip locked
           )
           update channels c set poll_at = $3, poll_fence = c.poll_fence + 1
           from due where c.tenant_id = due.tenant_id and c.id = due.id
           returning c.tenant_id, c.id, c.bot as "bot!", c.poll_from, c.poll_fence, c.secret"#,
        now,
        limit,
        now + lease,
    )
    .fetch_all(tx.conn())
    .await?;
    let mut bots = Vec::with_capacity(rows.len());
    for row in rows {
        let tenant = TenantId(row.tenant_id);
        let secret = match store.secrets().open(tx.conn(), tenant, place(row.id), &row.secret).await {
            Ok(plain) => Some(plain),
            Err(StoreError::Secret(error)) => {
                tracing::error!(%tenant, channel = %row.id, %error, "a bot's token does not open");
                None
            }
            Err(error) => return Err(error),
        };
        bots.push(Bot { tenant, channel: ChannelId(row.id), bot: row.bot, from: row.poll_from, secret, fence: row.poll_fence });
    }
    tx.commit().await?;
    Ok(bots)
}

/// Notes that an update was handled and, where there is something to say, has its destination told; both or nothing. `false`
/// where the lease was taken over meanwhile: somebody else handles it.
pub async fn heard(store: &Store, bot: &Bot, update: i64, answer: Option<(ChannelId, NoticeBody)>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let ctx = job(bot, now);
    let mut tx = store.tenant(&ctx).await?;
    let done = sqlx::query!(
        "update channels set poll_from = $4 where tenant_id = $1 and id = $2 and poll_fence = $3 and poll_from < $4",
        bot.tenant.0,
        bot.channel.0,
        bot.fence,
        update.saturating_add(1),
    )
    .execute(tx.conn())
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some((channel, body)) = answer {
        tx.queue(&ctx, channel, "telegram", &format!("update:{}:{update}", bot.bot), &body).await?;
    }
    tx.commit().await?;
    Ok(true)
}

/// Gives the lease back: the bot is asked again at `at`. A fault is noted beside the destination.
pub async fn rest_bot(store: &Store, bot: &Bot, at: DateTime<Utc>, fault: Option<&str>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = store.tenant(&job(bot, now)).await?;
    note_rest(tx.conn(), bot.tenant.0, bot.channel.0, bot.fence, at, fault, now).await?;
    tx.commit().await
}

async fn note_rest(
    conn: &mut PgConnection,
    tenant: Uuid,
    channel: Uuid,
    fence: i64,
    at: DateTime<Utc>,
    fault: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update channels set poll_at = $4, last_error = coalesce($5, last_error), last_error_at = case when $5::text is null then last_error_at else $6 end
         where tenant_id = $1 and id = $2 and poll_fence = $3",
        tenant,
        channel,
        fence,
        at,
        fault,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn job(bot: &Bot, now: DateTime<Utc>) -> Ctx {
    Ctx::for_system(bot.tenant, "telegram", now, RequestId::generate())
}
