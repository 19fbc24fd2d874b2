//! What the pages of settings ask the server.

use kernel::RoleId;
use leptos::prelude::*;
use tenancy::model::{ApiTokens, BrandingView, Domains, RoleEditor, RoleList, SettingsView, SupportPage};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on these pages reach from a year back to a year on; offsets are told from here on.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 400 * 86_400_000;

/// The branding of the viewer's own node.
#[server(endpoint = "settings/branding", input = Json, output = Json)]
pub async fn get_branding() -> Result<BrandingView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_branding(&store, &ctx, crate::request::portal()).await?)
}

/// The ISP's domains and what proves them.
#[server(endpoint = "settings/domains", input = Json, output = Json)]
pub async fn list_domains() -> Result<Stamped<Domains>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let domains = tenancy::actions::list_domains(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, domains))
}

/// What the viewer's own node has decided for itself.
#[server(endpoint = "settings/general", input = Json, output = Json)]
pub async fn get_settings() -> Result<SettingsView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_settings(&store, &ctx, crate::words::languages()).await?)
}

/// The viewer's tokens, and those of programs where the viewer looks after them.
#[server(endpoint = "settings/api_tokens", input = Json, output = Json)]
pub async fn list_api_tokens() -> Result<Stamped<ApiTokens>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let tokens = tenancy::actions::list_api_tokens(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, tokens))
}

/// The ISP's own roles.
#[server(endpoint = "settings/list_roles", input = Json, output = Json)]
pub async fn list_roles() -> Result<RoleList, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::list_roles(&store, &ctx).await?)
}

/// The form of a new role that begins as a built-in one.
#[server(endpoint = "settings/new_role", input = Json, output = Json)]
pub async fn new_role(from: String) -> Result<RoleEditor, PageError> {
    let (_store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::new_role(&ctx, &from)?)
}

/// The form of a role that is there.
#[server(endpoint = "settings/get_role", input = Json, output = Json)]
pub async fn get_role(id: RoleId) -> Result<RoleEditor, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_role(&store, &ctx, id).await?)
}

/// Who acted as somebody here.
#[server(endpoint = "settings/support_access", input = Json, output = Json)]
pub async fn get_support_access() -> Result<Stamped<SupportPage>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let page = tenancy::actions::get_support_access(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, page))
}
