//! Telegram's Bot API: <https://core.telegram.org/bots/api>. It knows no key against duplicates: a notice whose answer was
//! lost may arrive twice.

use std::time::Duration;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use store::notices::Fault;

use super::outbound::{Outbound, Reply, ask};
use super::{Channel, Letter, Refusal};
use crate::rules;
use crate::rules::secret::Secret;

/// Longest text, in characters; Telegram takes 4096.
const LONGEST: usize = 4_000;
/// Most updates asked for at once.
const UPDATES: u8 = 50;

/// Speaks as bots.
pub struct Telegram {
    base: String,
    outbound: Outbound,
}

/// What a bot was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// Grows by each.
    pub update: i64,
    /// In which chat: its number, and its public name with `@` where it has one.
    pub chat: Option<(String, Option<String>)>,
    /// What was said; empty where it is no text.
    pub text: String,
}

impl Telegram {
    pub(super) fn new(base: String, outbound: Outbound) -> Self {
        Self { base, outbound }
    }

    /// What the bot was told from the update `from` on, waiting up to `wait` for something. What comes before `from` is
    /// forgotten by Telegram.
    pub async fn listen(&self, token: &str, from: i64, wait: Duration, now: DateTime<Utc>) -> Result<Vec<Heard>, Refusal> {
        let asked = json!({ "offset": from, "limit": UPDATES, "timeout": wait.as_secs(), "allowed_updates": ["message", "channel_post"] });
        let request = self.outbound.post(&self.address(token, "getUpdates"))?.timeout(wait + Duration::from_secs(10)).json(&asked);
        let reply = ask(request, now).await?;
        let answer = understood(&reply)?;
        let updates = answer.get("result").and_then(Value::as_array).ok_or_else(|| Refusal::later("unreadable-answer"))?;
        Ok(updates.iter().filter_map(heard).collect())
    }

    fn address(&self, token: &str, method: &str) -> String {
        format!("{}/bot{token}/{method}", self.base)
    }
}

#[async_trait]
impl Channel for Telegram {
    async fn send(&self, letter: &Letter<'_>) -> Result<String, Refusal> {
        let Secret::Telegram { token, chat } = letter.secret else { return Err(Refusal::refused("unfit")) };
        let text = text(letter).ok_or_else(|| Refusal::refused("unfit"))?;
        let message = json!({ "chat_id": chat, "text": text, "link_preview_options": { "is_disabled": true } });
        let reply = ask(self.outbound.post(&self.address(token, "sendMessage"))?.json(&message), letter.now).await?;
        let answer = understood(&reply)?;
        Ok(answer.pointer("/result/message_id").map(Value::to_string).unwrap_or_default())
    }
}

/// The text, each alert with the command that takes note of it: Telegram makes a link of it.
fn text(letter: &Letter<'_>) -> Option<String> {
    let mut told = rules::tell(letter.locale, letter.body, letter.portal).ok()?;
    for (line, ack) in &mut told.lines {
        if !ack.is_empty() {
            *line = format!("{line} /ack_{ack}");
        }
    }
    let link = if matches!(letter.body, kernel::NoticeBody::Answer { .. }) { String::new() } else { letter.portal.link() };
    rules::plain(letter.locale, &told, &link, LONGEST).ok()
}

/// The answer where it says `ok`, else what is wrong.
fn understood(reply: &Reply) -> Result<Value, Refusal> {
    let answer = reply.json();
    let says = |name: &str| answer.as_ref().and_then(|answer| answer.get(name));
    if reply.status == 200 && says("ok") == Some(&Value::Bool(true)) {
        return answer.ok_or_else(|| Refusal::later("unreadable-answer"));
    }
    let asked = says("parameters").and_then(|parameters| parameters.get("retry_after")).and_then(Value::as_u64).map(Duration::from_secs);
    let description = says("description").and_then(Value::as_str).unwrap_or_default().to_ascii_lowercase();
    let code = says("error_code").and_then(Value::as_u64).and_then(|code| u16::try_from(code).ok()).unwrap_or(reply.status);
    Err(match code {
        429 => Refusal { fault: Fault::Later(asked.or(reply.retry_after)), code: "rate-limited".to_owned() },
        401 | 404 => Refusal::refused("telegram-token"),
        403 => Refusal::refused("telegram-blocked"),
        409 => Refusal::later("telegram-elsewhere"),
        400 if says("parameters").is_some_and(|parameters| parameters.get("migrate_to_chat_id").is_some()) => Refusal::refused("telegram-moved"),
        400 if description.contains("chat not found") => Refusal::refused("telegram-chat"),
        400 if answer.is_some() => Refusal::refused("refused"),
        200 => Refusal::later("unreadable-answer"),
        _ => reply.busy().unwrap_or_else(|| Refusal::later(&format!("http-{code}"))),
    })
}

fn heard(update: &Value) -> Option<Heard> {
    let number = update.get("update_id")?.as_i64()?;
    let message = update.get("message").or_else(|| update.get("channel_post"));
    let chat = message.and_then(|message| message.get("chat")).and_then(|chat| {
        let name = chat.get("username").and_then(Value::as_str).map(|name| format!("@{name}"));
        Some((chat.get("id")?.as_i64()?.to_string(), name))
    });
    let text = message.and_then(|message| message.get("text")).and_then(Value::as_str).unwrap_or_default();
    Some(Heard { update: number, chat, text: text.chars().take(200).collect() })
}
