//! Everything that a viewer can go to or begin, once: the navigation, the command palette, the page `/go` and the pages that
//! search finds are made of it.
//! A new page or form of its own gets a line here.

use kernel::Permission as P;
use tenancy::model::OrgKind;
use ui::words::t;
use ui::{Icon, NavGroup, NavItem};

use crate::context::SiteContext;

/// A place, or something to begin.
#[derive(Clone, Debug)]
pub struct Action {
    /// The job it belongs to.
    pub group: String,
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub href: &'static str,
    /// Its icon.
    pub icon: Icon,
    /// It stands in the navigation too.
    pub in_nav: bool,
}

/// What this viewer may do here, by job; nothing where nobody is signed in. Only for what to show; the server decides again.
#[must_use]
pub fn actions(site: &SiteContext) -> Vec<Action> {
    let Some(viewer) = &site.signed_in else { return Vec::new() };
    let lines = if viewer.is_staff() { t("nav-interfaces") } else { t("nav-lines") };
    // Customers have little else.
    let profile = if viewer.level == OrgKind::Client {
        place(&[], t("nav-group-settings"), t("profile-title"), "/account", Icon::Account)
    } else {
        deed(&[], t("account-menu"), t("profile-title"), "/account", Icon::Account)
    };
    let all = [
        place(&[], t("nav-group-live"), t("nav-dashboard"), "/dashboard", Icon::Dashboard),
        place(&[P::InterfaceRead], t("nav-group-live"), lines, "/network/interfaces", Icon::Live),
        place(&[P::AlertRead], t("nav-group-live"), t("nav-alerts"), "/alerts", Icon::Alert),
        place(&[P::DeviceRead], t("nav-group-network"), t("nav-devices"), "/network/devices", Icon::Device),
        deed(&[P::DeviceManage], t("nav-group-network"), t("device-add"), "/network/devices/new", Icon::Plus),
        place(&[P::PlatformRead], t("nav-group-platform"), t("nav-platform"), "/platform", Icon::Platform),
        place(&[P::PlatformRead], t("nav-group-platform"), t("health-title"), "/platform/health", Icon::Health),
        deed(&[P::PlatformManage], t("nav-group-platform"), t("isp-new-title"), "/platform/new", Icon::Plus),
        place(&[P::OrgRead], t("nav-group-people"), t("nav-organisation"), "/organisation", Icon::Tree),
        place(&[P::PeopleRead], t("nav-group-people"), t("nav-people"), "/people", Icon::Account),
        // The form shows the node, so it asks for the right to see it too.
        deed(&[P::PeopleManage, P::OrgRead], t("nav-group-people"), t("invite-title"), "/people/invite", Icon::Plus),
        place(&[P::RolesManage], t("nav-group-settings"), t("nav-roles"), "/settings/roles", Icon::Check),
        place(&[P::SupportAccess], t("nav-group-settings"), t("nav-support"), "/settings/support-access", Icon::Info),
        place(&[P::AuditRead], t("nav-group-settings"), t("nav-audit"), "/audit", Icon::Audit),
        place(&[P::SettingsManage], t("nav-group-settings"), t("nav-settings"), "/settings/general", Icon::Language),
        place(&[P::BrandingManage], t("nav-group-settings"), t("nav-branding"), "/settings/branding", Icon::Brand),
        place(&[P::DomainsManage], t("nav-group-settings"), t("nav-domains"), "/settings/domains", Icon::Domain),
        place(&[P::DataExport], t("nav-group-settings"), t("nav-export"), "/settings/export", Icon::Archive),
        place(&[P::ApiManage], t("nav-group-settings"), t("nav-api"), "/settings/api-tokens", Icon::Key),
        place(&[P::MailRead], t("nav-group-settings"), t("nav-sent-mail"), "/sent-mail", Icon::Mail),
        profile,
        deed(&[], t("account-menu"), t("account-security"), "/account/security", Icon::Account),
        deed(&[], t("account-menu"), t("security-password-change"), "/account/security/password", Icon::Account),
    ];
    let allowed = |needs: &[P]| needs.iter().all(|permission| viewer.allows(*permission)) && (site.keeps_mail || !needs.contains(&P::MailRead));
    // One's own account is not for somebody who acts as one.
    let in_person = |href: &str| site.acting.is_none() || !href.starts_with("/account");
    all.into_iter().filter(|(needs, action)| allowed(needs) && in_person(action.href)).map(|(_, action)| action).collect()
}

