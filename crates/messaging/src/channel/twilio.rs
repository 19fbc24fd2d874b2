//! Twilio's Messages resource, for text messages and WhatsApp: <https://www.twilio.com/docs/messaging/api/message-resource>.
//! It knows no key against duplicates: before a text message is handed over again, the account's messages are looked
//! through. A WhatsApp message whose answer was lost may arrive twice.

use async_trait::async_trait;
use chrono::DateTime;
use serde_json::{Value, json};
use store::notices::Fault;

use super::outbound::{Outbound, Reply, ask};
use super::{Channel, Letter, Refusal};
use crate::rules;
use crate::rules::secret::Secret;
use crate::rules::sms;

/// Longest value of a variable of an approved content, in characters.
const LONGEST_VARIABLE: usize = 900;

/// Speaks to Twilio.
pub struct Twilio {
    base: String,
    outbound: Outbound,
}

impl Twilio {
    pub(super) fn new(base: String, outbound: Outbound) -> Self {
        Self { base, outbound }
    }
}

#[async_trait]
impl Channel for Twilio {
    async fn send(&self, letter: &Letter<'_>) -> Result<String, Refusal> {
        let Secret::Twilio { account, token, from, to, template } = letter.secret else { return Err(Refusal::refused("unfit")) };
        let told = rules::tell(letter.locale, letter.body, letter.portal).map_err(|_words| Refusal::refused("unfit"))?;
        let whatsapp = !template.is_empty();
        let number = |number: &str| if whatsapp { format!("whatsapp:{number}") } else { number.to_owned() };
        let mut form = vec![("To", number(to))];
        form.push(if from.starts_with("MG") { ("MessagingServiceSid", from.clone()) } else { ("From", number(from)) });
        if whatsapp {
            // Outside the 24 hours after somebody has written, WhatsApp takes approved words with variables only.
            let lines: Vec<&str> = told.lines.iter().map(|(line, _)| line.as_str()).chain(told.more_words.as_deref()).collect();
            let variables = json!({ "1": one_line(&told.title), "2": one_line(&lines.join("; ")), "3": letter.portal.link() });
            form.extend([("ContentSid", template.clone()), ("ContentVariables", variables.to_string())]);
        } else {
            form.push(("Body", sms::fitted(letter.locale, &told, &letter.portal.link()).ok_or_else(|| Refusal::refused("unfit"))?));
        }
        let url = format!("{}/2010-04-01/Accounts/{account}/Messages.json", self.base);
        let body = form.iter().find(|(name, _)| *name == "Body").map(|(_, body)| body.as_str());
        if let (true, Some(body)) = (letter.attempt > 1, body)
            && let Some(sid) = self.sent_before(letter, &url, (account, token), to, body).await?
        {
            return Ok(sid);
        }
        let reply = ask(self.outbound.post(&url)?.basic_auth(account, Some(token)).form(&form), letter.now).await?;
        let sid = understood(&reply)?;
        match self.turned_down(letter, (account, token), &sid).await {
            Some(refusal) => Err(refusal),
            None => Ok(sid),
        }
    }
}

impl Twilio {
    /// Looks for a little while at what becomes of a message: that WhatsApp's 24 hours are over, or that nobody has the number,
    /// is known only after Twilio has taken it. `None` where nothing speaks against it.
    async fn turned_down(&self, letter: &Letter<'_>, (account, token): (&str, &str), sid: &str) -> Option<Refusal> {
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let url = format!("{}/2010-04-01/Accounts/{account}/Messages/{sid}.json", self.base);
        for wait in self.outbound.looks() {
            tokio::time::sleep(wait).await;
            let request = self.outbound.get(&url).ok()?.basic_auth(account, Some(token));
            let answer = ask(request, letter.now).await.ok().filter(|reply| reply.status == 200).and_then(|reply| reply.json()).unwrap_or_default();
            match answer.get("status").and_then(Value::as_str) {
                Some("sent" | "delivered" | "read") => return None,
                Some("failed" | "undelivered") => {
                    return Some(answer.get("error_code").and_then(Value::as_u64).map_or_else(|| Refusal::refused("refused"), code));
                }
                _ => {}
            }
        }
        None
    }

