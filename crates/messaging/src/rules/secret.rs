//! What is sealed of a destination, and what was typed for one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{FieldError, validate};
use serde::{Deserialize, Serialize};

use super::address::is_public;
use crate::model::{ChannelForm, ChannelKind, ChannelLevel};

/// Longest address of a program, in bytes.
const LONGEST_URL: usize = 2_000;

/// How long a webhook's former secret signs beside the new one.
const BOTH: TimeDelta = TimeDelta::hours(24);

/// Where a destination leads and how to get in there. Has no `Debug`: it is all secrets.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Secret {
    /// A chat with a bot.
    Telegram {
        /// The bot's token.
        token: String,
        /// The chat's number or public name.
        chat: String,
    },
    /// A program's address.
    Webhook {
        /// Where to.
        url: String,
        /// Signs, in base64.
        key: String,
        /// Signs too until then, so that its receiver can change over.
        former: Option<(String, DateTime<Utc>)>,
    },
    /// A number by way of Twilio.
    Twilio {
        /// The account's SID.
        account: String,
        /// The account's auth token.
        token: String,
        /// The sending number, or the SID of a messaging service.
        from: String,
        /// The receiving number, E.164.
        to: String,
        /// WhatsApp: the SID of the approved content.
        template: String,
    },
    /// A number by way of Meta.
    Meta {
        /// The id of the sending number.
        account: String,
        /// The access token.
        token: String,
        /// The receiving number, E.164.
        to: String,
        /// The approved template.
        template: String,
        /// Its language code.
        language: String,
    },
}

/// A destination that can be stored.
pub struct NewChannel {
    /// How notices reach it.
    pub kind: ChannelKind,
    /// What its people call it.
    pub name: String,
    /// Which alerts go there.
    pub level: ChannelLevel,
    /// What may be shown of where it leads.
    pub address: String,
    /// The bot it speaks as.
    pub bot: Option<String>,
    /// What is sealed.
    pub secret: Secret,
}

/// Reads a form. `key` is a new random webhook secret; `private` lets addresses near this machine pass.
pub fn read(form: &ChannelForm, key: [u8; 32], private: bool) -> Result<NewChannel, Vec<FieldError>> {
    let Some(kind) = ChannelKind::parse(&form.kind) else { return Err(vec![FieldError::new("kind", "not-a-choice")]) };
    let mut faults = Vec::new();
    let name = validate::label(&form.name, 80);
    if name.is_none() {
        faults.push(FieldError::new("name", if form.name.trim().is_empty() { "required" } else { "too-long" }));
    }
    let level = ChannelLevel::parse(&form.level);
    if level.is_none() {
        faults.push(FieldError::new("level", "not-a-choice"));
    }
    let mut want = |field: &'static str, typed: &str, read: &dyn Fn(&str) -> Option<String>| {
        let typed = typed.trim();
        let value = read(typed);
        if value.is_none() {
            faults.push(FieldError::new(field, if typed.is_empty() { "required" } else { "unknown" }));
        }
        value.unwrap_or_default()
    };
    let (secret, address, bot) = match kind {
        ChannelKind::Telegram => {
            let token = want("token", &form.token, &bot_token);
            let chat = want("chat", &form.chat, &telegram_chat);
            let bot = token.split(':').next().map(str::to_owned);
            (Secret::Telegram { token, chat: chat.clone() }, chat, bot)
        }
        ChannelKind::Webhook => {
            let url = want("url", &form.url, &|typed| webhook_url(typed, private).map(String::from));
            let host = webhook_url(&url, true).and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default();
            (Secret::Webhook { url, key: STANDARD.encode(key), former: None }, host, None)
        }
        ChannelKind::TwilioSms | ChannelKind::TwilioWhatsapp => {
            let account = want("account", &form.account, &|typed| sid(typed, "AC"));
            let token = want("token", &form.token, &|typed| plain_token(typed, 16, 64));
            let from = want("from", &form.from, &|typed| phone(typed).or_else(|| sid(typed, "MG")));
            let to = want("to", &form.to, &phone);
            let template = match kind {
                // WhatsApp begins no conversation without one.
                ChannelKind::TwilioWhatsapp => want("template", &form.template, &|typed| sid(typed, "HX")),
                _ => String::new(),
            };
            let address = masked(&to);
            (Secret::Twilio { account, token, from, to, template }, address, None)
        }
        ChannelKind::MetaWhatsapp => {
            let digits = |typed: &str| ((5..=25).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_digit())).then(|| typed.to_owned());
            let account = want("account", &form.account, &digits);
            let token = want("token", &form.token, &|typed| plain_token(typed, 20, 1_000));
            let to = want("to", &form.to, &phone);
            let template = want("template", &form.template, &|typed| named(typed, 512));
            let language = want("language", &form.language, &|typed| named(typed, 10));
            let address = masked(&to);
            (Secret::Meta { account, token, to, template, language }, address, None)
        }
    };
    match (name, level) {
        (Some(name), Some(level)) if faults.is_empty() => Ok(NewChannel { kind, name, level, address, bot, secret }),
        _ => Err(faults),
    }
}

