//! What the platform's pages ask the server.

use leptos::prelude::*;
use network::model::IspOverview;
use tenancy::model::SystemHealth;

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Every ISP in figures.
#[server(endpoint = "platform/overview", input = Json, output = Json)]
pub async fn platform_overview() -> Result<Vec<IspOverview>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::platform_overview(&store, &ctx).await?)
}

/// Partitions reach back for years.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 4_000 * 86_400_000;

/// How the product itself does.
#[server(endpoint = "platform/health", input = Json, output = Json)]
pub async fn get_system_health() -> Result<Stamped<SystemHealth>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let health = tenancy::actions::system_health(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, health))
}
