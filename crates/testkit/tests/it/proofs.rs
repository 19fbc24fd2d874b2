//! What outlives a session, or ends what others have, is not had by a session alone: tokens, other sessions, the end of an ISP. And
//! what ends tokens and sign-ins of apps.

use chrono::TimeDelta;
use kernel::{Clock, Ctx, RequestId};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use tenancy::actions;
use testkit::api::Api;
use testkit::app::{Browser, PASSWORD, TestApp};

use crate::account_security::{code, enrol, is_in, location, shown};
use crate::ways_back_in::reset_link;

const NEW_PASSWORD: &str = "violet tractor under seven bridges";
const TOKEN: [(&str, &str); 4] = [("do", "personal"), ("name", "mine"), ("days", "1"), ("scope-org_read", "yes")];
const CONFIRM: &str = "/account/security/confirm";

async fn started(settings: &[(&str, &str)]) -> TestApp {
    let clock = Clock::fixed(Clock::system().now());
    TestApp::start_at(clock, &[&[("LASTMILE_COLLECTORS_ENABLED", "false")], settings].concat()).await
}

/// Types the password again.
async fn confirm(browser: &mut Browser, next: &str) {
    let answer = browser.post_form(CONFIRM, &[("current_password", PASSWORD), ("next", next)]).await;
    assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, next));
    browser.keep_cookies(&answer);
}

