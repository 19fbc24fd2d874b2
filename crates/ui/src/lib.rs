//! The component kit: words, units, times, tables, sparklines, the traffic chart, forms and the frame around every page.
//!
//! Everything renders alike on the server and in the browser: nothing here asks for the clock, for randomness or for the
//! browser during a first render. Geometry and figures are integers throughout, so both sides write the same characters.

pub mod badge;
pub mod brand;
pub mod button;
pub mod chart;
pub mod empty;
pub mod error_state;
pub mod field;
pub mod figure;
pub mod icon;
mod inert;
pub mod meter;
pub mod page_header;
pub mod plain;
pub mod select;
pub mod shell;
pub mod skeleton;
pub mod spark;
pub mod table;
pub mod time;
pub mod toast;
pub mod units;
pub mod words;

pub use badge::{Badge, Tone};
pub use brand::brand_logo;
pub use button::{Button, ButtonKind, LinkButton};
pub use empty::EmptyState;
pub use error_state::ErrorState;
pub use field::{Field, FieldFault, FormFault};
pub use figure::{bytes_figure, rate_figure};
pub use icon::{Icon, icon};
pub use meter::utilisation_meter;
pub use page_header::{Crumb, PageHeader};
pub use plain::IntoPlain;
pub use select::{Choice, Select};
pub use shell::{Account, FrameWords, NavGroup, NavItem, Place, Shell};
pub use skeleton::Skeleton;
pub use spark::Sparkline;
pub use table::{Column, Table};
pub use time::Zone;
pub use toast::Toast;