/// Somewhere to go, with what it needs: the job, the words, the address, the icon. It stands in the navigation too.
fn place(needs: &'static [P], group: String, label: String, href: &'static str, icon: Icon) -> (&'static [P], Action) {
    (needs, Action { group, label, href, icon, in_nav: true })
}

/// Something to begin: found by whoever looks for it.
fn deed(needs: &'static [P], group: String, label: String, href: &'static str, icon: Icon) -> (&'static [P], Action) {
    (needs, Action { group, label, href, icon, in_nav: false })
}

/// The places among them, as the navigation shows them.
#[must_use]
pub fn navigation(site: &SiteContext) -> Vec<NavGroup> {
    let mut groups: Vec<NavGroup> = Vec::new();
    for Action { group: title, label, href, icon, .. } in actions(site).into_iter().filter(|action| action.in_nav) {
        let item = NavItem { href, label, icon };
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.items.push(item),
            None => groups.push(NavGroup { title, items: vec![item] }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use kernel::{OrgId, Permission, Role};

    use super::*;
    use crate::context::{Banner, Viewer};

    fn site(role: Option<Role>, keeps_mail: bool) -> SiteContext {
        let viewer = |role: Role| Viewer {
            name: String::new(),
            email: String::new(),
            role,
            role_name: None,
            level: match role {
                Role::Founder => OrgKind::Founder,
                Role::BranchManager => OrgKind::Branch,
                Role::Reseller => OrgKind::Reseller,
                Role::Client => OrgKind::Client,
                _ => OrgKind::Isp,
            },
            org: OrgId(uuid::Uuid::nil()),
            org_name: String::new(),
            permissions: Permission::ALL.into_iter().filter(|permission| role.allows(*permission)).collect(),
            time_zone: "UTC".to_owned(),
            must_enrol: false,
            places: tenancy::model::Places::default(),
        };
        SiteContext {
            product_name: String::new(),
            host_org: String::new(),
            logos: Vec::new(),
            support_contact: None,
            simulated_world: false,
            keeps_mail,
            dev_pages: false,
            signs_in_by_mail: false,
            paused: false,
            signed_in: role.map(viewer),
            acting: None,
            waiting_for: None,
            asset_version: String::new(),
        }
    }

    fn places(role: Role, keeps_mail: bool) -> Vec<&'static str> {
        navigation(&site(Some(role), keeps_mail)).into_iter().flat_map(|group| group.items).map(|item| item.href).collect()
    }

    #[test]
    fn everybody_sees_what_the_role_allows() {
        assert!(actions(&site(None, true)).is_empty());
        assert_eq!(places(Role::Client, true), ["/dashboard", "/network/interfaces", "/account"]);
        let settings = ["/audit", "/settings/general", "/settings/branding", "/settings/api-tokens", "/sent-mail"];
        let founder = [&["/dashboard", "/platform", "/platform/health", "/people"][..], &settings].concat();
        assert_eq!(places(Role::Founder, true), founder);
        assert_eq!(places(Role::Founder, false), founder[..founder.len() - 1]);
        let owner = places(Role::IspOwner, false);
        assert!(owner.contains(&"/settings/roles") && owner.contains(&"/settings/support-access"), "{owner:?}");
        let engineer: Vec<_> = actions(&site(Some(Role::Engineer), true)).into_iter().map(|action| action.href).collect();
        assert!(engineer.contains(&"/network/devices/new") && !engineer.contains(&"/people/invite"), "{engineer:?}");
    }

    #[test]
    fn one_s_own_account_is_not_for_somebody_who_acts_as_one() {
        let banner = Banner { by: "Farah".to_owned(), subject: "Omar".to_owned(), until: "14:32".to_owned() };
        let own = |site: &SiteContext| actions(site).into_iter().filter(|action| action.href.starts_with("/account")).count();
        for role in Role::ALL {
            let site = site(Some(role), true);
            assert!(own(&site) > 0, "{role:?}");
            assert_eq!(own(&SiteContext { acting: Some(banner.clone()), ..site }), 0, "{role:?}");
        }
    }

    #[test]
    fn every_address_stands_once_and_groups_are_whole() {
        for role in Role::ALL {
            let mut hrefs: Vec<_> = actions(&site(Some(role), true)).into_iter().map(|action| action.href).collect();
            let count = hrefs.len();
            hrefs.sort_unstable();
            hrefs.dedup();
            assert_eq!(hrefs.len(), count, "{role:?}");
            let mut titles: Vec<_> = navigation(&site(Some(role), true)).into_iter().map(|group| group.title).collect();
            let count = titles.len();
            titles.sort_unstable();
            titles.dedup();
            assert_eq!(titles.len(), count, "{role:?}");
        }
    }
}
