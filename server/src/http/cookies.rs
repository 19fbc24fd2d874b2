//! Cookies beside the session's own.

use axum::http::{HeaderMap, header};
use tower_sessions::cookie::Cookie;

/// Carries the token of a sign-in that waits for its code. Bound to this host by its prefix, like the session's.
pub const CODE_COOKIE: &str = "__Host-lastmile-code";

/// The value of the request's first cookie of this name.
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = sent.flat_map(Cookie::split_parse).flatten();
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// Carries the token of a passkey sign-in between its two halves.
pub const PASSKEY_COOKIE: &str = "__Host-lastmile-passkey";

/// Sets one of these cookies for as long as what it stands for waits.
pub fn set(name: &str, token: &str) -> String {
    format!("{name}={token}; Path=/; Max-Age=300; Secure; HttpOnly; SameSite=Lax")
}

/// Takes one of these cookies away.
pub fn remove(name: &str) -> String {
    format!("{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax")
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn one_cookie_among_others() {
        let headers = [(header::COOKIE, HeaderValue::from_static("a=b; __Host-lastmile-code=f00; c"))].into_iter().collect();
        assert_eq!(value(&headers, CODE_COOKIE).as_deref(), Some("f00"));
        assert_eq!(value(&headers, "__Host-lastmile"), None);
        assert_eq!(value(&HeaderMap::new(), CODE_COOKIE), None);
    }
}
