//! Notices on their way to destinations other than mail: written in the transaction of what they tell of, delivered by
//! workers afterwards, at least once.
//!
//! Each destination is a queue of its own, and the lease is the destination's: it gets one notice at a time, and one that is
//! slow or dead rests by itself while all others go on. The lease carries a fencing token.

mod backoff;
mod lease;
mod poll;

use chrono::TimeDelta;
use kernel::{ChannelId, Ctx, Notice, NoticeBody};
use sqlx::types::Json;
use uuid::Uuid;

pub use backoff::{Patience, retry_after};
pub use lease::{Due, Ended, Fault, Held, Share, claim, delivered, expire, failed, release, take};
pub use poll::{Bot, claim_bots, heard, rest_bot};

use crate::{Place, StoreError, TenantTx};

/// Kinds of destinations whose receivers are programs: they are tried for days.
pub const PROGRAMS: [&str; 1] = ["webhook"];

/// How long people have use of a notice.
const PEOPLE_WAIT: TimeDelta = TimeDelta::hours(12);
/// How long programs do.
const PROGRAMS_WAIT: TimeDelta = TimeDelta::days(5);

/// Where a destination's secret is sealed.
#[must_use]
pub fn place(channel: Uuid) -> Place {
    Place { table: "channels", column: "secret", row: channel }
}

fn good_for(kind: &str) -> TimeDelta {
    if PROGRAMS.contains(&kind) { PROGRAMS_WAIT } else { PEOPLE_WAIT }
}

impl TenantTx {
    /// Has every active destination of the tenant told once this transaction is committed, each of what it wants to hear;
    /// returns how many there are. A destination that was told under this key before is not told again.
    pub async fn notify(&mut self, ctx: &Ctx, notice: &Notice) -> Result<usize, StoreError> {
        let tenant = self.tenant();
        let channels = sqlx::query!("select id, kind, level from channels where tenant_id = $1 and state = 'active' and org_id = $1 order by id", tenant.0)
            .fetch_all(self.conn())
            .await?;
        let red = notice.body.only_red();
        let mut told = 0;
        for channel in channels {
            let body = if channel.level == "red" { red.as_ref() } else { Some(&notice.body) };
            if let Some(body) = body {
                told += usize::from(self.queue(ctx, ChannelId(channel.id), &channel.kind, &notice.key, body).await?);
            }
        }
        Ok(told)
    }

    /// Has one destination told once this transaction is committed. `false` where it was told under this key before.
    pub async fn queue(&mut self, ctx: &Ctx, channel: ChannelId, kind: &str, key: &str, body: &NoticeBody) -> Result<bool, StoreError> {
        let tenant = self.tenant();
        let stored = serde_json::to_value(body).map_err(StoreError::Payload)?;
        let done = sqlx::query!(
            "insert into channel_deliveries (tenant_id, id, org_id, channel_id, dedup_key, what, notice, created_at, run_at, expires_at)
             select $1, $2, c.org_id, c.id, $4, $5, $6, $7, $7, $8 from channels c where c.tenant_id = $1 and c.id = $3
             on conflict (tenant_id, channel_id, dedup_key) do nothing",
            tenant.0,
            Uuid::now_v7(),
            channel.0,
            key,
            body.as_str(),
            Json(stored) as _,
            ctx.now,
            ctx.now + good_for(kind),
        )
        .execute(self.conn())
        .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query!("update channels set next_at = least(next_at, $3) where tenant_id = $1 and id = $2", tenant.0, channel.0, ctx.now)
            .execute(self.conn())
            .await?;
        Ok(true)
    }
}
