//! What a search asks the server. Each part asks its own domain, behind the viewer's permissions and fence.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::PageError;
use crate::codec::Json;

/// What kind of thing was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A place to go, or something to do.
    Page,
    /// An ISP, for the founder.
    Isp,
    /// A branch, reseller or customer.
    Org,
    /// A person.
    Person,
    /// A device.
    Device,
    /// An interface.
    Interface,
}

/// A text with the part that was looked for: before it, itself, after it.
pub type Marked = (String, String, String);

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    /// Its page.
    pub href: String,
    /// Its name.
    pub title: Marked,
    /// What else it goes by.
    pub detail: Marked,
    /// Where it belongs, in words; may be empty.
    pub note: String,
}

/// Things of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Which kind.
    pub kind: Kind,
    /// At most eight, best first.
    pub hits: Vec<Hit>,
    /// There are more.
    pub more: bool,
}

/// Looks for `term` in names of everything that the viewer may see. Groups in which nothing was found are left out.
#[server(endpoint = "search/everything", input = Json, output = Json)]
pub async fn search_everything(term: String) -> Result<Vec<Group>, PageError> {
    Ok(look::everything(&term).await?)
}

#[cfg(feature = "ssr")]
mod look {
    use kernel::{Ctx, Permission, Result, SearchTerm};
    use store::Store;
    use ui::words::t_code;

    use super::{Group, Hit, Kind, Marked};
    use crate::search::pages;

    /// Hits of a group.
    const MOST: usize = 8;
    /// One more tells whether there are more.
    const ASKED: i64 = 9;

    pub async fn everything(term: &str) -> Result<Vec<Group>> {
        let (store, ctx) = crate::request::request()?;
        let Some(term) = SearchTerm::parse(term) else { return Ok(Vec::new()) };
        let mut groups = vec![group(Kind::Page, pages::matching(&term))];
        groups.extend(tenants(&store, &ctx, &term).await?);
        groups.extend(network(&store, &ctx, &term).await?);
        groups.retain(|group| !group.hits.is_empty());
        Ok(groups)
    }

    async fn tenants(store: &Store, ctx: &Ctx, term: &SearchTerm) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        if ctx.allows(Permission::PlatformRead) {
            let found = tenancy::actions::search_isps(store, ctx, term, ASKED).await?;
            let hits = found.into_iter().map(|isp| hit(term, format!("/platform/isps/{}", isp.id), &isp.name, &isp.host.unwrap_or_default(), String::new()));
            groups.push(group(Kind::Isp, hits.collect()));
        }
        if ctx.allows(Permission::OrgRead) {
            let found = tenancy::actions::search_orgs(store, ctx, term, ASKED).await?;
            let hits = found.into_iter().map(|org| {
                let kind = t_code("org-kind", org.kind.as_str());
                let note = org.above.map_or_else(|| kind.clone(), |above| format!("{kind} \u{b7} {above}"));
                hit(term, format!("/organisation/{}", org.id), &org.name, "", note)
            });
            groups.push(group(Kind::Org, hits.collect()));
        }
        if ctx.allows(Permission::PeopleRead) {
            let found = tenancy::actions::search_people(store, ctx, term, ASKED).await?;
            let hits = found.into_iter().map(|person| hit(term, format!("/people/{}", person.id), &person.name, &person.email, String::new()));
            groups.push(group(Kind::Person, hits.collect()));
        }
        Ok(groups)
    }

    async fn network(store: &Store, ctx: &Ctx, term: &SearchTerm) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        if ctx.allows(Permission::DeviceRead) {
            let found = network::actions::search_devices(store, ctx, term, ASKED).await?;
            let hits = found.into_iter().map(|device| hit(term, format!("/network/devices/{}", device.id), &device.name, &device.address, String::new()));
            groups.push(group(Kind::Device, hits.collect()));
        }
        if ctx.allows(Permission::InterfaceRead) {
            let found = network::actions::search_interfaces(store, ctx, term, ASKED).await?;
            let sees_devices = ctx.allows(Permission::DeviceRead);
            let hits = found.into_iter().map(|line| {
                let device = line.device.filter(|_| sees_devices).unwrap_or_default();
                hit(term, format!("/network/interfaces/{}", line.id), &line.name, &line.alias, device)
            });
            groups.push(group(Kind::Interface, hits.collect()));
        }
        Ok(groups)
    }

    fn group(kind: Kind, mut hits: Vec<Hit>) -> Group {
        let more = hits.len() > MOST;
        hits.truncate(MOST);
        Group { kind, hits, more }
    }

    /// A hit with what was looked for marked in both texts.
    pub fn hit(term: &SearchTerm, href: String, title: &str, detail: &str, note: String) -> Hit {
        let marked = |text: &str| -> Marked {
            let (before, found, after) = term.mark(text);
            (before.to_owned(), found.to_owned(), after.to_owned())
        };
        Hit { href, title: marked(title), detail: marked(detail), note }
    }
}

#[cfg(feature = "ssr")]
pub use look::hit;
