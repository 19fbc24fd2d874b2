//! Take note of a problem.

use kernel::{Ctx, Error, Permission};
use serde_json::json;
use store::Store;

use crate::model::{AlertKind, AlertObjectId};
use crate::store::alert_lists;
use crate::store::alerts::{self, TransitionRow};

/// Says that somebody takes care of an object's problem, until it is over. A problem that somebody has taken note of
/// already stays theirs; one that is over, or out of sight, answers [`Error::NotFound`].
pub async fn acknowledge_alert(store: &Store, ctx: &Ctx, kind: AlertKind, object: impl Into<AlertObjectId>) -> kernel::Result<()> {
    ctx.require(Permission::AlertAcknowledge)?;
    let object = object.into();
    if object.device().is_some() && !ctx.allows(Permission::DeviceRead) {
        return Err(Error::NotFound);
    }
    let mut tx = store.tenant(ctx).await?;
    let held = alert_lists::hold(tx.conn(), ctx.tenant, kind.as_str(), object).await?.ok_or(Error::NotFound)?;
    if held.acked {
        return Ok(());
    }
    alert_lists::acknowledge(tx.conn(), ctx.tenant, held.rule_id, object, ctx.person(), ctx.now).await?;
    let line = TransitionRow { rule_id: held.rule_id, object, org_id: held.org_id, turn: "acknowledged", value: None, notice: None };
    alerts::insert_transitions(tx.conn(), ctx.tenant, &[line], ctx.now).await?;
    let named = match object {
        AlertObjectId::Interface(id) => format!("interface:{id}"),
        AlertObjectId::Device(id) => format!("device:{id}"),
    };
    tx.audit(ctx, "alert.acknowledge", &named, json!({ "rule": kind.as_str() })).await?;
    Ok(tx.commit().await?)
}
