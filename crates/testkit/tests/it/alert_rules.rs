//! Rules of alerts: a change is tried on what was measured, then saved, and the next evaluation goes by it.
use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use kernel::{Clock, Ctx, Error};
use network::actions;
use network::model::{AlertKind, RuleForm};
use reqwest::StatusCode;
use sqlx::PgConnection;
use testkit::TestDb;
use testkit::app::TestApp;
use testkit::fixtures::{Isp, seed};

const HIGH: AlertKind = AlertKind::UtilisationHigh;

fn form(raise_at: &str, clear_below: &str, version: &str) -> RuleForm {
    let own = str::to_owned;
    RuleForm {
        enabled: own("yes"),
        raise_at: own(raise_at),
        clear_below: own(clear_below),
        raise_for: own("1"),
        raise_of: own("1"),
        clear_for: own("1"),
        row_version: own(version),
    }
}

/// Five minutes on the uplink of 1 Gbit/s, in per mille of it.
async fn measure(admin: &mut PgConnection, isp: &Isp, bucket: DateTime<Utc>, permille: i64, measured_ms: i64) {
    sqlx::query(
        "insert into rollups_5m (tenant_id, interface_id, org_id, bucket, in_octets, out_octets, measured_ms, in_peak_bps, out_peak_bps)
         values ($1, $2, $1, $3, 1000, $4, $5, 0, 0)",
    )
    .bind(isp.tenant.0)
    .bind(isp.isp_interface.0)
    .bind(bucket)
    .bind(permille * 125 * measured_ms)
    .bind(measured_ms)
    .execute(admin)
    .await
    .unwrap();
}

fn at(ctx: Ctx, now: DateTime<Utc>) -> Ctx {
    Ctx { now, ..ctx }
}

