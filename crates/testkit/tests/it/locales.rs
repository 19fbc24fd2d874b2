//! Languages end to end: who decides which one is spoken, what pages carry of it, what refusals say, and what a node sets
//! for the people below it. And that a language is a folder and nothing else.

use std::fs;
use std::path::{Path, PathBuf};

use kernel::{LOCALES, Locale};
use reqwest::{Method, StatusCode};
use testkit::app::{Browser, TestApp};
use ui::words::{DOMAINS, t_in, version};

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(found, _)| found)
}

async fn ask(browser: &Browser, path: &str, headers: &[(&'static str, &str)]) -> reqwest::Response {
    let mut request =
        reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap().get(format!("http://{}{path}", browser.address()));
    request = request.header("host", browser.host()).header("accept", "text/html");
    let cookies: Vec<&str> = headers.iter().filter(|(name, _)| *name == "cookie").map(|(_, value)| *value).chain(browser.cookie.as_deref()).collect();
    if !cookies.is_empty() {
        request = request.header("cookie", cookies.join("; "));
    }
    for (name, value) in headers.iter().filter(|(name, _)| *name != "cookie") {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// The language of a page.
async fn spoken(browser: &Browser, path: &str, headers: &[(&'static str, &str)]) -> String {
    let text = ask(browser, path, headers).await.text().await.unwrap();
    between(&text, "<html lang=\"", "\"").unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_person_decides_then_the_browser_s_choice_then_the_node_then_what_the_browser_asks() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let stranger = app.browser(&acme.host);
    let asks = ("accept-language", "de, ar;q=0.5");
    assert_eq!(spoken(&stranger, "/sign-in", &[]).await, "en");
    assert_eq!(spoken(&stranger, "/sign-in", &[asks]).await, "ar");

    let owner = app.sign_in_person(acme, acme.owner).await;
    let saved = owner.post_form("/settings/general", &[("row_version", "0"), ("locale", "hi"), ("time_zone", "Asia/Kolkata")]).await;
    assert_eq!(saved.headers()["location"].to_str().unwrap(), "/settings/general?done=settings-changed");
    assert_eq!(spoken(&stranger, "/sign-in", &[asks]).await, "hi", "the node before what the browser asks for");
    let chosen = ("cookie", "__Host-language=fr");
    assert_eq!(spoken(&stranger, "/sign-in", &[asks, chosen]).await, "fr", "what was chosen in this browser before the node");
    assert_eq!(spoken(&owner, "/network/devices", &[asks]).await, "hi");
    assert_eq!(owner.post_form("/language", &[("language", "es")]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(spoken(&owner, "/network/devices", &[asks, chosen]).await, "es", "the person before everything");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_names_the_words_it_speaks_and_holds_no_others() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let text = owner.get("/network/interfaces").await.text().await.unwrap();
    assert!(!text.contains("id=\"words\""), "no words inside the page");
    let named: Vec<&str> = text.split("<link").filter(|tag| tag.contains("data-words")).filter_map(|tag| between(tag, "href=\"", "\"")).collect();
    let folder = format!("/words/{}/en", version(Locale::ENGLISH));
    assert_eq!(named, ["common", "groups", "kit", "network", "pings"].map(|domain| format!("{folder}/{domain}")));
    for file in &named {
        let answer = owner.get(file).await;
        assert_eq!(answer.status(), StatusCode::OK, "{file}");
        assert_eq!(answer.headers()["cache-control"].to_str().unwrap(), "public, max-age=31536000, immutable");
        assert_eq!(answer.headers()["content-type"].to_str().unwrap(), "text/plain; charset=utf-8");
    }
    // The same for everybody, at every portal, signed in or not.
    let stranger = app.browser(&app.world.zenith.host);
    for locale in LOCALES {
        for domain in DOMAINS {
            let file = format!("/words/{}/{locale}/{domain}", version(*locale));
            let answer = stranger.get(&file).await;
            assert_eq!(answer.status(), StatusCode::OK, "{file}");
            assert_eq!(answer.text().await.unwrap(), ui::words::text(*locale, domain).unwrap(), "{file}");
        }
    }
    let packed = ask(&stranger, &format!("{folder}/common"), &[("accept-encoding", "br")]).await;
    assert_eq!(packed.headers()["content-encoding"].to_str().unwrap(), "br");
    // A page of another build gets words, but keeps none under that name.
    let other = stranger.get("/words/0000000000000000/en/common").await;
    assert_eq!((other.status(), other.headers()["cache-control"].to_str().unwrap()), (StatusCode::OK, "no-store"));
    for none in ["/words/x/xx/common", "/words/x/en/nothing", "/words/x/en/..%2fcommon", "/words/x/en"] {
        assert_ne!(stranger.get(none).await.status(), StatusCode::OK, "{none}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn refusals_speak_the_visitor_s_language() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let stranger = app.browser(&acme.host);
    let fr = Locale::parse("fr").unwrap();
    let said = |status: u16, key: &str| format!("{status} {}\n", t_in(fr, key));

    let answer = ask(&stranger, "/api/network/list_devices", &[("accept-language", "fr")]).await;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers()["content-language"].to_str().unwrap(), "fr");
    assert_eq!(answer.text().await.unwrap(), said(401, "refusal-401"));
    let missing = ask(&stranger, "/assets/nothing.css", &[("accept-language", "fr")]).await;
    assert_eq!((missing.status(), missing.text().await.unwrap()), (StatusCode::NOT_FOUND, said(404, "refusal-404")));
    let client = reqwest::Client::new();
    let crossing = client
        .post(format!("http://{}/sign-in", app.address))
        .header("host", &acme.host)
        .header("accept-language", "fr")
        .header("sec-fetch-site", "cross-site");
    let crossing = crossing.body("").send().await.unwrap();
    assert_eq!((crossing.status(), crossing.text().await.unwrap()), (StatusCode::FORBIDDEN, said(403, "refusal-cross-site")));

    // A signed-in person is spoken to in the language that the person chose.
    let owner = app.sign_in_person(acme, acme.owner).await;
    owner.post_form("/language", &[("language", "fr")]).await;
    let huge = owner.send(Method::POST, "/network/devices/new", "application/x-www-form-urlencoded", "x".repeat(70_000)).await;
    assert_eq!((huge.status(), huge.text().await.unwrap()), (StatusCode::PAYLOAD_TOO_LARGE, said(413, "refusal-413")));
    let kind = owner.send(Method::POST, "/network/devices/new", "text/plain", "x".to_owned()).await;
    assert_eq!((kind.status(), kind.text().await.unwrap()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, said(415, "refusal-415")));
    let none = owner.post_form("/language", &[("language", "tlh")]).await;
    assert_eq!((none.status(), none.text().await.unwrap()), (StatusCode::UNPROCESSABLE_ENTITY, said(422, "refusal-language")));
    // Pages, and what programs are told, keep their own bodies.
    let page = owner.get("/no/such/page").await;
    assert_eq!(page.status(), StatusCode::NOT_FOUND);
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let told = owner.call("/api/network/get_device", serde_json::json!({ "id": "00000000-0000-0000-0000-000000000001" })).await;
    assert_eq!(told.status(), StatusCode::NOT_FOUND);
    assert!(told.text().await.unwrap().contains("not-found"), "the code is still there");
    // Where no portal is known, nobody is spoken to.
    assert_eq!(stranger.at("nowhere.localhost").get("/").await.text().await.unwrap(), "421 Misdirected Request\n");
    app.stop().await;
}

/// The option that a select has chosen.
fn chosen<'a>(page: &'a str, name: &str) -> &'a str {
    let select =
        page.split("<select").find(|tag| tag.contains(&format!("name=\"{name}\""))).and_then(|rest| rest.split("</select>").next()).unwrap_or_default();
    select
        .split("<option")
        .find(|option| option.split('>').next().is_some_and(|tag| tag.contains("selected")))
        .and_then(|option| between(option, "value=\"", "\""))
        .unwrap_or("none")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn settings_are_inherited_and_people_move_along() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let mut admin = app.db.admin().await;
    // As the product makes nodes: they follow the one above.
    sqlx::query("update orgs set time_zone = null where tenant_id = $1 and id <> $1").bind(acme.tenant.0).execute(&mut admin).await.unwrap();
    sqlx::query("update users set time_zone = 'Asia/Tokyo' where id = $1").bind(acme.engineer.0).execute(&mut admin).await.unwrap();
    let owner = app.sign_in_person(acme, acme.owner).await;
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    let general = "/settings/general";

    let root = [("row_version", "0"), ("locale", "ar"), ("time_zone", "Asia/Beirut"), ("currency", "lbp"), ("first_day", "1")];
    assert_eq!(owner.post_form(general, &root).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(owner.post_form(general, &root).await.status(), StatusCode::CONFLICT, "the form was opened on an older version");
    let page = owner.get(general).await.text().await.unwrap();
    assert_eq!(["locale", "time_zone", "currency", "first_day"].map(|name| chosen(&page, name)), ["ar", "Asia/Beirut", "LBP", "1"]);

    // The reseller sees what it has from above, without the nodes above; money and the week are not its own.
    let page = reseller.get(general).await.text().await.unwrap();
    assert!(page.contains("Asia/Beirut") && !page.contains("name=\"currency\"") && !page.contains("name=\"first_day\""));
    let own = [("row_version", "0"), ("locale", "fr"), ("time_zone", "Europe/Paris"), ("currency", "XXX"), ("first_day", "9")];
    assert_eq!(reseller.post_form(general, &own).await.status(), StatusCode::SEE_OTHER, "what is not its own is not looked at");
    type Row = (String, Option<String>, Option<String>, Option<String>, Option<i16>);
    let rows: Vec<Row> =
        sqlx::query_as("select kind, locale, time_zone, currency, first_day from orgs where tenant_id = $1 and locale is not null order by path")
            .bind(acme.tenant.0)
            .fetch_all(&mut admin)
            .await
            .unwrap();
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [("isp".to_owned(), some("ar"), some("Asia/Beirut"), some("LBP"), Some(1)), ("reseller".to_owned(), some("fr"), some("Europe/Paris"), None, None)]
    );

    // Whoever had the node's zone moved along with it; who had chosen another keeps it, and so does the other ISP.
    let zone = async |admin: &mut sqlx::PgConnection, user: kernel::UserId| -> String {
        sqlx::query_scalar("select time_zone from users where id = $1").bind(user.0).fetch_one(admin).await.unwrap()
    };
    assert_eq!(zone(&mut admin, acme.owner).await, "Asia/Beirut");
    assert_eq!(zone(&mut admin, acme.engineer).await, "Asia/Tokyo");
    for below in [acme.reseller_user, acme.client_users[0]] {
        assert_eq!(zone(&mut admin, below).await, "Europe/Paris");
    }
    assert_eq!(zone(&mut admin, app.world.zenith.owner).await, "UTC");
    let back = [("row_version", "1"), ("locale", "ar"), ("time_zone", "Asia/Dubai")];
    assert_eq!(owner.post_form(general, &back).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(zone(&mut admin, acme.reseller_user).await, "Europe/Paris", "the reseller decides for its own people");
    let follows = [("row_version", "1"), ("locale", ""), ("time_zone", "")];
    assert_eq!(reseller.post_form(general, &follows).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(zone(&mut admin, acme.client_users[0]).await, "Asia/Dubai", "what is chosen no longer comes from above again");

    // The reseller's portal speaks what the nearest node above has chosen.
    sqlx::query("insert into hosts (tenant_id, host, org_id, created_at) values ($1, 'metro.acme.localhost', $2, now())")
        .bind(acme.tenant.0)
        .bind(acme.reseller.0)
        .execute(&mut admin)
        .await
        .unwrap();
    assert_eq!(spoken(&app.browser("metro.acme.localhost"), "/sign-in", &[]).await, "ar");

    let audited: i64 = sqlx::query_scalar("select count(*) from audit_log where tenant_id = $1 and action = 'settings.change'")
        .bind(acme.tenant.0)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!(audited, 4, "each change once, refused ones never");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn faults_in_settings_stand_at_their_fields_and_others_are_refused() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let wrong = [("row_version", "0"), ("locale", "tlh"), ("time_zone", ""), ("currency", "XXX"), ("first_day", "3")];
    let answer = owner.post_form("/settings/general", &wrong).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text().await.unwrap();
    for field in ["locale", "time_zone", "currency", "first_day"] {
        assert!(text.contains(&format!("{field}-fault")) || text.contains(&format!("href=\"#{field}\"")), "{field} is named");
    }
    let before = app.dump().await;
    for user in [acme.engineer, acme.support, acme.client_users[0]] {
        let browser = app.sign_in_person(acme, user).await;
        assert_eq!(browser.get("/settings/general").await.status(), StatusCode::FORBIDDEN);
        let answer = browser.post_form("/settings/general", &[("row_version", "0"), ("time_zone", "UTC"), ("locale", "fr")]).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    }
    assert_eq!(app.dump().await, before);
    app.stop().await;
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !matches!(name.as_str(), "target" | "node_modules" | "tests" | "testkit" | "locales" | "docs" | "fuzz") && !name.starts_with('.') {
                sources(&path, found);
            }
        } else if path.extension().is_some_and(|extension| ["rs", "mjs", "css", "sql"].contains(&extension.to_str().unwrap())) && !name.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Where a language's tag may stand in the code: what English is compared by, and the language of last resort.
const KNOW_ENGLISH: [&str; 2] = ["crates/kernel/src/locale.rs", "crates/ui/build.rs"];

#[test]
fn adding_a_language_is_adding_a_folder() {
    let root = fs::canonicalize(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).unwrap();
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 200, "sources were found");
    let mut knows = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        // Unit tests may name languages: they are about them.
        let code = text.split("\nmod tests {").next().unwrap_or_default().to_owned();
        let file = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        for locale in LOCALES {
            let allowed = *locale == Locale::ENGLISH && KNOW_ENGLISH.contains(&file.as_str());
            let named = [format!("\"{locale}\""), format!("'{locale}'"), format!(":lang({locale})"), format!("[lang={locale}]")];
            if !allowed && named.iter().any(|named| code.contains(named)) {
                knows.push(format!("{file} knows {locale}"));
            }
        }
    }
    assert!(knows.is_empty(), "a language would have to be added here too: {knows:?}");
    let files = |tag: &str| {
        let mut names: Vec<_> = fs::read_dir(root.join("locales").join(tag)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    };
    for locale in LOCALES {
        assert_eq!(files(locale.tag()), files("en"), "{locale}");
    }
}
