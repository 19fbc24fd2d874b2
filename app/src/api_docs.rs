//! The page that describes the API, made of its OpenAPI document: a list of operations, each with what it takes, what it answers
//! and a call to copy, and the types behind. Plain HTML without scripts.

use kernel::Locale;
use leptos::prelude::*;
use serde_json::Value;
use ui::words::t_in;

use crate::Look;

/// The document itself is written in one language.
const OF_THE_DOCUMENT: &str = Locale::ENGLISH.tag();

/// The whole document. `origin` is the portal's address, for the examples.
#[must_use]
pub fn api_docs(locale: Locale, product: &str, origin: &str, look: &Look, version: &str, api: &Value) -> String {
    let title = format!("{product} {}", t_in(locale, "docs-title"));
    let all = operations(api);
    let contents = all.iter().map(|operation| {
        view! {
            <li>
                <a href=format!("#{}", operation.id)>
                    <code>{format!("{} {}", operation.method, operation.path)}</code>
                </a>
                " "
                {operation.summary.clone()}
            </li>
        }
    });
    let contents = contents.collect_view();
    let base = format!("{origin}{}", text(api, "/servers/0/url"));
    let described = all.iter().map(|operation| section(locale, &base, api, operation)).collect_view();
    let types = api.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    let types = types.map(|(name, schema)| type_section(locale, name, schema)).collect_view();
    let page = view! {
        <html lang=locale.tag() dir=t_in(locale, "language-direction")>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <title inner_html=crate::settings::escaped(&title)></title>
                <link rel="stylesheet" href=format!("/assets/main.css?v={version}") />
                {look.stylesheet.clone().map(|address| view! { <link rel="stylesheet" href=address /> })}
                {look.favicon.clone().map(|address| view! { <link rel="icon" href=address /> })}
            </head>
            <body class="api-docs">
                <main>
                    <header class="page-header">
                        <h1>{title}</h1>
                    </header>
                    <p class="lead">
                        {t_in(locale, "docs-lead")} " " <a href=format!("{}/openapi.json", text(api, "/servers/0/url"))>{t_in(locale, "docs-document")}</a>
                    </p>
                    <div lang=OF_THE_DOCUMENT dir="ltr">
                        {paragraphs(text(api, "/info/description"))}
                    </div>
                    <nav aria-label=t_in(locale, "docs-contents")>
                        <h2>{t_in(locale, "docs-contents")}</h2>
                        <ul lang=OF_THE_DOCUMENT dir="ltr">
                            {contents}
                        </ul>
                    </nav>
                    {described}
                    <h2>{t_in(locale, "docs-types")}</h2>
                    {types}
                </main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", page.to_html())
}

/// One operation as the page tells it.
struct Operation<'a> {
    id: String,
    method: String,
    path: &'a str,
    summary: String,
    is: &'a Value,
}

fn operations(api: &Value) -> Vec<Operation<'_>> {
    let paths = api.get("paths").and_then(Value::as_object).into_iter().flatten();
    let all = paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten().filter(|(_, is)| is.get("operationId").is_some());
        methods.map(move |(method, is)| Operation {
            id: text(is, "/operationId").to_owned(),
            method: method.to_ascii_uppercase(),
            path,
            summary: text(is, "/summary").to_owned(),
            is,
        })
    });
    all.collect()
}

fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// Text with its back-quoted parts as code.
fn inline(text: &str) -> impl IntoView + use<> {
    let parts: Vec<AnyView> = text
        .split('`')
        .enumerate()
        .map(|(number, part)| {
            let part = part.to_owned();
            if number % 2 == 1 { view! { <code>{part}</code> }.into_any() } else { part.into_any() }
        })
        .collect();
    parts
}

fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.split("\n\n").filter(|part| !part.trim().is_empty()).map(|part| view! { <p>{inline(part)}</p> }).collect_view()
}

