//! Mail from the action's transaction to a real SMTP server over TCP: delivered once, tried again, given up, taken over,
//! and never across the fence between tenants.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Ctx, Error, Locale, MailRequest, MailTemplate, RequestId, Role, Scope};
use messaging::actions::{Postman, deliver_due, expire_mail, get_kept, list_kept};
use messaging::model::KeptList;
use messaging::transport::{Credentials, Kept, Mailer, Security, Smtp, SmtpOptions};
use sqlx::Row;
use store::StoreError;
use store::outbox::{self, Ended, Round, Verdict};
use testkit::TestDb;
use testkit::fixtures::{Isp, World, seed};
use testkit::smtp::{Fault, SmtpServer};
use uuid::Uuid;

const TOKEN: &str = "token-that-opens-an-account";

struct Post {
    db: TestDb,
    world: World,
    clock: Clock,
}

impl Post {
    async fn new() -> Self {
        let db = TestDb::new().await;
        let clock = Clock::fixed(Clock::system().now());
        let world = seed(&db, clock.now()).await;
        Self { db, world, clock }
    }

    fn postman(&self, mailer: impl Mailer + 'static) -> Arc<Postman> {
        Arc::new(Postman {
            store: self.db.store(),
            mailer: Box::new(mailer),
            portal_url: Box::new(|host| format!("https://{host}")),
            clock: self.clock.clone(),
        })
    }

    /// Asks for a mail as the product does while someone signs in.
    async fn ask(&self, isp: &Isp, mail: &MailRequest) -> Uuid {
        let (store, ctx) = (self.db.store(), isp.as_system(self.clock.now()));
        let mut tx = store.tenant(&ctx).await.unwrap();
        let id = tx.send_mail(&store, &ctx, mail).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    async fn row(&self, id: Uuid) -> OutboxRow {
        let row = sqlx::query("select delivered_at, dead_at, payload is null, attempts, last_error, run_at from outbox where id = $1")
            .bind(id)
            .fetch_one(&mut self.db.admin().await)
            .await
            .unwrap();
        OutboxRow { delivered_at: row.get(0), dead_at: row.get(1), erased: row.get(2), attempts: row.get(3), last_error: row.get(4), run_at: row.get(5) }
    }
}

#[derive(Debug)]
struct OutboxRow {
    delivered_at: Option<DateTime<Utc>>,
    dead_at: Option<DateTime<Utc>>,
    erased: bool,
    attempts: i32,
    last_error: Option<String>,
    run_at: DateTime<Utc>,
}

fn mail(isp: &Isp, to: &str) -> MailRequest {
    let args = [("path", format!("/reset?token={TOKEN}")), ("minutes", "10".to_owned())];
    MailRequest::new(MailTemplate::PasswordReset, to, Locale::ENGLISH, isp.host.clone(), args)
}

fn options(server: &SmtpServer) -> SmtpOptions {
    SmtpOptions {
        host: server.address().ip().to_string(),
        port: server.address().port(),
        security: Security::Plain,
        credentials: None,
        from: "no-reply@relay.example".to_owned(),
        reply_to: None,
        timeout: Duration::from_secs(20),
    }
}

fn smtp(server: &SmtpServer) -> Smtp {
    Smtp::new(options(server)).unwrap()
}

fn owner(isp: &Isp, now: DateTime<Utc>) -> Ctx {
    Ctx::for_member(isp.tenant, Scope::WholeTenant, isp.owner, Role::IspOwner, "UTC".to_owned(), now, RequestId::generate())
}

#[tokio::test]
async fn a_mail_is_delivered_once_in_the_portals_name() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    let postman = post.postman(smtp(&server));
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;

