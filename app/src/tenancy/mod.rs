//! Tenants: ISPs as the platform sees them, the tree below one, the people in it.

pub mod act;
pub(crate) mod deed;
pub mod invitation;
pub mod isp_new;
pub mod org;
pub mod organisation;
pub mod people;
pub mod person;
pub mod server_fns;
pub(crate) mod words;
