use ::store::{Store, StoreError};
use kernel::{Ctx, Error, FieldError, OrgId, Permission, Result, Scope};

use crate::model::{OrgDetail, OrgItem, OrgKind, OrgTree};
use crate::rules::{self, isp_form};
use crate::store::{hosts, orgs};

/// The viewer's own node and what is below it, as far as the name holds `search` and the kind is this.
pub async fn list_orgs(store: &Store, ctx: &Ctx, search: &str, kind: Option<OrgKind>) -> Result<OrgTree> {
    ctx.require(Permission::OrgRead)?;
    let search: String = search.trim().chars().filter(|c| !c.is_control()).take(100).collect();
    let asked = i64::try_from(OrgTree::MOST).unwrap_or(i64::MAX).saturating_add(1);
    let mut tx = store.tenant(ctx).await?;
    let rows = orgs::tree(tx.conn(), ctx.tenant, ctx.org(), &search, kind.map_or("", OrgKind::as_str), asked).await?;
    tx.commit().await?;
    let more = rows.len() > OrgTree::MOST;
    // The viewer's own node, or what a filter leaves over.
    let top = rows.iter().map(|row| row.depth).min().unwrap_or(0);
    let count = |count: i64| u32::try_from(count.max(0)).unwrap_or(u32::MAX);
    let nodes = rows.into_iter().take(OrgTree::MOST).filter_map(|row| {
        Some(OrgItem {
            id: OrgId(row.id),
            kind: OrgKind::parse(&row.kind)?,
            name: row.name,
            depth: u32::try_from(row.depth.saturating_sub(top)).unwrap_or(0),
            host: row.host,
            people: count(row.people),
            below: count(row.below),
        })
    });
    Ok(OrgTree { nodes: nodes.collect(), more })
}