    assert_eq!(deliver_due(&postman).await.unwrap(), [Ended::Delivered]);
    assert_eq!(deliver_due(&postman).await.unwrap(), []);
    let received = server.received();
    assert_eq!(received.len(), 1);
    let mail = &received[0];
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("no-reply@relay.example", ["ana@acme.example".to_owned()].as_slice()));
    assert_eq!(mail.header("From"), "acme <no-reply@relay.example>");
    assert_eq!(mail.header("To"), "ana@acme.example");
    assert_eq!(mail.header("Subject"), "Choose a new password for acme");
    assert_eq!(mail.header("Message-ID"), format!("<{id}@acme.localhost>"));
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Date"), post.clock.now().format("%a, %d %b %Y %H:%M:%S +0000").to_string());
    let (text, html) = (mail.part("text/plain"), mail.part("text/html"));
    assert!(text.contains(&format!("https://acme.localhost/reset?token={TOKEN}\r\n")), "{text}");
    assert!(html.contains(&format!("href=\"https://acme.localhost/reset?token={TOKEN}\"")), "{html}");
    for part in [&mail.data, &text, &html] {
        assert!(!part.to_lowercase().contains("lastmile") && !part.contains("Founder"), "nothing of the platform: {part}");
    }
    let row = post.row(id).await;
    assert!(row.delivered_at.is_some() && row.dead_at.is_none() && row.erased && row.attempts == 1, "{row:?}");
}

#[tokio::test]
async fn a_transaction_that_rolls_back_sends_nothing() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    let (store, ctx) = (post.db.store(), post.world.acme.as_system(post.clock.now()));
    let mut tx = store.tenant(&ctx).await.unwrap();
    tx.send_mail(&store, &ctx, &mail(&post.world.acme, "ana@acme.example")).await.unwrap();
    drop(tx);
    assert_eq!(deliver_due(&post.postman(smtp(&server))).await.unwrap(), []);
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_temporary_refusal_is_tried_again_when_its_time_has_come() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    server.fault(Fault::Recipient("ana@acme.example", "450 4.2.1 ana@acme.example is busy"), 1);
    let postman = post.postman(smtp(&server));
    let asked_at = post.clock.now();
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;

    let ended = deliver_due(&postman).await.unwrap();
    let row = post.row(id).await;
    assert_eq!(ended, [Ended::Waiting(row.run_at)]);
    let wait = row.run_at - asked_at;
    assert!(wait >= TimeDelta::seconds(10) && wait <= TimeDelta::milliseconds(12_500), "{wait}");
    assert_eq!(row.last_error.as_deref(), Some("smtp 450 4.2.1"), "a code and nothing of the address");
    assert!(!row.erased);
    assert_eq!(deliver_due(&postman).await.unwrap(), [], "not before its time");
    post.clock.set(row.run_at);
    assert_eq!(deliver_due(&postman).await.unwrap(), [Ended::Delivered]);
    assert_eq!(server.received().len(), 1);
    assert_eq!(post.row(id).await.attempts, 2);
}

#[tokio::test]
async fn a_relay_that_is_closed_delays_and_gives_up_in_the_end() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    // Even a lasting refusal before any mail was offered is no fault of the mail.
    server.fault(Fault::Greeting("421 4.3.2 Closing"), 4);
    server.fault(Fault::Greeting("554 5.3.2 No service"), 4);
    let postman = post.postman(smtp(&server));
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    for attempt in 1..=7 {
        let ended = deliver_due(&postman).await.unwrap();
        let row = post.row(id).await;
        assert_eq!(ended, [Ended::Waiting(row.run_at)], "attempt {attempt}");
        assert!(row.last_error.as_deref().is_some_and(|error| error.starts_with("relay 421") || error.starts_with("relay 554")), "{row:?}");
        post.clock.set(row.run_at);
    }
    assert_eq!(deliver_due(&postman).await.unwrap(), [Ended::Dead]);
    let row = post.row(id).await;
    assert!(row.dead_at.is_some() && row.erased && row.attempts == 8, "{row:?}");
    post.clock.advance(TimeDelta::days(2));
    assert_eq!(deliver_due(&postman).await.unwrap(), []);
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_refusal_of_the_mail_itself_ends_it_at_once() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    server.fault(Fault::Recipient("nobody@acme.example", "550 5.1.1 <nobody@acme.example>: no such user"), 100);
    let postman = post.postman(smtp(&server));
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "nobody@acme.example")).await;
    let other = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    let ended = deliver_due(&postman).await.unwrap();
    assert_eq!(ended.len(), 2);
    assert!(ended.contains(&Ended::Dead) && ended.contains(&Ended::Delivered), "{ended:?}");
    let row = post.row(id).await;
    assert!(row.dead_at.is_some() && row.delivered_at.is_none() && row.erased, "{row:?}");
    assert_eq!(row.last_error.as_deref(), Some("smtp 550 5.1.1"), "the reply's words quote the address");
    assert!(post.row(other).await.delivered_at.is_some());
}

