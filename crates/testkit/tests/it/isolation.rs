//! What belongs to another tenant, or to a sibling in the same one, answers exactly like what does not exist: every page,
//! form, server function and live topic, as a stranger, as the other ISP and as a sibling client.

use std::time::Duration;

use futures::{SinkExt, StreamExt};
use kernel::{Clock, Locale, MailRequest, MailTemplate};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use testkit::app::{Browser, PASSWORD, TestApp};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use uuid::Uuid;

/// What differs between two answers by nature: ids that were asked for, request ids, nonces.
async fn told(answer: reqwest::Response, asked: &Ids) -> (StatusCode, String) {
    let status = answer.status();
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let body = answer.text().await.unwrap();
    let text = asked.mask(&format!("{location}\n{body}"));
    (status, mask(&text))
}

/// Replaces request ids, times and the page's own nonce, which every answer makes anew.
pub fn mask(text: &str) -> String {
    let nonce = text.split_once("nonce=\"").and_then(|(_, after)| after.split_once('"')).map_or("no nonce", |(nonce, _)| nonce);
    let masked = text.replace(nonce, "NONCE");
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in masked.chars() {
        if c.is_ascii_hexdigit() || c == '-' {
            word.push(c);
        } else {
            words.push(std::mem::take(&mut word));
            words.push(c.to_string());
        }
    }
    words.push(word);
    let is_time = |word: &str| word.len() == 13 && word.bytes().all(|byte| byte.is_ascii_digit());
    words
        .into_iter()
        .map(|word| match word {
            word if Uuid::parse_str(&word).is_ok() => "UUID".to_owned(),
            word if is_time(&word) => "MILLISECONDS".to_owned(),
            word => word,
        })
        .collect()
}

struct People {
    owner: Browser,
    foreign_owner: Browser,
    client: Browser,
    sibling: Browser,
    reseller: Browser,
}

async fn people(app: &TestApp) -> People {
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    People {
        owner: app.sign_in_person(acme, acme.owner).await,
        foreign_owner: app.sign_in_person(zenith, zenith.owner).await,
        client: app.sign_in_person(acme, acme.client_users[0]).await,
        sibling: app.sign_in_person(acme, acme.client_users[1]).await,
        reseller: app.sign_in_person(acme, acme.reseller_user).await,
    }
}

