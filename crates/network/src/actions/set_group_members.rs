//! Say which interfaces a group has.

use std::collections::BTreeSet;

use kernel::{Ctx, Error, GroupId, InterfaceId, Permission};
use serde_json::json;
use store::Store;
use uuid::Uuid;

use crate::model::MemberChange;
use crate::store::{assignments, groups};

/// Interfaces that a group can have: a month of five minutes of all of them is read at once.
pub const MEMBERS_MOST: usize = 200;

/// Changes which interfaces a group has. One that is not in sight answers [`Error::NotFound`], whole lists of another version
/// than the group's `Conflict("changed")`, too many `members: too-long`. Sent again it changes nothing.
pub async fn set_group_members(store: &Store, ctx: &Ctx, id: GroupId, change: MemberChange) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let held = groups::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    let now: BTreeSet<Uuid> = groups::member_ids(tx.conn(), ctx.tenant, id).await?.into_iter().collect();
    let ids = |interfaces: &[InterfaceId]| interfaces.iter().map(|interface| interface.0).collect::<BTreeSet<_>>();
    let wanted: BTreeSet<Uuid> = match &change {
        MemberChange::Replace(version, _) if *version != held.version => return Err(Error::Conflict("changed".to_owned())),
        MemberChange::Replace(_, interfaces) => ids(interfaces),
        MemberChange::Add(interfaces) => now.union(&ids(interfaces)).copied().collect(),
        MemberChange::Remove(interfaces) => now.difference(&ids(interfaces)).copied().collect(),
    };
    let (added, removed): (Vec<Uuid>, Vec<Uuid>) = (wanted.difference(&now).copied().collect(), now.difference(&wanted).copied().collect());
    if added.is_empty() && removed.is_empty() {
        return Ok(());
    }
    if wanted.len() > MEMBERS_MOST && !added.is_empty() {
        return Err(Error::field("members", "too-long"));
    }
    if assignments::in_sight(tx.conn(), ctx.tenant, &added).await?.len() != added.len() {
        return Err(Error::NotFound);
    }
    groups::change_members(tx.conn(), ctx.tenant, id, (&added, &removed), ctx.now).await?;
    tx.audit(ctx, "group.members", &format!("group:{id}"), json!({ "added": added.len(), "removed": removed.len() })).await?;
    Ok(tx.commit().await?)
}
