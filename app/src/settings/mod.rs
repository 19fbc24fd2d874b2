//! `/settings/*`: what the owner of a node decides for it, and everyone's tokens.

mod api_tokens;
mod branding;
mod domains;
mod general;
mod role;
mod roles;
pub mod server_fns;
mod support;

pub use api_tokens::ApiTokensRoute;
pub use branding::BrandingRoute;
pub use domains::DomainsRoute;
pub use general::GeneralRoute;
pub use role::{NewRoleRoute, RoleRoute};
pub use roles::RolesRoute;
pub use support::SupportAccessRoute;

/// Text that may stand inside an element.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
