//! Show one interface.

use kernel::{Ctx, Error, InterfaceId, Permission};
use store::Store;

use super::views;
use crate::model::{CounterKind, InterfaceDetail};
use crate::store::lists;

/// The head of the interface page. An interface that its device no longer has is still shown, as stale.
pub async fn get_interface(store: &Store, ctx: &Ctx, id: InterfaceId) -> kernel::Result<InterfaceDetail> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let row = lists::find(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(InterfaceDetail {
        if_index: views::count(row.if_index),
        mac: row.mac.clone(),
        interval_seconds: views::count(row.interval_seconds.into()),
        high_capacity: row.counter_kind == CounterKind::Hc64.as_str(),
        item: views::interface_item(ctx, row, Vec::new()),
    })
}
