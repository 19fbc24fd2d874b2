//! `/settings/api-tokens`: tokens for programs, and which sites' pages may call the API. Native forms throughout; a new token
//! is shown in the answer to its form and nowhere else.

use kernel::FieldError;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{ApiTokens, TokenItem};
use ui::field::{FieldFault, described_by, fault_of};
use ui::words::{t, t_code};
use ui::{Button, ButtonKind, Column, ErrorState, Field, FormFault, IntoPlain, PageHeader, Skeleton, Table, Zone};

use super::server_fns::list_api_tokens;
use crate::context::{FormState, use_form};
use crate::identity::confirm_first;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct ApiTokensRoute;

#[lazy_route]
impl LazyRoute for ApiTokensRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let ApiTokensRoute = this;
        if let Some(token) = use_form("token-made").values.remove("token") {
            return made(token);
        }
        let tokens = Resource::new_blocking(|| (), async |()| list_api_tokens().await);
        view! {
            <PageHeader title=t("api-title") />
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match tokens.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(tokens) => page(tokens),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

/// The token that the server has just made.
fn made(token: String) -> AnyView {
    view! {
        <PageHeader title=t("api-made-title") />
        <div class="form">
            <p>{t("api-made-text")}</p>
            <p dir="ltr">
                <code class="copy">{token}</code>
            </p>
            <div class="form-actions">
                // Loads the next page anew, so that the token is nowhere any more.
                <a href="/settings/api-tokens" rel="external" class="button button-primary">
                    {t("api-made-done")}
                </a>
            </div>
        </div>
    }
    .plain()
}

fn page(tokens: Stamped<ApiTokens>) -> AnyView {
    let Stamped { value: tokens, now_ms, zone } = tokens;
    let machine = tokens.manages.then(|| {
        view! {
            {list(t("api-machine"), t("api-machine-text"), tokens.machine, now_ms, &zone)}
            {tokens.fresh.then(|| form("machine", t("api-new-machine"), &tokens.grantable))}
        }
    });
    let new = if tokens.fresh { form("personal", t("api-new"), &tokens.grantable) } else { confirm_before() };
    let origins = tokens.manages_origins.then(|| origins(&tokens.origins));
    view! {
        <p class="lead quiet">
            {t("api-lead")} " " <a href="/docs" rel="external">
                {t("api-docs-link")}
            </a>
        </p>
        {list(t("api-personal"), t("api-personal-text"), tokens.personal, now_ms, &zone)}
        {new}
        {machine}
        {origins}
    }
    .plain()
}

/// Stands in place of the forms for new tokens: those outlive the session.
fn confirm_before() -> AnyView {
    view! {
        <section class="panel" aria-labelledby="token-confirm-title">
            <div class="panel-head">
                <h2 id="token-confirm-title">{t("api-new")}</h2>
            </div>
            {confirm_first("/settings/api-tokens")}
        </section>
    }
    .plain()
}

fn list(title: String, text: String, tokens: Vec<TokenItem>, now_ms: i64, zone: &Zone) -> AnyView {
    let columns =
        vec![Column::text(t("api-token-name")), Column::text(t("api-token-scopes")), Column::text(t("api-token-used")), Column::text(t("api-token-until"))];
    let caption = title.clone();
    let there = if tokens.is_empty() {
        view! { <p class="quiet account-body">{t("api-none")}</p> }.plain()
    } else {
        let rows = tokens.into_iter().map(|token| row(token, now_ms, zone)).collect_view().plain();
        view! { <Table caption columns rows /> }.plain()
    };
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{title}</h2>
            </div>
            <p class="quiet account-body">{text}</p>
            {there}
        </section>
    }
    .plain()
}

