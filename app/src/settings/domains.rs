//! `/settings/domains`: domains of the ISP's own, what proves them, and which portal they lead to.

use leptos::prelude::*;
use tenancy::model::{DomainItem, DomainState, Domains};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Button, ButtonKind, Choice, EmptyState, Fact, Field, FormFault, IntoPlain, PageHeader, Select, Tone, facts};

use super::server_fns::list_domains;
use crate::context::use_form;
use crate::page::{lazy_page, loaded};
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    DomainsRoute, view
}

fn view() -> AnyView {
    let domains = Resource::new_blocking(|| (), async |()| list_domains().await);
    view! {
        <PageHeader title=t("domains-title") />
        {loaded(domains, 8, page)}
    }
    .plain()
}

fn page(domains: Stamped<Domains>) -> AnyView {
    let Stamped { value: Domains { domains, places }, now_ms, .. } = domains;
    let list = if domains.is_empty() {
        view! { <EmptyState title=t("domains-none") text=t("domains-none-text") /> }.plain()
    } else {
        domains.into_iter().map(|domain| panel(domain, now_ms)).collect_view().plain()
    };
    view! {
        <p class="lead quiet">{t("domains-lead")}</p>
        {list}
        {add(&places)}
    }
    .plain()
}

fn panel(domain: DomainItem, now_ms: i64) -> AnyView {
    let tone = match domain.state {
        DomainState::Verified => Tone::Ok,
        DomainState::Pending => Tone::Notice,
        DomainState::Suspended => Tone::Critical,
        DomainState::Lapsed => Tone::Neutral,
    };
    let checked = domain.checked_ms.map(|at| ui::time::ago(now_ms, at));
    let result = domain.result.clone().map(|result| t_code("domain-result", &result));
    let primary = domain.primary.then(|| view! { <Badge tone=Tone::Neutral text=t("domain-primary") /> });
    let proved = domain.state == DomainState::Verified;
    let title = format!("domain-{}", domain.id);
    let labelled = title.clone();
    // The name as browsers send it, where people read another.
    let ascii = (domain.shown != domain.host).then(|| Fact::text(t("domain-ascii"), &domain.host));
    let known = [Fact::text(t("domain-org"), &domain.org_name)]
        .into_iter()
        .chain(ascii)
        .chain([Fact::id(t("domain-record"), &domain.record), Fact::id(t("domain-proof"), &domain.proof)])
        .chain(checked.zip(result).map(|(checked, result)| Fact::text(t("domain-checked"), format!("{checked} \u{b7} {result}"))))
        .collect();
    view! {
        <section class="panel" aria-labelledby=labelled>
            <div class="panel-head">
                <h2 id=title>
                    <bdi>{domain.shown.clone()}</bdi>
                </h2>
                {primary}
                <Badge tone text=t_code("domain-state", domain.state.as_str()) />
            </div>
            <div class="account-body">
                <p class="quiet">{t_code("domain-help", domain.state.as_str())}</p>
                {facts(known)}
                {buttons(&domain, proved)}
            </div>
        </section>
    }
    .plain()
}

fn buttons(domain: &DomainItem, proved: bool) -> AnyView {
    let action = format!("/settings/domains/{}", domain.id);
    let button = |what: &'static str, kind: ButtonKind, text: String| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name="do" value=what />
                <span class="visually-hidden">{domain.shown.clone()}</span>
                <Button kind text />
            </form>
        }
        .plain()
    };
    let check = if proved { ButtonKind::Secondary } else { ButtonKind::Primary };
    let primary = proved.then(|| match domain.primary {
        true => button("not-primary", ButtonKind::Secondary, t("domain-make-not-primary")),
        false => button("primary", ButtonKind::Secondary, t("domain-make-primary")),
    });
    let remove = t_args("domain-remove-named", &[("domain", (&domain.shown).into())]);
    view! {
        <div class="form-actions">{button("check", check, t("domain-check"))} {primary}</div>
        <details class="more">
            <summary>{remove}</summary>
            <p class="quiet">{t("domain-remove-help")}</p>
            {button("remove", ButtonKind::Danger, t("domain-remove"))}
        </details>
    }
    .plain()
}

fn add(places: &[(kernel::OrgId, String)]) -> AnyView {
    let state = use_form("domain");
    let label = |field: &str| {
        Some(match field {
            "host" => t("domain-host"),
            "org" => t("domain-org"),
            _ => return None,
        })
    };
    let choices: Vec<Choice> = places.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let first = places.first().map(|(id, _)| id.to_string()).unwrap_or_default();
    view! {
        <section class="panel" aria-labelledby="domain-add-title">
            <div class="panel-head">
                <h2 id="domain-add-title">{t("domain-add-title")}</h2>
            </div>
            <form method="post" action="/settings/domains" class="form">
                <FormFault notice=state.whole() faults=state.labelled(label) />
                <Field
                    name="host"
                    label=t("domain-host")
                    value=state.value("host", "")
                    help=Some(t("domain-host-help"))
                    faults=state.errors.clone()
                    inputmode="url"
                    required=true
                />
                <Select name="org" label=t("domain-org") choices value=state.value("org", &first) faults=state.errors.clone() />
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary text=t("domain-add") />
                </div>
            </form>
        </section>
    }
    .plain()
}
