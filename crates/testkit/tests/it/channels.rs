//! Notices besides mail, from the transaction that writes them to providers over HTTP that are slow, busy, broken or lose
//! their answers; and nobody's notices held up or seen by others.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use kernel::mail::AlertLine;
use kernel::notice::{AlertNotice, NoticeLine};
use kernel::{ChannelId, Clock, Ctx, Error, Notice, NoticeBody, RequestId, Role, Scope};
use messaging::actions::{self, ChannelChange, Courier};
use messaging::channel::{OutboundOptions, Places, Providers};
use messaging::model::{ChannelForm, ChannelState, DeliveryState};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use store::Store;
use store::notices::{self, Ended, Share};
use testkit::TestDb;
use testkit::fixtures::{Isp, World, seed};
use uuid::Uuid;

use crate::channels_fake::{Answer, Asked, Fake, meta, program, telegram, twilio};

const TOKEN: &str = "123456789:AAF-0123456789_abcdefghij";
const HEX: &str = "0123456789abcdef0123456789abcdef";

pub struct Post {
    _db: TestDb,
    pub store: Store,
    pub world: World,
    pub clock: Clock,
    pub admin: PgConnection,
}

impl Post {
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let clock = Clock::fixed(Clock::system().now());
        let world = seed(&db, clock.now()).await;
        let (store, admin) = (db.store(), db.admin().await);
        Self { _db: db, store, world, clock, admin }
    }

    /// Speaks to this provider, whichever it is; patient for a second.
    pub fn courier(&self, fake: &Fake) -> Courier {
        self.courier_that(fake, true)
    }

    fn courier_that(&self, fake: &Fake, private: bool) -> Courier {
        let places = Places { telegram: fake.url(), twilio: fake.url(), meta: fake.url() };
        Courier {
            store: self.store.clone(),
            providers: Providers::new(places, OutboundOptions { timeout: Duration::from_secs(1), private }),
            portal_url: Box::new(|host| format!("https://{host}")),
            clock: self.clock.clone(),
        }
    }

    pub fn owner(&self, isp: &Isp) -> Ctx {
        Ctx::for_member(isp.tenant, Scope::WholeTenant, isp.owner, Role::IspOwner, "UTC".to_owned(), self.clock.now(), RequestId::generate())
    }

    /// A destination of acme's; its secret, where it has one.
    pub async fn add(&mut self, courier: &Courier, isp: &Isp, form: &ChannelForm) -> (ChannelId, Option<String>) {
        let secret = actions::add_channel(courier, &self.owner(isp), form).await.unwrap();
        let id =
            sqlx::query_scalar("select id from channels where tenant_id = $1 order by id desc limit 1").bind(isp.tenant.0).fetch_one(&mut self.admin).await;
        (ChannelId(id.unwrap()), secret)
    }

    /// Has the ISP's destinations told of a broken link, as the alerts do.
    async fn tell(&self, isp: &Isp, key: &str) -> usize {
        let ctx = isp.as_system(self.clock.now());
        let mut tx = self.store.tenant(&ctx).await.unwrap();
        let told = tx.notify(&ctx, &Notice { key: key.to_owned(), body: broken() }).await.unwrap();
        tx.commit().await.unwrap();
        told
    }

    fn advance(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    /// State, attempts and last fault of the notice with this key.
    async fn row(&mut self, key: &str) -> (String, i32, Option<String>) {
        sqlx::query_as(
            "select case when delivered_at is not null then 'delivered' when dead_at is not null then 'dead' else 'waiting' end, attempts, last_error
             from channel_deliveries where dedup_key = $1",
        )
        .bind(key)
        .fetch_one(&mut self.admin)
        .await
        .unwrap()
    }
}

fn broken() -> NoticeBody {
    let line = AlertLine { code: "link-down".to_owned(), object: "core-1 uplink".to_owned(), percent: 0 };
    NoticeBody::AlertProblem(AlertNotice {
        count: 1,
        red: 1,
        lines: vec![NoticeLine { line, red: true, rule: "link_down".to_owned(), object_id: Uuid::from_u128(7), ack: "7k3f9q2m".to_owned() }],
    })
}

