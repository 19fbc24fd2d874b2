//! What the pages of settings ask the server.

use leptos::prelude::*;
use tenancy::model::BrandingView;

use crate::PageError;
use crate::codec::Json;

/// The branding of the viewer's own node.
#[server(endpoint = "settings/branding", input = Json, output = Json)]
pub async fn get_branding() -> Result<BrandingView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_branding(&store, &ctx, crate::request::portal()).await?)
}
