//! Groups of interfaces whose traffic is added up, and the 95th percentile of a month. A module beside `network`, so that
//! dashboards and customers' pages, which show traffic too, carry none of its words.

mod course;
mod detail;
mod edit;
mod interface;
mod list;
mod members;
mod percentile;
pub mod server_fns;

pub use detail::GroupRoute;
pub use edit::{EditGroupRoute, NewGroupRoute, RemoveGroupRoute};
pub use interface::InterfaceRoute;
pub use list::GroupsRoute;
pub use members::GroupMembersRoute;
