//! Four locks, third and second: what Postgres shows and takes behind the fence, and that no interruption carries one
//! tenant's fence into the next transaction of the same connection.

use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use kernel::{Clock, Ctx, OrgId, RequestId, Role, Scope};
use sqlx::{Connection, Executor, PgConnection, Row};
use store::{PoolConfig, Store, StoreError, TenantTx};
use testkit::db::{TestDb, pools};
use testkit::fixtures::{World, seed};

fn now() -> DateTime<Utc> {
    Clock::system().now()
}

async fn world() -> (TestDb, World) {
    let db = TestDb::new().await;
    let world = seed(&db, now()).await;
    (db, world)
}

/// A store whose app role has a single connection, so that every transaction meets what the one before left.
async fn one_connection() -> (TestDb, World) {
    let db = TestDb::with_pools(&PoolConfig { app_connections: 1, platform_connections: 1, statement_timeout: Duration::from_millis(300), ..pools() }).await;
    let world = seed(&db, now()).await;
    (db, world)
}

async fn strings(connection: &mut PgConnection, query: &'static str) -> Vec<String> {
    sqlx::query_scalar(query).fetch_all(connection).await.unwrap()
}

async fn count(connection: &mut PgConnection, query: &'static str) -> i64 {
    sqlx::query_scalar(query).fetch_one(connection).await.unwrap()
}

fn sqlstate(error: sqlx::Error) -> String {
    StoreError::from(error).sqlstate().unwrap_or_default()
}

/// The only connection shows nothing once its transaction is over: no setting outlived one.
async fn is_clean(store: &Store, ctx: &Ctx) {
    let mut tx = store.tenant(ctx).await.unwrap();
    assert_eq!(strings(tx.conn(), "select distinct tenant_id::text from orgs").await, [ctx.tenant.to_string()]);
    // Ends the transaction behind the driver's back, to look at the connection as the next one will find it. COMMIT,
    // because a ROLLBACK would also take back what was set for the whole session.
    tx.conn().execute("commit").await.unwrap();
    assert_eq!(count(tx.conn(), "select count(*) from orgs").await, 0, "rows without a tenant");
    let settings = "select coalesce(current_setting('app.tenant', true), '') || coalesce(current_setting('app.orgs', true), '')";
    assert_eq!(strings(tx.conn(), settings).await, [""]);
}

#[tokio::test]
async fn without_a_tenant_no_table_shows_a_row() {
    let (db, _world) = world().await;
    let tables = strings(
        &mut db.admin().await,
        "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
        where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
        and has_table_privilege('lastmile_app', c.oid, 'select')",
    )
    .await;
    assert!(tables.len() > 30, "{tables:?}");
    let mut app = db.login("lastmile_app").await;
    for table in tables {
        let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("select count(*) from {table}"))).fetch_one(&mut app).await.unwrap();
        assert_eq!(rows, 0, "{table}");
    }
    // Once a setting was used on a connection it reads '' instead of NULL: that must not show anything either.
    app.execute("begin; call app.enter(gen_random_uuid(), null); commit").await.unwrap();
    assert_eq!(strings(&mut app, "select current_setting('app.tenant', true)").await, [""]);
    assert_eq!(count(&mut app, "select count(*) from orgs").await, 0);
}

#[tokio::test]
async fn an_error_leaves_no_tenant_behind() {
    let (db, world) = one_connection().await;
    let store = db.store();
    let mut tx = store.tenant(&world.acme.as_engineer(now())).await.unwrap();
    assert!(tx.conn().execute("select 1 / 0").await.is_err());
    drop(tx);
    is_clean(&store, &world.zenith.as_engineer(now())).await;
}

#[tokio::test]
async fn a_cancelled_query_leaves_no_tenant_behind() {
    let (db, world) = one_connection().await;
    let store = db.store();
    let mut tx = store.tenant(&world.acme.as_engineer(now())).await.unwrap();
    let cut_short = tokio::time::timeout(Duration::from_millis(50), tx.conn().execute("select pg_sleep(0.2)")).await;
    assert!(cut_short.is_err());
    drop(tx);
    is_clean(&store, &world.zenith.as_engineer(now())).await;
}

#[tokio::test]
async fn a_panic_leaves_no_tenant_behind() {
    let (db, world) = one_connection().await;
    let store = db.store();
    let mut tx = store.tenant(&world.acme.as_engineer(now())).await.unwrap();
    let panicked = tokio::spawn(async move {
        tx.conn().execute("select 1").await.unwrap();
        panic!("on purpose");
    });
    assert!(panicked.await.unwrap_err().is_panic());
    is_clean(&store, &world.zenith.as_engineer(now())).await;
}

#[tokio::test]
async fn a_statement_that_takes_too_long_is_unavailable_and_leaves_no_tenant_behind() {
    let (db, world) = one_connection().await;
    let store = db.store();
    let mut tx = store.tenant(&world.acme.as_engineer(now())).await.unwrap();
    let error = StoreError::from(tx.conn().execute("select pg_sleep(20)").await.unwrap_err());
    assert_eq!(error.sqlstate().as_deref(), Some("57014"));
    assert_eq!(kernel::Error::from(error), kernel::Error::Unavailable);
    drop(tx);
    is_clean(&store, &world.zenith.as_engineer(now())).await;
}