#[tokio::test]
async fn what_cannot_become_a_mail_is_given_up_unsent() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    let postman = post.postman(smtp(&server));
    let acme = &post.world.acme;
    let elsewhere = MailRequest { host: post.world.zenith.host.clone(), ..mail(acme, "ana@acme.example") };
    let mut no_path = mail(acme, "ana@acme.example");
    no_path.args.remove("path");
    for (request, reason) in
        [(elsewhere, "host-gone"), (no_path, "argument-missing path"), (mail(acme, "ana@acme.example>\r\nRCPT TO:<eve@evil.example"), "unfit-address")]
    {
        let id = post.ask(acme, &request).await;
        assert_eq!(deliver_due(&postman).await.unwrap(), [Ended::Dead], "{reason}");
        let row = post.row(id).await;
        assert_eq!((row.last_error.as_deref(), row.erased), (Some(reason), true));
    }
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn a_lost_reply_means_a_second_copy_that_is_known_by_its_message_id() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    server.fault(Fault::LoseReply, 1);
    let postman = post.postman(smtp(&server));
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    assert!(matches!(deliver_due(&postman).await.unwrap()[..], [Ended::Waiting(_)]));
    post.clock.advance(TimeDelta::minutes(1));
    assert_eq!(deliver_due(&postman).await.unwrap(), [Ended::Delivered]);
    let received = server.received();
    assert_eq!(received.len(), 2);
    for name in ["Message-ID", "Date", "Subject", "From", "To"] {
        assert_eq!(received[0].header(name), received[1].header(name), "{name}");
    }
    assert_eq!(received[0].header("Message-ID"), format!("<{id}@acme.localhost>"));
}

#[tokio::test]
async fn a_relay_that_takes_too_long_is_left() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    server.fault(Fault::Slow(Duration::from_secs(600)), 1);
    let hasty = Smtp::new(SmtpOptions { timeout: Duration::from_millis(500), ..options(&server) }).unwrap();
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    assert!(matches!(deliver_due(&post.postman(hasty)).await.unwrap()[..], [Ended::Waiting(_)]));
    assert_eq!(post.row(id).await.last_error.as_deref(), Some("relay too slow"));
}

