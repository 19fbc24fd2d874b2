//! What the pages of settings ask the server.

use kernel::RoleId;
use leptos::prelude::*;
use tenancy::model::{BrandingView, RoleEditor, RoleList, SupportPage};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on these pages reach back this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 400 * 86_400_000;

/// The branding of the viewer's own node.
#[server(endpoint = "settings/branding", input = Json, output = Json)]
pub async fn get_branding() -> Result<BrandingView, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::get_branding(&store, &ctx, crate::request::portal()).await?)
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
