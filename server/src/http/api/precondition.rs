//! If-Match (RFC 9110 §13.1.1): who changes something says which version was seen.

use axum::http::{HeaderMap, StatusCode, header};
use kernel::Error;

use super::problem::Problem;

/// The version that the request was made of. Demanded: without it two who change the same thing would not see each other.
pub fn held(headers: &HeaderMap) -> Result<i32, Problem> {
    let mut sent = headers.get_all(header::IF_MATCH).iter();
    let tag = match (sent.next(), sent.next()) {
        (None, _) => return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "precondition-required", "Send If-Match with the ETag that you were given.")),
        (Some(tag), None) => tag.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let version = tag.and_then(|tag| tag.trim().strip_prefix("\"v")?.strip_suffix('"')?.parse().ok());
    // `*`, weak tags and lists are none of ours: whoever sends them has not seen a version.
    version.ok_or_else(changed)
}

/// Another version stands there by now.
fn changed() -> Problem {
    Problem::known(StatusCode::PRECONDITION_FAILED, "changed")
}

/// An action's conflict about the version, as the failed precondition that it is.
pub fn failed(error: Error) -> Problem {
    match error {
        Error::Conflict(code) if code == "changed" => changed(),
        other => Problem::from(other),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_a_version_that_was_given_counts() {
        let check = |tags: &[&'static str]| {
            let headers = tags.iter().map(|tag| (header::IF_MATCH, HeaderValue::from_static(tag))).collect();
            held(&headers).map_err(|problem| problem.status.as_u16())
        };
        assert_eq!(check(&["\"v7\""]), Ok(7));
        assert_eq!(check(&[]), Err(428));
        for bad in [&["*"][..], &["W/\"v7\""], &["v7"], &["\"v7\", \"v8\""], &["\"v7\"", "\"v8\""], &["\"v99999999999\""], &[""]] {
            assert_eq!(check(bad), Err(412), "{bad:?}");
        }
    }
}
