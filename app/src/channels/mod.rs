//! `/settings/channels`: where notices go besides mail, and how the newest of them did. Native forms throughout; a new secret
//! is shown in the answer to its form and nowhere else.

mod add;
pub mod server_fns;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use messaging::model::{ChannelItem, ChannelKind, ChannelLevel, ChannelState, Channels, DeliveryItem, DeliveryState};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Button, ButtonKind, Column, EmptyState, Fact, FormFault, IntoPlain, PageHeader, Panel, Table, Tone, Zone, facts};

use self::server_fns::list_channels;
use crate::context::use_form;
use crate::page::{lazy_page, loaded};
use crate::stamped::Stamped;

lazy_page! {
    /// The page. Its code comes when it is opened.
    ChannelsRoute, view
}

fn view() -> AnyView {
    if let Some(secret) = use_form("channel-made").values.remove("secret") {
        return made(secret);
    }
    let said = use_query_map().with_untracked(|query| query.get("said"));
    let channels = Resource::new_blocking(|| (), async |()| list_channels().await);
    view! {
        <PageHeader title=t("channels-title") />
        <p class="lead quiet">{t("channels-lead")}</p>
        {said.map(|code| outcome(&code))}
        <FormFault notice=use_form("channel").whole() />
        {loaded(channels, 10, page)}
    }
    .plain()
}

/// The secret that the server has just made.
fn made(secret: String) -> AnyView {
    view! {
        <PageHeader title=t("channel-made-title") />
        <div class="form">
            <p>{t("channel-made-text")}</p>
            <p dir="ltr">
                <code class="copy">{secret}</code>
            </p>
            <div class="form-actions">
                // Loads the next page anew, so that the secret is nowhere any more.
                <a href="/settings/channels" rel="external" class="button button-primary">
                    {t("channel-made-done")}
                </a>
            </div>
        </div>
    }
    .plain()
}

/// What a button did; of a test, what the provider answered.
fn outcome(code: &str) -> AnyView {
    let (tone, text) = match code.strip_prefix("fault.") {
        Some(fault) => (Tone::Critical, t_args("channel-test-failed", &[("fault", (&fault_words(fault)).into())])),
        None => (Tone::Ok, t_code("channel-said", code)),
    };
    view! {
        <p role="status">
            <Badge tone text />
        </p>
    }
    .plain()
}

/// A fault in words; one without words is told by its code.
fn fault_words(code: &str) -> String {
    let (words, unknown) = (t_code("channel-fault", code), t("channel-fault-unknown"));
    // It may have come by the address.
    let code: String = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
    if words == unknown { format!("{words} ({code})") } else { words }
}

fn page(channels: Stamped<Channels>) -> AnyView {
    let Stamped { value: Channels { items, log }, now_ms, zone } = channels;
    let list = if items.is_empty() {
        view! { <EmptyState title=t("channels-none") text=t("channels-none-text") /> }.plain()
    } else {
        items.into_iter().map(|item| panel(item, now_ms)).collect_view().plain()
    };
    view! {
        {list}
        {add::forms()}
        {deliveries(log, now_ms, &zone)}
    }
    .plain()
}

fn panel(item: ChannelItem, now_ms: i64) -> AnyView {
    let tone = match (item.state, item.failures) {
        (ChannelState::Active, 0) => Tone::Ok,
        (ChannelState::Active, _) => Tone::Warning,
        (ChannelState::Paused, _) => Tone::Neutral,
        (ChannelState::Gone, _) => Tone::Critical,
    };
    let title = format!("channel-{}", item.id);
    let labelled = title.clone();
    let ok = item.last_ok_ms.map_or_else(|| t("channel-never"), |at| ui::time::ago(now_ms, at));
    let fault =
        item.last_fault.as_ref().map(|(code, at)| Fact::text(t("channel-last-fault"), format!("{} \u{b7} {}", fault_words(code), ui::time::ago(now_ms, *at))));
    let known = [
        Fact::text(t("channel-kind"), t_code("channel-kind", item.kind.as_str())),
        Fact::text(t("channel-address"), &item.address),
        Fact::text(t("channel-level"), t_code("channel-level", item.level.as_str())),
        Fact::text(t("channel-last-ok"), ok),
    ];
    let waiting = (item.waiting > 0).then(|| Fact::text(t("channel-waiting"), ui::units::count(item.waiting)));
    let known = known.into_iter().chain(fault).chain(waiting).collect();
    view! {
        <section class="panel" aria-labelledby=labelled>
            <div class="panel-head">
                <h2 id=title>
                    <bdi>{item.name.clone()}</bdi>
                </h2>
                <Badge tone text=t_code("channel-state", item.state.as_str()) />
            </div>
            <div class="account-body">{facts(known)} {buttons(&item)}</div>
        </section>
    }
    .plain()
}

