//! Sessions: rows that know only the hash of the id in the cookie, bound to tenant and host.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{ImpersonationId, OrgId, SessionId, TenantId, UserId};
use sqlx::PgConnection;

use crate::model::SessionItem;

/// A session row.
pub struct SessionRow {
    /// Signed-in person.
    pub user: UserId,
    /// The membership's node.
    pub org: OrgId,
    /// Message code of the browser.
    pub browser: String,
    /// Message code of the system it runs on.
    pub system: String,
    /// Signed in since.
    pub since: DateTime<Utc>,
    /// Until then a new password may be set without the present one.
    pub password_until: Option<DateTime<Utc>>,
    /// When the person last proved here who it is.
    pub proven_at: Option<DateTime<Utc>>,
    /// A second factor was shown.
    pub two_factor: bool,
    /// Nothing was shown but a link in a mail.
    pub mailed: bool,
    /// It is somebody else who acts as the person.
    pub impersonation: Option<ImpersonationId>,
    /// End of it, whatever happens.
    pub expires_at: DateTime<Utc>,
    /// Last request seen (to the minute).
    pub last_seen_at: DateTime<Utc>,
}

/// A session to be stored.
pub struct NewSession<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Hash of the id in the cookie.
    pub id_hash: &'a [u8],
    /// Where it counts.
    pub host: &'a str,
    /// The rest.
    pub row: &'a SessionRow,
}

/// Stores a session.
pub async fn insert(conn: &mut PgConnection, new: &NewSession<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into sessions (tenant_id, id_hash, user_id, org_id, host, data, browser, system, password_until, created_at, last_seen_at, expires_at,
                                 proven_at, two_factor, mailed, impersonation_id)
           values ($1, $2, $3, $4, $5, '{}', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"#,
        new.tenant.0,
        new.id_hash,
        new.row.user.0,
        new.row.org.0,
        new.host,
        new.row.browser,
        new.row.system,
        new.row.password_until,
        new.row.since,
        new.row.last_seen_at,
        new.row.expires_at,
        new.row.proven_at,
        new.row.two_factor,
        new.row.mailed,
        new.row.impersonation.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Changes whose session it is; one that was ended meanwhile stays ended.
pub async fn change(conn: &mut PgConnection, new: &NewSession<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update sessions set user_id = $3, org_id = $4, expires_at = $5, password_until = $6, impersonation_id = $7
           where tenant_id = $1 and id_hash = $2"#,
        new.tenant.0,
        new.id_hash,
        new.row.user.0,
        new.row.org.0,
        new.row.expires_at,
        new.row.password_until,
        new.row.impersonation.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The session of this id on this host, unless it is over.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, host: &str, id_hash: &[u8], now: DateTime<Utc>) -> Result<Option<SessionRow>, StoreError> {
    let row = sqlx::query!(
        r#"select user_id, org_id, browser, system, created_at, password_until, proven_at, two_factor, mailed, impersonation_id, expires_at, last_seen_at
           from sessions
           where tenant_id = $1 and id_hash = $2 and host = $3 and expires_at > $4"#,
        tenant.0,
        id_hash,
        host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| SessionRow {
        user: UserId(row.user_id),
        org: OrgId(row.org_id),
        browser: row.browser,
        system: row.system,
        since: row.created_at,
        password_until: row.password_until,
        proven_at: row.proven_at,
        two_factor: row.two_factor,
        mailed: row.mailed,
        impersonation: row.impersonation_id.map(ImpersonationId),
        expires_at: row.expires_at,
        last_seen_at: row.last_seen_at,
    }))
}

/// Where a person is signed in: the session of `this` hash first, then the latest seen; at most 200. Others who act as the
/// person are told on a page of their own.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, user: UserId, this: &[u8], now: DateTime<Utc>) -> Result<Vec<SessionItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select id, id_hash, host, browser, system, created_at, last_seen_at from sessions
           where tenant_id = $1 and user_id = $2 and expires_at > $4 and impersonation_id is null
           order by id_hash <> $3, last_seen_at desc, id limit 200"#,
        tenant.0,
        user.0,
        this,
        now
    )
    .fetch_all(conn)
    .await?;
    let item = |id, browser, system, host, since: DateTime<Utc>, seen: DateTime<Utc>, hash: &[u8]| SessionItem {
        id: SessionId(id),
        browser,
        system,
        host,
        since_ms: since.timestamp_millis(),
        seen_ms: seen.timestamp_millis(),
        this: hash == this,
    };
    Ok(rows.into_iter().map(|row| item(row.id, row.browser, row.system, row.host, row.created_at, row.last_seen_at, &row.id_hash)).collect())
}

