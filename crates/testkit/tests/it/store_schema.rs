//! Migrations and partitions.

use chrono::{DateTime, TimeDelta, Utc};
use kernel::Clock;
use sqlx::Executor;
use store::{StoreError, migrate, partitions};
use testkit::TestDb;
use testkit::fixtures::seed;

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    let db = TestDb::new().await;
    let mut admin = db.admin().await;
    let state = "select string_agg(m::text, ' ' order by version) || (select count(*) from pg_class) from _sqlx_migrations m";
    let before: String = sqlx::query_scalar(state).fetch_one(&mut admin).await.unwrap();
    migrate::run(&mut admin).await.unwrap();
    let after: String = sqlx::query_scalar(state).fetch_one(&mut admin).await.unwrap();
    assert_eq!(before, after);
    let me: String = sqlx::query_scalar("select current_user || ' ' || current_setting('search_path')").fetch_one(&mut admin).await.unwrap();
    assert_eq!(me, "postgres \"$user\", public", "the connection is given back as it was");
}

#[tokio::test]
async fn partitions_are_made_ahead_and_dropped_behind() {
    let db = TestDb::new().await;
    let store = db.store();
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    assert_eq!(partitions::ensure(&store, now, now - TimeDelta::days(35)).await.unwrap(), 0, "the template has today's");
    assert_eq!(partitions::expire(&store, now).await.unwrap(), Vec::<String>::new(), "nothing that is kept is dropped");

    let ctx = world.acme.as_system(now);
    let insert = async |at: DateTime<Utc>| {
        let mut tx = store.tenant(&ctx).await.unwrap();
        sqlx::query("insert into samples (tenant_id, interface_id, org_id, started_at, ended_at, in_octets, out_octets) values ($1, $2, $1, $3, $4, 1, 1)")
            .bind(world.acme.tenant.0)
            .bind(world.acme.isp_interface.0)
            .bind(at)
            .bind(at + TimeDelta::seconds(1))
            .execute(tx.conn())
            .await?;
        tx.commit().await
    };
    for days in -2..=3 {
        insert(now + TimeDelta::days(days)).await.unwrap();
    }
    let later = now + TimeDelta::days(40);
    let error = insert(later).await.unwrap_err();
    assert_eq!(error.sqlstate().as_deref(), Some("23514"), "no partition yet");
    assert!(partitions::ensure(&store, later, later - TimeDelta::days(35)).await.unwrap() > 0);
    insert(later).await.unwrap();

    let dropped = partitions::expire(&store, later).await.unwrap();
    assert!(dropped.iter().any(|name| name.starts_with("samples_p")), "{dropped:?}");
    assert!(dropped.iter().any(|name| name.starts_with("rollups_1m_p")), "{dropped:?}");
    assert!(!dropped.iter().any(|name| name.starts_with("rollups_1d_p")), "{dropped:?}");
    let left: Vec<DateTime<Utc>> = sqlx::query_scalar("select started_at from samples").fetch_all(&mut db.admin().await).await.unwrap();
    assert_eq!(left, [later]);
    // What was made later is fenced like what the migration made.
    let open: i64 = sqlx::query_scalar("select count(*) from pg_class where relispartition and relkind = 'r' and not (relrowsecurity and relforcerowsecurity)")
        .fetch_one(&mut db.admin().await)
        .await
        .unwrap();
    assert_eq!(open, 0);
}

#[tokio::test]
async fn an_interval_that_touches_two_days_goes_to_the_day_it_starts_in() {
    let db = TestDb::new().await;
    let now = Clock::system().now();
    let world = seed(&db, now).await;
    let mut tx = db.store().tenant(&world.acme.as_system(now)).await.unwrap();
    let outcome = sqlx::query(
        "insert into samples (tenant_id, interface_id, org_id, started_at, ended_at, in_octets, out_octets)
        values ($1, $2, $1, date_trunc('day', $3::timestamptz) - interval '1 second', date_trunc('day', $3::timestamptz) + interval '1 second', 1, 1)",
    )
    .bind(world.acme.tenant.0)
    .bind(world.acme.isp_interface.0)
    .bind(now)
    .execute(tx.conn())
    .await;
    assert_eq!(outcome.map_err(StoreError::from).unwrap().rows_affected(), 1);
    let error = StoreError::from(tx.conn().execute("delete from samples").await.unwrap_err());
    assert_eq!(error.sqlstate().as_deref(), Some("42501"), "measurements are dropped with their partition only");
}
