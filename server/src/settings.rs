//! Configuration: built-in defaults, then a TOML file, then environment variables. Every setting is described once, in
//! [`ALL`], which also makes `lastmile settings` and `docs/operations/settings.md`.

mod channels;

use std::path::PathBuf;

use ipnet::IpNet;
use serde::Deserialize;

pub use channels::Channels;

/// One setting as documented.
pub struct Setting {
    /// Key in the file, dotted: `http.listen` is `listen` under `[http]`.
    pub key: &'static str,
    /// Environment variable, which wins over the file.
    pub env: &'static str,
    /// Value when nothing is said; empty means none.
    pub default: &'static str,
    /// What it does, with its unit.
    pub doc: &'static str,
}

const fn setting(key: &'static str, env: &'static str, default: &'static str, doc: &'static str) -> Setting {
    Setting { key, env, default, doc }
}

/// Every setting there is.
pub const ALL: &[Setting] = &[
    setting(
        "data_dir",
        "LASTMILE_DATA_DIR",
        "",
        "Folder of the private Postgres, the master key, the demo accounts and the archives that tenants take along. Default: `/var/lib/lastmile` for root, else `~/.local/share/lastmile`.",
    ),
    setting("http.listen", "LASTMILE_HTTP_LISTEN", "127.0.0.1:3000", "Address and port that the web server listens on."),
    setting("http.base_domain", "LASTMILE_HTTP_BASE_DOMAIN", "localhost", "Domain under which each portal gets its host name."),
    setting(
        "http.public_scheme",
        "LASTMILE_HTTP_PUBLIC_SCHEME",
        "http",
        "`http` or `https`: how browsers reach the portals. Anything but `localhost` needs `https` (a TLS proxy in front), or browsers refuse the session cookie.",
    ),
    setting(
        "http.trusted_proxies",
        "LASTMILE_HTTP_TRUSTED_PROXIES",
        "127.0.0.0/8,::1/128",
        "Addresses or networks of the TLS proxies in front, with commas between. Only from them `X-Forwarded-For` is believed: its last address that is none of them is the client, for the limits below. The proxy must set or extend that header.",
    ),
    setting("http.site_dir", "LASTMILE_HTTP_SITE_DIR", "target/site", "Folder with the built browser files."),
    setting(
        "http.service_worker",
        "LASTMILE_HTTP_SERVICE_WORKER",
        "true",
        "Whether browsers keep the portals' files and a page for when there is no connection. `false` takes that out of every browser at its next visit.",
    ),
    setting(
        "database.url",
        "DATABASE_URL",
        "",
        "Postgres 15 or newer, as a role that may create roles (`postgres://…`). Without it, the server runs a private Postgres in its data folder.",
    ),
    setting(
        "database.connections",
        "LASTMILE_DATABASE_CONNECTIONS",
        "16",
        "Connections of the application role, 2 to 500. The platform role has a quarter of them.",
    ),
    setting(
        "database.postgres_bin",
        "LASTMILE_DATABASE_POSTGRES_BIN",
        "",
        "Folder with `initdb` and `postgres` for the private Postgres. Default: the newest one found.",
    ),
    setting(
        "database.os_user",
        "LASTMILE_DATABASE_OS_USER",
        "postgres",
        "Unprivileged account that the private Postgres runs as when the server is started by root.",
    ),
    setting(
        "redis.url",
        "REDIS_URL",
        "",
        "Redis that carries live events and the API's rate limits between several server processes (`redis://…`). Without it they stay inside this process.",
    ),
    setting(
        "api.token_per_minute",
        "LASTMILE_API_TOKEN_PER_MINUTE",
        "600",
        "Requests to the API that one token may make in a minute, 1 to 1000000. Shared by all processes where Redis is configured.",
    ),
    setting("api.tenant_per_minute", "LASTMILE_API_TENANT_PER_MINUTE", "6000", "The same for all tokens of a tenant together."),
    setting("api.address_per_minute", "LASTMILE_API_ADDRESS_PER_MINUTE", "1200", "The same for one address (of IPv6 the /64), with or without a token."),
    setting("session.idle_minutes", "LASTMILE_SESSION_IDLE_MINUTES", "90", "A session ends after so many minutes without a request, 5 to 43200."),
    setting("session.absolute_hours", "LASTMILE_SESSION_ABSOLUTE_HOURS", "12", "A session ends after so many hours whatever happens, 1 to 720."),
    setting(
        "session.most_per_person",
        "LASTMILE_SESSION_MOST_PER_PERSON",
        "50",
        "Sessions in browsers, and sign-ins of apps, that one person has at the same time, each 1 to 1000. Who signs in once more is signed out where that was used longest ago.",
    ),
    setting(
        "limits.sign_ins_per_origin",
        "LASTMILE_LIMITS_SIGN_INS_PER_ORIGIN",
        "120",
        "Posts a minute to the forms of people who are not signed in (passwords, codes, links, invitations) from one IPv4 address or one IPv6 /64, 1 to 1000000. Many customers behind one address may need more. Counted by each process for itself, as all limits.",
    ),
    setting(
        "limits.sign_ins_per_portal",
        "LASTMILE_LIMITS_SIGN_INS_PER_PORTAL",
        "1200",
        "The same to all portals of one tenant together. Beyond it only browsers are let in that somebody has signed in with before.",
    ),
    setting(
        "limits.mails_per_origin",
        "LASTMILE_LIMITS_MAILS_PER_ORIGIN",
        "20",
        "Mails a minute with a link to sign in or to a new password that one origin may ask for, 1 to 1000000.",
    ),
    setting("limits.mails_per_portal", "LASTMILE_LIMITS_MAILS_PER_PORTAL", "120", "The same for all portals of one tenant together."),
    setting("collectors.enabled", "LASTMILE_COLLECTORS_ENABLED", "true", "Whether this process polls devices (`false` for pure web processes)."),
    setting("collectors.in_flight", "LASTMILE_COLLECTORS_IN_FLIGHT", "256", "Devices polled at the same time, 1 to 4096."),
    setting("collectors.ping", "LASTMILE_COLLECTORS_PING", "true", "Whether a process that polls devices pings them too (see pings.md)."),
    setting("collectors.ping_interval_seconds", "LASTMILE_COLLECTORS_PING_INTERVAL_SECONDS", "10", "Seconds between two pings of a device, 5 to 60."),
    setting("collectors.ping_rate", "LASTMILE_COLLECTORS_PING_RATE", "2000", "Pings a second that this process sends at most, 1 to 20000."),
    setting(
        "mail.host",
        "LASTMILE_MAIL_HOST",
        "",
        "SMTP relay that mails go to, a host name or an IP address. Without it no mail is sent: mails stand on the page `/sent-mail` for 7 days, which is for development and demo worlds.",
    ),
    setting("mail.port", "LASTMILE_MAIL_PORT", "", "Port of the relay. Default: 587 with `starttls`, 465 with `tls`, 25 with `none`."),
    setting(
        "mail.security",
        "LASTMILE_MAIL_SECURITY",
        "starttls",
        "`starttls` (refuses a relay that does not offer it), `tls` from the first byte, or `none`. The relay's certificate must be one that this machine trusts.",
    ),
    setting("mail.user", "LASTMILE_MAIL_USER", "", "User at the relay, together with `mail.password`. Without both, mails are handed over without signing in."),
    setting("mail.password", "LASTMILE_MAIL_PASSWORD", "", "Password at the relay. Never sent without TLS, except to this machine itself."),
    setting(
        "mail.from",
        "LASTMILE_MAIL_FROM",
        "",
        "Sender's address of every mail, needed with `mail.host`; the name beside it is the portal's. Its domain should allow the relay (SPF, DKIM).",
    ),
    setting("mail.reply_to", "LASTMILE_MAIL_REPLY_TO", "", "Where answers to mails go. Default: to `mail.from`."),
    setting(
        "dns.resolvers",
        "LASTMILE_DNS_RESOLVERS",
        "",
        "Name servers that are asked whose a domain is: IP addresses with commas between them, each with `:port` where it is not 53 (`192.0.2.53,[2001:db8::53]:5353`). Default: those that this machine uses.",
    ),
    setting("dns.timeout_seconds", "LASTMILE_DNS_TIMEOUT_SECONDS", "5", "How long a name server may take to answer, 1 to 30 seconds."),
    setting("tenants.erase_after_days", "LASTMILE_TENANTS_ERASE_AFTER_DAYS", "30", "Days after which everything of a closed provider is erased, 1 to 3650."),
    setting(
        "channels.telegram_url",
        "LASTMILE_CHANNELS_TELEGRAM_URL",
        "https://api.telegram.org",
        "Where Telegram's Bot API is, or a server of it of one's own.",
    ),
    setting("channels.twilio_url", "LASTMILE_CHANNELS_TWILIO_URL", "https://api.twilio.com", "Where Twilio's REST API is."),
    setting("channels.meta_url", "LASTMILE_CHANNELS_META_URL", "https://graph.facebook.com/v23.0", "Where Meta's Graph API is, with its version."),
    setting(
        "channels.private_addresses",
        "LASTMILE_CHANNELS_PRIVATE_ADDRESSES",
        "false",
        "Whether webhooks may lead to this machine and the networks around it, and be plain `http`. For development only.",
    ),
    setting("log.format", "LASTMILE_LOG_FORMAT", "text", "`text` or `json` (one object a line)."),
    setting(
        "log.filter",
        "LASTMILE_LOG",
        "info,async_snmp=off",
        "What is logged, in the syntax of tracing's EnvFilter, for example `info,server::collectors=debug`.",
    ),
    setting(
        "metrics.token",
        "LASTMILE_METRICS_TOKEN",
        "",
        "Bearer token that opens `/metrics` to other machines. Without it, only this machine may read them.",
    ),
    setting(
        "security.master_key",
        "LASTMILE_MASTER_KEY",
        "",
        "Key-encryption key as 64 hexadecimal digits, the same for every process; several with commas between them while it is being changed (the first seals, all open; see keys.md). Default: `master.key` in the data folder, made at the first start. Losing it loses every stored device credential.",
    ),
    setting(
        "security.require_second_factor",
        "LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR",
        "true",
        "Whether the platform's and the ISPs' owners must set up a second factor before anything else opens. Demo worlds never ask for one.",
    ),
    setting(
        "security.breached_passwords",
        "LASTMILE_BREACHED_PASSWORDS",
        "",
        "A file of passwords from known leaks that new ones are held against, besides the list in the product: Pwned Passwords as text, `SHA-1:COUNT` lines in the order of the hashes (see passwords.md). Looked up on the disk, never read whole. A file that is none keeps the server from starting.",
    ),
    setting(
        "dev.pages",
        "LASTMILE_DEV_PAGES",
        "",
        "Whether pages for developers stand beside the product's, such as `/dev/kit`. Default: `true` in debug builds, else `false`.",
    ),
];