#[tokio::test]
async fn no_free_connection_is_unavailable() {
    let db = TestDb::with_pools(&PoolConfig { app_connections: 1, acquire_timeout: Duration::from_millis(100), ..pools() }).await;
    let world = seed(&db, now()).await;
    let store = db.store();
    let _held = store.tenant(&world.acme.as_engineer(now())).await.unwrap();
    let Err(error) = store.tenant(&world.acme.as_engineer(now())).await else { panic!("two transactions on one connection") };
    assert_eq!(kernel::Error::from(error), kernel::Error::Unavailable);
}

/// A request may go away while its transaction is being opened, between any two messages.
#[tokio::test]
async fn a_transaction_cancelled_while_it_opens_is_not_left_open() {
    let (db, world) = one_connection().await;
    let store = db.store();
    let ctx = world.acme.as_engineer(now());
    drop(store.tenant(&ctx).await.unwrap());
    let mut admin = db.admin().await;
    for polls in 0..40 {
        let mut opening = Box::pin(store.tenant(&ctx));
        // Lets the future run on for so many moments, then drops it wherever it has come to.
        for _ in 0..polls {
            if std::future::poll_fn(|cx| std::task::Poll::Ready(opening.as_mut().poll(cx).is_ready())).await {
                break;
            }
            tokio::time::sleep(Duration::from_micros(20)).await;
        }
        drop(opening);
        let deadline = Instant::now() + Duration::from_secs(10);
        while strings(&mut admin, "select state from pg_stat_activity where datname = current_database() and usename = 'lastmile_app'").await != ["idle"] {
            assert!(Instant::now() < deadline, "after {polls} polls a transaction was left open");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    is_clean(&store, &world.zenith.as_engineer(now())).await;
}

async fn refused(tx: &mut TenantTx, statement: &str) -> String {
    let mut savepoint = tx.conn().begin().await.unwrap();
    let outcome = savepoint.execute(sqlx::AssertSqlSafe(statement.to_owned())).await;
    savepoint.rollback().await.unwrap();
    match outcome {
        Ok(done) => format!("{} rows", done.rows_affected()),
        Err(error) => sqlstate(error),
    }
}

#[tokio::test]
async fn a_row_cannot_be_moved_put_or_changed_in_another_tenant() {
    let (db, world) = world().await;
    let (acme, zenith) = (&world.acme, &world.zenith);
    let mut tx = db.store().tenant(&acme.as_engineer(now())).await.unwrap();
    let (theirs, ours) = (zenith.tenant, acme.tenant);
    for (statement, verdict) in [
        (format!("update hosts set tenant_id = '{theirs}', org_id = '{theirs}' where tenant_id = '{ours}'"), "42501"),
        (format!("insert into hosts (tenant_id, host, org_id, created_at) values ('{theirs}', 'x.example', '{theirs}', now())"), "42501"),
        (format!("insert into sign_in_attempts (tenant_id, email_hash, failures, last_at) values ('{theirs}', '', 0, now())"), "42501"),
        // Refused changes raise nothing: the rows are not there.
        (format!("update devices set name = 'taken' where tenant_id = '{theirs}'"), "0 rows"),
        ("update devices set name = 'mine' where true".to_owned(), "1 rows"),
        (format!("delete from memberships where tenant_id = '{theirs}'"), "0 rows"),
        // Foreign keys do not ask row level security: the composite key must refuse.
        (format!("update interfaces set device_id = '{}'", zenith.device), "23503"),
        (format!("update interfaces set org_id = '{theirs}'"), "23503"),
        // Neither does TRUNCATE.
        ("truncate sessions".to_owned(), "42501"),
        ("set local row_security = off; select count(*) from orgs".to_owned(), "42501"),
        ("set role lastmile_owner".to_owned(), "42501"),
        ("set role lastmile_platform".to_owned(), "42501"),
        ("alter table devices disable row level security".to_owned(), "42501"),
        ("select app.make_partitions(now(), now())".to_owned(), "42501"),
    ] {
        assert_eq!(refused(&mut tx, &statement).await, verdict, "{statement}");
    }
    tx.commit().await.unwrap();
    let names = strings(&mut db.admin().await, "select distinct name from devices").await;
    assert_eq!(names, ["core-1"]);
}

#[tokio::test]
async fn a_permissive_policy_added_by_mistake_opens_no_other_tenant() {
    let (db, world) = world().await;
    db.admin().await.execute("create policy oops on devices as permissive to public using (true) with check (true)").await.unwrap();
    let mut tx = db.store().tenant(&world.acme.as_engineer(now())).await.unwrap();
    assert_eq!(strings(tx.conn(), "select id::text from devices").await, [world.acme.device.to_string()]);
    let theirs = world.zenith.tenant;
    assert_eq!(refused(&mut tx, &format!("update devices set tenant_id = '{theirs}', org_id = '{theirs}'")).await, "42501");
}

#[tokio::test]
async fn a_partition_cannot_be_reached_around_its_parent() {
    let (db, world) = world().await;
    let partition = strings(&mut db.admin().await, "select inhrelid::regclass::text from pg_inherits where inhparent = 'samples'::regclass limit 1").await;
    let mut tx = db.store().tenant(&world.acme.as_engineer(now())).await.unwrap();
    assert_eq!(refused(&mut tx, &format!("select * from {}", partition[0])).await, "42501");
}

#[tokio::test]
async fn below_the_isp_only_the_own_part_of_the_tree_is_there() {
    let (db, world) = world().await;
    let isp = &world.acme;
    let store = db.store();
    let names = "select if_name from interfaces order by 1";
    let orgs = "select kind || ' ' || name from orgs order by 1";

    let mut tx = store.tenant(&isp.as_engineer(now())).await.unwrap();
    assert_eq!(strings(tx.conn(), names).await, ["client", "reseller", "uplink"]);
    assert_eq!(count(tx.conn(), "select count(*) from orgs").await, 5);

    let mut tx = store.tenant(&isp.as_reseller(now())).await.unwrap();
    assert_eq!(strings(tx.conn(), names).await, ["client", "reseller"]);
    assert_eq!(strings(tx.conn(), orgs).await, ["client Client 1", "client Client 2", "reseller Reseller"]);
    assert_eq!(count(tx.conn(), "select count(*) from devices").await, 0);
    // Its own line may not be handed upwards, nor anything be made above.
    assert_eq!(refused(&mut tx, &format!("update interfaces set org_id = '{}' where if_name = 'client'", isp.branch)).await, "42501");
    assert_eq!(refused(&mut tx, &format!("insert into hosts values ('{0}', 'x.example', '{0}', now())", isp.tenant)).await, "42501");

    let mut tx = store.tenant(&isp.as_client(0, now())).await.unwrap();
    assert_eq!(strings(tx.conn(), names).await, ["client"]);
    assert_eq!(strings(tx.conn(), "select name from users").await, ["client1"]);

    let mut tx = store.tenant(&isp.as_client(1, now())).await.unwrap();
    assert_eq!(strings(tx.conn(), names).await, Vec::<String>::new());
    assert_eq!(strings(tx.conn(), orgs).await, ["client Client 2"]);
}

#[tokio::test]
async fn a_part_of_another_tenants_tree_shows_nothing() {
    let (db, world) = world().await;
    let acme = &world.acme;
    for org in [world.zenith.reseller, OrgId::generate()] {
        let ctx = Ctx::for_member(acme.tenant, Scope::Subtree(org), acme.reseller_user, Role::Reseller, "UTC".to_owned(), now(), RequestId::generate());
        let mut tx = db.store().tenant(&ctx).await.unwrap();
        for query in ["select count(*) from orgs", "select count(*) from users", "select count(*) from interfaces"] {
            assert_eq!(count(tx.conn(), query).await, 0, "{query}");
        }
    }
}

#[tokio::test]
async fn the_platform_sees_all_and_is_counted_apart() {
    let (db, _world) = world().await;
    let mut tx = db.store().platform("test").await.unwrap();
    assert_eq!(count(tx.conn(), "select count(distinct tenant_id) from orgs").await, 3);
    assert_eq!(strings(tx.conn(), "select current_user::text").await, ["lastmile_platform"]);
}

#[tokio::test]
async fn the_fence_is_asked_once_per_query_and_not_once_per_row() {
    let (db, world) = world().await;
    let mut tx = db.store().tenant(&world.acme.as_reseller(now())).await.unwrap();
    for query in ["explain (verbose) select * from devices", "explain (verbose) select * from samples", "explain (verbose) select * from orgs"] {
        let plan: Vec<String> = tx.conn().fetch_all(query).await.unwrap().iter().map(|row| row.get(0)).collect();
        assert!(plan.iter().any(|line| line.contains("InitPlan")), "{plan:#?}");
        let filters: Vec<&String> = plan.iter().filter(|line| ["Filter", "Cond"].iter().any(|word| line.contains(word))).collect();
        assert!(!filters.is_empty(), "{plan:#?}");
        for filter in filters {
            assert!(filter.contains("tenant_id") || filter.contains("One-Time"), "{plan:#?}");
            assert!(!filter.contains("current_setting") && !filter.contains("app.tenant("), "{plan:#?}");
        }
    }
    // With the tenant in the query too, the planner takes an index that leads with it.
    tx.conn().execute("set local enable_seqscan = off").await.unwrap();
    let query = format!("explain select * from interfaces where tenant_id = '{}' and id = '{}'", world.acme.tenant, world.acme.client_interface);
    let plan: Vec<String> = tx.conn().fetch_all(sqlx::AssertSqlSafe(query)).await.unwrap().iter().map(|row| row.get(0)).collect();
    assert!(plan.iter().any(|line| line.contains("Index Cond: (tenant_id = '") || line.contains("Index Cond: ((tenant_id = '")), "{plan:#?}");
}
