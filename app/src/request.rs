//! The server's side of a page: who asks, of which database.

use http::StatusCode;
use kernel::{Ctx, Error};
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use store::Store;

/// Who asks, and the database. Refuses where nobody is signed in.
pub fn request() -> kernel::Result<(Store, Ctx)> {
    let ctx = use_context::<Ctx>().ok_or(Error::Unauthenticated)?;
    let store = use_context::<Store>().ok_or(Error::Internal)?;
    Ok((store, ctx))
}

/// Sets the response's status for an error and tells the request's number, which the log carries too.
pub fn refuse(error: &Error) -> Option<String> {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(error.status())) {
        response.set_status(status);
    }
    use_context::<Ctx>().map(|ctx| ctx.request_id.to_string())
}
