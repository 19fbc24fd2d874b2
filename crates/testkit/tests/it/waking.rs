//! Which pages wake up as a whole, which in parts, and which carry no code at all.

use testkit::app::{Browser, TestApp};

/// What a document carries for its browser.
#[derive(Debug, PartialEq, Eq)]
struct Carried {
    in_parts: bool,
    /// It is as awake as it will ever be.
    awake: bool,
    code: bool,
    site: bool,
    /// The domains of words, in the order of the document.
    words: Vec<String>,
    /// The pieces that say what they are made of.
    pieces: Vec<String>,
}

async fn carried(browser: &Browser, path: &str) -> Carried {
    let text = browser.get(path).await.text().await.unwrap();
    let values = |name: &str| {
        let mark = format!("{name}=\"");
        text.match_indices(&mark).map(|(at, _)| text[at + mark.len()..].split('"').next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let head = &text[..text.find("<head").unwrap()];
    let words = text.split("<link").filter(|tag| tag.contains("data-words"));
    let pieces = values("data-part");
    assert_eq!(values("data-made-of").len(), pieces.len(), "{path}: a piece does not say what it is made of");
    // The state of the connection stands on every page; it alone wakes nothing.
    let pieces = pieces.into_iter().filter(|piece| piece != "live-status").collect();
    Carried {
        in_parts: head.contains("data-parts"),
        awake: head.contains("data-hydrated"),
        code: text.contains("type=\"module\""),
        site: text.contains("id=\"site\""),
        words: words.map(|tag| tag.split("href=\"").nth(1).unwrap().split('"').next().unwrap().rsplit('/').next().unwrap().to_owned()).collect(),
        pieces,
    }
}

fn strings(of: &[&str]) -> Vec<String> {
    of.iter().map(|text| (*text).to_owned()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_carry_what_wakes_up_in_them_and_no_more() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let stranger = app.browser(&acme.host);
    let client = app.sign_in_person(acme, acme.client_users[0]).await;

    let asleep = Carried { in_parts: true, awake: true, code: false, site: false, words: Vec::new(), pieces: Vec::new() };
    for path in ["/sign-in", "/forgot-password", "/invitation/none"] {
        assert_eq!(carried(&stranger, path).await, asleep, "{path}");
    }
    for path in ["/account", "/account/security", "/go", "/search?q=x", "/no/such/page"] {
        assert_eq!(carried(&client, path).await, asleep, "{path}");
    }

    let parts =
        |words: &[&str], pieces: &[&str]| Carried { in_parts: true, awake: false, code: true, site: false, words: strings(words), pieces: strings(pieces) };
    let line = format!("/network/interfaces/{}", acme.client_interface.0);
    let network = ["common", "kit", "network"];
    assert_eq!(carried(&client, "/dashboard").await, parts(&["common", "dashboard", "network"], &["connection", "state"]));
    assert_eq!(carried(&client, "/network/interfaces").await, parts(&network, &["lines"]));
    assert_eq!(carried(&client, &line).await, parts(&network, &["state", "rates", "course"]));

    for person in [acme.owner, acme.reseller_user] {
        let staff = app.sign_in_person(acme, person).await;
        for path in ["/dashboard", "/network/interfaces", "/account"] {
            let found = carried(&staff, path).await;
            assert!(!found.in_parts && !found.awake && found.code && found.site && found.pieces.is_empty(), "{path}: {found:?}");
            assert!(found.words.contains(&"common".to_owned()), "{path}");
        }
    }
    app.stop().await;
}
