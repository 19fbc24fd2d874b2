//! What the platform's pages ask the server.

use leptos::prelude::*;
use network::model::IspOverview;

use crate::PageError;
use crate::codec::Json;

/// Every ISP in figures.
#[server(endpoint = "platform/overview", input = Json, output = Json)]
pub async fn platform_overview() -> Result<Vec<IspOverview>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::platform_overview(&store, &ctx).await?)
}
