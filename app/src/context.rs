//! What every page knows before it asks for anything: whose portal, who is signed in, what a failed form held.
//!
//! The server provides [`SiteContext`] and [`FormState`] to each rendering; the document carries both as JSON, so that the
//! browser wakes up knowing the same.

use std::collections::BTreeMap;

use kernel::{FieldError, OrgId, Permission, Role};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use serde::{Deserialize, Serialize};
use tenancy::model::{OrgKind, Places, WaitingFor};

/// Whose portal this is and who looks at it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteContext {
    /// The product's name.
    pub product_name: String,
    /// The name of the node whose host this is.
    pub host_org: String,
    /// The addresses of the product's logos: none, one, or one for light pages and one for dark.
    pub logos: Vec<String>,
    /// How to reach support, as text.
    pub support_contact: Option<String>,
    /// The network behind it is simulated.
    pub simulated_world: bool,
    /// No mail server is configured: mails stand on a page instead.
    pub keeps_mail: bool,
    /// Pages for developers stand beside the product's.
    pub dev_pages: bool,
    /// Mails links that sign in.
    pub signs_in_by_mail: bool,
    /// The platform has paused it: its pages say so and nothing else.
    pub paused: bool,
    /// Who is signed in.
    pub signed_in: Option<Viewer>,
    /// Somebody acts as whoever is signed in.
    pub acting: Option<Banner>,
    /// What a sign-in that waits in this browser can be ended with; only told to the page that asks for it.
    pub waiting_for: Option<WaitingFor>,
    /// Changes with every build of the browser files.
    pub asset_version: String,
}

/// What the document's head says of a portal's look; the browser's half knows nothing of it.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// The style sheet with the brand's colours; `None` where there are none.
    pub stylesheet: Option<String>,
    /// The icon (PNG); `None` for the neutral one among the built files.
    pub favicon: Option<String>,
    /// The icon for home screens that read no manifest.
    pub touch_icon: String,
    /// The colour of the browser's own bars round a light page.
    pub theme_light: String,
    /// The same round a dark page.
    pub theme_dark: String,
    /// Browsers may keep the portal's files and its page for when there is no connection.
    pub service_worker: bool,
}

/// Who acts as whom, as every page says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Banner {
    /// Who acts.
    pub by: String,
    /// As whom.
    pub subject: String,
    /// Until when, on the clock of that person.
    pub until: String,
}

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The membership's role.
    pub role: Role,
    /// Its name, where the ISP made it itself.
    pub role_name: Option<String>,
    /// The level of the membership's node.
    pub level: OrgKind,
    /// The membership's node.
    pub org: OrgId,
    /// That node's name.
    pub org_name: String,
    /// What the role allows.
    pub permissions: Vec<Permission>,
    /// IANA name.
    pub time_zone: String,
    /// Nothing else opens before a second factor is set up.
    pub must_enrol: bool,
    /// Where the viewer can go on to without signing in anew.
    pub places: Places,
}

impl Viewer {
    /// Whether the viewer may do this. Only for what to show; the server decides again.
    #[must_use]
    pub fn allows(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }

    /// Speaks the trade's language; customers get plainer words.
    #[must_use]
    pub fn is_staff(&self) -> bool {
        !matches!(self.level, OrgKind::Reseller | OrgKind::Client)
    }
}

/// A form that came back: what was typed (never secrets) and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormState {
    /// Which form of the page.
    pub form: String,
    /// What was typed, by input name.
    pub values: BTreeMap<String, String>,
    /// Faults; an empty field name means the whole form.
    pub errors: Vec<FieldError>,
}

impl FormState {
    /// What was typed into `name`, or `otherwise` where the form did not come back.
    #[must_use]
    pub fn value(&self, name: &str, otherwise: &str) -> String {
        self.values.get(name).map_or_else(|| otherwise.to_owned(), Clone::clone)
    }

    /// The code of the first fault of the whole form.
    #[must_use]
    pub fn whole(&self) -> Option<String> {
        self.errors.iter().find(|fault| fault.field.is_empty()).map(|fault| fault.code.clone())
    }

