//! Invitations: rows that know only the hash of the token in the mail.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Given, InvitationId, OrgId, Role, RoleId, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::people::held;
use crate::model::{CustomRole, InvitationItem, OrgKind};

/// An invitation to be stored.
pub struct NewInvitation<'a> {
    pub tenant: TenantId,
    pub id: InvitationId,
    pub org: OrgId,
    pub email: &'a str,
    pub name: &'a str,
    pub given: Given,
    pub token_hash: &'a [u8],
    pub invited_by: Option<UserId>,
    pub now: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

/// Stores an invitation. Where one of the address at the node is open already, that one is made anew and keeps its id: the
/// newest mail counts, and who holds the id still holds the invitation. Answers the id.
pub async fn upsert(conn: &mut PgConnection, new: &NewInvitation<'_>) -> Result<InvitationId, StoreError> {
    let (role, role_id) = new.given.stored();
    let id = sqlx::query_scalar!(
        r#"insert into invitations (tenant_id, id, org_id, email, name, role, token_hash, invited_by, created_at, expires_at, role_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           on conflict (tenant_id, org_id, email) where accepted_at is null and revoked_at is null
           do update set name = excluded.name, role = excluded.role, role_id = excluded.role_id, token_hash = excluded.token_hash,
                         invited_by = excluded.invited_by, created_at = excluded.created_at, expires_at = excluded.expires_at
           returning id"#,
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.email,
        new.name,
        role,
        new.token_hash,
        new.invited_by.map(|user| user.0),
        new.now,
        new.expires_at,
        role_id.map(|id| id.0)
    )
    .fetch_one(conn)
    .await?;
    Ok(InvitationId(id))
}

/// An invitation that can be accepted.
pub struct OpenInvitation {
    pub id: InvitationId,
    pub org: OrgId,
    pub org_kind: OrgKind,
    pub org_name: String,
    pub email: String,
    pub name: String,
    pub given: Given,
    pub role: Role,
    pub custom: Option<CustomRole>,
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
        r#"select i.id, i.org_id, o.kind, o.name as org_name, i.email, i.name, i.role, r.id as "role_id?", r.name as "role_name?"
           from invitations i
           join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           left join roles r on r.tenant_id = i.tenant_id and r.id = i.role_id
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
        let role = held(&row.role, row.role_id)?;
        Some(OpenInvitation {
            id: InvitationId(row.id),
            org: OrgId(row.org_id),
            org_kind: OrgKind::parse(&row.kind)?,
            org_name: row.org_name,
            email: row.email,
            name: row.name,
            given: row.role_id.map_or(Given::BuiltIn(role), |id| Given::Custom(RoleId(id))),
            role,
            custom: row.role_id.zip(row.role_name).map(|(id, name)| CustomRole { id: RoleId(id), name }),
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
    let rows = sqlx::query_as!(
        InvitationRow,
        r#"select i.id, i.email, o.name as org_name, i.role, i.expires_at, r.id as "role_id?", r.name as "role_name?"
           from invitations i
           join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           left join roles r on r.tenant_id = i.tenant_id and r.id = i.role_id
           where i.tenant_id = $1 and o.path @> array[$2::uuid] and i.accepted_at is null and i.revoked_at is null
           order by i.created_at desc, i.id limit $3"#,
        tenant.0,
        below.0,
        limit
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(|row| row.item(now)).collect())
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
    let rows = sqlx::query_as!(
        InvitationRow,
        r#"select i.id, i.email, o.name as org_name, i.role, i.expires_at, r.id as "role_id?", r.name as "role_name?"
           from invitations i
           join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           left join roles r on r.tenant_id = i.tenant_id and r.id = i.role_id
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
    Ok(rows.into_iter().filter_map(|row| row.item(now)).collect())
}

/// An invitation as it is read.
struct InvitationRow {
    id: Uuid,
    email: String,
    org_name: String,
    role: String,
    role_id: Option<Uuid>,
    role_name: Option<String>,
    expires_at: DateTime<Utc>,
}

impl InvitationRow {
    /// `None` where this version does not know the role.
    fn item(self, now: DateTime<Utc>) -> Option<InvitationItem> {
        Some(InvitationItem {
            id: InvitationId(self.id),
            email: self.email,
            org_name: self.org_name,
            // A role that was deleted leaves an invitation that is over.
            role: if self.role == Role::Custom.as_str() { Role::Custom } else { Role::parse(&self.role)? },
            custom: self.role_id.zip(self.role_name).map(|(id, name)| CustomRole { id: RoleId(id), name }),
            expires_ms: self.expires_at.timestamp_millis(),
            expired: self.expires_at <= now,
        })
    }
}

/// Open staff invitations of the tenant to others than this address: they count towards its limit.
pub async fn count_other_staff(conn: &mut PgConnection, tenant: TenantId, email: &str, now: DateTime<Utc>) -> Result<i64, StoreError> {
    let count = sqlx::query_scalar!(
        r#"select count(distinct i.email) as "count!" from invitations i join orgs o on o.tenant_id = i.tenant_id and o.id = i.org_id
           where i.tenant_id = $1 and o.kind not in ('reseller', 'client') and i.accepted_at is null and i.revoked_at is null and i.expires_at > $2 and i.email <> $3
             and not exists (select from users u
                             join memberships m on m.tenant_id = u.tenant_id and m.user_id = u.id
                             join orgs w on w.tenant_id = m.tenant_id and w.id = m.org_id
                             where u.tenant_id = i.tenant_id and u.email = i.email and w.kind not in ('reseller', 'client'))"#,
        tenant.0,
        now,
        email
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}
