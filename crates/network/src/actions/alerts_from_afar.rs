//! What is wrong now, and taking note of it, for those who ask from where there are no pages.

use kernel::mail::AlertLine;
use kernel::notice::NoticeLine;
use kernel::{Ctx, Permission};
use store::Store;
use uuid::Uuid;

use super::acknowledge_alert::acknowledge_alert;
use crate::model::AlertKind;
use crate::rules::alert::{code, read_code};
use crate::store::alert_lists::{self, OpenRow};

/// Problems that are named.
const NAMED: i64 = 20;
/// Problems that a code is looked for among.
const SEARCHED: i64 = 10_000;

/// How many problems the tenant has, and the first of them: those nobody has taken note of, the newest first.
pub async fn alert_status(store: &Store, ctx: &Ctx) -> kernel::Result<(u32, Vec<NoticeLine>)> {
    ctx.require(Permission::AlertRead)?;
    let mut tx = store.tenant(ctx).await?;
    let rows = alert_lists::open(tx.conn(), ctx.tenant, ctx.allows(Permission::DeviceRead), NAMED).await?;
    tx.commit().await?;
    let count = rows.first().map_or(0, |row| u32::try_from(row.total).unwrap_or(u32::MAX));
    Ok((count, rows.iter().filter_map(line).collect()))
}

fn line(row: &OpenRow) -> Option<NoticeLine> {
    let kind = AlertKind::parse(&row.kind)?;
    let (said, red) = match kind {
        AlertKind::UtilisationHigh => ("utilisation-high", false),
        AlertKind::UtilisationFull => ("utilisation-full", true),
        AlertKind::LinkDown => ("link-down", true),
        AlertKind::DeviceDown => ("device-down", true),
        AlertKind::GroupTotal => ("group-total", true),
    };
    let id = object_id(row)?;
    Some(NoticeLine {
        line: AlertLine { code: said.to_owned(), object: object(row), percent: row.value.unwrap_or_default() / 10 },
        red,
        rule: kind.as_str().to_owned(),
        object_id: id,
        ack: if row.acked_at.is_some() { String::new() } else { code(kind, id) },
    })
}

fn object(row: &OpenRow) -> String {
    let named = [row.group_name.as_deref(), row.device_name.as_deref(), row.if_name.as_deref()];
    named.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn object_id(row: &OpenRow) -> Option<Uuid> {
    row.interface_id.or(row.group_id).or(row.device_id)
}

/// What became of taking note by a code; names what it was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FromAfar {
    /// It was noted.
    Noted(String),
    /// Somebody had done so before.
    Known(String),
    /// There is no open problem of this code, or more than one.
    Unknown,
}

/// Takes note of the open problem with this code, as [`acknowledge_alert`] does. Done again it changes nothing.
pub async fn acknowledge_by_code(store: &Store, ctx: &Ctx, typed: &str) -> kernel::Result<FromAfar> {
    ctx.require(Permission::AlertAcknowledge)?;
    let wanted = read_code(typed);
    let mut tx = store.tenant(ctx).await?;
    let rows = alert_lists::open(tx.conn(), ctx.tenant, ctx.allows(Permission::DeviceRead), SEARCHED).await?;
    tx.commit().await?;
    let mut found = rows.iter().filter_map(|row| {
        let (kind, id) = (AlertKind::parse(&row.kind)?, object_id(row)?);
        (code(kind, id) == wanted).then_some((kind, id, row))
    });
    let (Some((kind, id, row)), None) = (found.next(), found.next()) else { return Ok(FromAfar::Unknown) };
    if row.acked_at.is_some() {
        return Ok(FromAfar::Known(object(row)));
    }
    match acknowledge_alert(store, ctx, kind, kind.object(id)).await {
        Ok(()) => Ok(FromAfar::Noted(object(row))),
        // It was over, or changed hands, in between.
        Err(kernel::Error::NotFound) => Ok(FromAfar::Unknown),
        Err(error) => Err(error),
    }
}
