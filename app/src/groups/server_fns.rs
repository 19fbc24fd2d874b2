//! What the pages of groups ask the server.

use kernel::{GroupId, InterfaceId, OrgId};
use leptos::prelude::*;
use network::model::{GroupDetail, GroupItem, OrgRef, Percentile, Range};
use serde::{Deserialize, Serialize};

use crate::PageError;
use crate::codec::Json;
use crate::network::traffic::Traffic;
use crate::stamped::Stamped;

/// Two months and their neighbours, for the offsets of their gaps.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 70 * 86_400_000;

/// Every group in the viewer's sight.
#[server(endpoint = "groups/list", input = Json, output = Json)]
pub async fn list_groups() -> Result<Vec<GroupItem>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::list_groups(&store, &ctx).await?)
}

/// A group and its interfaces.
#[server(endpoint = "groups/get", input = Json, output = Json)]
pub async fn get_group(id: GroupId) -> Result<GroupDetail, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::get_group(&store, &ctx, id).await?)
}

/// A group's traffic on its way to the browser.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GroupTraffic {
    /// The sums.
    pub sum: Traffic,
    /// What the sum is measured against, bit/s.
    pub limit_bps: Option<i64>,
    /// Interfaces that count.
    pub members: u32,
    /// How many of them each step is the sum of.
    pub measured: Vec<u32>,
}

/// A group's traffic over a range.
#[server(endpoint = "groups/traffic", input = Json, output = Json)]
pub async fn get_traffic(id: GroupId, range: Range) -> Result<Stamped<GroupTraffic>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let found = network::actions::get_group_series(&store, &ctx, id, range).await?;
    let traffic = GroupTraffic { sum: Traffic(found.series), limit_bps: found.limit_bps, members: found.members, measured: found.measured };
    Ok(Stamped::new(&ctx, (range.seconds() + 7_200) * 1_000, traffic))
}

/// The 95th percentile of this month and of the one before.
pub type Months = Stamped<Vec<Percentile>>;

#[cfg(feature = "ssr")]
async fn months(of: network::actions::PercentileOf) -> Result<Months, PageError> {
    let (store, ctx) = crate::request::request()?;
    let mut months = Vec::new();
    let mut month = None;
    for _ in 0..2 {
        let Some(found) = network::actions::get_percentile(&store, &ctx, of, month).await? else { break };
        month = found.month.before();
        months.push(found);
        if month.is_none() {
            break;
        }
    }
    Ok(Stamped::new(&ctx, BACK_MS, months))
}

/// Of a group.
#[server(endpoint = "groups/percentile", input = Json, output = Json)]
pub async fn group_months(id: GroupId) -> Result<Months, PageError> {
    months(network::actions::PercentileOf::Group(id)).await
}

/// Of an interface.
#[server(endpoint = "groups/interface_percentile", input = Json, output = Json)]
pub async fn interface_months(id: InterfaceId) -> Result<Months, PageError> {
    months(network::actions::PercentileOf::Interface(id)).await
}

/// What the form for a group chooses from: the nodes that can hold one, the viewer's own first.
#[server(endpoint = "groups/holders", input = Json, output = Json)]
pub async fn list_holders() -> Result<Vec<OrgRef>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::list_group_holders(&store, &ctx).await?)
}

/// The group's own node where the list of nodes has it, so that a form shows it chosen.
#[must_use]
pub fn chosen(orgs: &[OrgRef], org: Option<OrgId>) -> String {
    org.filter(|org| orgs.iter().any(|other| other.id == *org)).or_else(|| orgs.first().map(|org| org.id)).map(|org| org.to_string()).unwrap_or_default()
}
