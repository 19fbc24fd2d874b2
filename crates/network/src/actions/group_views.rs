//! What the use cases of groups share.

use ::store::{Store, StoreError, TenantTx};
use kernel::{Ctx, DeviceId, Error, GroupId, InterfaceId, OrgId, Permission};
use uuid::Uuid;

use super::views::count;
use crate::model::{GroupItem, GroupMember, OrgRef};
use crate::store::groups::{self, GroupRow, MemberRow};

pub(super) fn item(ctx: &Ctx, row: &GroupRow) -> GroupItem {
    let own = row.org_id == ctx.tenant.0 || row.org_id == ctx.org().0;
    GroupItem {
        id: GroupId(row.id),
        name: row.name.clone(),
        holder: row.org_name.clone().filter(|_| !own).map(|name| OrgRef { id: OrgId(row.org_id), name }),
        members: count(row.members),
        fresh: count(row.fresh),
        in_bps: row.in_bps,
        out_bps: row.out_bps,
        capacity_bps: row.capacity_bps,
        speed_bps: row.speed_bps.filter(|_| row.speeds == row.members),
        threshold_bps: row.threshold_bps,
    }
}

pub(super) fn member(ctx: &Ctx, row: MemberRow) -> GroupMember {
    GroupMember {
        id: InterfaceId(row.id),
        name: row.if_name,
        alias: row.if_alias,
        device: row.device_id.map(DeviceId).zip(row.device_name).filter(|_| ctx.allows(Permission::DeviceRead)),
        counts: row.counts,
        speed_bps: row.speed_bps,
        in_bps: row.in_bps.filter(|_| row.fresh),
        out_bps: row.out_bps.filter(|_| row.fresh),
    }
}

/// A group that is to be added up: who holds it, and the interfaces that count.
pub(super) struct Counted {
    pub(super) holder: Uuid,
    pub(super) limit_bps: Option<i64>,
    pub(super) interfaces: Vec<Uuid>,
}

pub(super) async fn counted(tx: &mut TenantTx, ctx: &Ctx, group: GroupId) -> kernel::Result<Counted> {
    let row = groups::list(tx.conn(), ctx.tenant, Some(group), ctx.now, 1).await?.pop().ok_or(Error::NotFound)?;
    let members = groups::members(tx.conn(), ctx.tenant, group, ctx.now).await?;
    let limit_bps = item(ctx, &row).limit_bps();
    Ok(Counted { holder: row.org_id, limit_bps, interfaces: members.into_iter().filter(|member| member.counts).map(|member| member.id).collect() })
}

/// A name that another group of the tenant bears is the form's fault, not ours.
pub(super) fn group_fault(error: StoreError) -> Error {
    match error.constraint() {
        Some("interface_groups_name_key") => Error::field("name", "host-taken"),
        _ => error.into(),
    }
}

/// The ISP's own time zone, whoever asks: months are its months.
pub(super) async fn time_zone(store: &Store, ctx: &Ctx) -> kernel::Result<String> {
    let system = Ctx::for_system(ctx.tenant, "network", ctx.now, ctx.request_id);
    let mut tx = store.tenant(&system).await?;
    let zone = tenancy::store::settings::time_zone(tx.conn(), ctx.tenant, ctx.tenant.root()).await?;
    tx.commit().await?;
    Ok(zone)
}