/// All settings, read and checked.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Data folder; `None` for the default place.
    pub data_dir: Option<PathBuf>,
    /// Web server.
    pub http: Http,
    /// Postgres.
    pub database: Database,
    /// Redis.
    pub redis: Redis,
    /// The REST API.
    pub api: Api,
    /// Browser sessions.
    pub session: Session,
    /// What strangers may do how often.
    pub limits: Limits,
    /// Polling.
    pub collectors: Collectors,
    /// Mail.
    pub mail: Mail,
    /// Name servers.
    pub dns: Dns,
    /// Notices besides mail.
    pub channels: Channels,
    /// What becomes of tenants.
    pub tenants: Tenants,
    /// Logs.
    pub log: Log,
    /// Prometheus.
    pub metrics: Metrics,
    /// Keys.
    pub security: Security,
    /// Development.
    pub dev: Dev,
}

/// `[http]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Http {
    /// Address and port.
    pub listen: std::net::SocketAddr,
    /// Domain of the portals.
    pub base_domain: String,
    /// How browsers come.
    pub public_scheme: Scheme,
    /// Whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// Browser files.
    pub site_dir: PathBuf,
    /// Browsers keep files and a page for when there is no connection.
    pub service_worker: bool,
}

/// Networks with commas between; an address alone is a network of one.
fn networks<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let network = |part: &str| part.parse::<IpNet>().ok().or_else(|| part.parse::<std::net::IpAddr>().ok().map(IpNet::from));
    parts
        .map(|part| network(part).ok_or_else(|| serde::de::Error::custom(format!("`{part}` is no address and no network, for `http.trusted_proxies`"))))
        .collect()
}