    /// The SID of this very text, where an attempt before got through and only its answer was lost.
    async fn sent_before(&self, letter: &Letter<'_>, url: &str, (account, token): (&str, &str), to: &str, body: &str) -> Result<Option<String>, Refusal> {
        let since = letter.at.format("%Y-%m-%d").to_string();
        let mut url = reqwest::Url::parse(url).map_err(|_not_a_url| Refusal::later("unreachable"))?;
        url.query_pairs_mut().append_pair("To", to).append_pair("DateSent>", &since).append_pair("PageSize", "50");
        let reply = ask(self.outbound.get(url.as_str())?.basic_auth(account, Some(token)), letter.now).await?;
        if let Some(busy) = reply.busy() {
            return Err(busy);
        }
        let answer = reply.json().filter(|_| reply.status == 200).unwrap_or_default();
        let messages = answer.get("messages").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let text = |message: &Value, name: &str| message.get(name).and_then(Value::as_str).map(str::to_owned);
        let ours = |message: &&Value| {
            let created = text(message, "date_created").and_then(|at| DateTime::parse_from_rfc2822(&at).ok());
            let failed = matches!(text(message, "status").as_deref(), Some("failed" | "undelivered" | "canceled"));
            !failed && text(message, "body").as_deref() == Some(body) && created.is_some_and(|at| at.timestamp() >= letter.at.timestamp())
        };
        Ok(messages.iter().find(ours).and_then(|message| text(message, "sid")))
    }
}

/// Variables hold neither line ends nor long runs of spaces.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_VARIABLE).collect()
}

/// The message's SID, else what is wrong (<https://www.twilio.com/docs/api/errors>).
fn understood(reply: &Reply) -> Result<String, Refusal> {
    let answer = reply.json();
    let number = |name: &str| answer.as_ref().and_then(|answer| answer.get(name)).and_then(Value::as_u64);
    if matches!(reply.status, 200 | 201) {
        let sid = answer.as_ref().and_then(|answer| answer.get("sid")).and_then(Value::as_str);
        return match (sid, number("error_code").map(code)) {
            (_, Some(refusal)) => Err(refusal),
            (Some(sid), None) => Ok(sid.to_owned()),
            (None, None) => Err(Refusal::later("unreadable-answer")),
        };
    }
    if let Some(busy) = reply.busy() {
        return Err(busy);
    }
    Err(number("code").map(code).unwrap_or_else(|| Refusal::later(&format!("http-{}", reply.status))))
}

/// What one of Twilio's codes means for a notice.
fn code(code: u64) -> Refusal {
    match code {
        // Too many requests, queue overflow, a line that is sent to too fast.
        20429 | 30001 | 14107 | 63018 => Refusal { fault: Fault::Later(None), code: "rate-limited".to_owned() },
        20003 | 20404 | 20008 => Refusal::refused("twilio-account"),
        30002 | 20005 => Refusal::refused("account-suspended"),
        21211 | 21214 | 21217 | 21614 | 30005 | 30006 => Refusal::refused("number-invalid"),
        21610 => Refusal::refused("opted-out"),
        21408 | 30007 => Refusal::refused("not-permitted-there"),
        21606 | 21212 | 21603 | 21659 | 21660 | 63007 => Refusal::refused("sender-invalid"),
        21617 => Refusal::refused("too-long"),
        63016 => Refusal::refused("window-closed"),
        63003 | 63024 => Refusal::refused("not-on-whatsapp"),
        21655 | 21656 | 63021 | 63027 | 63028 => Refusal::refused("template-invalid"),
        30003 | 30008 => Refusal::later("phone-unreachable"),
        other => Refusal::refused(&format!("twilio-{other}")),
    }
}