    /// The faults that belong to an input, with its label.
    #[must_use]
    pub fn labelled(&self, label: impl Fn(&str) -> Option<String>) -> Vec<(FieldError, String)> {
        self.labelled_at(|field| label(field).map(|label| (field.to_owned(), label)))
    }

    /// Likewise where an input's id is not its name, because a page has several of the name: `place` says id and label.
    #[must_use]
    pub fn labelled_at(&self, place: impl Fn(&str) -> Option<(String, String)>) -> Vec<(FieldError, String)> {
        let at = |fault: &FieldError| place(&fault.field).map(|(id, label)| (FieldError { field: id, ..fault.clone() }, label));
        self.errors.iter().filter_map(at).collect()
    }
}

/// What the document carries for the browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Embedded {
    /// The portal and its viewer.
    pub site: SiteContext,
    /// The form that came back.
    pub form: Option<FormState>,
}

/// The form that came back and the path of the page that it came back on: no other page sees it.
#[derive(Clone, Copy)]
struct Returned(StoredValue<Option<(String, FormState)>>);

/// The portal and its viewer. Always provided inside [`crate::App`].
#[must_use]
pub fn use_site() -> SiteContext {
    expect_context::<SiteContext>()
}

/// Who is signed in.
#[must_use]
pub fn use_viewer() -> Option<Viewer> {
    use_site().signed_in
}

/// What `form` of this page held when it came back; empty on a first visit.
#[must_use]
pub fn use_form(form: &str) -> FormState {
    let path = use_location().pathname.get_untracked();
    use_context::<Returned>()
        .and_then(|Returned(returned)| {
            returned.with_value(|returned| returned.as_ref().filter(|(on, state)| *on == path && state.form == form).map(|(_, state)| state.clone()))
        })
        .unwrap_or_default()
}

/// Keeps a form that came back for the page at the router's present path. Called once, inside the router.
pub fn keep_returned_form(form: Option<FormState>) {
    let path = use_location().pathname.get_untracked();
    provide_context(Returned(StoredValue::new(form.map(|form| (path, form)))));
}

/// What the server provided for this rendering.
#[cfg(feature = "ssr")]
pub fn embedded() -> Option<Embedded> {
    Some(Embedded { site: use_context::<SiteContext>()?, form: use_context::<FormState>() })
}

/// What the document carries.
#[cfg(not(feature = "ssr"))]
pub fn embedded() -> Option<Embedded> {
    let text = |id: &str| document().get_element_by_id(id).and_then(|element| element.text_content());
    text("site").and_then(|json| serde_json::from_str(&json).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_came_back_shows_what_was_typed() {
        let state = FormState {
            form: "device".to_owned(),
            values: BTreeMap::from([("name".to_owned(), String::new()), ("port".to_owned(), "70000".to_owned())]),
            errors: vec![FieldError::new("port", "not-a-port"), FieldError::new("", "internal"), FieldError::new("ghost", "required")],
        };
        assert_eq!(state.value("port", "161"), "70000");
        assert_eq!(state.value("name", "core-1"), "", "a field that was emptied stays empty");
        assert_eq!(state.value("address", "10.0.0.1"), "10.0.0.1");
        assert_eq!(state.whole().as_deref(), Some("internal"));
        let labelled = state.labelled(|field| (field == "port").then(|| "Port".to_owned()));
        assert_eq!(labelled, [(FieldError::new("port", "not-a-port"), "Port".to_owned())]);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_the_document_carries_reads_back() {
        let site = SiteContext {
            product_name: "Lastmile".to_owned(),
            host_org: "</script><b>".to_owned(),
            logos: vec!["/brand/1/logo".to_owned()],
            support_contact: None,
            simulated_world: true,
            keeps_mail: false,
            dev_pages: false,
            signs_in_by_mail: true,
            paused: false,
            signed_in: None,
            acting: Some(Banner { by: "Farah".to_owned(), subject: "Omar".to_owned(), until: "14:32".to_owned() }),
            waiting_for: None,
            asset_version: "1".to_owned(),
        };
        let json = crate::document::script_json(&Embedded { site: site.clone(), form: None });
        assert!(!json.contains('<'));
        let read: Embedded = serde_json::from_str(&json).unwrap();
        assert_eq!(read.site, site);
    }
}
