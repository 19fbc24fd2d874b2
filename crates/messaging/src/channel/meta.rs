//! WhatsApp by Meta's Cloud API: <https://developers.facebook.com/docs/whatsapp/cloud-api/guides/send-message-templates>. It
//! knows no key against duplicates: a notice whose answer was lost may arrive twice.

use async_trait::async_trait;
use serde_json::{Value, json};
use store::notices::Fault;

use super::outbound::{Outbound, Reply, ask};
use super::{Channel, Letter, Refusal};
use crate::rules;
use crate::rules::secret::Secret;

/// Longest value of a template's parameter, in characters.
const LONGEST_PARAMETER: usize = 900;

/// Speaks to Meta.
pub struct Meta {
    base: String,
    outbound: Outbound,
}

impl Meta {
    pub(super) fn new(base: String, outbound: Outbound) -> Self {
        Self { base, outbound }
    }
}

#[async_trait]
impl Channel for Meta {
    async fn send(&self, letter: &Letter<'_>) -> Result<String, Refusal> {
        let Secret::Meta { account, token, to, template, language } = letter.secret else { return Err(Refusal::refused("unfit")) };
        let told = rules::tell(letter.locale, letter.body, letter.portal).map_err(|_words| Refusal::refused("unfit"))?;
        let lines: Vec<&str> = told.lines.iter().map(|(line, _)| line.as_str()).chain(told.more_words.as_deref()).collect();
        let lines = if lines.is_empty() { told.title.clone() } else { lines.join("; ") };
        let parameters: Vec<Value> =
            [one_line(&told.title), one_line(&lines), letter.portal.link()].into_iter().map(|text| json!({ "type": "text", "text": text })).collect();
        // Whoever has not written within 24 hours gets approved templates only, and alerts come unasked.
        let message = json!({
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": to.trim_start_matches('+'),
            "type": "template",
            "template": {
                "name": template,
                "language": { "code": language },
                "components": [{ "type": "body", "parameters": parameters }],
            },
            "biz_opaque_callback_data": letter.id.to_string(),
        });
        let url = format!("{}/{account}/messages", self.base);
        let reply = ask(self.outbound.post(&url)?.bearer_auth(token).json(&message), letter.now).await?;
        understood(&reply)
    }
}

/// Parameters hold neither line ends nor long runs of spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_PARAMETER).collect()
}

/// The message's id, else what is wrong (<https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes>).
fn understood(reply: &Reply) -> Result<String, Refusal> {
    let answer = reply.json();
    let at = |place: &str| answer.as_ref().and_then(|answer| answer.pointer(place));
    if let Some(code) = at("/error/code").and_then(Value::as_u64) {
        return Err(fault(code, reply));
    }
    if reply.status == 200 {
        return at("/messages/0/id").and_then(Value::as_str).map(str::to_owned).ok_or_else(|| Refusal::later("unreadable-answer"));
    }
    Err(reply.busy().unwrap_or_else(|| Refusal::later(&format!("http-{}", reply.status))))
}

/// What one of Meta's codes means for a notice.
fn fault(code: u64, reply: &Reply) -> Refusal {
    match code {
        4 | 80007 | 130_429 | 131_048 | 131_056 => Refusal { fault: Fault::Later(reply.retry_after), code: "rate-limited".to_owned() },
        1 | 2 | 131_000 | 131_016 | 133_004 => Refusal { fault: Fault::Later(reply.retry_after), code: format!("meta-{code}") },
        0 | 10 | 190 | 200..=299 | 131_005 => Refusal::refused("meta-token"),
        368 | 131_031 | 131_042 => Refusal::refused("account-suspended"),
        33 | 131_045 | 133_010 => Refusal::refused("sender-invalid"),
        131_021 | 131_030 => Refusal::refused("number-invalid"),
        131_026 => Refusal::refused("not-on-whatsapp"),
        131_047 => Refusal::refused("window-closed"),
        131_050 => Refusal::refused("opted-out"),
        132_000 | 132_001 | 132_005 | 132_007 | 132_012 | 132_015 | 132_016 | 132_068 | 132_069 => Refusal::refused("template-invalid"),
        other => Refusal::refused(&format!("meta-{other}")),
    }
}
