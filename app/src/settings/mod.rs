//! `/settings/*`: what the owner of a node decides for it, and everyone's tokens.

mod api_tokens;
mod branding;
mod domains;
mod general;
pub mod server_fns;

pub use api_tokens::ApiTokensRoute;
pub use branding::BrandingRoute;
pub use domains::DomainsRoute;
pub use general::GeneralRoute;

/// Text that may stand inside an element.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
