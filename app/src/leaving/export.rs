//! `/settings/export`: everything that the ISP has, as one archive. The parts are also those of the platform's page of an ISP.

use leptos::prelude::*;
use tenancy::model::{ExportItem, ExportState, Exports};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Button, ButtonKind, Field, FormFault, IntoPlain, PageHeader, Tone, Zone, bytes_figure};

use super::server_fns::list_exports;
use crate::FormState;
use crate::context::use_form;
use crate::page::{lazy_page, loaded};
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    ExportRoute, view
}

fn view() -> AnyView {
    let exports = Resource::new_blocking(|| (), async |()| list_exports().await);
    view! {
        <PageHeader title=t("export-title") />
        {loaded(exports, 8, page)}
    }
    .plain()
}

fn page(exports: Stamped<Exports>) -> AnyView {
    view! {
        <p class="lead quiet">{t("export-lead")}</p>
        {panels(&exports, "/settings/export")}
    }
    .plain()
}

/// The link that was just made, the archives, and the form for another; all forms post to `action`, the page's own address.
pub fn panels(exports: &Stamped<Exports>, action: &str) -> AnyView {
    let Stamped { value: Exports { exports, asks_code }, zone, .. } = exports;
    let busy = exports.iter().any(|export| matches!(export.state, ExportState::Waiting | ExportState::Running));
    let list = exports.iter().map(|export| panel(export, *asks_code, zone, action)).collect_view();
    view! {
        {made(action)}
        {list}
        {(!busy).then(|| request(*asks_code, action))}
    }
    .plain()
}

/// The link, shown this once.
fn made(action: &str) -> Option<AnyView> {
    let link = use_form("export-link-made").values.remove("link")?;
    let shown = link.clone();
    let panel = view! {
        <section class="panel" aria-labelledby="export-link-title">
            <div class="panel-head">
                <h2 id="export-link-title">{t("export-link-title")}</h2>
            </div>
            <div class="account-body">
                <p>{t("export-link-text")}</p>
                <p dir="ltr">
                    <a href=link rel="external" class="secret">
                        {shown}
                    </a>
                </p>
                <div class="form-actions">
                    // Loads the page anew, so that the link is nowhere any more.
                    <a href=action.to_owned() rel="external" class="button button-primary">
                        {t("export-link-kept")}
                    </a>
                </div>
            </div>
        </section>
    };
    Some(panel.plain())
}

fn panel(export: &ExportItem, asks_code: bool, zone: &Zone, action: &str) -> AnyView {
    let tone = match export.state {
        ExportState::Ready => Tone::Ok,
        ExportState::Waiting | ExportState::Running => Tone::Notice,
        ExportState::Failed => Tone::Critical,
        ExportState::Expired => Tone::Neutral,
    };
    let title = format!("export-{}", export.id);
    let labelled = title.clone();
    let far = match export.state {
        ExportState::Waiting => None,
        ExportState::Running => {
            let (done, all) = (i64::from(export.tables_done), i64::from(export.tables_all));
            let rows = i64::try_from(export.rows).unwrap_or(i64::MAX);
            let said = t_args("export-progress", &[("done", done.into()), ("all", all.into()), ("rows", rows.into())]);
            let (done, all) = (export.tables_done.to_string(), export.tables_all.max(1).to_string());
            Some(view! { <p>{said}</p> <progress value=done max=all aria-label=t("export-progress-label")></progress> }.plain())
        }
        ExportState::Ready => {
            let until = export.expires_ms.map(|at| t_args("export-until", &[("time", (&zone.full(at)).into())]));
            let size = bytes_figure(i64::try_from(export.octets).ok());
            Some(view! { <p>{until} " " {size}</p> }.plain())
        }
        ExportState::Failed | ExportState::Expired => Some(view! { <p>{t_code("export-help", export.state.as_str())}</p> }.plain()),
    };
    let refresh = matches!(export.state, ExportState::Waiting | ExportState::Running).then(|| {
        view! {
            <div class="form-actions">
                <a href=action.to_owned() rel="external" class="button">
                    {t("export-refresh")}
                </a>
            </div>
        }
    });
    let link = (export.state == ExportState::Ready).then(|| link_form(export, asks_code, action));
    view! {
        <section class="panel" aria-labelledby=labelled>
            <div class="panel-head">
                <h2 id=title>{t_args("export-of", &[("time", (&zone.full(export.created_ms)).into())])}</h2>
                <Badge tone text=t_code("export-state", export.state.as_str()) />
            </div>
            <div class="account-body">{far} {refresh} {link}</div>
        </section>
    }
    .plain()
}

fn link_form(export: &ExportItem, asks_code: bool, action: &str) -> AnyView {
    let id = export.id.to_string();
    let state = use_form("export-link");
    let state = if state.value("export", &id) == id { state } else { FormState::default() };
    view! {
        <form method="post" action=action.to_owned() class="form">
            <FormFault notice=state.whole() faults=state.labelled_at(|field| label_of(field, &id)) />
            <input type="hidden" name="do" value="export-link" />
            <input type="hidden" name="export" value=id.clone() />
            <p class="quiet">{t("export-link-help")}</p>
            {proof(asks_code, &state, &id)}
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("export-link") />
            </div>
        </form>
    }
    .plain()
}

fn request(asks_code: bool, action: &str) -> AnyView {
    let state = use_form("export");
    view! {
        <section class="panel" aria-labelledby="export-new-title">
            <div class="panel-head">
                <h2 id="export-new-title">{t("export-new-title")}</h2>
            </div>
            <form method="post" action=action.to_owned() class="form">
                <FormFault notice=state.whole() faults=state.labelled_at(|field| label_of(field, "new")) />
                <input type="hidden" name="do" value="export" />
                <p class="quiet">{t("export-new-text")}</p>
                {proof(asks_code, &state, "new")}
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary text=t("export-new") />
                </div>
            </form>
        </section>
    }
    .plain()
}

/// The code that a person with an authenticator proves itself by. Others are asked for the password on a page of its own, where
/// they have not typed it a moment ago.
pub fn proof(asks_code: bool, state: &FormState, which: &str) -> Option<AnyView> {
    let faults = state.errors.clone();
    let id = format!("code-{which}");
    asks_code.then(|| view! { <Field name="code" id label=t("export-code") autocomplete="one-time-code" faults required=true /> }.plain())
}

fn label_of(field: &str, which: &str) -> Option<(String, String)> {
    (field == "code").then(|| (format!("code-{which}"), t("export-code")))
}
