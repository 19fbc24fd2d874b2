//! What shows something: states, figures, frames.

use leptos::prelude::*;
use ui::chart::{Hole, Step, Trace, TrafficSvg};
use ui::spark::SparkStep;
use ui::words::t;
use ui::{
    Badge, Breadcrumbs, Button, ButtonKind, CopyId, Crumb, Dot, EmptyState, ErrorState, Fact, IntoPlain, LinkButton, MapSlot, Panel, Skeleton, Sparkline, Tab,
    Tabs, Tile, Tone, UndoToast, Zone, facts, rate_figure, utilisation_meter,
};

use super::section;

const ID: &str = "0190b6a0-0000-7000-8000-000000000001";

/// All of them.
pub fn sections() -> AnyView {
    view! {
        {section("Button", buttons())}
        {section("Badge", badges())}
        {section("Toast", toasts())}
        {section("Tile", tiles())}
        {section("Panel", panel())}
        {section("Sparkline", sparkline())}
        {section("MapSlot", view! { <MapSlot label=t("device-address") text=t("unknown") /> }.plain())}
        {section("Facts", facts(vec![Fact::text(t("device-name"), "core-1"), Fact::text(t("device-address"), "192.0.2.1:161"), Fact::id(t("fact-id"), ID)]))}
        {section("CopyId", view! { <CopyId id=ID /> }.plain())}
        {section("Breadcrumbs", crumbs())}
        {section("Tabs", tabs())}
        {section("EmptyState", empty())}
        {section("Skeleton", view! { <Skeleton lines=3 /> }.plain())}
        {section("ErrorState", view! { <ErrorState code="unavailable" request_id=Some(ID.to_owned()) /> }.plain())}
    }
    .plain()
}

fn buttons() -> AnyView {
    view! {
        <form method="get" action="/dev/kit" class="form-actions">
            <Button kind=ButtonKind::Primary text=t("save") />
            <Button text=t("search-button") />
            <Button kind=ButtonKind::Danger text=t("device-remove") />
            <LinkButton href="/dev/kit" text=t("cancel") />
        </form>
    }
    .plain()
}

fn badges() -> AnyView {
    let tones = [
        (Tone::Ok, t("device-up")),
        (Tone::Notice, t("device-simulated")),
        (Tone::Warning, t("device-shaky")),
        (Tone::Critical, t("device-down")),
        (Tone::Neutral, t("device-pending")),
    ];
    let badges = tones.map(|(tone, text)| view! { <Badge tone text /> });
    view! { <p class="form-actions">{badges.into_iter().collect_view()}</p> }.plain()
}

fn toasts() -> AnyView {
    view! { <UndoToast code="interface-assigned" action="/dev/kit" values=Vec::new() path="/dev/kit" /> }.plain()
}

fn tiles() -> AnyView {
    let gigabit = 1_000_000_000;
    view! {
        <div class="tiles">
            <Tile label=t("traffic-in") dot=Dot::Above figure=rate_figure(Some(412_000_000)).plain() />
            <Tile label=t("traffic-out") dot=Dot::Below figure=rate_figure(None).plain() />
            <Tile label=t("interfaces-used") figure=utilisation_meter(Some(412_000_000), Some(91_000_000), Some(gigabit)).plain() />
            <Tile label=t("interfaces-used") figure=utilisation_meter(Some(970_000_000), None, Some(gigabit)).plain() />
            <Tile
                label=t("devices-title")
                figure=view! { <span class="figure">"7"</span> }.plain()
                trend=(Tone::Warning, t("device-shaky"))
                href="/network/devices".to_owned()
            />
        </div>
    }
    .plain()
}

fn panel() -> AnyView {
    const MINUTE: i64 = 60_000;
    let step = |at: i64, above: i64| Step { from_ms: at * MINUTE, to_ms: (at + 1) * MINUTE, above_bps: above, below_bps: above / 3 };
    let steps = (0..60).filter(|at| !(20..26).contains(at)).map(|at| step(at, 200_000_000 + (at % 7) * 40_000_000)).collect();
    let holes = vec![Hole { from_ms: 20 * MINUTE, to_ms: 26 * MINUTE, reason: t("gap-reason-reboot") }];
    let trace = Trace { from_ms: 0, to_ms: 60 * MINUTE, steps, holes, limit_bps: Some(500_000_000), zone: Zone::utc() };
    let tab = |text: String, current: bool| Tab { href: "/dev/kit".to_owned(), text, short: None, current };
    let ranges = vec![tab(t("range-day"), true), tab(t("range-week"), false)];
    let controls = view! { <Tabs label=t("range-nav") tabs=ranges /> }.plain();
    view! {
        <Panel id="kit-chart" title=t("traffic-title") controls>
            <figure class="chart" aria-label=t("traffic-title")>
                <TrafficSvg trace />
            </figure>
        </Panel>
        <Panel id="kit-chart-empty" title=t("devices-title")>
            <EmptyState title=t("chart-empty") text=t("chart-empty-text") />
        </Panel>
    }
    .plain()
}

fn sparkline() -> AnyView {
    let step = |at: i64| SparkStep { first: (at % 9 != 4).then_some(10_000_000 + at * 700_000), second: Some(4_000_000) };
    let steps: Vec<SparkStep> = (0..24).map(step).collect();
    let none: Vec<SparkStep> = Vec::new();
    view! {
        <Sparkline steps=Signal::stored(steps) first_label=t("traffic-in") second_label=t("traffic-out") />
        <Sparkline steps=Signal::stored(none) first_label=t("traffic-in") second_label=t("traffic-out") />
    }
    .plain()
}

fn crumbs() -> AnyView {
    view! { <Breadcrumbs crumbs=vec![Crumb::new("/network/devices", t("devices-title")), Crumb::new("/dev/kit", "core-1")] /> }.plain()
}

fn tabs() -> AnyView {
    let tab = |text: String, current: bool| Tab { href: "/dev/kit".to_owned(), text, short: None, current };
    view! { <Tabs label=t("view-nav") tabs=vec![tab(t("view-chart"), true), tab(t("view-table"), false)] /> }.plain()
}

fn empty() -> AnyView {
    view! { <EmptyState title=t("devices-none") text=t("devices-none-text") action=("/network/devices/new".to_owned(), t("device-add")) /> }.plain()
}
