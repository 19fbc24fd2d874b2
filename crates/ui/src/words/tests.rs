use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// Codes that reach `t_code` at run time; each must have words of its own.
const CODES: [(&str, &[&str]); 38] = [
    (
        "audit-action",
        &[
            "domain-add",
            "domain-verify",
            "domain-suspend",
            "domain-primary",
            "domain-remove",
            "export-request",
            "export-make",
            "export-link",
            "export-open",
            "isp-erase",
            "isp-erase-begin",
            "isp-erased",
            "keys-master",
            "keys-data",
        ],
    ),
    ("audit-object", &["domain", "export"]),
    ("audit-part", &["domains", "export", "export-link", "eraser"]),
    ("domain-state", &["pending", "verified", "suspended", "lapsed"]),
    ("domain-help", &["pending", "verified", "suspended", "lapsed"]),
    ("domain-result", &["proved", "wrong-token", "no-record", "no-answer", "refused", "taken"]),
    ("export-state", &["waiting", "running", "ready", "failed", "expired"]),
    ("export-help", &["failed", "expired"]),
    ("field-error", &["not-a-domain", "domain-of-platform", "domain-public", "domain-known"]),
    ("form-fault", &["domain-limit", "domain-taken", "not-closed"]),
    (
        "notice",
        &[
            "domain-added",
            "domain-verified",
            "domain-checked",
            "domain-primary",
            "domain-not-primary",
            "domain-removed",
            "domain-not-verified",
            "export-asked",
            "isp-erasing",
        ],
    ),
    (
        "audit-action",
        &[
            "audit-export",
            "device-add",
            "device-change",
            "device-remove",
            "interface-assign",
            "org-create",
            "sign-in",
            "sign-in-refused",
            "user-create",
            "user-language",
            "user-password-set",
            "password-change",
            "password-refused",
            "session-end",
            "session-end-others",
            "second-factor-begin",
            "second-factor-enable",
            "second-factor-disable",
            "second-factor-recovery-codes",
            "second-factor-refused",
            "sign-in-code-wanted",
            "sign-in-code-refused",
            "sign-in-refused-many",
            "password-reset-request",
            "password-reset-use",
            "magic-link-request",
            "recovery-link-create",
            "recovery-link-use",
        ],
    ),
    ("audit-detail", &["action", "addresses", "changed", "from", "host", "hosts", "kind", "locale", "name", "person", "refused", "role", "to", "version"]),
    ("audit-object", &["audit", "device", "email-sha256", "interface", "org", "user"]),
    ("audit-part", &["demo-world", "password-reset", "sign-in"]),
    ("audit-action", &["user-rename"]),
    ("browser", &["edge", "opera", "samsung", "firefox", "chrome", "safari"]),
    ("channel", &["mail"]),
    ("error", &["unauthenticated", "not-found", "forbidden", "invalid", "conflict", "unavailable", "internal"]),
    (
        "field-error",
        &[
            "required",
            "too-long",
            "control-characters",
            "not-an-address",
            "not-a-port",
            "interval-range",
            "not-a-choice",
            "passphrase-short",
            "device-name-taken",
            "password-too-short",
            "password-common",
            "password-guessable",
            "password-brand",
            "not-a-date",
            "date-order",
            "not-a-colour",
            "logo-empty",
            "logo-too-big",
            "logo-kind",
            "logo-pixels",
            "logo-broken",
            "logo-svg",
            "file-again",
            "code-wrong",
            "wrong-password",
        ],
    ),
    ("form-fault", &["invalid", "credentials", "too-many-attempts", "changed", "unauthenticated", "unavailable", "internal", "not-found", "forbidden"]),
    ("form-fault", &["code-over", "enrolment-over", "link-over", "link-browser", "link-used", "too-many-requests"]),
    ("gap-reason", &["reset", "reboot", "implausible", "changed", "too_old"]),
    ("job", &["roll_up", "keep_partitions", "expire_mail", "expire_sessions", "expire_sign_ins", "deliver_mail"]),
    ("job", &["check_domains", "free_names", "make_export", "plan_erasures", "expire_exports", "erase_tenant", "sweep_stragglers"]),
    ("month", &["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]),
    ("notice", &["device-added", "device-changed", "device-removed", "interface-assigned", "branding-changed", "branding-removed"]),
    ("notice", &["password-changed", "session-ended", "sessions-ended", "second-factor-on", "second-factor-off", "recovered", "profile-saved"]),
    ("poll-error", &["timeout", "refused", "unresolved", "auth", "malformed", "too_much", "credential", "agent_error"]),
    ("redis", &["off", "up", "away"]),
    ("role", &["founder", "isp_owner", "engineer", "support", "reseller", "client"]),
    ("system", &["iphone", "ipad", "android", "chromeos", "windows", "macos", "linux"]),
    (
        "audit-action",
        &[
            "passkey-add",
            "passkey-remove",
            "passkey-copied",
            "passkey-refused",
            "identity-confirm",
            "identity-refused",
            "link-begin",
            "link-grant",
            "link-create",
            "link-remove",
            "link-switch",
            "membership-switch",
        ],
    ),
    ("audit-object", &["passkey", "link"]),
    ("audit-part", &["linked-account"]),
    ("field-error", &["not-a-portal", "link-here"]),
    ("form-fault", &["passkey-refused", "passkey-over", "too-many-passkeys", "last-way-in", "too-many-links", "link-self", "link-away", "link-gone"]),
    ("notice", &["passkey-added", "passkey-removed", "account-linked", "account-unlinked"]),
];

fn keys() -> BTreeSet<String> {
    text(Locale::ENGLISH)
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" =").map(|(key, _)| key.to_owned()))
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("words/tests.rs") {
            found.push(path);
        }
    }
}

