//! A person's own account: password, second factor, passkeys, linked accounts, where one is signed in; and the ways in that need more than a password.

mod authenticator;
mod codes;
mod confirm;
mod link_steps;
mod links;
mod mailed_link;
mod passkey_form;
mod passkeys;
mod password;
mod profile;
mod recover;
mod reset_password;
mod security;
pub mod server_fns;
mod sign_in_code;
mod switch;
mod use_link;

pub use authenticator::AuthenticatorRoute;
pub use codes::{CodesRoute, TurnOffRoute};
pub use confirm::ConfirmRoute;
pub use link_steps::{AcceptLinkRoute, FinishLinkRoute};
pub use links::LinksRoute;
pub use mailed_link::{AskLinkRoute, ForgotPasswordRoute};
pub use passkey_form::passkey_form;
pub use passkeys::PasskeysRoute;
pub use password::PasswordRoute;
pub use profile::ProfileRoute;
pub use recover::RecoverRoute;
pub use reset_password::ResetPasswordRoute;
pub use security::SecurityRoute;
pub use sign_in_code::SignInCodeRoute;
pub use switch::SwitchRoute;
use ui::Crumb;
use ui::words::t;
pub use use_link::UseLinkRoute;

/// The way back to all of it.
fn crumbs() -> Vec<Crumb> {
    vec![Crumb { href: "/account/security".to_owned(), text: t("account-security") }]
}