/// `http` or `https`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Plain, for `localhost`.
    Http,
    /// TLS.
    Https,
}

impl Scheme {
    /// As in a URL.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Http => "http",
            Scheme::Https => "https",
        }
    }
}

/// `[database]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// Foreign Postgres.
    pub url: Option<String>,
    /// Pool size.
    pub connections: u32,
    /// Programs of the private Postgres.
    pub postgres_bin: Option<PathBuf>,
    /// Account of the private Postgres.
    pub os_user: String,
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Database").field("url", &self.url.as_ref().map(|_| "…")).field("connections", &self.connections).finish_non_exhaustive()
    }
}

/// `[redis]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redis {
    /// Where.
    pub url: Option<String>,
}

impl std::fmt::Debug for Redis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Redis").field("url", &self.url.as_ref().map(|_| "…")).finish()
    }
}

/// `[api]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Api {
    /// Requests of one token.
    pub token_per_minute: u32,
    /// Requests of a tenant.
    pub tenant_per_minute: u32,
    /// Requests from one address.
    pub address_per_minute: u32,
}

/// `[session]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Session {
    /// Minutes without a request.
    pub idle_minutes: i64,
    /// Hours in all.
    pub absolute_hours: i64,
    /// At the same time.
    pub most_per_person: i64,
}

