//! Cookies beside the session's own.

use axum::http::{HeaderMap, header};
use tower_sessions::cookie::Cookie;

/// Carries the token of a sign-in that waits for its code. Bound to this host by its prefix, like the session's.
pub const CODE_COOKIE: &str = "__Host-lastmile-code";

/// Says that somebody has signed in with this browser before; it opens nothing.
pub const DEVICE_COOKIE: &str = "__Host-lastmile-device";

/// Carries the token of a passkey sign-in between its two halves.
pub const PASSKEY_COOKIE: &str = "__Host-lastmile-passkey";

/// Binds a sign-in link to the browser that asked for it.
pub const LINK_COOKIE: &str = "__Host-lastmile-link";

/// The value of the request's first cookie of this name.
pub fn value(headers: &HeaderMap, name: &str) -> Option<String> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut cookies = sent.flat_map(Cookie::split_parse).flatten();
    cookies.find(|cookie| cookie.name() == name).map(|cookie| cookie.value().to_owned())
}

/// Sets the code cookie for as long as the sign-in waits.
pub fn set_code(token: &str) -> String {
    set(CODE_COOKIE, token, 300)
}

/// Takes the code cookie away.
pub fn remove_code() -> String {
    set(CODE_COOKIE, "", 0)
}

/// Sets the link cookie for as long as the link holds.
pub fn set_link(token: &str) -> String {
    set(LINK_COOKIE, token, 600)
}

/// Takes the link cookie away.
pub fn remove_link() -> String {
    set(LINK_COOKIE, "", 0)
}

/// Sets the passkey cookie for as long as the challenge waits.
pub fn set_passkey(token: &str) -> String {
    set(PASSKEY_COOKIE, token, 300)
}

/// Takes the passkey cookie away.
pub fn remove_passkey() -> String {
    set(PASSKEY_COOKIE, "", 0)
}

/// Sets the cookie of a known browser.
pub fn set_device(token: &str) -> String {
    set(DEVICE_COOKIE, token, tenancy::actions::DEVICE_LASTS.num_seconds())
}

fn set(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax")
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
