//! Lists in pages: each continues after the last row of the one before, whatever was added or removed meanwhile.

use ::store::Store;
use kernel::{Ctx, Error, InvitationId, OrgId, Permission, Result, UserId};

use crate::model::{InvitationItem, OrgKind, OrgRecord, PersonItem};
use crate::store::orgs::OrgFilter;
use crate::store::{invitations, orgs, people};

/// Longest search that is looked for, in characters.
const SEARCH_MAX: usize = 100;

/// Rows of a page, and whether others follow.
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// There are more.
    pub more: bool,
}

impl<T> Page<T> {
    /// Cuts off the one row that was asked for beyond the page.
    #[must_use]
    pub fn cut(mut items: Vec<T>, limit: usize) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        Self { items, more }
    }
}

fn beyond(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1)
}

fn searched(search: &str) -> String {
    search.trim().chars().filter(|c| !c.is_control()).take(SEARCH_MAX).collect()
}

/// Nodes in the viewer's part of the tree, by id.
pub async fn page_orgs(
    store: &Store,
    ctx: &Ctx,
    kind: Option<OrgKind>,
    parent: Option<OrgId>,
    search: &str,
    after: Option<OrgId>,
    limit: usize,
) -> Result<Page<OrgRecord>> {
    ctx.require(Permission::OrgRead)?;
    let search = searched(search);
    let mut tx = store.tenant(ctx).await?;
    let filter = OrgFilter { only: None, kind, parent, search: &search };
    let items = orgs::page(tx.conn(), ctx.tenant, &filter, after, beyond(limit)).await?;
    tx.commit().await?;
    Ok(Page::cut(items, limit))
}

/// One node in the viewer's part of the tree.
pub async fn get_org_record(store: &Store, ctx: &Ctx, org: OrgId) -> Result<OrgRecord> {
    ctx.require(Permission::OrgRead)?;
    let mut tx = store.tenant(ctx).await?;
    let filter = OrgFilter { only: Some(org), kind: None, parent: None, search: "" };
    let found = orgs::page(tx.conn(), ctx.tenant, &filter, None, 1).await?.pop();
    tx.commit().await?;
    found.ok_or(Error::NotFound)
}

/// Memberships in the viewer's part of the tree, by person and node.
pub async fn page_people(store: &Store, ctx: &Ctx, search: &str, after: Option<(UserId, OrgId)>, limit: usize) -> Result<Page<PersonItem>> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let items = people::page(tx.conn(), ctx.tenant, ctx.org(), &searched(search), after, beyond(limit)).await?;
    tx.commit().await?;
    Ok(Page::cut(items, limit))
}

/// Open invitations in the viewer's part of the tree, by id.
pub async fn page_invitations(store: &Store, ctx: &Ctx, after: Option<InvitationId>, limit: usize) -> Result<Page<InvitationItem>> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let items = invitations::page(tx.conn(), ctx.tenant, ctx.org(), None, after, ctx.now, beyond(limit)).await?;
    tx.commit().await?;
    Ok(Page::cut(items, limit))
}

/// One open invitation in the viewer's part of the tree.
pub async fn get_invitation(store: &Store, ctx: &Ctx, id: InvitationId) -> Result<InvitationItem> {
    ctx.require(Permission::PeopleRead)?;
    let mut tx = store.tenant(ctx).await?;
    let found = invitations::page(tx.conn(), ctx.tenant, ctx.org(), Some(id), None, ctx.now, 1).await?.pop();
    tx.commit().await?;
    found.ok_or(Error::NotFound)
}
