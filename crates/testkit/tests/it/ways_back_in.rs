//! Ways back in by mail, and what happens when too many knock: links that work once, in their browser and on their host;
//! the same answer and the same work for everybody; limits by origin, portal and address; browsers that are known.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures::future::join_all;
use reqwest::{Response, StatusCode};
use tenancy::actions;
use testkit::app::{Browser, PASSWORD, TestApp};
use uuid::Uuid;

use crate::account_security::{code, enrol, is_in, location, shown, started};
use crate::isolation::mask;

const NEW_PASSWORD: &str = "violet tractor under seven bridges";
const OWNER: &str = "owner@acme.example";
const NOBODY: &str = "nobdy@acme.example";

async fn limited(limits: &[(&str, &str)]) -> TestApp {
    let clock = kernel::Clock::fixed(kernel::Clock::system().now());
    TestApp::start_at(clock, &[&[("LASTMILE_COLLECTORS_ENABLED", "false")], limits].concat()).await
}

/// Rows that a query counts.
async fn count(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.db.admin().await).await.unwrap()
}

async fn mails(app: &TestApp) -> i64 {
    count(app, "select count(*) from outbox where topic = 'mail'").await
}

/// The path of the link in the newest mail, once the product's own job has kept it.
async fn link_in_mail(app: &TestApp, folder: &str) -> String {
    let newest = "select id from outbox where tenant_id = $1 and topic = 'mail' order by created_at desc, id desc limit 1";
    let id: Uuid = sqlx::query_scalar(newest).bind(app.world.acme.tenant.0).fetch_one(&mut app.db.admin().await).await.unwrap();
    let (store, ctx) = (app.db.store(), app.world.acme.as_system(app.clock.now()));
    for _ in 0..200 {
        if let Ok(mail) = messaging::actions::get_kept(&store, &ctx, id).await {
            let at = mail.text.find(folder).unwrap_or_else(|| panic!("no {folder} in {}", mail.text));
            return mail.text[at..].split_whitespace().next().unwrap().to_owned();
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the mail was not kept within 20 s");
}

async fn forgot(browser: &Browser, email: &str) -> Response {
    browser.post_form("/forgot-password", &[("email", email)]).await
}

/// A link to a new password for `email`, from its mail.
pub async fn reset_link(app: &TestApp, email: &str) -> String {
    let asked = forgot(&app.browser(&app.world.acme.host), email).await;
    assert_eq!((asked.status(), location(&asked)), (StatusCode::SEE_OTHER, "/forgot-password?asked=yes"));
    link_in_mail(app, "/forgot-password/").await
}

/// A browser that has asked for a sign-in link, and the link from its mail.
async fn magic_link(app: &TestApp, email: &str) -> (Browser, String) {
    let mut browser = app.browser(&app.world.acme.host);
    let asked = browser.post_form("/sign-in/link", &[("email", email)]).await;
    assert_eq!((asked.status(), location(&asked)), (StatusCode::SEE_OTHER, "/sign-in/link?asked=yes"));
    browser.keep_cookies(&asked);
    assert!(browser.cookie.as_ref().unwrap().starts_with("__Host-lastmile-link="));
    (browser, link_in_mail(app, "/sign-in/link/").await)
}

async fn set_password(browser: &Browser, link: &str) -> Response {
    browser.post_form(link, &[("new_password", NEW_PASSWORD)]).await
}

async fn attempt(browser: &Browser, email: &str, password: &str) -> Response {
    browser.post_form("/sign-in", &[("email", email), ("password", password)]).await
}

fn statuses(answers: &[Response]) -> BTreeMap<u16, usize> {
    answers.iter().fold(BTreeMap::new(), |mut told, answer| {
        *told.entry(answer.status().as_u16()).or_default() += 1;
        told
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_who_use_one_reset_link_set_one_password_and_every_session_ends() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let before = app.sign_in_person(acme, acme.owner).await;
    let colleague = app.sign_in_person(acme, acme.engineer).await;
    let link = reset_link(&app, OWNER).await;
    let stored = count(&app, "select count(*) from mailed_links").await;

    // Mail scanners open links.
    let stranger = app.browser(&acme.host);
    for _ in 0..3 {
        let page = stranger.get(&link).await;
        assert_eq!((page.status(), page.headers()["referrer-policy"].to_str().unwrap()), (StatusCode::OK, "no-referrer"));
        assert_eq!(page.headers()["cache-control"], "no-store");
        assert!(!page.headers().contains_key("set-cookie"), "opening the link does nothing");
        let page = shown(page).await;
        assert!(page.contains(OWNER) && page.contains("id=\"new_password\""), "{page}");
    }
    assert!(is_in(&before).await);
    assert_eq!(count(&app, "select count(*) from mailed_links where used_at is null").await, stored);
    for (password, words) in [("short", "at least 12"), ("owner@acme.example", "a name that others know"), ("", "Please fill this in")] {
        let refused = stranger.post_form(&link, &[("new_password", password)]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        assert!(shown(refused).await.contains(words), "{password}");
    }

    let answers = join_all((0..50).map(|_| set_password(&stranger, &link))).await;
    let told = statuses(&answers);
    assert_eq!(told.get(&303), Some(&1), "{told:?}");
    assert!(told.keys().all(|status| [303, 404].contains(status)), "{told:?}");
    let won = answers.iter().find(|answer| answer.status() == StatusCode::SEE_OTHER).unwrap();
    assert_eq!(location(won), "/account/security?done=password-changed");
    let mut back = stranger.clone();
    back.keep_cookies(won);
    assert!(is_in(&back).await, "whoever set it is in");
    assert!(!is_in(&before).await, "what was signed in before is out");
    assert!(is_in(&colleague).await);
    assert_eq!(attempt(&stranger, OWNER, PASSWORD).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(attempt(&stranger, OWNER, NEW_PASSWORD).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stranger.get(&link).await.status(), StatusCode::NOT_FOUND);

    assert_eq!(mails(&app).await, 2, "the link, and one notice");
    assert_eq!(count(&app, "select count(*) from audit_log where action = 'password_reset.use'").await, 1);
    assert_eq!(count(&app, "select count(*) from audit_log where action = 'password_reset.request'").await, 1);
    let token = link.rsplit('/').next().unwrap();
    let kept: bool = sqlx::query_scalar("select exists (select from mailed_links where encode(token_hash, 'escape') like '%' || $1 || '%')")
        .bind(token)
        .fetch_one(&mut app.db.admin().await)
        .await
        .unwrap();
    assert!(!kept, "the token itself is nowhere");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_link_is_over_after_ten_minutes_after_a_newer_one_and_after_a_change() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let stranger = app.browser(&acme.host);
    let older = reset_link(&app, OWNER).await;
    let newer = reset_link(&app, OWNER).await;
    assert_eq!(set_password(&stranger, &older).await.status(), StatusCode::NOT_FOUND, "a newer one was sent");
    assert_eq!(stranger.get(&newer).await.status(), StatusCode::OK);
    app.clock.advance(TimeDelta::minutes(10));
    let late = set_password(&stranger, &newer).await;
    assert_eq!(late.status(), StatusCode::NOT_FOUND);
    assert!(shown(late).await.contains("This link does not work any more"));

    let (asked, late) = magic_link(&app, OWNER).await;
    app.clock.advance(TimeDelta::minutes(10));
    let answer = asked.post_form(&late, &[]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown(answer).await.contains("This link does not work any more"));

    app.clock.advance(TimeDelta::hours(2));
    let (asked, magic) = magic_link(&app, OWNER).await;
    let reset = reset_link(&app, OWNER).await;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let changed = owner.post_form("/account/security/password", &[("current_password", PASSWORD), ("new_password", NEW_PASSWORD)]).await;
    assert_eq!(location(&changed), "/account/security?done=password-changed");
    assert_eq!(asked.post_form(&magic, &[]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "the password was changed since");
    assert_eq!(set_password(&stranger, &reset).await.status(), StatusCode::NOT_FOUND);
    for token in ["x", &"0".repeat(43), &"0".repeat(5_000), "..%2f..%2f"] {
        for folder in ["/forgot-password", "/sign-in/link"] {
            let status = stranger.post_form(&format!("{folder}/{token}"), &[("new_password", NEW_PASSWORD)]).await.status();
            assert!(status.is_client_error(), "{folder} {token}: {status}");
        }
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_who_use_one_sign_in_link_are_one_and_only_in_the_browser_that_asked() {
    let app = started("false").await;
    let (asked, link) = magic_link(&app, OWNER).await;
    let mut other = app.browser(&app.world.acme.host);
    let answer = other.post_form("/sign-in/link", &[("email", NOBODY)]).await;
    other.keep_cookies(&answer);
    for (who, browser) in [("no cookie", &app.browser(&app.world.acme.host)), ("another's cookie", &other)] {
        let refused = browser.post_form(&link, &[]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{who}");
        assert!(shown(refused).await.contains("works only in the browser that asked for it"), "{who}");
    }
    for _ in 0..3 {
        let page = asked.get(&link).await;
        assert_eq!((page.status(), page.headers()["referrer-policy"].to_str().unwrap()), (StatusCode::OK, "no-referrer"));
        assert!(!page.headers().contains_key("set-cookie"), "opening the link does nothing");
    }
    assert_eq!(count(&app, "select count(*) from sessions").await, 0);

    let answers = join_all((0..50).map(|_| asked.post_form(&link, &[]))).await;
    let told = statuses(&answers);
    assert_eq!(told.get(&303), Some(&1), "{told:?}");
    assert_eq!(told.get(&422), Some(&49), "{told:?}");
    let won = answers.iter().find(|answer| answer.status() == StatusCode::SEE_OTHER).unwrap();
    assert_eq!(location(won), "/");
    let mut back = asked.clone();
    back.keep_cookies(won);
    assert!(is_in(&back).await);
    assert!(!back.cookie.as_ref().unwrap().contains("__Host-lastmile-link"), "the link's cookie is gone");
    assert_eq!(count(&app, "select count(*) from sessions").await, 1);
    assert_eq!(count(&app, "select count(*) from audit_log where action = 'sign_in' and detail ->> 'kind' = 'magic_link'").await, 1);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn links_count_on_their_own_host_and_the_platform_mails_none_that_sign_in() {
    let app = started("false").await;
    let acme = &app.world.acme;
    sqlx::query("insert into hosts (tenant_id, host, org_id, created_at) values ($1, 'branch.localhost', $2, now())")
        .bind(acme.tenant.0)
        .bind(acme.branch.0)
        .execute(&mut app.db.admin().await)
        .await
        .unwrap();
    let (asked, magic) = magic_link(&app, "reseller@acme.example").await;
    let reset = reset_link(&app, "reseller@acme.example").await;
    for host in ["branch.localhost", "zenith.localhost", "founder.localhost"] {
        let elsewhere = asked.at(host);
        assert_eq!(elsewhere.get(&reset).await.status(), StatusCode::NOT_FOUND, "{host}");
        assert_eq!(set_password(&elsewhere, &reset).await.status(), StatusCode::NOT_FOUND, "{host}");
        assert!(elsewhere.post_form(&magic, &[]).await.status().is_client_error(), "{host}");
    }
    assert_eq!(count(&app, "select count(*) from sessions").await, 0);
    assert_eq!(asked.post_form(&magic, &[]).await.status(), StatusCode::SEE_OTHER, "nothing was spent elsewhere");
    assert_eq!(set_password(&asked, &reset).await.status(), StatusCode::SEE_OTHER);

    // Who belongs above a portal's node is nobody there.
    let before = mails(&app).await;
    assert_eq!(location(&forgot(&app.browser("branch.localhost"), OWNER).await), "/forgot-password?asked=yes");
    assert_eq!(mails(&app).await, before);

    let founder = app.browser("founder.localhost");
    for path in ["/sign-in/link", "/sign-in/link/0000000000000000000000000000000000000000000"] {
        assert_eq!(founder.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
        assert_eq!(founder.post_form(path, &[("email", "founder@founder.example")]).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!shown(founder.get("/sign-in").await).await.contains("/sign-in/link"));
    assert!(shown(asked.get("/sign-in").await).await.contains("/sign-in/link"));
    assert_eq!(mails(&app).await, before);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_link_is_a_way_past_the_second_factor() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let mut owner = app.sign_in_person(acme, acme.owner).await;
    let (secret, _) = enrol(&app, &mut owner).await;

    let (mut browser, link) = magic_link(&app, OWNER).await;
    let half = browser.post_form(&link, &[]).await;
    assert_eq!((half.status(), location(&half)), (StatusCode::SEE_OTHER, "/sign-in/code?next=/"));
    browser.keep_cookies(&half);
    assert!(!is_in(&browser).await, "half in is not in");
    app.clock.advance(TimeDelta::seconds(30));
    let whole = browser.post_form("/sign-in/code", &[("code", &code(&app, &secret, 0))]).await;
    assert_eq!(whole.status(), StatusCode::SEE_OTHER);
    browser.keep_cookies(&whole);
    assert!(is_in(&browser).await);

    let link = reset_link(&app, OWNER).await;
    let mut stranger = app.browser(&acme.host);
    let half = set_password(&stranger, &link).await;
    assert_eq!(half.status(), StatusCode::SEE_OTHER);
    assert!(location(&half).starts_with("/sign-in/code?next="), "{}", location(&half));
    stranger.keep_cookies(&half);
    assert!(!is_in(&stranger).await && !is_in(&browser).await, "not in; and every session is over");
    // Wrong codes still count, whatever came before them.
    for _ in 0..5 {
        assert_eq!(stranger.post_form("/sign-in/code", &[("code", "000000")]).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    let again = reset_link(&app, OWNER).await;
    let answer = set_password(&app.browser(&acme.host), &again).await;
    let mut fresh = app.browser(&acme.host);
    fresh.keep_cookies(&answer);
    let locked = fresh.post_form("/sign-in/code", &[("code", "000000")]).await;
    assert_eq!(locked.status(), StatusCode::TOO_MANY_REQUESTS, "a link buys no new guesses");
    app.stop().await;
}

/// What an answer tells, without what every answer makes anew.
async fn told(answer: Response, email: &str) -> (StatusCode, Vec<(String, String)>, String) {
    let anew = ["date", "x-request-id", "content-security-policy"];
    let mut headers: Vec<(String, String)> = answer
        .headers()
        .iter()
        .filter(|(name, _)| !anew.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .map(|(name, value)| if name == "set-cookie" { (name, value.split_once(';').unwrap().1.to_owned()) } else { (name, value) })
        .collect();
    headers.sort();
    let status = answer.status();
    (status, headers, mask(&answer.text().await.unwrap().replace(email, "ADDRESS")))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn unknown_addresses_are_answered_byte_for_byte_alike_and_get_no_mail() {
    let app = started("false").await;
    assert_eq!(OWNER.len(), NOBODY.len());
    let acme = &app.world.acme;
    app.sign_in_person(acme, acme.owner).await;
    for (path, password) in [("/sign-in", "wrong wrong wrong"), ("/forgot-password", ""), ("/sign-in/link", "")] {
        let ask = async |email: &str| {
            let answer = app.browser(&acme.host).post_form(path, &[("email", email), ("password", password)]).await;
            told(answer, email).await
        };
        assert_eq!(ask(OWNER).await, ask(NOBODY).await, "{path}");
    }
    assert_eq!(mails(&app).await, 2, "a reset and a link, both to the owner");
    let whose = count(&app, "select count(*) from mailed_links where user_id is null").await;
    assert_eq!((whose, count(&app, "select count(*) from mailed_links").await), (2, 4), "as many rows for either");
    assert_eq!(count(&app, "select count(*) from outbox").await, 4);

    // More mails to an address are held back without a word, whoever asks.
    let stranger = app.browser(&acme.host);
    for email in [OWNER, NOBODY] {
        for _ in 0..10 {
            assert_eq!(location(&forgot(&stranger, email).await), "/forgot-password?asked=yes");
        }
    }
    assert_eq!(count(&app, "select count(*) from mailed_links where kind = 'password_reset'").await, 6, "three each");
    app.clock.advance(TimeDelta::minutes(5));
    forgot(&stranger, OWNER).await;
    assert_eq!(count(&app, "select count(*) from mailed_links where kind = 'password_reset'").await, 7);
    for wrong in ["", "no address", "a@b@c"] {
        assert_eq!(forgot(&stranger, wrong).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    app.stop().await;
}

/// The lower quartile: what else the machine does only ever adds.
fn typical(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 4].as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn known_and_unknown_addresses_take_the_same_work() {
    const ROUNDS: u32 = 40;
    let app = started("false").await;
    let acme = &app.world.acme;
    app.sign_in_person(acme, acme.owner).await;
    let browser = app.browser(&acme.host);
    for path in ["/sign-in", "/forgot-password"] {
        let mut times: BTreeMap<&str, Vec<Duration>> = BTreeMap::new();
        let mut hashes: BTreeMap<&str, u64> = BTreeMap::new();
        for round in 0..ROUNDS {
            // In turns, each first as often as the other.
            for email in if round % 2 == 0 { [OWNER, NOBODY] } else { [NOBODY, OWNER] } {
                sqlx::query("delete from sign_in_attempts").execute(&mut app.db.admin().await).await.unwrap();
                let (hashed, began) = (actions::hash_load().done, Instant::now());
                let answer = browser.post_form(path, &[("email", email), ("password", "wrong wrong wrong")]).await;
                times.entry(email).or_default().push(began.elapsed());
                *hashes.entry(email).or_default() += actions::hash_load().done - hashed;
                assert!([303, 422].contains(&answer.status().as_u16()), "{}", answer.status());
            }
        }
        let (known, unknown) = (typical(times[OWNER].clone()), typical(times[NOBODY].clone()));
        assert!((0.67..1.5).contains(&(known / unknown)), "{path}: known {known} s, unknown {unknown} s");
        if path == "/sign-in" {
            assert!(hashes.values().all(|hashed| *hashed >= u64::from(ROUNDS)), "a hash for each: {hashes:?}");
        }
    }
    let rows: (i64, i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from mailed_links where user_id is not null), (select count(*) from mailed_links where user_id is null),
                (select count(*) from outbox where topic = 'mail'), (select count(*) from outbox where topic = 'no_mail')",
    )
    .fetch_one(&mut app.db.admin().await)
    .await
    .unwrap();
    let rounds = i64::from(ROUNDS);
    assert_eq!(rows, (rounds, rounds, rounds, rounds));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_flood_from_one_origin_is_turned_away_and_others_are_not() {
    let app = limited(&[("LASTMILE_LIMITS_SIGN_INS_PER_ORIGIN", "2"), ("LASTMILE_LIMITS_MAILS_PER_ORIGIN", "2")]).await;
    let mut flood = app.browser(&app.world.acme.host);
    flood.cookie = Some("__Host-language=fr".to_owned());
    flood.forwarded_for = Some("1.2.3.4, 203.0.113.7".to_owned());
    for nth in 0..2 {
        assert_eq!(attempt(&flood, &format!("{nth}@acme.example"), "x").await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{nth}");
    }
    let refused = attempt(&flood, "typed@acme.example", "secret secret secret").await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
    let again: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=31).contains(&again), "{again}");
    assert_eq!(refused.headers()["cache-control"], "no-store");
    let page = shown(refused).await;
    assert!(page.contains("Trop de requêtes") && page.contains("value=\"typed@acme.example\"") && !page.contains("secret secret secret"), "{page}");

    // In the end a line has to do: pages are what a flood is after.
    let mut kinds = BTreeSet::new();
    for _ in 0..40 {
        let refused = attempt(&flood, "typed@acme.example", "x").await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.headers().contains_key("retry-after"));
        kinds.insert(refused.headers()["content-type"].to_str().unwrap().to_owned());
    }
    assert!(kinds.contains("text/plain; charset=utf-8") && kinds.len() == 2, "{kinds:?}");
    for path in ["/sign-in/code", "/invitation/x", "/forgot-password/x", "/sign-in/link/x", "/recover/x"] {
        assert_eq!(flood.post_form(path, &[]).await.status(), StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    assert_eq!(flood.get("/sign-in").await.status(), StatusCode::OK, "reading is not limited");

    // Another client; and another word before the last changes nothing.
    let mut other = flood.clone();
    other.forwarded_for = Some("203.0.113.8".to_owned());
    assert_eq!(attempt(&other, "x@acme.example", "x").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    other.forwarded_for = Some("198.51.100.1, 203.0.113.7".to_owned());
    assert_eq!(attempt(&other, "x@acme.example", "x").await.status(), StatusCode::TOO_MANY_REQUESTS);
    // All of an IPv6 network is one origin.
    let mut six = app.browser(&app.world.acme.host);
    let mut told = Vec::new();
    for nth in 0..3 {
        six.forwarded_for = Some(format!("2001:db8:1:2:{nth}::1"));
        told.push(attempt(&six, &format!("six-{nth}@acme.example"), "x").await.status().as_u16());
    }
    assert_eq!(told, [422, 422, 429]);

    for (nth, expected) in [(0, 303), (1, 303), (2, 429)] {
        let answer = forgot(&other, &format!("{nth}@acme.example")).await;
        assert_eq!(answer.status().as_u16(), expected, "{nth}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_portal_s_limit_lets_browsers_in_that_are_known_and_leaves_other_tenants_alone() {
    let app = limited(&[("LASTMILE_LIMITS_SIGN_INS_PER_PORTAL", "4")]).await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let mut owner = app.sign_in_person(acme, acme.owner).await;
    let mut flood = app.browser(&acme.host);
    let mut told = Vec::new();
    for nth in 0..8 {
        flood.forwarded_for = Some(format!("203.0.113.{nth}"));
        told.push(attempt(&flood, &format!("{nth}@acme.example"), "x").await.status().as_u16());
    }
    assert_eq!((told[..3].to_vec(), told[7]), (vec![422; 3], 429), "{told:?}");
    let answer = attempt(&owner, OWNER, PASSWORD).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "a browser that was signed in with before");
    owner.keep_cookies(&answer);
    let mut forger = app.browser(&acme.host);
    for made_up in ["x".repeat(43), "x".repeat(3), String::new()] {
        forger.cookie = Some(format!("__Host-lastmile-device={made_up}"));
        assert_eq!(attempt(&forger, OWNER, PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    }
    assert_eq!(attempt(&app.browser(&zenith.host), "x@zenith.example", "x").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn failures_of_others_do_not_lock_a_person_out_of_a_browser_of_their_own() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let mut owner = app.sign_in_person(acme, acme.owner).await;
    let mut colleague = app.sign_in_person(acme, acme.engineer).await;
    for (browser, who) in [(&mut owner, "owner"), (&mut colleague, "engineer")] {
        let out = browser.post_form("/sign-out", &[]).await;
        browser.keep_cookies(&out);
        assert!(browser.cookie.as_ref().unwrap().starts_with("__Host-lastmile-device="), "{who}: the browser stays known");
        assert!(!is_in(browser).await);
    }
    let stranger = app.browser(&acme.host);
    for _ in 0..12 {
        attempt(&stranger, OWNER, "guess").await;
    }
    assert_eq!(attempt(&stranger, OWNER, PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(attempt(&colleague, OWNER, PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS, "known, but not as the owner's");
    let back = attempt(&owner, OWNER, PASSWORD).await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    // A stolen cookie buys no endless guesses: it has a lock of its own.
    for _ in 0..5 {
        assert_eq!(attempt(&owner, OWNER, "guess").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(attempt(&owner, OWNER, PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    // A reset forgets every browser.
    app.clock.advance(TimeDelta::hours(1));
    let link = reset_link(&app, OWNER).await;
    assert_eq!(set_password(&stranger, &link).await.status(), StatusCode::SEE_OTHER);
    for _ in 0..12 {
        attempt(&stranger, OWNER, "guess").await;
    }
    assert_eq!(attempt(&owner, OWNER, NEW_PASSWORD).await.status(), StatusCode::TOO_MANY_REQUESTS);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refusals_are_told_few_at_once_and_all_in_the_end_and_what_is_old_is_swept() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let (store, stranger) = (app.db.store(), app.browser(&acme.host));
    for _ in 0..8 {
        attempt(&stranger, OWNER, "guess").await;
    }
    let lines = "select count(*) from audit_log where action = 'sign_in.refused'";
    assert_eq!(count(&app, lines).await, 2, "the first, and the one that locks");
    for nth in 0..40 {
        attempt(&stranger, &format!("made-up-{nth}@acme.example"), "guess").await;
    }
    assert_eq!(count(&app, lines).await, 20, "no more in a minute, however many addresses");

    app.clock.advance(TimeDelta::minutes(11));
    actions::expire_sign_ins(&store, app.clock.now()).await.unwrap();
    actions::expire_sign_ins(&store, app.clock.now()).await.unwrap();
    assert_eq!(count(&app, "select count(*) from audit_log where action = 'sign_in.refused_many'").await, 1);
    let told = "select coalesce(sum((detail ->> 'refused')::bigint), 0)::bigint from audit_log where action like 'sign\\_in.refused%'";
    assert_eq!(count(&app, told).await, 45, "five of the locked address, forty of the others");
    assert_eq!(count(&app, "select count(*) from sign_in_attempts").await, 41, "failures are still remembered");

    reset_link(&app, OWNER).await;
    app.sign_in_person(acme, acme.owner).await;
    app.clock.advance(TimeDelta::hours(25));
    assert!(actions::expire_sign_ins(&store, app.clock.now()).await.unwrap() > 40);
    let left = "select (select count(*) from sign_in_attempts) + (select count(*) from mailed_links)";
    assert_eq!(count(&app, left).await, 0);
    assert_eq!(count(&app, "select count(*) from known_devices").await, 1);
    app.clock.advance(TimeDelta::days(181));
    actions::expire_sign_ins(&store, app.clock.now()).await.unwrap();
    assert_eq!(count(&app, "select count(*) from known_devices").await, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn when_too_many_hashes_wait_further_ones_are_told_to_come_again_at_once() {
    let app = started("false").await;
    let acme = &app.world.acme;
    let hashed = actions::hash_load();
    let browsers: Vec<Browser> = (0..200).map(|_| app.browser(&acme.host)).collect();
    let tries = browsers.iter().enumerate().map(|(nth, browser)| async move { attempt(browser, &format!("{nth}@acme.example"), "guess").await });
    let answers: Vec<Response> = join_all(tries).await;
    for answer in &answers {
        assert!([422, 503].contains(&answer.status().as_u16()), "{}", answer.status());
        assert!(answer.status() == StatusCode::UNPROCESSABLE_ENTITY || answer.headers().contains_key("retry-after"));
    }
    let load = actions::hash_load();
    let cores = std::thread::available_parallelism().unwrap().get();
    assert!(load.most_at_once <= (cores / 2).max(1), "{load:?}");
    let checked = answers.iter().filter(|answer| answer.status() == StatusCode::UNPROCESSABLE_ENTITY).count();
    assert!(load.done - hashed.done >= checked as u64);
    assert!(load.turned_away > hashed.turned_away, "two hundred at once are too many: {load:?}");
    // The product still serves whoever comes next.
    app.sign_in_person(acme, acme.engineer).await;
    app.stop().await;
}
