//! The form that brings an authenticator's answer. `public/passkey.js` asks for the challenge at the form's address with
//! `/start` behind it, and shows the form at all: without scripts there are no passkeys.

use leptos::prelude::*;
use ui::words::t;
use ui::{Button, IntoPlain};

/// Answers a challenge with a passkey, then goes on to `next`.
pub fn passkey_form(action: &'static str, next: String, text: String) -> AnyView {
    view! {
        <form method="post" action=action class="form passkey-only" data-passkey="get">
            <input type="hidden" name="next" value=next />
            <input type="hidden" name="credential" />
            <Button text />
            {passkey_trouble()}
        </form>
    }
    .plain()
}

/// What the script shows when the authenticator gave no answer.
pub fn passkey_trouble() -> AnyView {
    view! {
        <p class="field-error" role="alert" data-passkey-trouble="" hidden>
            {t("passkey-trouble")}
        </p>
    }
    .plain()
}
