//! The refusal to start: each way in which a login role could step over the fence is found and named.
//!
//! Roles belong to the whole server, so this test changes them on a cluster of its own.

use std::path::Path;

use kernel::Clock;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::guard::{self, GuardError};
use store::{Database, DatabaseConfig, OpenError};
use testkit::cluster::folder;

fn config(dir: &Path) -> DatabaseConfig {
    DatabaseConfig { durable: false, connections: 2, ..DatabaseConfig::private(dir) }
}

#[tokio::test]
async fn whoever_could_step_over_the_fence_does_not_serve() {
    let dir = folder();
    let (store, cluster) = Database::open(config(dir.path()), Clock::system()).await.unwrap();
    let cluster = cluster.unwrap();
    let mut admin = PgConnection::connect_with(&cluster.admin_options().database("lastmile")).await.unwrap();
    guard::check(&store).await.unwrap();
    // Nothing of one's own may stand in the way of the real tables.
    let mut app = PgConnection::connect_with(&cluster.admin_options().database("lastmile").username("lastmile_app")).await.unwrap();
    for statement in [
        "create temporary table orgs (id uuid)",
        "create table public.mine (id uuid)",
        "create function public.now() returns int language sql return 1",
        "create schema mine",
    ] {
        let refused = app.execute(statement).await.unwrap_err();
        assert_eq!(refused.as_database_error().unwrap().code().unwrap(), "42501", "{statement}");
    }
    app.close().await.unwrap();
    for (hole, named, repair) in [
        ("alter role lastmile_app superuser", "lastmile_app is a superuser", "alter role lastmile_app nosuperuser"),
        ("alter role lastmile_app bypassrls", "lastmile_app is allowed to bypass row level security", "alter role lastmile_app nobypassrls"),
        ("alter role lastmile_platform bypassrls", "lastmile_platform is allowed to bypass", "alter role lastmile_platform nobypassrls"),
        ("alter role lastmile_app createrole", "lastmile_app is allowed to make roles", "alter role lastmile_app nocreaterole"),
        ("alter role lastmile_app replication", "lastmile_app is allowed to replicate", "alter role lastmile_app noreplication"),
        ("grant lastmile_owner to lastmile_app", "lastmile_app is a member of lastmile_owner", "revoke lastmile_owner from lastmile_app"),
        ("grant lastmile_platform to lastmile_app", "lastmile_app is a member of lastmile_platform", "revoke lastmile_platform from lastmile_app"),
        ("grant pg_read_server_files to lastmile_app", "a member of pg_read_server_files", "revoke pg_read_server_files from lastmile_app"),
        ("alter table hosts owner to lastmile_app", "lastmile_app owns", "alter table hosts owner to lastmile_owner"),
        (
            "alter table devices disable row level security",
            "public.devices has row level security switched off",
            "alter table devices enable row level security",
        ),
        (
            "alter table devices no force row level security",
            "public.devices has row level security switched off",
            "alter table devices force row level security",
        ),
        ("create table bare (tenant_id uuid)", "public.bare has no tenant floor", "drop table bare"),
        (
            "drop policy tenant_floor on devices",
            "public.devices has no tenant floor",
            "create policy tenant_floor on devices as restrictive to lastmile_app using (tenant_id = (select app.tenant())) with check (tenant_id = (select app.tenant()))",
        ),
        (
            "alter policy tenant_floor on devices using (true)",
            "public.devices has no tenant floor",
            "alter policy tenant_floor on devices using (tenant_id = (select app.tenant()))",
        ),
    ] {
        admin.execute(hole).await.unwrap();
        let Err(GuardError::Unsafe { findings }) = guard::check(&store).await else { panic!("not found: {hole}") };
        assert!(findings.iter().any(|finding| finding.contains(named)), "{hole}: {findings:?}");
        // What it says to run puts it right, where it is a plain statement.
        if let Some(advice) = findings[0].split('`').nth(1).filter(|advice| advice.starts_with("alter") || advice.starts_with("revoke")) {
            admin.execute(AssertSqlSafe(advice.to_owned())).await.unwrap();
        }
        admin.execute(repair).await.unwrap();
        guard::check(&store).await.unwrap();
    }
    admin.close().await.unwrap();
    store.close().await;
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn the_server_itself_refuses_and_stops_what_it_started() {
    let dir = folder();
    let (store, cluster) = Database::open(config(dir.path()), Clock::system()).await.unwrap();
    let cluster = cluster.unwrap();
    let mut admin = PgConnection::connect_with(&cluster.admin_options()).await.unwrap();
    admin.execute("alter role lastmile_app bypassrls").await.unwrap();
    admin.close().await.unwrap();
    store.close().await;
    cluster.stop().await.unwrap();
    drop(cluster);

    let Err(error) = Database::open(config(dir.path()), Clock::system()).await else { panic!("it serves") };
    assert!(matches!(error, OpenError::Guard(GuardError::Unsafe { .. })), "{error}");
    assert!(error.to_string().contains("run `alter role lastmile_app nobypassrls`"), "{error}");
    assert!(!dir.path().join("postgres/pg/postmaster.pid").exists(), "Postgres was left running");
}
