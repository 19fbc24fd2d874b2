//! `/settings/*`: what the owner of a node decides for it.

mod branding;
mod domains;
pub mod export;
pub mod server_fns;

pub use branding::BrandingRoute;
pub use domains::DomainsRoute;
pub use export::ExportRoute;
