//! The field that looks through everything, in the top bar. A plain form: it works without JavaScript. On phones a link to the
//! page of the search stands in its place.

use leptos::prelude::*;

use super::FrameWords;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// The field. An empty element where nobody is signed in.
pub fn field(words: FrameWords) -> AnyView {
    if words.account.is_none() {
        return view! { <div hidden></div> }.plain();
    }
    view! {
        <div class="top-search">
            <form method="get" action="/search" role="search" aria-label=t("search-all") class="top-search-form">
                <label class="visually-hidden" for="top-search">
                    {t("search-all")}
                </label>
                {icon(Icon::Search)}
                <input id="top-search" name="q" type="search" maxlength="100" placeholder=t("search-all") autocomplete="off" spellcheck="false" />
            </form>
            <a href="/search" class="icon-button top-search-link" aria-label=t("search-all")>
                {icon(Icon::Search)}
            </a>
        </div>
    }
    .plain()
}
