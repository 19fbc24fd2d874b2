//! `/alerts/rules`: from when on something is a problem; `/alerts/rules/edit?kind=…`: change that, after trying it on the past.

use kernel::Permission;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;
use network::model::{AlertKind, PreviewLine, RuleDraft, RuleForm, RulePreview, RuleView};
use network::rules::rule_form::{is_share, typed};
use ui::words::{t, t_args};
use ui::{
    Badge, Button, ButtonKind, Choice, Column, Crumb, EmptyState, ErrorState, Field, FormFault, IntoPlain, PageHeader, Panel, Select, Skeleton, Table, Tone,
    Zone,
};

use super::server_fns::{draft_rule, list_rules};
use super::{object, voice};
use crate::PageError;
use crate::context::{FormState, use_form, use_viewer};
use crate::page::{lazy_page, loaded};
use crate::stamped::Stamped;

lazy_page! {
    /// All rules. Its code comes when it is opened.
    AlertRulesRoute, list_view
}

lazy_page! {
    /// One rule's form. Its code comes when it is opened.
    EditAlertRuleRoute, edit_view
}

fn to_alerts() -> Crumb {
    Crumb { href: "/alerts".to_owned(), text: t("alerts-title") }
}

fn list_view() -> AnyView {
    let rules = Resource::new_blocking(|| (), async |()| list_rules().await);
    view! {
        <PageHeader title=t("alert-rules-title") crumbs=vec![to_alerts()] />
        <p class="lead quiet">{t("alert-rules-lead")}</p>
        {loaded(rules, 6, list)}
    }
    .plain()
}

fn list(rules: Vec<RuleView>) -> AnyView {
    let columns =
        vec![Column::text(t("alert-rule")), Column::text(t("alert-rule-begins")), Column::text(t("alert-rule-ends")), Column::text(t("alert-rule-state"))];
    let rows = rules.into_iter().map(row).collect_view().plain();
    view! { <Table caption=t("alert-rules-title") columns rows /> }.plain()
}

fn row(rule: RuleView) -> impl IntoView + use<> {
    let (_, name) = voice::rule(rule.kind);
    let (begins, ends) = voice::limits(&rule);
    let (tone, state) = if rule.enabled { (Tone::Ok, t("alert-rule-on")) } else { (Tone::Neutral, t("alert-rule-off")) };
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <a href=edit_href(rule.kind)>{name}</a>
            </th>
            <td data-label=t("alert-rule-begins")>{begins}</td>
            <td data-label=t("alert-rule-ends")>{ends}</td>
            <td class="cell-state" data-label=t("alert-rule-state")>
                <Badge tone text=state />
            </td>
        </tr>
    }
}

fn edit_href(kind: AlertKind) -> String {
    format!("/alerts/rules/edit?kind={}", kind.as_str())
}

/// What the address asks for: a kind and, when the form was sent to be tried, a draft.
fn asked(query: &ParamsMap) -> (Option<AlertKind>, Option<RuleForm>) {
    let field = |name: &str| query.get(name).unwrap_or_default();
    let draft = query.get("try").map(|_| RuleForm {
        enabled: field("enabled"),
        raise_at: field("raise_at"),
        clear_below: field("clear_below"),
        raise_for: field("raise_for"),
        raise_of: field("raise_of"),
        clear_for: field("clear_for"),
        row_version: field("row_version"),
    });
    (query.get_str("kind").and_then(AlertKind::parse), draft)
}

fn edit_view() -> AnyView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(asked));
    let draft = Resource::new_blocking(move || asked.get(), async |(kind, draft)| draft_rule(kind.ok_or_else(PageError::not_found)?, draft).await);
    let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::DeviceManage));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                match draft.await {
                    Ok(draft) if manages => form(draft, asked.get_untracked().1),
                    Ok(_) => refused(PageError::forbidden()),
                    Err(error) => refused(error),
                }
            })}
        </Suspense>
    }
    .plain()
}

fn refused(error: PageError) -> AnyView {
    view! {
        <PageHeader title=t("alert-rules-title") crumbs=vec![to_alerts()] />
        <ErrorState code=error.code request_id=error.request_id />
    }
    .plain()
}

/// The label of an input; `None` where there is no such input.
fn label_of(kind: AlertKind, field: &str) -> Option<String> {
    Some(match field {
        "enabled" => t("alert-rule-state"),
        "raise_at" if is_share(kind) => t("alert-rule-raise-at"),
        "raise_at" => t("alert-rule-in-a-row"),
        "clear_below" => t("alert-rule-clear-below"),
        "raise_for" => t("alert-rule-raise-for"),
        "raise_of" => t("alert-rule-raise-of"),
        "clear_for" => t("alert-rule-clear-for"),
        _ => return None,
    })
}

