//! What was chosen last, remembered by this browser.

use leptos::prelude::*;

/// The key in the browser's storage.
const KEY: &str = "palette-recent";
/// How many are remembered.
const MOST: usize = 5;

/// The addresses chosen last, newest first; none where the browser forbids remembering.
pub fn recent() -> Vec<String> {
    let kept = window().local_storage().ok().flatten().and_then(|storage| storage.get_item(KEY).ok().flatten());
    kept.map(|kept| kept.lines().take(MOST).map(str::to_owned).collect()).unwrap_or_default()
}

/// Puts an address before all others.
pub fn remember(href: &str) {
    let kept = before_others(href, recent()).join("\n");
    // A browser that is full or forbids it forgets; nothing else depends on it.
    if let Ok(Some(storage)) = window().local_storage()
        && storage.set_item(KEY, &kept).is_err()
    {
        leptos::logging::log!("what was chosen is not remembered");
    }
}

fn before_others(href: &str, mut recent: Vec<String>) -> Vec<String> {
    recent.retain(|other| other != href);
    recent.insert(0, href.to_owned());
    recent.truncate(MOST);
    recent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_comes_first_and_once() {
        let recent = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
        assert_eq!(before_others("c", recent.clone()), ["c", "a", "b", "d", "e"]);
        assert_eq!(before_others("f", recent), ["f", "a", "b", "c", "d"]);
    }
}
