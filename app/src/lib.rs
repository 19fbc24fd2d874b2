//! The pages of Lastmile: rendered by the server, woken up in the browser, complete without JavaScript.

// Server functions and pages nest types deeply.
#![recursion_limit = "256"]

pub mod account;
pub mod audit;
mod codec;
pub mod context;
mod dashboard;
#[cfg(feature = "ssr")]
mod document;
pub mod error;
mod frame;
mod home;
pub mod live;
pub mod messaging;
pub mod network;
mod not_found;
mod params;
pub mod platform;
#[cfg(feature = "ssr")]
pub mod request;
mod routes;
pub mod search;
pub mod settings;
mod sign_in;
mod stamped;
pub mod tenancy;

#[cfg(feature = "ssr")]
pub use context::Look;
pub use context::{FormState, SiteContext, Viewer};
#[cfg(feature = "ssr")]
pub use document::shell;
pub use error::PageError;
pub use routes::App;
