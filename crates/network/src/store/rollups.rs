//! Rollups from samples: whole buckets are recomputed, so running again changes nothing.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Result;

/// How far the rollup has come, under lock until the transaction ends.
pub struct Watermark {
    /// Samples of transactions before this one are rolled up.
    pub done: i64,
    /// Every transaction before this one has ended, so none of its samples can still appear.
    pub horizon: i64,
}

/// Takes the watermark; `None` while another process holds it.
pub async fn take_watermark(conn: &mut PgConnection) -> Result<Option<Watermark>> {
    Ok(sqlx::query_as!(
        Watermark,
        r#"select ingest as done, pg_snapshot_xmin(pg_current_snapshot())::text::bigint as "horizon!"
           from rollup_watermarks where name = 'samples'
           for update skip locked"#,
    )
    .fetch_optional(conn)
    .await?)
}

/// Moves the watermark.
pub async fn move_watermark(conn: &mut PgConnection, done: i64, now: DateTime<Utc>) -> Result<()> {
    sqlx::query!("update rollup_watermarks set ingest = $1, updated_at = $2 where name = 'samples'", done, now).execute(conn).await?;
    Ok(())
}

/// The transaction that wrote the `rows`-th sample (from 0) within `from` … `until`; `None` if there are not that many.
pub async fn nth_transaction(conn: &mut PgConnection, from: i64, until: i64, rows: i64) -> Result<Option<i64>> {
    Ok(sqlx::query_scalar!("select ingest from samples where ingest >= $1 and ingest < $2 order by ingest offset $3 limit 1", from, until, rows,)
        .fetch_optional(conn)
        .await?)
}

/// Whether samples that start before `until` are not rolled up yet.
pub async fn waiting_before(conn: &mut PgConnection, until: DateTime<Utc>) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"select exists (
               select from samples s
               where s.started_at < $1 and s.ingest >= (select w.ingest from rollup_watermarks w where w.name = 'samples')
           ) as "waiting!""#,
        until,
    )
    .fetch_one(conn)
    .await?)
}

/// Buckets that were written, column by column as Postgres takes them.
#[derive(Default)]
pub struct Buckets {
    tenants: Vec<Uuid>,
    interfaces: Vec<Uuid>,
    starts: Vec<DateTime<Utc>>,
}

impl Buckets {
    /// How many (one per holder of the interface).
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    fn push(&mut self, tenant: Uuid, interface: Uuid, start: DateTime<Utc>) {
        self.tenants.push(tenant);
        self.interfaces.push(interface);
        self.starts.push(start);
    }
}

/// Recomputes every minute that has samples of the transactions `from` … `until`. Rates of pieces shorter than a second
/// are taken as if they lasted one: an octet moved by rounding must not look like a peak.
pub async fn minutes(conn: &mut PgConnection, from: i64, until: i64) -> Result<Buckets> {
    let rows = sqlx::query!(
        "with dirty as (
             select distinct tenant_id, interface_id, date_bin(interval '1 minute', started_at, timestamptz 'epoch') as bucket
             from samples where ingest >= $1 and ingest < $2
         )
         insert into rollups_1m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         select d.tenant_id, d.interface_id, s.org_id, d.bucket, s.in_octets, s.out_octets, s.measured_ms, s.in_peak_bps, s.out_peak_bps
         from dirty d
         cross join lateral (
             select p.org_id,
                    least(sum(p.in_octets), 9223372036854775807)::bigint as in_octets,
                    least(sum(p.out_octets), 9223372036854775807)::bigint as out_octets,
                    round(sum(extract(epoch from p.ended_at - p.started_at)) * 1000)::bigint as measured_ms,
                    least(max(div(p.in_octets::numeric * 8, greatest(extract(epoch from p.ended_at - p.started_at), 1))), 9223372036854775807)::bigint
                        as in_peak_bps,
                    least(max(div(p.out_octets::numeric * 8, greatest(extract(epoch from p.ended_at - p.started_at), 1))), 9223372036854775807)::bigint
                        as out_peak_bps
             from samples p
             where p.tenant_id = d.tenant_id and p.interface_id = d.interface_id
               and p.started_at >= d.bucket and p.started_at < d.bucket + interval '1 minute'
             group by p.org_id
         ) s
         on conflict (tenant_id, interface_id, bucket, org_id) do update
         set in_octets = excluded.in_octets, out_octets = excluded.out_octets, measured_ms = excluded.measured_ms,
             in_peak_bps = excluded.in_peak_bps, out_peak_bps = excluded.out_peak_bps
         returning tenant_id, interface_id, bucket",
        from,
        until,
    )
    .fetch_all(conn)
    .await?;
    let mut buckets = Buckets::default();
    for row in rows {
        buckets.push(row.tenant_id, row.interface_id, row.bucket);
    }
    Ok(buckets)
}

/// One step up: the table `$into` is recomputed from `$from` for every bucket of `$step` that holds one of the finer
/// buckets that changed.
macro_rules! step_up {
    ($(#[$doc:meta])* $name:ident, $from:tt, $into:tt, $step:tt) => {
        $(#[$doc])*
        pub async fn $name(conn: &mut PgConnection, changed: &Buckets) -> Result<Buckets> {
            let rows = sqlx::query!(
                "with dirty as (
                     select distinct c.tenant_id, c.interface_id, date_bin(interval '" + $step + "', c.bucket, timestamptz 'epoch') as bucket
                     from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as c (tenant_id, interface_id, bucket)
                 )
                 insert into " + $into + " (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
                 select d.tenant_id, d.interface_id, s.org_id, d.bucket, s.in_octets, s.out_octets, s.measured_ms, s.in_peak_bps, s.out_peak_bps
                 from dirty d
                 cross join lateral (
                     select f.org_id,
                            least(sum(f.in_octets), 9223372036854775807)::bigint as in_octets,
                            least(sum(f.out_octets), 9223372036854775807)::bigint as out_octets,
                            sum(f.measured_ms)::bigint as measured_ms,
                            max(f.in_peak_bps) as in_peak_bps, max(f.out_peak_bps) as out_peak_bps
                     from " + $from + " f
                     where f.tenant_id = d.tenant_id and f.interface_id = d.interface_id
                       and f.bucket >= d.bucket and f.bucket < d.bucket + interval '" + $step + "'
                     group by f.org_id
                 ) s
                 on conflict (tenant_id, interface_id, bucket, org_id) do update
                 set in_octets = excluded.in_octets, out_octets = excluded.out_octets, measured_ms = excluded.measured_ms,
                     in_peak_bps = excluded.in_peak_bps, out_peak_bps = excluded.out_peak_bps
                 returning tenant_id, interface_id, bucket",
                &changed.tenants,
                &changed.interfaces,
                &changed.starts,
            )
            .fetch_all(conn)
            .await?;
            let mut buckets = Buckets::default();
            for row in rows {
                buckets.push(row.tenant_id, row.interface_id, row.bucket);
            }
            Ok(buckets)
        }
    };
}

step_up!(
    /// Five minutes from minutes.
    five_minutes, "rollups_1m", "rollups_5m", "5 minutes"
);
step_up!(
    /// Hours from five minutes.
    hours, "rollups_5m", "rollups_1h", "1 hour"
);
step_up!(
    /// Days (UTC) from hours.
    days, "rollups_1h", "rollups_1d", "1 day"
);
