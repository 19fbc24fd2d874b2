//! Sign-ins of apps and their refresh tokens.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::AppItem;

/// A sign-in to be stored.
pub struct NewSession<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Identity; stands in the access tokens.
    pub id: Uuid,
    /// Who signed in.
    pub user: UserId,
    /// The membership's node.
    pub org: OrgId,
    /// Where it counts.
    pub host: &'a str,
    /// Half of what the next refresh token is made of.
    pub seed: &'a [u8],
    /// When.
    pub now: DateTime<Utc>,
    /// End of it, whatever happens.
    pub expires_at: DateTime<Utc>,
}

/// Stores a sign-in.
pub async fn insert(conn: &mut PgConnection, new: &NewSession<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into api_sessions (tenant_id, id, user_id, org_id, host, seed, created_at, last_used_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $7, $8)"#,
        new.tenant.0,
        new.id,
        new.user.0,
        new.org.0,
        new.host,
        new.seed,
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores a refresh token of a session.
pub async fn insert_token(
    conn: &mut PgConnection,
    tenant: TenantId,
    (session, org): (Uuid, OrgId),
    hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into api_refresh_tokens (tenant_id, token_hash, session_id, org_id, created_at, expires_at) values ($1, $2, $3, $4, $5, $6)",
        tenant.0,
        hash,
        session,
        org.0,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a session stands, for this person, membership and host. Asked with every access token.
pub async fn stands(
    conn: &mut PgConnection,
    tenant: TenantId,
    id: Uuid,
    (user, org): (UserId, OrgId),
    host: &str,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from api_sessions where tenant_id = $1 and id = $2 and user_id = $3 and org_id = $4 and host = $5
                          and expires_at > $6 and revoked_at is null) as "found!""#,
        tenant.0,
        id,
        user.0,
        org.0,
        host,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// A session with one of its refresh tokens.
pub struct HeldSession {
    pub id: Uuid,
    pub user: UserId,
    pub org: OrgId,
    pub seed: Vec<u8>,
    pub expires_at: DateTime<Utc>,
    pub revoked: bool,
    /// The token's own end.
    pub token_expires_at: DateTime<Utc>,
    /// When and by whom the token was used.
    pub used: Option<(DateTime<Utc>, Vec<u8>)>,
}

/// The session that this refresh token belongs to, locked until the transaction ends: of many who come with one token, one
/// after the other is served.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, host: &str, token_hash: &[u8]) -> Result<Option<HeldSession>, StoreError> {
    let session = sqlx::query!(
        r#"select s.id, s.user_id, s.org_id, s.seed, s.expires_at, s.revoked_at
           from api_sessions s
           where s.tenant_id = $1 and s.host = $2
             and s.id = (select t.session_id from api_refresh_tokens t where t.tenant_id = $1 and t.token_hash = $3)
           for update"#,
        tenant.0,
        host,
        token_hash
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(session) = session else { return Ok(None) };
    // Read once the lock is held: whoever held it before may have used this token.
    let token = sqlx::query!("select expires_at, used_at, used_by from api_refresh_tokens where tenant_id = $1 and token_hash = $2", tenant.0, token_hash)
        .fetch_optional(conn)
        .await?;
    Ok(token.map(|token| HeldSession {
        id: session.id,
        user: UserId(session.user_id),
        org: OrgId(session.org_id),
        seed: session.seed,
        expires_at: session.expires_at,
        revoked: session.revoked_at.is_some(),
        token_expires_at: token.expires_at,
        used: token.used_at.zip(token.used_by),
    }))
}

/// Notes who used a refresh token.
pub async fn use_token(conn: &mut PgConnection, tenant: TenantId, hash: &[u8], by: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update api_refresh_tokens set used_at = $3, used_by = $4 where tenant_id = $1 and token_hash = $2", tenant.0, hash, now, by)
        .execute(&mut *conn)
        .await?;
    Ok(())
}

/// Notes that a session is in use.
pub async fn touch(conn: &mut PgConnection, tenant: TenantId, id: Uuid, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update api_sessions set last_used_at = $3 where tenant_id = $1 and id = $2", tenant.0, id, now).execute(conn).await?;
    Ok(())
}

/// Whether a refresh token was used.
pub async fn is_used(conn: &mut PgConnection, tenant: TenantId, hash: &[u8]) -> Result<bool, StoreError> {
    let used = sqlx::query_scalar!(
        r#"select exists (select from api_refresh_tokens where tenant_id = $1 and token_hash = $2 and used_at is not null) as "used!""#,
        tenant.0,
        hash
    )
    .fetch_one(conn)
    .await?;
    Ok(used)
}

/// Ends a session; `false` where it had ended.
pub async fn revoke(conn: &mut PgConnection, tenant: TenantId, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!("update api_sessions set revoked_at = $3 where tenant_id = $1 and id = $2 and revoked_at is null", tenant.0, id, now)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Where a person's apps are signed in and were used since `used_after`, the latest used first; at most 200.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, user: UserId, now: DateTime<Utc>, used_after: DateTime<Utc>) -> Result<Vec<AppItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select s.id, s.host, o.name as org_name, s.created_at, s.last_used_at from api_sessions s
           join orgs o on o.tenant_id = s.tenant_id and o.id = s.org_id
           where s.tenant_id = $1 and s.user_id = $2 and s.revoked_at is null and s.expires_at > $3 and s.last_used_at > $4
           order by s.last_used_at desc, s.id limit 200"#,
        tenant.0,
        user.0,
        now,
        used_after
    )
    .fetch_all(conn)
    .await?;
    let item = |id, host, org_name, since: DateTime<Utc>, used: DateTime<Utc>| AppItem {
        id,
        host,
        org_name,
        since_ms: since.timestamp_millis(),
        used_ms: used.timestamp_millis(),
    };
    Ok(rows.into_iter().map(|row| item(row.id, row.host, row.org_name, row.created_at, row.last_used_at)).collect())
}

/// Ends one of a person's sessions; `false` where the person has no such session.
pub async fn revoke_one(conn: &mut PgConnection, tenant: TenantId, user: UserId, id: Uuid, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update api_sessions set revoked_at = $4 where tenant_id = $1 and user_id = $2 and id = $3 and revoked_at is null",
        tenant.0,
        user.0,
        id,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the sign-ins of a person's apps beyond the newest, `keep`, and the `most` others that were used last; returns how many.
pub async fn revoke_beyond(conn: &mut PgConnection, tenant: TenantId, user: UserId, keep: Uuid, most: i64, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"update api_sessions set revoked_at = $4 where tenant_id = $1 and id in (
               select id from api_sessions where tenant_id = $1 and user_id = $2 and revoked_at is null and expires_at > $4 and id <> $5
               order by last_used_at desc, id desc offset $3)"#,
        tenant.0,
        user.0,
        most,
        now,
        keep
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Ends all of a person's sessions: at one node, or everywhere.
pub async fn revoke_of(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: Option<OrgId>) -> Result<(), StoreError> {
    sqlx::query!(
        "update api_sessions set revoked_at = now() where tenant_id = $1 and user_id = $2 and ($3::uuid is null or org_id = $3) and revoked_at is null",
        tenant.0,
        user.0,
        org.map(|org| org.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes sessions of all tenants that ended before this time, with their tokens. Runs in a platform transaction.
pub async fn delete_ended(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from api_sessions where expires_at < $1 or revoked_at < $1", before).execute(conn).await?;
    Ok(done.rows_affected())
}