fn named(kind: &str) -> ChannelForm {
    ChannelForm { kind: kind.to_owned(), name: format!("a {kind}"), level: "all".to_owned(), ..ChannelForm::default() }
}

pub fn bot() -> ChannelForm {
    ChannelForm { token: TOKEN.to_owned(), chat: "-1001".to_owned(), ..named("telegram") }
}

fn hook(fake: &Fake) -> ChannelForm {
    ChannelForm { url: format!("http://127.0.0.1:{}/alerts?key=1", fake.port()), ..named("webhook") }
}

fn sms() -> ChannelForm {
    ChannelForm { account: format!("AC{HEX}"), token: HEX.to_owned(), from: "+14155552671".to_owned(), to: "+961 3 123 456".to_owned(), ..named("twilio_sms") }
}

fn cloud() -> ChannelForm {
    ChannelForm {
        account: "106540352242922".to_owned(),
        token: "EAAGm0PX4ZCpsBAKZCxyz0123456789".to_owned(),
        to: "+961 3 123 456".to_owned(),
        template: "network_alert".to_owned(),
        language: "en_US".to_owned(),
        ..named("meta_whatsapp")
    }
}

async fn deliver(courier: &Courier) -> Vec<Ended> {
    actions::deliver_due_notices(courier).await.unwrap()
}

fn is_waiting(ended: &[Ended]) -> bool {
    matches!(ended, [Ended::Waiting(_)])
}

#[tokio::test]
async fn a_chat_is_told_once_as_the_bot_api_asks() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    assert_eq!((post.tell(&acme, "one").await, post.tell(&acme, "one").await), (1, 0), "the same notice is written once");
    assert_eq!(post.tell(&post.world.zenith, "one").await, 0, "the other ISP has no destination");
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    assert_eq!(deliver(&courier).await, []);
    let asked = fake.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].method.as_str(), asked[0].path.as_str()), ("POST", format!("/bot{TOKEN}/sendMessage").as_str()));
    let text = "acme: 1 problem in the network\ncore-1 uplink: the link is down /ack_7k3f9q2m\nhttps://acme.localhost/alerts";
    assert_eq!(asked[0].json(), json!({ "chat_id": "-1001", "text": text, "link_preview_options": { "is_disabled": true } }));
    let channels = actions::list_channels(&post.store, &post.owner(&acme)).await.unwrap();
    assert_eq!((channels.items[0].last_ok_ms, channels.items[0].waiting), (Some(post.clock.now().timestamp_millis()), 0));
    assert_eq!((channels.log[0].state, channels.log[0].what.as_str(), channels.log[0].address.as_str()), (DeliveryState::Delivered, "alert_problem", "-1001"));
    let reference: String = sqlx::query_scalar("select provider_ref from channel_deliveries").fetch_one(&mut post.admin).await.unwrap();
    assert_eq!(reference, "4711");
}

