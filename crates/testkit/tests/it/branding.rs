//! How portals look: set by their owners, worn by their own hosts alone, and never by anything but what the server made.

use reqwest::StatusCode;
use serde_json::Value;
use tenancy::rules::{brand, logo};
use testkit::app::{Browser, TestApp};
use uuid::Uuid;

const RESELLER_HOST: &str = "metro.acme.localhost";

const SVG: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 20\"><circle cx=\"10\" cy=\"10\" r=\"9\" fill=\"#0a7d4f\" onload=\"alert(1)\"/></svg>";

fn fields<'a>(name: &'a str, accent: &'a str, version: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("row_version", version),
        ("product_name", name),
        ("accent", accent),
        ("support_contact", "help@sky.example"),
        ("sender_name", "Sky Billing"),
        ("mail_footer", "Line one\r\n</textarea><b>Line two"),
    ]
}

async fn save(browser: &Browser, fields: &[(&str, &str)], files: &[(&str, &str, &[u8])]) -> reqwest::Response {
    browser.post_files("/settings/branding", fields, files).await
}

/// What stands between two marks.
fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split_once(to).map(|(found, _)| found)
}

/// A document without its scripts: these carry every word there is, and what was typed a second time.
fn seen(document: &str) -> String {
    let mut parts = document.split("<script");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |seen, part| seen + part.split_once("</script>").map_or("", |(_, after)| after))
}

async fn page(browser: &Browser, path: &str) -> String {
    let answer = browser.get(path).await;
    assert_eq!(answer.status(), StatusCode::OK, "{path} at {}", browser.host());
    seen(&answer.text().await.unwrap())
}

/// The version that the form of the branding page was drawn with.
async fn version(browser: &Browser) -> String {
    let text = page(browser, "/settings/branding").await;
    let input = text.split('<').find(|tag| tag.starts_with("input") && tag.contains("name=\"row_version\"")).expect("the form's version").to_owned();
    between(&input, "value=\"", "\"").unwrap().to_owned()
}

fn header<'a>(answer: &'a reqwest::Response, name: &str) -> &'a str {
    answer.headers().get(name).map_or("", |value| value.to_str().unwrap())
}

/// Width and height of a PNG (its head, RFC 2083 §4.1.1).
fn png_size(bytes: &[u8]) -> (u32, u32) {
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "a PNG");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

async fn manifest(browser: &Browser) -> Value {
    let answer = browser.get("/manifest.webmanifest").await;
    assert_eq!((answer.status(), header(&answer, "content-type")), (StatusCode::OK, "application/manifest+json"));
    answer.json().await.unwrap()
}

