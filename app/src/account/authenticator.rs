//! `/account/security/authenticator`: sets up the second factor, in three steps of one page: begin, scan and confirm, keep
//! the recovery codes.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{Enrolment, EnrolmentStep, QrDrawing};
use ui::words::t;
use ui::{Badge, Button, ButtonKind, EmptyState, ErrorState, Field, FormFault, IntoPlain, LinkButton, PageHeader, Skeleton, Tone};

use super::codes::shown_codes;
use super::crumbs;
use super::server_fns::get_enrolment_step;
use crate::context::{use_form, use_viewer};
use crate::identity::confirm_first;

/// The page. Its code comes when it is opened.
pub struct AuthenticatorRoute;

#[lazy_route]
impl LazyRoute for AuthenticatorRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let AuthenticatorRoute = this;
        if let Some(codes) = shown_codes("/account/security?done=second-factor-on") {
            return codes;
        }
        let step = Resource::new_blocking(|| (), async |()| get_enrolment_step().await);
        let must = use_viewer()
            .is_some_and(|viewer| viewer.must_enrol)
            .then(|| view! { <p class="lead"><Badge tone=Tone::Warning text=t("second-factor-needed") /> " " {t("second-factor-needed-text")}</p> });
        view! {
            <PageHeader title=t("enrol-title") crumbs=crumbs() />
            {must}
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match step.await {
                        Ok(EnrolmentStep::Confirm) => confirm_first("/account/security/authenticator"),
                        Ok(EnrolmentStep::Begin) => begin(),
                        Ok(EnrolmentStep::Waiting(waiting)) => confirm(waiting),
                        Ok(EnrolmentStep::Done) => done(),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn begin() -> AnyView {
    let state = use_form("authenticator");
    view! {
        <form method="post" action="/account/security/authenticator/start" class="form">
            <FormFault notice=state.whole() />
            <p>{t("enrol-begin-text")}</p>
            <p>
                <a href="/account/security/passkeys" rel="external">
                    {t("enrol-passkey")}
                </a>
            </p>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("enrol-begin") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn confirm(waiting: Enrolment) -> AnyView {
    let state = use_form("authenticator");
    let Enrolment { secret, qr } = waiting;
    view! {
        <form method="post" action="/account/security/authenticator" class="form">
            <FormFault notice=state.whole() faults=state.labelled(|field| (field == "code").then(|| t("enrol-code"))) />
            <p>{t("enrol-scan")}</p>
            {drawing(qr)}
            <p>{t("enrol-type")}</p>
            <p>
                <code class="secret" dir="ltr">
                    {secret}
                </code>
            </p>
            <Field
                name="code"
                label=t("enrol-code")
                autocomplete="one-time-code"
                inputmode="numeric"
                faults=state.errors.clone()
                required=true
            />
            <p class="quiet">{t("enrol-ends-others")}</p>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("enrol-confirm") />
                <LinkButton href="/account/security" text=t("cancel") />
            </div>
        </form>
    }
    .plain()
}

fn drawing(qr: QrDrawing) -> AnyView {
    view! {
        <svg class="qr" role="img" aria-label=t("enrol-qr") viewBox=format!("0 0 {0} {0}", qr.size) shape-rendering="crispEdges">
            <path d=qr.path></path>
        </svg>
    }
    .plain()
}

fn done() -> AnyView {
    view! { <EmptyState title=t("enrol-done") text=t("enrol-done-text") action=("/account/security".to_owned(), t("account-security")) /> }.plain()
}
