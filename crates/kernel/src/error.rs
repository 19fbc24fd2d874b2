//! The closed error that leaves an action. Details stay in the log; the user gets a code and words.

use serde::{Deserialize, Serialize};

/// What an action answers when it does not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "code", content = "detail", rename_all = "snake_case")]
pub enum Error {
    /// Nobody is signed in (or the session has ended).
    #[error("not signed in")]
    Unauthenticated,
    /// It does not exist, or the viewer may not see it: both answer alike.
    #[error("not found")]
    NotFound,
    /// The viewer may see it but not do this.
    #[error("forbidden")]
    Forbidden,
    /// Input that cannot be accepted, field by field.
    #[error("invalid input")]
    Invalid(Vec<FieldError>),
    /// It clashes with what stands; the code says how.
    #[error("conflict: {0}")]
    Conflict(String),
    /// A part that is needed is away; trying again later is right.
    #[error("unavailable")]
    Unavailable,
    /// A fault of ours; logged in full under the request id.
    #[error("internal error")]
    Internal,
}

/// One field's fault: which field and which message code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The input's name as in the form.
    pub field: String,
    /// A message id under `locales/` without its `error-` prefix, for example `required`.
    pub code: String,
}

impl FieldError {
    /// A fault `code` of `field`.
    #[must_use]
    pub fn new(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self { field: field.into(), code: code.into() }
    }
}

impl Error {
    /// A single field's fault.
    #[must_use]
    pub fn field(field: impl Into<String>, code: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError::new(field, code)])
    }

    /// The stable code that fluent turns into words.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Error::Unauthenticated => "unauthenticated",
            Error::NotFound => "not-found",
            Error::Forbidden => "forbidden",
            Error::Invalid(_) => "invalid",
            Error::Conflict(_) => "conflict",
            Error::Unavailable => "unavailable",
            Error::Internal => "internal",
        }
    }

    /// The HTTP status that fits.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Error::Unauthenticated => 401,
            Error::NotFound => 404,
            Error::Forbidden => 403,
            Error::Invalid(_) => 422,
            Error::Conflict(_) => 409,
            Error::Unavailable => 503,
            Error::Internal => 500,
        }
    }
}

/// What actions return.
pub type Result<T, E = Error> = std::result::Result<T, E>;
