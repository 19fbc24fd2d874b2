//! Alerts on their way to chats and programs, what is answered there, and the page where all of it is set up.

use std::time::Duration;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{InterfaceId, OrgId};
use messaging::actions::{self as notices, answer_bot, claim_bots, deliver_due_notices};
use messaging::model::ChannelForm;
use network::actions::{alert_status, evaluate_alerts};
use reqwest::StatusCode;
use serde_json::{Value, json};
use server::channels::Network;
use testkit::app::TestApp;

use crate::channels::{Post, bot};
use crate::channels_fake::{Answer, Asked, Fake, program, telegram};
use crate::network_common::abandon_after;

const WAIT: Duration = Duration::ZERO;

impl Post {
    /// Two busy steps in per mille of the ISP's uplink, looked at once they have settled; the time is then that of the second.
    async fn busy(&mut self, permille: i64) {
        let first = self.measured(permille).await;
        for step in 0..2 {
            self.clock.set(first + TimeDelta::minutes(5 * step + 7));
            evaluate_alerts(&self.store, self.clock.now()).await.unwrap();
        }
    }

    /// The same, not yet looked at; answers when the first step began.
    async fn measured(&mut self, permille: i64) -> DateTime<Utc> {
        let first = self.clock.now().duration_trunc(TimeDelta::minutes(5)).unwrap() + TimeDelta::minutes(10);
        let acme = self.world.acme.clone();
        for step in 0..2 {
            measure(self, (acme.isp_interface, acme.tenant.root()), first + TimeDelta::minutes(5 * step), permille).await;
        }
        first
    }

    async fn queued(&mut self, level: &str) -> Vec<Value> {
        sqlx::query_scalar(
            "select d.notice from channel_deliveries d join channels c on c.id = d.channel_id where c.level = $1 and d.what like 'alert%' order by d.id",
        )
        .bind(level)
        .fetch_all(&mut self.admin)
        .await
        .unwrap()
    }
}

async fn measure(post: &mut Post, (interface, org): (InterfaceId, OrgId), bucket: DateTime<Utc>, permille: i64) {
    sqlx::query(
        "insert into rollups_5m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         values ($1, $2, $3, $4, 1000, $5, 300000, 0, 0)",
    )
    .bind(post.world.acme.tenant.0)
    .bind(interface.0)
    .bind(org.0)
    .bind(bucket)
    .bind(permille * 125 * 300_000)
    .execute(&mut post.admin)
    .await
    .unwrap();
}

#[tokio::test]
async fn alerts_go_where_they_are_wanted_in_the_transaction_that_finds_them() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    post.add(&courier, &acme, &ChannelForm { level: "red".to_owned(), chat: "-1002".to_owned(), ..bot() }).await;
    post.busy(995).await;
    // Busy is yellow, full is red.
    let (all, red) = (post.queued("all").await, post.queued("red").await);
    assert_eq!((all.len(), all[0]["count"].as_i64(), all[0]["red"].as_i64()), (1, Some(2), Some(1)));
    assert_eq!(
        all[0]["lines"].as_array().unwrap().iter().map(|line| line["code"].as_str().unwrap()).collect::<Vec<_>>(),
        ["utilisation-full", "utilisation-high"]
    );
    assert_eq!((red.len(), red[0]["count"].as_i64(), red[0]["lines"][0]["code"].as_str()), (1, Some(1), Some("utilisation-full")));
}

#[tokio::test]
async fn an_evaluation_that_is_killed_in_between_tells_no_destination_twice() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    let first = post.measured(850).await;
    evaluate_alerts(&post.store, first + TimeDelta::minutes(7)).await.unwrap();
    let now = first + TimeDelta::minutes(12);
    for waits in 0..80 {
        abandon_after(waits, evaluate_alerts(&post.store, now)).await;
    }
    for _ in 0..200 {
        evaluate_alerts(&post.store, now).await.unwrap();
        if !post.queued("all").await.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(post.queued("all").await.len(), 1);
}

fn said(update: i64, chat: i64, text: &str) -> Value {
    let from = json!({ "id": 5, "is_bot": false, "first_name": "Ana" });
    json!({ "update_id": update, "message": { "message_id": update, "date": 1_790_000_000, "chat": { "id": chat, "type": "group" }, "from": from, "text": text } })
}

fn heard(updates: &[Value]) -> Answer {
    Answer::json(200, json!({ "ok": true, "result": updates }))
}

