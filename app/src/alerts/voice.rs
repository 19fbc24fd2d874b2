//! Alerts in words.

use network::model::{AlertItem, AlertKind, RuleView};
use network::rules::rule_form::is_share;
use ui::Tone;
use ui::words::{t, t_args, t_code};

/// What a rule watches for, and how bad it is.
pub fn rule(kind: AlertKind) -> (Tone, String) {
    match kind {
        AlertKind::UtilisationHigh => (Tone::Warning, t("alert-rule-utilisation-high")),
        AlertKind::UtilisationFull => (Tone::Critical, t("alert-rule-utilisation-full")),
        AlertKind::LinkDown => (Tone::Critical, t("alert-rule-link-down")),
        AlertKind::DeviceDown => (Tone::Critical, t("alert-rule-device-down")),
    }
}

/// A value as people read it; nothing where the rule's name says it all.
pub fn value(kind: AlertKind, value: i64) -> String {
    match kind {
        // Per cent from per mille.
        AlertKind::UtilisationHigh | AlertKind::UtilisationFull => t_args("alert-used", &[("percent", (value / 10).into())]),
        AlertKind::LinkDown | AlertKind::DeviceDown => String::new(),
    }
}

/// What happened.
pub fn turn(turn: &str) -> (Tone, String) {
    let tone = match turn {
        "fired" => Tone::Critical,
        "recovered" => Tone::Ok,
        "flapping_began" | "silent" => Tone::Warning,
        _ => Tone::Neutral,
    };
    (tone, t_code("alert-turn", turn))
}

/// What else there is to know of a problem.
pub fn marks(item: &AlertItem) -> Vec<(Tone, String)> {
    let recovering = (item.recovering && !item.silent).then(|| (Tone::Notice, t("alert-recovering")));
    let silent = item.silent.then(|| (Tone::Neutral, t("alert-silent")));
    let flapping = item.flapping.then(|| (Tone::Warning, t("alert-flapping")));
    [recovering, silent, flapping].into_iter().flatten().collect()
}

/// When a rule's problem begins and when it is over.
pub fn limits(rule: &RuleView) -> (String, String) {
    if !is_share(rule.kind) {
        let count = [("count", rule.raise_at.into())];
        let begins = if rule.kind == AlertKind::LinkDown { t_args("alert-begins-polls", &count) } else { t_args("alert-begins-pings", &count) };
        return (begins, t("alert-ends-answer"));
    }
    let begins = [("percent", (rule.raise_at / 10).into()), ("count", i64::from(rule.raise_for).into()), ("of", i64::from(rule.raise_of).into())];
    let ends = [("percent", (rule.clear_below / 10).into()), ("count", i64::from(rule.clear_for).into())];
    (t_args("alert-begins-share", &begins), t_args("alert-ends-share", &ends))
}