/// The token that a page shows, this once.
async fn made(answer: Response) -> String {
    assert_eq!(answer.status(), StatusCode::OK);
    let page = shown(answer).await;
    let at = page.find("lm_").expect("a token is shown");
    page[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-')).collect()
}

/// An app that is signed in as this person.
async fn app_of(app: &TestApp, host: &str, email: &str) -> Api {
    let api = app.api(host);
    let answer = api.post("/auth/token", &json!({ "email": email, "password": PASSWORD })).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let told: Value = answer.json().await.unwrap();
    api.showing(told["access_token"].as_str())
}

async fn opens(api: &Api) -> bool {
    match api.get("/me").await.status() {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

async fn count(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.db.admin().await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_that_has_proved_nothing_lately_makes_no_token_and_ends_no_session() {
    let app = started(&[]).await;
    let acme = &app.world.acme;
    let (mut owner, other) = (app.sign_in_person(acme, acme.owner).await, app.sign_in_person(acme, acme.owner).await);
    let in_hand = app_of(&app, &acme.host, "owner@acme.example").await;
    let fresh = shown(owner.get("/settings/api-tokens").await).await;
    assert!(fresh.contains("id=\"personal-name\"") && !fresh.contains("current_password"));
    app.clock.advance(TimeDelta::minutes(6));

    let stale = shown(owner.get("/settings/api-tokens").await).await;
    assert!(stale.contains("current_password") && !stale.contains("id=\"personal-name\"") && !stale.contains("id=\"machine-name\""), "{stale}");
    let machine = [("do", "machine"), ("name", "mine"), ("days", "1"), ("scope-org_read", "yes")];
    for fields in [TOKEN, machine] {
        let answer = owner.post_form("/settings/api-tokens", &fields).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security/confirm?next=/settings/api-tokens"));
    }
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    assert_eq!(client.post_form("/settings/api-tokens", &machine).await.status(), StatusCode::FORBIDDEN, "who may not is not asked first");
    assert_eq!(count(&app, "select count(*) from api_tokens").await, 0);
    let security = shown(owner.get("/account/security").await).await;
    let end = |part: &str| {
        let (_, rest) = security.rsplit_once(&format!("action=\"/account/security/{part}/")).expect(part);
        format!("/account/security/{part}/{}/end", rest.split_once("/end").unwrap().0)
    };
    let (session, of_app) = (end("sessions"), end("apps"));
    for path in [session.as_str(), &of_app, "/account/security/sessions/end-others"] {
        let answer = owner.post_form(path, &[]).await;
        assert_eq!((answer.status(), location(&answer)), (StatusCode::SEE_OTHER, "/account/security/confirm?next=/account/security"), "{path}");
    }
    assert!(is_in(&other).await && opens(&in_hand).await, "nothing has ended");

    confirm(&mut owner, "/settings/api-tokens").await;
    let token = made(owner.post_form("/settings/api-tokens", &TOKEN).await).await;
    assert!(opens(&app.api(&acme.host).showing(Some(&token))).await);
    let colleague = app.sign_in_person(acme, acme.engineer).await;
    let foreigner = app.sign_in_person(&app.world.zenith, app.world.zenith.owner).await;
    for stranger in [&colleague, &foreigner] {
        assert_eq!(stranger.post_form(&of_app, &[]).await.status(), StatusCode::NOT_FOUND, "another's app is none");
    }
    assert_eq!(location(&owner.post_form(&of_app, &[]).await), "/account/security?done=app-ended");
    assert!(!opens(&in_hand).await, "with the next request");
    assert_eq!(owner.post_form(&of_app, &[]).await.status(), StatusCode::NOT_FOUND, "twice");
    assert!(!shown(owner.get("/account/security").await).await.contains("/account/security/apps/"), "it is not listed any more");
    assert_eq!(location(&owner.post_form(&session, &[]).await), "/account/security?done=session-ended");
    assert!(!is_in(&other).await && is_in(&owner).await);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_changed_password_ends_apps_and_tokens_unless_they_are_to_stay() {
    let app = started(&[]).await;
    let acme = &app.world.acme;
    let mut owner = app.sign_in_person(acme, acme.owner).await;
    let page = shown(owner.get("/account/security/password").await).await;
    let (_, tick) = page.split_once("name=\"end_tokens\"").expect("a box");
    assert!(tick.split_once('>').unwrap().0.contains("checked"), "ticked at first");
    let mut password = PASSWORD;
    for (next, ticked) in [(NEW_PASSWORD, false), ("nine quiet lanterns on the pier", true)] {
        let token = app.api_as_person(acme, acme.owner).await;
        let machine = app.api_as_machine(acme, &[kernel::Permission::OrgRead]).await;
        let fields = [("current_password", password), ("new_password", next), ("end_tokens", "yes")];
        let answer = owner.post_form("/account/security/password", if ticked { &fields } else { &fields[..2] }).await;
        assert_eq!(location(&answer), "/account/security?done=password-changed");
        owner.keep_cookies(&answer);
        assert_eq!(opens(&token).await, !ticked, "ticked: {ticked}");
        assert!(opens(&machine).await, "a program's is not the person's");
        password = next;
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reset_a_recovery_and_the_end_of_a_membership_end_tokens_and_apps() {
    let app = started(&[]).await;
    let acme = &app.world.acme;
    let colleague = app.api_as_person(acme, acme.engineer).await;
    let (token, in_hand) = {
        app.sign_in_person(acme, acme.support).await;
        (app.api_as_person(acme, acme.support).await, app_of(&app, &acme.host, "support@acme.example").await)
    };
    assert!(opens(&token).await && opens(&in_hand).await);
    let reset = reset_link(&app, "support@acme.example").await;
    let answer = app.browser(&acme.host).post_form(&reset, &[("new_password", NEW_PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER);
    assert!(!opens(&token).await && !opens(&in_hand).await, "reset by mail");

    let token = app.api_as_person(acme, acme.support).await;
    app.sign_in_person(acme, acme.support).await;
    let in_hand = app_of(&app, &acme.host, "support@acme.example").await;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let root = acme.tenant.to_string();
    let left = owner.post_form(&format!("/people/{}", acme.support), &[("do", "leave"), ("org", &root)]).await;
    assert_eq!(location(&left), "/people?done=member-left");
    assert!(!opens(&token).await && !opens(&in_hand).await, "no member any more");
    let revoked = count(&app, "select count(*) from api_tokens where revoked_at is not null").await;
    assert_eq!(revoked, 2, "and they would not open anything for a member anew");

    let founder = app.api_as_founder().await;
    app.sign_in("founder.localhost", app.world.founder, app.world.founder_user, "founder@founder.example").await;
    let in_hand = app_of(&app, "founder.localhost", "founder@founder.example").await;
    assert!(opens(&founder).await && opens(&in_hand).await);
    let link = actions::recover_founder(&app.db.store(), "founder@founder.example", app.clock.now(), RequestId::generate()).await.unwrap();
    let back = app.browser("founder.localhost").post_form(&format!("/recover/{}", link.token), &[]).await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    assert!(!opens(&founder).await && !opens(&in_hand).await, "recovered on the console");
    assert!(opens(&colleague).await, "nobody else's");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn closing_and_erasing_an_isp_ask_who_one_is() {
    let app = started(&[]).await;
    let (world, acme) = (&app.world, &app.world.acme);
    let mut founder = app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await;
    let page = format!("/platform/isps/{}", acme.tenant);
    let close = [("do", "close"), ("reason", "over"), ("confirm", "acme")];
    let state = async || -> String {
        sqlx::query_scalar("select state from orgs where id = $1").bind(acme.tenant.0).fetch_one(&mut app.db.admin().await).await.unwrap()
    };
    app.clock.advance(TimeDelta::minutes(6));
    let stale = founder.post_form(&page, &close).await;
    assert_eq!((stale.status(), location(&stale)), (StatusCode::SEE_OTHER, format!("/account/security/confirm?next={page}").as_str()));
    let slip = founder.post_form(&page, &[("do", "close"), ("reason", "over"), ("confirm", "zenith")]).await;
    assert_eq!(slip.status(), StatusCode::UNPROCESSABLE_ENTITY, "a slip at the name is told first");
    assert_eq!(state().await, "active");

    // With an authenticator, its code besides.
    confirm(&mut founder, &page).await;
    let (secret, _) = enrol(&app, &mut founder).await;
    let without = founder.post_form(&page, &close).await;
    assert_eq!(without.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown(without).await.contains("id=\"code-close\""));
    assert_eq!(state().await, "active");
    app.clock.advance(TimeDelta::seconds(60));
    let answer = founder.post_form(&page, &[close.as_slice(), &[("code", &code(&app, &secret, 0))]].concat()).await;
    assert_eq!(location(&answer), format!("{page}?done=isp-closed"));
    assert_eq!(state().await, "closed");

    app.clock.advance(TimeDelta::minutes(6));
    let erase = [("do", "erase"), ("confirm", "acme")];
    let stale = founder.post_form(&page, &erase).await;
    assert_eq!(location(&stale), format!("/account/security/confirm?next={page}"));
    confirm(&mut founder, &page).await;
    assert_eq!(founder.post_form(&page, &erase).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "without the code");
    let answer = founder.post_form(&page, &[erase.as_slice(), &[("code", &code(&app, &secret, 0))]].concat()).await;
    assert_eq!(location(&answer), format!("{page}?done=isp-erasing"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_person_has_so_many_sessions_and_the_oldest_end() {
    let app = started(&[("LASTMILE_SESSION_MOST_PER_PERSON", "3")]).await;
    let acme = &app.world.acme;
    let colleague = app.sign_in_person(acme, acme.engineer).await;
    let (mut browsers, mut apps) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        browsers.push(app.sign_in_person(acme, acme.owner).await);
        apps.push(app_of(&app, &acme.host, "owner@acme.example").await);
        app.clock.advance(TimeDelta::seconds(61));
    }
    for (number, (browser, in_hand)) in browsers.iter().zip(&apps).enumerate() {
        assert_eq!((is_in(browser).await, opens(in_hand).await), (number >= 2, number >= 2), "number {number}");
    }
    assert!(is_in(&colleague).await, "each counts alone");
    // What is used stays: the third was seen a moment ago, so the fourth goes.
    app.clock.advance(TimeDelta::seconds(61));
    assert!(is_in(&browsers[2]).await);
    app.clock.advance(TimeDelta::seconds(61));
    app.sign_in_person(acme, acme.owner).await;
    assert!(is_in(&browsers[2]).await && !is_in(&browsers[3]).await && is_in(&browsers[4]).await);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_limit_of_subscribers_counts_clients() {
    let app = started(&[]).await;
    let (world, acme) = (&app.world, &app.world.acme);
    let founder = app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await;
    let clients: i64 = sqlx::query_scalar("select count(*) from orgs where tenant_id = $1 and kind = 'client'")
        .bind(acme.tenant.0)
        .fetch_one(&mut app.db.admin().await)
        .await
        .unwrap();
    let page = format!("/platform/isps/{}", acme.tenant);
    let limit = (clients + 1).to_string();
    let set = founder.post_form(&page, &[("do", "limits"), ("subscribers", &limit), ("devices", ""), ("staff", "")]).await;
    assert_eq!(location(&set), format!("{page}?done=isp-limits"));
    assert!(shown(founder.get(&page).await).await.contains(&format!("{clients} of {limit}")), "used and limit are shown");

    // Two at the same time for one place.
    let owner =
        Ctx::for_member(acme.tenant, kernel::Scope::WholeTenant, acme.owner, kernel::Role::IspOwner, "UTC".to_owned(), app.clock.now(), RequestId::generate());
    let store = app.db.store();
    let add = |kind: &str| actions::AddOrg {
        id: kernel::OrgId::generate().to_string(),
        parent: acme.tenant.root(),
        kind: kind.to_owned(),
        name: "One more".to_owned(),
        label: String::new(),
    };
    let (one, two) = (add("client"), add("client"));
    let (one, two) = tokio::join!(actions::add_org(&store, &owner, &one, "localhost"), actions::add_org(&store, &owner, &two, "localhost"));
    assert_eq!([&one, &two].into_iter().filter(|made| made.is_ok()).count(), 1, "{one:?} {two:?}");
    let refused = [one, two].into_iter().find_map(Result::err).unwrap();
    assert_eq!(refused, kernel::Error::field("", "subscriber-limit"));
    actions::add_org(&store, &owner, &add("branch"), "localhost").await.expect("a branch is no subscriber");
    let browser = app.sign_in_person(acme, acme.owner).await;
    let id = kernel::OrgId::generate().to_string();
    let fields = [("do", "add"), ("id", id.as_str()), ("kind", "client"), ("name", "Too many"), ("label", "")];
    let answer = browser.post_form(&format!("/organisation/{}", acme.tenant), &fields).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let body = shown(answer).await;
    assert!(body.contains("The number of customers this provider may have is reached.") && body.contains("Too many"), "{body}");
    app.stop().await;
}
