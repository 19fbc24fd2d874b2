//! Mail of the whole product: delivered by its own job, or kept on a page where no mail server is configured.

use std::time::Duration;

use kernel::{Clock, Locale, MailRequest, MailTemplate};
use reqwest::StatusCode;
use testkit::app::TestApp;
use testkit::smtp::SmtpServer;
use uuid::Uuid;

/// Asks for an invitation in `language` in acme's name.
async fn invite(app: &TestApp, language: &str) -> Uuid {
    let (store, acme) = (app.db.store(), &app.world.acme);
    let ctx = acme.as_system(Clock::system().now());
    let args = [("path", "/welcome?token=abc".to_owned()), ("by", "Olga <b>Owner</b>".to_owned()), ("hours", "72".to_owned())];
    let mail = MailRequest::new(MailTemplate::Invitation, "new@acme.example", Locale::parse(language).unwrap(), acme.host.clone(), args);
    let mut tx = store.tenant(&ctx).await.unwrap();
    let id = tx.send_mail(&store, &ctx, &mail).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn within<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    for _ in 0..200 {
        if let Some(found) = look().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what} did not happen within 20 s");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_mail_server_mails_stand_on_a_page() {
    let app = TestApp::start().await;
    let (acme, zenith) = (&app.world.acme, &app.world.zenith);
    let owner = app.sign_in_person(acme, acme.owner).await;
    let empty = owner.get("/sent-mail").await;
    assert_eq!(empty.status(), StatusCode::OK);
    assert!(empty.text().await.unwrap().contains(">No mail yet<"));

    let id = invite(&app, "en").await;
    let list = within("the mail is kept", async || {
        let page = owner.get("/sent-mail").await.text().await.unwrap();
        page.contains(&id.to_string()).then_some(page)
    })
    .await;
    assert!(list.contains("new@acme.example") && list.contains("You are invited to acme"), "{list}");
    assert!(list.contains("href=\"/sent-mail\""), "the navigation leads there");

    let letter = owner.get(&format!("/sent-mail/{id}")).await;
    assert_eq!(letter.status(), StatusCode::OK);
    let letter = letter.text().await.unwrap();
    let link = format!("http://{}:{}/welcome?token=abc", acme.host, "0");
    assert!(letter.contains(&format!("href=\"{link}\"")), "{letter}");
    assert!(letter.contains("Olga &lt;b&gt;Owner&lt;/b&gt;") && !letter.contains("<b>Owner"), "{letter}");

    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let foreign = app.sign_in_person(zenith, zenith.owner).await;
    assert_eq!(engineer.get("/sent-mail").await.status(), StatusCode::FORBIDDEN);
    assert!(!engineer.get("/network/devices").await.text().await.unwrap().contains("href=\"/sent-mail\""));
    assert_eq!(foreign.get(&format!("/sent-mail/{id}")).await.status(), StatusCode::NOT_FOUND);
    assert!(!foreign.get("/sent-mail").await.text().await.unwrap().contains("acme"));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn with_a_mail_server_mails_go_there_and_the_page_is_gone() {
    let server = SmtpServer::start_with_login("isp", "s3cret").await;
    let port = server.address().port().to_string();
    let app = TestApp::start_with(&[
        ("LASTMILE_COLLECTORS_ENABLED", "false"),
        ("LASTMILE_MAIL_HOST", "127.0.0.1"),
        ("LASTMILE_MAIL_PORT", &port),
        ("LASTMILE_MAIL_SECURITY", "none"),
        ("LASTMILE_MAIL_USER", "isp"),
        ("LASTMILE_MAIL_PASSWORD", "s3cret"),
        ("LASTMILE_MAIL_FROM", "no-reply@relay.example"),
        ("LASTMILE_MAIL_REPLY_TO", "help@relay.example"),
    ])
    .await;
    let id = invite(&app, "ar").await;
    let mail = within("the mail arrives", async || server.received().pop()).await;
    assert_eq!(mail.header("Message-ID"), format!("<{id}@acme.localhost>"));
    assert_eq!(mail.header("Reply-To"), "help@relay.example");
    assert!(mail.header("Subject").starts_with("=?utf-8?b?"), "{}", mail.header("Subject"));
    assert!(mail.data.is_ascii());
    assert!(mail.part("text/html").contains("<html lang=\"ar\" dir=\"rtl\">"), "{}", mail.part("text/html"));
    assert!(mail.part("text/plain").contains("72 ساعة"), "{}", mail.part("text/plain"));

    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    for page in ["/sent-mail".to_owned(), format!("/sent-mail/{id}")] {
        assert_eq!(owner.get(&page).await.status(), StatusCode::NOT_FOUND, "{page}");
    }
    assert!(!owner.get("/network/devices").await.text().await.unwrap().contains("href=\"/sent-mail\""));
    app.stop().await;
}
