//! Words and small parts that several of these pages share.

use kernel::{OrgId, Role};
use leptos::prelude::*;
use tenancy::model::{InvitationItem, OrgKind, TenantState};
use ui::words::{t, t_args, t_code};
use ui::{Badge, BulkForm, Button, ButtonKind, Choice, Column, IntoPlain, Table, Tone, Zone, choose};

/// A level's name.
pub fn kind_name(kind: OrgKind) -> String {
    t_code("org-kind", kind.as_str())
}

/// A role's name.
pub fn role_name(role: Role) -> String {
    t_code("role", role.as_str())
}

/// Roles to choose from.
pub fn role_choices(roles: &[Role]) -> Vec<Choice> {
    roles.iter().map(|role| Choice::new(role.as_str(), role_name(*role))).collect()
}

/// Nodes to choose from.
pub fn place_choices(places: &[(OrgId, String)]) -> Vec<Choice> {
    places.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect()
}

/// Whether a tenant is in use.
pub fn state_badge(state: TenantState) -> impl IntoView {
    let tone = match state {
        TenantState::Active => Tone::Ok,
        TenantState::Suspended => Tone::Warning,
        TenantState::Closed => Tone::Neutral,
    };
    view! { <Badge tone text=t_code("isp-state", state.as_str()) /> }
}

/// Open invitations. `revoke` lets rows be chosen and taken back, one or several at once.
pub fn invitation_table(invitations: Vec<InvitationItem>, now_ms: i64, zone: &Zone, revoke: bool) -> AnyView {
    let columns = vec![Column::text(t("people-email")), Column::text(t("people-role")), Column::text(t("people-org")), Column::text(t("invitation-until"))];
    let rows = invitations.into_iter().map(|item| {
        let until = if item.expired { t("invitation-expired") } else { zone.full(item.expires_ms) };
        let late = item.expires_ms <= now_ms;
        let action = format!("/invitations/{}/revoke", item.id);
        let tick = revoke.then(|| choose(item.id.to_string(), t_args("choose-row", &[("name", (&item.email).into())])));
        view! {
            <tr class:row-stale=late>
                <th scope="row" class="cell-name">
                    {tick}
                    <bdi>{item.email.clone()}</bdi>
                </th>
                <td data-label=t("people-role")>{role_name(item.role)}</td>
                <td data-label=t("people-org")>
                    <bdi>{item.org_name}</bdi>
                </td>
                <td data-label=t("invitation-until")>
                    {until}
                    {revoke
                        .then(|| {
                            view! {
                                <button type="submit" class="button row-button" formaction=action>
                                    <span class="visually-hidden">{item.email}</span>
                                    {t("invitation-revoke")}
                                </button>
                            }
                        })}
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    let table = view! { <Table caption=t("invitations-caption") columns rows /> }.plain();
    if !revoke {
        return table;
    }
    let actions = view! { <Button kind=ButtonKind::Danger text=t("invitation-revoke") /> }.plain();
    view! {
        <BulkForm action="/invitations/revoke" actions>
            {table}
        </BulkForm>
    }
    .plain()
}

/// `label.base_domain`, told beside the field for the label.
pub fn host_help(base_domain: &str) -> String {
    t_args("org-label-help", &[("domain", base_domain.into())])
}
