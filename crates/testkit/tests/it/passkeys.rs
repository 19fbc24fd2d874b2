//! Passkeys over HTTP, with an authenticator in software: adding, signing in, standing in for a code, and whatever does not fit.

use std::time::Duration;

use chrono::TimeDelta;
use futures::future::join_all;
use kernel::{Clock, UserId};
use messaging::model::KeptMail;
use reqwest::{Response, StatusCode};
use serde_json::Value;
use testkit::app::{Browser, PASSWORD, TestApp};
use testkit::authenticator::SoftAuthenticator;

/// The product on a clock that stands until it is moved.
async fn started(require: &str) -> TestApp {
    let clock = Clock::fixed(Clock::system().now());
    TestApp::start_at(clock, &[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR", require)]).await
}

/// Where browsers are that come to a portal of a [`TestApp`]: its setting for the port is 0, whichever it was then given.
pub fn authenticator(host: &str) -> SoftAuthenticator {
    SoftAuthenticator::at(&format!("http://{host}:0"))
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

async fn count(app: &TestApp, query: &'static str, user: UserId) -> i64 {
    sqlx::query_scalar(query).bind(user.0).fetch_one(&mut app.db.admin().await).await.unwrap()
}

async fn audited(app: &TestApp, user: UserId) -> Vec<String> {
    sqlx::query_scalar("select action from audit_log where actor_user = $1 or object = $2 order by id")
        .bind(user.0)
        .bind(format!("user:{user}"))
        .fetch_all(&mut app.db.admin().await)
        .await
        .unwrap()
}

async fn owner(app: &TestApp) -> Browser {
    app.sign_in_person(&app.world.acme, app.world.acme.owner).await
}

/// The challenge of the form at `path`.
async fn challenge(browser: &Browser, path: &str) -> Value {
    let answer = browser.post_form(&format!("{path}/start"), &[]).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    answer.json().await.unwrap()
}

const PAGE: &str = "/account/security/passkeys";

/// Adds a passkey; what the answer is.
async fn add(browser: &mut Browser, authenticator: &mut SoftAuthenticator, name: &str) -> Response {
    let credential = authenticator.create(&challenge(browser, PAGE).await);
    let answer = browser.post_form(PAGE, &[("name", name), ("credential", &credential)]).await;
    browser.keep_cookies(&answer);
    answer
}

/// A stranger's browser with a challenge to sign in by.
async fn asked(app: &TestApp, host: &str) -> (Browser, Value) {
    let mut browser = app.browser(host);
    let answer = browser.post_form("/sign-in/passkey/start", &[]).await;
    assert_eq!(answer.status(), StatusCode::OK);
    browser.keep_cookies(&answer);
    assert!(browser.cookie.as_ref().unwrap().starts_with("__Host-lastmile-passkey="));
    (browser, answer.json().await.unwrap())
}

async fn answer(browser: &Browser, credential: &str) -> Response {
    browser.post_form("/sign-in/passkey", &[("credential", credential), ("next", "/network/devices")]).await
}

/// Signs in by passkey alone.
pub async fn sign_in(app: &TestApp, host: &str, authenticator: &mut SoftAuthenticator) -> Browser {
    let (mut browser, options) = asked(app, host).await;
    let answer = answer(&browser, &authenticator.get(&options)).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/network/devices"));
    browser.keep_cookies(&answer);
    browser
}

fn is_refused(answer: &Response) -> bool {
    answer.status() == StatusCode::SEE_OTHER && location(answer) == "/sign-in?again=passkey-refused&next=/network/devices"
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_passkey_is_added_signs_in_alone_and_stands_in_for_a_code() {
    let app = started("false").await;
    let (acme, user) = (&app.world.acme, app.world.acme.owner);
    let (mut here, there) = (owner(&app).await, owner(&app).await);
    let mut phone = authenticator(&acme.host);
    let before = here.cookie.clone();
    let options = challenge(&here, PAGE).await;
    assert_eq!(options["publicKey"]["rp"]["id"], acme.host.as_str());
    assert_eq!(options["publicKey"]["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["publicKey"]["authenticatorSelection"]["requireResidentKey"], true);
    for (name, words) in [("", "Please fill this in"), (&*"x".repeat(61), "too long")] {
        let answer = here.post_form(PAGE, &[("name", name), ("credential", "{}")]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(shown(answer).await.contains(words), "{words}");
    }
    let added = add(&mut here, &mut phone, "Work phone").await;
    assert_eq!(added.status(), StatusCode::OK, "the first second factor brings recovery codes");
    assert!(shown(added).await.contains("class=\"codes\""));
    assert_ne!(here.cookie, before, "the session has a new id");
    assert!(is_in(&here).await && !is_in(&there).await, "all others are out");
    let page = shown(here.get(PAGE).await).await;
    assert!(page.contains("Work phone") && page.contains("Never"));

    let mut alone = sign_in(&app, &acme.host, &mut phone).await;
    assert!(is_in(&alone).await);
    assert!(!shown(here.get(PAGE).await).await.contains("Never"), "its use is noted");
    let second = add(&mut alone, &mut authenticator(&acme.host), "Key").await;
    assert_eq!(location(&second), "/account/security/passkeys?done=passkey-added");

    // After the password it takes the place of a code.
    let mut browser = app.browser(&acme.host);
    let answer = browser.post_form("/sign-in", &[("email", "owner@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(location(&answer), "/sign-in/code?next=/");
    browser.keep_cookies(&answer);
    assert!(shown(browser.get("/sign-in/code").await).await.contains("action=\"/sign-in/code/passkey\""));
    let credential = phone.get(&challenge(&browser, "/sign-in/code/passkey").await);
    let fields = [("credential", credential.as_str())];
    let answers = join_all((0..50).map(|_| browser.post_form("/sign-in/code/passkey", &fields))).await;
    let let_in: Vec<&Response> = answers.iter().filter(|answer| location(answer) == "/").collect();
    let [answer] = let_in[..] else { panic!("{:?}", answers.iter().map(location).collect::<Vec<_>>()) };
    browser.keep_cookies(answer);
    assert!(is_in(&browser).await);
    let audited = audited(&app, user).await;
    for action in ["passkey.add", "sign_in", "sign_in.code_wanted"] {
        assert!(audited.iter().any(|row| row == action), "{action}: {audited:?}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_for_another_place_person_or_challenge_is_refused() {
    let app = started("false").await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let mut here = owner(&app).await;
    let mut key = authenticator(&acme.host);
    for lie in [
        key.but(|key| key.origin = "http://evil.localhost:0".to_owned()),
        key.but(|key| key.origin = "http://acme.localhost:1".to_owned()),
        key.but(|key| key.origin = "https://acme.localhost:0".to_owned()),
        key.but(|key| key.rp_id = Some("localhost".to_owned())),
        key.but(|key| key.verifies_user = false),
    ] {
        let mut lie = lie;
        assert_eq!(add(&mut here, &mut lie, "x").await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{}", lie.origin);
    }
    assert_eq!(count(&app, "select count(*) from passkeys where user_id = $1", acme.owner).await, 0);
    assert_eq!(add(&mut here, &mut key, "x").await.status(), StatusCode::OK);

    for lie in [
        key.but(|key| key.origin = "http://zenith.localhost:0".to_owned()),
        key.but(|key| key.rp_id = Some("zenith.localhost".to_owned())),
        key.but(|key| key.verifies_user = false),
    ] {
        let (browser, options) = asked(&app, &acme.host).await;
        let mut lie = lie;
        assert!(is_refused(&answer(&browser, &lie.get(&options)).await), "{} {:?}", lie.origin, lie.rp_id);
    }
    let (browser, options) = asked(&app, &acme.host).await;
    let (_, others) = asked(&app, &acme.host).await;
    assert!(is_refused(&answer(&browser, &key.get(&others)).await), "another browser's challenge");
    assert!(is_refused(&answer(&browser, &key.get(&options)).await), "a challenge is spent by the first answer, even a wrong one");
    let (browser, options) = asked(&app, &acme.host).await;
    let good = key.get(&options);
    assert!(is_refused(&answer(&app.browser(&acme.host), &good).await), "without the browser's cookie");
    assert!(is_refused(&answer(&browser, "no answer").await) && is_refused(&answer(&browser, "{}").await));
    assert_eq!(location(&answer(&browser, &good).await), "/network/devices", "what cannot be read spends nothing");
    assert!(is_refused(&answer(&browser, &good).await), "a replay");
    let (browser, options) = asked(&app, &acme.host).await;
    app.clock.advance(TimeDelta::minutes(5));
    assert!(is_refused(&answer(&browser, &key.get(&options)).await), "too late");

    // Another tenant's key, however it dresses up, is no key here.
    let mut theirs = authenticator(&zenith.host);
    let mut there = app.sign_in_person(zenith, zenith.owner).await;
    assert_eq!(add(&mut there, &mut theirs, "x").await.status(), StatusCode::OK);
    let mut dressed = theirs.but(|theirs| theirs.origin = key.origin.clone());
    let (browser, options) = asked(&app, &acme.host).await;
    assert!(is_refused(&answer(&browser, &dressed.get(&options)).await));
    assert!(is_in(&sign_in(&app, &zenith.host, &mut theirs).await).await, "at home it is");
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from passkeys where user_id = $1").bind(zenith.owner.0).fetch_one(&mut app.db.admin().await).await.unwrap();
    let here = sign_in(&app, &acme.host, &mut key).await;
    assert_eq!(here.post_form(&format!("{PAGE}/{id}/remove"), &[]).await.status(), StatusCode::NOT_FOUND, "nobody removes another's");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_counter_that_stands_still_is_refused_and_a_removed_key_too() {
    let app = started("false").await;
    let (acme, user) = (&app.world.acme, app.world.acme.owner);
    let mut here = owner(&app).await;
    let mut key = authenticator(&acme.host);
    add(&mut here, &mut key, "Key").await;
    let mut copy = key.clone();
    sign_in(&app, &acme.host, &mut key).await;
    let (browser, options) = asked(&app, &acme.host).await;
    assert!(is_refused(&answer(&browser, &copy.get(&options)).await), "the same counter again");
    assert!(audited(&app, user).await.iter().any(|action| action == "passkey.copied"));
    let mut here = sign_in(&app, &acme.host, &mut key).await;

    let id: uuid::Uuid = sqlx::query_scalar("select id from passkeys where user_id = $1").bind(user.0).fetch_one(&mut app.db.admin().await).await.unwrap();
    let remove = format!("{PAGE}/{id}/remove");
    let (waiting, options) = asked(&app, &acme.host).await;
    let answered = here.post_form(&remove, &[]).await;
    assert_eq!(location(&answered), "/account/security/passkeys?done=passkey-removed");
    here.keep_cookies(&answered);
    assert_eq!(here.post_form(&remove, &[]).await.status(), StatusCode::NOT_FOUND, "once");
    assert!(is_refused(&answer(&waiting, &key.get(&options)).await), "also where the challenge was made before");
    assert_eq!(count(&app, "select count(*) from recovery_codes where user_id = $1", user).await, 0);
    let signed = app.browser(&acme.host).post_form("/sign-in", &[("email", "owner@acme.example"), ("password", PASSWORD)]).await;
    assert_eq!(location(&signed), "/", "the password is enough again");
    app.stop().await;
}

/// What the kept mails say, oldest first, once there are `many`.
async fn kept_mails(app: &TestApp, many: usize) -> Vec<KeptMail> {
    let (store, ctx) = (app.db.store(), app.world.acme.as_system(app.clock.now()));
    for _ in 0..200 {
        let list = messaging::actions::list_kept(&store, &ctx).await.unwrap();
        if list.items.len() >= many {
            let mut mails = Vec::new();
            for item in list.items.iter().rev() {
                mails.push(messaging::actions::get_kept(&store, &ctx, item.id).await.unwrap());
            }
            return mails;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{many} mails were not kept within 20 s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_passkey_that_comes_or_goes_is_told_by_mail_and_one_that_does_not_is_not() {
    let app = started("false").await;
    let (acme, user) = (&app.world.acme, app.world.acme.owner);
    let mut admin = app.db.admin().await;
    sqlx::query("update users set locale = 'fr' where id = $1").bind(user.0).execute(&mut admin).await.unwrap();
    let mut here = owner(&app).await;
    let mut key = authenticator(&acme.host);
    let credential = key.create(&challenge(&here, PAGE).await);
    let nameless = here.post_form(PAGE, &[("name", ""), ("credential", &credential)]).await;
    assert_eq!(nameless.status(), StatusCode::UNPROCESSABLE_ENTITY);
    add(&mut here, &mut key, "Key").await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from passkeys where user_id = $1").bind(user.0).fetch_one(&mut admin).await.unwrap();
    let mails = kept_mails(&app, 1).await;
    let [added] = &mails[..] else { panic!("one mail") };
    assert_eq!(added.item.to, "owner@acme.example");
    assert!(added.link.starts_with(&format!("http://{}", acme.host)) && added.link.ends_with("/account/security"), "{}", added.link);
    assert!(added.text.contains("Une clé d\u{2019}accès a été ajoutée"), "in the language of the person: {}", added.text);

    // Another's, which does not exist for whoever asks.
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let remove = format!("{PAGE}/{id}/remove");
    assert_eq!(engineer.post_form(&remove, &[]).await.status(), StatusCode::NOT_FOUND);
    // A change that fails after the mail was written down takes the mail with it.
    sqlx::query("alter table outbox rename to outbox_gone").execute(&mut admin).await.unwrap();
    assert!(here.post_form(&remove, &[]).await.status().is_server_error());
    assert_eq!(count(&app, "select count(*) from passkeys where user_id = $1", user).await, 1, "no change without its mail");
    sqlx::query("alter table outbox_gone rename to outbox").execute(&mut admin).await.unwrap();
    app.clock.advance(TimeDelta::seconds(1));
    assert_eq!(location(&here.post_form(&remove, &[]).await), "/account/security/passkeys?done=passkey-removed");
    let mails = kept_mails(&app, 2).await;
    let [_, removed] = &mails[..] else { panic!("two mails") };
    assert_eq!(removed.item.to, "owner@acme.example");
    assert!(removed.text.contains("Une clé d\u{2019}accès a été retirée"), "{}", removed.text);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_who_finish_one_ceremony_one_does() {
    let app = started("false").await;
    let (acme, user) = (&app.world.acme, app.world.acme.owner);
    let here = owner(&app).await;
    let mut key = authenticator(&acme.host);
    let credential = key.create(&challenge(&here, PAGE).await);
    let fields = [("name", "Key"), ("credential", credential.as_str())];
    let answers = join_all((0..50).map(|_| here.post_form(PAGE, &fields))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status() == StatusCode::OK).count(), 1);
    assert_eq!(count(&app, "select count(*) from passkeys where user_id = $1", user).await, 1);

    let (browser, options) = asked(&app, &acme.host).await;
    let credential = key.get(&options);
    let before = count(&app, "select count(*) from sessions where user_id = $1", user).await;
    let answers = join_all((0..50).map(|_| answer(&browser, &credential))).await;
    assert_eq!(answers.iter().filter(|answer| location(answer) == "/network/devices").count(), 1);
    assert_eq!(answers.iter().filter(|answer| is_refused(answer)).count(), 49);
    assert_eq!(count(&app, "select count(*) from sessions where user_id = $1", user).await, before + 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn changes_of_how_one_signs_in_ask_for_the_password_after_five_minutes() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let mut here = owner(&app).await;
    let mut key = authenticator(&acme.host);
    add(&mut here, &mut key, "Key").await;
    let id: uuid::Uuid =
        sqlx::query_scalar("select id from passkeys where user_id = $1").bind(acme.owner.0).fetch_one(&mut app.db.admin().await).await.unwrap();
    let begun = key.create(&challenge(&here, PAGE).await);
    app.clock.advance(TimeDelta::minutes(6));
    assert_eq!(here.post_form(PAGE, &[("name", "Late"), ("credential", &begun)]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "the challenge is over");
    let refused = here.post_form(&format!("{PAGE}/start"), &[]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert_eq!(refused.json::<Value>().await.unwrap()["code"], "confirm-first");
    let remove = format!("{PAGE}/{id}/remove");
    for (form, page) in [
        ("/account/security/authenticator/start", "/account/security/authenticator"),
        ("/account/security/authenticator/off", "/account/security/authenticator/off"),
        ("/account/security/recovery-codes", "/account/security/recovery-codes"),
        ("/account/links", "/account/links"),
        (&*remove, PAGE),
    ] {
        let answer = here.post_form(form, &[("code", "000000"), ("host", "zenith.localhost")]).await;
        assert_eq!(location(&answer), format!("/account/security/confirm?next={page}"), "{form}");
        assert!(shown(here.get(page).await).await.contains("action=\"/account/security/confirm\""), "{page} asks for the password in place of its form");
    }
    assert_eq!(count(&app, "select count(*) from passkeys where user_id = $1", acme.owner).await, 1);

    let confirm = async |password: &str| here.post_form("/account/security/confirm", &[("current_password", password), ("next", PAGE)]).await;
    for (password, words) in [("", "Please fill this in"), ("wrong wrong wrong", "This is not the password of your account here")] {
        let answer = confirm(password).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let page = shown(answer).await;
        assert!(page.contains(words) && page.contains(&format!("value=\"{PAGE}\"")), "{words}");
    }
    let before = here.cookie.clone();
    let answer = confirm(PASSWORD).await;
    assert_eq!(location(&answer), PAGE);
    here.keep_cookies(&answer);
    assert_ne!(here.cookie, before, "the session has a new id");
    let answer = here.post_form(&remove, &[]).await;
    assert_eq!(location(&answer), "/account/security/passkeys?done=passkey-removed");
    here.keep_cookies(&answer);
    let outside = here.post_form("/account/security/confirm", &[("current_password", PASSWORD), ("next", "//evil.example")]).await;
    assert_eq!(location(&outside), "/account/security");
    let audited = audited(&app, acme.owner).await;
    assert!(audited.iter().any(|action| action == "identity.confirm") && audited.iter().any(|action| action == "identity.refused"), "{audited:?}");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_passkey_is_the_second_factor_that_a_role_asks_for() {
    let app = started("true").await;
    let mut here = owner(&app).await;
    assert_eq!(location(&here.get("/network/interfaces").await), "/account/security/authenticator");
    assert!(shown(here.get(PAGE).await).await.contains("Your role reaches far"));
    add(&mut here, &mut authenticator(&app.world.acme.host), "Key").await;
    assert_eq!(here.get("/network/interfaces").await.status(), StatusCode::OK);
    app.stop().await;
}