#[tokio::test]
async fn a_bot_answers_in_its_own_chats_and_each_question_once() {
    let mut post = Post::new().await;
    let (fake, acme) = (Fake::start(telegram).await, post.world.acme.clone());
    let courier = post.courier(&fake);
    post.add(&courier, &acme, &bot()).await;
    post.add(&courier, &acme, &ChannelForm { chat: "@acme_noc".to_owned(), ..bot() }).await;
    post.busy(850).await;
    while !deliver_due_notices(&courier).await.unwrap().is_empty() {}
    fake.asked();
    let network = Network { store: post.store.clone(), clock: post.clock.clone() };
    let ack = alert_status(&post.store, &acme.as_system(post.clock.now())).await.unwrap().1[0].ack.clone();

    let bots = claim_bots(&courier, 8, WAIT).await.unwrap();
    assert_eq!(bots.len(), 1, "two destinations, one bot");
    assert!(claim_bots(&courier, 8, WAIT).await.unwrap().is_empty(), "one process at a time");
    let acknowledge = format!("/ack {}", ack.to_uppercase());
    fake.next([heard(&[
        said(10, -1001, "/status"),
        said(11, -999, "/status"),
        said(12, -1001, "good morning"),
        said(13, -1001, &acknowledge),
        said(14, -1001, "/ack 00000000"),
    ])]);
    assert_eq!(answer_bot(&courier, &network, &bots[0], WAIT).await.unwrap(), 5);
    let question = fake.asked().remove(0);
    assert!(question.path.ends_with("/getUpdates"), "{question:?}");
    assert_eq!(question.json(), json!({ "offset": 0, "limit": 50, "timeout": 0, "allowed_updates": ["message", "channel_post"] }));

    while !deliver_due_notices(&courier).await.unwrap().is_empty() {}
    let answers: Vec<(Value, String)> =
        fake.asked().iter().map(|asked| (asked.json()["chat_id"].clone(), asked.json()["text"].as_str().unwrap().to_owned())).collect();
    let to = json!("-1001");
    assert_eq!(
        answers,
        [
            (to.clone(), format!("1 open problem\ncore-1 uplink: busy, 85 % of its speed in use /ack_{ack}")),
            (to.clone(), "Noted, you take care of it: core-1 uplink".to_owned()),
            (to, "There is no open problem of this code.".to_owned()),
        ]
    );
    let acts: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'alert.acknowledge'").fetch_one(&mut post.admin).await.unwrap();
    assert_eq!(acts, 1);

    // Telegram says all of it again, and something new: our last question may not have reached it.
    fake.next([heard(&[said(13, -1001, &acknowledge), said(14, -1001, "/ack 00000000"), said(15, -1001, &acknowledge)])]);
    post.clock.advance(TimeDelta::seconds(5));
    let bots = claim_bots(&courier, 8, WAIT).await.unwrap();
    assert_eq!(answer_bot(&courier, &network, &bots[0], WAIT).await.unwrap(), 1);
    assert_eq!(fake.asked()[0].json()["offset"], 15);
    while !deliver_due_notices(&courier).await.unwrap().is_empty() {}
    let again: Vec<String> = fake.asked().iter().map(|asked| asked.json()["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(again, ["Somebody takes care of it already: core-1 uplink"]);

    // A channel is known by its public name; a bot that somebody else listens to rests.
    let post_of_channel =
        json!({ "update_id": 16, "channel_post": { "message_id": 1, "chat": { "id": -1009, "username": "Acme_NOC", "type": "channel" }, "text": "/help" } });
    fake.next([heard(&[post_of_channel])]);
    post.clock.advance(TimeDelta::seconds(5));
    let bots = claim_bots(&courier, 8, WAIT).await.unwrap();
    assert_eq!(answer_bot(&courier, &network, &bots[0], WAIT).await.unwrap(), 1);
    while !deliver_due_notices(&courier).await.unwrap().is_empty() {}
    assert_eq!(fake.asked().pop().unwrap().json()["chat_id"], "@acme_noc");
    fake.next([Answer::json(409, json!({ "ok": false, "error_code": 409, "description": "Conflict: terminated by other getUpdates request" }))]);
    post.clock.advance(TimeDelta::seconds(5));
    let bots = claim_bots(&courier, 8, WAIT).await.unwrap();
    assert_eq!(answer_bot(&courier, &network, &bots[0], WAIT).await.unwrap(), 0);
    post.clock.advance(TimeDelta::seconds(30));
    assert!(claim_bots(&courier, 8, WAIT).await.unwrap().is_empty(), "for a minute");
    let items = notices::list_channels(&post.store, &post.owner(&acme)).await.unwrap().items;
    assert_eq!(items[0].last_fault.as_ref().unwrap().0, "telegram-elsewhere");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn destinations_are_set_up_on_their_page() {
    let (fake, hooks) = (Fake::start(telegram).await, Fake::start(program).await);
    let url = fake.url();
    let app = TestApp::start_with(&[
        ("LASTMILE_COLLECTORS_ENABLED", "false"),
        ("LASTMILE_CHANNELS_TELEGRAM_URL", &url),
        ("LASTMILE_CHANNELS_PRIVATE_ADDRESSES", "true"),
    ])
    .await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let token = "123456789:AAF-0123456789_abcdefghij";

    // What does not fit comes back, without the token.
    let bad = owner.post_form("/settings/channels", &[("kind", "telegram"), ("name", "Night shift"), ("level", "red"), ("token", token), ("chat", "x")]).await;
    assert_eq!(bad.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = bad.text().await.unwrap();
    assert!(text.contains("Night shift") && !text.contains("AAF-0123456789"), "what was typed is kept, but no secret");

    let added =
        owner.post_form("/settings/channels", &[("kind", "telegram"), ("name", "Night shift"), ("level", "red"), ("token", token), ("chat", "-1001")]).await;
    assert_eq!((added.status(), added.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/settings/channels?said=added"));
    let text = owner.get("/settings/channels?said=added").await.text().await.unwrap();
    assert!(text.contains("Night shift") && text.contains("-1001") && text.contains("Send a test to see") && !text.contains("AAF-0123456789"), "{text}");

    let mut admin = app.db.admin().await;
    let id: uuid::Uuid = sqlx::query_scalar("select id from channels").fetch_one(&mut admin).await.unwrap();
    let path = format!("/settings/channels/{id}");
    let tried = owner.post_form(&path, &[("do", "test")]).await;
    assert_eq!(tried.headers()["location"], "/settings/channels?said=tested");
    let sent = |asked: &Asked| asked.path.ends_with("/sendMessage").then(|| asked.json()["text"].as_str().map(str::to_owned)).flatten();
    let texts: Vec<String> = fake.asked().iter().filter_map(sent).collect();
    assert!(texts.iter().any(|text| text.starts_with("This is a test of acme. Notices arrive here.\nhttp")), "{texts:?}");
    fake.next([Answer::json(403, json!({ "ok": false, "error_code": 403, "description": "Forbidden" }))]);
    // The bot may be listened to at the same time, and get that answer instead.
    let tried = owner.post_form(&path, &[("do", "test")]).await;
    let location = tried.headers()["location"].to_str().unwrap().to_owned();
    assert!(location.starts_with("/settings/channels?said="), "{location}");
    let text = owner.get("/settings/channels?said=fault.telegram-blocked").await.text().await.unwrap();
    assert!(text.contains("The test did not arrive: The bot was blocked or removed from the chat."), "{text}");
    let text = owner.get("/settings/channels?said=fault.<script>alert(1)</script>").await.text().await.unwrap();
    assert!(!text.contains("<script>alert(1)"), "{text}");

    // A webhook's secret is told once.
    let address = format!("{}/alerts", hooks.url());
    let made = owner.post_form("/settings/channels", &[("kind", "webhook"), ("name", "NOC"), ("level", "all"), ("url", &address)]).await;
    assert_eq!(made.status(), StatusCode::OK);
    let text = made.text().await.unwrap();
    let secret = text.split("whsec_").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(secret.len() >= 32, "{secret}");
    let text = owner.get("/settings/channels").await.text().await.unwrap();
    assert!(!text.contains("whsec_") && !text.contains(&secret) && !text.contains("/alerts?") && text.contains("127.0.0.1"), "{text}");

    for (change, state) in [("pause", "paused"), ("resume", "active")] {
        assert_eq!(owner.post_form(&path, &[("do", change)]).await.status(), StatusCode::SEE_OTHER);
        let now: String = sqlx::query_scalar("select state from channels where id = $1").bind(id).fetch_one(&mut admin).await.unwrap();
        assert_eq!(now, state);
    }
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    assert_eq!(reseller.post_form(&path, &[("do", "remove")]).await.status(), StatusCode::FORBIDDEN);
    assert_eq!(owner.post_form(&path, &[("do", "remove")]).await.headers()["location"], "/settings/channels?said=removed");
    let left: i64 = sqlx::query_scalar("select count(*) from channels").fetch_one(&mut admin).await.unwrap();
    assert_eq!(left, 1);
    app.stop().await;
}
