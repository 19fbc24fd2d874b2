//! What Prometheus reads at `/api/v1/metrics`: one's own part of the network, and the names that the dashboard asks for.
use std::collections::BTreeSet;

use reqwest::StatusCode;
use testkit::app::TestApp;

fn names(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !(c.is_ascii_lowercase() || c == '_'));
    words.filter(|word| word.starts_with("lastmile_")).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn prometheus_reads_ones_own_part_and_what_the_dashboard_asks_for() {
    let app = TestApp::start().await;
    let acme = &app.world.acme;
    let mut admin = app.db.admin().await;
    sqlx::query("update interfaces set last_from = now() - interval '1 minute', last_at = now(), last_in_bps = 1500, last_out_bps = 2500, oper_at = now(), oper_up = true")
        .execute(&mut admin)
        .await
        .unwrap();
    sqlx::query("update interfaces set if_alias = E'a \"b\"\\nc' where id = $1").bind(acme.isp_interface.0).execute(&mut admin).await.unwrap();
    sqlx::query(
        "insert into device_pings (tenant_id, device_id, org_id, state, state_since, last_at, answered_at, round_trip_us)
         select tenant_id, id, org_id, 'up', now(), now(), now(), 1250 from devices where tenant_id = $1
         on conflict (tenant_id, device_id) do update set state = 'up', last_at = now(), answered_at = now(), round_trip_us = 1250",
    )
    .bind(acme.tenant.0)
    .execute(&mut admin)
    .await
    .unwrap();
    sqlx::query(
        "insert into alert_rules (tenant_id, id, kind, raise_at, clear_below, raise_for, raise_of, clear_for, created_at, updated_at)
         values ($1, gen_random_uuid(), 'utilisation_high', 800, 700, 2, 3, 2, now(), now()) on conflict do nothing",
    )
    .bind(acme.tenant.0)
    .execute(&mut admin)
    .await
    .unwrap();

    let answer = app.api_as_person(acme, acme.owner).await.get("/metrics").await;
    assert_eq!((answer.status(), answer.headers()["content-type"].to_str().unwrap()), (StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8"));
    let text = answer.text().await.unwrap();
    let uplink =
        text.lines().find(|line| line.starts_with("lastmile_interface_receive_bits_per_second{") && line.contains(&acme.isp_interface.to_string())).unwrap();
    assert!(uplink.contains(r#"device="core-1",interface="uplink",alias="a \"b\"\nc","#) && uplink.ends_with("} 1500"), "{uplink}");
    assert!(text.contains("device=\"core-1\"} 0.00125\n"), "{text}");
    assert!(text.contains("lastmile_alerts_open{rule=\"utilisation_high\"} 0\n") && text.contains("\nlastmile_cut 0\n"), "{text}");
    let asked = names(include_str!("../../../../docs/grafana/network.json"));
    assert!(asked.len() > 5 && asked.is_subset(&names(&text)), "{asked:?}");

    let client = app.api_as_person(acme, acme.client_users[0]).await.get("/metrics").await.text().await.unwrap();
    assert!(client.contains(&acme.client_interface.to_string()) && !client.contains(&acme.isp_interface.to_string()), "{client}");
    assert!(!client.contains("core-1") && !client.contains("lastmile_device_up"), "{client}");
    let foreign = app.api_as_person(&app.world.zenith, app.world.zenith.owner).await.get("/metrics").await.text().await.unwrap();
    assert!(!foreign.contains(&acme.isp_interface.to_string()) && !foreign.contains("acme"), "{foreign}");
    assert_eq!(app.api(&acme.host).get("/metrics").await.status(), StatusCode::UNAUTHORIZED);

    // What is old is a gap.
    sqlx::query("update interfaces set last_at = now() - interval '10 minutes', oper_at = now() - interval '10 minutes'").execute(&mut admin).await.unwrap();
    let old = app.api_as_person(acme, acme.owner).await.get("/metrics").await.text().await.unwrap();
    assert!(!old.contains("lastmile_interface_receive_bits_per_second{") && !old.contains("lastmile_interface_up{"), "{old}");
    assert!(old.contains("lastmile_interface_measured_timestamp_seconds{"), "{old}");
    app.stop().await;
}