/// The type's name as people read it.
fn kind_of(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    let named = match schema.get("type") {
        Some(Value::String(kind)) => kind.clone(),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null").collect::<Vec<_>>().join(", "),
        _ => {
            let any = ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema.get(*key)).filter_map(Value::as_array).flatten();
            return any.map(kind_of).filter(|kind| kind != "null").collect::<Vec<_>>().join(" | ");
        }
    };
    let format = schema.get("format").and_then(Value::as_str).map(|format| format!(" ({format})")).unwrap_or_default();
    let choices = schema.get("enum").and_then(Value::as_array).map(|all| all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "));
    let choices = choices.map(|choices| format!(": {choices}")).unwrap_or_default();
    let items = schema.get("items").map(|items| format!(" of {}", kind_of(items))).unwrap_or_default();
    format!("{named}{format}{items}{choices}")
}

fn section(locale: Locale, base: &str, api: &Value, operation: &Operation<'_>) -> impl IntoView + use<> {
    let scopes = operation.is.get("security").and_then(Value::as_array).into_iter().flatten().filter_map(|scheme| scheme.get("token"));
    let scopes: Vec<&str> = scopes.flat_map(|scopes| scopes.as_array().into_iter().flatten()).filter_map(Value::as_str).collect();
    let needs = (!scopes.is_empty()).then(|| {
        view! {
            <p>
                {t_in(locale, "docs-needs")} ": " <code dir="ltr">{scopes.join(" ")}</code>
            </p>
        }
    });
    let parameters: Vec<&Value> = operation.is.get("parameters").and_then(Value::as_array).into_iter().flatten().map(|one| resolved(api, one)).collect();
    let parameters = (!parameters.is_empty()).then(|| {
        let rows = parameters.into_iter().map(|one| {
            let kind = one.get("schema").map(kind_of).unwrap_or_default();
            row(locale, text(one, "/name"), &kind, text(one, "/description"), one.get("required") == Some(&Value::Bool(true)))
        });
        view! {
            <h4>{t_in(locale, "docs-parameters")}</h4>
            <dl lang=OF_THE_DOCUMENT dir="ltr">{rows.collect_view()}</dl>
        }
    });
    let body = operation.is.pointer("/requestBody/content/application~1json/schema").map(|schema| {
        let kind = kind_of(schema);
        view! {
            <h4>{t_in(locale, "docs-body")}</h4>
            <p dir="ltr">
                <a href=format!("#type-{kind}")>
                    <code>{kind.clone()}</code>
                </a>
            </p>
        }
    });
    let answers = operation.is.get("responses").and_then(Value::as_object).into_iter().flatten().map(|(status, answer)| {
        let kind = answer.pointer("/content/application~1json/schema").map(kind_of).unwrap_or_default();
        row(locale, status, &kind, text(answer, "/description"), false)
    });
    let answers = answers.collect_view();
    view! {
        <section class="panel" id=operation.id.clone()>
            <div class="panel-head">
                <h3 dir="ltr">
                    <code>{format!("{} {}", operation.method, operation.path)}</code>
                </h3>
            </div>
            <div class="account-body">
                <p lang=OF_THE_DOCUMENT dir="ltr">
                    <strong>{operation.summary.clone()}</strong>
                </p>
                <div lang=OF_THE_DOCUMENT dir="ltr">
                    {paragraphs(text(operation.is, "/description"))}
                </div>
                {needs}
                {parameters}
                {body}
                <h4>{t_in(locale, "docs-answers")}</h4>
                <dl lang=OF_THE_DOCUMENT dir="ltr">
                    {answers}
                </dl>
                <h4>{t_in(locale, "docs-example")}</h4>
                <pre dir="ltr" tabindex="0">
                    <code>{curl(base, api, operation, !scopes.is_empty())}</code>
                </pre>
            </div>
        </section>
    }
}

