//! Passwords of known leaks are refused wherever a password is set: those of the list in the product, and those of the operator's file.

use reqwest::{Response, StatusCode};
use server::settings::Settings;
use tenancy::actions;
use testkit::app::{PASSWORD, TestApp};

use crate::account_security::{location, shown};
use crate::ways_back_in::reset_link;

/// Long and unlikely, but in the file.
const LEAKED: &str = "seven kettles paint the harbour";
/// Its SHA-1, as lists of leaked passwords show it.
const HASH: &str = "C2BC62B84F42508DC6EDCC0779FAD44EA9129FFD";
/// In the product's own list.
const COMMON: &str = "0r968ji9ufj6";
const NEW: &str = "violet tractor under seven bridges";
const WORDS: &str = "appears in lists of leaked passwords";

async fn is_refused(answer: Response) {
    assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = shown(answer).await;
    assert!(page.contains(WORDS) && !page.contains(LEAKED), "{page}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_leaked_password_is_refused_wherever_one_is_set() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), format!("{}:3\r\n{HASH}:12\r\n{}:1\r\n", "0".repeat(40), "F".repeat(40))).unwrap();
    let path = file.path().display().to_string();
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_BREACHED_PASSWORDS", &path)]).await;
    let acme = &app.world.acme;

    let owner = app.sign_in_person(acme, acme.owner).await;
    let invite = [("org", acme.tenant.to_string()), ("email", "guest@acme.example".to_owned()), ("role", "support".to_owned())];
    let invite: Vec<(&str, &str)> = invite.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(location(&owner.post_form("/people/invite", &invite).await), "/people?done=invited");
    let invitation = crate::tenants::link_in_mail(&app, acme.tenant.0).await;
    let reset = reset_link(&app, "support@acme.example").await;
    let recovery = actions::recover_founder(&app.db.store(), "founder@founder.example", app.clock.now(), kernel::RequestId::generate()).await.unwrap();
    let mut founder = app.browser("founder.localhost");
    let back = founder.post_form(&format!("/recover/{}", recovery.token), &[]).await;
    assert_eq!(back.status(), StatusCode::SEE_OTHER);
    founder.keep_cookies(&back);
    let stranger = app.browser(&acme.host);
    for leaked in [LEAKED, COMMON] {
        is_refused(owner.post_form("/account/security/password", &[("current_password", PASSWORD), ("new_password", leaked)]).await).await;
        is_refused(stranger.post_form(&reset, &[("new_password", leaked)]).await).await;
        is_refused(stranger.post_form(&invitation, &[("name", "Gus Guest"), ("password", leaked)]).await).await;
        is_refused(founder.post_form("/account/security/password", &[("new_password", leaked)]).await).await;
    }
    // Nothing was spent by it.
    assert_eq!(stranger.post_form(&reset, &[("new_password", NEW)]).await.status(), StatusCode::SEE_OTHER);
    assert_eq!(stranger.post_form(&invitation, &[("name", "Gus Guest"), ("password", NEW)]).await.status(), StatusCode::SEE_OTHER);

    // A file that breaks under the running server keeps nobody from a new password.
    std::fs::write(file.path(), "broken").unwrap();
    let changed = owner.post_form("/account/security/password", &[("current_password", PASSWORD), ("new_password", LEAKED)]).await;
    assert_eq!(location(&changed), "/account/security?done=password-changed");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_file_that_is_none_keeps_the_server_from_starting_and_says_so() {
    for (text, problem) in
        [("", "is empty"), ("password\n", "holds no line of the form"), (&format!("{}:1\n{HASH}:1\n", "F".repeat(40)), "is not in the order")]
    {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        let path = file.path().display().to_string();
        let lookup = |name: &str| (name == "LASTMILE_BREACHED_PASSWORDS").then(|| path.clone());
        let empty = tempfile::NamedTempFile::with_suffix(".toml").unwrap();
        let settings = Settings::load_with(Some(empty.path()), lookup).unwrap();
        let Err(error) = server::start(settings, false, kernel::Clock::system()).await else { panic!("started with {text:?}") };
        let told = format!("{error:#}");
        assert!(told.contains("LASTMILE_BREACHED_PASSWORDS") && told.contains(&path) && told.contains(problem), "{told}");
    }
}
