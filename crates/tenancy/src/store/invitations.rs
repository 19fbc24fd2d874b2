//! Invitations: rows that know only the hash of the token in the mail.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{InvitationId, OrgId, Role, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{InvitationItem, OrgKind};

/// An invitation to be stored.
pub struct NewInvitation<'a> {
    pub tenant: TenantId,
    pub id: InvitationId,
    pub org: OrgId,
    pub email: &'a str,
    pub name: &'a str,
    pub role: Role,
    pub token_hash: &'a [u8],
    pub invited_by: Option<UserId>,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Takes back open invitations of the address at the node: the newest one counts.
pub async fn supersede(conn: &mut PgConnection, tenant: TenantId, org: OrgId, email: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "update invitations set revoked_at = $4 where tenant_id = $1 and org_id = $2 and email = $3 and accepted_at is null and revoked_at is null",
        tenant.0,
        org.0,
        email,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Stores an invitation.
pub async fn insert(conn: &mut PgConnection, new: &NewInvitation<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into invitations (tenant_id, id, org_id, email, name, role, token_hash, invited_by, created_at, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"#,
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.email,
        new.name,
        new.role.as_str(),
        new.token_hash,
        new.invited_by.map(|user| user.0),
        new.now,
        new.expires_at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An invitation that can be accepted.
pub struct OpenInvitation {
    pub id: InvitationId,
    pub org: OrgId,
    pub org_kind: OrgKind,
    pub org_name: String,
    pub email: String,
    pub name: String,
    pub role: Role,
}

/// The open invitation with this token at or below the portal's node, locked until the transaction ends: of many that come
/// with one token, the first takes it.
pub async fn open(
    conn: &mut PgConnection,
    tenant: TenantId,
    portal: OrgId,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<OpenInvitation>, StoreError> {
    let row = sqlx::query!(
        r#"select i.id, i.org_id, o.kind, o.name as org_name, i.email, i.name, i.role
           from invitations i join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           where i.tenant_id = $1 and i.token_hash = $2 and o.path @> array[$3::uuid]
             and i.accepted_at is null and i.revoked_at is null and i.expires_at > $4
           for update of i"#,
        tenant.0,
        token_hash,
        portal.0,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(OpenInvitation {
            id: InvitationId(row.id),
            org: OrgId(row.org_id),
            org_kind: OrgKind::parse(&row.kind)?,
            org_name: row.org_name,
            email: row.email,
            name: row.name,
            role: Role::parse(&row.role)?,
        })
    }))
}

/// Notes who accepted.
pub async fn accepted(conn: &mut PgConnection, tenant: TenantId, id: InvitationId, user: UserId, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("update invitations set accepted_at = $3, accepted_by = $4 where tenant_id = $1 and id = $2", tenant.0, id.0, now, user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes an open invitation back; `false` where there is none.
pub async fn revoke(conn: &mut PgConnection, tenant: TenantId, id: InvitationId, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update invitations set revoked_at = $3 where tenant_id = $1 and id = $2 and accepted_at is null and revoked_at is null",
        tenant.0,
        id.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Open invitations at or below a node, newest first.
pub async fn list(conn: &mut PgConnection, tenant: TenantId, below: OrgId, now: DateTime<Utc>, limit: i64) -> Result<Vec<InvitationItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select i.id, i.email, o.name as org_name, i.role, i.expires_at
           from invitations i join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           where i.tenant_id = $1 and o.path @> array[$2::uuid] and i.accepted_at is null and i.revoked_at is null
           order by i.created_at desc, i.id limit $3"#,
        tenant.0,
        below.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    let item = |id: Uuid, email, org_name, role: &str, expires_at: DateTime<Utc>| {
        let role = Role::parse(role)?;
        Some(InvitationItem { id: InvitationId(id), email, org_name, role, expires_ms: expires_at.timestamp_millis(), expired: expires_at <= now })
    };
    Ok(rows.into_iter().filter_map(|row| item(row.id, row.email, row.org_name, &row.role, row.expires_at)).collect())
}

/// At most `limit` open invitations at or below a node, by id, beginning after `after`; with `only`, that one.
pub async fn page(
    conn: &mut PgConnection,
    tenant: TenantId,
    below: OrgId,
    only: Option<InvitationId>,
    after: Option<InvitationId>,
    now: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<InvitationItem>, StoreError> {
    let rows = sqlx::query!(
        r#"select i.id, i.email, o.name as org_name, i.role, i.expires_at
           from invitations i join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           where i.tenant_id = $1 and o.path @> array[$2::uuid] and i.accepted_at is null and i.revoked_at is null
             and ($3::uuid is null or i.id = $3) and ($4::uuid is null or i.id > $4)
           order by i.id limit $5"#,
        tenant.0,
        below.0,
        only.map(|only| only.0),
        after.map(|after| after.0),
        limit
    )
    .fetch_all(conn)
    .await?;
    let items = rows.into_iter().filter_map(|row| {
        Some(InvitationItem {
            id: InvitationId(row.id),
            email: row.email,
            org_name: row.org_name,
            role: Role::parse(&row.role)?,
            expires_ms: row.expires_at.timestamp_millis(),
            expired: row.expires_at <= now,
        })
    });
    Ok(items.collect())
}

/// Open staff invitations of the tenant: they count towards its limit.
pub async fn count_staff(conn: &mut PgConnection, tenant: TenantId, now: DateTime<Utc>) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(distinct email) as "count!" from invitations i
           where tenant_id = $1 and role not in ('reseller', 'client') and accepted_at is null and revoked_at is null and expires_at > $2
             and not exists (select from users u join memberships m on m.tenant_id = u.tenant_id and m.user_id = u.id
                             where u.tenant_id = i.tenant_id and u.email = i.email and m.role not in ('reseller', 'client'))"#,
        tenant.0,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}
