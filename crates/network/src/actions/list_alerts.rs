//! List what is wrong now, and what happened.

use chrono::DateTime;
use kernel::{Ctx, DeviceId, Error, InterfaceId, Permission};
use store::Store;
use uuid::Uuid;

use super::views::unknown;
use crate::model::{AlertChange, AlertItem, AlertKind, AlertObject, AlertPage, AlertPlace};
use crate::rules::alert::Phase;
use crate::store::alert_lists::{self, ChangeRow, OpenRow};

/// Problems that are shown at most.
const OPEN: i64 = 200;
/// Lines on a page of the timeline.
const PAGE: usize = 50;

/// The problems in the viewer's sight that are not over, and a page of the timeline: its newest lines, or those before a
/// place.
pub async fn list_alerts(store: &Store, ctx: &Ctx, before: Option<AlertPlace>) -> kernel::Result<AlertPage> {
    ctx.require(Permission::AlertRead)?;
    let before = match before {
        Some(place) => Some((DateTime::from_timestamp_micros(place.at_us).ok_or(Error::NotFound)?, place.id)),
        None => None,
    };
    let devices = ctx.allows(Permission::DeviceRead);
    let mut tx = store.tenant(ctx).await?;
    let open = alert_lists::open(tx.conn(), ctx.tenant, devices, OPEN).await?;
    // One more than a page tells whether another follows.
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut lines = alert_lists::timeline(tx.conn(), ctx.tenant, devices, before, limit).await?;
    tx.commit().await?;
    let more = lines.len() > PAGE;
    lines.truncate(PAGE);
    let timeline: Vec<AlertChange> = lines.into_iter().map(|row| change(ctx, row)).collect::<kernel::Result<_>>()?;
    Ok(AlertPage {
        open_count: open.first().map_or(0, |row| row.total),
        open: open.into_iter().map(|row| item(ctx, row)).collect::<kernel::Result<_>>()?,
        older: timeline.last().map(|line| line.place).filter(|_| more),
        timeline,
    })
}

fn item(ctx: &Ctx, row: OpenRow) -> kernel::Result<AlertItem> {
    Ok(AlertItem {
        kind: kind(&row.kind)?,
        object: object(ctx, row.interface_id, row.if_name, row.if_alias, row.device_id.zip(row.device_name))?,
        since_ms: row.since.timestamp_millis(),
        value: row.value.unwrap_or_default(),
        recovering: row.phase == Phase::Recovering.as_str(),
        silent: row.silent,
        flapping: row.flapping,
        acknowledged: row.acked_at.map(|at| (at.timestamp_millis(), row.acked_by)),
    })
}

fn change(ctx: &Ctx, row: ChangeRow) -> kernel::Result<AlertChange> {
    Ok(AlertChange {
        place: AlertPlace { at_us: row.at.timestamp_micros(), id: row.id },
        kind: kind(&row.kind)?,
        object: object(ctx, row.interface_id, row.if_name, row.if_alias, row.device_id.zip(row.device_name))?,
        turn: row.turn,
        value: row.value,
        told: row.told,
    })
}

fn kind(name: &str) -> kernel::Result<AlertKind> {
    AlertKind::parse(name).ok_or_else(|| unknown("kind of alert", name))
}

/// An interface with its device, or a device.
fn object(ctx: &Ctx, interface: Option<Uuid>, name: Option<String>, alias: Option<String>, device: Option<(Uuid, String)>) -> kernel::Result<AlertObject> {
    match (interface, device) {
        (Some(id), device) => {
            let device = device.filter(|_| ctx.allows(Permission::DeviceRead)).map(|(id, name)| (DeviceId(id), name));
            Ok(AlertObject { id: InterfaceId(id).into(), name: name.unwrap_or_default(), alias: alias.unwrap_or_default(), device })
        }
        (None, Some((id, name))) => Ok(AlertObject { id: DeviceId(id).into(), name, alias: String::new(), device: None }),
        // The statements leave out what is not in sight.
        (None, None) => Err(unknown("object of an alert", "")),
    }
}