#[tokio::test]
async fn whatever_a_provider_answers_the_notice_arrives_or_says_why_not() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    let (id, _) = post.add(&courier, &acme, &bot()).await;
    let fault = |code: u16, description: &str| Answer::json(code, json!({ "ok": false, "error_code": code, "description": description }));
    for (key, answer, code) in [
        ("500", fault(500, "Internal Server Error"), "http-500"),
        ("502", Answer::text(502, "text/html", "<html>Bad Gateway</html>"), "http-502"),
        ("not json", Answer::text(200, "application/json", "{\"ok\": tr"), "unreadable-answer"),
        ("another type", Answer::text(200, "text/html", "<html>Welcome to the hotel</html>"), "unreadable-answer"),
        ("huge", Answer::text(200, "application/json", "[".repeat(1 << 20)), "unreadable-answer"),
        ("redirect", Answer::text(302, "text/plain", "").with("location", "http://127.0.0.1:9/"), "http-302"),
        ("late", Answer::json(200, json!({ "ok": true, "result": {} })).after(Duration::from_secs(3)), "no-answer"),
    ] {
        fake.next([answer]);
        post.tell(&acme, key).await;
        assert!(is_waiting(&deliver(&courier).await), "{key}");
        assert_eq!(post.row(key).await, ("waiting".to_owned(), 1, Some(code.to_owned())));
        assert_eq!(deliver(&courier).await, [], "{key}: not at once again");
        post.advance(15);
        assert_eq!(deliver(&courier).await, [Ended::Delivered], "{key}");
        assert_eq!(post.row(key).await, ("delivered".to_owned(), 2, None));
    }
    for (key, answer, code) in [
        ("blocked", fault(403, "Forbidden: bot was blocked by the user"), "telegram-blocked"),
        ("token", fault(401, "Unauthorized"), "telegram-token"),
        ("chat", fault(400, "Bad Request: chat not found"), "telegram-chat"),
        (
            "moved",
            Answer::json(
                400,
                json!({ "ok": false, "error_code": 400, "description": "Bad Request: group chat was upgraded to a supergroup chat", "parameters": { "migrate_to_chat_id": -1002 } }),
            ),
            "telegram-moved",
        ),
    ] {
        fake.next([answer]);
        post.tell(&acme, key).await;
        assert_eq!(deliver(&courier).await, [Ended::Dead], "{key}");
        assert_eq!(post.row(key).await, ("dead".to_owned(), 1, Some(code.to_owned())));
        post.advance(1);
    }
    let item = &actions::list_channels(&post.store, &post.owner(&acme)).await.unwrap().items[0];
    assert_eq!((item.id, item.last_fault.as_ref().unwrap().0.as_str(), item.failures), (id, "telegram-moved", 4));
}

#[tokio::test]
async fn a_destination_rests_as_long_as_the_provider_asks_and_no_other_does() {
    let mut post = Post::new().await;
    let (fake, acme, zenith) = (Fake::start(telegram).await, post.world.acme.clone(), post.world.zenith.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    let busy = json!({ "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 40", "parameters": { "retry_after": 40 } });
    fake.next([Answer::json(429, busy)]);
    post.tell(&acme, "one").await;
    assert!(is_waiting(&deliver(&courier).await));
    post.tell(&acme, "two").await;
    post.add(&courier, &zenith, &bot()).await;
    post.tell(&zenith, "three").await;
    post.advance(39);
    assert_eq!(deliver(&courier).await, [Ended::Delivered], "the other ISP's");
    assert_eq!(post.row("two").await.1, 0, "not tried while it rests");
    post.advance(12);
    assert_eq!((deliver(&courier).await, deliver(&courier).await), (vec![Ended::Delivered], vec![Ended::Delivered]), "one at a time");
}

#[tokio::test]
async fn one_tenant_s_slow_destinations_leave_room_for_others() {
    let mut post = Post::new().await;
    let (fake, acme, zenith) = (Fake::start(telegram).await, post.world.acme.clone(), post.world.zenith.clone());
    let courier = post.courier(&fake);
    for n in 0..6 {
        post.add(&courier, &acme, &ChannelForm { chat: format!("-100{n}"), ..bot() }).await;
    }
    post.tell(&acme, "one").await;
    post.add(&courier, &zenith, &bot()).await;
    post.tell(&zenith, "one").await;
    let held = actions::claim_notices(&courier, 64).await.unwrap();
    assert_eq!(held.iter().filter(|held| held.tenant == acme.tenant).count(), 4);
    assert_eq!(held.iter().filter(|held| held.tenant == zenith.tenant).count(), 1);
    assert_eq!(actions::claim_notices(&courier, 64).await.unwrap().len(), 0, "four of a tenant's are spoken to at once, whoever asks");
    for held in held {
        assert_eq!(actions::deliver_notice(&courier, held).await.unwrap(), Some(Ended::Delivered));
    }
    assert_eq!(actions::claim_notices(&courier, 64).await.unwrap().len(), 2, "now the others");
}

#[tokio::test]
async fn a_worker_whose_lease_ran_out_notes_nothing() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    post.tell(&acme, "one").await;
    let share = Share { limit: 8, per_tenant: 4, lease: Duration::from_secs(60) };
    let slow = notices::claim(&post.store, post.clock.now(), share).await.unwrap().remove(0);
    let due = notices::take(&post.store, &slow, post.clock.now()).await.unwrap().unwrap();
    assert!(deliver(&courier).await.is_empty(), "it is the slow worker's");
    post.advance(61);
    assert_eq!(deliver(&courier).await, [Ended::Delivered], "its worker died, as far as anybody can tell");
    let now = post.clock.now();
    assert_eq!(notices::failed(&post.store, &slow, &due, now, notices::Fault::Refused, "x").await.unwrap(), Ended::Stale);
    assert_eq!(notices::delivered(&post.store, &slow, &due, now, "").await.unwrap(), Ended::Stale);
    assert_eq!(post.row("one").await, ("delivered".to_owned(), 2, None));
}

