//! `/account/links/accept/:token` and `/account/links/finish/:token`: the second step of a link, on the other portal, and the
//! third, back where it began. Both say whom the link leads to before anything is agreed to.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::OtherSide;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, ErrorState, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton};

use super::server_fns::get_other_side;
use crate::context::{use_form, use_viewer};
use crate::identity::confirm_first;

/// The second step. Its code comes when it is opened.
pub struct AcceptLinkRoute;

#[lazy_route]
impl LazyRoute for AcceptLinkRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AcceptLinkRoute = this;
        match go_on("link-back") {
            Some(on) => view! { <div class="sign-in"><PageHeader title=t("link-accept-title") /> {on}</div> }.plain(),
            None => step("accept", false),
        }
    }
}

/// The third step. Its code comes when it is opened.
pub struct FinishLinkRoute;

#[lazy_route]
impl LazyRoute for FinishLinkRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let FinishLinkRoute = this;
        step("finish", true)
    }
}

/// The way on to the other portal, if the server has just prepared it: a link, which does nothing by itself.
pub fn go_on(words: &'static str) -> Option<AnyView> {
    let values = use_form("go-on").values;
    let url = values.get("url").filter(|url| url.starts_with("http://") || url.starts_with("https://")).cloned()?;
    let portal = values.get("portal").cloned().unwrap_or_default();
    let host = values.get("host").cloned().unwrap_or_default();
    let text = if words == "link-back" { t("link-back-text") } else { t("link-continue-text") };
    let button = t_args("link-go-on", &[("portal", (&portal).into())]);
    let on = view! {
        <div class="form">
            <p>{text}</p>
            <p class="quiet">
                <bdi>{host}</bdi>
            </p>
            <div class="form-actions">
                <a href=url rel="external noreferrer" class="button button-primary">
                    {button}
                </a>
            </div>
        </div>
    };
    Some(on.plain())
}

/// Only what tokens and hosts can be made of: the rest of an address must not choose where the form goes.
fn plain_text(text: Option<String>, most: usize) -> String {
    text.unwrap_or_default().chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')).take(most).collect()
}

fn step(which: &'static str, grant: bool) -> AnyView {
    let token = plain_text(use_params_map().with_untracked(|params| params.get("token")), 64);
    let from = plain_text(use_query_map().with_untracked(|query| query.get("from")), 253);
    let asked = (token.clone(), from.clone());
    let other = Resource::new_blocking(move || asked.clone(), move |(token, from)| get_other_side(token, from, grant));
    let title = if grant { t("link-finish-title") } else { t("link-accept-title") };
    view! {
        <div class="sign-in">
            <PageHeader title />
            <Suspense fallback=|| view! { <Skeleton lines=5 /> }>
                {move || {
                    let page = format!("/account/links/{which}/{token}?from={from}");
                    Suspend::new(async move {
                        match other.await {
                            Ok(other) if grant || other.fresh => agree(&other, page),
                            Ok(_) => confirm_first(&page),
                            Err(error) if error.code == "not-found" => over(),
                            Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
    .plain()
}

fn agree(other: &OtherSide, page: String) -> AnyView {
    let state = use_form("link");
    let mine = use_viewer().map(|viewer| viewer.email).unwrap_or_default();
    view! {
        <form method="post" action=page class="form">
            <FormFault notice=state.whole() />
            <p>{t("link-agree-text")}</p>
            <dl class="facts">
                <dt>{t("link-here")}</dt>
                <dd>
                    <bdi>{mine}</bdi>
                </dd>
                <dt>{t("link-there")}</dt>
                <dd>
                    <bdi>{other.name.clone()}</bdi>
                    ", "
                    <bdi>{other.email.clone()}</bdi>
                </dd>
                <dt>{t("session-portal")}</dt>
                <dd>
                    <bdi>{other.portal.clone()}</bdi>
                    ", "
                    <bdi>{other.host.clone()}</bdi>
                </dd>
            </dl>
            <p class="quiet">{t("link-agree-warning")}</p>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("link-agree") />
                <LinkButton href="/account/links" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn over() -> AnyView {
    view! {
        <p>{t("link-over")}</p>
        <p>
            <a href="/account/links">{t("links")}</a>
        </p>
    }
    .plain()
}