fn form(draft: Stamped<RuleDraft>, typed_before: Option<RuleForm>) -> AnyView {
    let (now_ms, zone) = (draft.now_ms, draft.zone);
    let RuleDraft { rule, faults, preview } = draft.value;
    let kind = rule.kind;
    let (_, name) = voice::rule(kind);
    let posted = use_form("rule");
    // What came back from saving, or what was tried and does not fit.
    let state = if posted.errors.is_empty() { FormState { errors: faults, ..posted } } else { posted };
    let first = typed_before.unwrap_or_else(|| typed(&rule));
    let value = |name: &str, first: &str| state.value(name, first);
    let faults = || state.errors.clone();
    let switch = vec![Choice::new("yes", t("alert-rule-on")), Choice::new("no", t("alert-rule-off"))];
    let number = |name: &'static str, first: &str, help: Option<String>| {
        let label = label_of(kind, name).unwrap_or_default();
        view! { <Field name label value=value(name, first) help faults=faults() inputmode="numeric" required=true /> }.plain()
    };
    let fields = if is_share(kind) {
        vec![
            number("raise_at", &first.raise_at, Some(t("alert-rule-raise-at-help"))),
            number("raise_for", &first.raise_for, Some(t("alert-rule-raise-for-help"))),
            number("raise_of", &first.raise_of, None),
            number("clear_below", &first.clear_below, Some(t("alert-rule-clear-below-help"))),
            number("clear_for", &first.clear_for, Some(t("alert-rule-clear-for-help"))),
        ]
    } else {
        vec![number("raise_at", &first.raise_at, None)]
    };
    let crumbs = vec![to_alerts(), Crumb { href: "/alerts/rules".to_owned(), text: t("alert-rules-title") }];
    view! {
        <PageHeader title=t_args("alert-rule-title", &[("name", (&name).into())]) crumbs />
        <form method="post" action=edit_href(kind) class="form">
            <FormFault notice=state.whole() faults=state.labelled(|field| label_of(kind, field)) />
            <input type="hidden" name="kind" value=kind.as_str() />
            <input type="hidden" name="row_version" value=value("row_version", &rule.version.to_string()) />
            {fields}
            <Select name="enabled" label=t("alert-rule-state") choices=switch value=value("enabled", &first.enabled) faults=faults() />
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("save") />
                <button type="submit" class="button" formmethod="get" formaction="/alerts/rules/edit" name="try" value="yes">
                    {t("alert-rule-try")}
                </button>
            </div>
        </form>
        {preview.map(|preview| tried(preview, now_ms, &zone))}
    }
    .plain()
}

fn tried(preview: RulePreview, now_ms: i64, zone: &Zone) -> AnyView {
    let whole = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    let body = if preview.days == 0 {
        view! { <p>{t_args("alert-try-not-kept", &[("count", whole(preview.stored).into())])}</p> }.plain()
    } else {
        let counts = [("count", whole(preview.problems).into()), ("stored", whole(preview.stored).into()), ("days", i64::from(preview.days).into())];
        let columns = vec![
            Column::text(t("alert-object")),
            Column::figures(t("alert-try-problems")),
            Column::figures(t("alert-try-minutes")),
            Column::text(t("alert-try-last")),
        ];
        let none = preview.worst.is_empty();
        let rows = preview.worst.into_iter().map(|line| found(line, now_ms, zone)).collect_view().plain();
        view! {
            <p>{t_args("alert-try-told", &counts)}</p>
            {if none {
                view! { <EmptyState title=t("alert-try-none") text=t("alert-try-none-text") /> }.plain()
            } else {
                view! { <Table caption=t("alert-try-caption") columns rows /> }.plain()
            }}
            {(preview.further > 0).then(|| view! { <p class="quiet">{t_args("alert-try-further", &[("count", whole(preview.further).into())])}</p> })}
            {preview.cut.then(|| view! { <p class="quiet">{t("alert-try-cut")}</p> })}
        }
        .plain()
    };
    view! { <Panel id="alert-try" title=t("alert-try-title")>{body}</Panel> }.plain()
}

fn found(line: PreviewLine, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let (last, exactly) = (ui::time::ago(now_ms, line.last_ms), zone.full(line.last_ms));
    view! {
        <tr>
            <th scope="row" class="cell-name">
                {object(line.object)}
            </th>
            <td class="numeric" data-label=t("alert-try-problems")>
                <span class="figure">{ui::units::count(line.problems)}</span>
            </td>
            <td class="numeric" data-label=t("alert-try-minutes")>
                <span class="figure">{t_args("alert-minutes", &[("count", line.minutes.into())])}</span>
            </td>
            <td data-label=t("alert-try-last")>
                <span class="figure" title=exactly>
                    {last}
                </span>
            </td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_that_can_be_at_fault_has_a_label() {
        for field in ["enabled", "raise_at", "clear_below", "raise_for", "raise_of", "clear_for"] {
            assert!(label_of(AlertKind::UtilisationHigh, field).is_some(), "{field}");
        }
        assert_eq!(label_of(AlertKind::UtilisationHigh, "row_version"), None);
    }
}
