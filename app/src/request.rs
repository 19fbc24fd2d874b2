//! The server's side of a page: who asks, of which database.

use std::sync::Arc;

use http::{StatusCode, request};
use kernel::{Ctx, Error, OrgId};
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
