//! Use cases, one verb a file.

mod deliver_due;
mod expire_mail;
mod get_kept;
mod list_kept;

pub use deliver_due::{Postman, deliver_due};
pub use expire_mail::expire_mail;
pub use get_kept::get_kept;
pub use list_kept::list_kept;
