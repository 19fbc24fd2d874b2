//! `/platform/isps/:id`: one ISP, how it is set up, and what the platform can do about it.

use kernel::{Permission, TenantId};
use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{ErasurePlan, Exports, IspDetail, Subject, SupportChoices, TenantState};
use ui::units::count;
use ui::words::{formats, t, t_args};
use ui::{Button, ButtonKind, Choice, Crumb, ErrorState, Fact, Field, FormFault, IntoPlain, PageHeader, Skeleton, facts};

use crate::PageError;
use crate::context::{use_form, use_viewer};
use crate::leaving::server_fns::get_leaving;
use crate::leaving::{erasure, panels, proof};
use crate::params::use_id;
use crate::stamped::Stamped;
use crate::tenancy::act::act_form;
use crate::tenancy::deed::deed;
use crate::tenancy::server_fns::{get_isp, get_support_choices};
use crate::tenancy::words::{invitation_table, role_name, state_badge};

/// The page. Its code comes when it is opened.
pub struct IspRoute;

#[lazy_route]
impl LazyRoute for IspRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let IspRoute = this;
        let id = use_id::<TenantId>();
        let detail = Resource::new_blocking(
            move || id.get(),
            async |id| {
                let isp = get_isp(id.ok_or_else(PageError::not_found)?).await?;
                // Whoever may not manage ISPs sees no archives either.
                let leaving = get_leaving(isp.value.tenant).await.ok();
                Ok::<_, PageError>((isp, leaving))
            },
        );
        let acts = use_viewer().is_some_and(|viewer| viewer.allows(Permission::Impersonate));
        let support = Resource::new_blocking(
            move || id.get().filter(|_| acts),
            async |id| match id {
                Some(id) => get_support_choices(id).await.ok(),
                None => None,
            },
        );
        view! {
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match detail.await {
                        Ok((detail, leaving)) => page(&detail, leaving.as_ref(), support.await),
                        Err(error) => {
                            view! {
                                <PageHeader title=t("isp-none") crumbs=crumbs() />
                                <ErrorState code=error.code request_id=error.request_id />
                            }
                                .plain()
                        }
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn crumbs() -> Vec<Crumb> {
    vec![Crumb { href: "/platform".to_owned(), text: t("platform-title") }]
}

fn page(detail: &Stamped<IspDetail>, leaving: Option<&(Stamped<Exports>, Option<ErasurePlan>)>, support: Option<SupportChoices>) -> AnyView {
    let isp = &detail.value;
    let manages = use_viewer().is_some_and(|viewer| viewer.allows(Permission::PlatformManage));
    let action = format!("/platform/isps/{}", isp.tenant);
    let state = state_badge(isp.state);
    let badge = view! { <div class="page-facts">{state}</div> };
    let mut known = vec![
        Fact::text(t("platform-host"), formats().list(&isp.hosts)),
        Fact::text(t("isp-currency"), isp.currency.clone().unwrap_or_else(|| t("unknown"))),
        Fact::text(t("isp-locale"), isp.locale.clone().unwrap_or_else(|| t("unknown"))),
        Fact::text(t("isp-time-zone"), isp.time_zone.clone()),
        Fact::text(t("isp-created"), detail.zone.full(isp.created_ms)),
        Fact::text(t("isp-staff"), used(isp.staff, isp.limits.staff)),
        Fact::text(t("isp-subscribers"), used(isp.subscribers, isp.limits.subscribers)),
        Fact::text(t("isp-nodes"), count(isp.nodes)),
    ];
    if let Some(since) = isp.state_since_ms {
        known.push(Fact::text(t("isp-state-since"), detail.zone.full(since)));
    }
    if !isp.state_reason.is_empty() {
        known.push(Fact::text(t("isp-state-reason"), isp.state_reason.clone()));
    }
    known.push(Fact::id(t("fact-id"), isp.tenant));
    let invitations = (!isp.invitations.is_empty()).then(|| {
        let table = invitation_table(isp.invitations.clone(), detail.now_ms, &detail.zone, false);
        view! { <section class="panel"><div class="panel-head"><h2>{t("isp-invitations")}</h2></div>{table}</section> }
    });
    let open = isp.state != TenantState::Closed;
    let support = support.filter(|_| isp.state == TenantState::Active).map(|support| act(support, &action));
    view! {
        <PageHeader title=isp.name.clone() crumbs=crumbs() aside=badge.plain() />
        {facts(known)}
        {invitations}
        {support}
        {(manages && open)
            .then(|| {
                view! {
                    {invite(&action)}
                    {limits(isp, &action)}
                    {change_state(isp, leaving.is_some_and(|(exports, _)| exports.value.asks_code), &action)}
                }
            })}
        {leaving
            .map(|(exports, plan)| {
                view! {
                    <h2>{t("export-title")}</h2>
                    {panels(exports, &action)}
                    {(!open).then(|| erasure(plan.as_ref(), exports.value.asks_code, &detail.zone, &action))}
                }
            })}
    }
    .plain()
}

/// How many there are, and how many there may be.
fn used(there: u32, limit: Option<u32>) -> String {
    match limit {
        Some(limit) => t_args("isp-used", &[("used", i64::from(there).into()), ("limit", i64::from(limit).into())]),
        None => count(there),
    }
}

fn act(support: SupportChoices, action: &str) -> AnyView {
    let choice = |item: tenancy::model::PersonItem| {
        let role = role_name(item.role, item.custom.as_ref());
        let label = t_args("act-person", &[("name", (&item.name).into()), ("role", (&role).into()), ("org", (&item.org_name).into())]);
        Choice::new(Subject { user: item.user, org: item.org }.code(), label)
    };
    let refused = support.refused;
    let choices: Vec<Choice> = support.people.into_iter().map(choice).collect();
    let body = match (refused, choices.is_empty()) {
        (true, _) => view! { <p>{t("act-refused")}</p> }.plain(),
        (false, true) => view! { <p class="quiet">{t("act-nobody")}</p> }.plain(),
        (false, false) => act_form(action, choices),
    };
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{t("act-title")}</h2>
            </div>
            {body}
        </section>
    }
    .plain()
}

fn invite(action: &str) -> AnyView {
    let state = use_form("invite");
    let faults = state.labelled(|field| (field == "email").then(|| t("isp-owner-email")));
    let field =
        view! { <Field name="email" label=t("isp-owner-email") kind="email" value=state.value("email", "") faults=state.errors.clone() required=true /> };
    deed(action, "invite", t("isp-invite-title"), faults, field.plain(), t("invite-send"))
}

fn limits(isp: &IspDetail, action: &str) -> AnyView {
    let state = use_form("limits");
    let text = |limit: Option<u32>| limit.map(|limit| limit.to_string()).unwrap_or_default();
    let label = |field: &str| {
        Some(match field {
            "subscribers" => t("limit-subscribers"),
            "devices" => t("limit-devices"),
            "staff" => t("limit-staff"),
            _ => return None,
        })
    };
    let field = |name: &'static str, limit: Option<u32>| {
        let (label, value) = (label(name).unwrap_or_default(), state.value(name, &text(limit)));
        view! { <Field name label inputmode="numeric" value faults=state.errors.clone() /> }.plain()
    };
    let fields = view! {
        <p class="quiet">{t("isp-limits-help")}</p>
        {field("subscribers", isp.limits.subscribers)}
        {field("devices", isp.limits.devices)}
        {field("staff", isp.limits.staff)}
    };
    deed(action, "limits", t("isp-limits-title"), state.labelled(label), fields.plain(), t("save"))
}

