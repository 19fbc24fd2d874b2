//! Icons: drawn once per page in a hidden sprite, referred to by name.

use leptos::prelude::*;

/// The drawings, as the document embeds them once behind the page's content.
#[cfg(not(target_arch = "wasm32"))]
pub const SPRITE: &str = include_str!("icons.svg");

/// Every icon there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A person: the account.
    Account,
    /// Something needs a look.
    Alert,
    /// A box to take away.
    Archive,
    /// Who did what: a list that is written line by line.
    Audit,
    /// How a portal looks.
    Brand,
    /// All well.
    Check,
    /// Old figures, waiting.
    Clock,
    /// Which columns a list shows.
    Columns,
    /// Everything that can be done.
    Command,
    /// Copying to the clipboard.
    Copy,
    /// Broken, refused, down.
    Cross,
    /// A day at a glance.
    Dashboard,
    /// A router or switch.
    Device,
    /// A name on the internet.
    Domain,
    /// From the largest to the smallest.
    Down,
    /// How the product itself does.
    Health,
    /// What is worth knowing.
    Info,
    /// What lets programs in.
    Key,
    /// The choice of language.
    Language,
    /// Figures arriving live.
    Live,
    /// Mail.
    Mail,
    /// Further places.
    More,
    /// The platform and its ISPs.
    Platform,
    /// Something new.
    Plus,
    /// Trying again.
    Retry,
    /// Looking for something.
    Search,
    /// Leaving.
    SignOut,
    /// Light or dark.
    Theme,
    /// What stands below what.
    Tree,
    /// Taking something back.
    Undo,
    /// From the smallest to the largest.
    Up,
}

impl Icon {
    /// Every icon, for the check against the sprite.
    pub const ALL: [Icon; 31] = [
        Icon::Account,
        Icon::Alert,
        Icon::Archive,
        Icon::Audit,
        Icon::Brand,
        Icon::Check,
        Icon::Clock,
        Icon::Columns,
        Icon::Command,
        Icon::Copy,
        Icon::Cross,
        Icon::Dashboard,
        Icon::Device,
        Icon::Domain,
        Icon::Down,
        Icon::Health,
        Icon::Info,
        Icon::Key,
        Icon::Language,
        Icon::Live,
        Icon::Mail,
        Icon::More,
        Icon::Platform,
        Icon::Plus,
        Icon::Retry,
        Icon::Search,
        Icon::SignOut,
        Icon::Theme,
        Icon::Tree,
        Icon::Undo,
        Icon::Up,
    ];

    /// Where the sprite has it.
    #[must_use]
    pub fn href(self) -> &'static str {
        match self {
            Icon::Account => "#i-account",
            Icon::Alert => "#i-alert",
            Icon::Archive => "#i-archive",
            Icon::Audit => "#i-audit",
            Icon::Brand => "#i-brand",
            Icon::Check => "#i-check",
            Icon::Clock => "#i-clock",
            Icon::Columns => "#i-columns",
            Icon::Command => "#i-command",
            Icon::Copy => "#i-copy",
            Icon::Cross => "#i-cross",
            Icon::Dashboard => "#i-dashboard",
            Icon::Device => "#i-device",
            Icon::Domain => "#i-domain",
            Icon::Down => "#i-down",
            Icon::Health => "#i-health",
            Icon::Info => "#i-info",
            Icon::Key => "#i-key",
            Icon::Language => "#i-language",
            Icon::Live => "#i-live",
            Icon::Mail => "#i-mail",
            Icon::More => "#i-more",
            Icon::Platform => "#i-platform",
            Icon::Plus => "#i-plus",
            Icon::Retry => "#i-retry",
            Icon::Search => "#i-search",
            Icon::SignOut => "#i-sign-out",
            Icon::Theme => "#i-theme",
            Icon::Tree => "#i-tree",
            Icon::Undo => "#i-undo",
            Icon::Up => "#i-up",
        }
    }
}

/// An icon beside words; it is not read aloud, so the words must say the same.
#[must_use]
pub fn icon(which: Icon) -> impl IntoView + use<> {
    view! {
        <svg class="icon" width="16" height="16" aria-hidden="true" focusable="false">
            <use href=which.href()></use>
        </svg>
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;

    #[test]
    fn the_sprite_has_every_icon_and_no_other() {
        for which in Icon::ALL {
            let id = which.href().trim_start_matches('#');
            assert_eq!(SPRITE.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        assert_eq!(SPRITE.matches("<symbol").count(), Icon::ALL.len());
    }
}
