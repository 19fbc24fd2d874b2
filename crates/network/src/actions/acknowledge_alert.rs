//! Take note of a problem.

use kernel::{Ctx, Error, InterfaceId, Permission};
use serde_json::json;
use store::Store;

use crate::model::AlertKind;
use crate::store::alert_lists;
use crate::store::alerts::{self, TransitionRow};

/// Says that somebody takes care of an interface's problem, until it is over. A problem that somebody has taken note of
/// already stays theirs; one that is over, or out of sight, answers [`Error::NotFound`].
pub async fn acknowledge_alert(store: &Store, ctx: &Ctx, kind: AlertKind, interface: InterfaceId) -> kernel::Result<()> {
    ctx.require(Permission::AlertAcknowledge)?;
    let mut tx = store.tenant(ctx).await?;
    let held = alert_lists::hold(tx.conn(), ctx.tenant, kind.as_str(), interface).await?.ok_or(Error::NotFound)?;
    if held.acked {
        return Ok(());
    }
    alert_lists::acknowledge(tx.conn(), ctx.tenant, held.rule_id, interface, ctx.person(), ctx.now).await?;
    let line = TransitionRow { rule_id: held.rule_id, interface_id: interface.0, org_id: held.org_id, turn: "acknowledged", value: None, notice: None };
    alerts::insert_transitions(tx.conn(), ctx.tenant, &[line], ctx.now).await?;
    tx.audit(ctx, "alert.acknowledge", &format!("interface:{interface}"), json!({ "rule": kind.as_str() })).await?;
    Ok(tx.commit().await?)
}
