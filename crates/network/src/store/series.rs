//! Traffic over time of one interface, as far as the viewer's fence shows it.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{InterfaceId, TenantId};
use sqlx::PgConnection;
use sqlx::postgres::types::PgInterval;

use super::Result;
use crate::model::Resolution;
use crate::rules::mend::Stored;

/// The samples as stored, cut at whole minutes, in order of time.
pub async fn samples(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<Stored>> {
    let rows = sqlx::query!(
        "select started_at, ended_at, in_octets, out_octets, ingest
         from samples
         where tenant_id = $1 and interface_id = $2 and started_at >= $3 and started_at < $4
         order by started_at",
        tenant.0,
        interface.0,
        from,
        until,
    )
    .fetch_all(conn)
    .await?;
    let stored = rows.into_iter().map(|row| Stored {
        from_us: row.started_at.timestamp_micros(),
        to_us: row.ended_at.timestamp_micros(),
        in_octets: row.in_octets,
        out_octets: row.out_octets,
        ingest: row.ingest,
    });
    Ok(stored.collect())
}

/// A bucket.
pub struct StepRow {
    pub started_at: DateTime<Utc>,
    pub in_octets: i64,
    pub out_octets: i64,
    pub measured_ms: i64,
    pub in_peak_bps: i64,
    pub out_peak_bps: i64,
}

/// The newest part, summed up straight from the samples in buckets of `step`: shows what is not rolled up yet.
pub async fn tail(
    conn: &mut PgConnection,
    tenant: TenantId,
    interface: InterfaceId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    step: TimeDelta,
) -> Result<Vec<StepRow>> {
    Ok(sqlx::query_as!(
        StepRow,
        r#"select date_bin($5::interval, started_at, timestamptz 'epoch') as "started_at!",
                  least(sum(in_octets), 9223372036854775807)::bigint as "in_octets!",
                  least(sum(out_octets), 9223372036854775807)::bigint as "out_octets!",
                  round(sum(extract(epoch from ended_at - started_at)) * 1000)::bigint as "measured_ms!",
                  least(max(div(in_octets::numeric * 8, greatest(extract(epoch from ended_at - started_at), 1))), 9223372036854775807)::bigint
                      as "in_peak_bps!",
                  least(max(div(out_octets::numeric * 8, greatest(extract(epoch from ended_at - started_at), 1))), 9223372036854775807)::bigint
                      as "out_peak_bps!"
           from samples
           where tenant_id = $1 and interface_id = $2 and started_at >= $3 and started_at < $4
           group by 1
           order by 1"#,
        tenant.0,
        interface.0,
        from,
        until,
        interval(step)?,
    )
    .fetch_all(conn)
    .await?)
}

fn interval(span: TimeDelta) -> Result<PgInterval> {
    Ok(PgInterval::try_from(span).map_err(sqlx::Error::Encode)?)
}

macro_rules! rolled_up {
    ($newest:ident, $steps:ident, $table:tt) => {
        async fn $newest(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, from: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
            Ok(sqlx::query_scalar!(
                "select max(bucket) from " + $table + " where tenant_id = $1 and interface_id = $2 and bucket >= $3",
                tenant.0,
                interface.0,
                from,
            )
            .fetch_one(conn)
            .await?)
        }

        async fn $steps(conn: &mut PgConnection, tenant: TenantId, interface: InterfaceId, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<StepRow>> {
            Ok(sqlx::query_as!(
                StepRow,
                "select bucket as started_at,
                        least(sum(in_octets), 9223372036854775807)::bigint as \"in_octets!\",
                        least(sum(out_octets), 9223372036854775807)::bigint as \"out_octets!\",
                        sum(measured_ms)::bigint as \"measured_ms!\",
                        max(in_peak_bps) as \"in_peak_bps!\", max(out_peak_bps) as \"out_peak_bps!\"
                 from "
                    + $table
                    + "
                 where tenant_id = $1 and interface_id = $2 and bucket >= $3 and bucket < $4
                 group by bucket
                 order by bucket",
                tenant.0,
                interface.0,
                from,
                until,
            )
            .fetch_all(conn)
            .await?)
        }
    };
}

rolled_up!(newest_1m, steps_1m, "rollups_1m");
rolled_up!(newest_5m, steps_5m, "rollups_5m");
rolled_up!(newest_1h, steps_1h, "rollups_1h");
rolled_up!(newest_1d, steps_1d, "rollups_1d");

/// The newest bucket that was rolled up so far; `None` if there is none since `from`. Raw samples have no buckets.
pub async fn newest(
    conn: &mut PgConnection,
    tenant: TenantId,
    interface: InterfaceId,
    resolution: Resolution,
    from: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    match resolution {
        Resolution::Raw => Ok(None),
        Resolution::Minute => newest_1m(conn, tenant, interface, from).await,
        Resolution::FiveMinutes => newest_5m(conn, tenant, interface, from).await,
        Resolution::Hour => newest_1h(conn, tenant, interface, from).await,
        Resolution::Day => newest_1d(conn, tenant, interface, from).await,
    }
}

/// The buckets within `from` … `until`, oldest first. Raw samples have no buckets.
pub async fn steps(
    conn: &mut PgConnection,
    tenant: TenantId,
    interface: InterfaceId,
    resolution: Resolution,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<StepRow>> {
    match resolution {
        Resolution::Raw => Ok(Vec::new()),
        Resolution::Minute => steps_1m(conn, tenant, interface, from, until).await,
        Resolution::FiveMinutes => steps_5m(conn, tenant, interface, from, until).await,
        Resolution::Hour => steps_1h(conn, tenant, interface, from, until).await,
        Resolution::Day => steps_1d(conn, tenant, interface, from, until).await,
    }
}

/// A stored gap.
pub struct GapRow {
    pub started_at: DateTime<Utc>,
    pub ended_at: DateTime<Utc>,
    pub reason: String,
}

/// The newest `limit` gaps that touch `from` … `until`, newest first.
pub async fn gaps(
    conn: &mut PgConnection,
    tenant: TenantId,
    interface: InterfaceId,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<GapRow>> {
    Ok(sqlx::query_as!(
        GapRow,
        "select started_at, ended_at, reason from gaps
         where tenant_id = $1 and interface_id = $2 and started_at < $4 and ended_at > $3
         order by started_at desc limit $5",
        tenant.0,
        interface.0,
        from,
        until,
        limit,
    )
    .fetch_all(conn)
    .await?)
}