/// `[limits]`: a minute.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// Passwords, codes, links from one origin.
    pub sign_ins_per_origin: u32,
    /// The same to one tenant.
    pub sign_ins_per_portal: u32,
    /// Mails that one origin asks for.
    pub mails_per_origin: u32,
    /// The same of one tenant.
    pub mails_per_portal: u32,
}

/// `[collectors]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collectors {
    /// Poll at all.
    pub enabled: bool,
    /// Devices at a time.
    pub in_flight: usize,
    /// Ping them.
    pub ping: bool,
    /// Seconds between two pings of a device.
    pub ping_interval_seconds: u64,
    /// Pings a second.
    pub ping_rate: u32,
}

impl Collectors {
    /// How often devices are pinged, how long their answers may take, and how many are pinged at most.
    #[must_use]
    pub fn ping_pace(&self) -> crate::collectors::ping::Pace {
        use std::time::Duration;
        crate::collectors::ping::Pace { interval: Duration::from_secs(self.ping_interval_seconds), patience: Duration::from_secs(3), rate: self.ping_rate }
    }
}

/// `[mail]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// Relay; `None` keeps mails instead of sending them.
    pub host: Option<String>,
    /// Port, where it is not the usual one.
    pub port: Option<u16>,
    /// Protection of the connection.
    pub security: MailSecurity,
    /// User at the relay.
    pub user: Option<String>,
    /// Password at the relay.
    pub password: Option<String>,
    /// Sender's address.
    pub from: Option<String>,
    /// Where answers go.
    pub reply_to: Option<String>,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mail").field("host", &self.host).field("port", &self.port).field("security", &self.security).finish_non_exhaustive()
    }
}

/// `starttls`, `tls` or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// TLS after a plain greeting.
    StartTls,
    /// TLS from the first byte.
    Tls,
    /// Plain.
    None,
}

impl Mail {
    /// The port: as set, or the usual one.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.unwrap_or(match self.security {
            MailSecurity::StartTls => 587,
            MailSecurity::Tls => 465,
            MailSecurity::None => 25,
        })
    }

    fn check(&self) -> Result<(), SettingsError> {
        let address = |text: &String| kernel::validate::email(text).is_some_and(|fits| fits == text.to_lowercase());
        for (key, value) in [("mail.from", &self.from), ("mail.reply_to", &self.reply_to)] {
            if value.as_ref().is_some_and(|text| !address(text)) {
                return Err(wrong(key, "must be an e-mail address, for example `no-reply@isp.example`"));
            }
        }
        match (&self.user, &self.password) {
            (Some(_), None) => return Err(wrong("mail.password", "is missing, while mail.user is set")),
            (None, Some(_)) => return Err(wrong("mail.user", "is missing, while mail.password is set")),
            _ => {}
        }
        let Some(host) = &self.host else { return Ok(()) };
        let ip = host.parse::<std::net::IpAddr>().ok();
        if ip.is_none() && kernel::validate::host_name(host).as_deref() != Some(host.as_str()) {
            return Err(wrong("mail.host", "must be a host name in lower case or an IP address, without port"));
        }
        if self.from.is_none() {
            return Err(wrong("mail.from", "is missing, while mail.host is set"));
        }
        let nearby = host == "localhost" || ip.is_some_and(|ip| ip.is_loopback());
        if self.security == MailSecurity::None && self.password.is_some() && !nearby {
            return Err(wrong("mail.security", "is `none`, which would send mail.password readable over the network; use `starttls` or `tls`"));
        }
        Ok(())
    }
}

/// `[dns]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dns {
    /// Addresses with commas between them; `None` for the machine's own.
    pub resolvers: Option<String>,
    /// For one answer.
    pub timeout_seconds: u64,
}

