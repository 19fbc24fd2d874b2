//! WebAuthn challenges that wait for their answers.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{TenantId, UserId};
use serde_json::Value;
use sqlx::PgConnection;

/// What a ceremony is for and what it is bound to.
#[derive(Clone, Copy)]
pub struct Ceremony<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// `register`, `sign_in` or `second_factor`.
    pub kind: &'static str,
    /// Hash of the session's id, of the code cookie or of the sign-in's own cookie.
    pub bound_to: &'a [u8],
    /// Where it counts.
    pub host: &'a str,
}

/// Keeps a challenge in place of the one that waited there before.
pub async fn put(
    conn: &mut PgConnection,
    ceremony: &Ceremony<'_>,
    user: Option<UserId>,
    state: &Value,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into passkey_ceremonies (tenant_id, kind, bound_to, host, user_id, state, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id, kind, bound_to) do update
           set host = excluded.host, user_id = excluded.user_id, state = excluded.state, created_at = excluded.created_at, expires_at = excluded.expires_at"#,
        ceremony.tenant.0,
        ceremony.kind,
        ceremony.bound_to,
        ceremony.host,
        user.map(|user| user.0),
        state,
        now,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps the newest `most` challenges of a kind in a tenant: anyone may ask for one, nobody may fill the table.
pub async fn keep_newest(conn: &mut PgConnection, tenant: TenantId, kind: &str, most: i64) -> Result<(), StoreError> {
    sqlx::query!(
        r#"delete from passkey_ceremonies where tenant_id = $1 and kind = $2 and created_at < (
               select created_at from passkey_ceremonies where tenant_id = $1 and kind = $2 order by created_at desc offset $3 limit 1)"#,
        tenant.0,
        kind,
        most
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a challenge, which is gone then: of many who come with one answer, one gets it. `None` where none waits (any more).
pub async fn take(conn: &mut PgConnection, ceremony: &Ceremony<'_>, now: DateTime<Utc>) -> Result<Option<(Option<UserId>, Value)>, StoreError> {
    let row = sqlx::query!(
        "delete from passkey_ceremonies where tenant_id = $1 and kind = $2 and bound_to = $3 and host = $4 and expires_at > $5 returning user_id, state",
        ceremony.tenant.0,
        ceremony.kind,
        ceremony.bound_to,
        ceremony.host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| (row.user_id.map(UserId), row.state)))
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from passkey_ceremonies where expires_at <= $1", now).execute(conn).await?;
    Ok(())
}
