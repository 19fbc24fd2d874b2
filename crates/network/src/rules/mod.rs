//! Pure rules: no I/O, no clock, no database.

pub mod alert;
pub mod counter;
pub mod device_form;
pub mod exposition;
pub mod gather;
pub mod group_form;
pub mod identity;
pub mod link;
pub mod mend;
pub mod pace;
pub mod percentile;
pub mod reach;
pub mod rule_form;
#[cfg(feature = "server")]
pub mod spans;
pub mod speed;
pub mod spread;

#[cfg(test)]
mod histories;
