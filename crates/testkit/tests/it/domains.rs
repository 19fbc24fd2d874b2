//! Domains of a tenant's own: proved by DNS, open at once, looked at every day, lost, kept, freed; whoever proves first has it.

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use kernel::{Clock, Ctx, DomainId, Error, MailRequest, Permission, RequestId, Role, Scope};
use reqwest::StatusCode;
use store::Place;
use tenancy::actions::{self, TxtLookup};
use tenancy::model::DomainState;
use testkit::app::{Browser, PASSWORD, TestApp};
use testkit::db::{TestDb, pools};
use testkit::fixtures::{Isp, World, seed};
use uuid::Uuid;

use crate::custom_roles::give_custom_at;
use crate::name_server::{Answer, NameServer, txt};

fn name_servers(server: &NameServer) -> Arc<dyn TxtLookup> {
    let dns = server::settings::Dns { resolvers: Some(server.address.to_string()), timeout_seconds: 1 };
    Arc::new(server::dns::NameServers::new(&dns).unwrap())
}

async fn app(server: &NameServer) -> TestApp {
    let resolvers = server.address.to_string();
    TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_DNS_RESOLVERS", &resolvers), ("LASTMILE_DNS_TIMEOUT_SECONDS", "1")]).await
}

fn owner(isp: &Isp, clock: &Clock) -> Ctx {
    Ctx::for_member(isp.tenant, Scope::WholeTenant, isp.owner, Role::IspOwner, "UTC".to_owned(), clock.now(), RequestId::generate())
}

/// Id and token of a tenant's domain.
async fn known(db: &TestDb, isp: &Isp, host: &str) -> (DomainId, String) {
    let row: (Uuid, String) = sqlx::query_as("select id, token from domains where tenant_id = $1 and host = $2")
        .bind(isp.tenant.0)
        .bind(host)
        .fetch_one(&mut db.admin().await)
        .await
        .unwrap();
    (DomainId(row.0), format!("lastmile={}", row.1))
}

async fn post(browser: &Browser, id: DomainId, what: &str) -> String {
    let answer = browser.post_form(&format!("/settings/domains/{id}"), &[("do", what)]).await;
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{what}: {}", answer.text().await.unwrap());
    answer.headers()["location"].to_str().unwrap().to_owned()
}

