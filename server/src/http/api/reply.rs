//! What goes out when all went well.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

use super::problem::Problem;

/// An answer that can be kept and given again.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// JSON, or nothing.
    pub body: Option<Value>,
    /// The version of what stands in the body.
    pub etag: Option<String>,
    /// Where what was made is.
    pub location: Option<String>,
    /// Where the next page is.
    pub link: Option<String>,
}

impl Reply {
    /// 200 with this.
    pub fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_value(value).map_err(|error| {
            tracing::error!(%error, "an answer cannot be written as JSON");
            Problem::from(kernel::Error::Internal)
        })?;
        Ok(Self { status: StatusCode::OK, body: Some(body), etag: None, location: None, link: None })
    }

    /// 204.
    pub fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: None, etag: None, location: None, link: None }
    }

    /// The same as 201, with where it is, if it can be read anywhere.
    pub fn created(self, location: Option<String>) -> Self {
        Self { status: StatusCode::CREATED, location, ..self }
    }

    /// The same with the version of what it shows.
    pub fn version(self, version: i32) -> Self {
        Self { etag: Some(etag(version)), ..self }
    }

    /// What is kept of it.
    pub fn kept(&self) -> Value {
        json!({ "body": self.body, "etag": self.etag, "location": self.location })
    }

    /// From what was kept.
    pub fn again(status: u16, kept: &Value) -> Option<Self> {
        let text = |name: &str| kept.get(name).and_then(Value::as_str).map(str::to_owned);
        let body = kept.get("body").filter(|body| !body.is_null()).cloned();
        Some(Self { status: StatusCode::from_u16(status).ok()?, body, etag: text("etag"), location: text("location"), link: None })
    }
}

/// The entity tag of a version.
pub fn etag(version: i32) -> String {
    format!("\"v{version}\"")
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = match &self.body {
            Some(body) => (self.status, [(header::CONTENT_TYPE, "application/json")], Body::from(body.to_string())).into_response(),
            None => self.status.into_response(),
        };
        let headers: [(HeaderName, Option<String>); 3] = [(header::ETAG, self.etag), (header::LOCATION, self.location), (header::LINK, self.link)];
        for (name, value) in headers {
            if let Some(value) = value.and_then(|value| HeaderValue::try_from(value).ok()) {
                response.headers_mut().insert(name, value);
            }
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_is_given_again_as_it_was() {
        let reply = Reply::json(&json!({ "id": 1 })).unwrap().version(3).created(Some("/api/v1/orgs/1".to_owned()));
        assert_eq!(Reply::again(201, &reply.kept()), Some(reply));
        assert_eq!(Reply::again(204, &Reply::nothing().kept()), Some(Reply::nothing()));
    }
}
