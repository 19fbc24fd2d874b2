//! The whole product under test: real database, real HTTP on loopback, a client that behaves like a browser.

use std::net::SocketAddr;

use kernel::{Clock, Ctx, RequestId, TenantId, UserId};
use reqwest::header::{HeaderMap, HeaderValue};
use reqwest::{Client, Method, Response, StatusCode};
use server::settings::Settings;

use crate::db::TestDb;
use crate::fixtures::{self, Isp, World};

/// A running product on a database of its own.
pub struct TestApp {
    /// Its database.
    pub db: TestDb,
    /// What is in it.
    pub world: World,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its time, and that of what the test does on its behalf.
    pub clock: Clock,
    running: Option<server::Running>,
    _site: tempfile::TempDir,
}

impl TestApp {
    /// Starts the product without collectors: tests poll by hand.
    pub async fn start() -> Self {
        Self::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false")]).await
    }

    /// Starts the product with these settings, named by environment variable.
    pub async fn start_with(overrides: &[(&str, &str)]) -> Self {
        Self::start_at(Clock::system(), overrides).await
    }

    /// The same on this clock. One that is moved by hand must begin near the present: cookies and partitions follow the
    /// system's.
    pub async fn start_at(clock: Clock, overrides: &[(&str, &str)]) -> Self {
        let db = TestDb::new().await;
        let world = fixtures::seed(&db, clock.now()).await;
        let site = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(site.path().join("pkg/test")).unwrap();
        std::fs::write(site.path().join("pkg/current"), "test").unwrap();
        let url = db.url();
        let lookup = |name: &str| {
            overrides.iter().find(|pair| pair.0 == name).map(|pair| pair.1.to_owned()).or_else(|| match name {
                "DATABASE_URL" => Some(url.clone()),
                "LASTMILE_HTTP_LISTEN" => Some("127.0.0.1:0".to_owned()),
                "LASTMILE_HTTP_SITE_DIR" => Some(site.path().display().to_string()),
                "LASTMILE_DATA_DIR" => Some(site.path().display().to_string()),
                "LASTMILE_DATABASE_CONNECTIONS" => Some("4".to_owned()),
                "LASTMILE_MASTER_KEY" => Some("5a".repeat(32)),
                // Nothing listens there: no test talks to the world's providers.
                "LASTMILE_CHANNELS_TELEGRAM_URL" | "LASTMILE_CHANNELS_TWILIO_URL" | "LASTMILE_CHANNELS_META_URL" => Some("http://127.0.0.1:9".to_owned()),
                // Nothing listens there: no test asks the world's name servers whose a domain is.
                "LASTMILE_DNS_RESOLVERS" => Some("127.0.0.1:9".to_owned()),
                // Most tests sign in as owners; the requirement has tests of its own.
                "LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR" => Some("false".to_owned()),
                // The same in debug and in release builds.
                "LASTMILE_DEV_PAGES" => Some("false".to_owned()),
                // So do the limits: tests come from one address.
                name if name.starts_with("LASTMILE_LIMITS_") => Some("1000000".to_owned()),
                _ => None,
            })
        };
        let empty = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        let settings = Settings::load_with(Some(empty.path()), lookup).unwrap();
        let running = server::start(settings, false, clock.clone()).await.unwrap();
        Self { db, world, address: running.address, clock, running: Some(running), _site: site }
    }

    /// The running server's parts.
    pub fn running(&self) -> &server::Running {
        self.running.as_ref().unwrap()
    }

    /// A stranger's browser at `host`.
    pub fn browser(&self, host: &str) -> Browser {
        Browser {
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            address: self.address,
            host: host.to_owned(),
            cookie: None,
            agent: None,
            forwarded_for: None,
        }
    }