/// Suspending and closing ask for a reason; closing also for the name, so that it is nobody's slip, and who one is, so that it is
/// no stolen session's.
fn change_state(isp: &IspDetail, asks_code: bool, action: &str) -> AnyView {
    let reason = |form: &'static str| {
        let state = use_form(form);
        let id = if form == "close" { "close-reason" } else { "reason" };
        let label = |field: &str| {
            let (id, label) = match field {
                "reason" => (id, t("isp-state-reason")),
                "confirm" => ("confirm", t("isp-close-confirm")),
                "code" => ("code-close", t("export-code")),
                _ => return None,
            };
            Some((id.to_owned(), label))
        };
        let whole = view! { <FormFault notice=state.whole() faults=state.labelled_at(label) /> };
        let field =
            view! { <Field name="reason" id=id label=t("isp-state-reason") value=state.value("reason", "") faults=state.errors.clone() required=true /> };
        (whole.plain(), field.plain())
    };
    let first = if isp.state == TenantState::Active {
        let (fault, field) = reason("suspend");
        view! {
            <form method="post" action=action.to_owned() class="form">
                {fault}
                <input type="hidden" name="do" value="suspend" />
                <p class="quiet">{t("isp-suspend-help")}</p>
                {field}
                <div class="form-actions">
                    <Button kind=ButtonKind::Danger text=t("isp-suspend") />
                </div>
            </form>
        }
        .plain()
    } else {
        let state = use_form("reactivate");
        view! {
            <form method="post" action=action.to_owned() class="form">
                <FormFault notice=state.whole() />
                <input type="hidden" name="do" value="reactivate" />
                <div class="form-actions">
                    <Button kind=ButtonKind::Primary text=t("isp-reactivate") />
                </div>
            </form>
        }
        .plain()
    };
    let (fault, field) = reason("close");
    let close = use_form("close");
    let (proof, errors) = (proof(asks_code, &close, "close"), close.errors);
    view! {
        <section class="panel">
            <div class="panel-head">
                <h2>{t("isp-state-title")}</h2>
            </div>
            {first}
            <details class="more">
                <summary>{t("isp-close")}</summary>
                <form method="post" action=action.to_owned() class="form">
                    {fault}
                    <input type="hidden" name="do" value="close" />
                    <p class="quiet">{t("isp-close-help")}</p>
                    {field}
                    <Field name="confirm" label=t("isp-close-confirm") faults=errors required=true />
                    {proof}
                    <div class="form-actions">
                        <Button kind=ButtonKind::Danger text=t("isp-close") />
                    </div>
                </form>
            </details>
        </section>
    }
    .plain()
}
