//! Use cases, one verb per file.

mod brand_image;
mod change_branding;
mod choose_language;
mod create_org;
mod create_user;
mod find_host;
mod find_member;
mod find_org;
mod get_branding;
mod is_signed_in;
mod password;
mod remove_branding;
mod session_store;
mod set_password;
mod sign_in;

pub use brand_image::brand_image;
pub use change_branding::change_branding;
pub use choose_language::choose_language;
pub use create_org::{NewNode, create_org, create_root};
pub use create_user::{CreateUser, create_user};
pub use find_host::find_host;
pub use find_member::find_member;
pub use find_org::find_org;
pub use get_branding::get_branding;
pub use is_signed_in::is_signed_in;
pub use password::random_password;
pub use remove_branding::remove_branding;
pub use session_store::{CURRENT_HOST, Sessions, expire_sessions, session_hash};
pub use set_password::set_password;
pub use sign_in::{SignInError, sign_in};
