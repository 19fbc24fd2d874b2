//! Mails to those who look after the network: of each evaluation one with its problems and one with its recoveries, however
//! many there are.

use std::collections::HashMap;

use ::store::{Store, TenantTx};
use kernel::mail::AlertLine;
use kernel::{Ctx, Locale, MailRequest, MailTemplate, Permission};
use tenancy::store::{hosts, people};
use uuid::Uuid;

use super::verdict::Told;
use crate::model::AlertKind;
use crate::rules::alert::Notice;
use crate::store::alerts;

/// Most lines in a mail.
const LINES: usize = 20;

/// Hands the mails to the outbox; returns how many. Where nobody is there to be told, or no portal to lead to, there is none.
pub(super) async fn send_notices(store: &Store, tx: &mut TenantTx, ctx: &Ctx, told: Vec<Told>) -> kernel::Result<usize> {
    if told.is_empty() {
        return Ok(0);
    }
    let Some(portal) = hosts::portal_of(tx.conn(), ctx.tenant, ctx.tenant.root()).await? else { return Ok(0) };
    let people = people::holders(tx.conn(), ctx.tenant, ctx.tenant.root(), Permission::AlertAcknowledge).await?;
    let (recoveries, problems): (Vec<Told>, Vec<Told>) = told.into_iter().partition(|told| told.notice == Notice::Recovery);
    let mut mails = 0;
    for (template, told) in [(MailTemplate::AlertProblem, problems), (MailTemplate::AlertRecovery, recoveries)] {
        if told.is_empty() {
            continue;
        }
        let lines = lines(tx, ctx, &told).await?;
        let lines = serde_json::to_string(&lines).map_err(|error| {
            tracing::error!(%error, "lines of a mail");
            kernel::Error::Internal
        })?;
        for (email, locale) in &people {
            let locale = locale.as_deref().and_then(Locale::parse).unwrap_or(ctx.locale);
            let args = [("path", "/alerts".to_owned()), ("count", told.len().to_string()), ("lines", lines.clone())];
            tx.send_mail(store, ctx, &MailRequest::new(template, email.as_str(), locale, portal.as_str(), args)).await?;
            mails += 1;
        }
    }
    Ok(mails)
}

async fn lines(tx: &mut TenantTx, ctx: &Ctx, told: &[Told]) -> kernel::Result<Vec<AlertLine>> {
    let shown: Vec<&Told> = told.iter().take(LINES).collect();
    let ids: Vec<Uuid> = shown.iter().map(|told| told.object.id()).collect();
    let names: HashMap<Uuid, String> = alerts::names(tx.conn(), ctx.tenant, &ids).await?.into_iter().map(|row| (row.id, row.name)).collect();
    let line = |told: &&Told| AlertLine {
        code: code(told).to_owned(),
        object: names.get(&told.object.id()).cloned().unwrap_or_else(|| told.object.id().to_string()),
        // Per cent from per mille.
        percent: told.value.unwrap_or_default() / 10,
    };
    Ok(shown.iter().map(line).collect())
}

/// Which words tell of it: one of [`kernel::mail::ALERT_LINES`].
pub(super) fn code(told: &Told) -> &'static str {
    match (told.notice, told.kind, told.value) {
        (Notice::Flapping, _, _) => "flapping",
        (Notice::Problem, AlertKind::UtilisationHigh, _) => "utilisation-high",
        (Notice::Problem, AlertKind::UtilisationFull, _) => "utilisation-full",
        (Notice::Problem, AlertKind::LinkDown, _) => "link-down",
        (Notice::Problem, AlertKind::DeviceDown, _) => "device-down",
        (Notice::Problem, AlertKind::GroupTotal, _) => "group-total",
        (Notice::Recovery, _, None) => "unwatched",
        (Notice::Recovery, AlertKind::UtilisationHigh | AlertKind::UtilisationFull, Some(_)) => "utilisation-calm",
        (Notice::Recovery, AlertKind::LinkDown, Some(_)) => "link-up",
        (Notice::Recovery, AlertKind::DeviceDown, Some(_)) => "device-up",
        (Notice::Recovery, AlertKind::GroupTotal, Some(_)) => "group-calm",
    }
}
