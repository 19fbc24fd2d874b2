//! The audit log: append-only (no role but the owner may change it), one row per act.

use kernel::{Actor, Ctx};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::StoreError;

pub(crate) async fn append(conn: &mut PgConnection, ctx: &Ctx, action: &str, object: &str, detail: &serde_json::Value) -> Result<(), StoreError> {
    let (user, part) = match ctx.actor {
        Actor::User(id) => (Some(id.0), None),
        Actor::System(part) => (None, Some(part)),
    };
    sqlx::query!(
        "insert into audit_log (tenant_id, id, org_id, at, actor_user, actor_part, action, object, detail, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        ctx.tenant.0,
        Uuid::now_v7(),
        ctx.org().0,
        ctx.now,
        user,
        part,
        action,
        object,
        detail,
        ctx.request_id.0,
    )
    .execute(conn)
    .await?;
    Ok(())
}
