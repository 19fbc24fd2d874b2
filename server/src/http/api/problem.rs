//! What the API answers when it does not do what was asked: problem documents (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Error, FieldError, Locale, RequestId};
use serde::Serialize;
use tenancy::actions::AttemptError;
use utoipa::ToSchema;

/// The media type.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// A problem on its way out: the layer round the API gives it words and writes it (`finish`).
#[derive(Clone, Debug)]
pub struct Problem {
    /// The status.
    pub status: StatusCode,
    /// What programs tell problems apart by; stable.
    pub code: String,
    /// More about it in English, where the pages have no words for the code.
    pub detail: Option<String>,
    /// Faults of fields.
    pub errors: Vec<Fault>,
    /// Seconds until trying again is right.
    pub retry_after: Option<i64>,
}

/// One field's fault: where in the body, which code, and words that the pages do not have.
#[derive(Clone, Debug)]
pub struct Fault {
    /// JSON pointer (RFC 6901) into the body.
    pub pointer: String,
    /// As the forms have it.
    pub code: String,
    /// In English, for faults that no form has.
    pub detail: Option<String>,
}

/// A problem document.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "/docs#problem-invalid", "title": "Unprocessable Entity", "status": 422, "code": "invalid", "detail": "Something in the request does not fit",
    "instance": "/api/v1/orgs", "request_id": "0198f3f2-7b1c-7c3e-9d55-0c1f6e0f2a11",
    "errors": [{ "pointer": "/name", "code": "required", "detail": "Please fill this in." }]
}))]
pub struct ProblemDocument {
    /// Names the kind of problem; leads to its description.
    #[serde(rename = "type")]
    #[schema(rename = "type")]
    kind: String,
    /// The status in words.
    title: String,
    /// The status.
    status: u16,
    /// The kind of problem, for programs; stable.
    code: String,
    /// What happened, for people; in the language that was asked for where there are words.
    detail: String,
    /// The path that was asked for.
    instance: String,
    /// Also in the server's log: tell it to support.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    request_id: Option<String>,
    /// What is wrong with which field of the body.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    errors: Vec<FieldProblem>,
}

/// What is wrong with one field.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// JSON pointer (RFC 6901) into the body that was sent.
    pointer: String,
    /// The kind of fault, for programs; stable.
    code: String,
    /// What is wrong, for people.
    detail: String,
}

/// What handlers return.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// A problem with English words of its own.
    pub fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        Self { status, code: code.to_owned(), detail: Some(detail.to_owned()), errors: Vec::new(), retry_after: None }
    }

    /// A problem that the pages have words for.
    pub fn known(status: StatusCode, code: &str) -> Self {
        Self { status, code: code.to_owned(), detail: None, errors: Vec::new(), retry_after: None }
    }

    /// The body or the query cannot be read.
    pub fn malformed(detail: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", detail)
    }

    /// Nothing that was shown opens anything.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthenticated", "Send a token that works here: Authorization: Bearer …")
    }

    /// Nothing is there, or the caller may not see it.
    pub fn not_found() -> Self {
        Self::from(Error::NotFound)
    }

    /// The same, to be tried again after some seconds.
    pub fn retry_after(mut self, seconds: i64) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    /// Where the fields of an action's form are called otherwise in the body: `renamed` gives the pointer for a field.
    pub fn pointing(mut self, renamed: impl Fn(&str) -> Option<&'static str>) -> Self {
        for fault in &mut self.errors {
            if let Some(pointer) = renamed(fault.pointer.trim_start_matches('/')) {
                pointer.clone_into(&mut fault.pointer);
            }
        }
        self
    }

    /// What a status that comes from below (a method that is not there, a body that is too large) says.
    pub fn of_status(status: StatusCode) -> Option<Self> {
        let (code, detail) = match status {
            StatusCode::BAD_REQUEST => ("malformed", "The request cannot be read."),
            StatusCode::NOT_FOUND => return Some(Self::not_found()),
            StatusCode::METHOD_NOT_ALLOWED => ("method-not-allowed", "This path does not take this method; see Allow."),
            StatusCode::REQUEST_TIMEOUT => ("timeout", "The body did not come in time."),
            StatusCode::PAYLOAD_TOO_LARGE => ("too-large", "A body holds 64 KiB at most."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ("unsupported-media-type", "Send application/json."),
            status if status.is_server_error() => return Some(Self::from(Error::Internal)),
            status if status.is_client_error() => ("refused", "The request was refused."),
            _ => return None,
        };
        Some(Self::new(status, code, detail))
    }

    /// The document, with words in this language.
    pub fn document(&self, locale: Locale, instance: &str, request_id: Option<RequestId>) -> ProblemDocument {
        let errors = self.errors.iter().map(|fault| FieldProblem {
            pointer: fault.pointer.clone(),
            code: fault.code.clone(),
            detail: fault.detail.clone().unwrap_or_else(|| words(locale, "field-error", &fault.code)),
        });
        ProblemDocument {
            kind: format!("/docs#problem-{}", self.code),
            title: self.status.canonical_reason().unwrap_or_default().to_owned(),
            status: self.status.as_u16(),
            code: self.code.clone(),
            detail: self.detail.clone().unwrap_or_else(|| general_words(locale, &self.code)),
            instance: instance.to_owned(),
            request_id: request_id.map(|id| id.to_string()),
            errors: errors.collect(),
        }
    }

    /// The status and the headers; the document comes from the layer round the API.
    fn head(&self) -> Response {
        let mut response = self.status.into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"api\", error=\"invalid_token\""));
        }
        response
    }
}