/// What a person's session has proven.
pub struct Standing {
    /// Until then a new password may be set without the present one.
    pub password_until: Option<DateTime<Utc>>,
    /// When the person last proved here who it is.
    pub proven_at: Option<DateTime<Utc>>,
    /// A second factor was shown.
    pub two_factor: bool,
    /// Nothing was shown but a link in a mail.
    pub mailed: bool,
}

/// What a person's session has proven. `None` where the session is over.
pub async fn standing(conn: &mut PgConnection, tenant: TenantId, user: UserId, id_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Standing>, StoreError> {
    let standing = sqlx::query_as!(
        Standing,
        "select password_until, proven_at, two_factor, mailed from sessions where tenant_id = $1 and id_hash = $2 and user_id = $3 and expires_at > $4",
        tenant.0,
        id_hash,
        user.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(standing)
}

/// Takes a person's session for the rest of the transaction: it cannot be ended meanwhile. `false` where it is over.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, user: UserId, id_hash: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let held = sqlx::query_scalar!(
        "select id from sessions where tenant_id = $1 and id_hash = $2 and user_id = $3 and expires_at > $4 for update",
        tenant.0,
        id_hash,
        user.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(held.is_some())
}

/// From now on a new password needs the present one again.
pub async fn ask_password(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("update sessions set password_until = null where tenant_id = $1 and id_hash = $2", tenant.0, id_hash).execute(conn).await?;
    Ok(())
}

/// Whether this person's session is still there.
pub async fn exists(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8], user: UserId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let found = sqlx::query_scalar!(
        r#"select exists (select from sessions where tenant_id = $1 and id_hash = $2 and user_id = $3 and expires_at > $4) as "found!""#,
        tenant.0,
        id_hash,
        user.0,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(found)
}

/// Notes that the session is in use.
pub async fn touch(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8], now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update sessions set last_seen_at = $3 where tenant_id = $1 and id_hash = $2", tenant.0, id_hash, now).execute(conn).await?;
    Ok(())
}

/// Ends a session; the second time changes nothing.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("delete from sessions where tenant_id = $1 and id_hash = $2", tenant.0, id_hash).execute(conn).await?;
    Ok(())
}

/// Ends one of a person's sessions by its public id; returns its hash. `None` where the person has no such session.
pub async fn delete_one(conn: &mut PgConnection, tenant: TenantId, user: UserId, id: SessionId) -> Result<Option<Vec<u8>>, StoreError> {
    let hash = sqlx::query_scalar!("delete from sessions where tenant_id = $1 and user_id = $2 and id = $3 returning id_hash", tenant.0, user.0, id.0)
        .fetch_optional(conn)
        .await?;
    Ok(hash)
}

/// Ends all of a person's sessions but `keep`, those of apps too, and those in which the person acts as somebody else of the
/// tenant or somebody acts as the person; returns the hashes of those in browsers.
pub async fn delete_others(conn: &mut PgConnection, tenant: TenantId, user: UserId, keep: Option<&[u8]>) -> Result<Vec<Vec<u8>>, StoreError> {
    let hashes = sqlx::query_scalar!(
        r#"delete from sessions where tenant_id = $1 and ($3::bytea is null or id_hash <> $3)
             and (user_id = $2 or impersonation_id in (select i.id from impersonations i where i.tenant_id = $1 and i.actor_id = $2 and i.actor_tenant = $1))
           returning id_hash"#,
        tenant.0,
        user.0,
        keep
    )
    .fetch_all(&mut *conn)
    .await?;
    super::api_sessions::revoke_of(conn, tenant, user, None).await?;
    Ok(hashes)
}

/// Ends a person's sessions beyond the newest, `keep`, and the `most` others that were seen last; returns how many. What somebody
/// does as the person is not the person's.
pub async fn delete_beyond(conn: &mut PgConnection, tenant: TenantId, user: UserId, keep: &[u8], most: i64, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        r#"delete from sessions where tenant_id = $1 and id_hash in (
               select id_hash from sessions where tenant_id = $1 and user_id = $2 and impersonation_id is null and expires_at > $4 and id_hash <> $5
               order by last_seen_at desc, created_at desc, id_hash offset $3)"#,
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

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>, idle_before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from sessions where expires_at <= $1 or last_seen_at <= $2", now, idle_before).execute(conn).await?;
    Ok(done.rows_affected())
}
