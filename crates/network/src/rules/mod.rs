//! Pure rules: no I/O, no clock, no database.

pub mod alert;
pub mod counter;
pub mod device_form;
pub mod gather;
pub mod identity;
pub mod link;
pub mod mend;
pub mod pace;
pub mod reach;
pub mod rule_form;
#[cfg(feature = "server")]
pub mod spans;
pub mod speed;
pub mod spread;

#[cfg(test)]
mod histories;
