use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::*;

/// Codes that reach `t_code` at run time; each must have words of its own.
const CODES: &[(&str, &[&str])] = &[
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
            "export-proved",
            "export-link-proved",
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
            "settings-change",
            "branding-change",
            "branding-remove",
            "invitation-accept",
            "invitation-create",
            "invitation-revoke",
            "isp-create",
            "isp-limits",
            "isp-state",
            "member-leave",
            "member-role",
            "org-move",
            "org-rename",
            "role-create",
            "role-change",
            "role-delete",
            "impersonation-request",
            "impersonation-start",
            "impersonation-end",
            "support-access-change",
        ],
    ),
    ("audit-detail", &["added", "removed", "permissions", "reason", "ticket", "allowed", "ended", "acting", "org", "parent", "label", "user", "staff"]),
    ("audit-object", &["invitation", "tenant", "session", "role", "impersonation"]),
    ("audit-detail", &["action", "addresses", "changed", "from", "host", "hosts", "kind", "locale", "name", "person", "refused", "role", "to", "version"]),
    ("audit-action", &["group-add", "group-change", "group-remove", "group-members"]),
    ("audit-object", &["group"]),
    ("alert-turn", &["fired", "recovered", "silent", "heard", "flapping_began", "flapping_ended", "acknowledged"]),
    ("audit-action", &["alert-acknowledge"]),
    ("audit-detail", &["rule"]),
    ("job", &["evaluate_alerts"]),
    ("notice", &["alert-acknowledged"]),
    ("audit-object", &["audit", "device", "email-sha256", "interface", "org", "user"]),
    ("audit-part", &["demo-world", "password-reset", "sign-in"]),
    ("audit-action", &["user-rename"]),
    ("browser", &["edge", "opera", "samsung", "firefox", "chrome", "safari"]),
    ("health-topic", &["mail"]),
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
    ("field-error", &["reason-short", "beyond-own", "role-empty", "role-name-taken", "label-not-yours"]),
    ("form-fault", &["role-limit", "role-in-use", "isp-not-open", "support-off", "person-disabled"]),
    ("notice", &["role-created", "role-changed", "role-deleted", "support-on", "support-off", "support-ended", "acting-ended"]),
    ("permission-group", &["network", "people", "settings", "platform"]),
    ("form-fault", &["code-over", "enrolment-over", "link-over", "link-browser", "link-used", "too-many-requests"]),
    ("form-fault", &["token-limit"]),
    ("field-error", &["token-days", "token-scopes", "not-an-origin", "too-many-origins"]),
    ("notice", &["token-revoked", "origins-changed"]),
    ("gap-reason", &["reset", "reboot", "implausible", "changed", "too_old"]),
    ("job", &["roll_up", "keep_partitions", "expire_mail", "expire_sessions", "expire_sign_ins", "expire_api", "deliver_mail"]),
    ("job", &["check_domains", "free_names", "make_export", "plan_erasures", "expire_exports", "erase_tenant", "sweep_stragglers"]),
    ("notice", &["settings-changed", "device-added", "device-changed", "device-removed", "interface-assigned", "branding-changed", "branding-removed"]),
    ("notice", &["password-changed", "session-ended", "sessions-ended", "second-factor-on", "second-factor-off", "recovered", "profile-saved"]),
    ("poll-error", &["timeout", "refused", "unresolved", "auth", "malformed", "too_much", "credential", "agent_error"]),
    ("redis", &["off", "up", "away"]),
    (
        "refusal",
        &["400", "401", "403", "404", "413", "415", "421", "422", "429", "500", "503", "cross-site", "second-factor", "paused", "language", "export-link"],
    ),
    ("role", &["founder", "isp_owner", "engineer", "support", "branch_manager", "reseller", "client"]),
    ("weekday", &["1", "5", "6", "7"]),
    ("roles-at", &["isp", "branch", "reseller", "client"]),
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

/// Every message of a language by key; how it writes numbers and dates is not among them.
fn messages(locale: Locale) -> BTreeMap<&'static str, &'static str> {
    let table = table_of(locale);
    table.keys().filter(|key| !key.starts_with("cldr-")).map(|key| (key, table.get(key).unwrap())).collect()
}

fn keys() -> BTreeSet<String> {
    messages(Locale::ENGLISH).into_keys().map(str::to_owned).collect()
}

/// The files of words as they were written, in Fluent's own syntax.
fn fluent(locale: Locale) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(locale.tag());
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let words = files.filter(|path| path.extension().is_some_and(|extension| extension == "ftl") && !path.ends_with("mail.ftl"));
    words.map(|path| fs::read_to_string(path).unwrap() + "\n").collect()
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
        for call in ["t_code(", "t_code_in(locale,"] {
            families.extend(literals(&text, call).into_iter().map(str::to_owned));
        }
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
        for code in *codes {
            assert_ne!(t_code(family, code), t(&format!("{family}-unknown")), "{family}-{code}");
        }
        assert_eq!(t_code(family, "no such code"), t(&format!("{family}-unknown")));
    }
}

/// A new permission needs words before anybody can be given it.
#[test]
fn every_permission_has_words_in_plain_language() {
    for permission in kernel::Permission::ALL {
        for family in ["permission", "permission-help"] {
            assert_ne!(t_code(family, permission.as_str()), t(&format!("{family}-unknown")), "{family} {}", permission.as_str());
        }
    }
}

