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

/// Remembers which host leads where and how its portal looks, for some seconds.
#[derive(Default)]
pub struct HostCache {
    known: RwLock<Known>,
}

#[derive(Default)]
struct Known {
    answers: HashMap<String, Answer>,
    /// Counts how often something was forgotten: an answer that was asked for before is not taken in after.
    forgotten: u64,
}

/// What the cache says of a host.
enum Lookup {
    /// This, asked for a moment ago.
    Fresh(Option<Arc<HostTenant>>),
    /// Nothing; an answer is to be brought with this number.
    Unknown(u64),
}

impl HostCache {
    fn get(&self, host: &str) -> Lookup {
        let Ok(known) = self.known.read() else { return Lookup::Unknown(0) };
        match known.answers.get(host).filter(|(at, _)| at.elapsed() < FRESH) {
            Some((_, found)) => Lookup::Fresh(found.clone()),
            None => Lookup::Unknown(known.forgotten),
        }
    }

    fn put(&self, host: String, found: Option<Arc<HostTenant>>, asked: u64) {
        if let Ok(mut known) = self.known.write()
            && known.forgotten == asked
        {
            if known.answers.len() >= MOST {
                known.answers.clear();
            }
            known.answers.insert(host, (Instant::now(), found));
        }
    }

    /// Forgets every host of a tenant, and which names lead nowhere (one of them may be the tenant's now). Called after a
    /// change to the tenant, its hosts or its look, on the server that made it; others follow within [`FRESH`].
    pub(super) fn forget(&self, tenant: TenantId) {
        if let Ok(mut known) = self.known.write() {
            known.forgotten = known.forgotten.wrapping_add(1);
            known.answers.retain(|_, (_, found)| found.as_ref().is_some_and(|found| found.tenant != tenant));
        }
    }
}

/// Where a validated host name leads, as known some seconds ago at most; `None` where no tenant has it.
pub(super) async fn lookup(state: &State, host: String) -> kernel::Result<Option<Arc<HostTenant>>> {
    match state.hosts.get(&host) {
        Lookup::Fresh(found) => Ok(found),
        Lookup::Unknown(asked) => {
            let found = tenancy::actions::find_host(&state.store, &host).await?.map(Arc::new);
            state.hosts.put(host, found.clone(), asked);
            Ok(found)
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
    let found = match lookup(&state, host).await {
        Ok(found) => found,
        Err(error) => return (StatusCode::from_u16(error.status()).unwrap_or(StatusCode::SERVICE_UNAVAILABLE), [(header::RETRY_AFTER, "5")]).into_response(),
    };
    let Some(tenant) = found else { return misdirected() };
    request.extensions_mut().insert(Arc::clone(&tenant));
    CURRENT_HOST.scope(tenant, next.run(request)).await
}

fn misdirected() -> Response {
    (StatusCode::MISDIRECTED_REQUEST, "421 Misdirected Request\n").into_response()
}

#[cfg(test)]
mod tests {
    use kernel::OrgId;
    use tenancy::model::OrgKind;
    use uuid::Uuid;

    use super::*;

    fn host(name: &str, tenant: u128) -> Arc<HostTenant> {
        let id = Uuid::from_u128(tenant);
        Arc::new(HostTenant {
            host: name.to_owned(),
            tenant: TenantId(id),
            org: OrgId(id),
            kind: OrgKind::Isp,
            name: name.to_owned(),
            locale: None,
            simulated: false,
            brand: None,
            state: tenancy::model::TenantState::Active,
        })
    }

    fn ask(cache: &HostCache, name: &str) -> Option<Option<Arc<HostTenant>>> {
        match cache.get(name) {
            Lookup::Fresh(found) => Some(found),
            Lookup::Unknown(_) => None,
        }
    }

    fn bring(cache: &HostCache, name: &str, found: Option<Arc<HostTenant>>) {
        if let Lookup::Unknown(asked) = cache.get(name) {
            cache.put(name.to_owned(), found, asked);
        }
    }

    #[test]
    fn a_tenant_is_forgotten_and_others_are_not() {
        let cache = HostCache::default();
        bring(&cache, "acme.localhost", Some(host("acme.localhost", 1)));
        bring(&cache, "metro.acme.localhost", Some(host("metro.acme.localhost", 1)));
        bring(&cache, "zenith.localhost", Some(host("zenith.localhost", 2)));
        bring(&cache, "soon.localhost", None);
        cache.forget(TenantId(Uuid::from_u128(1)));
        for gone in ["acme.localhost", "metro.acme.localhost", "soon.localhost"] {
            assert_eq!(ask(&cache, gone), None, "{gone}");
        }
        assert!(ask(&cache, "zenith.localhost").flatten().is_some());
    }

    #[test]
    fn an_answer_from_before_a_change_is_not_taken_in_after_it() {
        let cache = HostCache::default();
        let Lookup::Unknown(asked) = cache.get("acme.localhost") else { panic!("nothing is known yet") };
        cache.forget(TenantId(Uuid::from_u128(1)));
        cache.put("acme.localhost".to_owned(), Some(host("acme.localhost", 1)), asked);
        assert_eq!(ask(&cache, "acme.localhost"), None);
    }
}
