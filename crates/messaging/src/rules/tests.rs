use std::collections::BTreeSet;

use kernel::mail::{ALERT_LINES, AlertLine, SECURITY_EVENTS};
use kernel::{LOCALES, Locale, MailRequest, MailTemplate};
use proptest::prelude::*;

use super::words::text;
use super::*;

const BASE: &str = "https://acme.example:8443";

fn request(template: MailTemplate, locale: Locale) -> MailRequest {
    let args = [
        ("path", "/welcome?token=abc_DEF-123".to_owned()),
        ("by", "Ana Díaz".to_owned()),
        ("hours", "72".to_owned()),
        ("minutes", "10".to_owned()),
        ("event", "passkey-added".to_owned()),
        ("domain", "portal.acme.example".to_owned()),
        ("count", "2".to_owned()),
        ("lines", lines()),
    ];
    MailRequest::new(template, "ben@acme.example", locale, "acme.example", args)
}

/// One line of each kind.
fn lines() -> String {
    let lines = ALERT_LINES.map(|code| AlertLine { code: code.to_owned(), object: "core-1 ge-0/0/1".to_owned(), percent: 83 });
    serde_json::to_string(&lines).unwrap()
}

fn face(product: &str) -> Face {
    Face { product: product.to_owned(), sender: product.to_owned(), footer: String::new() }
}

#[test]
fn the_portals_own_words_stand_at_the_end() {
    let own = Face { footer: "Main Street 1\nBeirut <Lebanon>".to_owned(), ..face("Acme") };
    let mail = render(&request(MailTemplate::PasswordReset, Locale::ENGLISH), &own, BASE).unwrap();
    assert!(mail.text.contains("Main Street 1\nBeirut <Lebanon>\n\n-- \n"), "{}", mail.text);
    assert!(mail.html.contains("Main Street 1\nBeirut &lt;Lebanon&gt;"), "{}", mail.html);
}

fn with(template: MailTemplate, name: &str, value: &str) -> Result<Rendered, RenderError> {
    let mut request = request(template, Locale::ENGLISH);
    request.args.insert(name.to_owned(), value.to_owned());
    render(&request, &face("Acme Fibre"), BASE)
}

#[test]
fn every_template_in_every_language_is_complete() {
    for locale in LOCALES {
        for template in MailTemplate::ALL {
            let mail = render(&request(template, *locale), &face("Acme Fibre"), BASE).unwrap_or_else(|error| panic!("{locale} {template:?}: {error}"));
            assert!(mail.subject.contains("Acme Fibre"), "{locale} {template:?}: {}", mail.subject);
            assert_eq!(mail.link, "https://acme.example:8443/welcome?token=abc_DEF-123");
            assert_eq!(mail.text.matches(&mail.link).count(), 1, "{}", mail.text);
            assert_eq!(mail.html.matches(&mail.link).count(), 3, "the button, the plain link and its words: {}", mail.html);
            for part in [&mail.subject, &mail.text, &mail.html] {
                assert!(!part.contains("mail-") && !part.contains("{$") && !part.contains("{ $"), "{locale} {template:?}: {part}");
            }
            let direction = if locale.tag() == "ar" { "rtl" } else { "ltr" };
            assert!(mail.html.contains(&format!("<html lang=\"{locale}\" dir=\"{direction}\">")), "{}", mail.html);
            if template == MailTemplate::Invitation {
                assert!(mail.text.contains("Ana Díaz") && mail.text.contains("72"), "{}", mail.text);
            }
        }
    }
}

#[test]
fn languages_differ() {
    for template in MailTemplate::ALL {
        let subjects: BTreeSet<String> = LOCALES.iter().map(|locale| render(&request(template, *locale), &face("Acme"), BASE).unwrap().subject).collect();
        assert_eq!(subjects.len(), LOCALES.len(), "{subjects:?}");
    }
}

#[test]
fn the_words_in_english() {
    let mail = with(MailTemplate::PasswordReset, "minutes", "1").unwrap();
    assert_eq!(mail.subject, "Choose a new password for Acme Fibre");
    assert_eq!(
        mail.text,
        "Choose a new password\n\n\
         Someone, hopefully you, wants to choose a new password for your account at Acme Fibre.\n\n\
         https://acme.example:8443/welcome?token=abc_DEF-123\n\n\
         The link works once, within 1 minute.\n\n\
         If that was not you, ignore this mail: your password stays as it is.\n\n\
         -- \nAcme Fibre sent this mail automatically.\n"
    );
}

#[test]
fn arabic_counts_in_six_forms() {
    let spoken: BTreeSet<String> = [0, 1, 2, 3, 11, 100]
        .into_iter()
        .map(|count| {
            let mut request = request(MailTemplate::MagicLink, Locale::parse("ar").unwrap());
            request.args.insert("minutes".to_owned(), count.to_string());
            render(&request, &face("Acme"), BASE).unwrap().text
        })
        .collect();
    assert_eq!(spoken.len(), 6);
    let arabic = text(Locale::parse("ar").unwrap());
    for form in [" [zero]", " [one]", " [two]", " [few]", " [many]", "*[other]"] {
        assert!(arabic.matches(form).count() >= 2, "{form}");
    }
}

