//! Routes of one type each: an address as text, and a page whose code and words come when it is opened. The router's own
//! types differ from route to route, and the browser's half would hold its code once for each of them.

use std::borrow::Cow;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::{ChooseView, LazyRoute, PartialPathMatch, PathSegment, PossibleRouteMatch};
use ui::{ErrorState, IntoPlain, Skeleton};

use crate::PageError;

/// An address, with `:name` where an id stands. Matches as the router's own `path!` would.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(pub &'static str);

/// An address of a page.
macro_rules! address {
    ($address:literal) => {
        $crate::page::Address($address)
    };
}
// Not by its own name: a built-in attribute is called `path`.
pub(crate) use address as path;

impl Address {
    fn parts(self) -> impl Iterator<Item = &'static str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }
}

impl PossibleRouteMatch for Address {
    fn optional(&self) -> bool {
        false
    }

    fn test<'a>(&self, path: &'a str) -> Option<PartialPathMatch<'a>> {
        let mut rest = path;
        let mut params = Vec::new();
        for part in self.parts() {
            let inner = rest.strip_prefix('/').unwrap_or(rest);
            let (asked, after) = inner.split_at(inner.find('/').unwrap_or(inner.len()));
            match part.strip_prefix(':') {
                Some(name) if !asked.is_empty() => params.push((Cow::Borrowed(name), asked.to_owned())),
                None if asked == part => {}
                _ => return None,
            }
            rest = after;
        }
        let matched = path.len() - rest.len();
        // The start page has no parts: nothing but the slash is its address.
        let fits = matched > 0 || path == "/";
        fits.then(|| PartialPathMatch::new(rest, params, path.get(..matched).filter(|matched| !matched.is_empty()).unwrap_or(path)))
    }

    fn generate_path(&self, path: &mut Vec<PathSegment>) {
        path.extend(self.parts().map(|part| match part.strip_prefix(':') {
            Some(name) => PathSegment::Param(name.into()),
            None => PathSegment::Static(part.into()),
        }));
    }
}

type Opened = Pin<Box<dyn Future<Output = AnyView>>>;

/// A page to be opened.
#[derive(Clone, Copy)]
pub struct Page(How);

#[derive(Clone, Copy)]
enum How {
    Opens(fn() -> Opened),
    Chooses(fn() -> Page),
}

impl Page {
    /// One of several pages at the same address, which differ by viewer.
    #[must_use]
    pub fn choosing(which: fn() -> Self) -> Self {
        Self(How::Chooses(which))
    }

    fn open(self) -> Opened {
        match self.0 {
            How::Opens(open) => open(),
            How::Chooses(which) => which().open(),
        }
    }
}

/// Makes a [`Page`] of a lazy route.
pub struct Lazy<T>(PhantomData<T>);

impl<T: LazyRoute> Lazy<T> {
    /// The page.
    #[expect(clippy::new_ret_no_self, reason = "read as the router's own type of this name")]
    pub fn new() -> Page {
        Page(How::Opens(|| Box::pin(T::view(T::data()))))
    }
}

impl ChooseView for Page {
    async fn choose(self) -> AnyView {
        let path = use_location().pathname.get_untracked();
        crate::words::fetch_for(&path).await;
        self.open().await
    }

    async fn preload(&self) {}
}

/// A page whose code comes when it is opened: the name of its route, and the function that makes its view.
macro_rules! lazy_page {
    ($(#[$doc:meta])* $route:ident, $view:expr) => {
        $(#[$doc])*
        pub struct $route;

        #[leptos_router::lazy_route]
        impl leptos_router::LazyRoute for $route {
            fn data() -> Self {
                Self
            }

            fn view(this: Self) -> leptos::prelude::AnyView {
                let $route = this;
                $view()
            }
        }
    };
}
pub(crate) use lazy_page;

/// What the server answered, in place of grey lines: the page, or why there is none.
pub fn loaded<T>(answer: Resource<Result<T, PageError>>, lines: usize, page: fn(T) -> AnyView) -> AnyView
where
    T: Clone + Send + Sync + 'static,
{
    view! {
        <Suspense fallback=move || view! { <Skeleton lines /> }>
            {move || Suspend::new(async move {
                match answer.await {
                    Ok(answer) => page(answer),
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                }
            })}
        </Suspense>
    }
    .plain()
}

#[cfg(test)]
mod tests {
    use leptos_router::path as router_path;
    use proptest::prelude::*;

    use super::*;

    /// What is left, and what was read, of a path; and the segments that the server lists.
    fn told(route: &impl PossibleRouteMatch, path: &str) -> Option<(String, Vec<(String, String)>)> {
        let found = route.test(path)?;
        let rest = found.remaining().to_owned();
        // The router takes a route that leaves anything for none.
        (rest.is_empty() || rest == "/").then(|| (rest, found.params().into_iter().map(|(name, value)| (name.into_owned(), value)).collect()))
    }

    fn agrees(ours: Address, theirs: &impl PossibleRouteMatch, path: &str) {
        assert_eq!(told(&ours, path), told(theirs, path), "{ours:?} at {path:?}");
        let (mut own, mut listed) = (Vec::new(), Vec::new());
        ours.generate_path(&mut own);
        theirs.generate_path(&mut listed);
        assert_eq!(own, listed, "{ours:?}");
    }

    proptest! {
        #[test]
        fn addresses_match_as_the_router_s_own_do(path in "(/(people|invite|network|x|é|:id|[a-z0-9-]{1,3}|)){0,4}") {
            if path.starts_with('/') && !path.contains("//") {
                agrees(path!("/"), &router_path!("/"), &path);
                agrees(path!("/people"), &router_path!("/people"), &path);
                agrees(path!("/people/invite"), &router_path!("/people/invite"), &path);
                agrees(path!("/people/:id"), &router_path!("/people/:id"), &path);
                agrees(path!("/network/:id/x"), &router_path!("/network/:id/x"), &path);
            }
        }
    }

    #[test]
    fn a_page_answers_at_its_own_address_only() {
        assert!(told(&path!("/people/:id"), "/people/7").is_some_and(|(_, params)| params == [("id".to_owned(), "7".to_owned())]));
        for other in ["/people", "/people/", "/people/7/x", "/peoples/7", "/"] {
            assert_eq!(told(&path!("/people/:id"), other), None, "{other}");
        }
    }
}
