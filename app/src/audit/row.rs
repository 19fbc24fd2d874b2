//! One act as a row of the table, on phones a card.

use kernel::Permission;
use leptos::prelude::*;
use tenancy::model::{AuditActor, AuditEntry, AuditObject};
use ui::words::t;
use ui::{CopyId, IntoPlain, Zone};

use super::voice::{action_words, detail_words, object_words, part_words};
use crate::context::Viewer;

/// The row.
pub fn audit_row(entry: AuditEntry, zone: &Zone, viewer: Option<&Viewer>) -> impl IntoView + use<> {
    let at = zone.full(entry.at_ms);
    let place = place_of(&entry.object, viewer);
    view! {
        <tr>
            <th scope="row" class="cell-name cell-time">
                {at}
            </th>
            <td data-label=t("audit-who")>{actor(entry.actor)}</td>
            <td data-label=t("audit-what")>
                <bdi>{action_words(&entry.action)}</bdi>
            </td>
            <td data-label=t("audit-object")>{object(entry.object, place)}</td>
            <td data-label=t("audit-details")>{details(entry.detail)}</td>
            <td data-label=t("audit-request")>
                <CopyId id=entry.request_id.to_string() />
            </td>
        </tr>
    }
}

fn actor(actor: AuditActor) -> AnyView {
    match actor {
        AuditActor::Person { name, email } => two(name, email),
        AuditActor::Hidden(id) => two(t("audit-actor-hidden"), id.to_string()),
        AuditActor::Part(part) => two(t("audit-actor-part"), part_words(&part)),
    }
}

fn object(object: AuditObject, place: Option<String>) -> AnyView {
    let AuditObject { kind, id, name } = object;
    let which = name.unwrap_or(id);
    let kind = view! { <bdi>{object_words(&kind)}</bdi> };
    match place {
        Some(href) => view! {
            {kind}
            <a class="cell-alias cell-id" href=href>
                <bdi>{which}</bdi>
            </a>
        }
        .plain(),
        None => view! {
            {kind}
            <span class="quiet cell-alias cell-id">
                <bdi>{which}</bdi>
            </span>
        }
        .plain(),
    }
}

fn two(first: String, second: String) -> AnyView {
    view! {
        <bdi>{first}</bdi>
        <span class="quiet cell-alias cell-id">
            <bdi>{second}</bdi>
        </span>
    }
    .plain()
}

/// Where the thing itself is shown, if the viewer may go there.
fn place_of(object: &AuditObject, viewer: Option<&Viewer>) -> Option<String> {
    let allows = |permission| viewer.is_some_and(|viewer| viewer.allows(permission));
    match object.kind.as_str() {
        "device" if allows(Permission::DeviceRead) => Some(format!("/network/devices/{}", object.id)),
        "interface" if allows(Permission::InterfaceRead) => Some(format!("/network/interfaces/{}", object.id)),
        _ => None,
    }
}

fn details(detail: Vec<(String, String)>) -> impl IntoView {
    (!detail.is_empty()).then(|| {
        view! {
            <dl class="pairs">
                {detail
                    .into_iter()
                    .map(|(name, value)| {
                        view! {
                            <div>
                                <dt>
                                    <bdi>{detail_words(&name)}</bdi>
                                    ": "
                                </dt>
                                <dd>
                                    <bdi>{value}</bdi>
                                </dd>
                            </div>
                        }
                    })
                    .collect_view()}
            </dl>
        }
    })
}
