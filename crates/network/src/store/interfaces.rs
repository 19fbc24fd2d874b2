//! Interfaces of one device: what discovery learned, and what is known when its readings arrive.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use kernel::{DeviceId, InterfaceId, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;
use super::schedule::HeldPoll;
use crate::model::InterfaceFacts;

/// An interface and its baseline, under lock until the transaction ends (an assignment waits that long).
pub struct KnownInterface {
    pub id: Uuid,
    pub if_name: String,
    pub if_index: i64,
    pub org_id: Uuid,
    pub org_before: Option<Uuid>,
    pub org_since: Option<DateTime<Utc>>,
    pub gone: bool,
    pub speed_bps: Option<i64>,
    pub at: Option<DateTime<Utc>>,
    pub uptime_cs: Option<i64>,
    pub discontinuity: Option<i64>,
    pub counter_kind: Option<String>,
    pub in_octets: Option<i64>,
    pub out_octets: Option<i64>,
    pub suspect: Option<bool>,
}

/// Every interface that the device ever had, with the counters last read.
pub async fn known(conn: &mut PgConnection, tenant: TenantId, device: DeviceId) -> Result<Vec<KnownInterface>> {
    Ok(sqlx::query_as!(
        KnownInterface,
        r#"select i.id, i.if_name, i.if_index, i.org_id, i.org_before, i.org_since, i.gone_at is not null as "gone!",
                  coalesce(i.speed_override_bps, i.speed_bps) as speed_bps,
                  c.at as "at?", c.uptime_cs as "uptime_cs?", c.discontinuity as "discontinuity?",
                  c.counter_kind as "counter_kind?", c.in_octets as "in_octets?", c.out_octets as "out_octets?",
                  c.suspect as "suspect?"
           from interfaces i
           left join interface_counters c on c.tenant_id = i.tenant_id and c.interface_id = i.id
           where i.tenant_id = $1 and i.device_id = $2
           order by i.id
           for update of i"#,
        tenant.0,
        device.0,
    )
    .fetch_all(conn)
    .await?)
}

/// Those of the device's interfaces that the last search did not find.
pub async fn gone(conn: &mut PgConnection, tenant: TenantId, device: DeviceId) -> Result<HashSet<Uuid>> {
    let ids = sqlx::query_scalar!("select id from interfaces where tenant_id = $1 and device_id = $2 and gone_at is not null", tenant.0, device.0,)
        .fetch_all(conn)
        .await?;
    Ok(ids.into_iter().collect())
}

/// Stores what discovery found, by (device, ifName): new ones begin with the device's owner, known ones keep their holder
/// and their history whatever happened to their ifIndex, and one that had gone is back.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn upsert(conn: &mut PgConnection, tenant: TenantId, device: DeviceId, held: &HeldPoll, facts: &[InterfaceFacts], now: DateTime<Utc>) -> Result<()> {
    let ids: Vec<Uuid> = facts.iter().map(|_| InterfaceId::generate().0).collect();
    let names: Vec<String> = facts.iter().map(|fact| fact.name.clone()).collect();
    let indexes: Vec<i64> = facts.iter().map(|fact| i64::from(fact.index)).collect();
    let aliases: Vec<String> = facts.iter().map(|fact| fact.alias.clone()).collect();
    let types: Vec<i32> = facts.iter().map(|fact| fact.if_type).collect();
    let macs: Vec<Option<String>> = facts.iter().map(|fact| fact.mac.clone()).collect();
    let speeds: Vec<Option<i64>> = facts.iter().map(|fact| fact.speed_bps).collect();
    let ups: Vec<bool> = facts.iter().map(|fact| fact.up).collect();
    let kinds: Vec<String> = facts.iter().map(|fact| fact.kind.as_str().to_owned()).collect();
    sqlx::query!(
        "insert into interfaces as i (tenant_id, id, org_id, device_id, if_name, if_index, if_alias, if_type, mac, speed_bps,
             oper_up, counter_kind, created_at, simulated, interval_seconds)
         select $1, f.id, $2, $3, f.if_name, f.if_index, f.if_alias, f.if_type, f.mac, f.speed_bps, f.oper_up, f.counter_kind, $4, $5, $6
         from unnest($7::uuid[], $8::text[], $9::bigint[], $10::text[], $11::integer[], $12::text[], $13::bigint[], $14::boolean[], $15::text[])
             as f (id, if_name, if_index, if_alias, if_type, mac, speed_bps, oper_up, counter_kind)
         on conflict (tenant_id, device_id, if_name) do update
         set if_index = excluded.if_index, if_alias = excluded.if_alias, if_type = excluded.if_type, mac = excluded.mac,
             speed_bps = excluded.speed_bps, oper_up = excluded.oper_up, counter_kind = excluded.counter_kind, gone_at = null,
             simulated = excluded.simulated, interval_seconds = excluded.interval_seconds,
             oper_polls = case when i.oper_up = excluded.oper_up then i.oper_polls else 0 end,
             oper_since = case when i.oper_up = excluded.oper_up then i.oper_since else $4 end
         where (i.if_index, i.if_alias, i.if_type, i.mac, i.speed_bps, i.oper_up, i.counter_kind, i.gone_at, i.simulated, i.interval_seconds)
             is distinct from (excluded.if_index, excluded.if_alias, excluded.if_type, excluded.mac, excluded.speed_bps,
                 excluded.oper_up, excluded.counter_kind, null, excluded.simulated, excluded.interval_seconds)",
        tenant.0,
        held.org_id,
        device.0,
        now,
        held.simulated,
        held.interval_seconds,
        &ids,
        &names,
        &indexes,
        &aliases,
        &types,
        &macs as &[Option<String>],
        &speeds as &[Option<i64>],
        &ups,
        &kinds,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update interfaces set gone_at = $4, oper_up = false, oper_polls = 0, oper_since = $4
         where tenant_id = $1 and device_id = $2 and gone_at is null and if_name <> all ($3)",
        tenant.0,
        device.0,
        &names,
        now,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What a poll says of an interface besides its counters; `None` in the last four where nothing could be measured.
