//! `/settings/*`: what the owner of a node decides for it.

mod branding;
pub mod server_fns;

pub use branding::BrandingRoute;
