//! A notice in words, for people and for programs.

use chrono::{DateTime, SecondsFormat, Utc};
use fluent_bundle::{FluentArgs, FluentValue};
use kernel::notice::{AlertNotice, NoticeLine};
use kernel::{Locale, NoticeBody};
use serde_json::json;

use super::render::{RenderError, name};
use super::words::say;

/// Whose portal it is and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// What it is called.
    pub product: String,
    /// Its address without a path, such as `https://acme.example`.
    pub base: String,
}

impl Portal {
    /// The page that a notice leads to.
    #[must_use]
    pub fn link(&self) -> String {
        format!("{}/alerts", self.base)
    }
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is about.
    pub title: String,
    /// One line for each thing, and by which code somebody takes note of it; may be empty.
    pub lines: Vec<(String, String)>,
    /// There are so many more.
    pub more: u32,
    /// What stands for them, in words.
    pub more_words: Option<String>,
}

/// Says `body` in a language.
pub fn tell(locale: Locale, body: &NoticeBody, portal: &Portal) -> Result<Told, RenderError> {
    let product = name(&portal.product).ok_or(RenderError::Name("product"))?;
    match body {
        NoticeBody::AlertProblem(alerts) => alerts_told(locale, "mail-alert-problem-subject", alerts, &product),
        NoticeBody::AlertRecovery(alerts) => alerts_told(locale, "mail-alert-recovery-subject", alerts, &product),
        NoticeBody::Test => Ok(only(one(locale, "mail-notice-test", &[("product", product.into())])?)),
        NoticeBody::Answer { text } => Ok(only(text.clone())),
    }
}

fn only(title: String) -> Told {
    Told { title, lines: Vec::new(), more: 0, more_words: None }
}

fn alerts_told(locale: Locale, key: &'static str, alerts: &AlertNotice, product: &str) -> Result<Told, RenderError> {
    let title = one(locale, key, &[("product", product.into()), ("count", alerts.count.into())])?;
    let lines: Vec<(String, String)> = alerts.lines.iter().filter_map(|line| Some((line_told(locale, line)?, line.ack.clone()))).collect();
    let more = alerts.count.saturating_sub(u32::try_from(alerts.lines.len()).unwrap_or(u32::MAX));
    let more_words = (more > 0).then(|| one(locale, "mail-notice-more", &[("count", more.into())])).transpose()?;
    Ok(Told { title, lines, more, more_words })
}

/// One alert in words; `None` where this version has none for it.
pub fn line_told(locale: Locale, line: &NoticeLine) -> Option<String> {
    let object = name(&line.line.object).unwrap_or_else(|| "?".to_owned());
    let mut args = FluentArgs::new();
    args.set("object", FluentValue::from(object));
    args.set("percent", FluentValue::from(line.line.percent));
    say(locale, &format!("mail-alert-line-{}", line.line.code), &args)
}

/// Words with arguments.
pub fn one(locale: Locale, key: &'static str, values: &[(&'static str, FluentValue<'_>)]) -> Result<String, RenderError> {
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(*name, value.clone());
    }
    say(locale, key, &args).ok_or(RenderError::Words(key))
}

/// A plain text for people, within `longest` characters: lines that do not fit are counted instead.
pub fn plain(locale: Locale, told: &Told, link: &str, longest: usize) -> Result<String, RenderError> {
    let length = |text: &str| text.chars().count();
    let room = longest.saturating_sub(length(&told.title) + length(link) + 2);
    let mut kept: Vec<&str> = told.lines.iter().map(|(line, _)| line.as_str()).collect();
    loop {
        let left = told.lines.len() - kept.len();
        let more = told.more.saturating_add(u32::try_from(left).unwrap_or(u32::MAX));
        let more_words = if more > 0 { Some(one(locale, "mail-notice-more", &[("count", more.into())])?) } else { None };
        let used: usize = kept.iter().copied().chain(more_words.as_deref()).map(|line| length(line) + 1).sum();
        if used <= room || kept.pop().is_none() {
            let parts = std::iter::once(told.title.as_str()).chain(kept).chain(more_words.as_deref()).chain((!link.is_empty()).then_some(link));
            return Ok(parts.collect::<Vec<_>>().join("\n").chars().take(longest).collect());
        }
    }
}

