//! Why a connection ends, and what the peer is told (close codes: RFC 6455 §7.4.1, 4000 and up are our own).

use std::borrow::Cow;

use tungstenite::error::ProtocolError;

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The peer closed, or its network did.
    Gone,
    /// More frames waited than the queue holds.
    Overflow,
    /// A write took too long.
    Stalled,
    /// The peer answered no ping.
    Silent,
    /// The session was signed out, expired or changed its role.
    SessionEnded,
    /// This process stops; the peer should come back after the hinted time.
    Restarting,
    /// A request was not JSON, or not even text.
    NotJson,
    /// A request was JSON but none of ours, or asked for too much at once.
    BadRequest,
    /// Only text is spoken here.
    Binary,
    /// A request was too long.
    TooLarge,
    /// Requests came too fast.
    TooFast,
    /// What came was no WebSocket frame.
    Protocol,
    /// Something needed to answer is away.
    TryLater,
    /// A fault of ours.
    Internal,
}

impl Ending {
    /// What a failed read means: a broken network is nobody's fault, a broken frame is the peer's.
    pub(super) fn of_broken_stream(error: axum::Error) -> Self {
        use tungstenite::Error as Broken;
        match error.into_inner().downcast_ref::<Broken>() {
            None | Some(Broken::Io(_) | Broken::ConnectionClosed | Broken::AlreadyClosed | Broken::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => {
                Ending::Gone
            }
            Some(Broken::Capacity(_)) => Ending::TooLarge,
            Some(Broken::Utf8(_)) => Ending::NotJson,
            Some(_) => Ending::Protocol,
        }
    }

    /// The close frame's code and reason; `None` when nobody is there to read it.
    #[must_use]
    pub fn close(self) -> Option<(u16, Cow<'static, str>)> {
        let (code, reason) = match self {
            Ending::Gone | Ending::Silent => return None,
            Ending::Overflow | Ending::Stalled => (1013, "too slow"),
            Ending::SessionEnded => (4401, "session ended"),
            Ending::Restarting => {
                let wait = rand::random_range(500..5000);
                return Some((1012, format!("restarting; retry-ms={wait}").into()));
            }
            Ending::NotJson => (1007, "not JSON"),
            Ending::BadRequest => (1008, "unknown request"),
            Ending::Binary => (1003, "text only"),
            Ending::TooLarge => (1009, "too large"),
            Ending::TooFast => (1008, "too many requests"),
            Ending::Protocol => (1002, "protocol error"),
            Ending::TryLater => (1013, "try again later"),
            Ending::Internal => (1011, "internal error"),
        };
        Some((code, reason.into()))
    }

    /// The value of the metric label `reason`.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Ending::Gone => "gone",
            Ending::Overflow => "overflow",
            Ending::Stalled => "stalled",
            Ending::Silent => "silent",
            Ending::SessionEnded => "session_ended",
            Ending::Restarting => "restarting",
            Ending::NotJson => "not_json",
            Ending::BadRequest => "bad_request",
            Ending::Binary => "binary",
            Ending::TooLarge => "too_large",
            Ending::TooFast => "too_fast",
            Ending::Protocol => "protocol",
            Ending::TryLater => "try_later",
            Ending::Internal => "internal",
        }
    }

    /// The server gave up on this viewer, not the other way round.
    #[must_use]
    pub fn is_drop(self) -> bool {
        matches!(self, Ending::Overflow | Ending::Stalled | Ending::Silent)
    }

    /// The peer sent what no page of ours sends.
    #[must_use]
    pub fn is_misuse(self) -> bool {
        matches!(self, Ending::NotJson | Ending::BadRequest | Ending::Binary | Ending::TooLarge | Ending::TooFast | Ending::Protocol)
    }
}
