//! `/settings/*`: what the owner of a node decides for it.

mod branding;
mod general;
pub mod server_fns;

pub use branding::BrandingRoute;
pub use general::GeneralRoute;
