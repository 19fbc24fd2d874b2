//! People and their memberships.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Locale, OrgId, Role, TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::model::{Member, OrgKind};

/// What signing in needs to know of a person.
pub struct CredentialRow {
    /// The person.
    pub user: UserId,
    /// Argon2id as a PHC string; `None` where no password was set.
    pub password_hash: Option<String>,
}

/// The person with this e-mail address, unless disabled.
pub async fn credential(conn: &mut PgConnection, tenant: TenantId, email: &str) -> Result<Option<CredentialRow>, StoreError> {
    let row = sqlx::query!("select id, password_hash from users where tenant_id = $1 and email = $2 and disabled_at is null", tenant.0, email)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| CredentialRow { user: UserId(row.id), password_hash: row.password_hash }))
}

/// What a person's own account needs to know.
pub struct AccountRow {
    /// E-mail address.
    pub email: String,
    /// Argon2id as a PHC string; `None` where no password was set.
    pub password_hash: Option<String>,
}

/// A person by id, unless disabled.
pub async fn account(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Option<AccountRow>, StoreError> {
    let row = sqlx::query!("select email, password_hash from users where tenant_id = $1 and id = $2 and disabled_at is null", tenant.0, user.0)
        .fetch_optional(conn)
        .await?;
    Ok(row.map(|row| AccountRow { email: row.email, password_hash: row.password_hash }))
}

/// The person's membership that counts on a portal: the highest at or below the portal's node. With `org`, exactly that one.
/// A tenant that is not in use has no members.
pub async fn membership(conn: &mut PgConnection, tenant: TenantId, user: UserId, portal: OrgId, org: Option<OrgId>) -> Result<Option<Member>, StoreError> {
    let row = sqlx::query!(
        r#"select u.name, u.email, u.time_zone, u.locale, m.org_id, m.role, o.kind, o.name as org_name,
                  (exists (select from totp t where t.tenant_id = m.tenant_id and t.user_id = m.user_id)
                   or exists (select from passkeys k where k.tenant_id = m.tenant_id and k.user_id = m.user_id)) as "second_factor!"
           from memberships m
           join users u on u.tenant_id = m.tenant_id and u.id = m.user_id and u.disabled_at is null
           join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           join orgs r on r.tenant_id = m.tenant_id and r.id = m.tenant_id and r.state = 'active'
           where m.tenant_id = $1 and m.user_id = $2 and o.path @> array[$3::uuid] and ($4::uuid is null or m.org_id = $4)
           order by cardinality(o.path), m.org_id limit 1"#,
        tenant.0,
        user.0,
        portal.0,
        org.map(|org| org.0)
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        Some(Member {
            user,
            name: row.name,
            email: row.email,
            time_zone: row.time_zone,
            locale: row.locale.as_deref().and_then(Locale::parse),
            org: OrgId(row.org_id),
            org_kind: OrgKind::parse(&row.kind)?,
            org_name: row.org_name,
            role: Role::parse(&row.role)?,
            second_factor: row.second_factor,
        })
    }))
}

/// The person's memberships that count on a portal, the highest first, as node, its name and role.
pub async fn memberships(conn: &mut PgConnection, tenant: TenantId, user: UserId, portal: OrgId) -> Result<Vec<(OrgId, String, Role)>, StoreError> {
    let rows = sqlx::query!(
        r#"select m.org_id, m.role, o.name from memberships m join orgs o on o.tenant_id = m.tenant_id and o.id = m.org_id
           where m.tenant_id = $1 and m.user_id = $2 and o.path @> array[$3::uuid]
           order by cardinality(o.path), m.org_id limit 20"#,
        tenant.0,
        user.0,
        portal.0
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some((OrgId(row.org_id), row.name, Role::parse(&row.role)?))).collect())
}

/// A person to be stored, with the membership that comes along.
pub struct NewUser<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// Identity.
    pub id: UserId,
    /// The node the person belongs to and is a member of.
    pub org: OrgId,
    /// Validated, lower case.
    pub email: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// Argon2id as a PHC string.
    pub password_hash: &'a str,
    /// IANA time zone.
    pub time_zone: &'a str,
    /// What the membership allows.
    pub role: Role,
    /// When.
    pub now: DateTime<Utc>,
}

/// Stores a person and the membership.
pub async fn insert(conn: &mut PgConnection, new: &NewUser<'_>) -> Result<(), StoreError> {
    sqlx::query!(
        r#"insert into users (tenant_id, id, org_id, email, name, password_hash, time_zone, created_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8)"#,
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.email,
        new.name,
        new.password_hash,
        new.time_zone,
        new.now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into memberships (tenant_id, user_id, org_id, role, created_at) values ($1, $2, $3, $4, $5)",
        new.tenant.0,
        new.id.0,
        new.org.0,
        new.role.as_str(),
        new.now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Replaces a password hash.
pub async fn set_password(conn: &mut PgConnection, tenant: TenantId, user: UserId, password_hash: &str) -> Result<(), StoreError> {
    sqlx::query!("update users set password_hash = $3 where tenant_id = $1 and id = $2", tenant.0, user.0, password_hash).execute(conn).await?;
    Ok(())
}

/// Replaces the password hash `from`. `false` where another one stands there by now.
pub async fn change_password(conn: &mut PgConnection, tenant: TenantId, user: UserId, from: Option<&str>, to: &str) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        "update users set password_hash = $4 where tenant_id = $1 and id = $2 and password_hash is not distinct from $3",
        tenant.0,
        user.0,
        from,
        to
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A person's name.
pub async fn name(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Option<String>, StoreError> {
    Ok(sqlx::query_scalar!("select name from users where tenant_id = $1 and id = $2", tenant.0, user.0).fetch_optional(conn).await?)
}

/// Sets a person's name.
pub async fn set_name(conn: &mut PgConnection, tenant: TenantId, user: UserId, name: &str) -> Result<(), StoreError> {
    sqlx::query!("update users set name = $3 where tenant_id = $1 and id = $2", tenant.0, user.0, name).execute(conn).await?;
    Ok(())
}

/// The language that a person chose.
pub async fn locale(conn: &mut PgConnection, tenant: TenantId, user: UserId) -> Result<Option<Locale>, StoreError> {
    let tag = sqlx::query_scalar!("select locale from users where tenant_id = $1 and id = $2", tenant.0, user.0).fetch_optional(conn).await?;
    Ok(tag.flatten().as_deref().and_then(Locale::parse))
}

/// Sets the person's language.
pub async fn set_locale(conn: &mut PgConnection, tenant: TenantId, user: UserId, locale: Locale) -> Result<(), StoreError> {
    sqlx::query!("update users set locale = $3 where tenant_id = $1 and id = $2", tenant.0, user.0, locale.tag()).execute(conn).await?;
    Ok(())
}

/// Gives the person another name; `false` where it is that already.
pub async fn rename(conn: &mut PgConnection, tenant: TenantId, user: UserId, name: &str) -> Result<bool, StoreError> {
    let done = sqlx::query!("update users set name = $3 where tenant_id = $1 and id = $2 and name <> $3", tenant.0, user.0, name).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// A person's name and e-mail address.
pub struct NameRow {
    /// The person.
    pub id: Uuid,
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
}

/// What these people are called, where they can be seen.
pub async fn names(conn: &mut PgConnection, tenant: TenantId, users: &[Uuid]) -> Result<Vec<NameRow>, StoreError> {
    Ok(sqlx::query_as!(NameRow, "select id, name, email from users where tenant_id = $1 and id = any ($2)", tenant.0, users).fetch_all(conn).await?)
}
