//! The traffic panel of an interface: chart or table, four ranges, totals, and what is missing and why.

#[cfg(feature = "hydrate")]
mod echarts;
mod panel;
mod stats;
mod table;
mod trace;

pub use panel::{Course, View, links, range_words};
