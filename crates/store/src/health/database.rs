//! What Postgres says of itself to a role without privileges.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use crate::StoreError;

/// The database in figures.
pub struct DatabaseFigures {
    /// For example `17.6`.
    pub version: String,
    /// Octets on disk.
    pub bytes: i64,
    /// When the server was started.
    pub started_at: DateTime<Utc>,
    /// Connections to this database, ours and others'.
    pub connections: i64,
    /// Connections that the whole server allows.
    pub connections_most: i64,
    /// Standby servers that follow; 0 is usual where there are none.
    pub standbys: i64,
    /// Write-ahead log is archived.
    pub archives: bool,
    /// When a segment was last archived.
    pub archived_at: Option<DateTime<Utc>>,
    /// When archiving last failed.
    pub archive_failed_at: Option<DateTime<Utc>>,
}

/// The database's figures.
pub async fn database(conn: &mut PgConnection) -> Result<DatabaseFigures, StoreError> {
    Ok(sqlx::query_as!(
        DatabaseFigures,
        r#"select current_setting('server_version') as "version!", pg_database_size(current_database()) as "bytes!",
                  pg_postmaster_start_time() as "started_at!",
                  (select count(*) from pg_stat_activity where datname = current_database()) as "connections!",
                  current_setting('max_connections')::bigint as "connections_most!",
                  (select count(*) from pg_stat_replication) as "standbys!",
                  current_setting('archive_mode') <> 'off' as "archives!",
                  (select last_archived_time from pg_stat_archiver) as archived_at,
                  (select last_failed_time from pg_stat_archiver) as archive_failed_at"#,
    )
    .fetch_one(conn)
    .await?)
}

/// When the oldest other transaction of this connection's own role began. Postgres shows a role without privileges nothing of
/// another's, so each of the product's roles is asked on its own.
pub async fn oldest_transaction(conn: &mut PgConnection) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select min(xact_start) from pg_stat_activity where datname = current_database() and usename = current_user and pid <> pg_backend_pid()"
    )
    .fetch_one(conn)
    .await?)
}
