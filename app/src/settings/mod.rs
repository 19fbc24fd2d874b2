//! `/settings/*`: what the owner of a node decides for it.

mod branding;
mod role;
mod roles;
pub mod server_fns;
mod support;

pub use branding::BrandingRoute;
pub use role::{NewRoleRoute, RoleRoute};
pub use roles::RolesRoute;
pub use support::SupportAccessRoute;
