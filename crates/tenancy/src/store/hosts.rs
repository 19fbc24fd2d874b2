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

/// Lets `host` lead to a node; naming it again for the same node changes nothing.
pub async fn insert(conn: &mut PgConnection, tenant: TenantId, org: OrgId, host: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    sqlx::query!(
        "insert into hosts (tenant_id, host, org_id, created_at) values ($1, $2, $3, $4) on conflict (tenant_id, host) do nothing",
        tenant.0,
        host,
        org.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The portal of a node: its own host, else that of the nearest node above it.
pub async fn portal_of(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<String>, StoreError> {
    let host = sqlx::query_scalar!(
        r#"select h.host from orgs o join hosts h on h.tenant_id = o.tenant_id and h.org_id = any(o.path)
           where o.tenant_id = $1 and o.id = $2
           order by array_position(o.path, h.org_id) desc, h.host limit 1"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(host)
}
