//! Use cases, one verb a file.

mod answer_bots;
mod deliver_due;
mod deliver_notices;
mod expire_mail;
mod get_kept;
mod list_kept;
mod manage_channels;

pub use answer_bots::{Acknowledged, Commands, Status, answer_bot, claim_bots};
pub use deliver_due::{Postman, deliver_due};
pub use deliver_notices::{Courier, claim_notices, deliver_due_notices, deliver_notice};
pub use expire_mail::expire_mail;
pub use get_kept::get_kept;
pub use list_kept::list_kept;
pub use manage_channels::{ChannelChange, add_channel, change_channel, list_channels, try_channel};
