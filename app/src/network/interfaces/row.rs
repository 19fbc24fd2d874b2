//! A row of the list: live figures and a sparkline that moves on.

use kernel::LivePayload;
use leptos::prelude::*;
use network::model::InterfaceItem;
use ui::spark::{Rolling, SparkStep};
use ui::words::t;
use ui::{Sparkline, Zone, rate_figure, utilisation_meter};

use super::now::Now;
use crate::live::{Latest, use_live};
use crate::network::voice::Voice;

/// What every row of a list knows.
#[derive(Clone)]
pub struct Look {
    /// Words and order.
    pub voice: Voice,
    /// Devices have a column.
    pub devices: bool,
    /// Who is served has a column.
    pub served: bool,
    /// When the server made the list, Unix milliseconds.
    pub now_ms: i64,
    /// For times.
    pub zone: Zone,
}

/// The row.
pub fn interface_row(item: InterfaceItem, look: &Look) -> impl IntoView + use<> {
    let voice = look.voice;
    let latest = use_live().follow(item.id);
    let steps = spark(&item, look, &latest);
    let now = Now::of(&item).follow(latest);
    let rates = move || {
        let now = now.get();
        voice.order(now.in_bps, now.out_bps)
    };
    let speed = item.speed_bps;
    let measured = item.at_ms.map(|at| look.zone.full(at));
    view! {
        <tr class:row-stale=move || now.get().stale>
            <th scope="row" class="cell-name">
                <a href=format!("/network/interfaces/{}", item.id)>
                    <bdi>{item.name}</bdi>
                </a>
                {(!item.alias.is_empty()).then(|| view! { <bdi class="quiet cell-alias">{item.alias}</bdi> })}
            </th>
            {look.devices.then(|| device_cell(item.device))}
            {look
                .served
                .then(|| {
                    let name = item.assigned.map(|org| org.name);
                    view! {
                        <td class="cell-served" data-label=t("interfaces-served")>
                            <bdi>{name.unwrap_or_default()}</bdi>
                        </td>
                    }
                })}
            <td class="numeric cell-first" data-label=voice.first()>
                {move || rate_figure(rates().0)}
            </td>
            <td class="numeric cell-second" data-label=voice.second()>
                {move || rate_figure(rates().1)}
            </td>
            <td class="cell-used">{move || utilisation_meter(now.get().in_bps, now.get().out_bps, speed)}</td>
            <td class="cell-spark">
                <Sparkline steps first_label=voice.first() second_label=voice.second() />
            </td>
            <td class="cell-state" title=measured>
                {move || now.get().badge()}
            </td>
        </tr>
    }
}

fn device_cell(device: Option<(kernel::DeviceId, String)>) -> impl IntoView {
    view! {
        <td class="cell-device" data-label=t("interfaces-device")>
            {device
                .map(|(id, name)| {
                    view! {
                        <a href=format!("/network/devices/{id}")>
                            <bdi>{name}</bdi>
                        </a>
                    }
                })}
        </td>
    }
}

/// The sparkline's steps; a live event moves them on.
fn spark(item: &InterfaceItem, look: &Look, latest: &Latest) -> Signal<Vec<SparkStep>> {
    let voice = look.voice;
    let steps = item.spark.iter().map(|point| {
        let (first, second) = voice.order(point.in_bps, point.out_bps);
        SparkStep { first, second }
    });
    let rolling = RwSignal::new(Rolling::new(steps.collect(), look.now_ms));
    let latest = latest.clone();
    Effect::new(move |_| {
        let Some(LivePayload::Rate { from_ms, at_ms, in_bps, out_bps, .. }) = latest.get() else { return };
        let (first, second) = voice.order(in_bps, out_bps);
        rolling.update(|rolling| rolling.add(from_ms, at_ms, first, second));
    });
    Signal::derive(move || rolling.with(Rolling::steps))
}
