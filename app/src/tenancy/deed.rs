//! One of the things that a page can do, in a panel of its own.

use kernel::FieldError;
use leptos::prelude::*;
use ui::{Button, FormFault, IntoPlain};

use crate::context::use_form;

/// The form `which` of a page at `action`, under its title, with what was wrong in it (fields with their labels) and its button.
pub fn deed(action: &str, which: &'static str, title: String, faults: Vec<(FieldError, String)>, fields: AnyView, button: String) -> AnyView {
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{title}</h2>
            </div>
            <form method="post" action=action.to_owned() class="form">
                <FormFault notice=use_form(which).whole() faults />
                <input type="hidden" name="do" value=which />
                {fields}
                <div class="form-actions">
                    <Button text=button />
                </div>
            </form>
        </section>
    }
    .plain()
}