/// One node in the viewer's part of the tree.
pub async fn get_org(store: &Store, ctx: &Ctx, org: OrgId, base_domain: &str) -> Result<OrgDetail> {
    ctx.require(Permission::OrgRead)?;
    let mut tx = store.tenant(ctx).await?;
    let row = orgs::detail(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    let kind = OrgKind::parse(&row.kind).ok_or(Error::Internal)?;
    let own = org == ctx.org();
    let holders = [OrgKind::Isp, OrgKind::Branch, OrgKind::Reseller].into_iter().filter(|holder| rules::may_hold(*holder, kind));
    let holders: Vec<String> = holders.map(|holder| holder.as_str().to_owned()).collect();
    let places = if own || holders.is_empty() { Vec::new() } else { orgs::places_for(tx.conn(), ctx.tenant, org, &holders).await? };
    tx.commit().await?;
    Ok(OrgDetail {
        id: org,
        kind,
        name: row.name,
        places: places.into_iter().filter(|(place, _)| Some(place.0) != row.parent).collect(),
        parent: row.parent.map(OrgId).zip(row.parent_name),
        hosts: row.hosts,
        created_ms: row.created_at.timestamp_millis(),
        may_hold: rules::kinds_below(kind),
        may_label: may_label(ctx),
        own,
        fresh: OrgId::generate(),
        base_domain: base_domain.to_owned(),
    })
}

/// A node to be made, as typed.
pub struct AddOrg {
    /// The id that the form came with: sending it twice makes one.
    pub id: String,
    /// The node above.
    pub parent: OrgId,
    /// Its level.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// First label of its own portal's host name; empty for none.
    pub label: String,
}

/// Whether the viewer may choose the name of a portal. Names stand side by side with those of other providers, so who sells
/// onwards could take one that looks like another's: only people of the ISP itself choose (and the founder, of an ISP's own).
fn may_label(ctx: &Ctx) -> bool {
    ctx.scope == Scope::WholeTenant
}

/// Makes a branch, reseller or client below a node. A portal of its own stands at `label.base_domain`.
pub async fn add_org(store: &Store, ctx: &Ctx, new: &AddOrg, base_domain: &str) -> Result<OrgId> {
    ctx.require(Permission::OrgManage)?;
    let id = new.id.parse::<OrgId>().ok().filter(|id| id.0.get_version_num() == 7).ok_or_else(|| Error::field("", "stale-form"))?;
    let mut tx = store.tenant(ctx).await?;
    orgs::get(tx.conn(), ctx.tenant, new.parent).await?.ok_or(Error::NotFound)?;
    if orgs::get(tx.conn(), ctx.tenant, id).await?.is_some() {
        return Ok(id);
    }
    tx.commit().await?;
    // The node above is in the viewer's sight. The new one lies in no fence that was drawn before it came to be, so it is
    // written behind the whole tenant's; where the node above stands is asked again there, under lock.
    let mut tx = store.tenant(&ctx.inside(ctx.tenant)).await?;
    orgs::lock_tree(tx.conn(), ctx.tenant).await?;
    let above = orgs::get(tx.conn(), ctx.tenant, new.parent).await?.filter(|above| above.path.contains(&ctx.org().0)).ok_or(Error::NotFound)?;
    let kind = OrgKind::parse(&new.kind).filter(|kind| rules::may_hold(above.kind, *kind)).ok_or("not-a-choice");
    let name = isp_form::name(&new.name);
    let label = match new.label.trim() {
        "" => Ok(None),
        _ if !may_label(ctx) => Err("label-not-yours"),
        typed => isp_form::label(typed).map(Some),
    };
    let (kind, name, label) = match (kind, name, label) {
        (Ok(kind), Ok(name), Ok(label)) => (kind, name, label),
        (kind, name, label) => {
            let mut faults = Vec::new();
            faults.extend(kind.err().map(|code| FieldError::new("kind", code)));
            faults.extend(name.err().map(|code| FieldError::new("name", code)));
            faults.extend(label.err().map(|code| FieldError::new("label", code)));
            return Err(Error::Invalid(faults));
        }
    };
    let mut path = above.path;
    path.push(id.0);
    let node = orgs::NewOrg {
        tenant: ctx.tenant,
        id,
        parent: Some(new.parent),
        kind,
        name: &name,
        path: &path,
        simulated: false,
        currency: None,
        locale: None,
        time_zone: None,
        now: ctx.now,
    };
    orgs::insert(tx.conn(), &node).await?;
    if kind == OrgKind::Client {
        // Counted with the new one, under the lock of the tree: of two who come at the same time, one counts the other.
        let limit = orgs::limits(tx.conn(), ctx.tenant).await?.subscribers;
        if let Some(limit) = limit
            && orgs::count_clients(tx.conn(), ctx.tenant).await? > i64::from(limit)
        {
            return Err(Error::field("", "subscriber-limit"));
        }
    }
    let host = label.map(|label| format!("{label}.{base_domain}"));
    if let Some(host) = &host {
        hosts::insert(tx.conn(), ctx.tenant, id, host, ctx.now).await.map_err(label_taken)?;
    }
    let detail = serde_json::json!({ "kind": kind.as_str(), "name": name, "parent": new.parent, "host": host });
    tx.audit(ctx, "org.create", &format!("org:{id}"), detail).await?;
    tx.commit().await?;
    Ok(id)
}

fn label_taken(error: StoreError) -> Error {
    if hosts::is_taken(&error) { Error::field("label", "host-taken") } else { error.into() }
}

/// Gives a node another name. With `held`, only while the node is still of that version; else `Conflict("changed")`.
pub async fn rename_org(store: &Store, ctx: &Ctx, org: OrgId, name: &str, held: Option<i32>) -> Result<()> {
    ctx.require(Permission::OrgManage)?;
    let name = isp_form::name(name).map_err(|code| Error::field("name", code))?;
    let mut tx = store.tenant(ctx).await?;
    let version = orgs::hold(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    if held.is_some_and(|held| held != version) {
        return Err(Error::Conflict("changed".to_owned()));
    }
    orgs::rename(tx.conn(), ctx.tenant, org, &name).await?;
    tx.audit(ctx, "org.rename", &format!("org:{org}"), serde_json::json!({ "name": name })).await?;
    tx.commit().await?;
    Ok(())
}

/// Hangs a branch, reseller or client, with all below it, under another node. What belongs to it moves along; who could see
/// it only from the old place no longer can.
pub async fn move_org(store: &Store, ctx: &Ctx, org: OrgId, to: OrgId) -> Result<()> {
    ctx.require(Permission::OrgManage)?;
    if org == ctx.org() || org == ctx.tenant.root() {
        return Err(ctx.refused("moving a tree's own root"));
    }
    let mut tx = store.tenant(ctx).await?;
    orgs::lock_tree(tx.conn(), ctx.tenant).await?;
    let node = orgs::get(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    let place = orgs::get(tx.conn(), ctx.tenant, to).await?.ok_or_else(|| Error::field("to", "not-a-choice"))?;
    if place.path.contains(&org.0) || !rules::may_hold(place.kind, node.kind) {
        return Err(Error::field("to", "not-a-choice"));
    }
    let moved = orgs::move_below(tx.conn(), ctx.tenant, org, to, &place.path).await?;
    tx.audit(ctx, "org.move", &format!("org:{org}"), serde_json::json!({ "to": to, "nodes": moved })).await?;
    tx.commit().await?;
    Ok(())
}
