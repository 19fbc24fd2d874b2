//! Which page stands at which address. The code of each comes when it is opened.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::SsrMode;
use leptos_router::components::{FlatRoutes, Route, Router};

use crate::account::{
    AcceptLinkRoute, AskLinkRoute, AuthenticatorRoute, CodesRoute, ConfirmRoute, FinishLinkRoute, ForgotPasswordRoute, LinksRoute, PasskeysRoute,
    PasswordRoute, ProfileRoute, RecoverRoute, ResetPasswordRoute, SecurityRoute, SignInCodeRoute, SwitchRoute, TurnOffRoute, UseLinkRoute,
};
use crate::alerts::{AlertRulesRoute, AlertsRoute, EditAlertRuleRoute};
use crate::audit::AuditRoute;
use crate::channels::ChannelsRoute;
use crate::context::{embedded, keep_returned_form};
use crate::dashboard::dashboard;
use crate::dev::KitRoute;
use crate::devices::{DeviceRoute, DevicesRoute, EditDeviceRoute, NewDeviceRoute, RemoveDeviceRoute};
use crate::frame::Frame;
use crate::go::GoRoute;
use crate::groups::{EditGroupRoute, GroupMembersRoute, GroupRoute, GroupsRoute, InterfaceRoute, NewGroupRoute, RemoveGroupRoute};
use crate::home::HomePage;
use crate::isp::IspRoute;
use crate::leaving::ExportRoute;
use crate::messaging::{SentMailDetailRoute, SentMailRoute};
use crate::network::interfaces::{AssignRoute, InterfacesRoute};
use crate::not_found::NotFoundPage;
use crate::page::{Lazy, path};
use crate::platform::{HealthRoute, PlatformRoute};
use crate::search::SearchRoute;
use crate::settings::{ApiTokensRoute, BrandingRoute, DomainsRoute, GeneralRoute, NewRoleRoute, RoleRoute, RolesRoute, SupportAccessRoute};
use crate::sign_in::SignInRoute;
use crate::tenancy::act::HandOverRoute;
use crate::tenancy::invitation::InvitationRoute;
use crate::tenancy::isp_new::NewIspRoute;
use crate::tenancy::org::OrgRoute;
use crate::tenancy::organisation::OrganisationRoute;
use crate::tenancy::people::{InviteRoute, PeopleRoute};
use crate::tenancy::person::PersonRoute;

/// Every page waits for all its data on the server, so that it is whole without JavaScript.
const WHOLE: SsrMode = SsrMode::Async;

/// The app.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    let (site, form) = embedded().map(|embedded| (embedded.site, embedded.form)).unzip();
    if let Some(site) = site {
        provide_context(site);
    }
    view! {
        <Router>
            <Pages form=form.flatten() />
        </Router>
    }
}

