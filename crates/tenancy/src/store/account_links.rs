//! Linked accounts: this tenant's side of them, and links in the making.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

/// One side of a link.
pub struct LinkRow {
    /// Identity on this side.
    pub id: Uuid,
    /// This side's person.
    pub user: UserId,
    /// This side's portal.
    pub host: String,
    /// The other side's isolation root.
    pub peer_tenant: TenantId,
    /// Identity on the other side.
    pub peer_id: Uuid,
    /// The other side's portal.
    pub peer_host: String,
    /// The password that was proved when it was made still stands, or was changed by who knew it.
    pub stands: bool,
}

/// One side of a link, to be stored.
pub struct NewLink<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// This side's person.
    pub user: UserId,
    /// The node of the membership it was made in.
    pub org: OrgId,
    /// Identity and portal, of this side.
    pub side: (Uuid, &'a str),
    /// Tenant, identity, person and portal, of the other side.
    pub peer: (TenantId, Uuid, UserId, &'a str),
}

/// Stores a side of a link; the proof is the password that stands now. `false` where there is none.
pub async fn insert(conn: &mut PgConnection, new: &NewLink<'_>, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let (peer_tenant, peer_id, peer_user, peer_host) = new.peer;
    let done = sqlx::query!(
        r#"insert into account_links (tenant_id, id, user_id, org_id, host, peer_tenant, peer_id, peer_user, peer_host, proof, created_at)
           select $1, $2, $3, $4, $5, $6, $7, $8, $9, sha256(convert_to(u.password_hash, 'UTF8')), $10
           from users u where u.tenant_id = $1 and u.id = $3 and u.disabled_at is null and u.password_hash is not null"#,
        new.tenant.0,
        new.side.0,
        new.user.0,
        new.org.0,
        new.side.1,
        peer_tenant.0,
        peer_id,
        peer_user.0,
        peer_host,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Renews the proof of a person's links: who changed the password knew the one before.
pub async fn prove_again(conn: &mut PgConnection, tenant: TenantId, user: UserId, from: &str, to: &str) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update account_links set proof = sha256(convert_to($4, 'UTF8'))
           where tenant_id = $1 and user_id = $2 and proof = sha256(convert_to($3, 'UTF8'))"#,
        tenant.0,
        user.0,
        from,
        to
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A person's links, the oldest first; at most 20.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Vec<LinkRow>, StoreError> {
    let rows = sqlx::query!(
        r#"select l.id, l.user_id, l.host, l.peer_tenant, l.peer_id, l.peer_host,
                  coalesce(l.proof = sha256(convert_to(u.password_hash, 'UTF8')), false) as "stands!"
           from account_links l join users u on u.tenant_id = l.tenant_id and u.id = l.user_id and u.disabled_at is null
           where l.tenant_id = $1 and l.user_id = $2 order by l.created_at, l.id limit 20"#,
        tenant.0,
        user.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| LinkRow {
            id: row.id,
            user: UserId(row.user_id),
            host: row.host,
            peer_tenant: TenantId(row.peer_tenant),
            peer_id: row.peer_id,
            peer_host: row.peer_host,
            stands: row.stands,
        })
        .collect())
}

/// How many links a person has.
pub async fn count(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(r#"select count(*) as "count!" from account_links where tenant_id = $1 and user_id = $2"#, tenant.0, user.0)
        .fetch_one(conn)
        .await?;
    Ok(count)
}

/// Whose side this is, if its other side is this one.
pub async fn owner(conn: &mut PgConnection, tenant: TenantId, id: Uuid, peer: (TenantId, Uuid)) -> Result<Option<UserId>, StoreError> {
    let user = sqlx::query_scalar!(
        "select user_id from account_links where tenant_id = $1 and id = $2 and peer_tenant = $3 and peer_id = $4",
        tenant.0,
        id,
        peer.0.0,
        peer.1
    )
    .fetch_optional(conn)
    .await?;
    Ok(user.map(UserId))
}

/// Removes what a person's side of a link to this other person was: a new one takes its place.
pub async fn delete_pair(conn: &mut PgConnection, tenant: TenantId, user: UserId, peer: (TenantId, UserId)) -> Result<(), StoreError> {
    sqlx::query!(
        "delete from account_links where tenant_id = $1 and user_id = $2 and peer_tenant = $3 and peer_user = $4",
        tenant.0,
        user.0,
        peer.0.0,
        peer.1.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes a person's sides of all links.
pub async fn delete_of(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<(), StoreError> {
    sqlx::query!("delete from account_links where tenant_id = $1 and user_id = $2", tenant.0, user.0).execute(conn).await?;
    Ok(())
}

/// Removes one of a person's sides; says where the other side is. `None` where the person has no such link.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, user: UserId, id: Uuid) -> Result<Option<(TenantId, Uuid)>, StoreError> {
    let row = sqlx::query!("delete from account_links where tenant_id = $1 and user_id = $2 and id = $3 returning peer_tenant, peer_id", tenant.0, user.0, id)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| (TenantId(row.peer_tenant), row.peer_id)))
}

/// Removes the side of this id whose other side was this one; whose it was.
pub async fn delete_peer(conn: &mut PgConnection, tenant: TenantId, id: Uuid, peer: (TenantId, Uuid)) -> Result<Option<UserId>, StoreError> {
    let user = sqlx::query_scalar!(
        "delete from account_links where tenant_id = $1 and id = $2 and peer_tenant = $3 and peer_id = $4 returning user_id",
        tenant.0,
        id,
        peer.0.0,
        peer.1
    )
    .fetch_optional(conn)
    .await?;
    Ok(user.map(UserId))
}

/// What one side asks for, or the other grants.
pub struct StepRow {
    /// Whose step it is.
    pub user: UserId,
    /// The membership's node.
    pub org: OrgId,
    /// The portal it was made on.
    pub host: String,
    /// The session it was made in.
    pub session: Vec<u8>,
    /// The other side's isolation root.
    pub peer_tenant: TenantId,
    /// The other side's portal.
    pub peer_host: String,
    /// What a grant answers.
    pub request_hash: Option<Vec<u8>>,
}

/// Stores a step: a request, or the grant of one.
pub async fn insert_step(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8], step: &StepRow, expires_at: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into account_link_steps (tenant_id, token_hash, step, user_id, org_id, host, id_hash, peer_tenant, peer_host, request_hash, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"#,
        tenant.0,
        token_hash,
        if step.request_hash.is_some() { "grant" } else { "request" },
        step.user.0,
        step.org.0,
        step.host,
        step.session,
        step.peer_tenant.0,
        step.peer_host,
        step.request_hash.as_deref(),
        expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The step of this token, made on `host` for `peer_host`, unless it is over.
pub async fn step(
    conn: &mut PgConnection,
    tenant: TenantId,
    token_hash: &[u8],
    (host, peer_host): (&str, &str),
    now: DateTime<Utc>,
) -> Result<Option<StepRow>, StoreError> {
    let row = sqlx::query!(
        r#"select user_id, org_id, host, id_hash, peer_tenant, peer_host, request_hash from account_link_steps
           where tenant_id = $1 and token_hash = $2 and host = $3 and peer_host = $4 and expires_at > $5"#,
        tenant.0,
        token_hash,
        host,
        peer_host,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| StepRow {
        user: UserId(row.user_id),
        org: OrgId(row.org_id),
        host: row.host,
        session: row.id_hash,
        peer_tenant: TenantId(row.peer_tenant),
        peer_host: row.peer_host,
        request_hash: row.request_hash,
    }))
}

/// Takes a step away. `false` where it was gone: of many who come at once, one is told `true`.
pub async fn delete_step(conn: &mut PgConnection, tenant: TenantId, token_hash: &[u8]) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from account_link_steps where tenant_id = $1 and token_hash = $2", tenant.0, token_hash).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the steps of a session away: a new one takes their place.
pub async fn delete_steps_of(conn: &mut PgConnection, tenant: TenantId, id_hash: &[u8]) -> Result<(), StoreError> {
    sqlx::query!("delete from account_link_steps where tenant_id = $1 and id_hash = $2", tenant.0, id_hash).execute(conn).await?;
    Ok(())
}

/// Removes what is over, of all tenants. Runs in a platform transaction.
pub async fn delete_expired_steps(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from account_link_steps where expires_at <= $1", now).execute(conn).await?;
    Ok(())
}

/// Removes the links that people of other tenants have to accounts of this one. Runs in a platform transaction.
pub async fn delete_peers(conn: &mut PgConnection, peer: TenantId) -> Result<u64, StoreError> {
    Ok(sqlx::query!("delete from account_links where peer_tenant = $1", peer.0).execute(conn).await?.rows_affected())
}
