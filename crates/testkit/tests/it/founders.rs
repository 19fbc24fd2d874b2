//! The platform's own people: a founder lists them, invites one more, takes access away; the last one stays.

use kernel::{Error, UserId};
use reqwest::StatusCode;
use tenancy::actions::{MemberChange, change_member};
use testkit::app::TestApp;
use uuid::Uuid;

use crate::tenants::{PASSWORD, founder, link_in_mail, location};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn founders_look_after_founders() {
    let app = TestApp::start().await;
    let world = &app.world;
    let first = founder(&app).await;
    let root = world.founder.to_string();
    let list = first.get("/people").await.text().await.unwrap();
    assert!(list.contains("founder@founder.example") && list.contains("/people/invite"), "{list}");
    let form = first.get(&format!("/people/invite?org={root}")).await;
    assert_eq!(form.status(), StatusCode::OK);
    assert!(form.text().await.unwrap().contains("value=\"founder\""));

    for role in ["isp_owner", "support", "custom", ""] {
        let refused = first.post_form("/people/invite", &[("org", &root), ("email", "second@founder.example"), ("role", role)]).await;
        assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY, "{role}");
    }
    location(first.post_form("/people/invite", &[("org", &root), ("email", "second@founder.example"), ("role", "founder")]).await).await;
    let link = link_in_mail(&app, world.founder.0).await;
    let mut second = app.browser("founder.localhost");
    let accepted = second.post_form(&link, &[("name", "Nadia Aoun"), ("password", PASSWORD)]).await;
    second.keep_cookies(&accepted);
    assert_eq!(second.get("/platform").await.status(), StatusCode::OK);

    let leave = [("do", "leave"), ("org", root.as_str())];
    let own = format!("/people/{}", world.founder_user);
    assert_eq!(first.post_form(&own, &leave).await.status(), StatusCode::CONFLICT, "nobody goes by themselves");
    location(second.post_form(&own, &leave).await).await;
    assert_eq!(first.get("/platform").await.status(), StatusCode::SEE_OTHER, "signed out at once");
    let mut admin = app.db.admin().await;
    let nadia: Uuid = sqlx::query_scalar("select id from users where email = 'second@founder.example'").fetch_one(&mut admin).await.unwrap();
    let system = kernel::Ctx::for_system(world.founder, "test", app.clock.now(), kernel::RequestId::generate());
    let last = change_member(&app.db.store(), &system, UserId(nadia), world.founder.root(), MemberChange::Leave).await;
    assert_eq!(last, Err(Error::Conflict("last-owner".to_owned())));
    let actions: Vec<String> = sqlx::query_scalar(
        "select action from audit_log where tenant_id = $1 and action in ('invitation.create', 'invitation.accept', 'member.leave') order by seq",
    )
    .bind(world.founder.0)
    .fetch_all(&mut admin)
    .await
    .unwrap();
    assert_eq!(actions, ["invitation.create", "invitation.accept", "member.leave"]);
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nobody_else_makes_founders_and_a_new_one_needs_a_second_factor() {
    let app = TestApp::start_with(&[("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_SECURITY_REQUIRE_SECOND_FACTOR", "true")]).await;
    let world = &app.world;
    let store = app.db.store();
    let invited = tenancy::actions::invite_founder(&store, "new@founder.example", "localhost", app.clock.now(), kernel::RequestId::generate()).await.unwrap();
    let mut new = app.browser(&invited.host);
    let accepted = new.post_form(&format!("/invitation/{}", invited.token), &[("name", "Nadia Aoun"), ("password", PASSWORD)]).await;
    new.keep_cookies(&accepted);
    assert_eq!(location(new.get("/platform").await).await, "/account/security/authenticator");
    let fields = [("org", world.founder.to_string()), ("email", "x@founder.example".to_owned()), ("role", "founder".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(new.post_form("/people/invite", &fields).await.status(), StatusCode::FORBIDDEN, "not before the second factor");
    assert_eq!(app.browser(&invited.host).post_form("/people/invite", &fields).await.status(), StatusCode::UNAUTHORIZED);
    app.stop().await;

    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let owner = app.sign_in_person(acme, acme.owner).await;
    assert_eq!(owner.post_form("/people/invite", &fields).await.status(), StatusCode::NOT_FOUND, "another tenant's node");
    let here = [("org", acme.tenant.to_string()), ("email", "x@acme.example".to_owned()), ("role", "founder".to_owned())];
    let here: Vec<(&str, &str)> = here.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(owner.post_form("/people/invite", &here).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    app.stop().await;
}