/// What a program is told: the event's type and time, and what happened in codes.
#[must_use]
pub fn event(body: &NoticeBody, at: DateTime<Utc>, portal: &Portal) -> serde_json::Value {
    let kind = match body {
        NoticeBody::AlertProblem(_) => "alert.problem",
        NoticeBody::AlertRecovery(_) => "alert.recovery",
        NoticeBody::Test => "test",
        NoticeBody::Answer { .. } => "answer",
    };
    let data = match body {
        NoticeBody::AlertProblem(alerts) | NoticeBody::AlertRecovery(alerts) => json!({
            "count": alerts.count,
            "alerts": alerts.lines.iter().map(|line| json!({
                "code": line.line.code,
                "object": line.line.object,
                "rule": line.rule,
                "object_id": line.object_id,
                "percent": line.line.percent,
                "severity": if line.red { "red" } else { "yellow" },
            })).collect::<Vec<_>>(),
            "link": portal.link(),
        }),
        NoticeBody::Test => json!({ "link": portal.link() }),
        NoticeBody::Answer { text } => json!({ "text": text }),
    };
    json!({ "type": kind, "timestamp": at.to_rfc3339_opts(SecondsFormat::Millis, true), "data": data })
}

#[cfg(test)]
mod tests {
    use kernel::LOCALES;
    use kernel::mail::{ALERT_LINES, AlertLine};
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn line(code: &str, object: &str) -> NoticeLine {
        let line = AlertLine { code: code.to_owned(), object: object.to_owned(), percent: 85 };
        NoticeLine { line, red: code == "link-down", rule: "link_down".to_owned(), object_id: Uuid::from_u128(7), ack: "7k3f9q2m".to_owned() }
    }

    fn portal() -> Portal {
        Portal { product: "Acme".to_owned(), base: "https://acme.example".to_owned() }
    }

    fn problem(lines: Vec<NoticeLine>, count: u32) -> NoticeBody {
        NoticeBody::AlertProblem(AlertNotice { count, red: 1, lines })
    }

    #[test]
    fn every_language_has_words_for_everything() {
        let count = u32::try_from(ALERT_LINES.len()).unwrap() + 2;
        let all = problem(ALERT_LINES.map(|code| line(code, "core-1 uplink")).to_vec(), count);
        for locale in LOCALES.iter().copied() {
            let told = tell(locale, &all, &portal()).unwrap();
            assert_eq!((told.lines.len(), told.more), (ALERT_LINES.len(), 2), "{locale}");
            assert!(told.more_words.is_some() && tell(locale, &NoticeBody::Test, &portal()).is_ok(), "{locale}");
            for key in ["mail-notice-status-none", "mail-notice-ack-none", "mail-notice-help"] {
                assert!(one(locale, key, &[]).is_ok(), "{locale} {key}");
            }
            for key in ["mail-notice-acked", "mail-notice-ack-known"] {
                assert!(one(locale, key, &[("object", "core-1".into())]).is_ok(), "{locale} {key}");
            }
            assert!(one(locale, "mail-notice-status", &[("count", 3.into())]).is_ok(), "{locale}");
        }
    }

    #[test]
    fn people_read_lines_and_a_link() {
        let told = tell(Locale::ENGLISH, &problem(vec![line("link-down", "core-1 uplink")], 3), &portal()).unwrap();
        let text = plain(Locale::ENGLISH, &told, &portal().link(), 1_000).unwrap();
        assert_eq!(text, "Acme: 3 problems in the network\ncore-1 uplink: the link is down\n2 more\nhttps://acme.example/alerts");
    }

    #[test]
    fn programs_read_codes() {
        let at = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let event = event(&problem(vec![line("link-down", "core-1 uplink")], 1), at, &portal());
        assert_eq!(event["type"], "alert.problem");
        assert_eq!(event["timestamp"], "2026-09-21T14:13:20.000Z");
        assert_eq!(event["data"]["alerts"][0]["severity"], "red");
        assert_eq!(event["data"]["link"], "https://acme.example/alerts");
    }

    proptest! {
        #[test]
        fn a_text_never_outgrows_its_room(objects in proptest::collection::vec("\\PC{0,80}", 0..30), longest in 0_usize..700) {
            let count = u32::try_from(objects.len()).unwrap();
            let told = tell(Locale::ENGLISH, &problem(objects.iter().map(|object| line("link-down", object)).collect(), count), &portal()).unwrap();
            let text = plain(Locale::ENGLISH, &told, &portal().link(), longest).unwrap();
            prop_assert!(text.chars().count() <= longest);
            if longest > 200 {
                prop_assert!(text.ends_with("https://acme.example/alerts"));
            }
        }
    }
}
