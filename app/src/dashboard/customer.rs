//! A customer's dashboard: the own connection in plain words.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use network::model::{CustomerDashboard, InterfaceItem, Octets};
use serde::{Deserialize, Serialize};
use ui::words::t;
use ui::{EmptyState, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, bytes_figure};

use super::refresh_every;
use super::server_fns::{CustomerNow, get_customer_figures, get_customer_now};
use super::tiles::tile;
use super::traffic::{history_panel, live_sum, now_tiles};
use crate::context::use_site;
use crate::live::on_missed;
use crate::network::interfaces::State;
use crate::network::voice::Voice;
use crate::parts::{Part, part};
use crate::stamped::Stamped;

/// How often what the live connection does not carry is loaded again.
const AGAIN: Duration = Duration::from_secs(60);

/// The page.
pub fn page() -> AnyView {
    let figures = Resource::new_blocking(|| (), async |()| get_customer_figures().await);
    // One's own account is not for somebody who acts as one.
    let aside = use_site().acting.is_none().then(|| {
        view! {
            <LinkButton href="/account" text=t("profile-title") />
            <LinkButton href="/account/security" text=t("profile-security") />
        }
    });
    view! {
        <PageHeader title=t("dashboard-customer-title") aside=aside.plain() />
        <Transition fallback=|| view! { <Skeleton lines=10 /> }>
            {move || Suspend::new(async move {
                match figures.await {
                    Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    Ok(figures) if figures.value.lines.is_empty() => {
                        view! { <EmptyState title=t("lines-none") text=t("lines-none-text") /> }.plain()
                    }
                    Ok(figures) => parts(figures),
                }
            })}
        </Transition>
    }
    .plain()
}

/// Traffic now and volumes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Connection {
    now: CustomerNow,
}

impl Part for Connection {
    const NAME: &'static str = "connection";

    fn view(self) -> AnyView {
        let now = RwSignal::new(self.now);
        let again = move || {
            spawn_local(async move {
                // A failed reload leaves what is there; the next one follows.
                if let Ok(fresh) = get_customer_now().await {
                    now.try_set(fresh);
                }
            });
        };
        on_missed(again);
        refresh_every(AGAIN, again);
        (move || tiles(now.get())).plain()
    }
}

fn tiles(figures: CustomerNow) -> AnyView {
    let CustomerNow { now, today, month } = figures;
    let sum = live_sum(&now.follow, (now.in_bps, now.out_bps));
    view! {
        <div class="tiles">
            {now_tiles(&now, sum, Voice::Customer)} {volume(t("dashboard-today"), today)} {volume(t("dashboard-month"), month)}
        </div>
    }
    .plain()
}

fn parts(figures: Stamped<CustomerDashboard>) -> AnyView {
    let Stamped { value, zone, .. } = figures;
    let CustomerDashboard { lines: of, now, today, month, history } = value;
    view! {
        {part(Connection { now: CustomerNow { now, today, month } })}
        {history_panel(&history, &zone, Voice::Customer, t("dashboard-of-own"))}
        {lines(of)}
    }
    .plain()
}

/// What was carried: both ways together, and each.
fn volume(label: String, octets: Octets) -> AnyView {
    let (download, upload) = Voice::Customer.order(octets.inward, octets.outward);
    let note = view! {
        <span>{t("traffic-download")}" "{bytes_figure(Some(download))}</span>
        <span>{t("traffic-upload")}" "{bytes_figure(Some(upload))}</span>
    };
    tile(label, bytes_figure(Some(download.saturating_add(upload))).plain(), note.plain(), None)
}

fn lines(lines: Vec<InterfaceItem>) -> AnyView {
    let rows = lines.into_iter().map(|item| {
        let state = part(State::of(&item));
        view! {
            <li>
                <span>
                    <a href=format!("/network/interfaces/{}", item.id)>
                        <bdi>{item.name}</bdi>
                    </a>
                    <span class="quiet list-note">
                        <bdi>{item.alias}</bdi>
                    </span>
                </span>
                <span>{state}</span>
            </li>
        }
    });
    view! {
        <section class="panel" aria-labelledby="lines-title">
            <div class="panel-head">
                <h2 id="lines-title">{t("lines-title")}</h2>
            </div>
            <ul class="panel-list">{rows.collect_view()}</ul>
        </section>
    }
    .plain()
}