fn row(locale: Locale, name: &str, kind: &str, description: &str, required: bool) -> impl IntoView + use<> {
    let required = required.then(|| view! { <em lang=locale.tag()>{format!(" {}", t_in(locale, "docs-required"))}</em> });
    view! {
        <div>
            <dt>
                <code>{name.to_owned()}</code>
                " "
                <span class="quiet">{kind.to_owned()}</span>
                {required}
            </dt>
            <dd>{inline(description)}</dd>
        </div>
    }
}

/// What a reference leads to.
fn resolved<'a>(api: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
    target.and_then(|pointer| api.pointer(pointer)).unwrap_or(value)
}

/// A call to copy.
fn curl(base: &str, api: &Value, operation: &Operation<'_>, token: bool) -> String {
    let mut call = format!("curl -X {} '{base}{}'", operation.method, operation.path);
    if token {
        call.push_str(" \\\n  -H 'Authorization: Bearer lm_pat_…'");
    }
    let named = |name: &str| {
        let parameters = operation.is.get("parameters").and_then(Value::as_array).into_iter().flatten();
        parameters.map(|one| resolved(api, one)).any(|one| text(one, "/name") == name)
    };
    if named("if-match") {
        call.push_str(" \\\n  -H 'If-Match: \"v1\"'");
    }
    if named("idempotency-key") {
        call.push_str(" \\\n  -H 'Idempotency-Key: 7b0c5a0e-1'");
    }
    if let Some(schema) = operation.is.pointer("/requestBody/content/application~1json/schema") {
        let example = resolved(api, schema).get("example").map(Value::to_string).unwrap_or_else(|| "{ … }".to_owned());
        call.push_str(&format!(" \\\n  -H 'Content-Type: application/json' \\\n  -d '{example}'"));
    }
    call
}

fn type_section(locale: Locale, name: &str, schema: &Value) -> impl IntoView + use<> {
    let required: Vec<&str> = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    let fields = fields.map(|(field, is)| row(locale, field, &kind_of(is), text(is, "/description"), required.contains(&field.as_str()))).collect_view();
    view! {
        <section class="panel" id=format!("type-{name}")>
            <div class="panel-head">
                <h3 dir="ltr">
                    <code>{name.to_owned()}</code>
                </h3>
            </div>
            <div class="account-body" lang=OF_THE_DOCUMENT dir="ltr">
                {paragraphs(text(schema, "/description"))}
                <dl>{fields}</dl>
            </div>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look() -> Look {
        Look { stylesheet: None, favicon: None, touch_icon: String::new(), theme_light: String::new(), theme_dark: String::new(), service_worker: false }
    }

    #[test]
    fn the_page_is_made_of_the_document_and_escapes_it() {
        let api = serde_json::json!({
            "info": { "description": "First.\n\nA `code` and <b>none</b>." }, "servers": [{ "url": "/api/v1" }],
            "paths": { "/orgs": { "post": {
                "operationId": "create_org", "summary": "Make <i>", "security": [{ "token": ["org_manage"] }],
                "parameters": [{ "$ref": "#/components/parameters/IdempotencyKey" }],
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewOrg" } } } },
                "responses": { "201": { "description": "Made" } }
            } } },
            "components": {
                "parameters": { "IdempotencyKey": { "name": "idempotency-key", "in": "header", "schema": { "type": "string" } } },
                "schemas": { "NewOrg": { "type": "object", "required": ["name"], "properties": { "name": { "type": "string", "format": "x" } }, "example": { "name": "A" } } }
            }
        });
        let page = api_docs(Locale::ENGLISH, "Acme & Co", "https://acme.example", &look(), "1", &api);
        assert!(page.starts_with("<!DOCTYPE html><html"));
        for expected in [
            "id=\"create_org\"",
            "href=\"#create_org\"",
            "id=\"type-NewOrg\"",
            "https://acme.example/api/v1/orgs",
            "Idempotency-Key",
            "org_manage",
            "Acme &amp; Co",
        ] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
        assert!(!page.contains("<script") && !page.contains("<b>") && !page.contains("<i>"), "{page}");
        assert!(page.contains("string (x)"));
    }
}
