use ::store::Store;
use kernel::{Actor, Ctx, Error, OrgId, Permission, Result, Role, UserId};

use crate::rules;
use crate::store::{orgs, people};

/// What becomes of a membership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberChange {
    /// Another role, from the next request on.
    Role(Role),
    /// None any more: the person's sessions at the node end.
    Leave,
}

/// Changes or ends somebody's membership of a node in the viewer's part of the tree. Nobody changes their own, only an
/// owner an owner's, and the last owner stays.
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
    let owners = |role: Role| matches!(role, Role::IspOwner | Role::Founder);
    let owner_acts = ctx.role.is_none_or(owners);
    if owners(present) && !owner_acts {
        return Err(Error::Forbidden);
    }
    if owners(present) && holders < 2 && change != MemberChange::Role(present) {
        return Err(Error::Conflict("last-owner".to_owned()));
    }
    match change {
        MemberChange::Role(role) => {
            if !rules::roles_at(node.kind).contains(&role) || (owners(role) && !owner_acts) {
                return Err(Error::field("role", "not-a-choice"));
            }
            if rules::is_staff(role) && !rules::is_staff(present) {
                return Err(Error::field("role", "not-a-choice"));
            }
            people::join(tx.conn(), ctx.tenant, user, org, role, ctx.now).await?;
            let detail = serde_json::json!({ "org": org, "from": present.as_str(), "to": role.as_str() });
            tx.audit(ctx, "member.role", &format!("user:{user}"), detail).await?;
        }
        MemberChange::Leave => {
            people::end_sessions(tx.conn(), ctx.tenant, user, org).await?;
            people::leave(tx.conn(), ctx.tenant, user, org).await?;
            tx.audit(ctx, "member.leave", &format!("user:{user}"), serde_json::json!({ "org": org, "role": present.as_str() })).await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
