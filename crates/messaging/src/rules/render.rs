//! Subject, text and HTML of a mail.

use fluent_bundle::{FluentArgs, FluentValue};
use kernel::mail::AlertLine;
use kernel::{Locale, MailRequest, MailTemplate};

use super::html;
use super::words::say;

/// Longest name of a person in a mail, in characters: room for a name, not for a message of one's own.
const LONGEST_NAME: usize = 120;

/// Longest path of a link, in bytes.
const LONGEST_PATH: usize = 2_000;

/// What stands in a mail. Holds single-use links: not to be logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line, not yet encoded for a header.
    pub subject: String,
    /// The plain part; lines end in `\n`.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// The link that both parts hold.
    pub link: String,
}

/// Why a request cannot be turned into a mail. Trying again does not help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The template needs this argument, or it is no number where one is due.
    #[error("argument-missing {0}")]
    Argument(&'static str),
    /// A name holds control characters, which could add header lines, or nothing at all.
    #[error("unfit-name {0}")]
    Name(&'static str),
    /// The link's path is not one of this site.
    #[error("unfit-path")]
    Path,
    /// The language lacks this message.
    #[error("no-words {0}")]
    Words(&'static str),
}

/// The message ids of a template.
struct Keys {
    subject: &'static str,
    title: &'static str,
    text: &'static str,
    button: &'static str,
    footer: &'static str,
    /// How long the link holds: the message and the argument it counts by.
    lasts: Option<(&'static str, &'static str)>,
}

macro_rules! keys {
    ($name:literal, $lasts:expr) => {
        Keys {
            subject: concat!("mail-", $name, "-subject"),
            title: concat!("mail-", $name, "-title"),
            text: concat!("mail-", $name, "-text"),
            button: concat!("mail-", $name, "-button"),
            footer: concat!("mail-", $name, "-footer"),
            lasts: $lasts,
        }
    };
}

fn keys(template: MailTemplate) -> Keys {
    match template {
        MailTemplate::Invitation => keys!("invitation", Some(("mail-lasts-hours", "hours"))),
        MailTemplate::PasswordReset => keys!("password-reset", Some(("mail-lasts-minutes", "minutes"))),
        MailTemplate::MagicLink => keys!("magic-link", Some(("mail-lasts-minutes", "minutes"))),
        MailTemplate::SecurityNotice => keys!("security-notice", None),
        MailTemplate::DomainSuspended => keys!("domain-suspended", None),
        MailTemplate::AlertProblem => keys!("alert-problem", None),
        MailTemplate::AlertRecovery => keys!("alert-recovery", None),
    }
}

/// Renders `request` in the name of the portal that `face` tells of. `base` is the portal's address without a path, such as
/// `https://acme.example`; the link is `base` followed by the argument `path`.
pub fn render(request: &MailRequest, face: &Face, base: &str) -> Result<Rendered, RenderError> {
    let product = name(&face.product).ok_or(RenderError::Name("product"))?;
    let keys = keys(request.template);
    let args = filled(request, &product)?;
    let say = |key: &'static str| say(request.locale, key, &args).ok_or(RenderError::Words(key));
    let link = format!("{base}{}", path(request)?);
    let mut text = event(request, &args).map_or_else(|| say(keys.text), Ok)?;
    for line in alert_lines(request)? {
        text.push('\n');
        text.push_str(&line);
    }
    let content = html::Content {
        language: request.locale.tag(),
        direction: &say("language-direction")?,
        product: &product,
        title: &say(keys.title)?,
        text: &text,
        button: &say(keys.button)?,
        lasts: &keys.lasts.map_or(Ok(String::new()), |(key, _)| say(key))?,
        address: &say("mail-address")?,
        link: &link,
        footer: &say(keys.footer)?,
        sender: &say("mail-sender")?,
        own: face.footer.trim(),
    };
    let subject = say(keys.subject)?;
    let (text, html) = (plain(&content), html::page(&subject, &content));
    Ok(Rendered { subject, text, html, link })
}

/// In whose name a mail is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Face {
    /// What the portal is called.
    pub product: String,
    /// The name beside the sender's address.
    pub sender: String,
    /// What the portal's owner wants at the end of each mail, lines and all; may be empty.
    pub footer: String,
}

/// The arguments for the words. Other names in the request are left out.
fn filled<'a>(request: &'a MailRequest, product: &'a str) -> Result<FluentArgs<'a>, RenderError> {
    let mut args = FluentArgs::new();
    args.set("product", FluentValue::from(product));
    if let Some((_, count)) = keys(request.template).lasts {
        let value = request.args.get(count).and_then(|text| text.parse::<u32>().ok()).ok_or(RenderError::Argument(count))?;
        args.set(count, FluentValue::from(value));
    }
    if request.template.arguments().contains(&"by") {
        let by = request.args.get("by").ok_or(RenderError::Argument("by"))?;
        args.set("by", FluentValue::from(name(by).ok_or(RenderError::Name("by"))?));
    }
    if request.template.arguments().contains(&"domain") {
        let domain = request.args.get("domain").ok_or(RenderError::Argument("domain"))?;
        args.set("domain", FluentValue::from(name(domain).ok_or(RenderError::Name("domain"))?));
    }
    if request.template.arguments().contains(&"count") {
        let count = request.args.get("count").and_then(|text| text.parse::<u32>().ok()).ok_or(RenderError::Argument("count"))?;
        args.set("count", FluentValue::from(count));
    }
    Ok(args)
}

/// What a mail about alerts tells of, line by line.
fn alert_lines(request: &MailRequest) -> Result<Vec<String>, RenderError> {
    if !request.template.arguments().contains(&"lines") {
        return Ok(Vec::new());
    }
    let lines: Option<Vec<AlertLine>> = request.args.get("lines").and_then(|lines| serde_json::from_str(lines).ok());
    let said = lines.ok_or(RenderError::Argument("lines"))?.into_iter().filter_map(|line| {
        let mut args = FluentArgs::new();
        // An agent named its interface; what is no name is told by its end at least.
        args.set("object", FluentValue::from(name(&line.object).unwrap_or_else(|| "?".to_owned())));
        args.set("percent", FluentValue::from(line.percent));
        say(request.locale, &format!("mail-alert-line-{}", line.code), &args)
    });
    Ok(said.collect())
}

/// What a security notice tells of, where its event has words of its own.
fn event(request: &MailRequest, args: &FluentArgs<'_>) -> Option<String> {
    let event = (request.template == MailTemplate::SecurityNotice).then(|| request.args.get("event"))??;
    say_event(request.locale, event, args)
}

fn say_event(locale: Locale, event: &str, args: &FluentArgs<'_>) -> Option<String> {
    say(locale, &format!("mail-event-{event}"), args)
}

/// A name as it may stand in a mail: one line, cut where it is too long.
pub(super) fn name(raw: &str) -> Option<String> {
    kernel::validate::label(raw, usize::MAX).map(|name| name.chars().take(LONGEST_NAME).collect())
}

/// An absolute path of this site, in characters that need no escaping in a header, in HTML or at the end of a line.
fn path(request: &MailRequest) -> Result<&str, RenderError> {
    let path = request.args.get("path").ok_or(RenderError::Argument("path"))?;
    let fits = path.len() <= LONGEST_PATH
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.~?&=%+:@!$*,;".contains(&byte));
    fits.then_some(path.as_str()).ok_or(RenderError::Path)
}

fn plain(content: &html::Content<'_>) -> String {
    let parts = [content.title, content.text, content.link, content.lasts, content.footer, content.own];
    let body = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n");
    // The line that mail programs take for the beginning of a signature (RFC 3676 §4.3).
    format!("{body}\n\n-- \n{}\n", content.sender)
}
