//! Appending: number and hash are given while the tenant's head row is held, so that there is neither gap nor fork.

use chrono::DateTime;
use kernel::{Actor, Ctx, Once, TenantId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::canonical::{self, Row, START, Who};
use crate::StoreError;

/// What stands before a token's id where a program acted that has a token of its own.
const TOKEN: &str = "api token ";

/// Where a tenant's chain ends.
struct Head {
    seq: i64,
    hash: [u8; 32],
}

pub(crate) async fn append(conn: &mut PgConnection, ctx: &Ctx, action: &str, object: &str, detail: &serde_json::Value) -> Result<(), StoreError> {
    let canonical_detail = canonical::json(detail)?;
    let head = lock_head(conn, ctx.tenant).await?;
    let (user, part) = match ctx.actor {
        Actor::User(id) => (Some(id.0), None),
        Actor::Token(id) => (None, Some(format!("{TOKEN}{id}"))),
        Actor::System(part) => (None, Some(part.to_owned())),
    };
    // Postgres keeps microseconds: what it would drop must not be hashed.
    let at_micros = ctx.now.timestamp_micros();
    let row = Row {
        seq: head.seq + 1,
        tenant: ctx.tenant.0,
        id: Uuid::now_v7(),
        org: ctx.org().0,
        at_micros,
        who: match (user, &part) {
            (Some(id), _) => Who::User(id),
            (None, part) => Who::Part(part.as_deref().unwrap_or_default()),
        },
        action,
        object,
        detail: &canonical_detail,
        request: ctx.request_id.0,
    };
    let hash = canonical::chain(&head.hash, &row);
    sqlx::query!(
        "with line as (
             insert into audit_log (tenant_id, id, org_id, at, actor_user, actor_part, action, object, detail, request_id, seq, hash)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))
         update audit_heads set seq = $11, hash = $12 where tenant_id = $1",
        row.tenant,
        row.id,
        row.org,
        DateTime::from_timestamp_micros(at_micros).unwrap_or(ctx.now),
        user,
        part,
        action,
        object,
        detail,
        row.request,
        row.seq,
        hash.as_slice(),
    )
    .execute(&mut *conn)
    .await?;
    match ctx.once {
        Some(once) if once.tenant == ctx.tenant => note_once(conn, once, object).await,
        _ => Ok(()),
    }
}

/// Notes in the same transaction that a request which must take effect once has done so, and on what. Refuses where the
/// request was taken for dead meanwhile and another holds its row: the whole transaction rolls back.
async fn note_once(conn: &mut PgConnection, once: Once, object: &str) -> Result<(), StoreError> {
    let done = sqlx::query!(
        "update idempotency_keys set done = true, object = $4 where tenant_id = $1 and id = $2 and fence = $3",
        once.tenant.0,
        once.id,
        once.fence,
        object
    )
    .execute(conn)
    .await?;
    if done.rows_affected() == 1 { Ok(()) } else { Err(StoreError::Overtaken) }
}

/// Takes the tenant's head row until the end of the transaction. A tenant's first act makes it; of two first acts at once
/// the second waits for the first and then finds its row.
async fn lock_head(conn: &mut PgConnection, tenant: TenantId) -> Result<Head, StoreError> {
    if let Some(head) = head_for_update(conn, tenant).await? {
        return Ok(head);
    }
    sqlx::query!("insert into audit_heads (tenant_id, seq, hash) values ($1, 0, $2) on conflict (tenant_id) do nothing", tenant.0, START.as_slice())
        .execute(&mut *conn)
        .await?;
    head_for_update(conn, tenant).await?.ok_or_else(|| sqlx::Error::RowNotFound.into())
}

async fn head_for_update(conn: &mut PgConnection, tenant: TenantId) -> Result<Option<Head>, StoreError> {
    let row = sqlx::query!(r#"select seq, hash as "hash: [u8; 32]" from audit_heads where tenant_id = $1 for update"#, tenant.0).fetch_optional(conn).await?;
    Ok(row.map(|row| Head { seq: row.seq, hash: row.hash }))
}