/// The secret that a program's people are shown, as Standard Webhooks writes it.
#[must_use]
pub fn shown(key: &str) -> String {
    format!("whsec_{key}")
}

/// The same destination with `key` for a new secret; the present one signs for another day. `None` where nothing signs.
#[must_use]
pub fn rotated(secret: Secret, key: [u8; 32], now: DateTime<Utc>) -> Option<(Secret, String)> {
    let Secret::Webhook { url, key: present, .. } = secret else { return None };
    let key = STANDARD.encode(key);
    Some((Secret::Webhook { url, key: key.clone(), former: Some((present, now + BOTH)) }, shown(&key)))
}

/// A program's address: `https` without user and password, and no literal address that is not public. Where `private` is
/// said, `http` and any address will do. A name is looked at again when it is resolved.
#[must_use]
pub fn webhook_url(typed: &str, private: bool) -> Option<reqwest::Url> {
    let url = reqwest::Url::parse(typed).ok().filter(|_| typed.len() <= LONGEST_URL)?;
    let scheme = url.scheme() == "https" || (private && url.scheme() == "http");
    let bare = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    let host = url.host_str().filter(|host| !host.is_empty())?;
    let literal = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
    let near = literal.is_some_and(|address| !is_public(address)) || host.trim_end_matches('.') == "localhost" || host.ends_with(".localhost");
    (scheme && bare && (private || !near)).then_some(url)
}

/// A telephone number in E.164, whatever people write between its digits.
#[must_use]
pub fn phone(typed: &str) -> Option<String> {
    let number: String = typed.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '\u{a0}')).collect();
    let digits = number.strip_prefix('+')?;
    let fits = (8..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    fits.then_some(number)
}

/// A number as pages show it.
fn masked(number: &str) -> String {
    let end: String = number.chars().skip(number.chars().count().saturating_sub(3)).collect();
    format!("••• {end}")
}

fn bot_token(typed: &str) -> Option<String> {
    let (bot, key) = typed.split_once(':')?;
    let digits = (5..=20).contains(&bot.len()) && bot.bytes().all(|byte| byte.is_ascii_digit());
    (digits && plain_token(key, 20, 100).is_some()).then(|| typed.to_owned())
}