/// HMAC-SHA256 (RFC 2104), written down once more so that the product does not judge itself.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let inner = Sha256::new().chain_update(block.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha256::new().chain_update(block.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().to_vec()
}

fn signed_with(asked: &Asked, secret: &str) -> bool {
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let mut message = format!("{}.{}.", asked.header("webhook-id"), asked.header("webhook-timestamp")).into_bytes();
    message.extend_from_slice(&asked.body);
    let wanted = format!("v1,{}", STANDARD.encode(hmac(&key, &message)));
    asked.header("webhook-signature").split(' ').any(|signature| signature == wanted)
}

#[tokio::test]
async fn a_program_is_told_by_signed_requests_and_knows_them_again() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(program).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    let (id, secret) = post.add(&courier, &acme, &hook(&fake)).await;
    let secret = secret.unwrap();
    fake.next([Answer::text(204, "text/plain", "").after(Duration::from_secs(3))]);
    post.tell(&acme, "one").await;
    assert!(is_waiting(&deliver(&courier).await), "its answer was lost");
    let first = fake.asked().remove(0);
    post.advance(10);
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    let second = fake.asked().remove(0);
    for asked in [&first, &second] {
        assert_eq!((asked.method.as_str(), asked.path.as_str(), asked.query["key"].as_str()), ("POST", "/alerts", "1"));
        let event = asked.json();
        assert_eq!((event["type"].as_str(), event["data"]["alerts"][0]["code"].as_str()), (Some("alert.problem"), Some("link-down")));
        assert!(signed_with(asked, &secret), "{asked:?}");
    }
    assert_eq!(first.header("webhook-id"), second.header("webhook-id"), "by this it is known again");
    assert_eq!(first.body, second.body);
    assert_ne!(first.header("webhook-timestamp"), second.header("webhook-timestamp"), "each attempt has a time of its own");

    let new = actions::change_channel(&post.store, &post.owner(&acme), id, ChannelChange::Rotate).await.unwrap().unwrap();
    post.tell(&acme, "two").await;
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    let both = fake.asked().remove(0);
    assert!(signed_with(&both, &secret) && signed_with(&both, &new), "{both:?}");
    post.advance(24 * 3_600);
    post.tell(&acme, "three").await;
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    let later = fake.asked().remove(0);
    assert!(!signed_with(&later, &secret) && signed_with(&later, &new), "{later:?}");
}

