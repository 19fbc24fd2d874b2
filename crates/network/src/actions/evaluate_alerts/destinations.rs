//! Notices to the ISP's destinations besides mail: as with mails, one with an evaluation's problems and one with its recoveries.

use std::collections::HashMap;

use ::store::TenantTx;
use chrono::{DateTime, Utc};
use kernel::mail::AlertLine;
use kernel::notice::{AlertNotice, NoticeLine};
use kernel::{Ctx, Notice as Message, NoticeBody};
use uuid::Uuid;

use super::notices::code;
use super::verdict::Told;
use crate::model::AlertKind;
use crate::rules::alert::{Notice, code as ack_code};
use crate::store::alerts;

/// Most lines in a notice.
const LINES: usize = 20;

/// Writes down what the ISP's destinations are to be told of an evaluation as of `at`; returns how many notices that makes.
pub(super) async fn tell_destinations(tx: &mut TenantTx, ctx: &Ctx, told: &[Told], at: DateTime<Utc>) -> kernel::Result<usize> {
    let (recoveries, problems): (Vec<&Told>, Vec<&Told>) = told.iter().partition(|told| told.notice == Notice::Recovery);
    let mut notices = 0;
    let bodies: [fn(AlertNotice) -> NoticeBody; 2] = [NoticeBody::AlertProblem, NoticeBody::AlertRecovery];
    for (told, body) in [problems, recoveries].into_iter().zip(bodies) {
        let Some(first) = told.first() else { continue };
        // An evaluation looks at devices and links or at utilisation, never at both, and at each as of a time but once.
        let key = format!("{}:{}:{}", at.timestamp_micros(), first.kind.as_str(), first.object.id());
        let body = body(alert_notice(tx, ctx, told).await?);
        notices += tx.notify(ctx, &Message { key: format!("{}:{key}", body.as_str()), body }).await?;
    }
    Ok(notices)
}

async fn alert_notice(tx: &mut TenantTx, ctx: &Ctx, mut told: Vec<&Told>) -> kernel::Result<AlertNotice> {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (count, red) = (number(told.len()), number(told.iter().filter(|told| is_red(told.kind)).count()));
    told.sort_by_key(|told| !is_red(told.kind));
    told.truncate(LINES);
    let ids: Vec<Uuid> = told.iter().map(|told| told.object.id()).collect();
    let names: HashMap<Uuid, String> = alerts::names(tx.conn(), ctx.tenant, &ids).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let line = |told: &Told| NoticeLine {
        line: AlertLine {
            code: code(told).to_owned(),
            object: names.get(&told.object.id()).cloned().unwrap_or_else(|| told.object.id().to_string()),
            // Per cent from per mille.
            percent: told.value.unwrap_or_default() / 10,
        },
        red: is_red(told.kind),
        rule: told.kind.as_str().to_owned(),
        object_id: told.object.id(),
        ack: if told.notice == Notice::Recovery { String::new() } else { ack_code(told.kind, told.object.id()) },
    };
    Ok(AlertNotice { count, red, lines: told.into_iter().map(line).collect() })
}

/// A full or broken link, a group over its threshold, a device that does not answer.
fn is_red(kind: AlertKind) -> bool {
    match kind {
        AlertKind::UtilisationHigh => false,
        AlertKind::UtilisationFull | AlertKind::LinkDown | AlertKind::DeviceDown | AlertKind::GroupTotal => true,
    }
}
