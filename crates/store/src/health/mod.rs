//! How the product itself does: its processes and jobs, the database, partitions, the outbox. Figures of the platform, with
//! no tenant in them.

mod beat;
mod database;
mod read;

pub use beat::{Beat, JobBeat, beat, leave};
pub use database::{DatabaseFigures, database, oldest_transaction};
pub use read::{JobRow, OutboxRow, PartitionRow, ProcessRow, jobs, outbox, partitions, processes};
