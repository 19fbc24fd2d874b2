//! What can go wrong between an action and the database, and what of it a user may know.

use std::error::Error as _;

use crate::audit::NotExact;
use crate::secrets::SecretError;

/// A fault at the database's door. Turns into [`kernel::Error`] where an action ends; the details stay in the log.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Postgres or the road to it.
    #[error("database: {0}")]
    Database(#[source] sqlx::Error),
    /// A sealed value could not be made or opened.
    #[error("sealed value: {0}")]
    Secret(#[from] SecretError),
    /// A payload could not be turned into JSON or read back. The text names the fault, not the payload.
    #[error("payload: {0}")]
    Payload(#[source] serde_json::Error),
    /// An audit row could not be written as given.
    #[error("audit: {0}")]
    Audit(#[from] NotExact),
    /// A request that must take effect once was taken for dead, and another took its place.
    #[error("another request holds this idempotency key by now")]
    Overtaken,
    /// The task that opened the transaction was lost (the runtime is going down).
    #[error("transaction task: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl StoreError {
    /// The name of the violated constraint, `<table>_<columns>_<kind>`, for mapping to a field or a conflict.
    #[must_use]
    pub fn constraint(&self) -> Option<&str> {
        self.database_error().and_then(|error| error.constraint())
    }

    /// The SQLSTATE that Postgres gave (its manual, appendix A).
    #[must_use]
    pub fn sqlstate(&self) -> Option<String> {
        self.database_error().and_then(|error| error.code()).map(std::borrow::Cow::into_owned)
    }

    /// Whether trying again later is right: no connection, a limit or lock timed out, a deadlock, a full disk,
    /// a database that is starting or stopping.
    #[must_use]
    pub fn is_unavailable(&self) -> bool {
        let Self::Database(error) = self else { return matches!(self, Self::Task(_) | Self::Overtaken) };
        match error {
            sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
            | sqlx::Error::Io(_)
            | sqlx::Error::Tls(_) => true,
            sqlx::Error::Database(error) => error.code().is_some_and(|code| {
                // Connection exceptions, transaction rollback (serialisation, deadlock), insufficient resources,
                // operator intervention (shutdown, starting up, statement timeout); lock timeout; idle timeout.
                ["08", "40", "53", "57"].iter().any(|class| code.starts_with(class)) || code == "55P03" || code == "25P03"
            }),
            _ => false,
        }
    }

    fn database_error(&self) -> Option<&dyn sqlx::error::DatabaseError> {
        match self {
            Self::Database(sqlx::Error::Database(error)) => Some(error.as_ref()),
            _ => None,
        }
    }
}

/// Logs the whole chain once and answers with what a user may know. Postgres' `DETAIL` is left out: it quotes row values.
impl From<StoreError> for kernel::Error {
    fn from(error: StoreError) -> Self {
        let mut chain = error.to_string();
        let mut source = error.source().and_then(std::error::Error::source);
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            // Many errors repeat their cause's words; a chain that says a thing once is read more easily.
            if !chain.contains(&cause_text) {
                chain = format!("{chain}: {cause_text}");
            }
            source = cause.source();
        }
        let unavailable = error.is_unavailable();
        tracing::error!(error = chain, sqlstate = error.sqlstate(), constraint = error.constraint(), unavailable, "a store operation failed");
        if unavailable { Self::Unavailable } else { Self::Internal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_pool_is_unavailable_and_a_missing_row_is_a_fault() {
        assert_eq!(kernel::Error::from(StoreError::from(sqlx::Error::PoolTimedOut)), kernel::Error::Unavailable);
        let lost = sqlx::Error::Io(std::io::Error::from(std::io::ErrorKind::ConnectionReset));
        assert_eq!(kernel::Error::from(StoreError::from(lost)), kernel::Error::Unavailable);
        assert_eq!(kernel::Error::from(StoreError::from(sqlx::Error::RowNotFound)), kernel::Error::Internal);
        assert_eq!(kernel::Error::from(StoreError::from(SecretError::Sealed)), kernel::Error::Internal);
    }
}
