//! All SQL of this domain.

pub mod channels;
pub mod kept;
pub mod portal;

/// What every function here returns.
pub type Result<T> = std::result::Result<T, ::store::StoreError>;