#[tokio::test]
async fn a_program_is_tried_for_days_then_given_up_and_one_that_is_gone_at_once() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(|_| Answer::text(503, "text/plain", "")).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    let (id, _) = post.add(&courier, &acme, &hook(&fake)).await;
    let began = post.clock.now();
    post.tell(&acme, "one").await;
    let mut attempts = 0;
    while post.row("one").await.0 == "waiting" {
        for ended in deliver(&courier).await {
            attempts += 1;
            if let Ended::Waiting(at) = ended {
                post.clock.set(at.max(post.clock.now()));
            }
        }
        post.advance(60);
    }
    let days = (post.clock.now() - began).num_hours();
    assert_eq!((attempts, post.row("one").await), (10, ("dead".to_owned(), 10, Some("http-503".to_owned()))));
    assert!((75..100).contains(&days), "{days} hours");

    fake.next([Answer::text(410, "text/plain", "")]);
    post.tell(&acme, "two").await;
    post.tell(&acme, "three").await;
    post.advance(3_600);
    assert_eq!(deliver(&courier).await, [Ended::Dead]);
    assert_eq!(deliver(&courier).await, [], "nothing more goes there");
    let item = actions::list_channels(&post.store, &post.owner(&acme)).await.unwrap().items.remove(0);
    assert_eq!((item.state, item.waiting, post.tell(&acme, "four").await), (ChannelState::Gone, 0, 0));
    actions::change_channel(&post.store, &post.owner(&acme), id, ChannelChange::Resume).await.unwrap();
    assert_eq!(post.tell(&acme, "five").await, 1);
}

#[tokio::test]
async fn no_request_goes_near_this_machine() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(program).await, post.world.acme.clone());
    let (lax, strict) = (post.courier(&fake), post.courier_that(&fake, false));
    let near = ["http://127.0.0.1", "http://localhost", "http://[::ffff:127.0.0.1]"].map(|host| format!("{host}:{}/", fake.port()));
    for url in &near {
        let typed = ChannelForm { url: url.clone(), ..named("webhook") };
        assert!(matches!(actions::add_channel(&strict, &post.owner(&acme), &typed).await, Err(Error::Invalid(_))), "{url}");
    }
    // What was typed while it was allowed, or what a name leads to only later.
    for url in near {
        let (id, _) = post.add(&lax, &acme, &ChannelForm { url: url.clone(), ..named("webhook") }).await;
        post.tell(&acme, &url).await;
        assert!(is_waiting(&deliver(&strict).await), "{url}");
        assert_eq!(post.row(&url).await.2.as_deref(), Some("address-forbidden"), "{url}");
        actions::change_channel(&post.store, &post.owner(&acme), id, ChannelChange::Remove).await.unwrap();
    }
    assert!(fake.asked().is_empty());
}

#[tokio::test]
async fn a_text_message_is_sent_as_twilio_asks_and_not_twice() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(twilio).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &sms()).await;
    fake.next([Answer::json(201, json!({ "sid": "SM1" })).after(Duration::from_secs(3))]);
    post.tell(&acme, "one").await;
    assert!(is_waiting(&deliver(&courier).await));
    let asked = fake.asked().remove(0);
    assert_eq!((asked.method.as_str(), asked.path.as_str()), ("POST", format!("/2010-04-01/Accounts/AC{HEX}/Messages.json").as_str()));
    assert_eq!(asked.header("authorization"), format!("Basic {}", STANDARD.encode(format!("AC{HEX}:{HEX}"))));
    let form = asked.form();
    assert_eq!((form["To"].as_str(), form["From"].as_str(), form.len()), ("+9613123456", "+14155552671", 3));
    assert_eq!(form["Body"], "acme: 1 problem in the network\ncore-1 uplink: the link is down\nhttps://acme.localhost/alerts");
    // It had arrived: the account knows it.
    let sent = json!({ "sid": "SM1", "body": form["Body"], "status": "sent", "date_created": (post.clock.now() + TimeDelta::seconds(1)).to_rfc2822() });
    fake.next([Answer::json(200, json!({ "messages": [sent] }))]);
    post.advance(15);
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    let asked = fake.asked();
    assert_eq!((asked.len(), asked[0].method.as_str(), asked[0].query["To"].as_str()), (1, "GET", "+9613123456"), "nothing is sent again");

    // One that had not arrived is sent again.
    fake.next([Answer::text(503, "text/plain", "")]);
    post.tell(&acme, "two").await;
    assert!(is_waiting(&deliver(&courier).await));
    post.advance(15);
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
    let methods: Vec<String> = fake.asked().into_iter().map(|asked| asked.method).collect();
    assert_eq!(methods, ["POST", "GET", "POST", "GET"], "the account is asked first, and afterwards what became of it");
}

