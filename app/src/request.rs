//! The server's side of a page: who asks, of which database.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::{StatusCode, request};
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
