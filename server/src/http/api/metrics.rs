//! Figures for Prometheus.

use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::Permission;

use super::caller::Caller;
use super::problem::Answer;
use crate::http::State;

const TEXT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

/// Scrape metrics
///
/// The present figures of interfaces in the caller's part of the tree as Prometheus reads them; with `device_read` also of
/// devices, with `alert_read` also of alerts. What is old is left out.
#[utoipa::path(get, path = "/metrics", tag = "network", security(("token" = ["interface_read"])),
    responses((status = 200, description = "Text format 0.0.4", body = String, content_type = "text/plain")))]
pub(super) async fn get_metrics(caller: Caller, Shared(state): Shared<State>) -> Answer<Response> {
    caller.require(&[Permission::InterfaceRead])?;
    let text = network::actions::export_metrics(&state.store, &caller.ctx).await?;
    Ok(([(header::CONTENT_TYPE, TEXT)], text).into_response())
}