#[test]
fn every_word_is_used_and_well_formed() {
    for locale in LOCALES {
        assert!(fluent_bundle::FluentResource::try_new(text(*locale).to_owned()).is_ok(), "{locale}");
    }
    let mut expected: BTreeSet<String> = ["mail-lasts-minutes", "mail-lasts-hours", "mail-address", "mail-sender"].map(str::to_owned).into();
    for template in MailTemplate::ALL {
        let name = template.as_str().replace('_', "-");
        expected.extend(["subject", "title", "text", "button", "footer"].map(|part| format!("mail-{name}-{part}")));
    }
    expected.extend(ALERT_LINES.map(|code| format!("mail-alert-line-{code}")));
    expected.extend(SECURITY_EVENTS.map(|event| format!("mail-event-{event}")));
    let notices = ["test", "more", "status", "status-none", "acked", "ack-known", "ack-none", "help"];
    expected.extend(notices.map(|key| format!("mail-notice-{key}")));
    let keys = text(Locale::ENGLISH).lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key.to_owned());
    let there: BTreeSet<String> = keys.filter(|key| key.starts_with("mail-")).collect();
    assert_eq!(there, expected);
}

#[test]
fn every_event_has_words_and_others_general_ones() {
    let said: BTreeSet<String> = SECURITY_EVENTS.iter().map(|event| with(MailTemplate::SecurityNotice, "event", event).unwrap().text).collect();
    assert_eq!(said.len(), SECURITY_EVENTS.len());
    let other = with(MailTemplate::SecurityNotice, "event", "moon-landing").unwrap();
    assert!(other.text.contains("Something about the way you sign in to Acme Fibre has changed."), "{}", other.text);
}

#[test]
fn a_mail_about_alerts_tells_of_each_on_a_line_of_its_own() {
    for locale in LOCALES {
        for template in [MailTemplate::AlertProblem, MailTemplate::AlertRecovery] {
            let mail = render(&request(template, *locale), &face("Acme"), BASE).unwrap();
            let lines: BTreeSet<&str> = mail.text.lines().filter(|line| line.contains("core-1 ge-0/0/1")).collect();
            assert_eq!(lines.len(), ALERT_LINES.len(), "{locale}: {}", mail.text);
            assert!(lines.iter().any(|line| line.contains("83")), "{lines:?}");
        }
    }
    let one = r#"[{"code":"link-down","object":"a\u0007\nBcc: x","percent":0},{"code":"of-another-version","object":"x","percent":0}]"#;
    let mail = with(MailTemplate::AlertProblem, "lines", one).unwrap();
    assert!(!mail.text.contains("Bcc") && !mail.text.contains("of-another-version"), "{}", mail.text);
    assert_eq!(with(MailTemplate::AlertProblem, "lines", "none").err(), Some(RenderError::Argument("lines")));
    assert_eq!(with(MailTemplate::AlertRecovery, "count", "some").err(), Some(RenderError::Argument("count")));
}

#[test]
fn markup_in_names_is_text() {
    let mail = with(MailTemplate::Invitation, "by", "<script>alert(1)</script>\"'&").unwrap();
    assert!(!mail.html.contains("<script"), "{}", mail.html);
    assert!(mail.html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"), "{}", mail.html);
    let mail = render(&request(MailTemplate::MagicLink, Locale::ENGLISH), &face("</title><img src=x>"), BASE).unwrap();
    assert!(!mail.html.contains("<img"), "{}", mail.html);
}

#[test]
fn names_that_could_add_a_header_line_are_refused() {
    for bad in ["Acme\r\nBcc: eve@evil.example", "Acme\n", "Acme\u{0}", "\u{85}Acme\rx", "", "  "] {
        let refused = render(&request(MailTemplate::MagicLink, Locale::ENGLISH), &face(bad), BASE);
        // White space around a name is no fault of it.
        if bad != "Acme\n" {
            assert_eq!(refused.err(), Some(RenderError::Name("product")), "{bad:?}");
        }
    }
    assert_eq!(with(MailTemplate::Invitation, "by", "Ana\r\nBcc: eve@evil.example").err(), Some(RenderError::Name("by")));
    let long = with(MailTemplate::Invitation, "by", &"a".repeat(5_000)).unwrap();
    assert!(long.text.len() < 1_500, "a name has no room for a letter");
}

#[test]
fn only_paths_of_this_site_become_links() {
    for bad in ["", "//evil.example", "https://evil.example", "/a b", "/a\nb", "/a\"b", "/a<b", "/a\\b", "/é", "welcome"] {
        assert_eq!(with(MailTemplate::MagicLink, "path", bad).err(), Some(RenderError::Path), "{bad:?}");
    }
    assert_eq!(with(MailTemplate::MagicLink, "path", &format!("/{}", "a".repeat(2_000))).err(), Some(RenderError::Path));
}

#[test]
fn a_missing_argument_is_named() {
    for (template, argument) in
        [(MailTemplate::Invitation, "path"), (MailTemplate::Invitation, "by"), (MailTemplate::Invitation, "hours"), (MailTemplate::PasswordReset, "minutes")]
    {
        let mut request = request(template, Locale::ENGLISH);
        request.args.remove(argument);
        assert_eq!(render(&request, &face("Acme"), BASE).err(), Some(RenderError::Argument(argument)));
    }
    assert_eq!(with(MailTemplate::MagicLink, "minutes", "soon").err(), Some(RenderError::Argument("minutes")));
}

proptest! {
    #[test]
    fn no_name_breaks_out(product in "\\PC{1,40}", by in "\\PC{1,40}") {
        let mut request = request(MailTemplate::Invitation, Locale::ENGLISH);
        request.args.insert("by".to_owned(), by);
        if let Ok(mail) = render(&request, &face(&product), BASE) {
            prop_assert!(!mail.subject.chars().any(char::is_control));
            let plain = render(&self::request(MailTemplate::Invitation, Locale::ENGLISH), &face("x"), BASE).unwrap();
            prop_assert_eq!(mail.html.matches('<').count(), plain.html.matches('<').count());
            prop_assert_eq!(mail.html.matches('"').count(), plain.html.matches('"').count());
        }
    }
}
