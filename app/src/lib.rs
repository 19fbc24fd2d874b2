//! The pages of Lastmile: rendered by the server, woken up in the browser, complete without JavaScript.

// Server functions and pages nest types deeply.
#![recursion_limit = "256"]

pub mod account;
mod actions;
pub mod alerts;
#[cfg(feature = "ssr")]
mod api_docs;
pub mod audit;
pub mod channels;
mod codec;
mod commands;
pub mod context;
mod dashboard;
mod dev;
pub mod devices;
#[cfg(feature = "ssr")]
mod document;
pub mod error;
mod frame;
mod go;
pub mod groups;
mod home;
mod identity;
mod isp;
pub mod leaving;
pub mod live;
pub mod messaging;
pub mod network;
mod not_found;
#[cfg(feature = "ssr")]
mod offline;
mod page;
mod params;
mod parts;
pub mod platform;
mod refresh;
#[cfg(feature = "ssr")]
pub mod request;
mod routes;
pub mod search;
pub mod settings;
mod sign_in;
mod stamped;
pub mod tenancy;
#[cfg(feature = "hydrate")]
mod wake;
pub mod words;

#[cfg(feature = "ssr")]
pub use api_docs::api_docs;
#[cfg(feature = "ssr")]
pub use context::Look;
pub use context::{Banner, FormState, SiteContext, Viewer};
#[cfg(feature = "ssr")]
pub use document::shell;
pub use error::PageError;
#[cfg(feature = "ssr")]
pub use offline::offline_page;
#[cfg(feature = "ssr")]
pub use parts::wakes_in_parts;
pub use routes::App;
#[cfg(feature = "hydrate")]
pub use wake::wake;