pub struct Latest {
    pub id: Uuid,
    pub if_index: i64,
    pub counter_kind: &'static str,
    pub up: bool,
    pub from: Option<DateTime<Utc>>,
    pub at: Option<DateTime<Utc>>,
    pub in_bps: Option<i64>,
    pub out_bps: Option<i64>,
}

/// Notes the latest figures for lists; a figure that was not measured leaves the older one standing. `polled_at` is when the
/// poll ended: polls in a row that found the link as it is are counted.
#[expect(clippy::as_conversions, reason = "how sqlx spells the type of an array that may hold NULL; nothing is converted")]
pub async fn note_latest(conn: &mut PgConnection, tenant: TenantId, latest: &[Latest], polled_at: DateTime<Utc>) -> Result<()> {
    let ids: Vec<Uuid> = latest.iter().map(|row| row.id).collect();
    let indexes: Vec<i64> = latest.iter().map(|row| row.if_index).collect();
    let kinds: Vec<String> = latest.iter().map(|row| row.counter_kind.to_owned()).collect();
    let ups: Vec<bool> = latest.iter().map(|row| row.up).collect();
    let from: Vec<Option<DateTime<Utc>>> = latest.iter().map(|row| row.from).collect();
    let at: Vec<Option<DateTime<Utc>>> = latest.iter().map(|row| row.at).collect();
    let in_bps: Vec<Option<i64>> = latest.iter().map(|row| row.in_bps).collect();
    let out_bps: Vec<Option<i64>> = latest.iter().map(|row| row.out_bps).collect();
    sqlx::query!(
        "update interfaces i
         set if_index = l.if_index, counter_kind = l.counter_kind, oper_up = l.up,
             last_from = coalesce(l.last_from, i.last_from), last_at = coalesce(l.last_at, i.last_at),
             last_in_bps = coalesce(l.in_bps, i.last_in_bps), last_out_bps = coalesce(l.out_bps, i.last_out_bps),
             oper_since = case when i.oper_up is distinct from l.up then $10 else i.oper_since end,
             oper_at = $10, oper_polls = case when i.oper_up = l.up then least(i.oper_polls, 999999) + 1 else 1 end,
             seen_up = i.seen_up or l.up
         from unnest($2::uuid[], $3::bigint[], $4::text[], $5::boolean[], $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::bigint[])
             as l (id, if_index, counter_kind, up, last_from, last_at, in_bps, out_bps)
         where i.tenant_id = $1 and i.id = l.id",
        tenant.0,
        &ids,
        &indexes,
        &kinds,
        &ups,
        &from as &[Option<DateTime<Utc>>],
        &at as &[Option<DateTime<Utc>>],
        &in_bps as &[Option<i64>],
        &out_bps as &[Option<i64>],
        polled_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}
