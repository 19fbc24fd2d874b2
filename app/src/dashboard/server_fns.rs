//! What dashboards ask the server.

use leptos::prelude::*;
use network::model::{CustomerDashboard, NetworkDashboard, Octets, PlatformDashboard, ResellerDashboard, SparkPoint, TotalNow};
use serde::{Deserialize, Serialize};
use tenancy::model::{AuditEntry, PlatformSummary, TreeSummary};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on dashboards reach back this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 90 * 86_400_000;
/// Changes that are listed.
#[cfg(feature = "ssr")]
const CHANGES: i64 = 6;

/// The founder's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FounderFigures {
    /// Networks and collectors.
    pub network: PlatformDashboard,
    /// ISPs, jobs and what waits.
    pub summary: PlatformSummary,
}

/// The figures of an ISP's staff or a branch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StaffFigures {
    /// The network.
    pub network: NetworkDashboard,
    /// The tree and its people.
    pub tree: TreeSummary,
    /// What was done last, where the viewer may read it.
    pub changes: Option<Vec<AuditEntry>>,
}

/// The founder's dashboard.
#[server(endpoint = "dashboard/platform", input = Json, output = Json)]
pub async fn get_founder_figures() -> Result<Stamped<FounderFigures>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let network = network::actions::platform_dashboard(&store, &ctx).await?;
    let summary = tenancy::actions::platform_summary(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, FounderFigures { network, summary }))
}

/// Two hours of all ISPs' traffic; asked for less often, because it reads more.
#[server(endpoint = "dashboard/platform_spark", input = Json, output = Json)]
pub async fn get_platform_spark() -> Result<Vec<SparkPoint>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::platform_spark(&store, &ctx).await?)
}

/// The dashboard of an ISP's staff or a branch.
#[server(endpoint = "dashboard/network", input = Json, output = Json)]
pub async fn get_staff_figures() -> Result<Stamped<StaffFigures>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let network = network::actions::network_dashboard(&store, &ctx).await?;
    let tree = tenancy::actions::tree_summary(&store, &ctx).await?;
    let changes = match ctx.allows(kernel::Permission::AuditRead) {
        true => Some(tenancy::actions::recent_changes(&store, &ctx, CHANGES).await?),
        false => None,
    };
    Ok(Stamped::new(&ctx, BACK_MS, StaffFigures { network, tree, changes }))
}

/// A reseller's dashboard.
#[server(endpoint = "dashboard/reseller", input = Json, output = Json)]
pub async fn get_reseller_figures() -> Result<Stamped<ResellerDashboard>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let figures = network::actions::reseller_dashboard(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, figures))
}

/// What of a customer's dashboard changes from minute to minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerNow {
    /// Traffic now.
    pub now: TotalNow,
    /// Since midnight in the viewer's time zone.
    pub today: Octets,
    /// Since the first of the month in the viewer's time zone.
    pub month: Octets,
}

/// Likewise, a fraction of its size.
#[server(endpoint = "dashboard/customer_now", input = Json, output = Json)]
pub async fn get_customer_now() -> Result<CustomerNow, PageError> {
    let (store, ctx) = crate::request::request()?;
    let CustomerDashboard { now, today, month, .. } = network::actions::customer_dashboard(&store, &ctx).await?;
    Ok(CustomerNow { now, today, month })
}

/// A customer's dashboard.
#[server(endpoint = "dashboard/customer", input = Json, output = Json)]
pub async fn get_customer_figures() -> Result<Stamped<CustomerDashboard>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let figures = network::actions::customer_dashboard(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, figures))
}
