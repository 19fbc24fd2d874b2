//! That somebody acts as somebody else: a band above every page, with the way out. Works without JavaScript.

use leptos::prelude::*;

use super::FrameWords;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::{t, t_args};

/// Who acts as whom and until when.
#[derive(Clone, Debug)]
pub struct ActingWords {
    /// Who acts.
    pub by: String,
    /// As whom.
    pub subject: String,
    /// Until when.
    pub until: String,
}

/// The band. An empty element where everybody is themselves.
pub fn banner(words: FrameWords) -> AnyView {
    let Some(ActingWords { by, subject, until }) = words.acting else {
        return view! { <div hidden></div> }.plain();
    };
    view! {
        <div class="acting" role="region" aria-label=t("acting-title")>
            {icon(Icon::Alert)}
            <p>{t_args("acting-banner", &[("by", (&by).into()), ("subject", (&subject).into()), ("until", (&until).into())])}</p>
            <form method="post" action="/acting/end">
                <button type="submit" class="button">
                    {t("acting-end")}
                </button>
            </form>
        </div>
    }
    .plain()
}
