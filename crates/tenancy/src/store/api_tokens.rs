//! Tokens for the API: rows that know only the hash of the secret.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{ApiTokenId, OrgId, Scopes, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{OrgKind, TokenItem};

/// A token to be stored.
pub struct NewToken<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Identity.
    pub id: ApiTokenId,
    /// The node that it acts for.
    pub org: OrgId,
    /// Whom it acts as; `None` where it belongs to the node.
    pub user: Option<UserId>,
    /// What it is for.
    pub name: &'a str,
    /// Its first characters.
    pub prefix: &'a str,
    /// SHA-256 of it.
    pub secret_hash: &'a [u8],
    /// What it may do at most.
    pub scopes: &'a Scopes,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub now: DateTime<Utc>,
    /// Until when it works.
    pub expires_at: DateTime<Utc>,
}

/// Stores a token.
pub async fn insert(conn: &mut PgConnection, new: &NewToken<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into api_tokens (tenant_id, id, org_id, user_id, name, prefix, secret_hash, scopes, created_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.user.map(|user| user.0),
        new.name,
        new.prefix,
        new.secret_hash,
        &new.scopes.names(),
        new.created_by.map(|user| user.0),
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose tokens are meant.
#[derive(Clone, Copy, Debug)]
pub enum Owner {
    /// This person's.
    Person(UserId),
    /// Those of programs, in sight of the transaction.
    Programs,
}

impl Owner {
    fn user(self) -> Option<Uuid> {
        match self {
            Owner::Person(user) => Some(user.0),
            Owner::Programs => None,
        }
    }
}

/// Tokens that were not revoked, newest first.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, owner: Owner, now: DateTime<Utc>, limit: i64) -> Result<Vec<TokenItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select t.id, t.name, t.prefix, o.name as org_name, t.scopes, t.created_at, t.expires_at, t.last_used_at
           from api_tokens t join orgs o on o.tenant_id = t.tenant_id and o.id = t.org_id
           where t.tenant_id = $1 and t.user_id is not distinct from $2 and t.revoked_at is null
           order by t.created_at desc, t.id limit $3"#,
        tenant.0,
        owner.user(),
        limit
    )
    .fetch_all(conn)
    .await?;
    let items = rows.into_iter().map(|row| TokenItem {
        id: ApiTokenId(row.id),
        name: row.name,
        prefix: row.prefix,
        org_name: row.org_name,
        scopes: row.scopes,
        created_ms: row.created_at.timestamp_millis(),
        expires_ms: row.expires_at.timestamp_millis(),
        last_used_ms: row.last_used_at.map(|at| at.timestamp_millis()),
        expired: row.expires_at <= now,
    });
    Ok(items.collect())
}

/// How many tokens there are that were not revoked, over or not. The tenant's tree is locked against others who count.
pub async fn count(conn: &mut PgConnection, tenant: TenantId, owner: Owner) -> Result<i64, StoreError> {
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('api_tokens ' || $1::text, 0))", tenant.0.to_string()).execute(&mut *conn).await?;
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from api_tokens where tenant_id = $1 and user_id is not distinct from $2 and revoked_at is null"#,
        tenant.0,
        owner.user()
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// Revokes a token; `false` where there is none to revoke.
pub async fn revoke(conn: &mut PgConnection, tenant: TenantId, id: ApiTokenId, owner: Owner, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update api_tokens set revoked_at = $4 where tenant_id = $1 and id = $2 and user_id is not distinct from $3 and revoked_at is null",
        tenant.0,
        id.0,
        owner.user(),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Revokes all of a person's own tokens: those for one node, or everywhere. Returns how many.
pub async fn revoke_of(conn: &mut PgConnection, tenant: TenantId, user: UserId, org: Option<OrgId>, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!(
        "update api_tokens set revoked_at = $4 where tenant_id = $1 and user_id = $2 and ($3::uuid is null or org_id = $3) and revoked_at is null",
        tenant.0,
        user.0,
        org.map(|org| org.0),
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A token that was shown.
pub struct ShownToken {
    /// Identity.
    pub id: ApiTokenId,
    /// What it is for.
    pub name: String,
    /// The node that it acts for.
    pub org: OrgId,
    /// That node's level.
    pub org_kind: OrgKind,
    /// Whom it acts as; `None` where it belongs to the node.
    pub user: Option<UserId>,
    /// What it may do at most.
    pub scopes: Scopes,
    /// Last use that was noted.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// The token with this hash, if it works now and its node lies at or below the portal's.
pub async fn find(conn: &mut PgConnection, tenant: TenantId, portal: OrgId, hash: &[u8], now: DateTime<Utc>) -> Result<Option<ShownToken>, StoreError> {
    let row = sqlx::query!(
        r#"select t.id, t.name, t.org_id, o.kind, t.user_id, t.scopes, t.last_used_at
           from api_tokens t
           join orgs o on o.tenant_id = t.tenant_id and o.id = t.org_id
           join orgs r on r.tenant_id = t.tenant_id and r.id = t.tenant_id and r.state = 'active'
           where t.tenant_id = $1 and t.secret_hash = $2 and t.revoked_at is null and t.expires_at > $3 and o.path @> array[$4::uuid]"#,
        tenant.0,
        hash,
        now,
        portal.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(ShownToken {
            id: ApiTokenId(row.id),
            name: row.name,
            org: OrgId(row.org_id),
            org_kind: OrgKind::parse(&row.kind)?,
            user: row.user_id.map(UserId),
            scopes: Scopes::read(row.scopes.iter().map(String::as_str)),
            last_used_at: row.last_used_at,
        })
    }))
}

/// Notes that a token is in use.
pub async fn touch(conn: &mut PgConnection, tenant: TenantId, id: ApiTokenId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update api_tokens set last_used_at = $3 where tenant_id = $1 and id = $2", tenant.0, id.0, now).execute(conn).await?;
    Ok(())
}

/// Removes tokens of all tenants that ended before this time. Runs in a platform transaction.
pub async fn delete_ended(conn: &mut PgConnection, before: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from api_tokens where expires_at < $1 or revoked_at < $1", before).execute(conn).await?;
    Ok(done.rows_affected())
}
