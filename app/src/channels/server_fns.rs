//! What the page of destinations asks the server.

use leptos::prelude::*;
use messaging::model::Channels;

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Notices are kept for 30 days; a destination may have been silent for longer.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 400 * 86_400_000;

/// Where notices go besides mail, and the newest of them.
#[server(endpoint = "channels/list", input = Json, output = Json)]
pub async fn list_channels() -> Result<Stamped<Channels>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let channels = messaging::actions::list_channels(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, channels))
}
