//! The OpenAPI 3.1 document. What is the same everywhere (problems, headers) is added here rather than at each operation.

use std::sync::Arc;

use axum::Extension;
use serde_json::{Map, Value, json};
use tenancy::model::HostTenant;
use utoipa::openapi::OpenApi as Document;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi, PartialSchema, ToSchema};

use super::problem::{Answer, FieldProblem, PROBLEM_JSON, ProblemDocument};
use super::reply::Reply;

#[derive(OpenApi)]
#[openapi(
    info(title = "API", version = "1", description = ABOUT, license(name = "Proprietary", identifier = "LicenseRef-Proprietary")),
    servers((url = "/api/v1")),
    tags(
        (name = "auth", description = "Signing apps in. Programs of your own use a token from the portal's settings instead."),
        (name = "me", description = "Who calls."),
        (name = "orgs", description = "Branches, resellers and clients: the tree."),
        (name = "people", description = "Who can sign in, and who has been invited."),
        (name = "network", description = "Devices, interfaces and their traffic."),
        (name = "audit", description = "What was done, and by whom."),
        (name = "branding", description = "How the portal looks."),
        (name = "platform", description = "The platform's ISPs, for its founder."),
        (name = "document", description = "This document."),
    ),
    security(("token" = [])),
    modifiers(&Token),
)]
struct Head;

const ABOUT: &str = "JSON over HTTP. Send `Authorization: Bearer …` with a token from the portal's settings, or with an access token.

Lists come in pages: `limit` rows, and `next` leads to the following page. What can be changed by two at a time has an `ETag`, \
which a change sends back as `If-Match`. A POST may carry an `Idempotency-Key`: sent again within a day, it takes effect once and \
is answered alike. Errors are problem documents (RFC 9457); tell them apart by `code`. Limits are told by `RateLimit-Policy` and \
`RateLimit`. Times are RFC 3339 in UTC.";

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut Document) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(
            "A personal token (`lm_pat_…`), a token of a program (`lm_mch_…`), or an access token from /auth/token. The names beside an operation are the scopes that it needs.",
        ));
        let components = document.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(scheme.build()));
        for (name, schema) in [(ProblemDocument::name(), ProblemDocument::schema()), (FieldProblem::name(), FieldProblem::schema())] {
            components.schemas.insert(name.into_owned(), schema);
        }
    }
}

/// What stands before the operations.
pub(super) fn head() -> Document {
    Head::openapi()
}

/// This document
#[utoipa::path(get, path = "/openapi.json", tag = "document", security(()),
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
pub(super) async fn openapi(Extension(document): Extension<Arc<Value>>, Extension(host): Extension<Arc<HostTenant>>) -> Answer<Reply> {
    let mut document = Value::clone(&document);
    if let Some(title) = document.pointer_mut("/info/title") {
        *title = Value::String(format!("{} API", host.product_name()));
    }
    Reply::json(&document)
}

/// Statuses that any operation may answer with, and what they say.
const ALWAYS: [(&str, &str); 4] = [
    ("403", "The caller may not do this, or pages of the calling site may not call at all"),
    ("429", "Too many requests, or too many attempts; see Retry-After"),
    ("500", "A fault of ours; tell support the request's number"),
    ("503", "Something that is needed is away, or the portal is paused; see Retry-After"),
];

/// The whole document, with what every operation shares.
pub(super) fn whole(document: Document) -> Value {
    let mut document = serde_json::to_value(document).unwrap_or_default();
    let names: Vec<(String, String)> = operations(&document).map(|(method, path, _)| (method.to_owned(), path.to_owned())).collect();
    for (method, path) in names {
        let pointer = format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1"));
        if let Some(operation) = document.pointer_mut(&pointer).and_then(Value::as_object_mut) {
            complete(operation, &method, &path);
        }
    }
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("responses".to_owned(), json!({ "Problem": problem() }));
        components.insert("headers".to_owned(), headers());
        components.insert("parameters".to_owned(), json!({ "IdempotencyKey": idempotency_key() }));
    }
    document
}

/// Every operation: method in lower case, path, and its description.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| METHODS.into_iter().filter_map(move |method| Some((method, path.as_str(), item.get(method)?))))
}

