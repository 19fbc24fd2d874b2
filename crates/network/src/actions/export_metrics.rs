//! Figures for Prometheus.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, Permission};
use store::Store;

use crate::rules::exposition::Exposition;
use crate::store::metrics::{self, DeviceFigures, InterfaceFigures};

/// Interfaces, and devices, that one answer tells of at most.
const MOST: i64 = 20_000;

/// The present figures in the viewer's sight as text that Prometheus reads (exposition format 0.0.4): of interfaces, and with
/// the permissions for them of devices and alerts. What is old is left out: a missing sample is a gap, not a zero.
pub async fn export_metrics(store: &Store, ctx: &Ctx) -> kernel::Result<String> {
    ctx.require(Permission::InterfaceRead)?;
    let mut tx = store.tenant(ctx).await?;
    let interfaces = metrics::interfaces(tx.conn(), ctx.tenant, MOST + 1).await?;
    let devices = if ctx.allows(Permission::DeviceRead) { metrics::devices(tx.conn(), ctx.tenant, MOST + 1).await? } else { Vec::new() };
    let alerts = if ctx.allows(Permission::AlertRead) { metrics::open_alerts(tx.conn(), ctx.tenant).await? } else { Vec::new() };
    tx.commit().await?;
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let cut = interfaces.len() > most || devices.len() > most;
    let mut text = Exposition::default();
    tell_interfaces(&mut text, interfaces.iter().take(most), ctx);
    tell_devices(&mut text, devices.iter().take(most), ctx.now);
    if !alerts.is_empty() {
        text.gauge("lastmile_alerts_open", "Problems that are not over, by rule.");
        for (kind, count) in &alerts {
            text.sample("lastmile_alerts_open", &[("rule", kind)], float(*count));
        }
    }
    text.gauge("lastmile_cut", "1 where there are more interfaces or devices than one answer tells of.");
    text.sample("lastmile_cut", &[], if cut { 1.0 } else { 0.0 });
    Ok(text.into_text())
}

/// One value of an interface; `None` where it is not known or old.
type Value = fn(&InterfaceFigures, DateTime<Utc>) -> Option<f64>;

const INTERFACE: [(&str, &str, Value); 5] = [
    ("lastmile_interface_receive_bits_per_second", "What the port received, as last measured.", |row, now| fresh(row, now).and(row.last_in_bps).map(float)),
    ("lastmile_interface_transmit_bits_per_second", "What the port sent, as last measured.", |row, now| fresh(row, now).and(row.last_out_bps).map(float)),
    ("lastmile_interface_speed_bits_per_second", "What the port can carry.", |row, _| row.speed_bps.map(float)),
    ("lastmile_interface_up", "1 where the port is up.", |row, now| recent(row.oper_at, row, now).map(|_| if row.oper_up { 1.0 } else { 0.0 })),
    ("lastmile_interface_measured_timestamp_seconds", "When it was last measured, Unix time.", |row, _| row.last_at.map(|at| float(at.timestamp()))),
];

fn tell_interfaces<'a>(text: &mut Exposition, rows: impl Iterator<Item = &'a InterfaceFigures>, ctx: &Ctx) {
    let rows: Vec<(&InterfaceFigures, String)> = rows.map(|row| (row, row.id.to_string())).collect();
    for (name, help, value) in INTERFACE {
        text.gauge(name, help);
        for (row, id) in &rows {
            let Some(value) = value(row, ctx.now) else { continue };
            let device = row.device_name.as_deref().filter(|_| ctx.allows(Permission::DeviceRead)).unwrap_or_default();
            let labels = [
                ("id", id.as_str()),
                ("device", device),
                ("interface", &row.if_name),
                ("alias", &row.if_alias),
                ("org", row.org_name.as_deref().unwrap_or_default()),
            ];
            text.sample(name, &labels, value);
        }
    }
}

fn tell_devices<'a>(text: &mut Exposition, rows: impl Iterator<Item = &'a DeviceFigures>, now: DateTime<Utc>) {
    let mut families: BTreeMap<&str, Vec<(String, &str, f64)>> = BTreeMap::new();
    for row in rows.filter(|row| row.last_at.is_some_and(|at| at > now - TimeDelta::minutes(2))) {
        let up = row.state.as_deref() == Some("up");
        families.entry("lastmile_device_up").or_default().push((row.id.to_string(), &row.name, if up { 1.0 } else { 0.0 }));
        if let Some(micros) = row.round_trip_us.filter(|_| up) {
            families.entry("lastmile_device_round_trip_seconds").or_default().push((row.id.to_string(), &row.name, f64::from(micros) / 1e6));
        }
    }
    for (name, samples) in families {
        text.gauge(name, if name.ends_with("_up") { "1 where the device answers pings." } else { "Round trip of the last ping that was answered." });
        for (id, device, value) in samples {
            text.sample(name, &[("id", &id), ("device", device)], value);
        }
    }
}

/// The time, where it is no older than two intervals and a minute.
fn recent(at: Option<DateTime<Utc>>, row: &InterfaceFigures, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    at.filter(|at| *at > now - TimeDelta::seconds(i64::from(row.interval_seconds) * 2 + 60))
}

fn fresh(row: &InterfaceFigures, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    recent(row.last_at, row, now)
}

/// As Prometheus holds it: whole up to 2^53.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "the format's numbers are floats; 9 Pbit/s are still exact")]
fn float(value: i64) -> f64 {
    value as f64
}
