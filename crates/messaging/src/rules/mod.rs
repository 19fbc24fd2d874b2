//! From a request to what stands in a mail. Pure: no clock, no I/O.

mod html;
mod render;
mod words;

#[cfg(test)]
mod tests;

pub use render::{Face, RenderError, Rendered, render};
