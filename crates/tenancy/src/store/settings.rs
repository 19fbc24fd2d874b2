//! What nodes decide for themselves, and what they have from above.

use ::store::StoreError;
use kernel::{Locale, OrgId, TenantId};
use sqlx::PgConnection;

use crate::rules::settings_form::Settings;

/// A node's own choices.
pub struct SettingsRow {
    pub settings_version: i64,
    pub locale: Option<String>,
    pub time_zone: Option<String>,
    pub currency: Option<String>,
    pub first_day: Option<i16>,
}

/// A node's own choices, locked until the transaction ends.
pub async fn lock(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<SettingsRow>, StoreError> {
    Ok(sqlx::query_as!(
        SettingsRow,
        "select settings_version, locale, time_zone, currency, first_day from orgs where tenant_id = $1 and id = $2 for update",
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?)
}

/// A node's own choices.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<SettingsRow>, StoreError> {
    Ok(sqlx::query_as!(
        SettingsRow,
        "select settings_version, locale, time_zone, currency, first_day from orgs where tenant_id = $1 and id = $2",
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?)
}

/// What a node has where it chooses nothing.
pub struct AboveRow {
    pub locale: Option<String>,
    pub time_zone: Option<String>,
}

/// What the nearest nodes above one have chosen. Wants the whole tenant in sight.
pub async fn above(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<AboveRow>, StoreError> {
    Ok(sqlx::query_as!(
        AboveRow,
        r#"select (select a.locale from orgs a where a.tenant_id = $1 and a.id = any (o.path) and a.id <> o.id and a.locale is not null
                   order by array_position(o.path, a.id) desc limit 1) as locale,
                  (select a.time_zone from orgs a where a.tenant_id = $1 and a.id = any (o.path) and a.id <> o.id and a.time_zone is not null
                   order by array_position(o.path, a.id) desc limit 1) as time_zone
           from orgs o where o.tenant_id = $1 and o.id = $2"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?)
}

/// The time zone of a node, its own or that of the nearest above; UTC where none can be seen. Wants the whole tenant in sight.
pub async fn time_zone(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<String, StoreError> {
    let zone = sqlx::query_scalar!(
        r#"select a.time_zone as "time_zone!" from orgs o join orgs a on a.tenant_id = $1 and a.id = any (o.path) and a.time_zone is not null
           where o.tenant_id = $1 and o.id = $2 order by array_position(o.path, a.id) desc limit 1"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(zone.unwrap_or_else(|| "UTC".to_owned()))
}

/// Stores a node's choices and counts the change.
pub async fn update(conn: &mut PgConnection, tenant: TenantId, org: OrgId, settings: &Settings) -> Result<(), StoreError> {
    sqlx::query!(
        r#"update orgs set locale = $3, time_zone = $4, currency = $5, first_day = $6, settings_version = settings_version + 1
           where tenant_id = $1 and id = $2"#,
        tenant.0,
        org.0,
        settings.locale.map(Locale::tag),
        settings.time_zone,
        settings.currency,
        settings.first_day
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets the people of a node, and of those below that follow it, move along from one time zone to another. Who has yet
/// another zone keeps it.
pub async fn move_people(conn: &mut PgConnection, tenant: TenantId, org: OrgId, from: &str, to: &str) -> Result<u64, StoreError> {
    let moved = sqlx::query!(
        r#"update users u set time_zone = $4
           from orgs o
           where u.tenant_id = $1 and u.time_zone = $3 and o.tenant_id = $1 and o.id = u.org_id and o.path @> array[$2::uuid]
             and not exists (
                 select from orgs n where n.tenant_id = $1 and n.id = any (o.path) and n.id <> $2 and n.path @> array[$2::uuid]
                 and n.time_zone is not null)"#,
        tenant.0,
        org.0,
        from,
        to
    )
    .execute(conn)
    .await?;
    Ok(moved.rows_affected())
}
