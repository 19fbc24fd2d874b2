//! One human in several tenants, over HTTP: linking two accounts, going over from one to the other, and what ends it; and several
//! memberships of one account.

use chrono::TimeDelta;
use futures::future::join_all;
use kernel::{Clock, TenantId, UserId};
use reqwest::{Response, StatusCode};
use testkit::app::{Browser, PASSWORD, TestApp};
use uuid::Uuid;

use crate::passkeys::{authenticator, sign_in};

async fn started() -> TestApp {
    let clock = Clock::fixed(Clock::system().now());
    TestApp::start_at(clock, &[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR", "false")]).await
}

fn location(answer: &Response) -> &str {
    answer.headers().get("location").map_or("", |value| value.to_str().unwrap())
}

async fn shown(answer: Response) -> String {
    answer.text().await.unwrap().split_once("<body").unwrap().1.to_owned()
}

async fn is_in(browser: &Browser) -> bool {
    browser.get("/account/security").await.status() == StatusCode::OK
}

/// The path of the link on a page that leads to another portal.
fn path_to(page: &str, host: &str) -> String {
    let (_, rest) = page.split_once(&format!("href=\"http://{host}:0")).unwrap_or_else(|| panic!("no way to {host}: {page}"));
    rest.split_once('"').unwrap().0.replace("&amp;", "&")
}

/// The owners of both ISPs, signed in.
async fn owners(app: &TestApp) -> (Browser, Browser) {
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    (app.sign_in_person(acme, acme.owner).await, app.sign_in_person(zenith, zenith.owner).await)
}

/// Asks for a link on one side; the path of the second step on the other.
async fn asked(here: &Browser, there: &Browser) -> String {
    let answer = here.post_form("/account/links", &[("host", there.host())]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    path_to(&shown(answer).await, there.host())
}

/// Agrees on the other side; the path of the third step back on the first.
async fn granted(here: &Browser, there: &Browser, path: &str) -> String {
    let answer = there.post_form(path, &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    path_to(&shown(answer).await, here.host())
}

async fn link(here: &Browser, there: &Browser) {
    let path = granted(here, there, &asked(here, there).await).await;
    assert_eq!(location(&here.post_form(&path, &[]).await), "/account/links?done=account-linked");
}

async fn side(app: &TestApp, tenant: TenantId, user: UserId) -> Option<Uuid> {
    sqlx::query_scalar("select id from account_links where tenant_id = $1 and user_id = $2")
        .bind(tenant.0)
        .bind(user.0)
        .fetch_optional(&mut app.db.admin().await)
        .await
        .unwrap()
}

/// Goes over; the path on the other portal.
async fn handed_over(app: &TestApp, here: &Browser) -> String {
    let acme = &app.world.acme;
    let id = side(app, acme.tenant, acme.owner).await.unwrap().to_string();
    let answer = here.post_form("/account/switch", &[("link", &id)]).await;
    location(&answer).strip_prefix("http://zenith.localhost:0").unwrap_or_else(|| panic!("{}", location(&answer))).to_owned()
}

async fn count(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.db.admin().await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_accounts_are_linked_and_lead_to_each_other() {
    let app = started().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let (here, there) = owners(&app).await;
    for host in ["nowhere.localhost", "127.0.0.1", "", "acme.localhost"] {
        assert_eq!(here.post_form("/account/links", &[("host", host)]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{host}");
    }
    let accept = asked(&here, &there).await;
    let stranger = app.browser(&zenith.host);
    assert!(location(&stranger.get(&accept).await).starts_with("/sign-in?next="), "one signs in first");
    let page = there.get(&accept).await;
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    let page = shown(page).await;
    assert!(page.contains("owner@acme.example") && page.contains("acme.localhost"), "it says whose link it is");
    assert_eq!(count(&app, "select count(*) from account_links").await, 0, "opening the page does nothing");
    let finish = granted(&here, &there, &accept).await;
    assert!(shown(here.get(&finish).await).await.contains("owner@zenith.example"));
    let answers = join_all((0..50).map(|_| here.post_form(&finish, &[]))).await;
    assert_eq!(answers.iter().filter(|answer| location(answer) == "/account/links?done=account-linked").count(), 1);
    assert_eq!(count(&app, "select count(*) from account_links").await, 2, "one side each");

    // The menus of both, and of nobody else.
    let menu = shown(here.get("/account/security").await).await;
    assert!(menu.contains("action=\"/account/switch\"") && menu.contains("zenith.localhost"));
    let policy = here.get("/account/security").await.headers()["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.contains("form-action 'self' http://zenith.localhost:0;"), "{policy}");
    assert!(shown(there.get("/account/security").await).await.contains("acme.localhost"));
    let colleague = app.sign_in_person(acme, acme.engineer).await;
    for page in ["/account/security", "/account/links", "/audit", "/people"] {
        assert!(!colleague.get(page).await.text().await.unwrap().contains("zenith"), "{page} tells a colleague");
    }
    let told: Vec<String> =
        sqlx::query_scalar("select a::text from audit_log a where tenant_id = $1").bind(acme.tenant.0).fetch_all(&mut app.db.admin().await).await.unwrap();
    assert!(told.iter().any(|row| row.contains("link.create")) && !told.iter().any(|row| row.contains("zenith") || row.contains(&zenith.tenant.to_string())));
    // Behind a tenant's fence there is its own side only.
    let store = app.db.store();
    let mut tx = store.tenant(&acme.as_system(app.clock.now())).await.unwrap();
    let tenants: Vec<Uuid> =
        sqlx::query_scalar("select tenant_id from account_links union all select tenant_id from handovers").fetch_all(tx.conn()).await.unwrap();
    assert_eq!(tenants, [acme.tenant.0]);
    drop(tx);

    let path = handed_over(&app, &here).await;
    let mut arriving = app.browser(&zenith.host);
    let page = arriving.get(&path).await;
    assert_eq!((page.status(), page.headers()["referrer-policy"].to_str().unwrap()), (StatusCode::OK, "no-referrer"));
    assert!(!page.headers().contains_key("set-cookie") && shown(page).await.contains("owner@zenith.example"));
    let answer = arriving.post_form(&path, &[]).await;
    assert_eq!(location(&answer), "/");
    arriving.keep_cookies(&answer);
    assert!(is_in(&arriving).await && is_in(&here).await);
    assert!(shown(arriving.get("/account/security/passkeys").await).await.contains("action=\"/account/security/confirm\""), "nothing was proved here");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_with_one_handover_one_is_let_in_on_its_host_and_in_time() {
    let app = started().await;
    let (here, there) = owners(&app).await;
    link(&here, &there).await;
    let path = handed_over(&app, &here).await;
    for host in ["acme.localhost", "founder.localhost"] {
        assert_eq!(app.browser(host).post_form(&path, &[]).await.status(), StatusCode::NOT_FOUND, "{host}");
    }
    let before = count(&app, "select count(*) from sessions").await;
    let arriving = app.browser(&app.world.zenith.host);
    let answers = join_all((0..50).map(|_| arriving.post_form(&path, &[]))).await;
    assert_eq!(answers.iter().filter(|answer| location(answer) == "/").count(), 1);
    assert_eq!(count(&app, "select count(*) from sessions").await, before + 1);

    let late = handed_over(&app, &here).await;
    app.clock.advance(TimeDelta::seconds(30));
    assert_eq!(arriving.get(&late).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(arriving.post_form(&late, &[]).await.status(), StatusCode::NOT_FOUND);
    for token in ["x", &"0".repeat(43), &"0".repeat(5_000)] {
        assert_eq!(arriving.post_form(&format!("/switch/{token}"), &[]).await.status(), StatusCode::NOT_FOUND);
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_steps_of_a_link_belong_to_their_sessions_and_end_soon() {
    let app = started().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let (here, there) = owners(&app).await;
    let accept = asked(&here, &there).await;
    let finish = granted(&here, &there, &accept).await;
    // Who was led to agree to another's link ends up in a session that never asked for one.
    let elsewhere = app.sign_in_person(acme, acme.engineer).await;
    assert_eq!(elsewhere.post_form(&finish, &[]).await.status(), StatusCode::NOT_FOUND);
    app.clock.advance(TimeDelta::seconds(61));
    assert_eq!(here.post_form(&finish, &[]).await.status(), StatusCode::NOT_FOUND, "a grant lasts a minute");
    let again = granted(&here, &there, &accept).await;
    assert_eq!(there.post_form("/sign-out", &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(here.post_form(&again, &[]).await.status(), StatusCode::NOT_FOUND, "the other session is over");

    let there = app.sign_in_person(zenith, zenith.owner).await;
    let accept = asked(&here, &there).await;
    let wrong = accept.replace("from=acme.localhost", "from=founder.localhost");
    assert_eq!(there.post_form(&wrong, &[]).await.status(), StatusCode::NOT_FOUND, "it is from where it says");
    app.clock.advance(TimeDelta::minutes(6));
    assert!(location(&there.post_form(&accept, &[]).await).starts_with("/account/security/confirm?next="), "the password comes before agreeing");
    app.clock.advance(TimeDelta::minutes(5));
    let there = app.sign_in_person(zenith, zenith.owner).await;
    assert_eq!(there.post_form(&accept, &[]).await.status(), StatusCode::NOT_FOUND, "a request lasts ten minutes");
    assert_eq!(count(&app, "select count(*) from account_links").await, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_ends_a_link() {
    let app = started().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let (mut here, there) = owners(&app).await;
    let mut admin = app.db.admin().await;
    let arriving = app.browser(&zenith.host);
    link(&here, &there).await;

    // From the other side, and with it who is on the way.
    let path = handed_over(&app, &here).await;
    let theirs = side(&app, zenith.tenant, zenith.owner).await.unwrap();
    assert_eq!(here.post_form(&format!("/account/links/{theirs}/end"), &[]).await.status(), StatusCode::NOT_FOUND, "each its own side");
    assert_eq!(location(&there.post_form(&format!("/account/links/{theirs}/end"), &[]).await), "/account/links?done=account-unlinked");
    assert_eq!(count(&app, "select count(*) from account_links").await, 0);
    assert_eq!(arriving.post_form(&path, &[]).await.status(), StatusCode::NOT_FOUND);

    // The person's own new password leaves it alone; one that somebody else set does not.
    link(&here, &there).await;
    let mine = side(&app, acme.tenant, acme.owner).await.unwrap().to_string();
    let switch = async |browser: &Browser| browser.post_form("/account/switch", &[("link", &mine)]).await;
    let new = "violet tractor under seven bridges";
    let answer = here.post_form("/account/security/password", &[("current_password", PASSWORD), ("new_password", new)]).await;
    assert_eq!(location(&answer), "/account/security?done=password-changed");
    here.keep_cookies(&answer);
    assert!(location(&switch(&here).await).contains("/switch/"));
    let again = app.sign_in_person(acme, acme.owner).await;
    assert_eq!(switch(&again).await.status(), StatusCode::NOT_FOUND, "set anew by somebody else");
    assert!(shown(again.get("/account/links").await).await.contains("Link it again"));
    link(&again, &there).await;

    // The other portal is paused, then open again.
    let mine = side(&app, acme.tenant, acme.owner).await.unwrap().to_string();
    let switch = async |browser: &Browser| browser.post_form("/account/switch", &[("link", &mine)]).await;
    sqlx::query("update orgs set state = 'suspended' where id = $1").bind(zenith.tenant.0).execute(&mut admin).await.unwrap();
    assert_eq!(location(&switch(&again).await), "/account/links?again=link-away");
    sqlx::query("update orgs set state = 'active' where id = $1").bind(zenith.tenant.0).execute(&mut admin).await.unwrap();
    assert!(location(&switch(&again).await).contains("/switch/"));

    // The person leaves the other tenant.
    let path = location(&switch(&again).await).strip_prefix("http://zenith.localhost:0").unwrap().to_owned();
    sqlx::query("delete from memberships where tenant_id = $1 and user_id = $2").bind(zenith.tenant.0).bind(zenith.owner.0).execute(&mut admin).await.unwrap();
    assert_eq!(arriving.post_form(&path, &[]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(location(&switch(&again).await), "/account/links?again=link-gone");
    assert_eq!(count(&app, "select count(*) from account_links").await, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn going_over_weakens_no_second_factor() {
    let app = started().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let (mut here, mut there) = owners(&app).await;
    link(&here, &there).await;

    // Nothing but a mail opened the session: who runs the mailbox comes no further.
    sqlx::query("update sessions set mailed = true where user_id = $1").bind(acme.owner.0).execute(&mut app.db.admin().await).await.unwrap();
    let id = side(&app, acme.tenant, acme.owner).await.unwrap().to_string();
    let answer = here.post_form("/account/switch", &[("link", &id)]).await;
    assert_eq!(location(&answer), "/account/security/confirm?next=/account/links");
    let answer = here.post_form("/account/security/confirm", &[("current_password", PASSWORD), ("next", "/account/links")]).await;
    assert_eq!(location(&answer), "/account/links");
    here.keep_cookies(&answer);

    let mut theirs = authenticator(&zenith.host);
    let options = there.post_form("/account/security/passkeys/start", &[]).await.json().await.unwrap();
    let answer = there.post_form("/account/security/passkeys", &[("name", "Key"), ("credential", &theirs.create(&options))]).await;
    there.keep_cookies(&answer);

    let path = handed_over(&app, &here).await;
    let mut arriving = app.browser(&zenith.host);
    let answer = arriving.post_form(&path, &[]).await;
    assert_eq!(location(&answer), "/sign-in/code?next=/", "one factor there asks for the second here");
    arriving.keep_cookies(&answer);
    assert!(!is_in(&arriving).await);
    let options = arriving.post_form("/sign-in/code/passkey/start", &[]).await.json().await.unwrap();
    let answer = arriving.post_form("/sign-in/code/passkey", &[("credential", &theirs.get(&options)), ("next", "/")]).await;
    arriving.keep_cookies(&answer);
    assert!(is_in(&arriving).await);

    // Who showed two factors there is not asked again here.
    let mut mine = authenticator(&acme.host);
    let options = here.post_form("/account/security/passkeys/start", &[]).await.json().await.unwrap();
    let answer = here.post_form("/account/security/passkeys", &[("name", "Key"), ("credential", &mine.create(&options))]).await;
    here.keep_cookies(&answer);
    let proven = sign_in(&app, &acme.host, &mut mine).await;
    let path = handed_over(&app, &proven).await;
    assert_eq!(location(&arriving.post_form(&path, &[]).await), "/");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_person_with_two_memberships_chooses_which_one_acts() {
    let app = started().await;
    let acme = &app.world.acme;
    let mut admin = app.db.admin().await;
    sqlx::query("insert into memberships (tenant_id, user_id, org_id, role, created_at) values ($1, $2, $3, 'client', now())")
        .bind(acme.tenant.0)
        .bind(acme.engineer.0)
        .bind(acme.clients[0].0)
        .execute(&mut admin)
        .await
        .unwrap();
    let mut browser = app.sign_in_person(acme, acme.engineer).await;
    assert_eq!(browser.get("/network/devices").await.status(), StatusCode::OK);
    assert!(shown(browser.get("/network/devices").await).await.contains("action=\"/account/membership\""));
    let choose = async |browser: &Browser, org: Uuid| browser.post_form("/account/membership", &[("org", &org.to_string())]).await;
    for not_theirs in [acme.clients[1].0, app.world.zenith.tenant.0, Uuid::from_u128(1)] {
        assert_eq!(choose(&browser, not_theirs).await.status(), StatusCode::NOT_FOUND);
    }
    let before = browser.cookie.clone();
    let answer = choose(&browser, acme.clients[0].0).await;
    assert_eq!(location(&answer), "/");
    browser.keep_cookies(&answer);
    assert_ne!(browser.cookie, before, "the session has a new id");
    assert_eq!(browser.call("/api/network/list_devices", serde_json::json!({})).await.status(), StatusCode::FORBIDDEN, "a client sees no devices");
    let answer = choose(&browser, acme.tenant.0).await;
    browser.keep_cookies(&answer);
    assert_eq!(browser.call("/api/network/list_devices", serde_json::json!({})).await.status(), StatusCode::OK);
    let other = app.sign_in_person(acme, acme.support).await;
    assert!(!shown(other.get("/network/devices").await).await.contains("/account/membership"), "one membership, nothing to choose");
    app.stop().await;
}
