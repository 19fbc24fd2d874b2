//! What the pages of settings ask the server.

use leptos::prelude::*;
use tenancy::model::{BrandingView, SettingsView};

use crate::PageError;
use crate::codec::Json;

/// The branding of the viewer's own node.
#[server(endpoint = "settings/branding", input = Json, output = Json)]
pub async fn get_branding() -> Result<BrandingView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_branding(&store, &ctx, crate::request::portal()).await?)
}

/// What the viewer's own node has decided for itself.
#[server(endpoint = "settings/general", input = Json, output = Json)]
pub async fn get_settings() -> Result<SettingsView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_settings(&store, &ctx, crate::words::languages()).await?)
}
