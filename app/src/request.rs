//! The server's side of a page: who asks, of which database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{HeaderValue, StatusCode, header, request};
use kernel::{Ctx, Error, OrgId, RequestId};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use store::Store;
use tenancy::model::HostTenant;

/// Who asks, and the database. Refuses where nobody is signed in.
pub fn request() -> kernel::Result<(Store, Ctx)> {
    let ctx = use_context::<Ctx>().ok_or(Error::Unauthenticated)?;
    let store = use_context::<Store>().ok_or(Error::Internal)?;
    Ok((store, ctx))
}

/// A request as it comes before anybody is known.
#[derive(Clone)]
pub struct Guest {
    /// The portal.
    pub host: Arc<HostTenant>,
    /// When it came.
    pub now: DateTime<Utc>,
    /// Its number.
    pub request_id: RequestId,
}

/// Whoever asks, signed in or not, and the database.
pub fn guest() -> kernel::Result<(Store, Guest)> {
    let guest = use_context::<Guest>().ok_or(Error::Internal)?;
    let store = use_context::<Store>().ok_or(Error::Internal)?;
    Ok((store, guest))
}

/// The domain below which portals stand.
#[derive(Clone)]
pub struct BaseDomain(pub Arc<str>);

/// The domain below which portals stand.
pub fn base_domain() -> kernel::Result<Arc<str>> {
    use_context::<BaseDomain>().map(|domain| domain.0).ok_or(Error::Internal)
}

/// The node whose portal was asked.
pub fn portal() -> Option<OrgId> {
    use_context::<request::Parts>()?.extensions.get::<Arc<HostTenant>>().map(|host| host.org)
}

/// Sets the response's status for an error and tells the request's number, which the log carries too.
pub fn refuse(error: &Error) -> Option<String> {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status())) {
        response.set_status(status);
    }
    use_context::<Ctx>().map(|ctx| ctx.request_id.to_string())
}

/// Gives the page its content security policy (W3C CSP Level 3): scripts with this page's nonce and what they load, the
/// portal's own files, nothing from anywhere else. Charts write style attributes, hence the exception for those alone. A form
/// may lead on to `linked`, the portals of the viewer's other accounts: browsers hold a form's redirect against the policy.
pub fn protect(nonce: &str, linked: &[&str]) {
    let forms = linked.iter().filter(|origin| !origin.contains([' ', ';', ','])).fold("'self'".to_owned(), |list, origin| format!("{list} {origin}"));
    let policy = format!(
        "default-src 'none'; script-src 'strict-dynamic' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action {forms}; base-uri 'none'; frame-ancestors 'none'"
    );
    if let (Some(response), Ok(policy)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&policy)) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}
