//! `/settings/branding`: name, colour, logo, sender of mail. A native form with files, so that it works without
//! JavaScript; the preview is made of the style sheet that is stored.

use kernel::FieldError;
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::BrandingView;
use ui::field::{FieldFault, described_by, fault_of};
use ui::words::{t, t_args};
use ui::{Button, ButtonKind, ErrorState, Field, FormFault, IntoPlain, PageHeader, Skeleton, brand_logo};

use super::escaped;
use super::server_fns::get_branding;
use crate::context::{FormState, use_form, use_site};

/// The page. Its code comes when it is opened.
pub struct BrandingRoute;

#[lazy_route]
impl LazyRoute for BrandingRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let BrandingRoute = this;
        let branding = Resource::new_blocking(|| (), async |()| get_branding().await);
        view! {
            <PageHeader title=t("branding-title") />
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match branding.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(branding) => page(branding),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn page(branding: BrandingView) -> AnyView {
    let none = branding.version == 0;
    view! {
        <p class="lead quiet">{t("branding-lead")}</p>
        {none.then(|| view! { <p class="lead quiet">{t("branding-none")}</p> })}
        {preview(branding.here)}
        {form(&branding)}
    }
    .plain()
}

/// The label of an input; `None` where there is no such input.
fn label_of(field: &str) -> Option<String> {
    Some(match field {
        "product_name" => t("branding-name"),
        "accent" => t("branding-accent"),
        "logo" => t("branding-logo"),
        "logo_dark" => t("branding-logo-dark"),
        "sender_name" => t("branding-sender"),
        "mail_footer" => t("branding-footer"),
        "support_contact" => t("branding-support"),
        _ => return None,
    })
}

fn form(branding: &BrandingView) -> AnyView {
    let state = use_form("branding");
    let faults = || state.errors.clone();
    let value = |name: &str, stored: &str| state.value(name, stored);
    view! {
        // Words before files: a server that stops reading a file that is too big has the words by then.
        <form method="post" action="/settings/branding" enctype="multipart/form-data" class="form branding-form">
            <FormFault notice=state.whole() faults=state.labelled(label_of) />
            <input type="hidden" name="row_version" value=value("row_version", &branding.version.to_string()) />
            <Field
                name="product_name"
                label=t("branding-name")
                value=value("product_name", &branding.product_name)
                help=Some(t("branding-name-help"))
                faults=faults()
                required=true
            />
            <Field name="accent" label=t("branding-accent") value=value("accent", &branding.accent) help=Some(t("branding-accent-help")) faults=faults() />
            <Field
                name="support_contact"
                label=t("branding-support")
                value=value("support_contact", &branding.support_contact)
                help=Some(t("branding-support-help"))
                faults=faults()
            />
            <fieldset>
                <legend>{t("branding-mail")}</legend>
                <Field
                    name="sender_name"
                    label=t("branding-sender")
                    value=value("sender_name", &branding.sender_name)
                    help=Some(t("branding-sender-help"))
                    faults=faults()
                />
                {footer(&value("mail_footer", &branding.mail_footer), &faults())}
            </fieldset>
            <fieldset>
                <legend>{t("branding-logos")}</legend>
                {file("logo", t("branding-logo"), t("branding-logo-help"), &faults())}
                {branding.logo.then(|| tick("logo_remove", t("branding-logo-remove"), &state))}
                {file("logo_dark", t("branding-logo-dark"), t("branding-logo-dark-help"), &faults())}
                {branding.logo_dark.then(|| tick("logo_dark_remove", t("branding-logo-dark-remove"), &state))}
            </fieldset>
            <div class="form-actions">
                <Button kind=ButtonKind::Primary text=t("save") />
                {(branding.version != 0)
                    .then(|| {
                        view! {
                            <button type="submit" name="reset" value="yes" class="button button-danger">
                                {t("branding-remove")}
                            </button>
                        }
                    })}
            </div>
        </form>
    }
    .plain()
}

fn footer(value: &str, faults: &[FieldError]) -> AnyView {
    let fault = fault_of(faults, "mail_footer");
    view! {
        <div class="field">
            <label for="mail_footer">{t("branding-footer")}</label>
            <textarea
                id="mail_footer"
                name="mail_footer"
                rows="4"
                aria-describedby=described_by("mail_footer", true, fault.is_some())
                aria-invalid=fault.is_some().then_some("true")
                // Leptos writes what stands inside a text area as it is.
                inner_html=escaped(value)
            ></textarea>
            <p class="field-help" id="mail_footer-help">
                {t("branding-footer-help")}
            </p>
            <FieldFault name="mail_footer" code=fault />
        </div>
    }
    .plain()
}

fn file(name: &'static str, label: String, help: String, faults: &[FieldError]) -> AnyView {
    let fault = fault_of(faults, name);
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type="file"
                accept="image/png,image/jpeg,image/webp,image/svg+xml"
                aria-describedby=described_by(name, true, fault.is_some())
                aria-invalid=fault.is_some().then_some("true")
            />
            <p class="field-help" id=format!("{name}-help")>
                {help}
            </p>
            <FieldFault name code=fault />
        </div>
    }
    .plain()
}

fn tick(name: &'static str, label: String, state: &FormState) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" name=name value="yes" checked=!state.value(name, "").is_empty() />
            <span>{label}</span>
        </label>
    }
    .plain()
}

/// How pages look with what is stored, light and dark. Only the portal of the viewer's own node wears it.
fn preview(here: bool) -> AnyView {
    let site = use_site();
    if !here {
        return view! { <p class="lead">{t_args("branding-elsewhere", &[("org", (&site.host_org).into())])}</p> }.plain();
    }
    let pane = |class: &'static str, title: String| {
        let logo = match brand_logo(site.logos.clone(), site.product_name.clone()) {
            Some(logo) => logo,
            None => view! { <span class="brand-mark" aria-hidden="true"></span> <span>{site.product_name.clone()}</span> }.plain(),
        };
        view! {
            <div class=class>
                <p class="quiet">{title}</p>
                <p class="brand">{logo}</p>
                <p class="preview-chosen">{t("branding-preview-chosen")}</p>
                <p>
                    <span class="preview-link">{t("branding-preview-link")}</span>
                </p>
                <p>
                    <span class="button button-primary">{t("branding-preview-button")}</span>
                </p>
            </div>
        }
    };
    view! {
        <section class="brand-preview" aria-label=t("branding-preview")>
            {pane("preview-pane on-light", t("branding-preview-light"))} {pane("preview-pane on-dark", t("branding-preview-dark"))}
        </section>
    }
    .plain()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_that_can_be_at_fault_has_a_label() {
        for field in ["product_name", "accent", "logo", "logo_dark", "sender_name", "mail_footer", "support_contact"] {
            assert!(label_of(field).is_some(), "{field}");
        }
        assert_eq!(label_of("row_version"), None);
    }

    #[test]
    fn what_stands_in_a_text_area_cannot_leave_it() {
        assert_eq!(escaped("</textarea><script>&lt;"), "&lt;/textarea>&lt;script>&amp;lt;");
    }
}