#[tokio::test]
async fn a_dead_workers_lease_is_taken_over_and_the_worker_is_not_heard_any_more() {
    let post = Post::new().await;
    let (store, server) = (post.db.store(), SmtpServer::start().await);
    let postman = post.postman(smtp(&server));
    let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    let round = Round { limit: 10, per_tenant: 10, lease: Duration::from_secs(300) };
    let stale = outbox::claim(&store, outbox::MAIL, post.clock.now(), round).await.unwrap().pop().unwrap();
    assert_eq!((stale.id, stale.attempts), (id, 1));

    post.clock.advance(TimeDelta::seconds(299));
    assert_eq!(deliver_due(&postman).await.unwrap(), [], "the lease still runs");
    post.clock.advance(TimeDelta::seconds(2));
    let second = outbox::claim(&store, outbox::MAIL, post.clock.now(), round).await.unwrap().pop().unwrap();
    // The first worker wakes up while the second is at it.
    assert_eq!(outbox::delivered(&store, &stale, post.clock.now()).await.unwrap(), Ended::Stale);
    assert_eq!(outbox::failed(&store, &stale, post.clock.now(), Verdict::GiveUp, "late").await.unwrap(), Ended::Stale);
    let row = post.row(id).await;
    assert!(row.delivered_at.is_none() && row.dead_at.is_none() && !row.erased && row.last_error.is_none(), "{row:?}");
    assert_eq!(outbox::delivered(&store, &second, post.clock.now()).await.unwrap(), Ended::Delivered);
    assert_eq!(outbox::failed(&store, &second, post.clock.now(), Verdict::TryAgain, "twice").await.unwrap(), Ended::Stale, "over is over");
    let row = post.row(id).await;
    assert!(row.delivered_at.is_some() && row.erased && row.attempts == 2, "{row:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_workers_deliver_fifty_mails_once_each() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    let mut asked = BTreeSet::new();
    for number in 0..25 {
        for isp in [&post.world.acme, &post.world.zenith] {
            let id = post.ask(isp, &mail(isp, &format!("person{number}@{}.example", isp.name))).await;
            asked.insert(format!("<{id}@{}>", isp.host));
        }
    }
    let work = |postman: Arc<Postman>| {
        tokio::spawn(async move {
            let mut delivered = 0;
            loop {
                let round = deliver_due(&postman).await.unwrap();
                if round.is_empty() {
                    return delivered;
                }
                assert!(round.iter().all(|ended| *ended == Ended::Delivered), "{round:?}");
                delivered += round.len();
            }
        })
    };
    let (one, two) = (work(post.postman(smtp(&server))), work(post.postman(smtp(&server))));
    assert_eq!(one.await.unwrap() + two.await.unwrap(), 50);
    let received = server.received();
    assert_eq!(received.len(), 50);
    assert_eq!(received.iter().map(|mail| mail.header("Message-ID")).collect::<BTreeSet<_>>(), asked);
    for mail in &received {
        let isp = if mail.to[0].ends_with("@acme.example") { "acme" } else { "zenith" };
        let other = if isp == "acme" { "zenith" } else { "acme" };
        assert_eq!(mail.header("Subject"), format!("Choose a new password for {isp}"));
        let text = mail.part("text/plain");
        assert!(text.contains(&format!("https://{isp}.localhost/")) && !text.contains(other), "{text}");
    }
}

#[tokio::test]
async fn a_tenant_with_many_mails_does_not_keep_another_waiting() {
    let post = Post::new().await;
    let server = SmtpServer::start().await;
    for number in 0..30 {
        post.ask(&post.world.acme, &mail(&post.world.acme, &format!("person{number}@acme.example"))).await;
    }
    post.clock.advance(TimeDelta::seconds(1));
    post.ask(&post.world.zenith, &mail(&post.world.zenith, "zoe@zenith.example")).await;
    let first = deliver_due(&post.postman(smtp(&server))).await.unwrap();
    assert!(first.len() < 10, "a round takes few of each: {}", first.len());
    assert!(server.received().iter().any(|mail| mail.to == ["zoe@zenith.example"]));
}

#[tokio::test]
async fn signing_in_at_the_relay_and_tls() {
    let post = Post::new().await;
    let server = SmtpServer::start_with_login("isp", "s3cret").await;
    let with = |password: &str| Some(Credentials { user: "isp".to_owned(), password: password.to_owned().into() });
    for (smtp, reason) in [
        (SmtpOptions { credentials: with("wrong"), ..options(&server) }, "relay sign-in 535 5.7.8"),
        (options(&server), "smtp 530 5.7.0"),
        (SmtpOptions { security: Security::StartTls, credentials: with("s3cret"), ..options(&server) }, "relay offers no STARTTLS"),
        (SmtpOptions { security: Security::Tls, timeout: Duration::from_secs(2), credentials: with("s3cret"), ..options(&server) }, "relay"),
    ] {
        let id = post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
        let ended = deliver_due(&post.postman(Smtp::new(smtp).unwrap())).await.unwrap();
        let row = post.row(id).await;
        assert_eq!(ended, [Ended::Waiting(row.run_at)], "a fault of the settings costs no mail: {reason}");
        assert!(row.last_error.as_deref().is_some_and(|error| error.starts_with(reason)), "{reason}: {row:?}");
    }
    assert!(server.received().is_empty(), "and nothing has left in the clear");
    post.clock.advance(TimeDelta::minutes(1));
    let right = Smtp::new(SmtpOptions { credentials: with("s3cret"), ..options(&server) }).unwrap();
    assert_eq!(deliver_due(&post.postman(right)).await.unwrap(), [Ended::Delivered; 4]);
    assert!(server.received().iter().all(|mail| mail.user.as_deref() == Some("isp")));
}

#[tokio::test]
async fn other_tenants_and_nodes_see_neither_outbox_nor_kept_mails() {
    let post = Post::new().await;
    let (store, now) = (post.db.store(), post.clock.now());
    let (acme, zenith) = (&post.world.acme, &post.world.zenith);
    let kept = post.ask(acme, &mail(acme, "ana@acme.example")).await;
    assert_eq!(deliver_due(&post.postman(Kept::new(store.clone()))).await.unwrap(), [Ended::Delivered]);
    post.ask(acme, &mail(acme, "ben@acme.example")).await;

    for (who, ctx, sees) in [("owner", owner(acme, now), 1), ("other ISP", owner(zenith, now), 0), ("client", acme.as_client(0, now), 0)] {
        let mut tx = store.tenant(&ctx).await.unwrap();
        for (table, rows) in [("outbox", sees * 2), ("kept_mails", sees)] {
            let count: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(tx.conn()).await.unwrap();
            assert_eq!(count, rows, "{who} {table}");
        }
    }
    // Nobody writes into another's outbox.
    let mut tx = store.tenant(&owner(zenith, now)).await.unwrap();
    let error = sqlx::query("insert into outbox (tenant_id, id, org_id, topic, payload, created_at, run_at) values ($1, $2, $1, 'mail', 'x', now(), now())")
        .bind(acme.tenant.0)
        .bind(Uuid::now_v7())
        .execute(tx.conn())
        .await
        .unwrap_err();
    assert_eq!(StoreError::from(error).sqlstate().as_deref(), Some("42501"));
    // Nor does a context of one tenant in the transaction of another.
    let mut tx = store.tenant(&acme.as_client(0, now)).await.unwrap();
    assert!(tx.send_mail(&store, &acme.as_system(now), &mail(acme, "ana@acme.example")).await.is_err());

    assert_eq!(ids(list_kept(&store, &owner(acme, now)).await.unwrap()), [kept]);
    assert!(list_kept(&store, &owner(zenith, now)).await.unwrap().items.is_empty());
    assert_eq!(get_kept(&store, &owner(zenith, now), kept).await.unwrap_err(), Error::NotFound);
    for ctx in [acme.as_engineer(now), acme.as_reseller(now), acme.as_client(0, now)] {
        assert_eq!(list_kept(&store, &ctx).await.unwrap_err(), Error::Forbidden);
        assert_eq!(get_kept(&store, &ctx, kept).await.unwrap_err(), Error::Forbidden);
    }
    let shown = get_kept(&store, &owner(acme, now), kept).await.unwrap();
    assert_eq!(shown.item.to, "ana@acme.example");
    assert_eq!(shown.link, format!("https://acme.localhost/reset?token={TOKEN}"));
    assert!(shown.text.contains(&shown.link));
}

fn ids(list: KeptList) -> Vec<Uuid> {
    list.items.into_iter().map(|item| item.id).collect()
}

#[tokio::test]
async fn neither_token_nor_address_is_readable_in_the_database() {
    let post = Post::new().await;
    let (store, acme) = (post.db.store(), &post.world.acme);
    let waiting = post.ask(acme, &mail(acme, "ana@acme.example")).await;
    let mut admin = post.db.admin().await;
    let text: String =
        sqlx::query_scalar("select encode(payload, 'escape') || outbox::text from outbox where id = $1").bind(waiting).fetch_one(&mut admin).await.unwrap();
    assert!(!text.contains(TOKEN) && !text.contains("ana@"), "{text}");
    deliver_due(&post.postman(Kept::new(store))).await.unwrap();
    let text: String = sqlx::query_scalar("select encode(mail, 'escape') || kept_mails::text from kept_mails where id = $1")
        .bind(waiting)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert!(!text.contains(TOKEN) && !text.contains("ana@"), "{text}");
}

#[tokio::test]
async fn what_is_over_is_removed_in_time() {
    let post = Post::new().await;
    let (store, acme) = (post.db.store(), &post.world.acme);
    let postman = post.postman(Kept::new(store.clone()));
    let begun = post.clock.now();
    post.ask(acme, &mail(acme, "ana@acme.example")).await;
    let dead = post.ask(acme, &MailRequest { host: "gone.example".to_owned(), ..mail(acme, "ben@acme.example") }).await;
    assert_eq!(deliver_due(&postman).await.unwrap().len(), 2);
    post.clock.set(begun + TimeDelta::days(40));
    let waiting = post.ask(acme, &mail(acme, "cai@acme.example")).await;

    for (days, removed) in [(6, 0), (8, 2), (29, 0), (31, 1), (400, 0)] {
        assert_eq!(expire_mail(&store, begun + TimeDelta::days(days)).await.unwrap(), removed, "after {days} days");
        let told = if days < 30 { Some("host-gone".to_owned()) } else { None };
        let left: Option<String> =
            sqlx::query_scalar("select last_error from outbox where id = $1").bind(dead).fetch_optional(&mut post.db.admin().await).await.unwrap();
        assert_eq!(left, told, "after {days} days");
    }
    assert!(!post.row(waiting).await.erased, "what waits is never removed");
}

/// Another implementation of SMTP than ours, where this machine has it.
#[tokio::test]
async fn aiosmtpd_takes_it_too() {
    let there = std::process::Command::new("python3").args(["-c", "import aiosmtpd"]).output().is_ok_and(|output| output.status.success());
    if !there {
        eprintln!("python3 with the module aiosmtpd is not on this machine: not tested against it");
        return;
    }
    const SERVER: &str = r#"
import sys, socket
from aiosmtpd.controller import Controller
class Handler:
    async def handle_DATA(self, server, session, envelope):
        print("MAIL", envelope.mail_from, *envelope.rcpt_tos, envelope.content.decode("utf-8").count("Message-ID: <"), flush=True)
        return "250 2.0.0 Taken"
probe = socket.socket(); probe.bind(("127.0.0.1", 0)); port = probe.getsockname()[1]; probe.close()
controller = Controller(Handler(), hostname="127.0.0.1", port=port)
controller.start()
print("PORT", port, flush=True)
sys.stdin.read()
controller.stop()
"#;
    use tokio::io::{AsyncBufReadExt, BufReader};
    let mut child = tokio::process::Command::new("python3")
        .args(["-c", SERVER])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let port = lines.next_line().await.unwrap().unwrap().strip_prefix("PORT ").unwrap().parse().unwrap();
    let post = Post::new().await;
    let relay = SmtpOptions {
        host: "127.0.0.1".to_owned(),
        port,
        security: Security::Plain,
        credentials: None,
        from: "no-reply@relay.example".to_owned(),
        reply_to: None,
        timeout: Duration::from_secs(20),
    };
    post.ask(&post.world.acme, &mail(&post.world.acme, "ana@acme.example")).await;
    assert_eq!(deliver_due(&post.postman(Smtp::new(relay).unwrap())).await.unwrap(), [Ended::Delivered]);
    assert_eq!(lines.next_line().await.unwrap().as_deref(), Some("MAIL no-reply@relay.example ana@acme.example 1"));
    child.kill().await.unwrap();
}
