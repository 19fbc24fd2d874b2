use ::store::Store;
use kernel::{Ctx, Permission, Result, SearchTerm};

use crate::model::{FoundIsp, FoundOrg, FoundPerson};
use crate::store::search;

/// At most `limit` branches, resellers and customers in the viewer's part of the tree.
pub async fn search_orgs(store: &Store, ctx: &Ctx, term: &SearchTerm, limit: i64) -> Result<Vec<FoundOrg>> {
    ctx.require(Permission::OrgRead)?;
    let mut tx = store.tenant(ctx).await?;
    let found = search::orgs(tx.conn(), ctx.tenant, term.as_str(), limit).await?;
    tx.commit().await?;
    Ok(found)
}

/// At most `limit` people in the viewer's part of the tree.
pub async fn search_people(store: &Store, ctx: &Ctx, term: &SearchTerm, limit: i64) -> Result<Vec<FoundPerson>> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let found = search::people(tx.conn(), ctx.tenant, ctx.org(), term.as_str(), limit).await?;
    tx.commit().await?;
    Ok(found)
}

/// At most `limit` ISPs, by name and portal; nothing of what is theirs.
pub async fn search_isps(store: &Store, ctx: &Ctx, term: &SearchTerm, limit: i64) -> Result<Vec<FoundIsp>> {
    ctx.require(Permission::PlatformRead)?;
    let mut tx = store.platform("founder search").await?;
    let found = search::isps(tx.conn(), term.as_str(), limit).await?;
    tx.commit().await?;
    Ok(found)
}
