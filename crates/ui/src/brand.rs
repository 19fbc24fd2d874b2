//! The product's logo.

use leptos::prelude::*;

use crate::plain::IntoPlain;

/// The logo, spoken as the product's name: one image, or one for light pages and one for dark. Nothing where there is none.
#[must_use]
pub fn brand_logo(addresses: Vec<String>, product: String) -> Option<AnyView> {
    let classes: &[&str] = match addresses.len() {
        0 => return None,
        1 => &["logo"],
        _ => &["logo logo-on-light", "logo logo-on-dark"],
    };
    let images = addresses.into_iter().zip(classes).map(|(address, class)| view! { <img class=*class src=address alt=product.clone() /> });
    Some(view! { <span class="logos">{images.collect_view()}</span> }.plain())
}