const HOST: &str = "portal.customer.example";
const RECORD: &str = "_lastmile.portal.customer.example";

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_proved_domain_opens_the_portal_at_once_and_for_its_own_sessions_only() {
    let dns = NameServer::start().await;
    let app = app(&dns).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let stranger = app.browser(HOST);
    let nowhere = stranger.get("/sign-in").await;
    assert_eq!(nowhere.status(), StatusCode::MISDIRECTED_REQUEST);
    let root = acme.tenant.to_string();
    let added = owner.post_form("/settings/domains", &[("host", "Portal.Customer.Example."), ("org", &root)]).await;
    assert_eq!(added.headers()["location"], "/settings/domains?done=domain-added");
    // Added again: it is there once.
    owner.post_form("/settings/domains", &[("host", HOST), ("org", &root)]).await;
    let (id, proof) = known(&app.db, acme, HOST).await;
    let page = owner.get("/settings/domains").await.text().await.unwrap();
    // To be chosen as text and, where scripts run, to be copied at a press.
    for value in [RECORD, proof.as_str()] {
        assert!(page.contains(&format!(">{value}<")) && page.contains(&format!("data-copy=\"{value}\"")), "{value}: {page}");
    }

    // No name, then a wrong token: it stays as unknown as any other.
    for answer in [None, Some(txt("lastmile=aaaa")), Some(Answer::Empty), Some(Answer::ServFail), Some(Answer::Refused)] {
        match answer {
            Some(answer) => dns.set(RECORD, answer),
            None => dns.forget(RECORD),
        }
        assert_eq!(post(&owner, id, "check").await, "/settings/domains?done=domain-checked");
        let answer = stranger.get("/sign-in").await;
        assert_eq!(answer.status(), StatusCode::MISDIRECTED_REQUEST);
        assert_eq!(answer.text().await.unwrap(), "421 Misdirected Request\n");
    }
    dns.set(RECORD, Answer::Txt(vec![vec!["v=spf1 -all".to_owned()], vec![proof[..10].to_owned(), proof[10..].to_owned()]]));
    assert_eq!(post(&owner, id, "check").await, "/settings/domains?done=domain-verified");
    let open = stranger.get("/sign-in").await;
    assert_eq!(open.status(), StatusCode::OK);
    assert!(open.text().await.unwrap().contains("acme"));

    // A session counts at the host where it was opened, of the same tenant or not.
    assert_eq!(owner.at(HOST).get("/account/security").await.status(), StatusCode::SEE_OTHER);
    let there = app.sign_in(HOST, acme.tenant, acme.owner, "owner@acme.example").await;
    assert_eq!(there.get("/account/security").await.status(), StatusCode::OK);
    let asked = serde_json::json!({ "email": "owner@acme.example", "password": PASSWORD });
    let signed_in: serde_json::Value = app.api(HOST).post("/auth/token", &asked).await.json().await.unwrap();
    let program = app.api(HOST).showing(signed_in["access_token"].as_str());
    assert_eq!(program.get("/me").await.status(), StatusCode::OK);
    assert_eq!(program.at("acme.localhost").get("/me").await.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(there.at("acme.localhost").get("/account/security").await.status(), StatusCode::SEE_OTHER);

    // The proxy's question, from this machine and not in a portal's name.
    let ask = async |domain: &str| app.browser("127.0.0.1").get(&format!("/domains/ask?domain={domain}")).await.status();
    assert_eq!(ask(HOST).await, StatusCode::OK);
    assert_eq!(ask("acme.localhost").await, StatusCode::OK);
    for no in ["nowhere.example", "Portal.Customer.Example", "", "127.0.0.1", "a%00b", "portal.customer.example:443"] {
        assert_eq!(ask(no).await, StatusCode::NOT_FOUND, "{no}");
    }
    assert_eq!(app.browser("127.0.0.1").get("/domains/ask").await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.browser(HOST).get(&format!("/domains/ask?domain={HOST}")).await.status(), StatusCode::NOT_FOUND, "a portal does not tell");
    let mut refused = 0;
    for _ in 0..80 {
        refused += usize::from(ask("nowhere.example").await == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0, "a flood of questions is cut off");

    // Mails lead to the domain once it is chosen, and back.
    let link = async || {
        owner.post_form("/people/invite", &[("org", &root), ("email", "guest@acme.example"), ("role", "support")]).await;
        let store = app.db.store();
        let mut tx = store.tenant(&acme.as_system(app.clock.now())).await.unwrap();
        let portal = tenancy::store::hosts::portal_of(tx.conn(), acme.tenant, acme.tenant.root()).await.unwrap();
        tx.commit().await.unwrap();
        portal.unwrap()
    };
    assert_eq!(link().await, "acme.localhost");
    assert_eq!(post(&owner, id, "primary").await, "/settings/domains?done=domain-primary");
    assert_eq!(link().await, HOST);
    assert_eq!(post(&owner, id, "not-primary").await, "/settings/domains?done=domain-not-primary");
    assert_eq!(link().await, "acme.localhost");

    // Taken away: closed at once, its sessions over.
    assert_eq!(post(&owner, id, "remove").await, "/settings/domains?done=domain-removed");
    assert_eq!(stranger.get("/sign-in").await.status(), StatusCode::MISDIRECTED_REQUEST);
    let mut admin = app.db.admin().await;
    let sessions: i64 = sqlx::query_scalar("select count(*) from sessions where host = $1").bind(HOST).fetch_one(&mut admin).await.unwrap();
    assert_eq!(sessions, 0);
    let apps: i64 = sqlx::query_scalar("select count(*) from api_sessions where revoked_at is null").fetch_one(&mut admin).await.unwrap();
    assert_eq!(apps, 0);
    // The same domain again: what was open there before stays closed.
    owner.post_form("/settings/domains", &[("host", HOST), ("org", &root)]).await;
    let (id, proof) = known(&app.db, acme, HOST).await;
    dns.set(RECORD, txt(&proof));
    assert_eq!(post(&owner, id, "check").await, "/settings/domains?done=domain-verified");
    assert_eq!(there.get("/account/security").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(program.get("/me").await.status(), StatusCode::UNAUTHORIZED);
    let acts: Vec<String> = sqlx::query_scalar("select action from audit_log where tenant_id = $1 and action like 'domain.%' order by seq")
        .bind(acme.tenant.0)
        .fetch_all(&mut admin)
        .await
        .unwrap();
    assert_eq!(acts, ["domain.add", "domain.verify", "domain.primary", "domain.primary", "domain.remove", "domain.add", "domain.verify"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn names_that_cannot_be_a_tenants_own_are_told_at_the_field() {
    let dns = NameServer::start().await;
    let app = app(&dns).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let root = acme.tenant.to_string();
    for (host, says) in [
        ("", "Please fill this in"),
        ("127.0.0.1", "Enter a whole domain"),
        ("https://a.example", "Enter a whole domain"),
        ("other.acme.localhost", "given out in the organisation"),
        ("co.uk", "no domain of one owner"),
    ] {
        let answer = owner.post_form("/settings/domains", &[("host", host), ("org", &root)]).await;
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY, "{host}");
        let text = answer.text().await.unwrap();
        assert!(text.contains(says) && text.contains(&format!("value=\"{host}\"")), "{host}: {text}");
    }
    let foreign = app.world.zenith.tenant.to_string();
    for org in [foreign.as_str(), &acme.clients[0].to_string(), "x"] {
        assert_eq!(owner.post_form("/settings/domains", &[("host", HOST), ("org", org)]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{org}");
    }
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    assert_eq!(engineer.post_form("/settings/domains", &[("host", HOST), ("org", &root)]).await.status(), StatusCode::FORBIDDEN);
    assert!(dns.asked().is_empty(), "nothing was asked of the world");
    app.stop().await;
}

/// A world with one domain of acme's and one of zenith's, both for [`HOST`].
struct Claims {
    db: TestDb,
    world: World,
    clock: Clock,
    dns: NameServer,
    lookup: Arc<dyn TxtLookup>,
    acme: (DomainId, String),
    zenith: (DomainId, String),
}

impl Claims {
    async fn new() -> Self {
        let db = TestDb::with_pools(&store::PoolConfig { app_connections: 12, ..pools() }).await;
        let clock = Clock::fixed(Clock::system().now());
        let world = seed(&db, clock.now()).await;
        let dns = NameServer::start().await;
        for isp in [&world.acme, &world.zenith] {
            actions::add_domain(&db.store(), &owner(isp, &clock), HOST, &isp.tenant.to_string(), "localhost").await.unwrap();
        }
        let (acme, zenith) = (known(&db, &world.acme, HOST).await, known(&db, &world.zenith, HOST).await);
        assert_ne!(acme.1, zenith.1);
        let lookup = name_servers(&dns);
        Self { db, world, clock, dns, lookup, acme, zenith }
    }

    async fn check(&self, isp: &Isp, id: DomainId) -> kernel::Result<DomainState> {
        actions::check_domain(&self.db.store(), &*self.lookup, &owner(isp, &self.clock), id).await
    }

    /// Whose portal the host is.
    async fn leads_to(&self) -> Option<Uuid> {
        actions::find_host(&self.db.store(), HOST).await.unwrap().map(|host| host.tenant.0)
    }

    async fn result(&self, isp: &Isp) -> String {
        sqlx::query_scalar("select last_result from domains where tenant_id = $1").bind(isp.tenant.0).fetch_one(&mut self.db.admin().await).await.unwrap()
    }

    /// Who is mailed to in a tenant's outbox.
    async fn mailed(&self, isp: &Isp) -> Vec<String> {
        let store = self.db.store();
        let mut tx = store.platform("test").await.unwrap();
        let rows: Vec<(Uuid, Vec<u8>)> =
            sqlx::query_as("select id, payload from outbox where tenant_id = $1 and topic = 'mail'").bind(isp.tenant.0).fetch_all(tx.conn()).await.unwrap();
        let mut mailed = Vec::new();
        for (row, sealed) in rows {
            let plain = store.secrets().open(tx.conn(), isp.tenant, Place { table: "outbox", column: "payload", row }, &sealed).await.unwrap();
            mailed.push(serde_json::from_slice::<MailRequest>(&plain).unwrap().to);
        }
        tx.commit().await.unwrap();
        mailed.sort();
        mailed
    }

    /// One turn of the job after a day.
    async fn next_day(&self) {
        self.clock.advance(TimeDelta::days(1) + TimeDelta::minutes(1));
        actions::check_due_domains(&self.db.store(), &*self.lookup, self.clock.now()).await.unwrap();
        actions::free_names(&self.db.store(), self.clock.now()).await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_proves_first_has_the_name_also_of_fifty_at_once() {
    let claims = Arc::new(Claims::new().await);
    // Both proofs stand in the DNS: the old owner's and the new one's, say.
    claims.dns.set(RECORD, Answer::Txt(vec![vec![claims.acme.1.clone()], vec![claims.zenith.1.clone()]]));
    let checks: Vec<_> = (0..50)
        .map(|n| {
            let claims = Arc::clone(&claims);
            tokio::spawn(async move {
                let (isp, id) = if n % 2 == 0 { (&claims.world.acme, claims.acme.0) } else { (&claims.world.zenith, claims.zenith.0) };
                (n % 2, claims.check(isp, id).await)
            })
        })
        .collect();
    let mut verified = std::collections::BTreeSet::new();
    for check in checks {
        match check.await.unwrap() {
            (who, Ok(DomainState::Verified)) => {
                verified.insert(who);
            }
            (_, Ok(DomainState::Pending) | Err(Error::Unavailable)) => {}
            (who, other) => panic!("{who}: {other:?}"),
        }
    }
    assert_eq!(verified.len(), 1, "one of both, every time");
    let (winner, loser) = if verified.contains(&0) { (&claims.world.acme, &claims.world.zenith) } else { (&claims.world.zenith, &claims.world.acme) };
    assert_eq!(claims.leads_to().await, Some(winner.tenant.0));
    let mut admin = claims.db.admin().await;
    let verifications: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'domain.verify'").fetch_one(&mut admin).await.unwrap();
    assert_eq!(verifications, 1);
    let rows: i64 = sqlx::query_scalar("select count(*) from host_claims where host = $1").bind(HOST).fetch_one(&mut admin).await.unwrap();
    assert_eq!(rows, 1);
    // The loser is not told whose it is.
    let id = if loser.tenant == claims.world.acme.tenant { claims.acme.0 } else { claims.zenith.0 };
    assert_eq!(claims.check(loser, id).await.unwrap(), DomainState::Pending);
    assert_eq!(claims.result(loser).await, "taken");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn strange_answers_end_in_time_and_prove_nothing() {
    let claims = Claims::new().await;
    let acme = &claims.world.acme;
    let long = "x".repeat(255);
    let oversized = Answer::Txt((0..200).map(|_| vec![long.clone()]).collect());
    let endless = Answer::Txt(vec![std::iter::repeat_n(long.clone(), 60).chain([claims.acme.1.clone()]).collect()]);
    for (answer, result) in [
        (Answer::Silence, "no-answer"),
        (Answer::Garbage, "no-answer"),
        (Answer::ServFail, "refused"),
        (oversized, "wrong-token"),
        (endless, "wrong-token"),
        (txt(&claims.zenith.1), "wrong-token"),
    ] {
        claims.dns.set(RECORD, answer);
        let begun = std::time::Instant::now();
        assert_eq!(claims.check(acme, claims.acme.0).await.unwrap(), DomainState::Pending);
        assert!(begun.elapsed() < Duration::from_secs(10), "{result}: {:?}", begun.elapsed());
        let found = claims.result(acme).await;
        // A record longer than any that is looked at may count as none.
        assert!(found == result || (result == "wrong-token" && found == "no-record"), "{result}: {found}");
        assert_eq!(claims.leads_to().await, None);
    }
    // Many records, and the proof among them: too much for one datagram, so it comes by TCP.
    let many = (0..20).map(|n| vec![format!("{n}-{}", "y".repeat(120))]).chain([vec![claims.acme.1.clone()]]).collect();
    claims.dns.set(RECORD, Answer::Txt(many));
    assert_eq!(claims.check(acme, claims.acme.0).await.unwrap(), DomainState::Verified);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_domain_is_suspended_kept_and_freed() {
    let claims = Claims::new().await;
    let (acme, zenith) = (&claims.world.acme, &claims.world.zenith);
    claims.dns.set(RECORD, txt(&claims.acme.1));
    assert_eq!(claims.check(acme, claims.acme.0).await.unwrap(), DomainState::Verified);
    // The record changes hands. Pressing the button changes nothing, days do.
    claims.dns.set(RECORD, txt(&claims.zenith.1));
    for _ in 0..5 {
        assert_eq!(claims.check(acme, claims.acme.0).await.unwrap(), DomainState::Verified);
    }
    claims.next_day().await;
    claims.next_day().await;
    assert_eq!(claims.leads_to().await, Some(acme.tenant.0), "two days are no proof of loss");
    let mut admin = claims.db.admin().await;
    sqlx::query("delete from outbox").execute(&mut admin).await.unwrap();
    // Roles of the ISP's own: one holds the right, one does not.
    for (who, right) in [(acme.engineer, Permission::DomainsManage), (acme.support, Permission::DeviceRead)] {
        give_custom_at(&claims.db.store(), acme, &claims.clock, who, [right].into_iter().collect()).await;
    }
    claims.next_day().await;
    assert_eq!(claims.leads_to().await, None, "suspended");
    assert_eq!(claims.mailed(acme).await, ["engineer@acme.example", "owner@acme.example"], "everybody who can do something about it");
    let others: i64 = sqlx::query_scalar("select count(*) from outbox where tenant_id <> $1").bind(acme.tenant.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(others, 0);
    let suspended: i64 = sqlx::query_scalar("select count(*) from audit_log where action = 'domain.suspend'").fetch_one(&mut admin).await.unwrap();
    assert_eq!(suspended, 1);

    // For thirty days nobody else gets it, though the proof stands.
    assert_eq!(claims.check(zenith, claims.zenith.0).await.unwrap(), DomainState::Pending);
    assert_eq!(claims.result(zenith).await, "taken");
    // The same tenant takes it again at any time.
    claims.dns.set(RECORD, Answer::Txt(vec![vec![claims.acme.1.clone()], vec![claims.zenith.1.clone()]]));
    assert_eq!(claims.check(acme, claims.acme.0).await.unwrap(), DomainState::Verified);
    assert_eq!(claims.leads_to().await, Some(acme.tenant.0));

    // Taken away for good: thirty days later the other has it.
    actions::remove_domain(&claims.db.store(), &owner(acme, &claims.clock), claims.acme.0).await.unwrap();
    assert_eq!(claims.leads_to().await, None);
    claims.clock.advance(TimeDelta::days(29));
    actions::free_names(&claims.db.store(), claims.clock.now()).await.unwrap();
    assert_eq!(claims.check(zenith, claims.zenith.0).await.unwrap(), DomainState::Lapsed);
    assert_eq!(claims.result(zenith).await, "taken");
    claims.clock.advance(TimeDelta::days(2));
    assert_eq!(actions::free_names(&claims.db.store(), claims.clock.now()).await.unwrap(), 1);
    assert_eq!(claims.check(zenith, claims.zenith.0).await.unwrap(), DomainState::Verified);
    assert_eq!(claims.leads_to().await, Some(zenith.tenant.0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_outage_of_name_servers_takes_no_domain_away_for_days() {
    let claims = Claims::new().await;
    let acme = &claims.world.acme;
    claims.dns.set(RECORD, txt(&claims.acme.1));
    claims.check(acme, claims.acme.0).await.unwrap();
    claims.dns.set(RECORD, Answer::ServFail);
    for _ in 0..6 {
        claims.next_day().await;
        assert_eq!(claims.leads_to().await, Some(acme.tenant.0));
    }
    claims.dns.set(RECORD, txt(&claims.acme.1));
    claims.next_day().await;
    claims.dns.set(RECORD, Answer::ServFail);
    for _ in 0..6 {
        claims.next_day().await;
    }
    assert_eq!(claims.leads_to().await, Some(acme.tenant.0), "counted anew after a good day");
    claims.next_day().await;
    assert_eq!(claims.leads_to().await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_share_the_checks_that_are_due() {
    let claims = Claims::new().await;
    claims.clock.advance(TimeDelta::minutes(5));
    let now = claims.clock.now();
    let other = claims.db.another_store(&pools(), testkit::db::master_key());
    let store = claims.db.store();
    let (one, two) = tokio::join!(actions::check_due_domains(&store, &*claims.lookup, now), actions::check_due_domains(&other, &*claims.lookup, now));
    assert_eq!(one.unwrap().len() + two.unwrap().len(), 2, "each domain once");
    // How often the name servers are asked says nothing: questions for one name at one time become one.
    let once: i64 =
        sqlx::query_scalar("select count(*) from domains where fence = 1 and checked_at is not null").fetch_one(&mut claims.db.admin().await).await.unwrap();
    assert_eq!(once, 2);
}
