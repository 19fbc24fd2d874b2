//! Destinations as their people see and change them, and the log of what went there.

use chrono::{DateTime, Utc};
use kernel::{ChannelId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::rules::secret::NewChannel;

/// A destination in the list.
pub struct ChannelRow {
    pub id: Uuid,
    pub kind: String,
    pub name: String,
    pub address: String,
    pub level: String,
    pub state: String,
    pub failures: i32,
    pub waiting: i64,
    pub last_ok_at: Option<DateTime<Utc>>,
    pub last_error: Option<String>,
    pub last_error_at: Option<DateTime<Utc>>,
}

/// The destinations in sight, oldest first.
pub async fn list(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<ChannelRow>> {
    Ok(sqlx::query_as!(
        ChannelRow,
        r#"select c.id, c.kind, c.name, c.address, c.level, c.state, c.failures,
                  (select count(*) from channel_deliveries d
                   where d.tenant_id = $1 and d.channel_id = c.id and d.delivered_at is null and d.dead_at is null) as "waiting!",
                  c.last_ok_at, c.last_error, c.last_error_at
           from channels c where c.tenant_id = $1 order by c.id"#,
        tenant.0
    )
    .fetch_all(conn)
    .await?)
}

/// A line of the log.
pub struct DeliveryRow {
    pub id: Uuid,
    pub what: String,
    pub name: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub run_at: DateTime<Utc>,
    pub delivered_at: Option<DateTime<Utc>>,
    pub dead_at: Option<DateTime<Utc>>,
    pub attempts: i32,
    pub last_error: Option<String>,
}

/// The newest notices in sight.
pub async fn log(conn: &mut PgConnection, tenant: TenantId, limit: i64) -> Result<Vec<DeliveryRow>> {
    Ok(sqlx::query_as!(
        DeliveryRow,
        "select d.id, d.what, c.name, c.address, d.created_at, d.run_at, d.delivered_at, d.dead_at, d.attempts, d.last_error
         from channel_deliveries d join channels c on c.tenant_id = $1 and c.id = d.channel_id
         where d.tenant_id = $1 order by d.created_at desc, d.id desc limit $2",
        tenant.0,
        limit
    )
    .fetch_all(conn)
    .await?)
}

/// How many there are; locked against another being added meanwhile.
pub async fn count(conn: &mut PgConnection, tenant: TenantId) -> Result<i64> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('channels ' || $1::text, 0))", tenant.0.to_string()).execute(&mut *conn).await?;
    Ok(sqlx::query_scalar!(r#"select count(*) as "count!" from channels where tenant_id = $1"#, tenant.0).fetch_one(conn).await?)
}

/// Stores a destination; a bot begins to listen at once.
pub async fn insert(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: ChannelId,
    channel: &NewChannel,
    locale: &str,
    sealed: &[u8],
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "insert into channels (tenant_id, id, org_id, kind, name, locale, level, address, secret, bot, created_at, updated_at, poll_at)
         values ($1, $2, $1, $3, $4, $5, $6, $7, $8, $9, $10, $10, case when $9::text is not null then $10::timestamptz end)",
        tenant.0,
        id.0,
        channel.kind.as_str(),
        channel.name,
        locale,
        channel.level.as_str(),
        channel.address,
        sealed,
        channel.bot,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A destination about to be changed or tried.
pub struct HeldChannel {
    pub kind: String,
    pub name: String,
    pub locale: String,
    pub state: String,
    pub secret: Vec<u8>,
}

/// A destination in sight, locked until the transaction ends.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, id: ChannelId) -> Result<Option<HeldChannel>> {
    Ok(sqlx::query_as!(HeldChannel, "select kind, name, locale, state, secret from channels where tenant_id = $1 and id = $2 for update", tenant.0, id.0)
        .fetch_optional(conn)
        .await?)
}

/// Pauses a destination or lets notices go there again, as if nothing had gone wrong before.
pub async fn set_state(conn: &mut PgConnection, tenant: TenantId, id: ChannelId, state: &str, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update channels set state = $3, updated_at = $4, version = version + 1, failures = 0, rest_until = null,
             poll_at = case when bot is not null then $4::timestamptz end
         where tenant_id = $1 and id = $2",
        tenant.0,
        id.0,
        state,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Chooses which alerts go to a destination.
pub async fn set_level(conn: &mut PgConnection, tenant: TenantId, id: ChannelId, level: &str, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update channels set level = $3, updated_at = $4, version = version + 1 where tenant_id = $1 and id = $2", tenant.0, id.0, level, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Replaces what is sealed of a destination.
pub async fn set_secret(conn: &mut PgConnection, tenant: TenantId, id: ChannelId, sealed: &[u8], now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update channels set secret = $3, updated_at = $4, version = version + 1 where tenant_id = $1 and id = $2", tenant.0, id.0, sealed, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a destination away, with its log.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, id: ChannelId) -> Result<()> {
    sqlx::query!("delete from channels where tenant_id = $1 and id = $2", tenant.0, id.0).execute(conn).await?;
    Ok(())
}

/// How a trial went.
pub struct Trial<'a> {
    pub id: Uuid,
    pub notice: serde_json::Value,
    pub fault: Option<&'a str>,
    pub provider_ref: Option<&'a str>,
    pub gone: bool,
}

/// Notes a trial in the log and beside its destination. One that went well ends a rest.
pub async fn note_trial(conn: &mut PgConnection, tenant: TenantId, id: ChannelId, trial: &Trial<'_>, now: DateTime<Utc>) -> Result<()> {
    let ok = trial.fault.is_none();
    sqlx::query!(
        "insert into channel_deliveries (tenant_id, id, org_id, channel_id, dedup_key, what, notice, created_at, run_at, expires_at, attempts, delivered_at,
             dead_at, last_error, provider_ref)
         select $1, $2::uuid, c.org_id, c.id, 'test:' || ($2::uuid)::text, 'test', $4, $5, $5, $5, 1, case when $6 then $5::timestamptz end,
             case when not $6 then $5::timestamptz end, $7, $8
         from channels c where c.tenant_id = $1 and c.id = $3",
        tenant.0,
        trial.id,
        id.0,
        trial.notice,
        now,
        ok,
        trial.fault,
        trial.provider_ref,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update channels set failures = case when $3 then 0 else failures end, rest_until = case when $3 then null else rest_until end,
             last_ok_at = case when $3 then $5::timestamptz else last_ok_at end, last_error = coalesce($4, last_error),
             last_error_at = case when $3 then last_error_at else $5::timestamptz end, state = case when $6 then 'gone' else state end
         where tenant_id = $1 and id = $2",
        tenant.0,
        id.0,
        ok,
        trial.fault,
        now,
        trial.gone,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A destination that speaks as a bot.
pub struct BotChat {
    pub id: Uuid,
    pub locale: String,
    pub address: String,
}

/// The active destinations that speak as a bot.
pub async fn chats(conn: &mut PgConnection, tenant: TenantId, bot: &str) -> Result<Vec<BotChat>> {
    Ok(sqlx::query_as!(BotChat, "select id, locale, address from channels where tenant_id = $1 and bot = $2 and state = 'active' order by id", tenant.0, bot)
        .fetch_all(conn)
        .await?)
}

/// The portal of the tenant's root: its host, and what it is called. `None` where it has none.
pub async fn portal(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<(String, String)>> {
    let row = sqlx::query!(
        r#"select h.host, coalesce(b.product_name, o.name) as "product!"
           from hosts h
           join orgs o on o.tenant_id = h.tenant_id and o.id = h.org_id
           left join brandings b on b.tenant_id = h.tenant_id and b.org_id = h.org_id
           where h.tenant_id = $1 and h.org_id = $1 order by h.is_primary desc, h.created_at, h.host limit 1"#,
        tenant.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.host, row.product)))
}
