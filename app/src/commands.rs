//! The command palette's door: Ctrl-K (on a Mac Command-K), and the button in the top bar. The palette itself is code of its
//! own that comes when it is opened first; where it cannot come, and without JavaScript, the page `/go` takes its place.

/// Opens the palette at the keys and at the button.
#[cfg(feature = "hydrate")]
pub fn listen(site: &crate::SiteContext) {
    use leptos::ev;
    use leptos::prelude::*;
    use leptos::wasm_bindgen::JsCast;

    if site.signed_in.is_none() || site.paused {
        return;
    }
    let site = StoredValue::new(site.clone());
    let open = move || {
        let site = site.get_value();
        leptos::task::spawn_local(async move {
            // Actions of every domain, and what search calls the things it finds: more than most pages speak.
            crate::words::fetch_for("/go").await;
            // Its code did not come: the page does the same.
            if show(site).await.is_err() && window().location().assign("/go").is_err() {
                leptos::logging::warn!("the list of actions cannot be opened");
            }
        });
    };
    let keys = window_event_listener(ev::keydown, move |event| {
        let asked = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key() && event.key().eq_ignore_ascii_case("k");
        if asked {
            event.prevent_default();
            open();
        }
    });
    let click = window_event_listener(ev::click, move |event| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let plain = !event.ctrl_key() && !event.meta_key() && !event.shift_key();
        if plain && target.is_some_and(|target| target.closest("[data-palette]").is_ok_and(|found| found.is_some())) {
            event.prevent_default();
            open();
        }
    });
    on_cleanup(move || {
        keys.remove();
        click.remove();
    });
}

/// Without a browser there is nothing to listen to.
#[cfg(not(feature = "hydrate"))]
pub fn listen(_site: &crate::SiteContext) {}

/// Shows the palette, building it the first time. Not `#[lazy]`: that ends the whole page where the code does not come.
#[cfg(feature = "hydrate")]
#[leptos::wasm_split::wasm_split(palette, wasm_split_path = ::leptos::wasm_split, fallible)]
fn show(site: crate::SiteContext) -> Result<(), leptos::wasm_split::SplitLoaderError> {
    use leptos::prelude::*;
    use ui::palette::{Palette, show_palette};

    if show_palette() {
        return Ok(());
    }
    let entries = entries(&site);
    leptos::mount::mount_to(leptos::tachys::dom::body(), move || view! { <Palette entries below=crate::search::below /> }).forget();
    if !show_palette() {
        leptos::logging::warn!("the palette is not in the document");
    }
    Ok(())
}

/// The viewer's actions as the palette shows them.
pub fn entries(site: &crate::SiteContext) -> Vec<ui::PaletteEntry> {
    let entry = |action: crate::actions::Action| ui::PaletteEntry { href: action.href.to_owned(), text: action.label, group: action.group, icon: action.icon };
    crate::actions::actions(site).into_iter().map(entry).collect()
}
