//! Taking everything along, and what becomes of the rest: the ISP's own page, and parts of the platform's page of an ISP.

mod erasure;
mod export;
pub mod server_fns;

pub use erasure::erasure;
pub use export::{ExportRoute, panels, proof};
