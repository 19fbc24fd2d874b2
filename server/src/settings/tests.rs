use super::*;

fn load(pairs: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    Settings::load_with(Some(file.path()), |name| pairs.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()))
}

#[test]
fn defaults_are_complete_and_valid() {
    let settings = load(&[]).unwrap();
    assert_eq!(settings.http.listen.port(), 3000);
    assert_eq!(settings.portal_url("acme.localhost"), "http://acme.localhost:3000");
    assert!(settings.collectors.enabled);
    let trusted = load(&[("LASTMILE_HTTP_TRUSTED_PROXIES", "192.0.2.1, 2001:db8::/32,")]).unwrap().http.trusted_proxies;
    assert_eq!(trusted.iter().map(ToString::to_string).collect::<Vec<_>>(), ["192.0.2.1/32", "2001:db8::/32"]);
}

#[test]
fn a_wrong_value_names_its_setting_and_variable() {
    for (env, value, key) in [
        ("LASTMILE_HTTP_LISTEN", "3000", "http.listen"),
        ("LASTMILE_DATABASE_CONNECTIONS", "many", "database.connections"),
        ("LASTMILE_DATABASE_CONNECTIONS", "1", "database.connections"),
        ("LASTMILE_LOG_FORMAT", "xml", "log.format"),
        ("LASTMILE_HTTP_BASE_DOMAIN", "Not A Host", "http.base_domain"),
        ("LASTMILE_HTTP_TRUSTED_PROXIES", "127.0.0.1, the proxy", "http.trusted_proxies"),
        ("LASTMILE_LIMITS_SIGN_INS_PER_ORIGIN", "0", "limits.sign_ins_per_origin"),
        ("LASTMILE_COLLECTORS_PING_INTERVAL_SECONDS", "4", "collectors.ping_interval_seconds"),
        ("LASTMILE_COLLECTORS_PING_RATE", "0", "collectors.ping_rate"),
        ("LASTMILE_MASTER_KEY", "abc", "security.master_key"),
        ("LASTMILE_DNS_RESOLVERS", "192.0.2.53,dns.example", "dns.resolvers"),
        ("LASTMILE_DNS_TIMEOUT_SECONDS", "0", "dns.timeout_seconds"),
        ("LASTMILE_TENANTS_ERASE_AFTER_DAYS", "0", "tenants.erase_after_days"),
        ("LASTMILE_MAIL_FROM", "no reply", "mail.from"),
        ("LASTMILE_MAIL_PORT", "smtp", "mail.port"),
        ("LASTMILE_MAIL_SECURITY", "ssl", "mail.security"),
    ] {
        let message = load(&[(env, value)]).unwrap_err().to_string();
        assert!(message.contains(key) && message.contains(env), "{env}={value}: {message}");
    }
}

#[test]
fn mail_settings_that_do_not_go_together_name_what_is_missing() {
    let relay = ("LASTMILE_MAIL_HOST", "relay.isp.example");
    let from = ("LASTMILE_MAIL_FROM", "No-Reply@isp.example");
    let (user, password) = (("LASTMILE_MAIL_USER", "isp"), ("LASTMILE_MAIL_PASSWORD", "hunter2-hunter2"));
    let plain = ("LASTMILE_MAIL_SECURITY", "none");
    for (pairs, key) in [
        (vec![relay], "mail.from"),
        (vec![("LASTMILE_MAIL_HOST", "relay:25"), from], "mail.host"),
        (vec![relay, from, user], "mail.password"),
        (vec![relay, from, password], "mail.user"),
        (vec![relay, from, user, password, plain], "mail.security"),
    ] {
        let message = load(&pairs).unwrap_err().to_string();
        assert!(message.contains(&format!("{key} (")) && !message.contains("hunter2"), "{pairs:?}: {message}");
    }
    let mail = load(&[relay, from, user, password]).unwrap().mail;
    assert_eq!((mail.port(), mail.security), (587, MailSecurity::StartTls));
    assert!(!format!("{mail:?}").contains("hunter2"));
    assert_eq!(load(&[("LASTMILE_MAIL_HOST", "127.0.0.1"), from, user, password, plain]).unwrap().mail.port(), 25);
    assert!(load(&[]).unwrap().mail.host.is_none());
}

#[test]
fn name_servers_are_addresses_with_or_without_a_port() {
    let servers = load(&[("LASTMILE_DNS_RESOLVERS", "192.0.2.53, [2001:db8::53]:5353,2001:db8::1")]).unwrap().dns.servers().unwrap();
    let servers: Vec<String> = servers.iter().map(ToString::to_string).collect();
    assert_eq!(servers, ["192.0.2.53:53", "[2001:db8::53]:5353", "[2001:db8::1]:53"]);
    assert!(load(&[]).unwrap().dns.servers().unwrap().is_empty());
    let keys = format!("{},{}", "ab".repeat(32), "cd".repeat(32));
    assert!(load(&[("LASTMILE_MASTER_KEY", &keys)]).is_ok());
}

#[test]
fn an_unknown_key_in_the_file_is_refused_by_name() {
    let file = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
    std::fs::write(file.path(), "[http]\nlisten_on = \"127.0.0.1:1\"\n").unwrap();
    let message = Settings::load_with(Some(file.path()), |_| None).unwrap_err().to_string();
    assert!(message.contains("listen_on"), "{message}");
}

#[test]
fn the_page_of_settings_is_true() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/operations/settings.md")).unwrap();
    assert_eq!(page, markdown(), "run: lastmile settings > docs/operations/settings.md");
}
