//! What the pages of settings ask the server.

use kernel::TenantId;
use leptos::prelude::*;
use tenancy::model::{BrandingView, Domains, Exports};

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

/// The ISP's domains and what proves them.
#[server(endpoint = "settings/domains", input = Json, output = Json)]
pub async fn list_domains() -> Result<Stamped<Domains>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let domains = tenancy::actions::list_domains(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, domains))
}

/// Archives of an ISP: of the viewer's own, or as the platform asks, of this one.
#[server(endpoint = "settings/exports", input = Json, output = Json)]
pub async fn list_exports(tenant: Option<TenantId>) -> Result<Stamped<Exports>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let exports = tenancy::actions::list_exports(&store, &ctx, tenant.unwrap_or(ctx.tenant)).await?;
    Ok(Stamped::new(&ctx, BACK_MS, exports))
}
