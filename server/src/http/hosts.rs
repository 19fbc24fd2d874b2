//! From the Host header to a tenant, by exact lookup.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};
use std::time::{Duration, Instant};

use axum::extract::{Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use kernel::TenantId;
use tenancy::actions::CURRENT_HOST;
use tenancy::model::HostTenant;

use super::State;

/// How long an answer is trusted.
const FRESH: Duration = Duration::from_secs(10);
/// How many answers are kept; a flood of made-up names cannot grow it further.
const MOST: usize = 4096;

/// When it was asked, and where the host leads.
type Answer = (Instant, Option<Arc<HostTenant>>);

/// Remembers which host leads where, for some seconds.
#[derive(Default)]
pub struct HostCache {
    known: RwLock<HashMap<String, Answer>>,
}

impl HostCache {
    fn get(&self, host: &str) -> Option<Option<Arc<HostTenant>>> {
        let known = self.known.read().ok()?;
        known.get(host).filter(|(at, _)| at.elapsed() < FRESH).map(|(_, found)| found.clone())
    }

    fn put(&self, host: String, found: Option<Arc<HostTenant>>) {
        if let Ok(mut known) = self.known.write() {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(host, (Instant::now(), found));
        }
    }
}

impl HostCache {
    /// Forgets what leads to the tenant, and which names lead nowhere: what was just changed shows with the next request.
    pub(super) fn forget(&self, tenant: TenantId) {
        if let Ok(mut known) = self.known.write() {
            known.retain(|_host, (_at, found)| found.as_ref().is_some_and(|found| found.tenant != tenant));
        }
    }
}

/// Puts `Arc<HostTenant>` into the request, or answers 421 with nothing that tells whose server this is.
pub async fn tenant_of_host(Shared(state): Shared<State>, mut request: Request, next: Next) -> Response {
    let mut named = request.headers().get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (Some(one), None) => one.to_str().ok().and_then(kernel::validate::host_name),
        (None, None) => request.uri().host().and_then(kernel::validate::host_name),
        _ => None,
    };
    let Some(host) = host else { return misdirected() };
    let found = match state.hosts.get(&host) {
        Some(found) => found,
        None => match tenancy::actions::find_host(&state.store, &host).await {
            Ok(found) => {
                let found = found.map(Arc::new);
                state.hosts.put(host, found.clone());
                found
            }
            Err(error) => {
                return (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE), [(header::RETRY_AFTER, "5")]).into_response();
            }
        },
    };
    let Some(tenant) = found else { return misdirected() };
    request.extensions_mut().insert(Arc::clone(&tenant));
    CURRENT_HOST.scope(tenant, next.run(request)).await
}

fn misdirected() -> Response {
    (StatusCode::MISDIRECTED_REQUEST, "421 Misdirected Request\n").into_response()
}
