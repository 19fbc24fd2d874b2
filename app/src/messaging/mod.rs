//! The pages of sent mail: where no mail server is configured, mails stand here instead of being sent.

mod detail;
mod list;
pub mod server_fns;

pub use detail::SentMailDetailRoute;
pub use list::SentMailRoute;
