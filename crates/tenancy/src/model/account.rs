//! A person's own account security, as its pages show it.

use kernel::SessionId;
use serde::{Deserialize, Serialize};

/// The state of a person's account security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSecurity {
    /// A second factor is asked for at sign-in.
    pub second_factor: bool,
    /// Recovery codes that were not used yet.
    pub codes_left: u32,
    /// A new password needs the present one; not so shortly after the founder's way back in.
    pub asks_password: bool,
    /// Where the person is signed in, this place first, then the latest seen.
    pub sessions: Vec<SessionItem>,
}

/// What a link to a new password shows to whoever holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordResetView {
    /// Whose password it is, for password managers.
    pub email: String,
}

/// One place where someone is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionItem {
    /// Identity, for ending it.
    pub id: SessionId,
    /// Message code of the browser.
    pub browser: String,
    /// Message code of the system it runs on.
    pub system: String,
    /// The portal's host name.
    pub host: String,
    /// Signed in since, Unix milliseconds.
    pub since_ms: i64,
    /// Last request (to the minute), Unix milliseconds.
    pub seen_ms: i64,
    /// The one that asks.
    pub this: bool,
}

/// How far setting up a second factor has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EnrolmentStep {
    /// Nothing is shown yet.
    Begin,
    /// Shown in this session, and not confirmed yet.
    Waiting(Enrolment),
    /// One is set up.
    Done,
}

/// An authenticator that waits to be confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// For typing, in groups.
    pub secret: String,
    /// For scanning.
    pub qr: QrDrawing,
}

/// A QR code as one path in a square of `size` units, its quiet border included.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrDrawing {
    /// Width and height.
    pub size: u32,
    /// The `d` of an SVG path.
    pub path: String,
}
