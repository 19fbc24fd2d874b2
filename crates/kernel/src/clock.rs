//! The only source of the current time, so that tests can move it.

#[cfg(feature = "server")]
use chrono::{DateTime, Utc};

/// Tells the time: the system's, or in tests one that is moved by hand.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    #[cfg(feature = "server")]
    fixed: Option<std::sync::Arc<std::sync::atomic::AtomicI64>>,
}

#[cfg(feature = "server")]
impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `at` until it is moved with [`Clock::set`] or [`Clock::advance`].
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self { fixed: Some(std::sync::Arc::new(std::sync::atomic::AtomicI64::new(at.timestamp_micros()))) }
    }

    /// Now, in UTC, at microsecond precision (what Postgres stores).
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place that asks the system")]
    pub fn now(&self) -> DateTime<Utc> {
        match &self.fixed {
            Some(micros) => DateTime::from_timestamp_micros(micros.load(std::sync::atomic::Ordering::SeqCst)).unwrap_or_default(),
            None => DateTime::from_timestamp_micros(Utc::now().timestamp_micros()).unwrap_or_default(),
        }
    }

    /// Moves a fixed clock to `at`; does nothing on the system's clock.
    pub fn set(&self, at: DateTime<Utc>) {
        if let Some(micros) = &self.fixed {
            micros.store(at.timestamp_micros(), std::sync::atomic::Ordering::SeqCst);
        }
    }

    /// Moves a fixed clock forward by `by`; does nothing on the system's clock.
    pub fn advance(&self, by: chrono::TimeDelta) {
        let at = self.now() + by;
        self.set(at);
    }
}
