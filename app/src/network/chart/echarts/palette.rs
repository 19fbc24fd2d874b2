//! The chart's colours and type, out of the style sheet: the tokens stay the only place where they are chosen.

use leptos::prelude::{document, window};

/// Colours of the theme that is shown now.
pub struct Palette {
    /// Above the axis.
    pub above: String,
    /// Below the axis.
    pub below: String,
    /// The limit.
    pub limit: String,
    /// Stretches without figures.
    pub hole: String,
    /// Labels.
    pub text: String,
    /// Grid and borders.
    pub line: String,
    /// Behind the tooltip.
    pub surface: String,
    /// The page's typeface.
    pub font: String,
}

impl Palette {
    /// As the document has them at this moment.
    pub fn read() -> Self {
        let style = document().document_element().and_then(|root| window().get_computed_style(&root).ok().flatten());
        let color = |name: &str| {
            let value = style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default();
            value.trim().to_owned()
        };
        Self {
            above: color("--chart-above"),
            below: color("--chart-below"),
            limit: color("--chart-limit"),
            hole: color("--chart-hole"),
            text: color("--chart-text"),
            line: color("--chart-line"),
            surface: color("--chart-surface"),
            font: color("--font"),
        }
    }
}