#[tokio::test]
async fn twilio_s_codes_become_words_and_limits_become_rests() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(twilio).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &sms()).await;
    let fault = |status: u16, code: u64| Answer::json(status, json!({ "code": code, "message": "…", "more_info": "…", "status": status }));
    for (code, status, words) in [
        (21_610, 400, "opted-out"),
        (21_211, 400, "number-invalid"),
        (63_016, 400, "window-closed"),
        (20_003, 401, "twilio-account"),
        (21_606, 400, "sender-invalid"),
        (21_408, 400, "not-permitted-there"),
        (99_999, 400, "twilio-99999"),
    ] {
        let key = code.to_string();
        fake.next([fault(status, code)]);
        post.tell(&acme, &key).await;
        assert_eq!(deliver(&courier).await, [Ended::Dead], "{code}");
        assert_eq!(post.row(&key).await.2.as_deref(), Some(words));
        post.advance(1);
    }
    // What Twilio takes and then cannot deliver.
    for (code, ended, words) in [(63_016, "dead", "window-closed"), (30_003, "waiting", "phone-unreachable")] {
        let key = format!("later {code}");
        let queued = Answer::json(201, json!({ "sid": format!("SM{HEX}"), "status": "queued", "error_code": null }));
        let status = |status: &str, code: Option<u64>| Answer::json(200, json!({ "sid": format!("SM{HEX}"), "status": status, "error_code": code }));
        fake.next([queued, status("sending", None), status("undelivered", Some(code))]);
        post.tell(&acme, &key).await;
        fake.asked();
        deliver(&courier).await;
        assert_eq!(post.row(&key).await, (ended.to_owned(), 1, Some(words.to_owned())));
        assert_eq!(fake.asked()[1].path, format!("/2010-04-01/Accounts/AC{HEX}/Messages/SM{HEX}.json"));
        post.advance(1);
    }
    post.advance(15);
    assert_eq!(deliver(&courier).await, [Ended::Delivered], "the telephone can be reached again");
    fake.next([fault(429, 20_429).with("retry-after", "90")]);
    post.tell(&acme, "busy").await;
    assert!(is_waiting(&deliver(&courier).await));
    assert_eq!(post.row("busy").await.2.as_deref(), Some("rate-limited"));
    post.advance(89);
    assert_eq!(deliver(&courier).await, []);
    post.advance(40);
    assert_eq!(deliver(&courier).await, [Ended::Delivered]);
}

