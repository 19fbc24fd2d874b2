//! The index of what is answered, for the router and for the tests that must leave nothing out.

use app::App;
use axum::extract::DefaultBodyLimit;
use axum::routing::{MethodRouter, get, post};

use super::api::token_forms;
use super::{
    State, account, alert_forms, audit, brand, channel_forms, domain_forms, exports, forms, group_forms, language, links, passkeys, pwa, role_forms, settings,
    support, tenant_forms, ways_in,
};

/// What native forms post to.
pub(super) fn forms() -> Vec<(&'static str, MethodRouter<State>)> {
    vec![
        ("/sign-in", post(forms::sign_in)),
        ("/sign-out", post(forms::sign_out)),
        ("/language", post(language::choose)),
        ("/network/devices/new", post(forms::add_device)),
        ("/network/devices/{id}/edit", post(forms::change_device)),
        ("/network/devices/{id}/remove", post(forms::remove_device)),
        ("/network/interfaces/{id}/assign", post(forms::assign_interface)),
        ("/network/groups/new", post(group_forms::add)),
        ("/network/groups/{id}/edit", post(group_forms::change)),
        ("/network/groups/{id}/members", post(group_forms::members)),
        ("/network/groups/{id}/remove", post(group_forms::remove)),
        ("/alerts", post(alert_forms::acknowledge)),
        ("/alerts/rules/edit", post(alert_forms::change_rule)),
        ("/sign-in/code", post(account::sign_in_code)),
        ("/recover/{token}", post(account::recover)),
        ("/account", post(account::change_name)),
        ("/sign-in/link", post(ways_in::ask_link)),
        ("/sign-in/link/{token}", post(ways_in::use_link)),
        ("/forgot-password", post(ways_in::forgot_password)),
        ("/forgot-password/{token}", post(ways_in::reset_password)),
        ("/account/security/password", post(account::change_password)),
        ("/account/security/sessions/{id}/end", post(account::end_session)),
        ("/account/security/sessions/end-others", post(account::end_other_sessions)),
        ("/account/security/apps/{id}/end", post(account::end_app)),
        ("/account/security/authenticator", post(account::confirm_enrolment)),
        ("/account/security/authenticator/start", post(account::start_enrolment)),
        ("/account/security/authenticator/off", post(account::disable_second_factor)),
        ("/account/security/recovery-codes", post(account::renew_recovery_codes)),
        ("/platform/new", post(tenant_forms::create_isp)),
        ("/platform/isps/{id}", post(tenant_forms::change_isp)),
        ("/organisation/{id}", post(tenant_forms::change_org)),
        ("/people/invite", post(tenant_forms::invite)),
        ("/people/{id}", post(tenant_forms::change_member)),
        ("/invitations/revoke", post(tenant_forms::revoke_invitations)),
        ("/invitations/{id}/revoke", post(tenant_forms::revoke_invitation)),
        ("/invitation/{token}", post(tenant_forms::accept_invitation)),
        ("/settings/api-tokens", post(token_forms::save)),
        ("/settings/api-tokens/{id}/revoke", post(token_forms::revoke)),
        ("/settings/roles/new", post(role_forms::create)),
        ("/settings/roles/{id}", post(role_forms::change)),
        ("/settings/support-access", post(support::change)),
        ("/support-access/{token}", post(support::begin)),
        ("/acting/end", post(support::end)),
        ("/settings/domains", post(domain_forms::add)),
        ("/settings/domains/{id}", post(domain_forms::change)),
        ("/settings/export", post(exports::change)),
        ("/settings/channels", post(channel_forms::add)),
        ("/settings/channels/{id}", post(channel_forms::change)),
        ("/account/security/confirm", post(account::confirm_identity)),
        ("/account/security/passkeys", post(passkeys::add)),
        ("/account/security/passkeys/start", post(passkeys::start_adding)),
        ("/account/security/passkeys/{id}/remove", post(passkeys::remove)),
        ("/sign-in/passkey", post(passkeys::sign_in)),
        ("/sign-in/passkey/start", post(passkeys::start_sign_in)),
        ("/sign-in/code/passkey", post(passkeys::confirm)),
        ("/sign-in/code/passkey/start", post(passkeys::start_confirming)),
        ("/account/links", post(links::begin)),
        ("/account/links/accept/{token}", post(links::accept)),
        ("/account/links/finish/{token}", post(links::finish)),
        ("/account/links/{id}/end", post(links::end)),
        ("/account/switch", post(links::switch)),
        ("/account/membership", post(links::change_membership)),
        ("/switch/{token}", post(links::arrive)),
        ("/settings/general", post(settings::save)),
        ("/settings/branding", post(brand::form::save).layer(DefaultBodyLimit::max(brand::form::LARGEST_UPLOAD))),
    ]
}

/// What is fetched as a file.
pub(super) fn downloads() -> [(&'static str, MethodRouter<State>); 2] {
    [("/audit.csv", get(audit::export)), ("/exports/{token}", get(exports::fetch))]
}

/// The paths of [`downloads`].
#[must_use]
pub fn download_paths() -> Vec<&'static str> {
    downloads().into_iter().map(|(path, _)| path).collect()
}

/// The paths of [`forms`].
#[must_use]
pub fn form_paths() -> Vec<&'static str> {
    forms().into_iter().map(|(path, _)| path).collect()
}

/// The paths that anyone at a portal's host may ask for: how the portal looks,
/// and what browsers keep of it.
#[must_use]
pub fn look_paths() -> Vec<&'static str> {
    brand::routes().into_iter().chain(pwa::routes()).map(|(path, _)| path).collect()
}

/// The paths of all pages, with `{name}` where an id stands.
#[must_use]
pub fn page_paths() -> Vec<String> {
    leptos_axum::generate_route_list(App).iter().map(|page| page.path().to_owned()).collect()
}