impl Dns {
    /// The name servers that are named; none for the machine's own.
    pub fn servers(&self) -> Result<Vec<std::net::SocketAddr>, &'static str> {
        let read = |text: &str| {
            let address = text.parse::<std::net::IpAddr>().map(|ip| std::net::SocketAddr::new(ip, 53));
            address.or_else(|_with_port| text.parse::<std::net::SocketAddr>())
        };
        let listed = self.resolvers.as_deref().unwrap_or_default().split(',').map(str::trim).filter(|text| !text.is_empty());
        listed.map(|text| read(text).map_err(|_shape| "must be IP addresses with commas between them, for example `192.0.2.53,[2001:db8::53]:5353`")).collect()
    }
}

/// `[tenants]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenants {
    /// Days between closing and erasing.
    pub erase_after_days: i64,
}

/// `[log]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// Text or JSON.
    pub format: LogFormat,
    /// EnvFilter directives.
    pub filter: String,
}

/// `text` or `json`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

/// `[metrics]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Metrics {
    /// Bearer token for other machines.
    pub token: Option<String>,
}

impl std::fmt::Debug for Metrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Metrics(…)")
    }
}

/// `[security]`.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Security {
    /// Key-encryption key in hexadecimal.
    pub master_key: Option<String>,
    /// Owners need a second factor.
    pub require_second_factor: bool,
    /// File of passwords from known leaks.
    pub breached_passwords: Option<PathBuf>,
}

impl std::fmt::Debug for Security {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Security(…)")
    }
}

/// `[dev]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dev {
    /// Pages for developers; `None` for what the build is made for.
    pub pages: Option<bool>,
}

impl Dev {
    /// Whether pages for developers are shown.
    #[must_use]
    pub fn pages(&self) -> bool {
        self.pages.unwrap_or(cfg!(debug_assertions))
    }
}

/// A setting that cannot be used, named.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file or a value does not parse.
    #[error("configuration: {0}")]
    Unreadable(String),
    /// A value is out of its range.
    #[error("configuration: {key} (environment: {env}): {problem}")]
    Wrong {
        /// The setting.
        key: &'static str,
        /// Its environment variable.
        env: &'static str,
        /// What is wrong and what would be right.
        problem: String,
    },
}

impl Settings {
    /// Reads defaults, `file` (or `lastmile.toml` in the working folder, where there is one) and the environment.
    pub fn load(file: Option<&std::path::Path>) -> Result<Self, SettingsError> {
        Self::load_with(file, |name| std::env::var(name).ok())
    }

