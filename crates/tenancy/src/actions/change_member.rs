use ::store::{Store, TenantTx};
use kernel::{Actor, Ctx, Error, Given, OrgId, Permission, Result, UserId};

use crate::model::OrgKind;
use crate::rules;
use crate::store::people::HeldRole;
use crate::store::{api_tokens, orgs, people, roles};

/// What becomes of a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// Another role, from the next request on.
    Role(Given),
    /// None any more: the person's sessions at the node end, and the person's tokens for it.
    Leave,
}

/// Changes or ends somebody's membership of a node in the viewer's part of the tree. Nobody changes their own, only an
/// owner an owner's, nobody with an ISP's own role that of somebody who may do more, and the last owner stays.
pub async fn change_member(store: &Store, ctx: &Ctx, user: UserId, org: OrgId, change: MemberChange) -> Result<()> {
    ctx.require(Permission::PeopleManage)?;
    let mut tx = store.tenant(ctx).await?;
    let node = orgs::get(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    let highest = rules::roles_at(node.kind).first().copied().ok_or(Error::Internal)?;
    let holders = people::count_role(tx.conn(), ctx.tenant, org, highest).await?;
    let present = people::role(tx.conn(), ctx.tenant, user, org).await?.ok_or(Error::NotFound)?;
    if ctx.actor == Actor::User(user) {
        return Err(Error::Conflict("own-membership".to_owned()));
    }
    if !rules::roles::may_give(ctx, node.kind, present.given, &present.permissions) {
        return Err(ctx.refused("a membership of more rights"));
    }
    if rules::roles::is_owner(present.role) && holders < 2 && change != MemberChange::Role(present.given) {
        return Err(Error::Conflict("last-owner".to_owned()));
    }
    match change {
        MemberChange::Role(given) => {
            let role = offered(&mut tx, ctx, node.kind, given).await?.ok_or_else(|| Error::field("role", "not-a-choice"))?;
            people::join(tx.conn(), ctx.tenant, user, org, given, ctx.now).await?;
            let detail = serde_json::json!({ "org": org, "from": present.word(), "to": role.word() });
            tx.audit(ctx, "member.role", &format!("user:{user}"), detail).await?;
        }
        MemberChange::Leave => {
            people::end_sessions(tx.conn(), ctx.tenant, user, org).await?;
            api_tokens::revoke_of(tx.conn(), ctx.tenant, user, Some(org), ctx.now).await?;
            people::leave(tx.conn(), ctx.tenant, user, org).await?;
            tx.audit(ctx, "member.leave", &format!("user:{user}"), serde_json::json!({ "org": org, "role": present.word() })).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}

/// The role, if the viewer may give it at a node of this kind. One of the ISP's own stays as it is until the transaction ends.
pub(super) async fn offered(tx: &mut TenantTx, ctx: &Ctx, kind: OrgKind, given: Given) -> Result<Option<HeldRole>> {
    let role = match given {
        Given::BuiltIn(role) => Some(HeldRole { given, role, name: None, permissions: role.permissions() }),
        Given::Custom(id) => {
            let row = roles::hold(tx.conn(), ctx.tenant, id, ctx.now).await?.filter(|row| row.kind == kind);
            row.map(|row| HeldRole { given, role: kernel::Role::Custom, name: Some(row.name), permissions: row.permissions })
        }
    };
    Ok(role.filter(|role| rules::roles::may_give(ctx, kind, given, &role.permissions)))
}