#[component]
fn Pages(form: Option<crate::FormState>) -> impl IntoView {
    keep_returned_form(form);
    view! {
        <Frame>
            <FlatRoutes fallback=NotFoundPage>
                <Route path=path!("/") view=HomePage ssr=WHOLE />
                <Route path=path!("/sign-in") view={Lazy::<SignInRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/interfaces") view={Lazy::<InterfacesRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/interfaces/:id") view={Lazy::<InterfaceRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/interfaces/:id/assign") view={Lazy::<AssignRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups") view={Lazy::<GroupsRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups/new") view={Lazy::<NewGroupRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups/:id") view={Lazy::<GroupRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups/:id/edit") view={Lazy::<EditGroupRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups/:id/members") view={Lazy::<GroupMembersRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/groups/:id/remove") view={Lazy::<RemoveGroupRoute>::new()} ssr=WHOLE />
                <Route path=path!("/alerts") view={Lazy::<AlertsRoute>::new()} ssr=WHOLE />
                <Route path=path!("/alerts/rules") view={Lazy::<AlertRulesRoute>::new()} ssr=WHOLE />
                <Route path=path!("/alerts/rules/edit") view={Lazy::<EditAlertRuleRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/devices") view={Lazy::<DevicesRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/devices/new") view={Lazy::<NewDeviceRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/devices/:id") view={Lazy::<DeviceRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/devices/:id/edit") view={Lazy::<EditDeviceRoute>::new()} ssr=WHOLE />
                <Route path=path!("/network/devices/:id/remove") view={Lazy::<RemoveDeviceRoute>::new()} ssr=WHOLE />
                <Route path=path!("/sent-mail") view={Lazy::<SentMailRoute>::new()} ssr=WHOLE />
                <Route path=path!("/sent-mail/:id") view={Lazy::<SentMailDetailRoute>::new()} ssr=WHOLE />
                <Route path=path!("/sign-in/code") view={Lazy::<SignInCodeRoute>::new()} ssr=WHOLE />
                <Route path=path!("/sign-in/link") view={Lazy::<AskLinkRoute>::new()} ssr=WHOLE />
                <Route path=path!("/sign-in/link/:token") view={Lazy::<UseLinkRoute>::new()} ssr=WHOLE />
                <Route path=path!("/forgot-password") view={Lazy::<ForgotPasswordRoute>::new()} ssr=WHOLE />
                <Route path=path!("/forgot-password/:token") view={Lazy::<ResetPasswordRoute>::new()} ssr=WHOLE />
                <Route path=path!("/recover/:token") view={Lazy::<RecoverRoute>::new()} ssr=WHOLE />
                <Route path=path!("/dashboard") view={dashboard()} ssr=WHOLE />
                <Route path=path!("/search") view={Lazy::<SearchRoute>::new()} ssr=WHOLE />
                <Route path=path!("/platform/health") view={Lazy::<HealthRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account") view={Lazy::<ProfileRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security") view={Lazy::<SecurityRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/password") view={Lazy::<PasswordRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/authenticator") view={Lazy::<AuthenticatorRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/authenticator/off") view={Lazy::<TurnOffRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/recovery-codes") view={Lazy::<CodesRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/confirm") view={Lazy::<ConfirmRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/security/passkeys") view={Lazy::<PasskeysRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/links") view={Lazy::<LinksRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/links/accept/:token") view={Lazy::<AcceptLinkRoute>::new()} ssr=WHOLE />
                <Route path=path!("/account/links/finish/:token") view={Lazy::<FinishLinkRoute>::new()} ssr=WHOLE />
                <Route path=path!("/switch/:token") view={Lazy::<SwitchRoute>::new()} ssr=WHOLE />
                <Route path=path!("/audit") view={Lazy::<AuditRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/general") view={Lazy::<GeneralRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/branding") view={Lazy::<BrandingRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/roles") view={Lazy::<RolesRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/roles/new") view={Lazy::<NewRoleRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/roles/:id") view={Lazy::<RoleRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/support-access") view={Lazy::<SupportAccessRoute>::new()} ssr=WHOLE />
                <Route path=path!("/support-access/:token") view={Lazy::<HandOverRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/domains") view={Lazy::<DomainsRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/export") view={Lazy::<ExportRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/channels") view={Lazy::<ChannelsRoute>::new()} ssr=WHOLE />
                <Route path=path!("/settings/api-tokens") view={Lazy::<ApiTokensRoute>::new()} ssr=WHOLE />
                <Route path=path!("/platform") view={Lazy::<PlatformRoute>::new()} ssr=WHOLE />
                <Route path=path!("/platform/new") view={Lazy::<NewIspRoute>::new()} ssr=WHOLE />
                <Route path=path!("/platform/isps/:id") view={Lazy::<IspRoute>::new()} ssr=WHOLE />
                <Route path=path!("/organisation") view={Lazy::<OrganisationRoute>::new()} ssr=WHOLE />
                <Route path=path!("/organisation/:id") view={Lazy::<OrgRoute>::new()} ssr=WHOLE />
                <Route path=path!("/people") view={Lazy::<PeopleRoute>::new()} ssr=WHOLE />
                <Route path=path!("/people/invite") view={Lazy::<InviteRoute>::new()} ssr=WHOLE />
                <Route path=path!("/people/:id") view={Lazy::<PersonRoute>::new()} ssr=WHOLE />
                <Route path=path!("/go") view={Lazy::<GoRoute>::new()} ssr=WHOLE />
                <Route path=path!("/dev/kit") view={Lazy::<KitRoute>::new()} ssr=WHOLE />
                <Route path=path!("/invitation/:token") view={Lazy::<InvitationRoute>::new()} ssr=WHOLE />
            </FlatRoutes>
        </Frame>
    }
    .into_any()
}
