//! Rules of alerts: list them, try a change on the past, change one.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, Error, InterfaceId, Permission};
use serde_json::json;
use store::{Store, TenantTx};
use uuid::Uuid;

use crate::model::{AlertKind, AlertObject, PreviewLine, RuleDraft, RuleForm, RulePreview, RuleView};
use crate::rules::alert::{Rule, replay};
use crate::rules::rule_form;
use crate::store::alert_rules::{self, BusyRow, StepRow, StoredRule};
use crate::store::{alerts, plan_afresh};

/// How far back a rule is tried.
const DAYS: i64 = 7;
/// Steps of five minutes in a day.
const STEPS: i64 = 288;
/// Steps that are looked through at most; a larger network is tried on fewer days.
const MOST: i64 = 12_000_000;
/// Interfaces that a rule is tried on at most, the busiest.
const TRIED: usize = 100;
/// Of these, how many are named.
const NAMED: usize = 20;

/// The ISP's rules, one of each kind.
pub async fn list_rules(store: &Store, ctx: &Ctx) -> kernel::Result<Vec<RuleView>> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let stored = alert_rules::list(tx.conn(), ctx.tenant).await?;
    tx.commit().await?;
    Ok(AlertKind::ALL.into_iter().map(|kind| view(kind, stored.iter().find(|rule| rule.kind == kind.as_str()))).collect())
}

/// The rule of a kind and, with a draft, what that would have done.
pub async fn draft_rule(store: &Store, ctx: &Ctx, kind: AlertKind, draft: Option<RuleForm>) -> kernel::Result<RuleDraft> {
    ctx.require(Permission::DeviceManage)?;
    let mut tx = store.tenant(ctx).await?;
    let stored = alert_rules::list(tx.conn(), ctx.tenant).await?;
    let rule = view(kind, stored.iter().find(|rule| rule.kind == kind.as_str()));
    let (mut faults, mut preview) = (Vec::new(), None);
    match draft.map(|draft| rule_form::read(kind, &draft)) {
        None => {}
        Some(Err(wrong)) => faults = wrong,
        Some(Ok((_, tried))) => preview = Some(try_rule(&mut tx, ctx, kind, &tried, &as_rule(&rule)).await?),
    }
    tx.commit().await?;
    Ok(RuleDraft { rule, faults, preview })
}

/// Changes the rule of a kind. The next evaluation goes by it; problems that it no longer sees are over then. A form that was
/// opened on an older version answers `Conflict("changed")`.
pub async fn change_rule(store: &Store, ctx: &Ctx, kind: AlertKind, form: &RuleForm) -> kernel::Result<()> {
    ctx.require(Permission::DeviceManage)?;
    let (enabled, rule) = rule_form::read(kind, form).map_err(Error::Invalid)?;
    let mut tx = store.tenant(ctx).await?;
    alerts::insert_rule(tx.conn(), ctx.tenant, kind.as_str(), &Rule::builtin(kind), ctx.now).await?;
    let held = alert_rules::hold(tx.conn(), ctx.tenant, kind.as_str()).await?.ok_or(Error::Internal)?;
    let before = view(kind, Some(&held));
    // 0: the form was opened before there was a row.
    if !matches!((form.row_version.trim().parse::<i64>(), held.version), (Ok(0), 1)) && form.row_version.trim() != held.version.to_string() {
        return Err(Error::Conflict("changed".to_owned()));
    }
    if (before.enabled, as_rule(&before)) == (enabled, rule) {
        return Ok(());
    }
    alert_rules::update(tx.conn(), ctx.tenant, kind.as_str(), enabled, &rule, ctx.now).await?;
    let told = |enabled: bool, rule: &Rule| {
        json!({ "enabled": enabled, "raise_at": rule.raise_at, "clear_below": rule.clear_below, "raise_for": rule.raise_for,
                "raise_of": rule.raise_of, "clear_for": rule.clear_for })
    };
    let detail = json!({ "before": told(before.enabled, &as_rule(&before)), "after": told(enabled, &rule) });
    tx.audit(ctx, "alert_rule.change", &format!("alert_rule:{}", kind.as_str()), detail).await?;
    Ok(tx.commit().await?)
}

/// What is stored, or what an ISP begins with.
fn view(kind: AlertKind, stored: Option<&StoredRule>) -> RuleView {
    let count = |value: i32| u32::try_from(value).unwrap_or(1);
    match stored {
        Some(row) => RuleView {
            kind,
            enabled: row.enabled,
            raise_at: row.raise_at,
            clear_below: row.clear_below,
            raise_for: count(row.raise_for),
            raise_of: count(row.raise_of),
            clear_for: count(row.clear_for),
            version: row.version,
        },
        None => {
            let Rule { raise_at, clear_below, raise_for, raise_of, clear_for } = Rule::builtin(kind);
            RuleView { kind, enabled: true, raise_at, clear_below, raise_for, raise_of, clear_for, version: 0 }
        }
    }
}