/// The words of a form's fault, or those for an unknown one.
fn words(locale: Locale, family: &str, code: &str) -> String {
    find(locale, family, code).unwrap_or_else(|| ui::words::t_in(locale, &format!("{family}-unknown")))
}

fn find(locale: Locale, family: &str, code: &str) -> Option<String> {
    let key = format!("{family}-{}", code.replace('_', "-"));
    // A key without words comes back as it is.
    Some(ui::words::t_in(locale, &key)).filter(|words| *words != key)
}

fn general_words(locale: Locale, code: &str) -> String {
    find(locale, "error", code).or_else(|| find(locale, "form-fault", code)).unwrap_or_else(|| ui::words::t_in(locale, "error-unknown"))
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.head();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match error {
            Error::Unauthenticated => Self::unauthenticated(),
            Error::Invalid(faults) => {
                let whole = faults.iter().find(|fault| fault.field.is_empty()).map(|fault| fault.code.clone());
                let errors = faults.into_iter().filter(|fault| !fault.field.is_empty()).map(Fault::from).collect();
                Self { errors, ..Self::known(status, whole.as_deref().unwrap_or("invalid")) }
            }
            Error::Conflict(code) => Self::known(status, &code),
            Error::Unavailable => Self::known(status, "unavailable").retry_after(5),
            other => Self::known(status, other.code()),
        }
    }
}

impl From<FieldError> for Fault {
    fn from(fault: FieldError) -> Self {
        Self { pointer: format!("/{}", fault.field.replace('~', "~0").replace('/', "~1")), code: fault.code, detail: None }
    }
}

impl Problem {
    /// Of something that can be guessed at; `now` is when the request began.
    pub fn of_attempt(error: AttemptError, now: chrono::DateTime<chrono::Utc>) -> Self {
        match error {
            AttemptError::Locked(until) => Self::known(StatusCode::TOO_MANY_REQUESTS, "too-many-attempts").retry_after((until - now).num_seconds()),
            AttemptError::Fault(error) => Self::from(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_point_into_the_body_and_speak_the_language() {
        let error = Error::Invalid(vec![FieldError::new("name", "required"), FieldError::new("", "staff-limit")]);
        let problem = Problem::from(error);
        let french = Locale::parse("fr").unwrap();
        let document = serde_json::to_value(problem.document(french, "/api/v1/orgs", None)).unwrap();
        assert_eq!((document["status"].as_u64(), document["code"].as_str()), (Some(422), Some("staff-limit")));
        assert_eq!(document["errors"][0]["pointer"], "/name");
        let english = serde_json::to_value(problem.document(Locale::ENGLISH, "/api/v1/orgs", None)).unwrap();
        assert_ne!(document["errors"][0]["detail"], english["errors"][0]["detail"]);
        assert_eq!(english["type"], "/docs#problem-staff-limit");
    }

    #[test]
    fn an_unknown_code_still_has_words() {
        let document = Problem::known(StatusCode::CONFLICT, "no such code").document(Locale::ENGLISH, "/", None);
        assert!(!document.detail.is_empty() && !document.detail.contains("no such code"));
    }

    #[test]
    fn only_what_went_wrong_is_a_problem() {
        assert!(Problem::of_status(StatusCode::OK).is_none() && Problem::of_status(StatusCode::NO_CONTENT).is_none());
        assert_eq!(Problem::of_status(StatusCode::IM_A_TEAPOT).unwrap().code, "refused");
    }
}
