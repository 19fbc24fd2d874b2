//! Search over everything that the viewer may see.

mod page;
#[cfg(feature = "ssr")]
mod pages;
pub mod server_fns;

pub use page::SearchRoute;
