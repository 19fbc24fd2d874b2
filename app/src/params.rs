//! What stands in the address.

use std::future::Future;
use std::str::FromStr;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use leptos_router::params::ParamsMap;
use serde::Serialize;
use serde::de::DeserializeOwned;
use ui::{ErrorState, IntoPlain, Skeleton};

use crate::PageError;

/// The id in the path; `None` where it is no id: that answers like one that nothing has.
pub fn use_id<T: FromStr + Clone + PartialEq + Send + Sync + 'static>() -> Memo<Option<T>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse().ok())))
}

/// The token at the end of the path: only what one can be made of, so that the rest of an address does not choose where a
/// form goes.
pub fn token_of(params: &ParamsMap) -> String {
    let token = params.get("token").unwrap_or_default();
    token.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(64).collect()
}

/// A page for whoever holds the token in the path: what `find` finds as `page` shows it, and `over` where that is over or never
/// was.
pub fn by_token<T, F>(find: fn(String) -> F, page: fn(T, String) -> AnyView, over: fn() -> AnyView) -> AnyView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<T, PageError>> + Send + 'static,
{
    let params = use_params_map();
    let token = Memo::new(move |_| params.with(token_of));
    let found = Resource::new_blocking(move || token.get(), find);
    view! {
        <div class="sign-in">
            <Suspense fallback=|| view! { <Skeleton lines=5 /> }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => page(found, token.get_untracked()),
                        Err(error) if error.code == "not-found" => over(),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        </div>
    }
    .plain()
}
