//! The message as it goes over the wire (RFC 5322, MIME).

use std::time::SystemTime;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::{Address, Message};

use super::{Mail, Refusal};

/// Builds the message. Every attempt makes the same one but for the boundary between its parts.
pub(super) fn build(mail: &Mail, from: &Address, reply_to: Option<&Address>) -> Result<Message, Refusal> {
    // The rules refuse such a name before. The library would not write it either, but panics.
    if [&mail.sender, &mail.rendered.subject].iter().any(|line| line.chars().any(char::is_control)) {
        return Err(Refusal::Permanent("unfit-name".to_owned()));
    }
    let to: Address = mail.to.parse().map_err(|_error| Refusal::Permanent("unfit-address".to_owned()))?;
    let mut message = Message::builder()
        .from(Mailbox::new(Some(mail.sender.clone()), from.clone()))
        .to(Mailbox::new(None, to))
        .subject(mail.rendered.subject.clone())
        .date(SystemTime::from(mail.written_at))
        .message_id(Some(format!("<{}@{}>", mail.id, mail.host)))
        // Whoever answers mails by machine leaves this one alone (RFC 3834 §5).
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    if let Some(address) = reply_to {
        message = message.reply_to(Mailbox::new(None, address.clone()));
    }
    message
        .multipart(MultiPart::alternative_plain_html(mail.rendered.text.clone(), mail.rendered.html.clone()))
        .map_err(|error| Refusal::Permanent(format!("unfit-message {error}")))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use kernel::{OrgId, TenantId};
    use uuid::Uuid;

    use super::*;
    use crate::rules::Rendered;

    fn mail(product: &str, to: &str) -> Mail {
        Mail {
            id: Uuid::from_u128(7),
            tenant: TenantId(Uuid::nil()),
            org: OrgId(Uuid::nil()),
            written_at: DateTime::from_timestamp(1_790_000_000, 0).unwrap(),
            host: "acme.example".to_owned(),
            sender: product.to_owned(),
            to: to.to_owned(),
            rendered: Rendered {
                subject: "مرحبا".to_owned(), text: "Grüße\n.\nBye\n".to_owned(), html: "<p>Grüße</p>".to_owned(), link: String::new()
            },
        }
    }

    fn formatted(product: &str) -> String {
        let from: Address = "no-reply@isp.example".parse().unwrap();
        let reply: Address = "help@isp.example".parse().unwrap();
        String::from_utf8(build(&mail(product, "ben@acme.example"), &from, Some(&reply)).unwrap().formatted()).unwrap()
    }

    #[test]
    fn the_headers() {
        let text = formatted("Acme, \"Fibre\"");
        for line in [
            // Acme, "Fibre"
            "From: =?utf-8?b?QWNtZSwgIkZpYnJlIg==?= <no-reply@isp.example>\r\n",
            "To: ben@acme.example\r\n",
            "Reply-To: help@isp.example\r\n",
            "Date: Mon, 21 Sep 2026 14:13:20 +0000\r\n",
            "Message-ID: <00000000-0000-0000-0000-000000000007@acme.example>\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Subject: =?utf-8?b?",
            "Content-Type: multipart/alternative;",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        assert!(text.is_ascii(), "nothing needs 8BITMIME");
        assert!(text.find("text/plain").unwrap() < text.find("text/html").unwrap(), "the best part stands last");
    }

    #[test]
    fn a_name_with_line_breaks_adds_no_header() {
        let from: Address = "no-reply@isp.example".parse().unwrap();
        for bad in ["Acme\r\nBcc: eve@evil.example", "Acme\n", "Acme\r", "Acme\u{0}"] {
            assert_eq!(build(&mail(bad, "ben@acme.example"), &from, None).err(), Some(Refusal::Permanent("unfit-name".to_owned())), "{bad:?}");
        }
    }

    #[test]
    fn an_address_that_is_none_is_refused_for_good() {
        let from: Address = "no-reply@isp.example".parse().unwrap();
        for bad in ["", "ben", "ben@", "a,b@acme.example", "ben@acme.example>\r\nBcc: <eve@evil.example"] {
            assert_eq!(build(&mail("Acme", bad), &from, None).err(), Some(Refusal::Permanent("unfit-address".to_owned())), "{bad:?}");
        }
    }
}
