//! What the page of the audit log asks the server.

use leptos::prelude::*;
use tenancy::model::{AuditPage, AuditQuery};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on the page reach back at most this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 50 * 366 * 86_400_000;

/// One page of the tenant's audit log.
#[server(endpoint = "audit/list", input = Json, output = Json)]
pub async fn list_audit(query: AuditQuery) -> Result<Stamped<AuditPage>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let page = tenancy::actions::list_audit(&store, &ctx, query).await?;
    let oldest = page.entries.iter().map(|entry| ctx.now.timestamp_millis().saturating_sub(entry.at_ms)).max();
    Ok(Stamped::new(&ctx, oldest.unwrap_or_default().clamp(0, BACK_MS), page))
}
