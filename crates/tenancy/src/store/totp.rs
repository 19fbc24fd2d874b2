//! Authenticators: confirmed ones, and those that wait to be.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// A new authenticator, confirmed or not.
pub struct NewTotp<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Whose it is.
    pub user: UserId,
    /// The node of the membership it was set up in.
    pub org: OrgId,
    /// Sealed.
    pub secret: &'a [u8],
}

/// The sealed secret of the person's authenticator, if there is one.
pub async fn secret(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(sqlx::query_scalar!("select secret from totp where tenant_id = $1 and user_id = $2", tenant.0, user.0).fetch_optional(conn).await?)
}

/// Stores a confirmed authenticator whose steps up to `last_step` are spent. `false` where the person has one already.
pub async fn insert(conn: &mut PgConnection, new: &NewTotp<'_>, last_step: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into totp (tenant_id, user_id, org_id, secret, last_step, created_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, user_id) do nothing"#,
        new.tenant.0,
        new.user.0,
        new.org.0,
        new.secret,
        last_step,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Spends `step` and all before it. `false` where it is spent: of many who come with one code, one is told `true`.
pub async fn spend(conn: &mut PgConnection, tenant: TenantId, user: UserId, step: i64) -> Result<bool, StoreError> {
    let done =
        sqlx::query!("update totp set last_step = $3 where tenant_id = $1 and user_id = $2 and last_step < $3", tenant.0, user.0, step).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the authenticator away. `false` where there was none.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from totp where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps an authenticator to be confirmed in this session; the one that waits there already stays, if it is not over.
pub async fn insert_enrolment(
    conn: &mut PgConnection,
    new: &NewTotp<'_>,
    id_hash: &[u8],
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    sqlx::query!("delete from totp_enrolments where tenant_id = $1 and id_hash = $2 and expires_at <= $3", new.tenant.0, id_hash, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        r#"insert into totp_enrolments (tenant_id, id_hash, user_id, org_id, secret, expires_at) values ($1, $2, $3, $4, $5, $6)
           on conflict (tenant_id, id_hash) do nothing"#,
        new.tenant.0,
        id_hash,
        new.user.0,
        new.org.0,
        new.secret,
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The sealed secret that waits in this session.
pub async fn enrolment(conn: &mut PgConnection, tenant: TenantId, user: UserId, id_hash: &[u8], now: DateTime<Utc>) -> Result<Option<Vec<u8>>, StoreError> {
    let secret = sqlx::query_scalar!(
        "select secret from totp_enrolments where tenant_id = $1 and id_hash = $2 and user_id = $3 and expires_at > $4",
        tenant.0,
        id_hash,
        user.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(secret)
}

/// Forgets what waits to be confirmed, in all of the person's sessions.
pub async fn delete_enrolments(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from totp_enrolments where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}

/// Removes what was not confirmed in time, of all tenants. Runs in a platform transaction.
pub async fn delete_expired_enrolments(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from totp_enrolments where expires_at <= $1", now).execute(conn).await?;
    Ok(())
}
