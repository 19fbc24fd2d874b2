//! Pages and things to do, found by their names in the viewer's language.

use kernel::{Ctx, Permission, Role, SearchTerm};
use leptos::prelude::use_context;
use ui::words::t;

use super::server_fns::{Hit, hit};
use crate::SiteContext;

/// Those that the viewer may open and whose name holds `term`.
pub fn matching(ctx: &Ctx, term: &SearchTerm) -> Vec<Hit> {
    let keeps_mail = use_context::<SiteContext>().is_some_and(|site| site.keeps_mail);
    let lines = if matches!(ctx.role, Some(Role::Reseller | Role::Client)) { t("nav-lines") } else { t("nav-interfaces") };
    let places = [
        (None, "/dashboard", t("nav-dashboard")),
        (Some(Permission::InterfaceRead), "/network/interfaces", lines),
        (Some(Permission::DeviceRead), "/network/devices", t("nav-devices")),
        (Some(Permission::DeviceManage), "/network/devices/new", t("device-add")),
        (Some(Permission::PlatformRead), "/platform", t("nav-platform")),
        (Some(Permission::PlatformManage), "/platform/new", t("isp-new-title")),
        (Some(Permission::PlatformRead), "/platform/health", t("health-title")),
        (Some(Permission::OrgRead), "/organisation", t("nav-organisation")),
        (Some(Permission::PeopleRead), "/people", t("nav-people")),
        (Some(Permission::PeopleManage), "/people/invite", t("invite-title")),
        (Some(Permission::AuditRead), "/audit", t("nav-audit")),
        (Some(Permission::BrandingManage), "/settings/branding", t("nav-branding")),
        (Some(Permission::MailRead).filter(|_| keeps_mail), "/sent-mail", t("nav-sent-mail")),
        (None, "/account", t("profile-title")),
        (None, "/account/security", t("account-security")),
    ];
    let allowed = |permission: Option<Permission>, href: &str| match permission {
        Some(permission) => ctx.allows(permission),
        // Where no mail is kept the page of kept mail is offered to nobody.
        None => href != "/sent-mail",
    };
    let found = places.into_iter().filter(|(permission, href, label)| allowed(*permission, href) && !term.mark(label).1.is_empty());
    found.map(|(_, href, label)| hit(term, href.to_owned(), &label, "", String::new())).collect()
}
