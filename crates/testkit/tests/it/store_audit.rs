//! The audit log: part of the act's transaction, and nobody's to change.

use kernel::Clock;
use serde_json::json;
use sqlx::{Executor, Row};
use store::StoreError;
use testkit::TestDb;
use testkit::fixtures::seed;

#[tokio::test]
async fn an_act_and_its_row_stand_or_fall_together() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let store = db.store();
    let ctx = world.acme.as_client(0, now);
    let mut tx = store.tenant(&ctx).await.unwrap();
    tx.audit(&ctx, "line.rename", "interface:1", json!({ "to": "x" })).await.unwrap();
    drop(tx);
    let mut tx = store.tenant(&ctx).await.unwrap();
    tx.audit(&ctx, "line.rename", "interface:2", json!({ "to": "y" })).await.unwrap();
    tx.commit().await.unwrap();
    let job = world.acme.as_system(now);
    let mut tx = store.tenant(&job).await.unwrap();
    tx.audit(&job, "device.poll", "device:1", json!({})).await.unwrap();
    tx.commit().await.unwrap();

    let rows =
        db.admin().await.fetch_all("select object, actor_user::text, actor_part, org_id::text, at, request_id::text from audit_log order by id").await.unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].get::<String, _>(0), "interface:2");
    assert_eq!(rows[0].get::<Option<String>, _>(1), Some(world.acme.client_users[0].to_string()));
    assert_eq!(rows[0].get::<String, _>(3), world.acme.clients[0].to_string());
    assert_eq!(rows[0].get::<chrono::DateTime<chrono::Utc>, _>(4), now);
    assert_eq!(rows[0].get::<String, _>(5), ctx.request_id.to_string());
    assert_eq!(rows[1].get::<Option<String>, _>(2).as_deref(), Some("test"));
}

#[tokio::test]
async fn nobody_changes_what_was_written_nor_writes_for_another() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let store = db.store();
    let ctx = world.acme.as_engineer(now);
    let mut tx = store.tenant(&ctx).await.unwrap();
    tx.audit(&ctx, "device.create", "device:1", json!({})).await.unwrap();
    tx.commit().await.unwrap();
    for statement in ["update audit_log set action = 'nothing'", "delete from audit_log", "truncate audit_log", "delete from audit_heads"] {
        let mut tx = store.tenant(&ctx).await.unwrap();
        let error = StoreError::from(tx.conn().execute(statement).await.unwrap_err());
        assert_eq!(error.sqlstate().as_deref(), Some("42501"), "{statement}");
        let mut tx = store.platform("test").await.unwrap();
        let error = StoreError::from(tx.conn().execute(statement).await.unwrap_err());
        assert_eq!(error.sqlstate().as_deref(), Some("42501"), "{statement}");
    }
    // A context of one tenant in a transaction of another, and a client writing a row above itself.
    let mut tx = store.tenant(&ctx).await.unwrap();
    let error = tx.audit(&world.zenith.as_engineer(now), "x.y", "z", json!({})).await.unwrap_err();
    assert_eq!(error.sqlstate().as_deref(), Some("42501"));
    let mut tx = store.tenant(&world.acme.as_client(0, now)).await.unwrap();
    let error = tx.audit(&ctx, "x.y", "z", json!({})).await.unwrap_err();
    assert_eq!(error.sqlstate().as_deref(), Some("42501"));
}