fn row(token: TokenItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let used = token.last_used_ms.map_or_else(|| t("api-token-unused"), |at| ui::time::ago(now_ms, at));
    let until = if token.expired { t("api-token-over") } else { zone.full(token.expires_ms) };
    let scopes: Vec<String> = token.scopes.iter().map(|scope| t_code("scope", scope)).collect();
    let action = format!("/settings/api-tokens/{}/revoke", token.id);
    view! {
        <tr class:row-stale=token.expired>
            <th scope="row" class="cell-name">
                <bdi>{token.name.clone()}</bdi>
                <code class="quiet cell-alias" dir="ltr">
                    {format!("{}…", token.prefix)}
                </code>
                <bdi class="quiet cell-alias">{token.org_name}</bdi>
            </th>
            <td data-label=t("api-token-scopes")>{scopes.join(" · ")}</td>
            <td data-label=t("api-token-used")>{used}</td>
            <td data-label=t("api-token-until")>
                {until}
                <form method="post" action=action class="inline-form">
                    <span class="visually-hidden">{token.name}</span>
                    <Button kind=ButtonKind::Secondary text=t("api-token-revoke") />
                </form>
            </td>
        </tr>
    }
}

/// Nothing where there is nothing that a token could be made for.
fn form(which: &'static str, title: String, grantable: &[String]) -> AnyView {
    if grantable.is_empty() {
        return ().plain();
    }
    let state = use_form(which);
    let faults = || state.errors.clone();
    let boxes = grantable.iter().map(|scope| tick(scope, &state)).collect_view();
    let fault = fault_of(&state.errors, "scopes");
    let invalid = fault.is_some().then_some("true");
    // The page has two of these forms, so the inputs bear the form's name too.
    let labelled = state.labelled_at(|field| label_of(field).map(|label| (format!("{which}-{field}"), label)));
    view! {
        <form method="post" action="/settings/api-tokens" class="form">
            <h2>{title}</h2>
            <FormFault notice=state.whole() faults=labelled />
            <input type="hidden" name="do" value=which />
            <Field
                name="name"
                id=format!("{which}-name")
                label=t("api-token-name")
                value=state.value("name", "")
                help=Some(t("api-token-name-help"))
                faults=faults()
                required=true
            />
            <Field
                name="days"
                id=format!("{which}-days")
                label=t("api-token-days")
                value=state.value("days", "90")
                help=Some(t("api-token-days-help"))
                inputmode="numeric"
                faults=faults()
                required=true
            />
            <fieldset id=format!("{which}-scopes") aria-invalid=invalid>
                <legend>{t("api-token-scopes")}</legend>
                {boxes}
                <FieldFault name=format!("{which}-scopes") code=fault />
            </fieldset>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("api-token-create") />
            </div>
        </form>
    }
    .plain()
}

/// The label of an input; `None` where there is no such input.
fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "name" => t("api-token-name"),
        "days" => t("api-token-days"),
        "scopes" => t("api-token-scopes"),
        "origins" => t("api-origins-label"),
        _ => return None,
    })
}

fn tick(scope: &str, state: &FormState) -> AnyView {
    let name = format!("scope-{scope}");
    let checked = !state.value(&name, "").is_empty();
    view! {
        <label class="tick">
            <input type="checkbox" name=name value="yes" checked=checked />
            <span>{t_code("scope", scope)}</span>
        </label>
    }
    .plain()
}

fn origins(stored: &[String]) -> AnyView {
    let state = use_form("origins");
    let fault = fault_of(&state.errors, "origins");
    let value = state.value("origins", &stored.join("\n"));
    let faults: Vec<(FieldError, String)> = state.labelled(label_of);
    view! {
        <form method="post" action="/settings/api-tokens" class="form">
            <h2>{t("api-origins")}</h2>
            <FormFault notice=state.whole() faults />
            <input type="hidden" name="do" value="origins" />
            <div class="field">
                <label for="origins">{t("api-origins-label")}</label>
                <textarea
                    id="origins"
                    name="origins"
                    rows="4"
                    dir="ltr"
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by("origins", true, fault.is_some())
                    aria-invalid=fault.is_some().then_some("true")
                    inner_html=super::escaped(&value)
                ></textarea>
                <p class="field-help" id="origins-help">
                    {t("api-origins-help")}
                </p>
                <FieldFault name="origins" code=fault />
            </div>
            <div class="form-actions">
                <Button text=t("save") />
            </div>
        </form>
    }
    .plain()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_that_can_be_at_fault_has_a_label() {
        for field in ["name", "days", "scopes", "origins"] {
            assert!(label_of(field).is_some(), "{field}");
        }
    }

    #[test]
    fn every_scope_has_words() {
        for permission in kernel::Permission::ALL {
            assert_ne!(t_code("scope", permission.as_str()), t_code("scope", "no such scope"), "{permission:?}");
        }
    }
}
