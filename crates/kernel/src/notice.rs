//! A notice for destinations other than mail. An action writes it down in its own transaction (`store::TenantTx::notify`);
//! it goes out after the commit.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::mail::AlertLine;

/// What to tell the destinations of a tenant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Names it: the same key is told a destination once, however often it is asked for.
    pub key: String,
    /// What it says.
    pub body: NoticeBody,
}

/// What a notice says. Holds neither secrets nor addresses: it is stored as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum NoticeBody {
    /// Something is wrong.
    AlertProblem(AlertNotice),
    /// Something is right again.
    AlertRecovery(AlertNotice),
    /// Somebody wants to see whether notices arrive.
    Test,
    /// The answer to what somebody asked there.
    Answer {
        /// In the destination's language.
        text: String,
    },
}

impl NoticeBody {
    /// The stored name.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::AlertProblem(_) => "alert_problem",
            Self::AlertRecovery(_) => "alert_recovery",
            Self::Test => "test",
            Self::Answer { .. } => "answer",
        }
    }

    /// What of it a destination for red alerts alone is told; `None` where that is nothing.
    #[must_use]
    pub fn only_red(&self) -> Option<Self> {
        let red = |alerts: &AlertNotice| {
            let lines: Vec<NoticeLine> = alerts.lines.iter().filter(|line| line.red).cloned().collect();
            (alerts.red > 0).then_some(AlertNotice { count: alerts.red, red: alerts.red, lines })
        };
        match self {
            Self::AlertProblem(alerts) => red(alerts).map(Self::AlertProblem),
            Self::AlertRecovery(alerts) => red(alerts).map(Self::AlertRecovery),
            Self::Test | Self::Answer { .. } => Some(self.clone()),
        }
    }
}

/// Alerts that a notice tells of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlertNotice {
    /// How many there are.
    pub count: u32,
    /// How many of them are red.
    pub red: u32,
    /// The first of them, the red ones before the others.
    pub lines: Vec<NoticeLine>,
}

/// One alert.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeLine {
    /// What there is to say.
    #[serde(flatten)]
    pub line: AlertLine,
    /// What cannot wait, whichever way it turned: a full or broken link, a device that does not answer.
    pub red: bool,
    /// The stored name of the rule that found it.
    pub rule: String,
    /// Which interface or device.
    pub object_id: Uuid,
    /// By which somebody takes note of it from afar; empty where there is nothing to take note of.
    pub ack: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: &str, red: bool) -> NoticeLine {
        NoticeLine {
            line: AlertLine { code: code.to_owned(), object: "core-1 uplink".to_owned(), percent: 85 },
            red,
            rule: code.replace('-', "_"),
            object_id: Uuid::from_u128(7),
            ack: "7k3f9q2m".to_owned(),
        }
    }

    #[test]
    fn red_alerts_are_told_without_the_others() {
        let both = AlertNotice { count: 3, red: 1, lines: vec![line("link-down", true), line("utilisation-high", false)] };
        let Some(NoticeBody::AlertProblem(red)) = NoticeBody::AlertProblem(both).only_red() else { panic!("one is red") };
        assert_eq!((red.count, red.lines.len()), (1, 1));
        let yellow = AlertNotice { count: 1, red: 0, lines: vec![line("utilisation-high", false)] };
        assert_eq!(NoticeBody::AlertRecovery(yellow).only_red(), None);
        assert_eq!(NoticeBody::Test.only_red(), Some(NoticeBody::Test));
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let body = NoticeBody::AlertProblem(AlertNotice { count: 1, red: 1, lines: vec![line("link-down", true)] });
        let stored = serde_json::to_value(&body).unwrap();
        assert_eq!((stored["what"].as_str(), stored["lines"][0]["code"].as_str()), (Some(body.as_str()), Some("link-down")));
        assert_eq!(serde_json::from_value::<NoticeBody>(stored).unwrap(), body);
    }
}