/// The manifest's icons are there and as large as it says.
async fn icons_hold(browser: &Browser, manifest: &Value) {
    let icons = manifest["icons"].as_array().unwrap();
    assert_eq!(icons.iter().map(|icon| icon["purpose"].as_str().unwrap()).collect::<Vec<_>>(), ["any", "any", "maskable"]);
    for icon in icons {
        let answer = browser.get(icon["src"].as_str().unwrap()).await;
        assert_eq!((answer.status(), header(&answer, "content-type")), (StatusCode::OK, "image/png"), "{icon} at {}", browser.host());
        assert_eq!(header(&answer, "content-security-policy"), "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
        let (width, height) = png_size(&answer.bytes().await.unwrap());
        assert_eq!(format!("{width}x{height}"), icon["sizes"].as_str().unwrap());
    }
}

async fn number(app: &TestApp, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(&mut app.db.admin().await).await.unwrap()
}

/// Gives the reseller of acme a portal of its own.
async fn reseller_portal(app: &TestApp) -> Browser {
    let acme = &app.world.acme;
    sqlx::query("insert into hosts (tenant_id, host, org_id, created_at) values ($1, $2, $3, now())")
        .bind(acme.tenant.0)
        .bind(RESELLER_HOST)
        .bind(acme.reseller.0)
        .execute(&mut app.db.admin().await)
        .await
        .unwrap();
    app.sign_in(RESELLER_HOST, acme.tenant, acme.reseller_user, "reseller@acme.example").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_owner_sets_the_look_and_only_that_portal_wears_it() {
    let app = TestApp::start().await;
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    let stranger = app.browser(&app.world.acme.host);
    assert_eq!(version(&owner).await, "0");
    assert!(page(&stranger, "/sign-in").await.contains("acme"), "its own name where nothing is set");
    assert!(!page(&stranger, "/sign-in").await.contains("/brand/0.css"));
    let unbranded = manifest(&stranger).await;
    assert_eq!((unbranded["name"].as_str(), unbranded["id"].as_str(), unbranded["scope"].as_str()), (Some("acme"), Some("/"), Some("/")));
    icons_hold(&stranger, &unbranded).await;
    let favicon = stranger.get("/favicon.ico").await;
    assert_eq!((favicon.status(), header(&favicon, "content-type")), (StatusCode::OK, "image/svg+xml"));

    let saved = save(&owner, &fields("Skyline", "#0A7D4F", "0"), &[("logo", "logo.svg", SVG), ("logo_dark", "", b"")]).await;
    assert_eq!((saved.status(), header(&saved, "location")), (StatusCode::SEE_OTHER, "/settings/branding?done=branding-changed"));

    // At once, on the sign-in page of this host, and what was typed stands in the form again.
    let text = page(&stranger, "/sign-in").await;
    for shown in ["Skyline", "help@sky.example", "rel=\"manifest\"", "apple-touch-icon", "theme-color"] {
        assert!(text.contains(shown), "{shown}");
    }
    let form = page(&owner, "/settings/branding?done=branding-changed").await;
    for shown in ["Sky Billing", "#0a7d4f", "Line one\n&lt;/textarea>&lt;b>Line two", "Branding saved.", "logo_remove"] {
        assert!(form.contains(shown), "{shown}");
    }
    let number = version(&owner).await;
    assert!(text.contains(&format!("/brand/{number}.css?v=")) && text.contains(&format!("src=\"/brand/{number}/logo\"")));

    let css = stranger.get(&format!("/brand/{number}.css")).await;
    assert_eq!((css.status(), header(&css, "content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert_eq!(header(&css, "cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(header(&css, "x-content-type-options"), "nosniff");
    let css = css.text().await.unwrap();
    assert!(css.starts_with(":root,.on-light{--accent:#") && css.contains(":root[data-theme=\"dark\"]"), "{css}");

    let drawn = stranger.get(&format!("/brand/{number}/logo")).await;
    assert_eq!((drawn.status(), header(&drawn, "content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(header(&drawn, "content-security-policy"), "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
    assert_eq!(header(&drawn, "cache-control"), "public, max-age=31536000, immutable");
    let drawn = drawn.bytes().await.unwrap();
    assert_eq!(png_size(&drawn), (1024, 1024));
    assert!(!drawn.windows(5).any(|part| part == b"alert"));

    let branded = manifest(&stranger).await;
    assert_eq!((branded["name"].as_str(), branded["short_name"].as_str()), (Some("Skyline"), Some("Skyline")));
    assert!(css.contains(branded["theme_color"].as_str().unwrap()));
    icons_hold(&stranger, &branded).await;
    for name in ["/favicon.ico", "/favicon.png", "/favicon.svg"] {
        let favicon = stranger.get(name).await;
        assert_eq!((header(&favicon, "content-type"), header(&favicon, "etag")), ("image/png", format!("\"{number}\"").as_str()), "{name}");
        assert_eq!(png_size(&favicon.bytes().await.unwrap()), (64, 64));
    }

    // By an old version it is answered, but kept by nobody; what is not there is not there.
    let old = stranger.get("/brand/1.css").await;
    assert_eq!((old.status(), header(&old, "cache-control")), (StatusCode::OK, "no-store"));
    for path in ["/brand/x.css", "/brand/1", "/brand/x/logo", "/brand/1/other", &format!("/brand/{number}/logo-dark")] {
        assert_eq!(stranger.get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }

    // Other hosts know nothing of it, by whatever address.
    for host in ["zenith.localhost", "founder.localhost"] {
        let other = app.browser(host);
        let text = page(&other, "/sign-in").await;
        assert!(!text.contains("Skyline") && !text.contains("help@sky.example") && !text.contains(&number), "{host}");
        let theirs = manifest(&other).await;
        assert!(!theirs.to_string().contains("Skyline"), "{theirs}");
        icons_hold(&other, &theirs).await;
        assert_eq!(other.get(&format!("/brand/{number}.css")).await.text().await.unwrap(), "");
        assert_eq!(other.get(&format!("/brand/{number}/logo")).await.status(), StatusCode::NOT_FOUND);
    }
    let audited: Value =
        sqlx::query_scalar("select detail from audit_log where action = 'branding.change'").fetch_one(&mut app.db.admin().await).await.unwrap();
    assert_eq!(audited["changed"], serde_json::json!(["product_name", "accent", "sender_name", "mail_footer", "support_contact", "logo"]));

    // The same once more changes nothing; taking the logo away leaves the name.
    assert_eq!(save(&owner, &fields("Skyline", "#0a7d4f", &number), &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(version(&owner).await, number);
    let mut without = fields("Skyline", "", &number);
    without.push(("logo_remove", "yes"));
    assert_eq!(save(&owner, &without, &[]).await.status(), StatusCode::SEE_OTHER);
    let newer = version(&owner).await;
    assert_ne!(newer, number);
    let text = page(&stranger, "/sign-in").await;
    assert!(text.contains("Skyline") && !text.contains("<img") && !text.contains(&format!("/brand/{newer}.css")), "no logo, no colour");
    icons_hold(&stranger, &manifest(&stranger).await).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reseller_inherits_and_overrides() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let reseller = reseller_portal(&app).await;
    let theirs = app.browser(RESELLER_HOST);
    assert_eq!(manifest(&theirs).await["name"], "Reseller", "nobody above has a look: its own name");
    assert_eq!(save(&owner, &fields("Skyline", "#0a7d4f", "0"), &[("logo", "logo.svg", SVG)]).await.status(), StatusCode::SEE_OTHER);
    let inherited = manifest(&theirs).await;
    assert_eq!(inherited["name"], "Skyline");
    icons_hold(&theirs, &inherited).await;
    assert_eq!(theirs.get(&format!("/brand/{}/logo", version(&owner).await)).await.status(), StatusCode::OK);
    // The form speaks of the reseller's own, of which there is none; what the owner keeps to itself stays there.
    assert_eq!(version(&reseller).await, "0");
    assert!(!page(&reseller, "/settings/branding").await.contains("Sky Billing"));

    assert_eq!(save(&reseller, &fields("Metro", "#aa2211", "0"), &[]).await.status(), StatusCode::SEE_OTHER);
    let own = manifest(&theirs).await;
    assert_eq!(own["name"], "Metro");
    icons_hold(&theirs, &own).await;
    assert_eq!(manifest(&owner).await["name"], "Skyline", "the ISP's own portal stays as it was");
    // At the ISP's host the reseller changes its own node too, and is told that this portal is another's.
    let visiting = app.sign_in_person(acme, acme.reseller_user).await;
    assert!(page(&visiting, "/settings/branding").await.contains("Your branding shows on your own portal."));
    let held = version(&visiting).await;
    assert_eq!(held, version(&reseller).await);

    let mut removal = fields("Metro", "", &held);
    removal.push(("reset", "yes"));
    let removed = save(&reseller, &removal, &[]).await;
    assert_eq!((removed.status(), header(&removed, "location")), (StatusCode::SEE_OTHER, "/settings/branding?done=branding-removed"));
    assert_eq!(manifest(&theirs).await["name"], "Skyline");
    assert_eq!(save(&reseller, &removal, &[]).await.status(), StatusCode::CONFLICT, "removed once");
    assert_eq!(manifest(&owner).await["name"], "Skyline");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whose_role_does_not_include_it_is_refused() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    for who in [acme.engineer, acme.support, acme.client_users[0]] {
        let browser = app.sign_in_person(acme, who).await;
        let answer = browser.get("/settings/branding").await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let text = seen(&answer.text().await.unwrap());
        assert!(text.contains("Your role does not include this") && !text.contains("href=\"/settings/branding\""));
        assert_eq!(save(&browser, &fields("Stolen", "#000000", "0"), &[]).await.status(), StatusCode::FORBIDDEN);
        let mut removal = fields("Stolen", "", "0");
        removal.push(("reset", "yes"));
        assert_eq!(save(&browser, &removal, &[]).await.status(), StatusCode::FORBIDDEN);
    }
    let stranger = app.browser(&acme.host);
    assert_eq!(save(&stranger, &fields("Stolen", "#000000", "0"), &[]).await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(number(&app, "select count(*) from brandings").await, 0);
    // The founder has a portal too.
    let founder = app.sign_in("founder.localhost", app.world.founder, app.world.founder_user, "founder@founder.example").await;
    assert_eq!(save(&founder, &fields("Backbone", "", "0"), &[]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(manifest(&app.browser("founder.localhost")).await["name"], "Backbone");
    assert_eq!(manifest(&stranger).await["name"], "acme");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn hostile_files_are_refused_in_words() {
    let app = TestApp::start().await;
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    let good = logo::draw(None, Some('S'), &brand::palette(None).light).unwrap().large;
    let mut bomb = good.clone();
    bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let crc = bomb[12..29]
        .iter()
        .fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 }));
    bomb[29..33].copy_from_slice(&(!crc).to_be_bytes());
    let script = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><script>alert(1)</script></svg>";
    let outside = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><image href=\"http://127.0.0.1/x.png\" width=\"1\" height=\"1\"/></svg>";
    let laughs = b"<!DOCTYPE svg [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">&b;</svg>";
    let hostile: [(&str, &[u8], &str); 9] = [
        ("empty.png", b"", "This file is empty."),
        ("page.png", b"<html><body>hello</body></html>", "This is no PNG, JPEG, WebP or SVG."),
        ("photo.png", &vec![7; 600 * 1024], "This file is larger than 512 kB."),
        ("film.png", &vec![7; 5 * 1024 * 1024], "This file is larger than 512 kB."),
        ("bomb.png", &bomb, "This image has more than 4096 pixels along one side."),
        ("half.png", &good[..good.len() / 2], "This image is damaged and cannot be read."),
        ("script.svg", script, "This SVG has text, pictures, scripts or effects"),
        ("outside.svg", outside, "This SVG has text, pictures, scripts or effects"),
        ("laughs.svg", laughs, "This SVG has text, pictures, scripts or effects"),
    ];
    for (name, bytes, words) in hostile {
        for input in ["logo", "logo_dark"] {
            let answer = save(&owner, &fields("Kept while wrong", "#0a7d4f", "0"), &[(input, name, bytes)]).await;
            assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            let text = seen(&answer.text().await.unwrap());
            assert!(text.contains(words), "{name}: {words}");
            assert!(text.contains("Kept while wrong"), "{name}: what was typed is kept");
            assert!(text.contains(&format!("id=\"{input}-error\"")), "{name}: at the field");
        }
    }
    // Every fault at once, and a good file that browsers do not keep is asked for again.
    let wrong = [("row_version", "0"), ("product_name", " "), ("accent", "red;}"), ("sender_name", "a\nb"), ("support_contact", "x")];
    let answer = save(&owner, &wrong, &[("logo", "logo.png", &good)]).await;
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = seen(&answer.text().await.unwrap());
    for words in ["Please fill this in.", "Enter a colour as six hexadecimal digits", "characters that cannot be used", "Choose this file again"] {
        assert!(text.contains(words), "{words}");
    }
    // What is no form with files at all.
    let answer = owner.post_form("/settings/branding", &fields("Urlencoded", "", "0")).await;
    assert!(answer.status().is_client_error());
    assert_eq!(number(&app, "select count(*) from brandings").await, 0);
    // A file that is two things at once comes out as one.
    let polyglot = [good.as_slice(), b"<script>alert(1)</script>"].concat();
    assert_eq!(save(&owner, &fields("Skyline", "", "0"), &[("logo", "x.html", &polyglot)]).await.status(), StatusCode::SEE_OTHER);
    let stored = owner.get(&format!("/brand/{}/logo", version(&owner).await)).await.bytes().await.unwrap();
    assert_eq!(png_size(&stored), (512, 512));
    assert!(!stored.windows(6).any(|part| part == b"script"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_older_form_is_told_so_and_keeps_what_was_typed() {
    let app = TestApp::start().await;
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    // Two first savings at once: one of them.
    let (first, second) = (fields("First", "", "0"), fields("Second", "", "0"));
    let (one, other) = tokio::join!(save(&owner, &first, &[]), save(&owner, &second, &[]));
    let mut statuses = [one.status().as_u16(), other.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 409]);
    assert_eq!(number(&app, "select count(*) from audit_log where action = 'branding.change'").await, 1);

    let stale = save(&owner, &fields("Late", "#123456", "0"), &[]).await;
    assert_eq!(stale.status(), StatusCode::CONFLICT);
    let text = seen(&stale.text().await.unwrap());
    for shown in ["Someone else has changed this meanwhile", "Late", "#123456"] {
        assert!(text.contains(shown), "{shown}");
    }
    let form = text.split('<').find(|tag| tag.contains("name=\"row_version\"")).unwrap();
    assert_eq!(between(form, "value=\"", "\""), Some("0"), "a second try does not win unseen");
    assert_eq!(save(&owner, &fields("Late", "", "not a number"), &[]).await.status(), StatusCode::CONFLICT);
    let held = version(&owner).await;
    assert_eq!(save(&owner, &fields("Late", "", &held), &[]).await.status(), StatusCode::SEE_OTHER);
    assert!(version(&owner).await.parse::<i64>().unwrap() > held.parse().unwrap());
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_portal_never_names_the_platform_nor_another_tenant() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let client = app.sign_in_person(acme, acme.client_users[0]).await;
    let stranger = app.browser(&acme.host);
    let foreign = app.sign_in_person(&app.world.zenith, app.world.zenith.owner).await;
    assert_eq!(save(&foreign, &fields("Northern Lights", "#7711aa", "0"), &[("logo", "logo.svg", SVG)]).await.status(), StatusCode::SEE_OTHER);
    let nowhere = Uuid::from_u128(0xdead_beef).to_string();
    let ids = [acme.client_interface.to_string(), acme.device.to_string(), nowhere];
    let mut paths: Vec<String> = server::http::page_paths().iter().flat_map(|path| ids.iter().map(|id| path.replace("{id}", id))).collect();
    paths.push("/manifest.webmanifest".to_owned());
    paths.sort();
    paths.dedup();
    assert!(paths.len() > 20, "{paths:?}");
    for branded in [false, true] {
        if branded {
            assert_eq!(save(&owner, &fields("Skyline", "#0a7d4f", "0"), &[]).await.status(), StatusCode::SEE_OTHER);
        }
        for path in &paths {
            for browser in [&owner, &client, &stranger] {
                let text = browser.get(path).await.text().await.unwrap().to_lowercase();
                for name in ["lastmile", "zenith", "northern lights", "founder.localhost"] {
                    assert!(!text.contains(name), "{path} names {name}");
                }
            }
        }
    }
    app.stop().await;
}

/// Every address of a portal's look is open to strangers at that portal's host, and at no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn looks_are_open_at_their_host_and_nowhere_else() {
    let app = TestApp::start().await;
    let paths = server::http::look_paths();
    assert!(paths.len() >= 6, "{paths:?}");
    for path in paths {
        let path = match path {
            "/brand/{version}" => "/brand/0.css".to_owned(),
            "/brand/{version}/{file}" => "/brand/0/icon-192.png".to_owned(),
            path => path.to_owned(),
        };
        assert!(!path.contains('{'), "{path} is not in this test: say what stands in it");
        assert_eq!(app.browser(&app.world.acme.host).get(&path).await.status(), StatusCode::OK, "{path}");
        assert_eq!(app.browser("nowhere.localhost").get(&path).await.status(), StatusCode::MISDIRECTED_REQUEST, "{path}");
    }
    app.stop().await;
}
