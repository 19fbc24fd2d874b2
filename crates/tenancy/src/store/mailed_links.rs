//! Links that were mailed to somebody who wants in, by the hash of the link's token.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Locale, OrgId, TenantId, UserId};
use sqlx::PgConnection;

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A new password.
    PasswordReset,
    /// A session, without a password.
    MagicLink,
}

impl LinkKind {
    /// As stored in `mailed_links.kind`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            LinkKind::PasswordReset => "password_reset",
            LinkKind::MagicLink => "magic_link",
        }
    }
}

/// Whom a mail can go to.
pub struct Addressee {
    /// The person.
    pub user: UserId,
    /// The language that the person chose.
    pub locale: Option<Locale>,
}

/// The person with this address who may sign in at a portal's node. One statement, whoever that is.
pub async fn addressee(conn: &mut PgConnection, tenant: TenantId, portal: OrgId, email: &str) -> Result<Option<Addressee>, StoreError> {
    let row = sqlx::query!(
        r#"select u.id, u.locale from users u
           where u.tenant_id = $1 and u.email = $2 and u.disabled_at is null
             and exists (select from memberships m join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
                         where m.tenant_id = u.tenant_id and m.user_id = u.id and o.path @> array[$3::uuid])"#,
        tenant.0,
        email,
        portal.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Addressee { user: UserId(row.id), locale: row.locale.as_deref().and_then(Locale::parse) }))
}

/// A link to be stored.
pub struct NewLink<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// The portal's node.
    pub org: OrgId,
    /// What it leads to.
    pub kind: LinkKind,
    /// SHA-256 of its token.
    pub token_hash: &'a [u8],
    /// Whose it is; nobody's opens nothing.
    pub user: Option<UserId>,
    /// Where it counts.
    pub host: &'a str,
    /// SHA-256 of what the browser that asked holds.
    pub browser_hash: Option<&'a [u8]>,
    /// When.
    pub now: DateTime<Utc>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// Stores a link; those of its kind that were made before for the same person are worth nothing any more.
pub async fn insert(conn: &mut PgConnection, new: &NewLink<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        "update mailed_links set used_at = $4 where tenant_id = $1 and user_id = $2 and kind = $3 and used_at is null",
        new.tenant.0,
        new.user.map(|user| user.0),
        new.kind.as_str(),
        new.now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        r#"insert into mailed_links (tenant_id, token_hash, org_id, kind, user_id, host, browser_hash, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        new.tenant.0,
        new.token_hash,
        new.org.0,
        new.kind.as_str(),
        new.user.map(|user| user.0),
        new.host,
        new.browser_hash,
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A link that can be used.
pub struct OpenLink {
    /// Whose it is.
    pub user: UserId,
    /// SHA-256 of what the browser that asked holds.
    pub browser_hash: Option<Vec<u8>>,
}

/// The link of this kind on this host, unless it is spent or over.
pub async fn get(
    conn: &mut PgConnection,
    tenant: TenantId,
    kind: LinkKind,
    token_hash: &[u8],
    host: &str,
    now: DateTime<Utc>,
) -> Result<Option<OpenLink>, StoreError> {
    let row = sqlx::query!(
        r#"select user_id as "user_id!", browser_hash from mailed_links
           where tenant_id = $1 and token_hash = $2 and kind = $3 and host = $4 and user_id is not null and used_at is null and expires_at > $5"#,
        tenant.0,
        token_hash,
        kind.as_str(),
        host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| OpenLink { user: UserId(row.user_id), browser_hash: row.browser_hash }))
}

/// Spends it. `false` where it is spent already: of many who come at once, one is told `true`.
pub async fn spend(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update mailed_links set used_at = $3 where tenant_id = $1 and token_hash = $2 and used_at is null and expires_at > $3",
        tenant.0,
        token_hash,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Makes every open link of a person worthless: how one signs in has changed.
pub async fn void(conn: &mut PgConnection, tenant: TenantId, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update mailed_links set used_at = $3 where tenant_id = $1 and user_id = $2 and used_at is null", tenant.0, user.0, now).execute(conn).await?;
    Ok(())
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<u64, StoreError> {
    Ok(sqlx::query!("delete from mailed_links where expires_at <= $1", now).execute(conn).await?.rows_affected())
}
