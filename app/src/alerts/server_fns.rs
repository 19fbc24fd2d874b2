//! What the page of alerts asks the server.

use leptos::prelude::*;
use network::model::{AlertKind, AlertPage, AlertPlace, RuleDraft, RuleForm, RuleView};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on the page reach back at most this far with their right offsets: the timeline is kept for two years.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 800 * 86_400_000;

/// What is wrong now, and the timeline from its newest line or from a place on.
#[server(endpoint = "alerts/list", input = Json, output = Json)]
pub async fn list_alerts(before: Option<AlertPlace>) -> Result<Stamped<AlertPage>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let page = network::actions::list_alerts(&store, &ctx, before).await?;
    let times = page.open.iter().map(|item| item.since_ms).chain(page.timeline.iter().map(|line| line.place.at_ms()));
    let oldest = times.map(|at_ms| ctx.now.timestamp_millis().saturating_sub(at_ms)).max();
    Ok(Stamped::new(&ctx, oldest.unwrap_or_default().clamp(0, BACK_MS), page))
}

/// The ISP's rules.
#[server(endpoint = "alerts/rules", input = Json, output = Json)]
pub async fn list_rules() -> Result<Vec<RuleView>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::list_rules(&store, &ctx).await?)
}

/// A rule and, with a draft, what that would have done in the last days.
#[server(endpoint = "alerts/draft_rule", input = Json, output = Json)]
pub async fn draft_rule(kind: AlertKind, draft: Option<RuleForm>) -> Result<Stamped<RuleDraft>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let draft = network::actions::draft_rule(&store, &ctx, kind, draft).await?;
    Ok(Stamped::new(&ctx, 8 * 86_400_000, draft))
}
