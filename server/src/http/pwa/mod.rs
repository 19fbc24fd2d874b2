//! What browsers keep of a portal: its service worker, and the page that it shows without a connection. Like the look they
//! stand outside the fence, but behind the host: browsers fetch them without a session, and each portal has its own.

use std::path::Path;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Query, State as Shared};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use kernel::Locale;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tenancy::model::HostTenant;

use super::{State, brand, language};

/// What a worker may do: ask its own server.
const WORKER_POLICY: &str = "default-src 'none'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What the page without a connection may do: show its portal's style sheets, font and logo.
const OFFLINE_POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What is answered to anyone at a portal's host.
pub fn routes() -> [(&'static str, MethodRouter<State>); 2] {
    [("/sw.js", get(worker)), ("/offline", get(offline))]
}

/// The addresses of the built files that every page needs, as far as they are there: style sheet, main module, font.
pub fn shell_files(site: &Path, package: &str, asset_version: &str) -> Vec<String> {
    let is_there = |file: &str| site.join(file).is_file();
    let mut files = Vec::new();
    if is_there("assets/main.css") {
        files.push(format!("/assets/main.css?v={asset_version}"));
    }
    for name in ["app.js", "app_bg.wasm", "__wasm_split.______________________.js"] {
        let file = format!("pkg/{package}/{name}");
        if is_there(&file) {
            files.push(format!("/{file}"));
        }
    }
    let fonts = std::fs::read_dir(site.join("assets/fonts")).into_iter().flatten().flatten();
    let names = fonts.filter_map(|entry| entry.file_name().into_string().ok());
    // Latin only: what other scripts need is as large as all the rest, and kept by the browser's own cache once shown.
    files.extend(names.filter(|name| name.starts_with("inter-latin-wght-normal") && name.ends_with(".woff2")).map(|name| format!("/assets/fonts/{name}")));
    files
}

/// `GET /sw.js`: other bytes with every build and every change of the look, which is how browsers hear of a new version.
async fn worker(Shared(state): Shared<State>, Extension(host): Extension<Arc<HostTenant>>) -> Response {
    let about =
        [(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache"), (header::CONTENT_SECURITY_POLICY, WORKER_POLICY)];
    if !state.settings.http.service_worker {
        return (about, include_str!("gone.js")).into_response();
    }
    (about, format!("const BUILD = {};\n{}", build(&state.shell, &host, &state.asset_version), include_str!("sw.js"))).into_response()
}

/// The files of the shell, and a name for exactly them.
fn build(shell: &[String], host: &HostTenant, asset_version: &str) -> serde_json::Value {
    let look = brand::look(host, asset_version, true);
    let files: Vec<String> = shell.iter().cloned().chain(look.stylesheet).chain(brand::logos(host)).collect();
    let digest = Sha256::new().chain_update(files.join("\n")).chain_update(asset_version).chain_update(brand::version(host).to_be_bytes()).finalize();
    let name: String = hex::encode(digest).chars().take(16).collect();
    json!({ "name": format!("shell-{name}"), "files": files })
}

#[derive(Deserialize)]
struct Asked {
    language: Option<String>,
}

/// `GET /offline`: in the language that the page said, else in what the browser asks for.
async fn offline(Shared(state): Shared<State>, Extension(host): Extension<Arc<HostTenant>>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let said = asked.language.as_deref().and_then(Locale::parse);
    let locale = said.unwrap_or_else(|| language::of_request(&headers, &host, None));
    let look = brand::look(&host, &state.asset_version, true);
    let page = app::offline_page(locale, host.product_name(), &brand::logos(&host), &look, &state.asset_version);
    let about = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_LANGUAGE, locale.tag()),
        (header::VARY, "accept-language, cookie"),
        (header::CONTENT_SECURITY_POLICY, OFFLINE_POLICY),
    ];
    (about, page).into_response()
}

#[cfg(test)]
mod tests {
    use kernel::{OrgId, TenantId};
    use tenancy::model::{OrgKind, TenantState};
    use uuid::Uuid;

    use super::*;

    fn host(name: &str) -> HostTenant {
        let id = Uuid::from_u128(1);
        HostTenant {
            host: format!("{name}.localhost"),
            tenant: TenantId(id),
            org: OrgId(id),
            kind: OrgKind::Isp,
            name: name.to_owned(),
            locale: None,
            state: TenantState::Active,
            simulated: false,
            brand: None,
        }
    }

    #[test]
    fn the_shell_is_what_was_built() {
        let site = tempfile::tempdir().unwrap();
        assert!(shell_files(site.path(), "abc", "1").is_empty());
        std::fs::create_dir_all(site.path().join("pkg/abc")).unwrap();
        std::fs::create_dir_all(site.path().join("assets/fonts")).unwrap();
        for file in ["pkg/abc/app.js", "assets/main.css", "assets/fonts/inter-latin-wght-normal-X1.woff2", "assets/fonts/inter-greek-wght-normal-X1.woff2"] {
            std::fs::write(site.path().join(file), "").unwrap();
        }
        let expected = ["/assets/main.css?v=1", "/pkg/abc/app.js", "/assets/fonts/inter-latin-wght-normal-X1.woff2"];
        assert_eq!(shell_files(site.path(), "abc", "1"), expected);
    }

    #[test]
    fn another_build_has_another_name() {
        let files = ["/pkg/abc/app.js".to_owned()];
        let first = build(&files, &host("acme"), "1");
        assert_eq!(first["files"], json!(files));
        assert!(first["name"].as_str().unwrap().starts_with("shell-"));
        assert_eq!(first, build(&files, &host("acme"), "1"));
        assert_ne!(first["name"], build(&files, &host("acme"), "2")["name"]);
        assert_ne!(first["name"], build(&["/pkg/abd/app.js".to_owned()], &host("acme"), "1")["name"]);
    }
}
