//! A person's own account over HTTP: password, sessions, second factor, recovery codes, and the founder's way back in.

use chrono::TimeDelta;
use futures::future::join_all;
use futures::{SinkExt, StreamExt};
use kernel::{Clock, Error, RequestId, UserId};
use reqwest::{Response, StatusCode};
use tenancy::actions;
use testkit::app::{Browser, PASSWORD, TestApp};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use totp_rs::{Builder, Secret};

const NEW_PASSWORD: &str = "violet tractor under seven bridges";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

/// The product on a clock that stands until it is moved.
pub async fn started(require: &str) -> TestApp {
    let clock = Clock::fixed(Clock::system().now());
    TestApp::start_at(clock, &[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR", require)]).await
}

pub fn location(answer: &Response) -> &str {
    answer.headers().get("location").map_or("", |value| value.to_str().unwrap())
}

/// What an answer shows: the head carries every word there is.
pub async fn shown(answer: Response) -> String {
    answer.text().await.unwrap().split_once("<body").unwrap().1.to_owned()
}

/// Whether the browser's session still opens pages.
pub async fn is_in(browser: &Browser) -> bool {
    browser.get("/account/security").await.status() == StatusCode::OK
}

async fn owner(app: &TestApp) -> Browser {
    app.sign_in_person(&app.world.acme, app.world.acme.owner).await
}

async fn sign_in(app: &TestApp, host: &str, email: &str, password: &str) -> (Browser, Response) {
    let mut browser = app.browser(host);
    let answer = browser.post_form("/sign-in", &[("email", email), ("password", password)]).await;
    browser.keep_cookies(&answer);
    (browser, answer)
}

async fn owner_signs_in(app: &TestApp) -> (Browser, Response) {
    sign_in(app, &app.world.acme.host, "owner@acme.example", PASSWORD).await
}

async fn audited(app: &TestApp, user: UserId) -> Vec<String> {
    sqlx::query_scalar("select action from audit_log where actor_user = $1 or object = $2 order by id")
        .bind(user.0)
        .bind(format!("user:{user}"))
        .fetch_all(&mut app.db.admin().await)
        .await
        .unwrap()
}

async fn count(app: &TestApp, query: &'static str, user: UserId) -> i64 {
    sqlx::query_scalar(query).bind(user.0).fetch_one(&mut app.db.admin().await).await.unwrap()
}

/// The code of the step that holds at `clock`, or of one so many steps away.
pub fn code(app: &TestApp, secret: &str, steps: i64) -> String {
    let secret: String = secret.chars().filter(|c| !c.is_whitespace()).collect();
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate(u64::try_from(app.clock.now().timestamp() + 30 * steps).unwrap()).to_string()
}

/// Sets the second factor up; the secret as shown, and the recovery codes.
pub async fn enrol(app: &TestApp, browser: &mut Browser) -> (String, Vec<String>) {
    let answer = browser.post_form("/account/security/authenticator/start", &[]).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security/authenticator"));
    let page = browser.get("/account/security/authenticator").await.text().await.unwrap();
    assert!(page.contains("<svg") && page.contains("class=\"qr\""), "a QR code is drawn");
    let (_, rest) = page.split_once("class=\"secret\"").unwrap();
    let secret = rest.split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned();
    let answer = browser.post_form("/account/security/authenticator", &[("code", &code(app, &secret, 0))]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    browser.keep_cookies(&answer);
    let codes = shown_codes(&answer.text().await.unwrap());
    assert_eq!(codes.len(), 10);
    (secret, codes)
}

fn shown_codes(page: &str) -> Vec<String> {
    let (_, list) = page.split_once("class=\"codes\"").unwrap();
    let (list, _) = list.split_once("</ul>").unwrap();
    list.split("<li>").skip(1).map(|item| item.split_once('<').unwrap().0.to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_new_password_ends_all_other_sessions_and_keeps_this_one() {
    let app = started("false").await;
    let (mut here, there) = (owner(&app).await, owner(&app).await);
    let colleague = app.sign_in_person(&app.world.acme, app.world.acme.engineer).await;
    let change = async |browser: &Browser, current: &str, new: &str| {
        browser.post_form("/account/security/password", &[("current_password", current), ("new_password", new)]).await
    };

    for (current, new, words) in [
        ("wrong wrong wrong", NEW_PASSWORD, "This is not the password of your account here"),
        (PASSWORD, "short", "Use at least 12 characters"),
        (PASSWORD, "leavemealone", "in lists of leaked passwords"),
        (PASSWORD, "l3avemealone", "on lists that attackers try first"),
        (PASSWORD, "acme.localhost", "a name that others know"),
        (PASSWORD, "owner@acme.example", "a name that others know"),
        (PASSWORD, "", "Please fill this in"),
        ("", NEW_PASSWORD, "Please fill this in"),
    ] {
        let answer = change(&here, current, new).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{current} {new}");
        let page = answer.text().await.unwrap();
        assert!(page.split_once("<body").unwrap().1.contains(words), "{new}: {words}");
        for secret in [PASSWORD, NEW_PASSWORD, "wrong wrong wrong", "leavemealone"] {
            assert!(!page.contains(secret), "what was typed comes back: {secret}");
        }
    }
    let long = change(&here, PASSWORD, &"x y".repeat(1_000)).await;
    assert_eq!(long.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(is_in(&there).await, "nothing has changed yet");

    let before = here.clone();
    let answer = change(&here, PASSWORD, NEW_PASSWORD).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security?done=password-changed"));
    here.keep_cookies(&answer);
    assert_ne!(here.cookie, before.cookie, "the session has a new id");
    assert!(is_in(&here).await, "this session stays");
    assert!(!is_in(&before).await, "its old id is worth nothing");
    assert!(!is_in(&there).await, "the other session is over");
    assert!(is_in(&colleague).await, "another person's is not");

    let (_, old) = owner_signs_in(&app).await;
    assert_eq!(old.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let (_, new) = sign_in(&app, &app.world.acme.host, "owner@acme.example", NEW_PASSWORD).await;
    assert_eq!(new.status(), StatusCode::SEE_OTHER);
    let audited = audited(&app, app.world.acme.owner).await;
    for action in ["password.refused", "password.change"] {
        assert_eq!(audited.iter().filter(|row| *row == action).count(), 1, "{action}: {audited:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn wrong_present_passwords_count_like_failed_sign_ins() {
    let app = started("false").await;
    let here = owner(&app).await;
    let guess = async || here.post_form("/account/security/password", &[("current_password", "guess"), ("new_password", NEW_PASSWORD)]).await;
    for _ in 0..5 {
        assert_eq!(guess().await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let locked = guess().await;
    assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(locked.headers().contains_key("retry-after"));
    assert_eq!(owner_signs_in(&app).await.1.status(), StatusCode::TOO_MANY_REQUESTS, "the same lock");
    app.clock.advance(TimeDelta::seconds(3));
    assert_eq!(owner_signs_in(&app).await.1.status(), StatusCode::SEE_OTHER);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_are_listed_and_ended_by_their_own_person_only() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let here = owner(&app).await;
    let mut there = app.browser(&acme.host);
    there.agent = Some(FIREFOX);
    let answer = there.post_form("/sign-in", &[("email", "owner@acme.example"), ("password", PASSWORD)]).await;
    there.keep_cookies(&answer);

    let page = shown(here.get("/account/security").await).await;
    assert!(page.contains("Firefox on Linux") && page.contains("Unknown browser on unknown system"), "both are told apart");
    assert!(!page.contains("Gecko") && !page.contains("140.0"), "nothing else is kept of the user agent");
    let ids: Vec<&str> = page.split("action=\"/account/security/sessions/").skip(1).filter_map(|rest| rest.split_once("/end\"")).map(|(id, _)| id).collect();
    let [id] = ids[..] else { panic!("one session can be ended by itself: {ids:?}") };
    let end = format!("/account/security/sessions/{id}/end");
    let nowhere = "/account/security/sessions/00000000-0000-0000-0000-0000deadbeef/end";

    let foreigner = app.sign_in_person(&app.world.zenith, app.world.zenith.owner).await;
    let colleague = app.sign_in_person(acme, acme.engineer).await;
    for (who, browser) in [("another tenant's owner", &foreigner), ("a colleague", &colleague)] {
        assert_eq!(browser.post_form(&end, &[]).await.status(), StatusCode::NOT_FOUND, "{who}");
        assert_eq!(browser.post_form(nowhere, &[]).await.status(), StatusCode::NOT_FOUND, "{who}");
    }
    assert!(is_in(&there).await, "nobody else has ended it");

    let mut socket = listen(&app, &there).await;
    let answer = here.post_form(&end, &[]).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security?done=session-ended"));
    assert!(!is_in(&there).await, "its cookie is refused at once");
    let closed = loop {
        match socket.next().await {
            Some(Ok(Message::Close(frame))) => break frame.map(|frame| u16::from(frame.code)),
            Some(Ok(_)) => {}
            other => panic!("no close frame: {other:?}"),
        }
    };
    assert_eq!(closed, Some(4401), "its live connection is closed");
    assert_eq!(here.post_form(&end, &[]).await.status(), StatusCode::NOT_FOUND, "twice");

    let (third, _) = owner_signs_in(&app).await;
    assert_eq!(location(&here.post_form("/account/security/sessions/end-others", &[]).await), "/account/security?done=sessions-ended");
    assert!(is_in(&here).await && !is_in(&third).await && is_in(&colleague).await && is_in(&foreigner).await);
    app.stop().await;
}

async fn listen(app: &TestApp, browser: &Browser) -> tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>> {
    let mut request = format!("ws://{}/ws/live", app.address).into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("host", browser.host().parse().unwrap());
    headers.insert("origin", format!("http://{}", browser.host()).parse().unwrap());
    headers.insert("cookie", browser.cookie.clone().unwrap().parse().unwrap());
    let mut socket = tokio_tungstenite::connect_async(request).await.unwrap().0;
    // Once it answers, the hub knows of it.
    socket.send(Message::text(r#"{"op":"subscribe","topics":["interface:x"]}"#)).await.unwrap();
    assert!(matches!(socket.next().await, Some(Ok(Message::Text(_)))));
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_second_factor_is_set_up_and_each_of_its_codes_signs_in_once() {
    let app = started("false").await;
    let user = app.world.acme.owner;
    let (mut here, there) = (owner(&app).await, owner(&app).await);
    here.post_form("/account/security/authenticator/start", &[]).await;
    let wrong = here.post_form("/account/security/authenticator", &[("code", "000000")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let elsewhere = there.get("/account/security/authenticator").await.text().await.unwrap();
    assert!(!elsewhere.contains("class=\"secret\""), "a secret is shown in the session that asked for it only");
    let (secret, codes) = enrol(&app, &mut here).await;
    assert!(is_in(&here).await && !is_in(&there).await, "turning it on ends other sessions");
    assert!(shown(here.get("/account/security").await).await.contains("10 recovery codes left"));

    // Neither the secret nor a code can be read in the database.
    let stored: String = sqlx::query_scalar("select (select encode(secret, 'hex') from totp) || (select string_agg(c::text, ' ') from recovery_codes c)")
        .fetch_one(&mut app.db.admin().await)
        .await
        .unwrap();
    let plain = Secret::try_from_base32(secret.replace(' ', "")).unwrap();
    let hex: String = plain.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert!(!stored.contains(&hex));
    for code in &codes {
        let bare = code.replace('-', "");
        assert!(!stored.contains(code) && !stored.contains(&bare));
    }

    let post = async |browser: &Browser, code: &str| browser.post_form("/sign-in/code", &[("code", code), ("next", "/network/devices")]).await;
    let (mut pending, answer) = owner_signs_in(&app).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/sign-in/code?next=/"));
    assert!(pending.cookie.as_ref().unwrap().starts_with("__Host-lastmile-code="), "no session yet: {:?}", pending.cookie);
    assert!(!is_in(&pending).await);
    assert_eq!(pending.get("/sign-in/code").await.status(), StatusCode::OK);
    assert_eq!(pending.at("founder.localhost").get("/sign-in/code").await.status(), StatusCode::SEE_OTHER, "it counts on its own host only");
    let spent = post(&pending, &code(&app, &secret, 0)).await;
    assert_eq!(spent.status(), StatusCode::UNPROCESSABLE_ENTITY, "the code of the set-up is spent");
    assert!(!spent.text().await.unwrap().contains(&format!("\"{}\"", code(&app, &secret, 0))), "a code does not come back");

    app.clock.advance(TimeDelta::seconds(30));
    let answer = post(&pending, &code(&app, &secret, 0)).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/network/devices"));
    pending.keep_cookies(&answer);
    assert!(is_in(&pending).await);
    assert!(!pending.cookie.as_ref().unwrap().contains("__Host-lastmile-code"), "the waiting is over");

    let (replay, _) = owner_signs_in(&app).await;
    assert_eq!(post(&replay, &code(&app, &secret, 0)).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "a replay");
    app.clock.advance(TimeDelta::seconds(60));
    let previous = code(&app, &secret, -1);
    assert_eq!(post(&replay, &previous).await.status(), StatusCode::SEE_OTHER, "the step before is tolerated");
    let (replay, _) = owner_signs_in(&app).await;
    assert_eq!(post(&replay, &previous).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "but once");
    assert_eq!(post(&replay, &code(&app, &secret, 0)).await.status(), StatusCode::SEE_OTHER, "the present one is another");
    let audited = audited(&app, user).await;
    for action in ["second_factor.begin", "second_factor.enable", "sign_in.code_wanted", "sign_in.code_refused", "sign_in"] {
        assert!(audited.iter().any(|row| row == action), "{action}: {audited:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_come_with_one_code_one_is_let_in() {
    let app = started("false").await;
    let user = app.world.acme.owner;
    let mut here = owner(&app).await;
    let (secret, codes) = enrol(&app, &mut here).await;
    let sessions = "select count(*) from sessions where user_id = $1";
    for code in [code(&app, &secret, 1), codes[0].clone()] {
        let mut waiting = Vec::new();
        for _ in 0..10 {
            let (browser, answer) = owner_signs_in(&app).await;
            assert_eq!(answer.status(), StatusCode::SEE_OTHER);
            waiting.push(browser);
        }
        let before = count(&app, sessions, user).await;
        let fields = [("code", code.as_str())];
        let answers = join_all((0..50).map(|number| waiting[number % 10].post_form("/sign-in/code", &fields))).await;
        let let_in = answers.iter().filter(|answer| answer.status() == StatusCode::SEE_OTHER && location(answer) == "/").count();
        assert_eq!(let_in, 1, "{:?}", answers.iter().map(Response::status).collect::<Vec<_>>());
        assert_eq!(count(&app, sessions, user).await, before + 1);
        app.clock.advance(TimeDelta::minutes(20));
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_recovery_code_works_once_and_new_ones_replace_the_old() {
    let app = started("false").await;
    let mut here = owner(&app).await;
    let (secret, codes) = enrol(&app, &mut here).await;
    let typed = codes[0].to_lowercase().replace('-', " ");
    let (mut pending, _) = owner_signs_in(&app).await;
    let answer = pending.post_form("/sign-in/code", &[("code", &typed)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    pending.keep_cookies(&answer);
    assert!(shown(pending.get("/account/security").await).await.contains("9 recovery codes left"));
    let (again, _) = owner_signs_in(&app).await;
    assert_eq!(again.post_form("/sign-in/code", &[("code", &codes[0])]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);

    let renew = async |code: &str| here.post_form("/account/security/recovery-codes", &[("code", code)]).await;
    assert_eq!(renew("000000").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    app.clock.advance(TimeDelta::seconds(30));
    let answer = renew(&code(&app, &secret, 0)).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let new = shown_codes(&answer.text().await.unwrap());
    assert!(new.len() == 10 && new.iter().all(|code| !codes.contains(code)));
    assert_eq!(again.post_form("/sign-in/code", &[("code", &codes[1])]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "an old one");
    assert_eq!(again.post_form("/sign-in/code", &[("code", &new[0])]).await.status(), StatusCode::SEE_OTHER);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn after_five_wrong_codes_or_five_minutes_the_password_is_asked_for_again() {
    let app = started("false").await;
    let mut here = owner(&app).await;
    let (secret, _) = enrol(&app, &mut here).await;
    let (pending, _) = owner_signs_in(&app).await;
    let post = async |code: &str| pending.post_form("/sign-in/code", &[("code", code)]).await;
    for number in 1..=5 {
        assert_eq!(post("000000").await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{number}");
    }
    app.clock.advance(TimeDelta::seconds(30));
    let sixth = post(&code(&app, &secret, 0)).await;
    assert_eq!((sixth.status(), location(&sixth)), (StatusCode::SEE_OTHER, "/sign-in?again=code"), "even a right one");
    assert_eq!(location(&pending.get("/sign-in/code").await), "/sign-in");
    assert!(shown(pending.get("/sign-in?again=code").await).await.contains("too many tries"));

    // Right passwords in between buy no new guesses: the failures stand until a code is right.
    for _ in 0..3 {
        let (fresh, answer) = owner_signs_in(&app).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(fresh.post_form("/sign-in/code", &[("code", "000000")]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(owner_signs_in(&app).await.1.status(), StatusCode::TOO_MANY_REQUESTS);
        app.clock.advance(TimeDelta::seconds(60));
    }

    let (pending, _) = owner_signs_in(&app).await;
    app.clock.advance(TimeDelta::minutes(5));
    assert_eq!(location(&pending.get("/sign-in/code").await), "/sign-in");
    let late = pending.post_form("/sign-in/code", &[("code", &code(&app, &secret, 0))]).await;
    assert_eq!(location(&late), "/sign-in?again=code");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn turning_the_second_factor_off_asks_for_a_code_and_ends_other_sessions() {
    let app = started("false").await;
    let user = app.world.acme.owner;
    let mut here = owner(&app).await;
    let (secret, codes) = enrol(&app, &mut here).await;
    let (mut there, _) = owner_signs_in(&app).await;
    let answer = there.post_form("/sign-in/code", &[("code", &codes[0])]).await;
    there.keep_cookies(&answer);
    let off = async |browser: &Browser, code: &str| browser.post_form("/account/security/authenticator/off", &[("code", code)]).await;
    assert_eq!(off(&here, "000000").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(off(&here, "").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let colleague = app.sign_in_person(&app.world.acme, app.world.acme.engineer).await;
    app.clock.advance(TimeDelta::seconds(30));
    assert_eq!(off(&colleague, &code(&app, &secret, 0)).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "another's code");
    let answer = off(&here, &code(&app, &secret, 0)).await;
    assert_eq!(location(&answer), "/account/security?done=second-factor-off");
    here.keep_cookies(&answer);
    assert!(is_in(&here).await && !is_in(&there).await);
    assert_eq!(count(&app, "select count(*) from recovery_codes where user_id = $1", user).await, 0);
    assert_eq!(location(&owner_signs_in(&app).await.1), "/", "the password is enough again");
    assert!(audited(&app, user).await.iter().any(|action| action == "second_factor.disable"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn owners_without_a_second_factor_get_no_further_than_setting_one_up() {
    let app = started("true").await;
    let acme = &app.world.acme;
    let mut here = owner(&app).await;
    for page in ["/", "/network/interfaces", "/network/devices/new", "/platform"] {
        let answer = here.get(page).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security/authenticator"), "{page}");
    }
    assert_eq!(here.call("/api/network/list_devices", serde_json::json!({})).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(here.post_form("/network/devices/new", &[("name", "x")]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(here.get("/ws/live").await.status(), StatusCode::FORBIDDEN);
    let page = shown(here.get("/account/security/authenticator").await).await;
    assert!(page.contains("Your role reaches far"));
    enrol(&app, &mut here).await;
    assert_eq!(here.get("/network/interfaces").await.status(), StatusCode::OK);

    let engineer = app.sign_in_person(acme, acme.engineer).await;
    assert_eq!(engineer.get("/network/interfaces").await.status(), StatusCode::OK, "other roles may do without");
    sqlx::query("update orgs set simulated = true where tenant_id = $1").bind(app.world.zenith.tenant.0).execute(&mut app.db.admin().await).await.unwrap();
    let demo = app.sign_in_person(&app.world.zenith, app.world.zenith.owner).await;
    assert_eq!(demo.get("/network/interfaces").await.status(), StatusCode::OK, "a demo world asks nobody");
    app.stop().await;
}

const FOUNDER: &str = "founder@founder.example";
const FOUNDER_HOST: &str = "founder.localhost";

async fn recovery_link(app: &TestApp, email: &str) -> kernel::Result<String> {
    let link = actions::recover_founder(&app.db.store(), email, app.clock.now(), RequestId::generate()).await?;
    assert_eq!(link.host, FOUNDER_HOST);
    Ok(format!("/recover/{}", link.token))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_founder_s_way_back_in_works_once_and_for_the_founder_s_tenant_only() {
    let app = started("true").await;
    let user = app.world.founder_user;
    let mut lost = app.sign_in(FOUNDER_HOST, app.world.founder, user, FOUNDER).await;
    enrol(&app, &mut lost).await;
    for stranger in ["owner@acme.example", "nobody@founder.example"] {
        assert_eq!(recovery_link(&app, stranger).await, Err(Error::NotFound), "{stranger}");
    }
    assert_eq!(recovery_link(&app, "no address").await, Err(Error::field("email", "not-an-email")));

    let (older, link) = (recovery_link(&app, FOUNDER).await.unwrap(), recovery_link(&app, FOUNDER).await.unwrap());
    let browser = app.browser(FOUNDER_HOST);
    assert_eq!(browser.post_form(&older, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "only the newest counts");
    assert_eq!(browser.at(&app.world.acme.host).post_form(&link, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "on the founder's host");
    for _ in 0..2 {
        let page = browser.get(&link).await;
        assert_eq!((page.status(), &page.headers()["referrer-policy"]), (StatusCode::OK, &"no-referrer".parse().unwrap()));
        assert_eq!(page.headers()["cache-control"], "no-store");
        assert!(!page.headers().contains_key("set-cookie"), "opening the link does nothing");
    }
    assert!(is_in(&lost).await);

    let answers = join_all((0..50).map(|_| browser.post_form(&link, &[]))).await;
    let let_in: Vec<&Response> = answers.iter().filter(|answer| answer.status() == StatusCode::SEE_OTHER).collect();
    let [answer] = let_in[..] else { panic!("{:?}", answers.iter().map(Response::status).collect::<Vec<_>>()) };
    assert_eq!(location(answer), "/account/security?done=recovered");
    let mut back = app.browser(FOUNDER_HOST);
    back.keep_cookies(answer);
    assert!(!is_in(&lost).await, "what was signed in before is out");
    assert_eq!(count(&app, "select count(*) from totp where user_id = $1", user).await, 0);
    assert_eq!(count(&app, "select count(*) from sessions where user_id = $1", user).await, 1);
    assert_eq!(location(&back.get("/platform").await), "/account/security/authenticator", "a second factor is needed again");

    let set = async |browser: &Browser, new: &str| browser.post_form("/account/security/password", &[("new_password", new)]).await;
    let page = shown(back.get("/account/security/password").await).await;
    assert!(page.contains("id=\"new_password\"") && !page.contains("id=\"current_password\""));
    let answer = set(&back, NEW_PASSWORD).await;
    assert_eq!(location(&answer), "/account/security?done=password-changed");
    back.keep_cookies(&answer);
    assert_eq!(set(&back, "another violet tractor below").await.status(), StatusCode::UNPROCESSABLE_ENTITY, "once");
    enrol(&app, &mut back).await;
    assert_eq!(back.get("/platform").await.status(), StatusCode::OK);
    let audited = audited(&app, user).await;
    assert_eq!(audited.iter().filter(|action| *action == "recovery_link.use").count(), 1, "{audited:?}");
    assert_eq!(audited.iter().filter(|action| *action == "recovery_link.create").count(), 2, "{audited:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_founder_s_link_and_what_it_allows_are_over_after_ten_minutes() {
    let app = started("false").await;
    let late = recovery_link(&app, FOUNDER).await.unwrap();
    app.clock.advance(TimeDelta::minutes(10));
    let browser = app.browser(FOUNDER_HOST);
    let answer = browser.post_form(&late, &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown(answer).await.contains("This link does not work any more"));

    let link = recovery_link(&app, FOUNDER).await.unwrap();
    let answer = browser.post_form(&link, &[]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    let mut back = browser.clone();
    back.keep_cookies(&answer);
    app.clock.advance(TimeDelta::minutes(11));
    assert!(is_in(&back).await);
    let answer = back.post_form("/account/security/password", &[("new_password", NEW_PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "the present password is asked for again");
    for token in ["", "x", &"0".repeat(64), &"0".repeat(5_000), "..%2f..%2f"] {
        let status = browser.post_form(&format!("/recover/{token}"), &[]).await.status();
        assert!(status.is_client_error(), "{token}: {status}");
    }
    app.stop().await;
}
