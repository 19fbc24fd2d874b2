//! Host names and what they lead to.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{Locale, OrgId, TenantId};
use sqlx::PgConnection;

use crate::model::{Brand, BrandColour, HostTenant, OrgKind, TenantState};
use crate::rules::brand::palette;

/// The tenant behind exactly this host name, with branding and language of the node or of the nearest one above it. Runs in a
/// platform transaction: before it, no tenant is known.
pub async fn find(conn: &mut PgConnection, host: &str) -> Result<Option<HostTenant>, StoreError> {
    let row = sqlx::query!(
        r#"select h.tenant_id, h.org_id, o.kind, o.name, l.locale as "locale?", o.simulated, r.state, b.org_id as "brand_org?", b.version as "version?",
                  b.product_name as "product_name?", b.accent, b.logo as "logo?", b.logo_dark as "logo_dark?", b.support_contact
           from hosts h
           join orgs o on o.tenant_id = h.tenant_id and o.id = h.org_id
           join orgs r on r.tenant_id = h.tenant_id and r.id = h.tenant_id
           left join lateral (
               select b.org_id, b.version, b.product_name, b.accent, b.logo is not null as logo, b.logo_dark is not null as logo_dark, b.support_contact
               from brandings b where b.tenant_id = o.tenant_id and b.org_id = any (o.path)
               order by array_position(o.path, b.org_id) desc limit 1) b on true
           left join lateral (
               select a.locale from orgs a where a.tenant_id = o.tenant_id and a.id = any (o.path) and a.locale is not null
               order by array_position(o.path, a.id) desc limit 1) l on true
           where h.host = $1 and r.state <> 'closed'"#,
        host
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.and_then(|row| {
        let brand = match (row.brand_org, row.version, row.product_name) {
            (Some(org), Some(version), Some(product_name)) => Some(Brand {
                org: OrgId(org),
                version,
                product_name,
                palette: row.accent.as_deref().and_then(BrandColour::parse).map(|accent| palette(Some(accent))),
                logo: row.logo.unwrap_or_default(),
                logo_dark: row.logo_dark.unwrap_or_default(),
                support_contact: row.support_contact,
            }),
            _ => None,
        };
        Some(HostTenant {
            host: host.to_owned(),
            tenant: TenantId(row.tenant_id),
            org: OrgId(row.org_id),
            kind: OrgKind::parse(&row.kind)?,
            name: row.name,
            locale: row.locale.as_deref().and_then(Locale::parse),
            state: TenantState::parse(&row.state)?,
            simulated: row.simulated,
            brand,
        })
    }))
}

/// Lets `host` lead to a node; naming it again for the same node changes nothing. A host that leads elsewhere, or that another
/// tenant had a short while ago, is [`is_taken`].
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, org: OrgId, host: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into host_claims (tenant_id, host, claimed_at) values ($1, $2, $3)
         on conflict (tenant_id, host) do update set quarantined_until = null",
        tenant.0,
        host,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into hosts (tenant_id, host, org_id, created_at)
         select $1, $2, $3, $4 where not exists (select from hosts where tenant_id = $1 and host = $2 and org_id = $3)",
        tenant.0,
        host,
        org.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The host already leads to another node, of this tenant or of another one, or was another tenant's a short while ago.
#[must_use]
pub fn is_taken(error: &StoreError) -> bool {
    matches!(error.constraint(), Some("hosts_host_key" | "hosts_pkey" | "host_claims_host_key"))
}

/// The portal of a node: its own host, else that of the nearest node above it.
pub async fn portal_of(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<String>, StoreError> {
    let host = sqlx::query_scalar!(
        r#"select h.host from orgs o join hosts h on h.tenant_id = o.tenant_id and h.org_id = any(o.path)
           where o.tenant_id = $1 and o.id = $2
           order by array_position(o.path, h.org_id) desc, h.is_primary desc, h.created_at, h.host limit 1"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(host)
}

/// Lets `host` answer no more and keeps the name for its tenant until `until`. Whoever is signed in there, apps included, is
/// signed out.
pub async fn release(conn: &mut PgConnection, tenant: TenantId, host: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!("delete from hosts where tenant_id = $1 and host = $2", tenant.0, host).execute(&mut *conn).await?;
    sqlx::query!("update host_claims set quarantined_until = $3 where tenant_id = $1 and host = $2", tenant.0, host, until).execute(&mut *conn).await?;
    sqlx::query!("delete from sessions where tenant_id = $1 and host = $2", tenant.0, host).execute(&mut *conn).await?;
    sqlx::query!("delete from pending_sign_ins where tenant_id = $1 and host = $2", tenant.0, host).execute(&mut *conn).await?;
    sqlx::query!("update api_sessions set revoked_at = now() where tenant_id = $1 and host = $2 and revoked_at is null", tenant.0, host).execute(conn).await?;
    Ok(())
}

/// Makes `host` the one that mails of its node lead to, or with `false` the platform's own name for it again. `false` where it
/// does not answer.
pub async fn set_primary(conn: &mut PgConnection, tenant: TenantId, host: &str, primary: bool) -> Result<bool, StoreError> {
    sqlx::query!(
        "update hosts set is_primary = false
         where tenant_id = $1 and is_primary and org_id = (select h.org_id from hosts h where h.tenant_id = $1 and h.host = $2)",
        tenant.0,
        host
    )
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query!("update hosts set is_primary = $3 where tenant_id = $1 and host = $2", tenant.0, host, primary).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Frees the names whose time is over, of all tenants; returns how many. Runs in a platform transaction.
pub async fn free(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let done = sqlx::query!("delete from host_claims where quarantined_until <= $1", now).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Puts the names of a tenant that is erased under the platform's own, `to`, until `until`: nobody else gets them before. With
/// no such tenant they are free at once. Runs in a platform transaction.
pub async fn hand_over(conn: &mut PgConnection, tenant: TenantId, to: Option<TenantId>, until: DateTime<Utc>) -> Result<(), StoreError> {
    match to {
        Some(to) => {
            sqlx::query!("update host_claims set tenant_id = $2, quarantined_until = $3 where tenant_id = $1", tenant.0, to.0, until).execute(conn).await?;
        }
        None => {
            sqlx::query!("delete from host_claims where tenant_id = $1", tenant.0).execute(conn).await?;
        }
    }
    Ok(())
}

/// The tenant's first host: the one that it was set up with.
pub async fn first(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<String>, StoreError> {
    let host =
        sqlx::query_scalar!("select host from host_claims where tenant_id = $1 order by claimed_at, host limit 1", tenant.0).fetch_optional(conn).await?;
    Ok(host)
}