#[test]
fn every_text_is_fit_to_be_read_and_copied() {
    assert!(kernel::LOCALES.iter().map(|locale| locale.tag()).eq(TEXTS.iter().map(|(tag, ..)| *tag)));
    for locale in kernel::LOCALES {
        for (key, text) in messages(*locale) {
            assert!(!text.contains('<'), "{locale} {key}");
            // What comes from outside stands in `<bdi>`: marks inside the words would only hide in copied text.
            let marks = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!text.contains(marks), "{locale} {key}");
        }
    }
}

/// Pages and mails that say "tú" beside others that say "usted" would speak with two voices.
#[test]
fn readers_are_addressed_formally() {
    const FAMILIAR: [(&str, &[&str]); 2] = [
        ("es", &["tú", "tu", "tus", "te", "ti", "contigo", "tuyo", "tuya", "eres", "tienes", "puedes", "quieres", "necesitas"]),
        ("fr", &["tu", "toi", "te", "ton", "ta", "tes", "tien", "tienne"]),
    ];
    for (tag, familiar) in FAMILIAR {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales").join(tag);
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        for file in files.filter(|path| path.extension().is_some_and(|extension| extension == "ftl")) {
            for line in fs::read_to_string(&file).unwrap().lines().filter(|line| !line.starts_with('#')) {
                let said = line.split_once('=').map_or(line, |(_, said)| said).to_lowercase();
                let word = said.split(|c: char| !c.is_alphabetic()).find(|word| familiar.contains(word));
                assert_eq!(word, None, "{}: {line}", file.display());
            }
        }
    }
}

#[test]
fn no_domain_holds_what_another_does() {
    for (tag, _, domains) in TEXTS {
        assert!(domains.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>() == DOMAINS.iter().copied().collect(), "{tag}");
        let mut seen = BTreeSet::new();
        for line in domains.iter().flat_map(|(_, text)| text.lines()) {
            let (key, _) = line.split_once('=').unwrap();
            assert!(seen.insert(key), "{tag}: {key} stands in two domains");
        }
    }
}

/// The letters of the plural forms that the numbers of a language take.
fn plural_forms(locale: Locale) -> BTreeSet<char> {
    (0..200).map(|number| Formats::new(table_of(locale)).plural(number).letter()).collect()
}

#[test]
fn every_choice_has_a_text_for_every_form_that_its_language_has() {
    for locale in kernel::LOCALES {
        let forms = plural_forms(*locale);
        let mut choices = 0;
        for (key, text) in messages(*locale) {
            for (_, rest) in text.match_indices('{').filter_map(|(at, _)| text[at + 1..].split_once('|').filter(|(name, _)| !name.contains('}'))) {
                choices += 1;
                for form in forms.iter().filter(|form| **form != 'x') {
                    // English and its like may name the number one itself.
                    assert!(rest.contains(&format!("{form}=")), "{locale} {key} has no text for the plural form {form}: {text}");
                }
                assert!(rest.contains("*="), "{locale} {key}");
            }
        }
        assert!(choices > 3, "{locale}: {choices}");
    }
}

#[test]
fn our_small_reader_says_what_fluent_says() {
    for locale in kernel::LOCALES {
        let resource = FluentResource::try_new(fluent(*locale)).unwrap();
        let mut bundle = FluentBundle::new_concurrent(vec![locale.tag().parse::<LanguageIdentifier>().unwrap()]);
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).unwrap();
        for (key, text) in messages(*locale) {
            let names: BTreeSet<&str> = text.split('{').skip(1).map(|rest| rest.split(['|', '}']).next().unwrap()).collect();
            let pattern = bundle.get_message(key).unwrap().value().unwrap();
            // Beyond 100 the plural rules of Fluent's library are not ICU's.
            for count in 0..=100 {
                // Each placeholder once as a number and once as a text.
                let texts: Vec<String> = names.iter().map(|name| format!("<{name}>")).collect();
                for numbers in [true, false] {
                    let (mut theirs, mut ours) = (FluentArgs::new(), Vec::new());
                    for (name, value) in names.iter().zip(&texts) {
                        if numbers {
                            theirs.set(*name, count);
                            ours.push((*name, Arg::Count(count)));
                        } else {
                            theirs.set(*name, value.as_str());
                            ours.push((*name, Arg::Text(value)));
                        }
                    }
                    let said = bundle.format_pattern(pattern, Some(&theirs), &mut Vec::new());
                    assert_eq!(Formats::new(table_of(*locale)).fill(text, &ours), said, "{locale} {key} {count}");
                }
            }
        }
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
    assert_eq!(t_args("seconds", &[("count", 5.into())]), "5 s");
    assert_eq!(t_args("devices-interfaces-count", &[("count", 1234.into())]), "1,234 interfaces");
    assert_eq!(t_args("devices-interfaces-count", &[("count", 1.into())]), "1 interface");
    assert_eq!(t_args("devices-interfaces-count", &[("count", 3.into())]), "3 interfaces");
    assert_eq!(t("no-such-key"), "no-such-key");
}

#[test]
fn threads_share_the_words() {
    std::thread::scope(|scope| {
        let lookups: Vec<_> = (0..8_i64).map(|n| scope.spawn(move || (n, t_args("seconds", &[("count", n.into())])))).collect();
        for lookup in lookups {
            let (n, text) = lookup.join().unwrap();
            assert_eq!(text, format!("{n} s"));
        }
    });
}
