use ::store::Store;
use kernel::{Ctx, Permission, Result};

use super::list_audit::Names;
use crate::model::AuditEntry;
use crate::store::audit::{self, Wanted};

/// The newest `limit` acts in the viewer's part of the tree.
pub async fn recent_changes(store: &Store, ctx: &Ctx, limit: i64) -> Result<Vec<AuditEntry>> {
    ctx.require(Permission::AuditRead)?;
    let any = Wanted { person: String::new(), action: String::new(), from: None, until: None };
    let mut tx = store.tenant(ctx).await?;
    let rows = audit::older(tx.conn(), ctx.tenant, &any, None, limit).await?;
    let names = Names::of(tx.conn(), ctx.tenant, &rows).await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(|row| names.entry(row)).collect())
}
