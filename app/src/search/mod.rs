//! Search over everything that the viewer may see.

mod page;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "hydrate")]
mod palette;
pub mod server_fns;

pub use page::SearchRoute;
#[cfg(feature = "hydrate")]
pub use palette::below;