/// The string literals that are the first argument of `call`.
fn literals<'a>(text: &'a str, call: &str) -> Vec<&'a str> {
    text.match_indices(call)
        .filter(|(at, _)| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        .filter_map(|(at, _)| text[at + call.len()..].trim_start().strip_prefix('"')?.split_once('"').map(|(literal, _)| literal))
        .collect()
}

#[test]
fn every_key_that_is_used_exists_and_every_key_that_exists_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files = Vec::new();
    sources(&root.join("crates/ui/src"), &mut files);
    sources(&root.join("app/src"), &mut files);
    let (mut used, mut families) = (BTreeSet::new(), BTreeSet::new());
    for file in files {
        let text = fs::read_to_string(file).unwrap();
        for call in ["t(", "t_args("] {
            used.extend(literals(&text, call).into_iter().map(str::to_owned));
        }
        // The language comes first, then the key.
        used.extend(literals(&text, "t_in(locale,").into_iter().map(str::to_owned));
        families.extend(literals(&text, "t_code(").into_iter().map(str::to_owned));
    }
    assert!(used.len() > 50, "the scan finds next to nothing: {used:?}");
    let keys = keys();
    let missing: Vec<_> = used.iter().filter(|key| !keys.contains(*key)).collect();
    assert!(missing.is_empty(), "used but without words: {missing:?}");
    for family in &families {
        assert!(keys.contains(&format!("{family}-unknown")), "{family} has no words for an unknown code");
    }
    let unused: Vec<_> = keys.iter().filter(|key| !used.contains(*key) && !families.iter().any(|family| key.starts_with(&format!("{family}-")))).collect();
    assert!(unused.is_empty(), "words that nothing uses: {unused:?}");
}

#[test]
fn every_code_has_words_of_its_own() {
    for (family, codes) in CODES {
        for code in codes {
            assert_ne!(t_code(family, code), t(&format!("{family}-unknown")), "{family}-{code}");
        }
        assert_eq!(t_code(family, "no such code"), t(&format!("{family}-unknown")));
    }
}