fn complete(operation: &mut Map<String, Value>, method: &str, path: &str) {
    let in_header = |name: &str, operation: &Map<String, Value>| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|parameters| parameters.iter().any(|parameter| parameter.get("name").and_then(Value::as_str) == Some(name)))
    };
    let has_body = operation.contains_key("requestBody");
    let by_name = path.starts_with("/auth/");
    let conditional = in_header("if-match", operation);
    let mut statuses: Vec<(&str, &str)> = ALWAYS.to_vec();
    let mut may = |when: bool, status, text| {
        if when {
            statuses.push((status, text));
        }
    };
    may(true, "400", "The request cannot be read, or the query does not fit");
    may(true, "401", "No token that works here, or a password or code that does not fit");
    may(path.contains('{') || has_body && !by_name, "404", "Nothing is there, or the caller may not see it");
    may(has_body, "408", "The body did not come in time");
    may(has_body && !by_name || method == "delete", "409", "It clashes with what stands, or the same request is still running");
    may(conditional, "412", "Another version stands there by now");
    may(has_body || method == "delete", "413", "The body is too large");
    may(has_body, "415", "The body is no JSON");
    // The filters of the log are those of its form.
    may(has_body || path == "/audit", "422", "The body does not fit; `errors` says where");
    may(conditional, "428", "If-Match is missing");
    if method == "post" && !by_name {
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(json!({ "$ref": "#/components/parameters/IdempotencyKey" }));
        }
    }
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for response in responses.values_mut().filter_map(Value::as_object_mut) {
        let own = response.entry("headers").or_insert_with(|| json!({}));
        if let Some(own) = own.as_object_mut() {
            for (name, header) in [("ratelimit-policy", "RateLimitPolicy"), ("ratelimit", "RateLimit"), ("x-request-id", "RequestId")] {
                own.insert(name.to_owned(), json!({ "$ref": format!("#/components/headers/{header}") }));
            }
        }
    }
    for (status, text) in statuses {
        let mut problem = problem();
        if let Some(said) = problem.get_mut("description") {
            *said = json!(text);
        }
        if matches!(status, "429" | "503")
            && let Some(headers) = problem.get_mut("headers").and_then(Value::as_object_mut)
        {
            headers.insert("retry-after".to_owned(), json!({ "$ref": "#/components/headers/RetryAfter" }));
        }
        responses.insert(status.to_owned(), problem);
    }
}

fn problem() -> Value {
    json!({
        "description": "A problem",
        "headers": { "x-request-id": { "$ref": "#/components/headers/RequestId" } },
        "content": { PROBLEM_JSON: { "schema": { "$ref": "#/components/schemas/Problem" } } }
    })
}

fn headers() -> Value {
    let header = |description: &str, kind: &str| json!({ "description": description, "schema": { "type": kind } });
    json!({
        "RateLimitPolicy": header("The limits that were counted: name, quota, window in seconds", "string"),
        "RateLimit": header("What is left of each, and the seconds until all of it is there again", "string"),
        "RequestId": header("The request's number, also in the server's log", "string"),
        "RetryAfter": header("Seconds until trying again is right", "integer"),
    })
}

fn idempotency_key() -> Value {
    json!({
        "name": "idempotency-key", "in": "header", "required": false,
        "description": "Sent again with the same key and body within a day, the request takes effect once and is answered alike.",
        "schema": { "type": "string", "pattern": "^[!-~]{1,253}$" }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_whole() {
        let document = super::super::document();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["servers"][0]["url"], super::super::BASE);
        let all: Vec<_> = operations(&document).collect();
        assert!(all.len() >= 28, "{}", all.len());
        let mut ids = std::collections::BTreeSet::new();
        for (method, path, operation) in &all {
            let id = operation["operationId"].as_str().unwrap();
            assert!(ids.insert(id), "{id} names two operations");
            assert!(operation["summary"].is_string() && operation["tags"].is_array(), "{method} {path}");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
            for (status, _) in ALWAYS {
                assert!(responses.contains_key(status), "{method} {path} {status}");
            }
            if ["patch", "put", "delete"].contains(method) && !path.starts_with("/invitations") {
                assert!(responses.contains_key("412") && responses.contains_key("428"), "{method} {path}");
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let document = super::super::document();
        let text = document.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(document.pointer(reference).is_some(), "{reference}");
        }
    }

    #[test]
    fn scopes_are_permissions_and_tokens_are_made_for_no_others() {
        let document = super::super::document();
        let mut asked = kernel::Permissions::default();
        for (method, path, operation) in operations(&document) {
            let named =
                operation["security"].as_array().into_iter().flatten().filter_map(|scheme| scheme.get("token")).flat_map(|scopes| scopes.as_array().unwrap());
            for scope in named {
                let permission = kernel::Permission::parse(scope.as_str().unwrap());
                assert!(permission.is_some(), "{method} {path}: {scope}");
                asked = asked.iter().chain(permission).collect();
            }
        }
        for permission in kernel::Permission::ALL {
            assert_eq!(tenancy::rules::api_token::opens(permission), asked.contains(permission), "{permission:?}");
        }
    }
}
