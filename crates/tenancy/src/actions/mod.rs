//! Use cases, one verb per file.

mod choose_language;
mod create_org;
mod create_user;
mod export_audit;
mod find_host;
mod find_member;
mod find_org;
mod is_signed_in;
mod list_audit;
mod list_tenants;
mod password;
mod session_store;
mod set_password;
mod sign_in;

pub use choose_language::choose_language;
pub use create_org::{NewNode, create_org, create_root};
pub use create_user::{CreateUser, create_user};
pub use export_audit::{AuditExport, AuditLine, export_audit};
pub use find_host::find_host;
pub use find_member::find_member;
pub use find_org::find_org;
pub use is_signed_in::is_signed_in;
pub use list_audit::list_audit;
pub use list_tenants::list_tenants;
pub use password::random_password;
pub use session_store::{CURRENT_HOST, Sessions, expire_sessions, session_hash};
pub use set_password::set_password;
pub use sign_in::{SignInError, sign_in};
