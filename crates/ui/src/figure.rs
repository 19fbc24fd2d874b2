//! Figures in text: the number, and the unit lighter behind it.

use leptos::either::Either;
use leptos::prelude::*;

use crate::units::{Quantity, bytes, rate};
use crate::words::t;

/// A rate in bit/s; a dash where none is known.
#[must_use]
pub fn rate_figure(bps: Option<i64>) -> impl IntoView + use<> {
    quantity_figure(bps.map(rate))
}

/// An amount in octets; a dash where none is known.
#[must_use]
pub fn bytes_figure(octets: Option<i64>) -> impl IntoView + use<> {
    quantity_figure(octets.map(bytes))
}

/// A number with its unit; a dash where none is known.
#[must_use]
pub fn quantity_figure(quantity: Option<Quantity>) -> impl IntoView + use<> {
    match quantity {
        Some(Quantity { number, unit }) => Either::Left(view! {
            // Isolated: beside words from right to left the unit would stand before its number.
            <bdi class="figure">{number}<span class="unit">{format!("\u{a0}{unit}")}</span></bdi>
        }),
        None => Either::Right(view! {
            <span class="figure figure-none">
                <span aria-hidden="true">"\u{2013}"</span>
                <span class="visually-hidden">{t("figure-none")}</span>
            </span>
        }),
    }
}