#[test]
fn every_text_is_well_formed_and_fits_into_a_script_element() {
    assert!(kernel::LOCALES.iter().map(|locale| locale.tag()).eq(TEXTS.iter().map(|(tag, _)| *tag)));
    for locale in kernel::LOCALES {
        let text = text(*locale);
        if let Err((_, faults)) = FluentResource::try_new(text.to_owned()) {
            panic!("{locale}: {faults:?}");
        }
        assert!(!text.contains('<'), "{locale}");
        // What comes from outside stands in `<bdi>`: marks inside the words would only hide in copied text.
        assert!(!text.contains(|c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')), "{locale}");
    }
}

/// The plural forms that each language has (Unicode CLDR), each with a number that takes it.
const PLURALS: [(&str, &[(&str, i64)]); 5] = [
    ("ar", &[("zero", 0), ("one", 1), ("two", 2), ("few", 3), ("many", 11), ("other", 100)]),
    ("en", &[("one", 1), ("other", 2)]),
    ("es", &[("one", 1), ("other", 2)]),
    ("fr", &[("one", 0), ("other", 2)]),
    ("hi", &[("one", 0), ("other", 2)]),
];

#[test]
fn every_language_has_all_its_plural_forms() {
    for (tag, forms) in PLURALS {
        let text = text(Locale::parse(tag).unwrap());
        let selects = text.matches("->").count();
        assert!(selects > 3, "{tag}: {selects}");
        for (form, _) in forms {
            let marked = if *form == "other" { "*[other]".to_owned() } else { format!(" [{form}]") };
            assert_eq!(text.matches(&marked).count(), selects, "{tag}: form {form}");
        }
    }
}

#[test]
fn numbers_take_the_form_of_their_language() {
    for (tag, forms) in PLURALS {
        let locale = Locale::parse(tag).unwrap();
        let mut spoken = BTreeSet::new();
        for (form, count) in forms {
            let source = forms.iter().map(|(form, _)| format!("    {}[{form}] {form}\n", if *form == "other" { "*" } else { "" })).collect::<String>();
            let bundle = bundle(tag, format!("word = {{ $count ->\n{source}}}\n"));
            let mut args = FluentArgs::new();
            args.set("count", *count);
            assert_eq!(find_in(&bundle, "word", Some(&args)).as_deref(), Some(*form), "{tag}: {count}");
            let mut args = FluentArgs::new();
            args.set("count", *count);
            spoken.insert(find_in(bundle_of(locale), "devices-interfaces-count", Some(&args)).unwrap());
        }
        assert_eq!(spoken.len(), forms.len(), "{tag}: {spoken:?}");
    }
}

#[test]
fn a_page_speaks_the_language_of_its_context() {
    use leptos::prelude::{Owner, provide_context};

    assert_eq!(t("cancel"), "Cancel");
    let owner = Owner::new();
    owner.with(|| {
        provide_context(Locale::parse("fr").unwrap());
        assert_eq!(t("cancel"), t_in(Locale::parse("fr").unwrap(), "cancel"));
        assert_ne!(t("cancel"), "Cancel");
    });
    assert_eq!(t("cancel"), "Cancel");
}

#[test]
fn placeholders_and_plurals() {
    assert_eq!(t_args("time-ago-minutes", &[("count", 5.into())]), "5 min ago");
    assert_eq!(t_args("devices-interfaces-count", &[("count", 1.into())]), "1 interface");
    assert_eq!(t_args("devices-interfaces-count", &[("count", 3.into())]), "3 interfaces");
    assert_eq!(t("no-such-key"), "no-such-key");
}

#[test]
fn threads_share_the_words() {
    std::thread::scope(|scope| {
        let lookups: Vec<_> = (0..8_i64).map(|n| scope.spawn(move || (n, t_args("time-ago-hours", &[("count", n.into())])))).collect();
        for lookup in lookups {
            let (n, text) = lookup.join().unwrap();
            assert_eq!(text, format!("{n} h ago"));
        }
    });
}
