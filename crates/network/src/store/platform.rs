//! Figures over every ISP, for the founder. These run in platform transactions and tell nothing of any customer.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::Result;
use super::dashboard::SumRow;

/// How the collectors keep up.
pub struct CollectorRow {
    pub devices: i64,
    pub a_minute: i64,
    pub late: i64,
    pub failing: i64,
    pub leased: i64,
}

/// The schedule of all devices, counted.
pub async fn collectors(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<CollectorRow> {
    Ok(sqlx::query_as!(
        CollectorRow,
        r#"select count(*) as "devices!", coalesce(round(sum(60.0 / d.interval_seconds)), 0)::bigint as "a_minute!",
                  count(*) filter (where p.next_at < $1::timestamptz - interval '30 seconds' and (p.lease_until is null or p.lease_until < $1)) as "late!",
                  count(*) filter (where p.failures > 0) as "failing!",
                  count(*) filter (where p.lease_until >= $1) as "leased!"
           from device_polls p
           join devices d on d.tenant_id = p.tenant_id and d.id = p.device_id"#,
        now,
    )
    .fetch_one(conn)
    .await?)
}

/// Whether there are more interfaces than `most`.
pub async fn has_more_interfaces(conn: &mut PgConnection, most: i64) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"select exists (select from interfaces where gone_at is null offset $1) as "more!""#, most).fetch_one(conn).await?)
}

/// The average rates of all interfaces added up, in steps of five minutes, oldest first. One short index scan for each
/// interface: the caller sees to it that they are not too many.
pub async fn sums(conn: &mut PgConnection, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<SumRow>> {
    Ok(sqlx::query_as!(
        SumRow,
        r#"select s.bucket as "bucket!", least(round(sum(s.in_bps)), 9.2e18)::bigint as "in_bps!", least(round(sum(s.out_bps)), 9.2e18)::bigint as "out_bps!"
           from interfaces i
           cross join lateral (
               select r.bucket, sum(r.in_octets * 8000.0::float8 / greatest(r.measured_ms, 1)) as in_bps,
                      sum(r.out_octets * 8000.0::float8 / greatest(r.measured_ms, 1)) as out_bps
               from rollups_5m r
               where r.tenant_id = i.tenant_id and r.interface_id = i.id and r.bucket >= $1 and r.bucket < $2
               group by r.bucket
           ) s
           where i.gone_at is null
           group by s.bucket
           order by s.bucket"#,
        from,
        until,
    )
    .fetch_all(conn)
    .await?)
}