#[tokio::test]
async fn a_change_is_tried_on_the_past_and_then_saved() {
    let db = TestDb::new().await;
    let now = Clock::system().now().duration_trunc(TimeDelta::minutes(5)).unwrap() + TimeDelta::seconds(20);
    let acme = seed(&db, now).await.acme;
    let (store, mut admin) = (db.store(), db.admin().await);
    let first = now.duration_trunc(TimeDelta::minutes(5)).unwrap() - TimeDelta::hours(2);
    for (step, permille) in (0..).zip([600, 610, 300, 650, 100, 900, 900, 100, 100]) {
        measure(&mut admin, &acme, first + TimeDelta::minutes(5) * step, permille, 300_000).await;
    }
    // Too little of it was measured to count.
    measure(&mut admin, &acme, first + TimeDelta::minutes(50), 990, 100_000).await;
    let ctx = at(acme.as_engineer(now), now);

    let rules = actions::list_rules(&store, &ctx).await.unwrap();
    assert_eq!(rules.iter().map(|rule| rule.kind).collect::<Vec<_>>(), AlertKind::ALL);
    let draft = actions::draft_rule(&store, &ctx, HIGH, Some(form("60", "50", "0"))).await.unwrap();
    assert_eq!((draft.rule.raise_at, draft.faults.len()), (800, 0));
    let preview = draft.preview.unwrap();
    assert_eq!((preview.days, preview.problems, preview.stored, preview.further, preview.cut), (7, 3, 1, 0, false));
    let [line] = preview.worst.as_slice() else { panic!("{preview:?}") };
    assert_eq!((line.object.id, line.problems, line.minutes), (acme.isp_interface.into(), 3, 25));
    assert_eq!(line.last_ms, (first + TimeDelta::minutes(25)).timestamp_millis());

    let wrong = actions::draft_rule(&store, &ctx, HIGH, Some(form("60", "70", "0"))).await.unwrap();
    assert_eq!((wrong.faults[0].field.as_str(), wrong.preview), ("clear_below", None));
    let down = actions::draft_rule(&store, &ctx, AlertKind::LinkDown, Some(form("5", "", "0"))).await.unwrap().preview.unwrap();
    assert_eq!((down.days, down.stored), (0, 0), "polls are not kept so long");

    actions::change_rule(&store, &ctx, HIGH, &form("60", "50", "0")).await.unwrap();
    assert_eq!(actions::change_rule(&store, &ctx, HIGH, &form("61", "50", "0")).await, Err(Error::Conflict("changed".to_owned())));
    actions::change_rule(&store, &ctx, HIGH, &form("60", "50", "2")).await.unwrap();
    let saved = actions::draft_rule(&store, &ctx, HIGH, None).await.unwrap().rule;
    assert_eq!((saved.raise_at, saved.clear_below, saved.raise_for, saved.version), (600, 500, 1, 2), "what is the same is not written again");
    let audited: serde_json::Value = sqlx::query_scalar("select detail from audit_log where action = 'alert_rule.change' and tenant_id = $1")
        .bind(acme.tenant.0)
        .fetch_one(&mut admin)
        .await
        .unwrap();
    assert_eq!((&audited["before"]["raise_at"], &audited["after"]["raise_at"]), (&800.into(), &600.into()));

    // The next evaluation goes by it, and one that is switched off sees nothing any more.
    let step = now.duration_trunc(TimeDelta::minutes(5)).unwrap() + TimeDelta::minutes(10);
    measure(&mut admin, &acme, step, 650, 300_000).await;
    let settled = |step: DateTime<Utc>| step + TimeDelta::minutes(7);
    assert_eq!(actions::evaluate_alerts(&store, settled(step)).await.unwrap().changes, 1);
    actions::change_rule(&store, &ctx, HIGH, &RuleForm { enabled: "no".to_owned(), ..form("60", "50", "2") }).await.unwrap();
    let next = step + TimeDelta::minutes(5);
    measure(&mut admin, &acme, next, 990, 300_000).await;
    assert_eq!(actions::evaluate_alerts(&store, settled(next)).await.unwrap().changes, 1);
    let turns: Vec<String> = sqlx::query_scalar("select turn from alert_transitions order by at, id").fetch_all(&mut admin).await.unwrap();
    assert_eq!(turns, ["fired", "recovered"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn only_who_manages_devices_changes_rules_and_what_was_typed_is_kept() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let engineer = app.sign_in_person(acme, acme.engineer).await;
    let path = "/alerts/rules/edit?kind=utilisation_high";
    let fields = |raise_at: &'static str| {
        [
            ("kind", "utilisation_high"),
            ("enabled", "yes"),
            ("raise_at", raise_at),
            ("clear_below", "50"),
            ("raise_for", "1"),
            ("raise_of", "2"),
            ("clear_for", "1"),
            ("row_version", "0"),
        ]
    };
    let refused = engineer.post_form(path, &fields("many")).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text().await.unwrap();
    assert!(page.contains("value=\"many\"") && page.contains("Enter a whole number from 1 to 100."), "{page}");
    let tried =
        engineer.get("/alerts/rules/edit?kind=utilisation_high&try=yes&enabled=yes&raise_at=90&clear_below=95&raise_for=1&raise_of=1&clear_for=1").await;
    let page = tried.text().await.unwrap();
    assert!(page.contains("This lies above the value") && page.contains("value=\"95\""), "{page}");
    let tried =
        engineer.get("/alerts/rules/edit?kind=utilisation_high&try=yes&enabled=yes&raise_at=90&clear_below=80&raise_for=1&raise_of=1&clear_for=1").await;
    assert!(tried.text().await.unwrap().contains("What this rule would have found"));
    let saved = engineer.post_form(path, &fields("60")).await;
    assert_eq!((saved.status(), saved.headers()["location"].to_str().unwrap()), (StatusCode::SEE_OTHER, "/alerts/rules?done=alert-rule-changed"));
    assert!(engineer.get("/alerts/rules").await.text().await.unwrap().contains("60 % of the speed or more"));
    assert_eq!(engineer.post_form("/alerts/rules/edit", &[("kind", "moon")]).await.status(), StatusCode::NOT_FOUND);
    let reseller = app.sign_in_person(acme, acme.reseller_user).await;
    assert_eq!(reseller.get("/alerts/rules").await.status(), StatusCode::FORBIDDEN);
    assert_eq!(reseller.post_form(path, &fields("60")).await.status(), StatusCode::FORBIDDEN);
    app.stop().await;
}
