//! One figure that matters, with what it is called.

use leptos::prelude::*;

use crate::badge::{Badge, Tone};
use crate::plain::IntoPlain;

/// Which of a chart's two directions a tile's figure belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dot {
    /// Drawn above the axis.
    Above,
    /// Drawn below it.
    Below,
}

/// A figure with its label. Tiles stand in an element of the class `tiles`.
#[component]
pub fn Tile(
    /// What the figure is.
    #[prop(into)]
    label: String,
    /// The figure, which may move.
    figure: AnyView,
    /// The colour it has in a chart beside it.
    #[prop(optional)]
    dot: Option<Dot>,
    /// How it has changed, and whether that is good.
    #[prop(optional)]
    trend: Option<(Tone, String)>,
    /// Where more of it is shown.
    #[prop(optional)]
    href: Option<String>,
) -> impl IntoView {
    let dot = dot.map(|dot| {
        let class = match dot {
            Dot::Above => "dot dot-above",
            Dot::Below => "dot dot-below",
        };
        view! { <span class=class aria-hidden="true"></span> }
    });
    let label = match href {
        Some(href) => view! { <a class="tile-link" href=href>{label}</a> }.plain(),
        None => label.plain(),
    };
    view! {
        <div class="tile">
            <span class="tile-label">{dot} {label}</span>
            <span class="tile-figure">{figure}</span>
            {trend.map(|(tone, text)| view! { <span class="tile-trend"><Badge tone text /></span> })}
        </div>
    }
}