#[tokio::test]
async fn whatsapp_gets_approved_templates_from_both_providers() {
    let mut post = Post::new().await;
    let acme = post.world.acme.clone();
    let (fake, cloud_fake) = (Fake::start(twilio).await, Fake::start(meta).await);
    let (by_twilio, by_meta) = (post.courier(&fake), post.courier(&cloud_fake));
    let form = ChannelForm { kind: "twilio_whatsapp".to_owned(), template: format!("HX{HEX}"), from: format!("MG{HEX}"), ..sms() };
    let (id, _) = post.add(&by_twilio, &acme, &form).await;
    post.tell(&acme, "one").await;
    assert_eq!(deliver(&by_twilio).await, [Ended::Delivered]);
    let form = fake.asked().remove(0).form();
    assert_eq!(
        (form["To"].as_str(), form["MessagingServiceSid"].as_str(), form["ContentSid"].as_str()),
        ("whatsapp:+9613123456", format!("MG{HEX}").as_str(), format!("HX{HEX}").as_str())
    );
    let variables: Value = serde_json::from_str(&form["ContentVariables"]).unwrap();
    assert_eq!(variables, json!({ "1": "acme: 1 problem in the network", "2": "core-1 uplink: the link is down", "3": "https://acme.localhost/alerts" }));
    actions::change_channel(&post.store, &post.owner(&acme), id, ChannelChange::Remove).await.unwrap();

    post.add(&by_meta, &acme, &cloud()).await;
    let fault = |code: u64| Answer::json(400, json!({ "error": { "message": "…", "type": "OAuthException", "code": code, "fbtrace_id": "A" } }));
    for (code, words) in [(131_026, "not-on-whatsapp"), (131_047, "window-closed"), (132_001, "template-invalid"), (190, "meta-token")] {
        cloud_fake.next([fault(code)]);
        post.tell(&acme, words).await;
        assert_eq!(deliver(&by_meta).await, [Ended::Dead], "{code}");
        assert_eq!(post.row(words).await.2.as_deref(), Some(words));
        post.advance(1);
    }
    cloud_fake.next([fault(130_429)]);
    cloud_fake.asked();
    post.tell(&acme, "two").await;
    assert!(is_waiting(&deliver(&by_meta).await));
    post.advance(15);
    assert_eq!(deliver(&by_meta).await, [Ended::Delivered]);
    let asked = cloud_fake.asked().pop().unwrap();
    assert_eq!((asked.path.as_str(), asked.header("authorization")), ("/106540352242922/messages", "Bearer EAAGm0PX4ZCpsBAKZCxyz0123456789"));
    let message = asked.json();
    assert_eq!(
        (message["messaging_product"].as_str(), message["to"].as_str(), message["type"].as_str()),
        (Some("whatsapp"), Some("9613123456"), Some("template"))
    );
    assert_eq!((message["template"]["name"].as_str(), message["template"]["language"]["code"].as_str()), (Some("network_alert"), Some("en_US")));
    let parameters = message["template"]["components"][0]["parameters"].as_array().unwrap();
    assert_eq!((parameters.len(), parameters[1]["text"].as_str()), (3, Some("core-1 uplink: the link is down")));
}

#[tokio::test]
async fn what_is_sealed_and_whose_it_is() {
    let mut post = Post::new().await;
    let (fake, acme, zenith) = (Fake::start(telegram).await, post.world.acme.clone(), post.world.zenith.clone());
    let courier = post.courier(&fake);
    let (id, _) = post.add(&courier, &acme, &bot()).await;
    let stored: String = sqlx::query_scalar("select encode(secret, 'escape') || channels::text from channels").fetch_one(&mut post.admin).await.unwrap();
    assert!(!stored.contains("AAF-0123456789"), "{stored}");
    let reseller = acme.as_reseller(post.clock.now());
    for (ctx, refusal) in [(post.owner(&zenith), Error::NotFound), (reseller.clone(), Error::Forbidden), (acme.as_engineer(post.clock.now()), Error::Forbidden)]
    {
        assert_eq!(actions::change_channel(&post.store, &ctx, id, ChannelChange::Remove).await.unwrap_err(), refusal);
        assert_eq!(actions::try_channel(&courier, &ctx, id).await.unwrap_err(), refusal);
    }
    assert_eq!(actions::list_channels(&post.store, &reseller).await.unwrap_err(), Error::Forbidden);
    assert!(actions::list_channels(&post.store, &post.owner(&zenith)).await.unwrap().items.is_empty());
    assert!(fake.asked().is_empty());

    // A trial says what the provider answered and stands in the log.
    assert_eq!(actions::try_channel(&courier, &post.owner(&acme), id).await.unwrap(), None);
    fake.next([Answer::json(403, json!({ "ok": false, "error_code": 403, "description": "Forbidden" }))]);
    assert_eq!(actions::try_channel(&courier, &post.owner(&acme), id).await.unwrap().as_deref(), Some("telegram-blocked"));
    let log = actions::list_channels(&post.store, &post.owner(&acme)).await.unwrap().log;
    assert_eq!(
        log.iter().map(|item| (item.what.as_str(), item.state)).collect::<Vec<_>>(),
        [("test", DeliveryState::Dead), ("test", DeliveryState::Delivered)]
    );
    let acts: Vec<String> =
        sqlx::query_scalar("select action from audit_log where action like 'channel.%' order by seq").fetch_all(&mut post.admin).await.unwrap();
    assert_eq!(acts, ["channel.add"]);
}
