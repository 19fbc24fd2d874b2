//! What search finds, below the actions of the command palette.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use ui::{Icon, IntoPlain, icon};

use super::page::kind_words;
use super::server_fns::{Group, Hit, Kind, search_everything};

/// How long nothing more must be typed before the server is asked.
const PAUSE: Duration = Duration::from_millis(200);

/// The groups that fit what is typed, as options. Actions are left out: the palette has them itself.
pub fn below(typed: ReadSignal<String>) -> AnyView {
    let found = RwSignal::new(Vec::<Group>::new());
    Effect::new(move |_| {
        let term = typed.get();
        found.set(Vec::new());
        if term.trim().is_empty() {
            return;
        }
        set_timeout(
            move || {
                // Meanwhile there is more, or less, to look for.
                let holds = move |term: &str| typed.with_untracked(|typed| typed == term);
                if !holds(&term) {
                    return;
                }
                spawn_local(async move {
                    // Without an answer the actions are still there, and the page of the search says what is wrong.
                    if let Ok(groups) = search_everything(term.clone()).await
                        && holds(&term)
                    {
                        found.set(groups);
                    }
                });
            },
            PAUSE,
        );
    });
    (move || found.get().into_iter().filter(|group| group.kind != Kind::Page).map(group).collect_view().plain()).plain()
}

fn group(group: Group) -> AnyView {
    let (_, title, _) = kind_words(group.kind);
    let named = title.clone();
    let hits = group.hits.into_iter().map(move |hit| option(hit, title.clone()));
    view! {
        <div role="group" aria-label=named>
            {hits.collect_view()}
        </div>
    }
    .plain()
}

fn option(hit: Hit, kind: String) -> AnyView {
    let whole = |(before, found, after): (String, String, String)| format!("{before}{found}{after}");
    view! {
        <a role="option" aria-selected="false" tabindex="-1" class="palette-option" href=hit.href>
            {icon(Icon::Search)}
            <bdi>{whole(hit.title)}</bdi>
            <bdi class="quiet found-detail">{whole(hit.detail)}</bdi>
            <span class="quiet">{kind}</span>
        </a>
    }
    .plain()
}