    /// As [`Settings::load`], with the environment as a function.
    pub fn load_with(file: Option<&std::path::Path>, env: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let unreadable = |error: config::ConfigError| SettingsError::Unreadable(error.to_string());
        let mut builder = config::Config::builder();
        for setting in ALL {
            builder = builder.set_default(setting.key, (!setting.default.is_empty()).then_some(setting.default)).map_err(unreadable)?;
        }
        builder = match file {
            Some(path) => builder.add_source(config::File::from(path).format(config::FileFormat::Toml)),
            None => builder.add_source(config::File::new("lastmile.toml", config::FileFormat::Toml).required(false)),
        };
        for setting in ALL {
            if let Some(value) = env(setting.env).filter(|value| !value.is_empty()) {
                builder = builder.set_override(setting.key, value).map_err(unreadable)?;
            }
        }
        let read = builder.build().map_err(unreadable)?;
        let settings: Settings = read.try_deserialize().map_err(|error| SettingsError::Unreadable(name_environment(&error.to_string())))?;
        settings.check()?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), SettingsError> {
        between("database.connections", i64::from(self.database.connections), 2, 500)?;
        for (key, value) in [
            ("api.token_per_minute", self.api.token_per_minute),
            ("api.tenant_per_minute", self.api.tenant_per_minute),
            ("api.address_per_minute", self.api.address_per_minute),
        ] {
            between(key, i64::from(value), 1, 1_000_000)?;
        }
        between("session.idle_minutes", self.session.idle_minutes, 5, 43_200)?;
        between("session.absolute_hours", self.session.absolute_hours, 1, 720)?;
        between("session.most_per_person", self.session.most_per_person, 1, 1_000)?;
        for (key, value) in [
            ("limits.sign_ins_per_origin", self.limits.sign_ins_per_origin),
            ("limits.sign_ins_per_portal", self.limits.sign_ins_per_portal),
            ("limits.mails_per_origin", self.limits.mails_per_origin),
            ("limits.mails_per_portal", self.limits.mails_per_portal),
        ] {
            between(key, i64::from(value), 1, 1_000_000)?;
        }
        between("collectors.in_flight", i64::try_from(self.collectors.in_flight).unwrap_or(i64::MAX), 1, 4096)?;
        between("collectors.ping_interval_seconds", i64::try_from(self.collectors.ping_interval_seconds).unwrap_or(i64::MAX), 5, 60)?;
        between("collectors.ping_rate", i64::from(self.collectors.ping_rate), 1, 20_000)?;
        if kernel::validate::host_name(&self.http.base_domain).as_deref() != Some(self.http.base_domain.as_str()) {
            return Err(wrong("http.base_domain", "must be a host name in lower case, for example `isp.example`"));
        }
        between("dns.timeout_seconds", i64::try_from(self.dns.timeout_seconds).unwrap_or(i64::MAX), 1, 30)?;
        between("tenants.erase_after_days", self.tenants.erase_after_days, 1, 3_650)?;
        self.dns.servers().map_err(|problem| wrong("dns.resolvers", problem))?;
        self.mail.check()?;
        self.channels.check()?;
        if let Some(key) = &self.security.master_key {
            let fits = |key: &str| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit());
            if !key.split(',').map(str::trim).all(fits) {
                return Err(wrong("security.master_key", "must be 64 hexadecimal digits, or several such keys with commas between them"));
            }
        }
        Ok(())
    }

    /// The data folder: as set, or the place that fits the account.
    #[must_use]
    pub fn data_dir(&self) -> PathBuf {
        if let Some(folder) = &self.data_dir {
            return folder.clone();
        }
        if rustix::process::geteuid().is_root() {
            return PathBuf::from("/var/lib/lastmile");
        }
        let base =
            std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share")));
        base.unwrap_or_else(|| PathBuf::from(".")).join("lastmile")
    }

    /// How long a session may stay without a request.
    #[must_use]
    pub fn session_idle(&self) -> chrono::TimeDelta {
        chrono::TimeDelta::minutes(self.session.idle_minutes)
    }

    /// How long a closed tenant is kept.
    #[must_use]
    pub fn grace(&self) -> chrono::TimeDelta {
        chrono::TimeDelta::days(self.tenants.erase_after_days)
    }

    /// The host name of a portal: `label.base_domain`.
    #[must_use]
    pub fn portal_host(&self, label: &str) -> String {
        format!("{label}.{}", self.http.base_domain)
    }

    /// The address a browser opens for a host, with the port where it is not the scheme's own.
    #[must_use]
    pub fn portal_url(&self, host: &str) -> String {
        let scheme = self.http.public_scheme;
        match (scheme, self.http.listen.port()) {
            (Scheme::Https, _) | (Scheme::Http, 80) => format!("{}://{host}", scheme.as_str()),
            (Scheme::Http, port) => format!("http://{host}:{port}"),
        }
    }
}

fn wrong(key: &'static str, problem: &str) -> SettingsError {
    let env = ALL.iter().find(|setting| setting.key == key).map_or("", |setting| setting.env);
    SettingsError::Wrong { key, env, problem: problem.to_owned() }
}

fn between(key: &'static str, value: i64, least: i64, most: i64) -> Result<(), SettingsError> {
    if (least..=most).contains(&value) { Ok(()) } else { Err(wrong(key, &format!("is {value}, must be {least} to {most}"))) }
}

/// The library names the key only; people who set it by environment look for the variable.
fn name_environment(message: &str) -> String {
    ALL.iter()
        .filter(|setting| message.contains(&format!("`{}`", setting.key)))
        .map(|setting| format!("{message} (environment: {})", setting.env))
        .next()
        .unwrap_or_else(|| message.to_owned())
}

/// Every setting as a Markdown table, for `docs/operations/settings.md`.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::from(
        "# Settings\n\nRead in this order, later ones win: built-in defaults, a TOML file (`--config FILE`, or `lastmile.toml` in the working folder), environment variables. Made by `lastmile settings`; a test keeps this page true.\n\n| setting | environment | default | what it does |\n|---|---|---|---|\n",
    );
    for setting in ALL {
        let default = if setting.default.is_empty() { "–".to_owned() } else { format!("`{}`", setting.default) };
        text.push_str(&format!("| `{}` | `{}` | {default} | {} |\n", setting.key, setting.env, setting.doc));
    }
    text
}

#[cfg(test)]
mod tests;