    /// A browser at `host`, signed in as this person, whose password is set anew.
    pub async fn sign_in(&self, host: &str, tenant: TenantId, user: UserId, email: &str) -> Browser {
        let store = self.db.store();
        let ctx = Ctx::for_system(tenant, "test", self.clock.now(), RequestId::generate());
        tenancy::actions::set_password(&store, &ctx, user, PASSWORD).await.unwrap();
        let mut browser = self.browser(host);
        let answer = browser.post_form("/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "signing in as {email} at {host}");
        browser.keep_cookies(&answer);
        browser
    }

    /// A browser at the ISP's host, signed in as one of [`Isp::people`].
    pub async fn sign_in_person(&self, isp: &Isp, user: UserId) -> Browser {
        let (email, user, _, _) = isp.people().into_iter().find(|person| person.1 == user).unwrap();
        self.sign_in(&isp.host, isp.tenant, user, &email).await
    }

    /// Everything of devices, interfaces, the tree, memberships, invitations, roles, tokens and sign-ins of apps, as text: to see that nothing has changed.
    pub async fn dump(&self) -> Vec<String> {
        let mut admin = self.db.admin().await;
        sqlx::query_scalar(
            "select d::text from devices d union all select i::text from interfaces i union all select o::text from orgs o
             union all select m::text from memberships m union all select v::text from invitations v union all select r::text from roles r
             union all select g::text from interface_groups g union all select m::text from interface_group_members m
             union all select concat_ws(' ', t.id, t.revoked_at, t.scopes, t.expires_at) from api_tokens t
             union all select concat_ws(' ', a.id, a.revoked_at) from api_sessions a
             union all select concat_ws(' ', c.id, c.name, c.state, c.level) from channels c
             union all select concat_ws(' ', n.id, n.host, n.org_id, n.state) from domains n union all select concat_ws(' ', x.id, x.state) from exports x order by 1",
        )
        .fetch_all(&mut admin)
        .await
        .unwrap()
    }

    /// Stops the product in order.
    pub async fn stop(mut self) {
        self.running.take().unwrap().stop().await.unwrap();
    }
}

/// What [`TestApp::sign_in`] sets.
pub const PASSWORD: &str = "correct horse battery staple";

/// Asks like a browser: one host, its cookie, the headers that say where a request comes from.
#[derive(Clone)]
pub struct Browser {
    client: Client,
    address: SocketAddr,
    host: String,
    /// `name=value` of the session, and of what else was set.
    pub cookie: Option<String>,
    /// What it says it is.
    pub agent: Option<&'static str>,
    /// The address that a proxy in front would name.
    pub forwarded_for: Option<String>,
}

impl Browser {
    /// The host it is at.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The same person's cookie carried to another host.
    pub fn at(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// `http://address/path`, for clients of other protocols.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes over the cookies that an answer sets, and drops those that it takes away.
    pub fn keep_cookies(&mut self, answer: &Response) {
        let held = self.cookie.take().unwrap_or_default();
        let mut cookies: Vec<(String, String)> =
            held.split("; ").filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        for set in answer.headers().get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let (name, value) = set.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            cookies.retain(|cookie| cookie.0 != name);
            if !value.is_empty() && !set.contains("Max-Age=0") {
                cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        let pairs: Vec<String> = cookies.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.cookie = (!pairs.is_empty()).then(|| pairs.join("; "));
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert("host", HeaderValue::from_str(&self.host).unwrap());
        headers.insert("accept", HeaderValue::from_static("text/html"));
        if let Some(cookie) = &self.cookie {
            headers.insert("cookie", HeaderValue::from_str(cookie).unwrap());
        }
        if let Some(address) = &self.forwarded_for {
            headers.insert("x-forwarded-for", HeaderValue::from_str(address).unwrap());
        }
        if let Some(agent) = self.agent {
            headers.insert("user-agent", HeaderValue::from_static(agent));
        }
        headers
    }

    /// A request of any method; anything but GET says that it comes from this origin.
    pub async fn send(&self, method: Method, path: &str, content_type: &'static str, body: String) -> Response {
        let mut headers = self.headers();
        if method != Method::GET {
            headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
            headers.insert("content-type", HeaderValue::from_static(content_type));
        }
        self.client.request(method, format!("http://{}{path}", self.address)).headers(headers).body(body).send().await.unwrap()
    }

    /// `GET path`.
    pub async fn get(&self, path: &str) -> Response {
        self.send(Method::GET, path, "text/plain", String::new()).await
    }

    /// Posts a form as a page of this site would.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Response {
        let mut headers = self.headers();
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        self.client.post(format!("http://{}{path}", self.address)).headers(headers).form(fields).send().await.unwrap()
    }

    /// Posts a form with files as a page of this site would (RFC 7578): inputs by name, files as input, name and content.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> Response {
        const BOUNDARY: &str = "----boundary-of-a-test-form";
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes());
        }
        for (input, name, content) in files {
            let head = format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{input}\"; filename=\"{name}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        let mut headers = self.headers();
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert("content-type", HeaderValue::from_str(&format!("multipart/form-data; boundary={BOUNDARY}")).unwrap());
        self.client.post(format!("http://{}{path}", self.address)).headers(headers).body(body).send().await.unwrap()
    }

    /// Calls a server function with JSON.
    pub async fn call(&self, path: &str, arguments: serde_json::Value) -> Response {
        let mut headers = self.headers();
        headers.insert("sec-fetch-site", HeaderValue::from_static("same-origin"));
        headers.insert("accept", HeaderValue::from_static("application/json"));
        self.client.post(format!("http://{}{path}", self.address)).headers(headers).json(&arguments).send().await.unwrap()
    }
}
