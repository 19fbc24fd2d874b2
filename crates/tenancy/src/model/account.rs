//! A person's own account security, as its pages show it.

use kernel::{OrgId, Role, SessionId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The state of a person's account security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSecurity {
    /// An authenticator app is set up.
    pub authenticator: bool,
    /// The person's passkeys, the oldest first.
    pub passkeys: Vec<PasskeyItem>,
    /// Recovery codes that were not used yet.
    pub codes_left: u32,
    /// A new password needs the present one; not so shortly after the founder's way back in.
    pub asks_password: bool,
    /// The person has proved a moment ago who it is; else that comes before any change of how one signs in.
    pub fresh: bool,
    /// Where the person is signed in, this place first, then the latest seen.
    pub sessions: Vec<SessionItem>,
    /// The person's apps that are signed in, the latest used first.
    pub apps: Vec<AppItem>,
}

/// One sign-in of an app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppItem {
    /// Identity, for ending it.
    pub id: Uuid,
    /// The portal's host name.
    pub host: String,
    /// The node that it acts for.
    pub org_name: String,
    /// Signed in since, Unix milliseconds.
    pub since_ms: i64,
    /// Last use of its refresh token, Unix milliseconds.
    pub used_ms: i64,
}

/// One passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyItem {
    /// Identity, for removing it.
    pub id: Uuid,
    /// What its person calls it.
    pub name: String,
    /// The portal it opens.
    pub host: String,
    /// When it was added, Unix milliseconds.
    pub created_ms: i64,
    /// When it was used last, Unix milliseconds.
    pub used_ms: Option<i64>,
}

/// What a sign-in that waits for its second factor can be ended with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingFor {
    /// An app's code; a recovery code always may be.
    pub authenticator: bool,
    /// A passkey of this portal.
    pub passkey: bool,
}

/// A membership as a place to go on to: node, its name, role, and the role's name where the ISP made it itself.
pub type HeldPlace = (OrgId, String, Role, Option<String>);

/// Where a person can go on to without signing in anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// The person's memberships on this portal, where there are several.
    pub memberships: Vec<HeldPlace>,
    /// Linked accounts.
    pub links: Vec<LinkedPlace>,
}

/// A linked account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedPlace {
    /// Identity on this side.
    pub id: Uuid,
    /// The other portal's host name.
    pub host: String,
    /// What the other portal is called.
    pub name: String,
    /// The address that a browser opens for the other portal.
    pub origin: String,
}

/// A person's linked accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    /// The present session has proved a moment ago who it is.
    pub fresh: bool,
    /// The links, the oldest first.
    pub links: Vec<LinkItem>,
}

/// A linked account in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkItem {
    /// Identity on this side, for ending it.
    pub id: Uuid,
    /// The other portal's host name.
    pub host: String,
    /// It leads over; else the password here was set by somebody who did not prove the one before, and the link is made anew.
    pub stands: bool,
}

/// The other side of a link in the making, or of a handover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherSide {
    /// The person's name there.
    pub name: String,
    /// The person's e-mail address there.
    pub email: String,
    /// What that portal is called.
    pub portal: String,
    /// That portal's host name.
    pub host: String,
    /// The present session has proved a moment ago who it is.
    pub fresh: bool,
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
    /// Who one is must be proved first.
    Confirm,
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
