//! Interfaces: the list, one with its traffic, and whom it serves.

mod assign;
mod detail;
mod list;
mod now;
mod row;

pub use assign::AssignRoute;
pub use detail::{Rates, State, interface_page};
pub use list::{InterfacesRoute, Lines};
pub use now::Now;
pub use row::{Look, interface_row};
