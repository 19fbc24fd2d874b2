use ::store::Store;
use kernel::{Ctx, Error, Given, OrgId, Permission, Permissions, Result, UserId};

use crate::model::{CustomRole, InviteChoices, OrgKind, People, PeopleQuery, PersonItem, PersonMembership, PersonPlace, RoleChoice, RoleItem};
use crate::rules::roles::{self as rules, Party};
use crate::rules::{level_of, roles_at};
use crate::store::{invitations, orgs, people, roles};

/// One page of the people in the viewer's part of the tree who fit the query, and the open invitations.
pub async fn list_people(store: &Store, ctx: &Ctx, mut query: PeopleQuery) -> Result<People> {
    ctx.require(Permission::PeopleRead)?;
    query.search = query.search.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    let asked = i64::try_from(People::MOST).unwrap_or(i64::MAX).saturating_add(1);
    let mut tx = store.tenant(ctx).await?;
    let mut people = people::list(tx.conn(), ctx.tenant, ctx.org(), &query, asked).await?;
    let mut invitations = match query.after {
        None => invitations::list(tx.conn(), ctx.tenant, ctx.org(), ctx.now, asked).await?,
        Some(_) => Vec::new(),
    };
    let own = orgs::get(tx.conn(), ctx.tenant, ctx.org()).await?.ok_or(Error::NotFound)?;
    let custom = roles::list(tx.conn(), ctx.tenant).await?;
    tx.commit().await?;
    // Roles that are given further up are nobody's here.
    let custom = custom.into_iter().filter(|role| level_of(role.kind) >= level_of(own.kind));
    let custom = custom.map(|role| CustomRole { id: role.id, name: role.name }).collect();
    let (another, more) = (people.len() > People::MOST, invitations.len() > People::MOST);
    people.truncate(People::MOST);
    invitations.truncate(People::MOST);
    let next = people.last().map(|last| PersonPlace { user: last.user, org: last.org }).filter(|_| another);
    Ok(People { people, next, invitations, more, custom })
}

/// A person's memberships in the viewer's part of the tree, with what the viewer can do about each; [`Error::NotFound`]
/// where there is none.
pub async fn get_person(store: &Store, ctx: &Ctx, user: UserId) -> Result<Vec<PersonMembership>> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let memberships = people::memberships(tx.conn(), ctx.tenant, ctx.org(), user).await?;
    let custom = roles::list(tx.conn(), ctx.tenant).await?;
    let own = orgs::get(tx.conn(), ctx.tenant, ctx.org()).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    if memberships.is_empty() {
        return Err(Error::NotFound);
    }
    let shown = |(item, permissions): (PersonItem, Permissions)| {
        let given = item.custom.as_ref().map_or(Given::BuiltIn(item.role), |custom| Given::Custom(custom.id));
        let changes = ctx.allows(Permission::PeopleManage) && rules::may_give(ctx, item.org_kind, given, &permissions);
        let roles = if changes { choices(ctx, item.org_kind, &custom) } else { Vec::new() };
        let parties = (Party { kind: own.kind, permissions: &ctx.permissions }, Party { kind: item.org_kind, permissions: &permissions });
        let may_act = ctx.allows(Permission::Impersonate) && rules::may_act_as(parties.0, parties.1);
        PersonMembership { item, roles, may_act }
    };
    Ok(memberships.into_iter().map(shown).collect())
}

/// What the form for an invitation into a node offers.
pub async fn invite_choices(store: &Store, ctx: &Ctx, org: OrgId) -> Result<InviteChoices> {
    ctx.require(Permission::PeopleManage)?;
    let mut tx = store.tenant(ctx).await?;
    let node = orgs::get(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    let custom = roles::list(tx.conn(), ctx.tenant).await?;
    tx.commit().await?;
    Ok(InviteChoices { org, org_name: node.name, roles: choices(ctx, node.kind, &custom) })
}

/// The roles that the viewer can give at a node of this kind: the built-in ones first.
fn choices(ctx: &Ctx, kind: OrgKind, custom: &[RoleItem]) -> Vec<RoleChoice> {
    let built_in = roles_at(kind).iter().map(|role| (RoleChoice { given: Given::BuiltIn(*role), name: None }, role.permissions()));
    let own = custom.iter().filter(|role| role.kind == kind);
    let own = own.map(|role| (RoleChoice { given: Given::Custom(role.id), name: Some(role.name.clone()) }, role.permissions.clone()));
    built_in.chain(own).filter(|(choice, permissions)| rules::may_give(ctx, kind, choice.given, permissions)).map(|(choice, _)| choice).collect()
}
