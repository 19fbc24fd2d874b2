//! What comes in: bodies, queries and ids, each with a clear answer where it does not fit.

use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::{HeaderMap, StatusCode, Uri, header, request};
use serde::de::DeserializeOwned;

use super::problem::{Fault, Problem};

/// A body as it came. It is read only after the question whether the caller may do this at all.
pub struct Input {
    /// The head.
    pub headers: HeaderMap,
    /// The path and query.
    pub uri: Uri,
    /// The bytes.
    pub body: Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Input {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (headers, uri) = (request.headers().clone(), request.uri().clone());
        let body = Bytes::from_request(request, state).await.map_err(|rejection| Problem::of_status(rejection.status()).unwrap_or_else(Problem::not_found))?;
        Ok(Self { headers, uri, body })
    }
}

impl Input {
    /// The body as JSON: 415 where it says to be something else, 400 where it is none, 422 where it is another thing than was
    /// asked for, with a pointer to where.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if !is_json(&self.headers) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "Send application/json."));
        }
        let mut reader = serde_json::Deserializer::from_slice(&self.body);
        let read = serde_path_to_error::deserialize(&mut reader).map_err(|error| fault(&error))?;
        reader.end().map_err(|_more| Problem::malformed("Something follows the JSON of the body."))?;
        Ok(read)
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else { return false };
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json"
}

fn fault(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    let inner = error.inner();
    if !inner.is_data() {
        return Problem::malformed("The body is no JSON.");
    }
    let pointer = error.path().iter().fold(String::new(), |pointer, segment| match segment {
        serde_path_to_error::Segment::Seq { index } => format!("{pointer}/{index}"),
        serde_path_to_error::Segment::Map { key } => format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")),
        serde_path_to_error::Segment::Enum { .. } | serde_path_to_error::Segment::Unknown => pointer,
    });
    let said = inner.to_string();
    let (code, pointer) = if let Some(name) = quoted(&said, "missing field `") {
        ("required", format!("{pointer}/{name}"))
    } else if said.starts_with("unknown field") {
        ("unknown-field", pointer)
    } else {
        ("wrong-type", pointer)
    };
    // Without the place in the text, which says nothing to whoever made the body with a library.
    let detail = said.rsplit_once(" at line ").map_or(said.as_str(), |(detail, _)| detail).chars().take(200).collect();
    let fault = Fault { pointer, code: code.to_owned(), detail: Some(detail) };
    Problem { errors: vec![fault], ..Problem::known(StatusCode::UNPROCESSABLE_ENTITY, "invalid") }
}

fn quoted<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    text.strip_prefix(before)?.split_once('`').map(|(name, _)| name)
}

/// The query, read into `T`: what is no part of it is refused, and so is what does not fit.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, _state: &S) -> Result<Self, Problem> {
        axum::extract::Query::try_from_uri(&parts.uri).map(|query: axum::extract::Query<T>| Self(query.0)).map_err(|rejection| {
            let said: String = rejection.body_text().chars().filter(|c| !c.is_control()).take(200).collect();
            Problem::new(StatusCode::BAD_REQUEST, "bad-query", &said)
        })
    }
}

/// An id in the path. What is no id answers like one that nothing has.
pub struct Id<T>(pub T);

impl<T: FromStr, S: Send + Sync> FromRequestParts<S> for Id<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut request::Parts, state: &S) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(|_shape| Problem::not_found())?;
        text.parse().map(Self).map_err(|_shape| Problem::not_found())
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct New {
        name: String,
        inner: Option<Inner>,
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Inner {
        port: u16,
    }

    fn read(kind: &'static str, body: &'static str) -> Result<New, (u16, String)> {
        let headers = [(header::CONTENT_TYPE, HeaderValue::from_static(kind))].into_iter().collect();
        let input = Input { headers, uri: Uri::from_static("/x"), body: Bytes::from_static(body.as_bytes()) };
        input.read().map_err(|problem| {
            let place = problem.errors.first().map(|fault| format!("{} {}", fault.pointer, fault.code)).unwrap_or_default();
            (problem.status.as_u16(), place)
        })
    }

    #[test]
    fn bodies_are_read_or_told_where_they_do_not_fit() {
        assert_eq!(read("application/json; charset=utf-8", r#"{"name":"a"}"#).unwrap().name, "a");
        let refused = |body| read("application/json", body).unwrap_err();
        assert_eq!(refused("").0, 400);
        assert_eq!(refused("{\"name\":\"a\"").0, 400);
        assert_eq!(refused("{\"name\":\"a\"} x").0, 400);
        assert_eq!(refused("{}"), (422, "/name required".to_owned()));
        assert_eq!(refused(r#"{"name":7}"#), (422, "/name wrong-type".to_owned()));
        assert_eq!(refused(r#"{"name":"a","role":"founder"}"#), (422, "/role unknown-field".to_owned()));
        assert_eq!(refused(r#"{"name":"a","inner":{"port":70000}}"#), (422, "/inner/port wrong-type".to_owned()));
        assert_eq!(refused("[]").0, 422);
        assert_eq!(read("text/plain", r#"{"name":"a"}"#).unwrap_err().0, 415);
        assert_eq!(read("application/jsonx", "{}").unwrap_err().0, 415);
    }
}
