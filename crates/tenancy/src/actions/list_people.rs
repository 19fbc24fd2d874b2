use ::store::Store;
use kernel::{Ctx, Error, Permission, Result, Role, UserId};

use crate::model::{People, PeopleQuery, PersonItem, PersonPlace};
use crate::rules;
use crate::store::{invitations, people};

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
    tx.commit().await?;
    let (another, more) = (people.len() > People::MOST, invitations.len() > People::MOST);
    people.truncate(People::MOST);
    invitations.truncate(People::MOST);
    let next = people.last().map(|last| PersonPlace { user: last.user, org: last.org }).filter(|_| another);
    Ok(People { people, next, invitations, more })
}

/// A person's memberships in the viewer's part of the tree, with the roles that each node can give; [`Error::NotFound`]
/// where there is none.
pub async fn get_person(store: &Store, ctx: &Ctx, user: UserId) -> Result<Vec<(PersonItem, Vec<Role>)>> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let memberships = people::memberships(tx.conn(), ctx.tenant, ctx.org(), user).await?;
    tx.commit().await?;
    if memberships.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(memberships.into_iter().map(|item| (item.clone(), rules::roles_at(item.org_kind).to_vec())).collect())
}
