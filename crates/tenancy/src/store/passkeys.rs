//! Passkeys: public keys that a person's devices answer for, each on one host.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::PasskeyItem;

/// A passkey to be stored.
pub struct NewPasskey<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Identity.
    pub id: Uuid,
    /// Whose it is.
    pub user: UserId,
    /// The node of the membership it was added in.
    pub org: OrgId,
    /// Where it counts.
    pub host: &'a str,
    /// What the authenticator calls it.
    pub credential_id: &'a [u8],
    /// As the WebAuthn library keeps it.
    pub credential: &'a Value,
    /// What its person calls it.
    pub name: &'a str,
}

/// Stores a passkey. `false` where this host has one of this credential id already.
pub async fn insert(conn: &mut PgConnection, new: &NewPasskey<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into passkeys (tenant_id, id, user_id, org_id, host, credential_id, credential, name, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict (tenant_id, host, credential_id) do nothing"#,
        new.tenant.0,
        new.id,
        new.user.0,
        new.org.0,
        new.host,
        new.credential_id,
        new.credential,
        new.name,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All of a person's passkeys, the oldest first, on whichever host of the tenant.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Vec<PasskeyItem>, StoreError> {
    let rows = sqlx::query!(
        "select id, name, host, created_at, last_used_at from passkeys where tenant_id = $1 and user_id = $2 order by created_at, id",
        tenant.0,
        user.0
    )
    .fetch_all(conn)
    .await?;
    let item = |id, name, host, created: DateTime<Utc>, used: Option<DateTime<Utc>>| PasskeyItem {
        id,
        name,
        host,
        created_ms: created.timestamp_millis(),
        used_ms: used.map(|at| at.timestamp_millis()),
    };
    Ok(rows.into_iter().map(|row| item(row.id, row.name, row.host, row.created_at, row.last_used_at)).collect())
}

/// How many passkeys a person has, on whichever host of the tenant.
pub async fn count(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<i64, StoreError> {
    let count =
        sqlx::query_scalar!(r#"select count(*) as "count!" from passkeys where tenant_id = $1 and user_id = $2"#, tenant.0, user.0).fetch_one(conn).await?;
    Ok(count)
}

/// A person's credentials on one host, as the WebAuthn library keeps them.
pub async fn credentials(conn: &mut PgConnection, tenant: TenantId, user: UserId, host: &str) -> Result<Vec<Value>, StoreError> {
    let rows = sqlx::query_scalar!("select credential from passkeys where tenant_id = $1 and user_id = $2 and host = $3 order by id", tenant.0, user.0, host)
        .fetch_all(conn)
        .await?;
    Ok(rows)
}

/// The credential of this id, if it is this person's and counts on this host; nobody else uses it before the transaction
/// ends, so that its counter moves one answer at a time.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, user: UserId, host: &str, credential_id: &[u8]) -> Result<Option<Value>, StoreError> {
    let credential = sqlx::query_scalar!(
        "select credential from passkeys where tenant_id = $1 and user_id = $2 and host = $3 and credential_id = $4 for update",
        tenant.0,
        user.0,
        host,
        credential_id
    )
    .fetch_optional(conn)
    .await?;
    Ok(credential)
}

/// Notes a use, with what the authenticator told of itself.
pub async fn used(
    conn: &mut PgConnection,
    tenant: TenantId,
    host: &str,
    credential_id: &[u8],
    credential: &Value,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update passkeys set credential = $4, last_used_at = $5 where tenant_id = $1 and host = $2 and credential_id = $3",
        tenant.0,
        host,
        credential_id,
        credential,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes one of a person's passkeys. `false` where the person has no such one.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, user: UserId, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from passkeys where tenant_id = $1 and user_id = $2 and id = $3", tenant.0, user.0, id).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Removes all of a person's passkeys.
pub async fn delete_of(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from passkeys where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}
