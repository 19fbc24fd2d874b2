//! Mail: what it says in each language, how it reaches a mail server, and where it stands when there is none. Notices: where
//! else people and programs are told, and how each provider is spoken to.

pub mod model;

#[cfg(feature = "server")]
pub mod actions;
#[cfg(feature = "server")]
pub mod channel;
#[cfg(feature = "server")]
pub mod rules;
#[cfg(feature = "server")]
pub mod store;
#[cfg(feature = "server")]
pub mod transport;
