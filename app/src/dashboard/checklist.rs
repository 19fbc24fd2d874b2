//! The first steps in an empty tenant. Each ticks from what is there and opens the real form.

use kernel::{Permission, Role};
use leptos::prelude::*;
use tenancy::model::TreeSummary;
use ui::words::{t, t_args};
use ui::{Icon, IntoPlain, icon};

use crate::context::{Viewer, use_viewer};

/// A step: its words, where to do it, whether it is done.
struct Step {
    text: String,
    help: String,
    href: String,
    done: bool,
}

/// The steps that the viewer can do; nothing once all are done, and nothing for those who can do none.
pub fn checklist(tree: &TreeSummary, devices: u32) -> Option<AnyView> {
    let viewer = use_viewer().filter(|viewer| viewer.role == Role::IspOwner)?;
    let steps = steps(&viewer, tree, devices);
    let done = steps.iter().filter(|step| step.done).count();
    if done == steps.len() {
        return None;
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let progress = t_args("first-steps-progress", &[("done", count(done).into()), ("all", count(steps.len()).into())]);
    let items = steps.into_iter().map(|step| {
        let (which, state) = if step.done { (Icon::Check, t("first-step-done")) } else { (Icon::Plus, t("first-step-open")) };
        view! {
            <li class="first-step" class:first-step-done=step.done>
                {icon(which)} <span class="visually-hidden">{state}</span>
                <span>
                    <a href=step.href>{step.text}</a>
                    <span class="quiet list-note">{step.help}</span>
                </span>
            </li>
        }
    });
    Some(
        view! {
            <section class="panel" aria-labelledby="first-steps-title">
                <div class="panel-head">
                    <h2 id="first-steps-title">{t("first-steps")}</h2>
                    <p class="quiet">{progress}</p>
                </div>
                <ol class="first-steps">{items.collect_view()}</ol>
            </section>
        }
        .plain(),
    )
}

fn steps(viewer: &Viewer, tree: &TreeSummary, devices: u32) -> Vec<Step> {
    let step = |permission, text, help, href: &str, done| viewer.allows(permission).then(|| Step { text, help, href: href.to_owned(), done });
    [
        step(Permission::DeviceManage, t("first-step-device"), t("first-step-device-help"), "/network/devices/new", devices > 0),
        step(Permission::PeopleManage, t("first-step-people"), t("first-step-people-help"), "/people/invite", tree.people > 1 || tree.invited > 0),
        step(Permission::BrandingManage, t("first-step-brand"), t("first-step-brand-help"), "/settings/branding", tree.branded),
        step(Permission::OrgManage, t("first-step-reseller"), t("first-step-reseller-help"), &format!("/organisation/{}", viewer.org), tree.resellers > 0),
    ]
    .into_iter()
    .flatten()
    .collect()
}
