//! From the founder's form to an owner's first page; pausing and closing; the tree; people and their roles.

use reqwest::StatusCode;
use testkit::app::{Browser, TestApp};
use uuid::Uuid;

pub async fn founder(app: &TestApp) -> Browser {
    let world = &app.world;
    app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await
}

pub const PASSWORD: &str = "seven green kettles on a hill";

fn isp_form(id: &str) -> [(&str, &str); 7] {
    [
        ("id", id),
        ("name", "Bekaa Net"),
        ("label", "bekaa"),
        ("email", "owner@bekaa.example"),
        ("locale", "en"),
        ("currency", "LBP"),
        ("time_zone", "Asia/Beirut"),
    ]
}

/// The link in the newest mail of the tenant, once the product's own job has kept it.
pub async fn link_in_mail(app: &TestApp, tenant: Uuid) -> String {
    let (store, mut admin) = (app.db.store(), app.db.admin().await);
    let id: Uuid = sqlx::query_scalar("select id from outbox where tenant_id = $1 order by created_at desc, id desc limit 1")
        .bind(tenant)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    let ctx = kernel::Ctx::for_system(kernel::TenantId(tenant), "test", kernel::Clock::system().now(), kernel::RequestId::generate());
    for _ in 0..200 {
        if let Ok(mail) = messaging::actions::get_kept(&store, &ctx, id).await {
            let at = mail.text.find("/invitation/").expect("a link");
            return mail.text[at..].split_whitespace().next().unwrap().to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("the mail was not kept within 20 s");
}

pub async fn location(answer: reqwest::Response) -> String {
    assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{}", answer.text().await.unwrap());
    answer.headers()["location"].to_str().unwrap().to_owned()
}

pub fn with_cookie(browser: &Browser, answer: &reqwest::Response) -> Browser {
    let mut signed_in = browser.clone();
    signed_in.keep_cookies(answer);
    signed_in
}

/// Creates the ISP and returns its id.
async fn create(app: &TestApp, founder: &Browser) -> Uuid {
    let page = founder.get("/platform/new").await.text().await.unwrap();
    let id = page.split("name=\"id\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hidden id").to_owned();
    let to = location(founder.post_form("/platform/new", &isp_form(&id)).await).await;
    assert_eq!(to, format!("/platform/isps/{id}?done=isp-created"));
    // Sent again: the same answer, no second ISP.
    assert_eq!(location(founder.post_form("/platform/new", &isp_form(&id)).await).await, to);
    let mut admin = app.db.admin().await;
    let isps: i64 = sqlx::query_scalar("select count(*) from orgs where name = 'Bekaa Net'").fetch_one(&mut admin).await.unwrap();
    let invitations: i64 = sqlx::query_scalar("select count(*) from invitations").fetch_one(&mut admin).await.unwrap();
    assert_eq!((isps, invitations), (1, 1));
    id.parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_isp_is_live_at_once_and_its_owner_comes_in_by_invitation() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let stranger = app.browser("bekaa.localhost");
    // Asked before it exists, so that the answer "nowhere" has been remembered.
    assert_eq!(stranger.get("/sign-in").await.status(), StatusCode::MISDIRECTED_REQUEST);
    let tenant = create(&app, &founder).await;
    let sign_in = stranger.get("/sign-in").await;
    assert_eq!(sign_in.status(), StatusCode::OK);
    let sign_in = sign_in.text().await.unwrap();
    assert!(sign_in.contains("Bekaa Net"));

    let link = link_in_mail(&app, tenant).await;
    let page = stranger.get(&link).await;
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    let page = page.text().await.unwrap();
    assert!(page.contains("owner@bekaa.example") && page.contains("Welcome to Bekaa Net"), "{page}");
    // The same link opens nothing on another portal.
    assert_eq!(app.browser("acme.localhost").get(&link).await.status(), StatusCode::NOT_FOUND);

    for (password, says) in [("short", "at least 12"), ("bekaa net owner", "know"), ("password1234", "leaked")] {
        let refused = stranger.post_form(&link, &[("name", "Rana Khoury"), ("password", password)]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{password}");
        let text = refused.text().await.unwrap();
        assert!(text.contains("Rana Khoury") && !text.contains(&format!("value=\"{password}\"")), "what was typed stays, but no password");
        assert!(text.contains(says), "{password}: {text}");
    }
    let accepted = stranger.post_form(&link, &[("name", "Rana Khoury"), ("password", PASSWORD)]).await;
    let owner = with_cookie(&stranger, &accepted);
    assert_eq!(location(accepted).await, "/");
    assert_eq!(owner.get("/people").await.status(), StatusCode::OK);
    let people = owner.get("/people").await.text().await.unwrap();
    assert!(people.contains("Rana Khoury"));
    assert_eq!(stranger.get(&link).await.status(), StatusCode::NOT_FOUND, "a link works once");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_who_use_one_invitation_at_once_are_one() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let tenant = create(&app, &founder).await;
    let link = link_in_mail(&app, tenant).await;
    let stranger = app.browser("bekaa.localhost");
    let tries = (0..50).map(|_| stranger.post_form(&link, &[("name", "Rana Khoury"), ("password", PASSWORD)]));
    let answers = futures::future::join_all(tries).await;
    let good = answers.iter().filter(|answer| answer.status() == StatusCode::SEE_OTHER).count();
    let told: std::collections::BTreeSet<u16> = answers.iter().map(|answer| answer.status().as_u16()).collect();
    assert_eq!(good, 1, "{told:?}");
    assert!(told.iter().all(|status| [303, 404, 409].contains(status)), "{told:?}");
    let mut admin = app.db.admin().await;
    let counts: (i64, i64, i64) = sqlx::query_as(
        "select (select count(*) from users where tenant_id = $1), (select count(*) from memberships where tenant_id = $1),
                (select count(*) from sessions where tenant_id = $1)",
    )
    .bind(tenant)
    .fetch_one(&mut admin)
    .await
    .unwrap();
    assert_eq!(counts, (1, 1, 1));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn faults_stand_at_their_fields_and_nothing_is_half_made() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let id = Uuid::now_v7().to_string();
    let mut form = isp_form(&id);
    for (at, value) in [(1, "\u{7}bell"), (2, "acme"), (3, "nobody"), (5, "XXX"), (6, "Mars/Olympus")] {
        form[at].1 = value;
    }
    let refused = founder.post_form("/platform/new", &form).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let text = refused.text().await.unwrap();
    for field in ["name", "email", "currency", "time_zone"] {
        assert!(text.contains(&format!("id=\"{field}-error\"")), "{field}: {text}");
    }
    // The name that another ISP has is refused too, once the rest fits.
    let mut form = isp_form(&id);
    form[2].1 = "acme";
    let text = founder.post_form("/platform/new", &form).await.text().await.unwrap();
    assert!(text.contains("id=\"label-error\"") && text.contains("value=\"Bekaa Net\""));
    for email in ["engineer", "owner"] {
        let (isp, who) = (&app.world.acme, if email == "owner" { app.world.acme.owner } else { app.world.acme.engineer });
        let browser = app.sign_in_person(isp, who).await;
        assert_eq!(browser.post_form("/platform/new", &isp_form(&id)).await.status(), StatusCode::FORBIDDEN);
    }
    let mut admin = app.db.admin().await;
    let left: i64 = sqlx::query_scalar("select count(*) from orgs where id = $1").bind(Uuid::parse_str(&id).unwrap()).fetch_one(&mut admin).await.unwrap();
    assert_eq!(left, 0);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_paused_isp_shows_so_and_an_open_one_works_again() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let action = format!("/platform/isps/{}", acme.tenant);
    let refused = founder.post_form(&action, &[("do", "suspend"), ("reason", " ")]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "a reason is asked for");
    location(founder.post_form(&action, &[("do", "suspend"), ("reason", "Invoice 7 is open")]).await).await;

    let page = owner.get("/network/interfaces").await;
    assert_eq!(page.status(), StatusCode::SERVICE_UNAVAILABLE);
    let page = page.text().await.unwrap();
    assert!(page.contains("This portal is paused") && !page.contains("Invoice 7"), "{page}");
    assert_eq!(owner.call("/api/network/list_devices", serde_json::json!({})).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(owner.post_form("/sign-in", &[("email", "owner@acme.example"), ("password", "x")]).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(app.browser("zenith.localhost").get("/sign-in").await.status(), StatusCode::OK, "others are not touched");
    let ctx = acme.as_system(kernel::Clock::system().now());
    let store = app.db.store();
    let host = tenancy::actions::find_host(&store, "acme.localhost").await.unwrap().unwrap();
    let member = tenancy::actions::find_member(&store, &host, (acme.owner, acme.tenant.root()), false, ctx.now, ctx.request_id).await.unwrap();
    assert!(member.is_none(), "open connections find nobody signed in");

    location(founder.post_form(&action, &[("do", "reactivate")]).await).await;
    assert_eq!(owner.get("/network/interfaces").await.status(), StatusCode::OK);
    let mut admin = app.db.admin().await;
    let rows: Vec<(Uuid, String)> =
        sqlx::query_as("select tenant_id, detail->>'to' from audit_log where action = 'isp.state' order by at, tenant_id").fetch_all(&mut admin).await.unwrap();
    assert_eq!(rows.len(), 4, "both logs have both acts: {rows:?}");

    let wrong = founder.post_form(&action, &[("do", "close"), ("reason", "over"), ("confirm", "zenith")]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    location(founder.post_form(&action, &[("do", "close"), ("reason", "over"), ("confirm", "acme")]).await).await;
    assert_eq!(owner.get("/network/interfaces").await.status(), StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(founder.post_form(&action, &[("do", "reactivate")]).await.status(), StatusCode::CONFLICT);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reseller_looks_after_its_own_part_of_the_tree_only() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    let page = reseller.get("/organisation").await.text().await.unwrap();
    assert!(page.contains("Client 1") && page.contains("Client 2") && !page.contains(&acme.branch.to_string()), "{page}");

    let own = format!("/organisation/{}", acme.reseller);
    let id = Uuid::now_v7().to_string();
    let add = async |kind: &str| reseller.post_form(&own, &[("do", "add"), ("kind", kind), ("name", "Corner Shop"), ("id", &id)]).await;
    assert!(!reseller.get(&own).await.text().await.unwrap().contains("name=\"label\""), "no subdomain is offered");
    let named = [("do", "add"), ("kind", "client"), ("name", "Corner Shop"), ("label", "zenith-billing"), ("id", id.as_str())];
    let refused = reseller.post_form(&own, &named).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "it could look like another provider's");
    assert_eq!(add("reseller").await.status(), StatusCode::UNPROCESSABLE_ENTITY, "a reseller holds clients only");
    assert_eq!(location(add("client").await).await, format!("/organisation/{id}?done=org-added"));
    assert_eq!(location(add("client").await).await, format!("/organisation/{id}?done=org-added"), "sent twice, made once");
    assert_eq!(app.browser("zenith-billing.localhost").get("/sign-in").await.status(), StatusCode::MISDIRECTED_REQUEST, "no such portal");
    let above = format!("/organisation/{}", acme.branch);
    let tried = reseller.post_form(&above, &[("do", "add"), ("kind", "client"), ("name", "x"), ("id", &Uuid::now_v7().to_string())]).await;
    assert_eq!(tried.status(), StatusCode::NOT_FOUND);
    let tried = reseller.post_form(&own, &[("do", "move"), ("to", &acme.tenant.to_string())]).await;
    assert_eq!(tried.status(), StatusCode::FORBIDDEN, "nobody moves their own node");

    // The ISP moves the client to the branch: the reseller sees it no more, its line neither.
    let owner = app.sign_in_person(acme, acme.owner).await;
    let shop = Uuid::now_v7().to_string();
    let named = [("do", "add"), ("kind", "client"), ("name", "Corner Shop"), ("label", "corner"), ("id", shop.as_str())];
    location(owner.post_form(&own, &named).await).await;
    assert_eq!(app.browser("corner.localhost").get("/sign-in").await.status(), StatusCode::OK, "the ISP names portals");
    let client = format!("/organisation/{}", acme.clients[0]);
    let line = format!("/network/interfaces/{}", acme.client_interface);
    assert_eq!(reseller.get(&line).await.status(), StatusCode::OK);
    for nowhere in [acme.clients[1].to_string(), acme.clients[0].to_string(), app.world.zenith.branch.to_string(), "x".to_owned()] {
        assert_eq!(owner.post_form(&client, &[("do", "move"), ("to", &nowhere)]).await.status(), StatusCode::UNPROCESSABLE_ENTITY, "{nowhere}");
    }
    location(owner.post_form(&client, &[("do", "move"), ("to", &acme.branch.to_string())]).await).await;
    assert_eq!(reseller.get(&client).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(reseller.get(&line).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(owner.get(&line).await.status(), StatusCode::OK);
    // A whole subtree moves: the reseller with its other client, and cannot be hung below itself.
    let moving = format!("/organisation/{}", acme.reseller);
    location(owner.post_form(&moving, &[("do", "move"), ("to", &acme.tenant.to_string())]).await).await;
    let mut admin = app.db.admin().await;
    let path: Vec<Uuid> = sqlx::query_scalar("select path from orgs where id = $1").bind(acme.clients[1].0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(path, [acme.tenant.0, acme.reseller.0, acme.clients[1].0]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn roles_bite_with_the_next_request_and_the_last_owner_stays() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let root = acme.tenant.to_string();
    let person = format!("/people/{}", acme.engineer);
    assert_eq!(engineer.get("/network/devices/new").await.status(), StatusCode::OK);
    location(owner.post_form(&person, &[("do", "role"), ("role", "support"), ("org", &root)]).await).await;
    assert_eq!(engineer.get("/network/devices/new").await.status(), StatusCode::FORBIDDEN, "demoted");
    let refused = owner.post_form(&person, &[("do", "role"), ("role", "founder"), ("org", &root)]).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(engineer.post_form(&person, &[("do", "role"), ("role", "isp_owner"), ("org", &root)]).await.status(), StatusCode::FORBIDDEN);

    let own = format!("/people/{}", acme.owner);
    assert_eq!(owner.post_form(&own, &[("do", "leave"), ("org", &root)]).await.status(), StatusCode::CONFLICT, "nobody leaves by themselves");
    location(owner.post_form(&person, &[("do", "role"), ("role", "isp_owner"), ("org", &root)]).await).await;
    location(engineer.post_form(&own, &[("do", "leave"), ("org", &root)]).await).await;
    assert_eq!(owner.get("/people").await.status(), StatusCode::SEE_OTHER, "signed out at once");
    let ctx = acme.as_system(kernel::Clock::system().now());
    let last = tenancy::actions::change_member(&app.db.store(), &ctx, acme.engineer, acme.tenant.root(), tenancy::actions::MemberChange::Leave).await;
    assert_eq!(last, Err(kernel::Error::Conflict("last-owner".to_owned())));
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn invitations_are_bounded_by_role_place_and_limit() {
    let app = TestApp::start().await;
    let founder = founder(&app).await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let root = acme.tenant.to_string();
    let invite = |browser: &Browser, org: &str, email: &str, role: &str| {
        let (browser, org, email, role) = (browser.clone(), org.to_owned(), email.to_owned(), role.to_owned());
        async move { browser.post_form("/people/invite", &[("org", &org), ("email", &email), ("role", &role)]).await.status() }
    };
    let action = format!("/platform/isps/{root}");
    location(founder.post_form(&action, &[("do", "limits"), ("staff", "4"), ("devices", "1"), ("subscribers", "")]).await).await;
    assert_eq!(invite(&owner, &root, "one@acme.example", "support").await, StatusCode::SEE_OTHER);
    assert_eq!(invite(&owner, &root, "one@acme.example", "engineer").await, StatusCode::SEE_OTHER, "asked again: the newest counts");
    assert_eq!(invite(&owner, &root, "two@acme.example", "support").await, StatusCode::UNPROCESSABLE_ENTITY, "the limit is reached");
    assert_eq!(invite(&owner, &acme.reseller.to_string(), "three@acme.example", "reseller").await, StatusCode::SEE_OTHER, "resellers are no staff");
    assert_eq!(invite(&owner, &root, "four@acme.example", "client").await, StatusCode::UNPROCESSABLE_ENTITY, "a role of another level");
    assert_eq!(invite(&owner, &app.world.zenith.tenant.to_string(), "five@acme.example", "support").await, StatusCode::NOT_FOUND);
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    assert_eq!(invite(&reseller, &acme.clients[0].to_string(), "six@acme.example", "client").await, StatusCode::SEE_OTHER);
    assert_eq!(invite(&reseller, &root, "seven@acme.example", "support").await, StatusCode::NOT_FOUND);

    // The client's mail leads to the ISP's portal, for the reseller has none of its own.
    let link = link_in_mail(&app, acme.tenant.0).await;
    assert_eq!(app.browser("acme.localhost").get(&link).await.status(), StatusCode::OK);
    // One who is known already accepts with the password there is.
    let mut admin = app.db.admin().await;
    assert_eq!(invite(&owner, &acme.branch.to_string(), "engineer@acme.example", "branch_manager").await, StatusCode::UNPROCESSABLE_ENTITY, "limit again");
    location(founder.post_form(&action, &[("do", "limits"), ("staff", ""), ("devices", "1"), ("subscribers", "")]).await).await;
    assert_eq!(invite(&owner, &acme.branch.to_string(), "engineer@acme.example", "branch_manager").await, StatusCode::SEE_OTHER);
    let link = link_in_mail(&app, acme.tenant.0).await;
    app.sign_in_person(acme, acme.engineer).await;
    let stranger = app.browser("acme.localhost");
    let wrong = stranger.post_form(&link, &[("password", PASSWORD)]).await;
    assert_eq!(wrong.status(), StatusCode::UNPROCESSABLE_ENTITY);
    location(stranger.post_form(&link, &[("password", testkit::app::PASSWORD)]).await).await;
    let memberships: i64 = sqlx::query_scalar("select count(*) from memberships where user_id = $1").bind(acme.engineer.0).fetch_one(&mut admin).await.unwrap();
    assert_eq!(memberships, 2);

    // The device limit is one, and there is one.
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let device = [("name", "second"), ("address", "127.0.0.1"), ("port", "161"), ("version", "v2c"), ("interval_seconds", "60"), ("community", "x")];
    assert_eq!(engineer.post_form("/network/devices/new", &device).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    location(founder.post_form(&action, &[("do", "limits"), ("staff", ""), ("devices", "2"), ("subscribers", "")]).await).await;
    location(engineer.post_form("/network/devices/new", &device).await).await;
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_taken_back_or_too_old_opens_nothing() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let root = acme.tenant.to_string();
    let stranger = app.browser("acme.localhost");
    let mut admin = app.db.admin().await;
    let invite = async || owner.post_form("/people/invite", &[("org", &root), ("email", "guest@acme.example"), ("role", "support")]).await;

    location(invite().await).await;
    let first = link_in_mail(&app, acme.tenant.0).await;
    location(invite().await).await;
    let second = link_in_mail(&app, acme.tenant.0).await;
    assert_eq!(stranger.get(&first).await.status(), StatusCode::NOT_FOUND, "superseded");
    let id: Uuid = sqlx::query_scalar("select id from invitations where revoked_at is null").fetch_one(&mut admin).await.unwrap();
    location(owner.post_form(&format!("/invitations/{id}/revoke"), &[]).await).await;
    assert_eq!(stranger.get(&second).await.status(), StatusCode::NOT_FOUND, "taken back");
    assert_eq!(owner.post_form(&format!("/invitations/{id}/revoke"), &[]).await.status(), StatusCode::NOT_FOUND);

    location(invite().await).await;
    let third = link_in_mail(&app, acme.tenant.0).await;
    assert_eq!(stranger.get(&third).await.status(), StatusCode::OK);
    sqlx::query("update invitations set expires_at = now() - interval '1 second'").execute(&mut admin).await.unwrap();
    let late = stranger.post_form(&third, &[("name", "Guest"), ("password", PASSWORD)]).await;
    assert_eq!(late.status(), StatusCode::NOT_FOUND);
    for nonsense in ["/invitation/x", "/invitation/%00", &format!("/invitation/{}", "a".repeat(5000))] {
        assert_eq!(stranger.get(nonsense).await.status(), StatusCode::NOT_FOUND, "{nonsense:.40}");
    }
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_installation_begins_with_an_invitation_from_the_console() {
    let clock = kernel::Clock::system();
    let empty = testkit::TestDb::new().await;
    let invite =
        async |store: &store::Store, email: &str| tenancy::actions::invite_founder(store, email, "localhost", clock.now(), kernel::RequestId::generate()).await;
    let store = empty.store();
    assert_eq!(invite(&store, "first@platform.example").await.unwrap().host, "founder.localhost");
    invite(&store, "second@platform.example").await.unwrap();
    let host = tenancy::actions::find_host(&store, "founder.localhost").await.unwrap().unwrap();
    assert_eq!(host.kind, tenancy::model::OrgKind::Founder);
    let mut admin = empty.admin().await;
    let founders: i64 = sqlx::query_scalar("select count(*) from orgs where kind = 'founder'").fetch_one(&mut admin).await.unwrap();
    assert_eq!(founders, 1, "the second joins the first");
    assert!(invite(&store, "nobody").await.is_err());

    let app = TestApp::start().await;
    let invited = invite(&app.db.store(), "new@founder.example").await.unwrap();
    let stranger = app.browser(&invited.host);
    let accepted = stranger.post_form(&format!("/invitation/{}", invited.token), &[("name", "Nadia Aoun"), ("password", PASSWORD)]).await;
    let founder = with_cookie(&stranger, &accepted);
    assert_eq!(founder.get("/platform/new").await.status(), StatusCode::OK);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_invitation_for_somebody_who_was_disabled_says_so() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    let org = acme.branch.to_string();
    let mut admin = app.db.admin().await;
    sqlx::query("update users set disabled_at = now() where id = $1").bind(acme.support.0).execute(&mut admin).await.unwrap();
    location(owner.post_form("/people/invite", &[("org", &org), ("email", "support@acme.example"), ("role", "support")]).await).await;
    let link = link_in_mail(&app, acme.tenant.0).await;
    let stranger = app.browser("acme.localhost");
    let answer = stranger.post_form(&link, &[("name", "Sami"), ("password", PASSWORD)]).await;
    assert_eq!(answer.status(), StatusCode::CONFLICT);
    assert!(answer.text().await.unwrap().contains(">The account of this address has been disabled"));
    let users: i64 = sqlx::query_scalar("select count(*) from users where email = 'support@acme.example'").fetch_one(&mut admin).await.unwrap();
    assert_eq!(users, 1);
    app.stop().await;
}
