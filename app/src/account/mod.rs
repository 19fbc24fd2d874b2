//! A person's own account: password, second factor, where one is signed in; and the ways in that need more than a password.

mod authenticator;
mod codes;
mod password;
mod profile;
mod recover;
mod security;
pub mod server_fns;
mod sign_in_code;

pub use authenticator::AuthenticatorRoute;
pub use codes::{CodesRoute, TurnOffRoute};
pub use password::PasswordRoute;
pub use profile::ProfileRoute;
pub use recover::RecoverRoute;
pub use security::SecurityRoute;
pub use sign_in_code::SignInCodeRoute;
use ui::Crumb;
use ui::words::t;

/// The way back to all of it.
fn crumbs() -> Vec<Crumb> {
    vec![Crumb { href: "/account/security".to_owned(), text: t("account-security") }]
}
