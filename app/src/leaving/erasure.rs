//! What becomes of a closed ISP: a part of the platform's page of it.

use leptos::prelude::*;
use tenancy::model::ErasurePlan;
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, Field, FormFault, IntoPlain, Zone};

use super::proof;
use crate::context::use_form;

/// What becomes of a closed ISP, and the form that does it now.
pub fn erasure(plan: Option<&ErasurePlan>, asks_code: bool, zone: &Zone, action: &str) -> AnyView {
    let state = use_form("erase");
    let label = |field: &str| match field {
        "confirm" => Some(("confirm".to_owned(), t("isp-close-confirm"))),
        "code" => Some(("code-erase".to_owned(), t("export-code"))),
        _ => None,
    };
    let begun = plan.is_some_and(|plan| plan.begun);
    let said = match plan {
        Some(plan) if plan.begun => t("isp-erase-begun"),
        Some(plan) => t_args("isp-erase-due", &[("time", (&zone.full(plan.due_ms)).into())]),
        None => t("isp-erase-planned"),
    };
    let form = (!begun).then(|| {
        view! {
            <details class="more">
                <summary>{t("isp-erase")}</summary>
                <form method="post" action=action.to_owned() class="form">
                    <FormFault notice=state.whole() faults=state.labelled_at(label) />
                    <input type="hidden" name="do" value="erase" />
                    <p class="quiet">{t("isp-erase-help")}</p>
                    <Field name="confirm" label=t("isp-close-confirm") faults=state.errors.clone() required=true />
                    {proof(asks_code, &state, "erase")}
                    <div class="form-actions">
                        <Button kind=ButtonKind::Danger text=t("isp-erase") />
                    </div>
                </form>
            </details>
        }
    });
    view! {
        <section class="panel" aria-labelledby="erase-title">
            <div class="panel-head">
                <h2 id="erase-title">{t("isp-erase-title")}</h2>
            </div>
            <div class="account-body">
                <p>{said}</p>
            </div>
            {form}
        </section>
    }
    .plain()
}