fn buttons(item: &ChannelItem) -> AnyView {
    let action = format!("/settings/channels/{}", item.id);
    let button = |what: &'static str, level: &'static str, kind: ButtonKind, text: String| {
        view! {
            <form method="post" action=action.clone()>
                <input type="hidden" name="do" value=what />
                <input type="hidden" name="level" value=level />
                <span class="visually-hidden">{item.name.clone()}</span>
                <Button kind text />
            </form>
        }
        .plain()
    };
    let state = match item.state {
        ChannelState::Active => button("pause", "", ButtonKind::Secondary, t("channel-pause")),
        ChannelState::Paused | ChannelState::Gone => button("resume", "", ButtonKind::Secondary, t("channel-resume")),
    };
    let level = match item.level {
        ChannelLevel::All => button("level", "red", ButtonKind::Secondary, t("channel-to-red")),
        ChannelLevel::Red => button("level", "all", ButtonKind::Secondary, t("channel-to-all")),
    };
    let rotate = (item.kind == ChannelKind::Webhook).then(|| {
        view! {
            <details class="more">
                <summary>{t("channel-rotate")}</summary>
                <p class="quiet">{t("channel-rotate-help")}</p>
                {button("rotate", "", ButtonKind::Secondary, t("channel-rotate"))}
            </details>
        }
    });
    view! {
        <div class="form-actions">
            {button("test", "", ButtonKind::Primary, t("channel-test"))} {state} {level}
        </div>
        {rotate}
        <details class="more">
            <summary>{t("channel-remove")}</summary>
            <p class="quiet">{t("channel-remove-help")}</p>
            {button("remove", "", ButtonKind::Danger, t("channel-remove"))}
        </details>
    }
    .plain()
}

fn deliveries(log: Vec<DeliveryItem>, now_ms: i64, zone: &Zone) -> AnyView {
    if log.is_empty() {
        return ().plain();
    }
    let columns = vec![Column::text(t("channel-what")), Column::text(t("channel-name")), Column::text(t("channel-when")), Column::text(t("channel-state"))];
    let rows = log.into_iter().map(|item| delivery(item, now_ms, zone)).collect_view().plain();
    view! {
        <Panel id="channel-log" title=t("channels-log")>
            <p class="quiet account-body">{t("channels-log-help")}</p>
            <Table caption=t("channels-log") columns rows />
        </Panel>
    }
    .plain()
}

fn delivery(item: DeliveryItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let tone = match item.state {
        DeliveryState::Waiting => Tone::Notice,
        DeliveryState::Delivered => Tone::Ok,
        DeliveryState::Dead => Tone::Critical,
    };
    let (ago, full) = (ui::time::ago(now_ms, item.at_ms), zone.full(item.at_ms));
    let then = match item.state {
        DeliveryState::Waiting if item.attempts > 0 => Some(t_args("channel-next", &[("time", (&zone.full(item.then_ms)).into())])),
        _ => None,
    };
    let fault = item.fault.filter(|_| item.state != DeliveryState::Delivered).map(|code| fault_words(&code));
    view! {
        <tr>
            <th scope="row" class="cell-name">
                {t_code("channel-what", &item.what)}
            </th>
            <td data-label=t("channel-name")>
                <bdi>{item.name}</bdi>
                <bdi class="quiet cell-alias">{item.address}</bdi>
            </td>
            <td data-label=t("channel-when")>
                <span class="figure" title=full>
                    {ago}
                </span>
            </td>
            <td class="cell-state" data-label=t("channel-state")>
                <Badge tone text=t_code("channel-delivery", item.state.as_str()) />
                {fault.map(|words| view! { <span class="quiet cell-alias">{words}</span> })}
                {then.map(|words| view! { <span class="quiet cell-alias">{words}</span> })}
            </td>
        </tr>
    }
}
