//! Reading the audit log. Rows are written by `store::TenantTx::audit` only.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::TenantId;
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// An act as stored.
pub struct AuditRow {
    /// Its number within the tenant.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// The person who acted, or …
    pub actor_user: Option<Uuid>,
    /// … the part of the product.
    pub actor_part: Option<String>,
    /// As whom the person acted, where that is somebody else.
    pub as_user: Option<Uuid>,
    /// What, as a code.
    pub action: String,
    /// To what, `kind:id`.
    pub object: String,
    /// More about it.
    pub detail: Value,
    /// The request's number.
    pub request_id: Uuid,
    /// SHA-256 over the row and the hash before it.
    pub hash: Vec<u8>,
}

/// Which acts are looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// A part of the e-mail address of who acted, or as whom, lower case; empty for all.
    pub person: String,
    /// Only what somebody did as somebody else.
    pub acting: bool,
    /// An action's code; empty for all.
    pub action: String,
    /// From when on.
    pub from: Option<DateTime<Utc>>,
    /// Until when, exclusive.
    pub until: Option<DateTime<Utc>>,
}

/// At most `limit` acts, newest first; with `before`, only those with smaller numbers.
pub async fn older(conn: &mut PgConnection, tenant: TenantId, wanted: &Wanted, before: Option<i64>, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    Ok(sqlx::query_as!(
        AuditRow,
        r#"select seq, at, actor_user, actor_part, as_user, action, object, detail, request_id, hash
           from audit_log
           where tenant_id = $1 and ($2::bigint is null or seq < $2)
             and ($3 = '' or actor_user in (select u.id from users u where u.tenant_id = $1 and strpos(u.email, $3) > 0)
                  or as_user in (select u.id from users u where u.tenant_id = $1 and strpos(u.email, $3) > 0))
             and ($4 = '' or action = $4)
             and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
             and (not $8 or as_user is not null)
           order by seq desc limit $7"#,
        tenant.0,
        before,
        wanted.person,
        wanted.action,
        wanted.from,
        wanted.until,
        limit,
        wanted.acting,
    )
    .fetch_all(conn)
    .await?)
}

/// At most `limit` acts with numbers greater than `after`, the smallest first.
pub async fn newer(conn: &mut PgConnection, tenant: TenantId, wanted: &Wanted, after: i64, limit: i64) -> Result<Vec<AuditRow>, StoreError> {
    Ok(sqlx::query_as!(
        AuditRow,
        r#"select seq, at, actor_user, actor_part, as_user, action, object, detail, request_id, hash
           from audit_log
           where tenant_id = $1 and seq > $2
             and ($3 = '' or actor_user in (select u.id from users u where u.tenant_id = $1 and strpos(u.email, $3) > 0)
                  or as_user in (select u.id from users u where u.tenant_id = $1 and strpos(u.email, $3) > 0))
             and ($4 = '' or action = $4)
             and ($5::timestamptz is null or at >= $5) and ($6::timestamptz is null or at < $6)
             and (not $8 or as_user is not null)
           order by seq limit $7"#,
        tenant.0,
        after,
        wanted.person,
        wanted.action,
        wanted.from,
        wanted.until,
        limit,
        wanted.acting,
    )
    .fetch_all(conn)
    .await?)
}

/// Every action's code that the log holds, sorted. Jumps from one to the next in the index, however many rows each has.
pub async fn actions(conn: &mut PgConnection, tenant: TenantId) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"with recursive known (action) as (
               (select action from audit_log where tenant_id = $1 order by action limit 1)
               union all
               select (select l.action from audit_log l where l.tenant_id = $1 and l.action > known.action order by l.action limit 1)
               from known where known.action is not null
           )
           select action as "action!" from known where action is not null order by action"#,
        tenant.0,
    )
    .fetch_all(conn)
    .await?)
}