fn telegram_chat(typed: &str) -> Option<String> {
    let number = typed.strip_prefix('-').unwrap_or(typed);
    let is_number = (1..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    let is_name =
        typed.strip_prefix('@').is_some_and(|name| (4..=32).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'));
    (is_number || is_name).then(|| typed.to_owned())
}

fn sid(typed: &str, kind: &str) -> Option<String> {
    let rest = typed.strip_prefix(kind)?;
    (rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| typed.to_owned())
}

fn plain_token(typed: &str, least: usize, most: usize) -> Option<String> {
    ((least..=most).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')).then(|| typed.to_owned())
}

fn named(typed: &str, most: usize) -> Option<String> {
    ((1..=most).contains(&typed.len()) && typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')).then(|| typed.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: ChannelKind) -> ChannelForm {
        let hex = "0123456789abcdef0123456789abcdef";
        ChannelForm {
            kind: kind.as_str().to_owned(),
            name: "Night shift".to_owned(),
            level: "red".to_owned(),
            token: if kind == ChannelKind::Telegram { "123456789:AAF-0123456789_abcdefghij".to_owned() } else { hex.to_owned() },
            chat: "-1001234567890".to_owned(),
            url: "https://hooks.example/alerts?x=1".to_owned(),
            account: if kind == ChannelKind::MetaWhatsapp { "106540352242922".to_owned() } else { format!("AC{hex}") },
            from: "+1 (415) 555-2671".to_owned(),
            to: "+961 3 123 456".to_owned(),
            template: if kind == ChannelKind::MetaWhatsapp { "network_alert".to_owned() } else { format!("HX{hex}") },
            language: "en_US".to_owned(),
        }
    }

    #[test]
    fn each_kind_is_read_and_shows_no_secret() {
        for (kind, address) in [
            (ChannelKind::Telegram, "-1001234567890"),
            (ChannelKind::Webhook, "hooks.example"),
            (ChannelKind::TwilioSms, "••• 456"),
            (ChannelKind::TwilioWhatsapp, "••• 456"),
            (ChannelKind::MetaWhatsapp, "••• 456"),
        ] {
            let channel = read(&form(kind), [7; 32], false).unwrap_or_else(|faults| panic!("{kind:?}: {faults:?}"));
            assert_eq!((channel.address.as_str(), channel.level), (address, ChannelLevel::Red));
            assert_eq!(channel.bot.as_deref(), (kind == ChannelKind::Telegram).then_some("123456789"));
            let stored = serde_json::to_string(&channel.secret).unwrap();
            assert!(serde_json::from_str::<Secret>(&stored).is_ok());
        }
    }

    #[test]
    fn what_does_not_fit_is_told_at_its_field() {
        let faults = |change: &dyn Fn(&mut ChannelForm), kind| {
            let mut form = form(kind);
            change(&mut form);
            read(&form, [7; 32], false).map(|_| ()).unwrap_err().into_iter().map(|fault| format!("{} {}", fault.field, fault.code)).collect::<Vec<_>>()
        };
        assert_eq!(faults(&|form| form.token.clear(), ChannelKind::Telegram), ["token required"]);
        assert_eq!(faults(&|form| form.token = "123456789/../x:AAF-0123456789_abcdefghij".to_owned(), ChannelKind::Telegram), ["token unknown"]);
        assert_eq!(faults(&|form| form.chat = "@x".to_owned(), ChannelKind::Telegram), ["chat unknown"]);
        assert_eq!(faults(&|form| form.to = "03 123 456".to_owned(), ChannelKind::TwilioSms), ["to unknown"]);
        assert_eq!(faults(&|form| form.account = "AC1".to_owned(), ChannelKind::TwilioSms), ["account unknown"]);
        assert_eq!(faults(&|form| form.template.clear(), ChannelKind::TwilioWhatsapp), ["template required"]);
        assert_eq!(faults(&|form| (form.name, form.level) = (String::new(), "none".to_owned()), ChannelKind::Webhook), ["name required", "level not-a-choice"]);
        assert_eq!(faults(&|form| form.kind = "fax".to_owned(), ChannelKind::Webhook), ["kind not-a-choice"]);
    }

    #[test]
    fn a_program_s_address_leads_out_and_nowhere_near() {
        for bad in [
            "http://hooks.example/",
            "ftp://hooks.example/",
            "https://user@hooks.example/",
            "https://user:pass@hooks.example/",
            "https://hooks.example/#x",
            "https://127.0.0.1/",
            "https://127.1/",
            "https://2130706433/",
            "https://0x7f.0.0.1/",
            "https://[::1]/",
            "https://[::ffff:169.254.169.254]/",
            "https://169.254.169.254/latest/meta-data",
            "https://localhost/",
            "https://localhost./",
            "https://x.localhost:8443/",
            "hooks.example",
            "",
        ] {
            assert!(webhook_url(bad, false).is_none(), "{bad}");
        }
        assert!(webhook_url(&format!("https://hooks.example/{}", "x".repeat(2_000)), false).is_none());
        assert!(webhook_url("https://hooks.example:8443/a/b?c=d", false).is_some());
        assert!(webhook_url("https://1.1.1.1/", false).is_some());
        assert!(webhook_url("http://127.0.0.1:9/x", true).is_some(), "where it is said");
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        assert_eq!(phone("+961 3 123-456").as_deref(), Some("+9613123456"));
        assert_eq!(phone("+1 (415) 555.2671").as_deref(), Some("+14155552671"));
        for bad in ["", "+", "14155552671", "+0123456789", "+1234567", "+1234567890123456", "+1415555267x", "+١٤١٥٥٥٥٢٦٧"] {
            assert_eq!(phone(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_former_secret_signs_for_another_day() {
        let now = DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let first = read(&form(ChannelKind::Webhook), [1; 32], false).ok().unwrap().secret;
        let Some((Secret::Webhook { key, former: Some((former, until)), .. }, told)) = rotated(first, [2; 32], now) else { panic!("it signs") };
        assert_eq!((key.as_str(), former.as_str()), (STANDARD.encode([2; 32]).as_str(), STANDARD.encode([1; 32]).as_str()));
        assert_eq!((told, until), (format!("whsec_{key}"), now + TimeDelta::hours(24)));
        assert!(rotated(read(&form(ChannelKind::Telegram), [1; 32], false).ok().unwrap().secret, [2; 32], now).is_none());
    }
}