/// A mail of acme's to its owner, once the product's own job has kept it.
async fn kept_mail(app: &TestApp) -> Uuid {
    let (store, acme) = (app.db.store(), &app.world.acme);
    let ctx = acme.as_system(Clock::system().now());
    let args = [("path", "/reset?token=x".to_owned()), ("minutes", "10".to_owned())];
    let mail = MailRequest::new(MailTemplate::PasswordReset, "owner@acme.example", Locale::ENGLISH, acme.host.clone(), args);
    let mut tx = store.tenant(&ctx).await.unwrap();
    let id = tx.send_mail(&store, &ctx, &mail).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..200 {
        if messaging::actions::get_kept(&store, &ctx, id).await.is_ok() {
            return id;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the mail was not kept within 20 s");
}

/// What an `{id}` in a path stands for.
pub fn with_ids(path: &str, ids: &Ids) -> String {
    let id = match path.split('/').nth(if path.starts_with("/network/") || path.starts_with("/settings/") { 2 } else { 1 }) {
        Some("interfaces") => &ids.interface,
        Some("devices") => &ids.device,
        Some("groups") => &ids.group,
        Some("organisation") => &ids.org,
        Some("people") => &ids.person,
        Some("invitations") => &ids.invitation,
        Some("sent-mail") => &ids.mail,
        Some("account") if path.contains("/apps/") => &ids.app,
        Some("account") => &ids.session,
        Some("roles") => &ids.role,
        Some("domains") => &ids.domain,
        Some("api-tokens") => &ids.token,
        Some("channels") => &ids.channel,
        _ => panic!("{path} is not in this test: say whose id stands in it"),
    };
    path.replace("{id}", id)
}

/// Pages and forms that stand behind no membership: of the platform, and those that a token opens.
fn is_of_no_tenant(path: &str) -> bool {
    path.starts_with("/platform") || path.contains("{token}")
}

/// One id of each kind.
pub struct Ids {
    interface: String,
    device: String,
    group: String,
    org: String,
    person: String,
    invitation: String,
    mail: String,
    session: String,
    role: String,
    domain: String,
    token: String,
    app: String,
    channel: String,
}

/// A path of the API with the id of what it is about.
pub fn api_path(path: &str, ids: &Ids, isp: &str) -> String {
    let id = match path.split('/').nth(1) {
        Some("orgs") => &ids.org,
        Some("people") => &ids.person,
        Some("invitations") => &ids.invitation,
        Some("devices") => &ids.device,
        Some("interfaces") => &ids.interface,
        Some("groups") => &ids.group,
        Some("isps") => isp,
        _ if !path.contains('{') => "",
        _ => panic!("{path} is not in this test: say whose id stands in it"),
    };
    path.replace("{id}", id)
}

impl Ids {
    /// The first ISP's, or what its first client can see of them where there is such a thing.
    pub async fn of_acme(app: &TestApp) -> Self {
        let acme = &app.world.acme;
        let owner = app.sign_in_person(acme, acme.owner).await;
        let root = acme.tenant.to_string();
        let sent = owner.post_form("/people/invite", &[("org", &root), ("email", "guest@acme.example"), ("role", "support")]).await;
        assert_eq!(sent.status(), StatusCode::SEE_OTHER);
        let role = Uuid::now_v7().to_string();
        let form = [("id", role.as_str()), ("template", "isp.support"), ("name", "Night shift"), ("p_device_read", "yes")];
        assert_eq!(owner.post_form("/settings/roles/new", &form).await.status(), StatusCode::SEE_OTHER);
        let mut admin = app.db.admin().await;
        let invitation: Uuid = sqlx::query_scalar("select id from invitations").fetch_one(&mut admin).await.unwrap();
        let session: Uuid = sqlx::query_scalar("select id from sessions where user_id = $1 order by created_at limit 1")
            .bind(acme.owner.0)
            .fetch_one(&mut admin)
            .await
            .unwrap();
        let added = owner.post_form("/settings/domains", &[("host", "portal.acme.example"), ("org", &root)]).await;
        assert_eq!(added.status(), StatusCode::SEE_OTHER);
        let domain: Uuid = sqlx::query_scalar("select id from domains").fetch_one(&mut admin).await.unwrap();
        let page = owner.post_form("/settings/api-tokens", &[("do", "personal"), ("name", "mine"), ("days", "1"), ("scope-org_read", "yes")]).await;
        assert_eq!(page.status(), StatusCode::OK);
        let token: Uuid = sqlx::query_scalar("select id from api_tokens where name = 'mine'").fetch_one(&mut admin).await.unwrap();
        let named = [("name", "VLANs"), ("org", &root), ("capacity_mbps", "1000"), ("threshold_mbps", "950")];
        assert_eq!(owner.post_form("/network/groups/new", &named).await.status(), StatusCode::SEE_OTHER);
        let group: Uuid = sqlx::query_scalar("select id from interface_groups").fetch_one(&mut admin).await.unwrap();
        let in_hand = app.api(&acme.host).post("/auth/token", &json!({ "email": "owner@acme.example", "password": PASSWORD })).await;
        assert_eq!(in_hand.status(), StatusCode::OK);
        let in_hand: Uuid = sqlx::query_scalar("select id from api_sessions order by created_at limit 1").fetch_one(&mut admin).await.unwrap();
        let telegram = [("kind", "telegram"), ("name", "chat"), ("level", "all"), ("token", "123456789:AAF-0123456789_abcdefghij"), ("chat", "-1001")];
        assert_eq!(owner.post_form("/settings/channels", &telegram).await.status(), StatusCode::SEE_OTHER);
        let channel: Uuid = sqlx::query_scalar("select id from channels").fetch_one(&mut admin).await.unwrap();
        Self {
            channel: channel.to_string(),
            app: in_hand.to_string(),
            token: token.to_string(),
            interface: acme.client_interface.to_string(),
            device: acme.device.to_string(),
            group: group.to_string(),
            org: acme.branch.to_string(),
            person: acme.engineer.to_string(),
            invitation: invitation.to_string(),
            mail: kept_mail(app).await.to_string(),
            session: session.to_string(),
            role,
            domain: domain.to_string(),
        }
    }

    pub fn of_nobody() -> Self {
        let nowhere = || Uuid::from_u128(0xdead_beef).to_string();
        Self {
            interface: nowhere(),
            device: nowhere(),
            group: nowhere(),
            org: nowhere(),
            person: nowhere(),
            invitation: nowhere(),
            mail: nowhere(),
            session: nowhere(),
            role: nowhere(),
            domain: nowhere(),
            token: nowhere(),
            app: nowhere(),
            channel: nowhere(),
        }
    }

    /// `text` without what tells these ids apart from those of nobody.
    pub fn mask(&self, text: &str) -> String {
        [
            &self.interface,
            &self.device,
            &self.group,
            &self.org,
            &self.person,
            &self.invitation,
            &self.mail,
            &self.session,
            &self.role,
            &self.domain,
            &self.token,
            &self.app,
            &self.channel,
        ]
        .into_iter()
        .fold(text.to_owned(), |text, id| text.replace(id, "ID"))
    }
}

/// Every page with an id in it: the owner sees them, so the refusals below mean something.
fn pages(ids: &Ids) -> Vec<String> {
    let with_id = server::http::page_paths().into_iter().filter(|path| path.contains('{') && !is_of_no_tenant(path));
    let mut pages: Vec<String> = with_id.map(|path| with_ids(&path, ids)).collect();
    assert!(pages.len() >= 7, "pages were found: {pages:?}");
    pages.push(format!("/network/interfaces/{}?range=24h", ids.interface));
    pages.push(format!("/people/invite?org={}", ids.org));
    pages
}

/// What strangers get of every page without an id: the way to sign in, and the sign-in page itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn strangers_get_the_sign_in_page_and_nothing_else() {
    let app = TestApp::start().await;
    let stranger = app.browser(&app.world.acme.host);
    let nowhere = Uuid::from_u128(0xdead_beef).to_string();
    let paths: Vec<String> = server::http::page_paths().into_iter().chain(server::http::download_paths().into_iter().map(str::to_owned)).collect();
    for path in &paths {
        let path = path.replace("{id}", &nowhere).replace("{token}", &"x".repeat(43));
        let answer = stranger.get(&path).await;
        if matches!(path.as_str(), "/sign-in" | "/sign-in/link" | "/forgot-password") {
            assert_eq!(answer.status(), StatusCode::OK);
        } else if path.starts_with("/recover/") || path.starts_with("/sign-in/link/") {
            // The same page whatever stands in the address; nothing is looked up for it.
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            for (name, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
                assert_eq!(answer.headers()[name].to_str().unwrap(), value, "{path}");
            }
        } else if path == "/sign-in/code" {
            assert_eq!((answer.status(), answer.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/sign-in"), "{path}");
        } else if ["/invitation/", "/forgot-password/", "/switch/", "/support-access/", "/exports/"].iter().any(|folder| path.starts_with(folder)) {
            assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        } else {
            assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
            assert!(answer.headers()["location"].to_str().unwrap().starts_with("/sign-in?next="), "{path}");
        }
    }
    assert!(paths.len() > 10 && paths.iter().any(|path| path == "/sign-in"), "{paths:?}");
    for path in server::http::form_paths() {
        let asked = path.replace("{id}", &nowhere).replace("{token}", &"x".repeat(43));
        let answer = stranger.post_form(&asked, &[("language", "fr"), ("email", "x"), ("password", "x"), ("code", "123456")]).await;
        let expected = match path {
            "/sign-in" | "/recover/{token}" | "/forgot-password" | "/sign-in/link" | "/sign-in/link/{token}" => StatusCode::UNPROCESSABLE_ENTITY,
            "/language" | "/sign-in/code" | "/sign-in/passkey" | "/sign-in/code/passkey" => StatusCode::SEE_OTHER,
            // A challenge for whoever comes; only the browser that asked can answer it.
            "/sign-in/passkey/start" => StatusCode::OK,
            "/invitation/{token}" | "/forgot-password/{token}" | "/switch/{token}" | "/support-access/{token}" | "/sign-in/code/passkey/start" => {
                StatusCode::NOT_FOUND
            }
            _ => StatusCode::UNAUTHORIZED,
        };
        assert_eq!(answer.status(), expected, "{path}");
    }
    app.stop().await;
}

/// Pages without an id show each person's own: the other ISP's never hold this one's names or ids.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn lists_hold_nothing_of_others() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let acme = &app.world.acme;
    kept_mail(&app).await;
    let secrets =
        [acme.client_interface.to_string(), acme.isp_interface.to_string(), acme.device.to_string(), acme.tenant.to_string(), "owner@acme".to_owned()];
    let files = server::http::download_paths().into_iter().map(str::to_owned);
    for path in server::http::page_paths().into_iter().chain(files).filter(|path| !path.contains('{')) {
        for (who, browser) in [("other ISP", &people.foreign_owner), ("sibling", &people.sibling)] {
            let text = browser.get(&path).await.text().await.unwrap();
            for secret in &secrets {
                assert!(!text.contains(secret), "{who} {path} tells {secret}");
            }
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_others_answer_like_pages_that_do_not_exist() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let (acmes, nobodys) = (Ids::of_acme(&app).await, Ids::of_nobody());
    for page in pages(&acmes) {
        assert_eq!(people.owner.get(&page).await.status(), StatusCode::OK, "{page} as its owner");
    }
    assert_eq!(people.client.get(&format!("/network/interfaces/{}", acmes.interface)).await.status(), StatusCode::OK, "its client");

    for (who, browser) in [("other ISP", &people.foreign_owner), ("sibling", &people.sibling), ("stranger", &app.browser(&app.world.acme.host))] {
        for (theirs, absent) in pages(&acmes).into_iter().zip(pages(&nobodys)) {
            let theirs_told = told(browser.get(&theirs).await, &acmes).await;
            let absent_told = told(browser.get(&absent).await, &nobodys).await;
            assert_ne!(theirs_told.0, StatusCode::OK, "{who} {theirs}");
            assert_eq!(theirs_told.0, absent_told.0, "{who} {theirs}");
            let differs = theirs_told.1.lines().zip(absent_told.1.lines()).find(|(one, other)| one != other);
            assert!(theirs_told.1 == absent_told.1, "{who} {theirs} differs from what does not exist: {differs:?}");
        }
    }
    app.stop().await;
}

/// The arguments of a server function, asking for these ids; `None` where it is not known here.
pub fn arguments(path: &str, ids: &Ids) -> Option<Value> {
    Some(match path {
        "/api/network/list_interfaces" => json!({ "query": { "device": ids.device, "search": "", "after": null } }),
        "/api/network/get_interface" => json!({ "id": ids.interface }),
        "/api/network/get_series" => json!({ "id": ids.interface, "range": "1h" }),
        "/api/network/get_device" => json!({ "id": ids.device }),
        "/api/groups/list" | "/api/groups/holders" => json!({}),
        "/api/groups/get" | "/api/groups/percentile" => json!({ "id": ids.group }),
        "/api/groups/traffic" => json!({ "id": ids.group, "range": "1h" }),
        "/api/groups/interface_percentile" => json!({ "id": ids.interface }),
        "/api/network/get_pings" => json!({ "id": ids.device, "range": "24h" }),
        "/api/messaging/get_kept" => json!({ "id": ids.mail }),
        "/api/messaging/list_kept" => json!({}),
        "/api/alerts/list" => json!({ "before": null }),
        "/api/channels/list" => json!({}),
        "/api/alerts/rules" => json!({}),
        "/api/alerts/draft_rule" => json!({ "kind": "utilisation_high", "draft": null }),
        "/api/audit/list" => json!({ "query": { "filter": { "person": "acme" } } }),
        "/api/settings/general" | "/api/settings/api_tokens" => json!({}),
        "/api/network/list_devices" | "/api/network/list_assignable_orgs" | "/api/platform/overview" | "/api/settings/branding" => json!({}),
        "/api/settings/list_roles" | "/api/settings/support_access" => json!({}),
        "/api/settings/new_role" => json!({ "from": "isp.support" }),
        "/api/settings/get_role" => json!({ "id": ids.role }),
        "/api/tenancy/invite_choices" | "/api/tenancy/support_choices" => json!({ "id": ids.org }),
        "/api/tenancy/find_hand_over" => json!({ "token": "x".repeat(43) }),
        "/api/settings/domains" => json!({}),
        "/api/leaving/exports" => json!({}),
        "/api/account/security" | "/api/account/enrolment" | "/api/account/links" | "/api/account/languages" => json!({}),
        "/api/account/other_side" => json!({ "token": "x".repeat(43), "from": "zenith.localhost", "grant": false }),
        "/api/account/handover" => json!({ "token": "x".repeat(43) }),
        "/api/dashboard/platform" | "/api/dashboard/platform_spark" | "/api/dashboard/network" => json!({}),
        "/api/dashboard/reseller" | "/api/dashboard/customer" | "/api/dashboard/customer_now" | "/api/platform/health" => json!({}),
        "/api/search/everything" => json!({ "term": "acme" }),
        "/api/tenancy/new_isp" | "/api/tenancy/list_orgs" => json!({}),
        // To the founder only; as the others ask, an ISP's own id is as good as none.
        "/api/tenancy/get_isp" | "/api/leaving/isp" | "/api/tenancy/get_org" => json!({ "id": ids.org }),
        "/api/tenancy/list_people" => json!({ "search": "" }),
        "/api/tenancy/get_person" => json!({ "id": ids.person }),
        "/api/tenancy/find_invitation" | "/api/account/find_password_reset" => json!({ "token": "x".repeat(43) }),
        _ => return None,
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_server_function_is_refused_to_strangers_and_fenced_for_others() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let (acmes, nobodys) = (Ids::of_acme(&app).await, Ids::of_nobody());
    let mut met = 0;
    for (path, method) in server_functions() {
        assert_eq!(method, Method::POST, "{path}: a server function that can be called by a link");
        let Some(theirs) = arguments(&path, &acmes) else {
            panic!("{path} is not in this test: name its arguments");
        };
        let absent = arguments(&path, &nobodys).unwrap();
        met += 1;
        let stranger = app.browser(&app.world.acme.host).call(&path, theirs.clone()).await;
        assert_eq!(stranger.status(), StatusCode::UNAUTHORIZED, "{path} as a stranger");
        for (who, browser) in [("other ISP", &people.foreign_owner), ("sibling", &people.sibling)] {
            let theirs_told = told(browser.call(&path, theirs.clone()).await, &acmes).await;
            let absent_told = told(browser.call(&path, absent.clone()).await, &nobodys).await;
            assert_eq!(theirs_told.0, absent_told.0, "{who} {path}");
            for secret in [app.world.acme.client_interface.to_string(), app.world.acme.device.to_string(), "acme".to_owned()] {
                let tells = theirs_told.1.contains(&secret) && who == "other ISP";
                assert!(!tells, "{who} {path} tells {secret}: {}", theirs_told.1);
            }
        }
        // Another site, even a sibling subdomain, cannot make a signed-in browser call it.
        let crossing = reqwest::Client::new()
            .post(format!("http://{}{path}", app.address))
            .header("host", people.owner.host())
            .header("cookie", people.owner.cookie.clone().unwrap())
            .header("sec-fetch-site", "same-site")
            .header("origin", "http://zenith.localhost")
            .json(&theirs)
            .send()
            .await
            .unwrap();
        assert_eq!(crossing.status(), StatusCode::FORBIDDEN, "{path} from a sibling subdomain");
    }
    assert!(met >= 9, "server functions were found");
    app.stop().await;
}

fn server_functions() -> Vec<(String, Method)> {
    let mut found: Vec<(String, Method)> = leptos::server_fn::axum::server_fn_paths().map(|(path, method)| (path.to_owned(), method)).collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn forms_change_nothing_of_others() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let (acmes, nobodys) = (Ids::of_acme(&app).await, Ids::of_nobody());
    let root = app.world.acme.tenant.to_string();
    let interface = app.world.zenith.isp_interface.to_string();
    let before = app.dump().await;
    let fields = |path: &str| match path {
        "/network/devices/{id}/edit" => vec![
            ("name", "stolen"),
            ("address", "127.0.0.1"),
            ("port", "161"),
            ("version", "v2c"),
            ("interval_seconds", "60"),
            ("community", "x"),
            ("row_version", "1"),
        ],
        "/network/groups/{id}/edit" => vec![("name", "stolen"), ("row_version", "1")],
        "/network/groups/{id}/members" => vec![("do", "add"), ("id", interface.as_str())],
        "/network/devices/{id}/remove" | "/network/groups/{id}/remove" | "/account/security/sessions/{id}/end" | "/account/security/apps/{id}/end" => vec![],
        "/network/interfaces/{id}/assign" => vec![("org", "00000000-0000-0000-0000-000000000000")],
        "/organisation/{id}" => vec![("do", "rename"), ("name", "stolen")],
        "/people/{id}" => vec![("do", "leave"), ("org", root.as_str())],
        "/invitations/{id}/revoke" | "/settings/api-tokens/{id}/revoke" | "/account/security/passkeys/{id}/remove" | "/account/links/{id}/end" => vec![],
        "/settings/roles/{id}" => vec![("name", "stolen"), ("p_device_read", "yes"), ("row_version", "1")],
        "/settings/domains/{id}" | "/settings/channels/{id}" => vec![("do", "remove")],
        _ => panic!("{path} is not in this test: name its fields"),
    };
    let forms = |ids: &Ids| {
        let with_id = server::http::form_paths().into_iter().filter(|path| path.contains('{') && !is_of_no_tenant(path));
        with_id.map(|path| (with_ids(path, ids), fields(path))).collect::<Vec<_>>()
    };
    assert!(forms(&acmes).len() >= 7);
    for (who, browser) in [
        ("other ISP", &people.foreign_owner),
        ("sibling", &people.sibling),
        ("client", &people.client),
        ("reseller", &people.reseller),
        ("stranger", &app.browser(&app.world.acme.host)),
    ] {
        for ((theirs, fields), (absent, _)) in forms(&acmes).into_iter().zip(forms(&nobodys)) {
            let theirs_told = told(browser.post_form(&theirs, &fields).await, &acmes).await;
            let absent_told = told(browser.post_form(&absent, &fields).await, &nobodys).await;
            assert!(theirs_told.0.is_client_error(), "{who} {theirs}: {}", theirs_told.0);
            if who != "client" && who != "reseller" {
                assert_eq!(theirs_told.0, absent_told.0, "{who} {theirs}");
            }
        }
    }
    assert_eq!(app.dump().await, before, "nothing has changed");
    assert_eq!(people.owner.get("/account/security").await.status(), StatusCode::OK, "the owner's session stands");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_opens_only_its_own_host() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    for host in ["zenith.localhost", "founder.localhost"] {
        let answer = people.owner.at(host).get("/network/interfaces").await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "acme's session at {host}");
    }
    for host in ["nowhere.localhost", "localhost", "127.0.0.1", "acme.localhost.evil.example", ""] {
        let answer = people.owner.at(host).get("/network/interfaces").await;
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST, "{host:?}");
        assert_eq!(answer.text().await.unwrap(), "421 Misdirected Request\n");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn live_topics_of_others_are_refused_like_unknown_ones() {
    let app = TestApp::start().await;
    let people = people(&app).await;
    let interface = app.world.acme.client_interface.to_string();
    let theirs = format!("interface:{interface}");
    let absent = format!("interface:{}", Uuid::from_u128(0xdead_beef));

    let stranger = app.browser(&app.world.acme.host);
    assert!(connect(&app, &stranger).await.is_none(), "a stranger gets no socket");

    for (who, browser, sees) in [
        ("owner", &people.owner, true),
        ("client", &people.client, true),
        ("reseller above", &people.reseller, true),
        ("other ISP", &people.foreign_owner, false),
        ("sibling", &people.sibling, false),
    ] {
        let mut socket = connect(&app, browser).await.unwrap_or_else(|| panic!("{who} connects"));
        let request = json!({ "op": "subscribe", "topics": [theirs, absent, "interface:x"] });
        socket.send(Message::text(request.to_string())).await.unwrap();
        let mut answers = Vec::new();
        while answers.len() < 3 {
            if let Message::Text(text) = socket.next().await.unwrap().unwrap() {
                let answer: Value = serde_json::from_str(&text).unwrap();
                if answer["op"] != "heartbeat" {
                    answers.push((answer["op"].as_str().unwrap().to_owned(), answer["topic"].as_str().unwrap().to_owned()));
                }
            }
        }
        let expected = if sees { "subscribed" } else { "refused" };
        assert!(answers.contains(&(expected.to_owned(), theirs.clone())), "{who}: {answers:?}");
        assert!(answers.contains(&("refused".to_owned(), absent.clone())), "{who}: {answers:?}");
        assert!(answers.contains(&("refused".to_owned(), "interface:x".to_owned())), "{who}: {answers:?}");
    }
    app.stop().await;
}

type Socket = tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

async fn connect(app: &TestApp, browser: &Browser) -> Option<Socket> {
    let mut request = format!("ws://{}/ws/live", app.address).into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("host", browser.host().parse().unwrap());
    headers.insert("origin", format!("http://{}", browser.host()).parse().unwrap());
    if let Some(cookie) = &browser.cookie {
        headers.insert("cookie", cookie.parse().unwrap());
    }
    tokio_tungstenite::connect_async(request).await.ok().map(|(socket, _)| socket)
}
