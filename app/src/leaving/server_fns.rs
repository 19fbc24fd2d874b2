//! What the pages of leaving ask the server.

use kernel::TenantId;
use leptos::prelude::*;
use tenancy::model::{ErasurePlan, Exports};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on these pages reach back this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 400 * 86_400_000;

/// Archives of the viewer's own ISP.
#[server(endpoint = "leaving/exports", input = Json, output = Json)]
pub async fn list_exports() -> Result<Stamped<Exports>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let exports = tenancy::actions::list_exports(&store, &ctx, ctx.tenant).await?;
    Ok(Stamped::new(&ctx, BACK_MS, exports))
}

/// Archives of an ISP as the platform sees them, and what becomes of it when it is closed.
#[server(endpoint = "leaving/isp", input = Json, output = Json)]
pub async fn get_leaving(id: TenantId) -> Result<(Stamped<Exports>, Option<ErasurePlan>), PageError> {
    let (store, ctx) = crate::request::request()?;
    let plan = tenancy::actions::erasure_plan(&store, &ctx, id).await?;
    let exports = tenancy::actions::list_exports(&store, &ctx, id).await?;
    Ok((Stamped::new(&ctx, BACK_MS, exports), plan))
}
