//! Lists in pages. A cursor names the last row of a page; clients hand it back unread.

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use super::reply::Reply;

/// Rows on a page where nothing else is asked for.
pub const USUAL: usize = 50;
/// Rows on a page at most.
pub const MOST: usize = 100;

/// Which page.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows on the page.
    #[serde(default)]
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<u16>,
    /// Where the page before ended: `next` of its answer.
    #[serde(default)]
    #[param(max_length = 400)]
    pub cursor: Option<String>,
}

/// How many rows are wanted.
pub fn limit(asked: Option<u16>, most: usize) -> Result<usize, Problem> {
    let limit = asked.map_or(USUAL.min(most), usize::from);
    if (1..=most).contains(&limit) { Ok(limit) } else { Err(Problem::new(StatusCode::BAD_REQUEST, "bad-query", &format!("limit must be 1 to {most}."))) }
}

/// The place that a cursor of this list names; `None` for the first page.
pub fn place<T>(list: &str, cursor: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Problem> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = URL_SAFE_NO_PAD
        .decode(cursor)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .and_then(|text| text.strip_prefix(list).and_then(|rest| rest.strip_prefix(' ')).and_then(read));
    place.map(Some).ok_or_else(bad_cursor)
}

/// A cursor that is none of this list's, or whose row is gone.
pub fn bad_cursor() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-cursor", "This cursor is none of this list; begin with the first page.")
}

/// The cursor that names a place of this list.
pub fn cursor(list: &str, place: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{list} {place}"))
}

/// One page.
#[derive(Debug, Serialize, ToSchema)]
pub struct PageOf<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Where the next page is; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pub next: Option<String>,
}

/// A page as the answer to what was asked, with a link to the next one (RFC 8288).
pub fn answer<T: Serialize>(uri: &axum::http::Uri, items: Vec<T>, next: Option<String>) -> Result<Reply, Problem> {
    let next = next.map(|cursor| {
        let query = uri.query().unwrap_or_default();
        let kept = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
        let query: Vec<String> = kept.map(str::to_owned).chain([format!("cursor={cursor}")]).collect();
        format!("{}{}?{}", super::BASE, uri.path().strip_prefix(super::BASE).unwrap_or(uri.path()), query.join("&"))
    });
    let link = next.as_ref().map(|next| format!("<{next}>; rel=\"next\""));
    Ok(Reply { link, ..Reply::json(&PageOf { items, next })? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_belong_to_one_list() {
        let read = |text: &str| text.parse::<u32>().ok();
        let one = cursor("orgs", "7");
        assert_eq!(place("orgs", Some(&one), read).unwrap(), Some(7));
        assert_eq!(place("orgs", None, read).unwrap(), None);
        for (list, text) in [("people", one.as_str()), ("orgs", ""), ("orgs", "!!"), ("orgs", "b3JncyB4")] {
            assert_eq!(place(list, Some(text), read).unwrap_err().code, "bad-cursor", "{text}");
        }
    }

    #[test]
    fn limits_have_bounds() {
        assert_eq!(limit(None, MOST).unwrap(), USUAL);
        assert_eq!(limit(Some(100), MOST).unwrap(), 100);
        assert!(limit(Some(0), MOST).is_err() && limit(Some(101), MOST).is_err() && limit(Some(51), 50).is_err());
    }
}
