//! Acting as somebody else: the form that asks why, and the page at the other portal where it begins.

use leptos::prelude::*;
use tenancy::model::HandOverView;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Choice, Field, FormFault, IntoPlain, PageHeader, Select};

use super::server_fns::find_hand_over;
use crate::context::use_form;
use crate::page::lazy_page;
use crate::params::by_token;

/// The form, posting to `action`. With one choice the person is fixed. Once it was sent, the way to the other portal.
pub fn act_form(action: &str, choices: Vec<Choice>) -> AnyView {
    let state = use_form("act");
    let address = state.value("address", "");
    if !address.is_empty() {
        return way(address, &state.value("host", ""));
    }
    let faults = || state.errors.clone();
    let label = |field: &str| {
        let (id, label) = match field {
            "subject" => ("subject", t("act-subject")),
            "reason" => ("act-reason", t("act-reason")),
            "ticket" => ("act-ticket", t("act-ticket")),
            _ => return None,
        };
        Some((id.to_owned(), label))
    };
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let subject = if choices.len() == 1 {
        view! { <input type="hidden" name="subject" value=first /> }.plain()
    } else {
        view! { <Select name="subject" label=t("act-subject") choices value=state.value("subject", &first) faults=faults() /> }.plain()
    };
    view! {
        <form method="post" action=action.to_owned() class="form">
            <FormFault notice=state.whole() faults=state.labelled_at(label) />
            <input type="hidden" name="do" value="act" />
            <p class="quiet">{t("act-help")}</p>
            {subject}
            <Field
                name="reason"
                id="act-reason"
                label=t("act-reason")
                value=state.value("reason", "")
                help=Some(t("act-reason-help"))
                faults=faults()
                required=true
            />
            <Field name="ticket" id="act-ticket" label=t("act-ticket") value=state.value("ticket", "") faults=faults() />
            <div class="form-actions">
                <Button kind=ButtonKind::Danger text=t("act-begin") />
            </div>
        </form>
    }
    .plain()
}

/// A link and no redirect: the content policy lets forms lead nowhere else.
fn way(address: String, host: &str) -> AnyView {
    view! {
        <div class="form" role="status">
            <p>{t("act-way-help")}</p>
            <p>
                <a href=address rel="external noreferrer" class="button button-danger">
                    {t_args("act-way", &[("host", host.into())])}
                </a>
            </p>
        </div>
    }
    .plain()
}

lazy_page! {
    /// `/support-access/:token`. Looking at it begins nothing. Its code comes when it is opened.
    HandOverRoute, view
}

fn view() -> AnyView {
    by_token(find_hand_over, confirm, over)
}

fn over() -> AnyView {
    view! {
        <PageHeader title=t("act-over-title") />
        <p>{t("act-over-text")}</p>
    }
    .plain()
}

fn confirm(found: HandOverView, token: String) -> AnyView {
    let state = use_form("support-access");
    let who = t_args("act-confirm", &[("actor", (&found.actor).into()), ("subject", (&found.subject).into()), ("org", (&found.org_name).into())]);
    view! {
        <PageHeader title=t("act-confirm-title") />
        <p>{who}</p>
        <p class="quiet">
            <bdi>{found.reason}</bdi>
        </p>
        <form method="post" action=format!("/support-access/{token}") class="form">
            <FormFault notice=state.whole() />
            <p class="quiet">{t("act-confirm-help")}</p>
            <Button kind=ButtonKind::Danger text=t("act-confirm-begin") />
        </form>
    }
    .plain()
}
