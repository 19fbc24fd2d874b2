//! How refused sign-ins come into the audit log. A line holds the tenant's place in the chain until its transaction ends;
//! a flood of them would queue there, and fill the log for ever. So an address's first refusal and the one that locks it
//! are told at once, while the log has seen few of them; all others are counted and told together.

use ::store::{StoreError, TenantTx};
use chrono::TimeDelta;
use kernel::Ctx;

use crate::model::HostTenant;
use crate::rules;
use crate::store::attempts;

/// How long a row's further refusals wait to be told together.
pub(super) const WINDOW: TimeDelta = TimeDelta::minutes(10);

/// Lines a minute and tenant; beyond, they wait.
const MOST_LINES: i64 = 20;

/// Notes that an attempt was refused: the `failures`-th in a row that counts under `key`, at the address `email_hash`.
pub(super) async fn note(tx: &mut TenantTx, ctx: &Ctx, host: &HostTenant, key: &[u8; 32], email_hash: &[u8; 32], failures: i32) -> Result<(), StoreError> {
    let untold = attempts::refuse(tx.conn(), ctx.tenant, key).await?;
    let first = untold.told_at.is_none_or(|told| told + WINDOW <= ctx.now);
    if !(first || rules::begins_lock(failures)) || !may_tell(tx, ctx, &["sign_in.refused"]).await? {
        return Ok(());
    }
    attempts::told(tx.conn(), ctx.tenant, key, ctx.now).await?;
    let detail = serde_json::json!({ "host": host.host, "refused": untold.refused });
    tx.audit(ctx, "sign_in.refused", &object(email_hash), detail).await
}

/// Whether the log has room for another line of one of these actions; the caller may be a flood.
pub(super) async fn may_tell(tx: &mut TenantTx, ctx: &Ctx, actions: &[&str]) -> Result<bool, StoreError> {
    let actions: Vec<String> = actions.iter().map(|action| (*action).to_owned()).collect();
    Ok(attempts::lines_since(tx.conn(), ctx.tenant, &actions, ctx.now - TimeDelta::minutes(1), MOST_LINES).await? < MOST_LINES)
}

/// An address in the log: not the address itself, which may be nobody's here.
pub(super) fn object(email_hash: &[u8; 32]) -> String {
    let short: String = email_hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("email-sha256:{short}")
}
