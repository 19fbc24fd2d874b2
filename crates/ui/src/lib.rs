//! The component kit: words, units, times, tables, sparklines, the traffic chart, forms and the frame around every page.
//!
//! Everything renders alike on the server and in the browser: nothing here asks for the clock, for randomness or for the
//! browser during a first render. Geometry and figures are integers throughout, so both sides write the same characters.

pub mod badge;
pub mod brand;
pub mod breadcrumbs;
pub mod button;
pub mod chart;
pub mod combobox;
pub mod copy_id;
pub mod date_range;
pub mod empty;
pub mod error_state;
pub mod facts;
pub mod field;
pub mod figure;
pub mod icon;
mod inert;
pub mod map_slot;
pub mod meter;
pub mod page_header;
pub mod palette;
pub mod panel;
pub mod plain;
pub mod popover;
pub mod select;
pub mod shell;
pub mod skeleton;
pub mod spark;
pub mod table;
pub mod tabs;
pub mod tile;
pub mod time;
pub mod toast;
pub mod units;
pub mod words;

pub use badge::{Badge, Tone};
pub use brand::brand_logo;
pub use breadcrumbs::{Breadcrumbs, Crumb};
pub use button::{Button, ButtonKind, LinkButton};
pub use combobox::Combobox;
pub use copy_id::CopyId;
pub use date_range::{DateRange, Day, Preset};
pub use empty::EmptyState;
pub use error_state::ErrorState;
pub use facts::{Fact, facts};
pub use field::{Field, FieldFault, FormFault};
pub use figure::{bytes_figure, quantity_figure, rate_figure};
pub use icon::{Icon, icon};
pub use map_slot::MapSlot;
pub use meter::utilisation_meter;
pub use page_header::PageHeader;
pub use palette::{Palette, PaletteEntry};
pub use panel::Panel;
pub use plain::IntoPlain;
pub use popover::{Dialog, DialogPlace, Menu, MenuItem, Popover};
pub use select::{Choice, Select};
pub use shell::{Account, ActingWords, FrameWords, NavGroup, NavItem, Place, Shell};
pub use skeleton::Skeleton;
pub use spark::Sparkline;
pub use table::{BulkForm, Column, ColumnChoice, Filters, ListAddress, Order, Pager, Table, choose};
pub use tabs::{Tab, Tabs};
pub use tile::{Dot, Tile};
pub use time::Zone;
pub use toast::{Toast, UndoToast};
