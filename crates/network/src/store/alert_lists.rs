//! What the page of alerts shows, and taking note of one.

use chrono::{DateTime, Utc};
use kernel::{TenantId, UserId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use crate::model::AlertObjectId;

/// A problem that is not over.
pub struct OpenRow {
    pub kind: String,
    /// An interface, or else a device.
    pub interface_id: Option<Uuid>,
    pub if_name: Option<String>,
    pub if_alias: Option<String>,
    /// The interface's where the viewer may see it.
    pub device_id: Option<Uuid>,
    pub device_name: Option<String>,
    pub phase: String,
    pub silent: bool,
    pub flapping: bool,
    pub since: DateTime<Utc>,
    pub value: Option<i64>,
    pub acked_at: Option<DateTime<Utc>>,
    /// Where the viewer may see the person.
    pub acked_by: Option<String>,
    /// Problems in all.
    pub total: i64,
}

/// At most `limit` problems in sight, with `devices` those of devices too: those nobody has taken note of first, then the newest. An interface that has changed
/// hands since is neither's until its new holder's figures have been looked at.
pub async fn open(conn: &mut PgConnection, tenant: TenantId, devices: bool, limit: i64) -> Result<Vec<OpenRow>> {
    Ok(sqlx::query_as!(
        OpenRow,
        r#"select r.kind, i.id as "interface_id?", i.if_name as "if_name?", i.if_alias as "if_alias?", d.id as "device_id?", d.name as "device_name?", s.phase, s.silent, s.flapping,
                  s.since as "since!", s.value, s.acked_at, u.name as "acked_by?", count(*) over () as "total!"
           from alert_states s
           join alert_rules r on r.tenant_id = $1 and r.id = s.rule_id
           left join interfaces i on i.tenant_id = $1 and i.id = s.interface_id and i.org_id = s.org_id
           left join devices d on d.tenant_id = $1 and d.id = coalesce(i.device_id, s.device_id)
           left join users u on u.tenant_id = $1 and u.id = s.acked_by
           where s.tenant_id = $1 and s.since is not null and (i.id is not null or s.device_id = d.id and $3)
           order by s.acked_at is not null, s.since desc, i.if_name nulls first, s.object_id, r.kind
           limit $2"#,
        tenant.0,
        limit,
        devices,
    )
    .fetch_all(conn)
    .await?)
}

/// A line of the timeline.
pub struct ChangeRow {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    pub kind: String,
    /// An interface, or else a device.
    pub interface_id: Option<Uuid>,
    pub if_name: Option<String>,
    pub if_alias: Option<String>,
    /// The interface's where the viewer may see it.
    pub device_id: Option<Uuid>,
    pub device_name: Option<String>,
    pub turn: String,
    pub value: Option<i64>,
    pub told: bool,
}

/// At most `limit` lines in sight before the place, with `devices` those of devices too, the newest first. Of an interface that has changed hands each holder
/// sees its own time; who no longer sees the interface sees nothing of it.
pub async fn timeline(conn: &mut PgConnection, tenant: TenantId, devices: bool, before: Option<(DateTime<Utc>, Uuid)>, limit: i64) -> Result<Vec<ChangeRow>> {
    let (at, id) = before.unzip();
    Ok(sqlx::query_as!(
        ChangeRow,
        r#"select t.id, t.at, r.kind, i.id as "interface_id?", i.if_name as "if_name?", i.if_alias as "if_alias?", d.id as "device_id?", d.name as "device_name?", t.turn, t.value,
                  t.notice is not null as "told!"
           from alert_transitions t
           join alert_rules r on r.tenant_id = $1 and r.id = t.rule_id
           left join interfaces i on i.tenant_id = $1 and i.id = t.interface_id
           left join devices d on d.tenant_id = $1 and d.id = coalesce(i.device_id, t.device_id)
           where t.tenant_id = $1 and (i.id is not null or t.device_id = d.id and $5) and ($2::timestamptz is null or (t.at, t.id) < ($2, $3::uuid))
           order by t.at desc, t.id desc
           limit $4"#,
        tenant.0,
        at,
        id,
        limit,
        devices,
    )
    .fetch_all(conn)
    .await?)
}

/// A problem about to be taken note of.
pub struct HeldAlert {
    pub rule_id: Uuid,
    pub org_id: Uuid,
    pub acked: bool,
}

/// Locks the problem of this kind that an object in sight has.
pub async fn hold(conn: &mut PgConnection, tenant: TenantId, kind: &str, object: AlertObjectId) -> Result<Option<HeldAlert>> {
    Ok(sqlx::query_as!(
        HeldAlert,
        r#"select s.rule_id, s.org_id, s.acked_at is not null as "acked!"
           from alert_states s
           join alert_rules r on r.tenant_id = $1 and r.id = s.rule_id
           where s.tenant_id = $1 and s.object_id = $2 and s.device_id is not distinct from $4 and r.kind = $3 and s.since is not null
           for update of s"#,
        tenant.0,
        object.id(),
        kind,
        object.device(),
    )
    .fetch_optional(conn)
    .await?)
}

/// Notes that somebody took note of it.
pub async fn acknowledge(conn: &mut PgConnection, tenant: TenantId, rule: Uuid, object: AlertObjectId, by: Option<UserId>, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "update alert_states set acked_at = $4, acked_by = $5 where tenant_id = $1 and rule_id = $2 and object_id = $3",
        tenant.0,
        rule,
        object.id(),
        now,
        by.map(|user| user.0),
    )
    .execute(conn)
    .await?;
    Ok(())
}
