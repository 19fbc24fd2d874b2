//! From a request to what stands in a mail or a notice, and what may be typed for a destination. Pure: no clock, no I/O.

mod address;
mod html;
mod notice;
mod render;
pub mod secret;
mod signature;
pub mod sms;
mod words;

#[cfg(test)]
mod tests;

pub use address::is_public;
pub use notice::{Portal, Told, event, line_told, one, plain, tell};
pub use render::{Face, RenderError, Rendered, render};
pub use signature::headers;
