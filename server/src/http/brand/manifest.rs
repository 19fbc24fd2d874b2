//! The web app manifest of a portal (W3C): what it is called and looks like on a home screen. One for each host, so that
//! two portals never share an app.

use std::sync::Arc;

use axum::Extension;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use tenancy::model::HostTenant;
use tenancy::rules::brand;

use super::super::language;
use super::version;

/// Longest name under an icon, in characters: what phones show without cutting it off.
const SHORT: usize = 12;

/// `GET /manifest.webmanifest`.
pub async fn manifest(Extension(host): Extension<Arc<HostTenant>>, headers: HeaderMap) -> Response {
    let locale = language::of_request(&headers, &host, None);
    let (version, name) = (version(&host), host.product_name());
    let tokens = host.brand.as_ref().and_then(|brand| brand.palette).unwrap_or_else(|| brand::palette(None));
    let icon = |file: &str, side: u32, purpose: &str| -> Value {
        json!({ "src": format!("/brand/{version}/{file}"), "sizes": format!("{side}x{side}"), "type": "image/png", "purpose": purpose })
    };
    let manifest = json!({
        "id": "/",
        "name": name,
        "short_name": short(name),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": locale.tag(),
        "dir": ui::words::t_in(locale, "language-direction"),
        "theme_color": tokens.light.accent.to_string(),
        "background_color": brand::ground().to_string(),
        "icons": [icon("icon-192.png", 192, "any"), icon("icon-512.png", 512, "any"), icon("icon-maskable.png", 512, "maskable")],
    });
    let about = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "private, no-cache"), (header::VARY, "accept-language, cookie")];
    (about, manifest.to_string()).into_response()
}

/// As many whole words as fit under an icon, or the beginning of a first word that is too long.
fn short(name: &str) -> String {
    let mut short = String::new();
    for word in name.split_whitespace() {
        let gap = usize::from(!short.is_empty());
        if short.chars().count().saturating_add(gap).saturating_add(word.chars().count()) > SHORT {
            break;
        }
        if gap == 1 {
            short.push(' ');
        }
        short.push_str(word);
    }
    if short.is_empty() { name.chars().take(SHORT).collect() } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_end_at_words() {
        for (name, expected) in [
            ("Acme", "Acme"),
            ("Acme Fibre", "Acme Fibre"),
            ("Acme Fibre Networks", "Acme Fibre"),
            ("Telecommunications Inc", "Telecommunic"),
            ("شبكة الأرز الوطنية", "شبكة الأرز"),
        ] {
            assert_eq!(short(name), expected);
        }
    }
}