fn as_rule(view: &RuleView) -> Rule {
    let &RuleView { raise_at, clear_below, raise_for, raise_of, clear_for, .. } = view;
    Rule { raise_at, clear_below, raise_for, raise_of, clear_for }
}

async fn try_rule(tx: &mut TenantTx, ctx: &Ctx, kind: AlertKind, tried: &Rule, stored: &Rule) -> kernel::Result<RulePreview> {
    plan_afresh(tx.conn()).await?;
    if !rule_form::is_share(kind) {
        // Single polls and pings are not kept so long.
        let fired = alert_rules::fired(tx.conn(), ctx.tenant, kind.as_str(), ctx.now - TimeDelta::days(DAYS)).await?;
        return Ok(RulePreview { stored: u64::try_from(fired).unwrap_or_default(), ..RulePreview::default() });
    }
    let interfaces = alert_rules::measured_interfaces(tx.conn(), ctx.tenant).await?;
    let days = (MOST / (STEPS * interfaces.max(1))).clamp(1, DAYS);
    let to = ctx.now.duration_trunc(TimeDelta::minutes(5)).unwrap_or(ctx.now);
    let from = to - TimeDelta::days(days);
    let limit = i64::try_from(TRIED + 1).unwrap_or(i64::MAX);
    let mut busy = alert_rules::busiest(tx.conn(), ctx.tenant, from, to, tried.raise_at.min(stored.raise_at), limit).await?;
    let cut = busy.len() > TRIED;
    busy.truncate(TRIED);
    let ids: Vec<Uuid> = busy.iter().map(|row| row.id).collect();
    let steps = alert_rules::steps(tx.conn(), ctx.tenant, &ids, from, to).await?;
    let mut preview = RulePreview { days: u32::try_from(days).unwrap_or_default(), cut, ..RulePreview::default() };
    for row in busy {
        let values = in_order(&steps, row.id, from, to);
        preview.stored += u64::from(replay(stored, values.iter().copied()).problems);
        let found = replay(tried, values.iter().copied());
        preview.problems += u64::from(found.problems);
        if let Some(last) = found.last.and_then(|place| i32::try_from(place).ok()) {
            let began = from + TimeDelta::minutes(5) * last;
            let line =
                PreviewLine { object: object(ctx, row), problems: found.problems, minutes: i64::from(found.steps) * 5, last_ms: began.timestamp_millis() };
            preview.worst.push(line);
        }
    }
    preview.worst.sort_by_key(|line| std::cmp::Reverse((line.problems, line.minutes)));
    preview.further = u64::try_from(preview.worst.len().saturating_sub(NAMED)).unwrap_or_default();
    preview.worst.truncate(NAMED);
    Ok(preview)
}

/// The values of an interface for every step from the first to the last, of rows in order of interface and time.
fn in_order(rows: &[StepRow], interface: Uuid, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<Option<i64>> {
    let first = rows.partition_point(|row| row.interface_id < interface);
    let mut own = rows.iter().skip(first).take_while(|row| row.interface_id == interface).peekable();
    let (mut at, mut values) = (from, Vec::new());
    while at < to {
        values.push(own.next_if(|row| row.bucket == at).and_then(|row| row.value));
        at += TimeDelta::minutes(5);
    }
    values
}

fn object(ctx: &Ctx, row: BusyRow) -> AlertObject {
    let device = row.device_id.zip(row.device_name).filter(|_| ctx.allows(Permission::DeviceRead)).map(|(id, name)| (DeviceId(id), name));
    AlertObject { id: InterfaceId(row.id).into(), name: row.if_name, alias: row.if_alias, device }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_that_were_not_measured_are_holes() {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        let row = |interface: u128, minute: i64, value: i64| StepRow { interface_id: Uuid::from_u128(interface), bucket: at(minute), value: Some(value) };
        let rows = [row(1, 0, 1), row(2, 5, 7), row(2, 15, 8), row(3, 0, 9)];
        assert_eq!(in_order(&rows, Uuid::from_u128(2), at(0), at(20)), [None, Some(7), None, Some(8)]);
        assert_eq!(in_order(&rows, Uuid::from_u128(4), at(0), at(10)), [None, None]);
    }
}
