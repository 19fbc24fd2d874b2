//! The private cluster under fire: killed, orphaned, half-made, taken twice.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use kernel::{Clock, Ctx, RequestId, TenantId};
use sqlx::{Connection, Executor, PgConnection};
use store::{ClusterError, Database, DatabaseConfig, PrivateCluster, Store};
use testkit::cluster::{folder, quick};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

fn signal(signal: &str, pid: i32) {
    assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
}

async fn until(what: &str, mut met: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !met().await {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn open(dir: &Path) -> (Store, PrivateCluster) {
    let config = DatabaseConfig { connections: 4, ..DatabaseConfig::private(dir) };
    let (store, cluster) = Database::open(config, Clock::system()).await.unwrap();
    (store, cluster.unwrap())
}

fn tenant() -> Ctx {
    Ctx::for_system(TenantId(Uuid::from_u128(1)), "test", Clock::system().now(), RequestId::generate())
}

async fn write(store: &Store, number: u32) -> Result<(), store::StoreError> {
    let mut tx = store.tenant(&tenant()).await?;
    sqlx::query("insert into sign_in_attempts (tenant_id, email_hash, failures, last_at) values ($1, $2, 0, now())")
        .bind(tenant().tenant.0)
        .bind(number.to_be_bytes().as_slice())
        .execute(tx.conn())
        .await?;
    tx.commit().await
}

async fn written(store: &Store) -> Vec<u32> {
    let mut tx = store.tenant(&tenant()).await.unwrap();
    let rows: Vec<Vec<u8>> = sqlx::query_scalar("select email_hash from sign_in_attempts order by 1").fetch_all(tx.conn()).await.unwrap();
    rows.into_iter().map(|row| u32::from_be_bytes(row.try_into().unwrap())).collect()
}

#[tokio::test]
async fn a_killed_postgres_comes_back_with_all_that_was_acknowledged() {
    let dir = folder();
    let (store, cluster) = open(dir.path()).await;
    let supervisor = cluster.supervise(CancellationToken::new());
    let mut acknowledged = Vec::new();
    for round in 0..3_u32 {
        let pid = cluster.pid().await.unwrap();
        let killer = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(30 + 40 * u64::from(round))).await;
            signal("-9", pid);
        });
        // Written without a pause until the connection breaks: only what was answered counts.
        for number in round * 1_000_000.. {
            match write(&store, number).await {
                Ok(()) => acknowledged.push(number),
                Err(error) => {
                    assert_eq!(kernel::Error::from(error), kernel::Error::Unavailable);
                    break;
                }
            }
        }
        killer.await.unwrap();
        until("it serves again", async || store.ready().await.is_ok()).await;
        assert_ne!(cluster.pid().await, Some(pid));
        let found = written(&store).await;
        assert!(acknowledged.iter().all(|number| found.contains(number)), "an acknowledged row was lost");
        // At most the one whose answer was lost is there besides.
        assert!(found.len() <= acknowledged.len() + 1 + usize::try_from(round).unwrap());
    }
    cluster.stop().await.unwrap();
    supervisor.await.unwrap();
    assert_eq!(cluster.pid().await, None, "told to stop, it is not started again");
}

#[tokio::test]
async fn the_leftovers_of_a_killed_postmaster_are_waited_for() {
    let dir = folder();
    let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
    let options = cluster.admin_options();
    let pid = cluster.pid().await.unwrap();
    // A backend that computes does not notice the death of its postmaster, and holds on to the shared memory.
    let busy = tokio::spawn(async move {
        let mut connection = PgConnection::connect_with(&options).await.unwrap();
        connection.execute("select count(*) from generate_series(1, 12000000)").await.map(drop)
    });
    let mut watcher = PgConnection::connect_with(&cluster.admin_options()).await.unwrap();
    until("the backend computes", async || {
        let query = "select count(*) from pg_stat_activity where query like '%generate_series%' and state = 'active' and pid <> pg_backend_pid()";
        sqlx::query_scalar::<_, i64>(query).fetch_one(&mut watcher).await.unwrap() == 1
    })
    .await;
    signal("-9", pid);
    drop(cluster);
    let again = PrivateCluster::start(quick(dir.path())).await.unwrap();
    assert_ne!(again.pid().await, Some(pid));
    let log = fs::read_to_string(dir.path().join("postgres/postgres.log")).unwrap();
    assert!(log.contains("pre-existing shared memory block"), "there was nothing to wait for: {log}");
    assert!(busy.is_finished(), "two servers worked on one folder");
    again.stop().await.unwrap();
}

#[tokio::test]
async fn a_visitor_looks_in_beside_a_running_server() {
    let dir = folder();
    let (store, cluster) = open(dir.path()).await;
    write(&store, 1).await.unwrap();
    let config = DatabaseConfig { connections: 4, ..DatabaseConfig::private(dir.path()) };
    let (visitor, own) = Database::visit(config, Clock::system()).await.unwrap();
    assert!(own.is_none(), "the cluster is the server's to stop");
    assert_eq!(written(&visitor).await, [1]);
    visitor.close().await;
    write(&store, 2).await.unwrap();
    store.close().await;
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_second_server_on_the_folder_is_told_so() {
    let dir = folder();
    let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
    let Err(error) = PrivateCluster::start(quick(dir.path())).await else { panic!("two servers on one folder") };
    assert!(matches!(error, ClusterError::InUse { .. }));
    assert!(error.to_string().contains(&format!("process {}", std::process::id())), "{error}");
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn what_a_dead_server_left_running_is_adopted() {
    let dir = folder();
    let (store, cluster) = open(dir.path()).await;
    write(&store, 7).await.unwrap();
    let pid = cluster.pid().await.unwrap();
    // As after kill -9: nobody said goodbye, Postgres runs on.
    drop((store, cluster));
    let (store, cluster) = open(dir.path()).await;
    assert_eq!(cluster.pid().await, Some(pid));
    assert_eq!(written(&store).await, [7]);
    // Adopted or not, its death is noticed and its end is in order.
    let supervisor = cluster.supervise(CancellationToken::new());
    signal("-9", pid);
    until("it serves again", async || cluster.pid().await.is_some_and(|new| new != pid) && store.ready().await.is_ok()).await;
    assert_eq!(written(&store).await, [7]);
    store.close().await;
    cluster.stop().await.unwrap();
    supervisor.await.unwrap();
    assert!(!dir.path().join("postgres/pg/postmaster.pid").exists());
}

#[tokio::test]
async fn a_start_that_is_given_up_leaves_nothing_running() {
    let dir = folder();
    let config = DatabaseConfig { durable: false, connections: 2, ..DatabaseConfig::private(dir.path()) };
    let works_here = || {
        let pg = dir.path().join("postgres").canonicalize().unwrap();
        fs::read_dir("/proc").unwrap().flatten().any(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd.starts_with(&pg)))
    };
    for patience in [1, 100, 300, 600, 900, 1200] {
        // A Ctrl-C while it starts: the future is dropped wherever it has come to.
        let given_up = tokio::time::timeout(Duration::from_millis(patience), Database::open(config.clone(), Clock::system())).await;
        if let Ok(opened) = given_up {
            let (store, cluster) = opened.unwrap();
            store.close().await;
            cluster.unwrap().stop().await.unwrap();
        }
        until("nothing runs any more", async || !works_here()).await;
    }
    let (store, cluster) = open(dir.path()).await;
    store.ready().await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_command_beside_a_running_server_joins_its_database_and_leaves_it_running() {
    let dir = folder();
    let config = DatabaseConfig { connections: 4, ..DatabaseConfig::private(dir.path()) };
    let (store, cluster) = open(dir.path()).await;
    write(&store, 1).await.unwrap();
    let (joined, own) = Database::open_or_join(config.clone(), Clock::system()).await.unwrap();
    assert!(own.is_none(), "nothing to stop");
    assert_eq!(written(&joined).await, [1]);
    joined.close().await;
    write(&store, 2).await.unwrap();
    store.close().await;
    cluster.stop().await.unwrap();
    drop(cluster);

    let (alone, own) = Database::open_or_join(config, Clock::system()).await.unwrap();
    assert_eq!(written(&alone).await, [1, 2]);
    alone.close().await;
    own.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn stale_pid_files_are_no_obstacle() {
    let dir = folder();
    let pg = dir.path().join("postgres/pg");
    let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
    cluster.stop().await.unwrap();
    drop(cluster);
    let (own, parent) = (std::process::id(), std::os::unix::process::parent_id());
    for content in [
        String::new(),
        "junk".to_owned(),
        format!("{}\n{}\n1\n5432\n", i32::MAX - 1, pg.display()),
        format!("{own}\n{}\n1\n5432\n", pg.display()),
        format!("{parent}\n"),
    ] {
        fs::write(pg.join("postmaster.pid"), &content).unwrap();
        fs::write(dir.path().join("postgres/run/.s.PGSQL.5432.lock"), &content).unwrap();
        let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
        assert_ne!(cluster.pid().await.unwrap(), i32::try_from(own).unwrap());
        cluster.stop().await.unwrap();
    }
}

#[tokio::test]
async fn a_half_made_cluster_is_made_anew_and_a_foreign_folder_is_left_alone() {
    let dir = folder();
    let home = dir.path().join("postgres");
    fs::create_dir_all(home.join("pg.new/base")).unwrap();
    fs::write(home.join("pg.new/PG_VERSION"), "15\n").unwrap();
    let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
    assert!(!home.join("pg.new").exists());
    let mut admin = PgConnection::connect_with(&cluster.admin_options()).await.unwrap();
    let facts: String = sqlx::query_scalar(
        "select concat_ws(' ', current_setting('data_checksums'), current_setting('server_encoding'), current_setting('listen_addresses'), datcollate)
        from pg_database where datname = 'template1'",
    )
    .fetch_one(&mut admin)
    .await
    .unwrap();
    assert_eq!(facts, "on UTF8  C.UTF-8");
    admin.close().await.unwrap();
    cluster.stop().await.unwrap();
    drop(cluster);

    fs::remove_file(home.join("pg/PG_VERSION")).unwrap();
    let Err(error) = PrivateCluster::start(quick(dir.path())).await else { panic!("taken for a cluster") };
    assert!(matches!(error, ClusterError::NotACluster { .. }), "{error}");
    assert!(home.join("pg/global/pg_control").exists(), "and nothing of it was touched");
}

#[tokio::test]
async fn postgres_is_unprivileged_unreachable_and_deaf_to_the_terminal() {
    let dir = folder();
    let cluster = PrivateCluster::start(quick(dir.path())).await.unwrap();
    let pid = cluster.pid().await.unwrap();
    let group = |pid: i32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.rsplit_once(") ").unwrap().1.split(' ').nth(2).unwrap().parse::<i32>().unwrap()
    };
    assert_eq!(group(pid), pid, "a Ctrl-C at the terminal must not reach it");
    let process = fs::metadata(format!("/proc/{pid}")).unwrap();
    assert_ne!(process.uid(), 0);
    for private in ["postgres", "postgres/run", "postgres/pg"] {
        let meta = fs::metadata(dir.path().join(private)).unwrap();
        assert_eq!((meta.mode() & 0o077, meta.uid()), (0, process.uid()), "{private}");
    }
    let sockets = fs::read_to_string(format!("/proc/{pid}/net/tcp")).unwrap_or_default();
    assert!(!sockets.is_empty());
    let mut admin = PgConnection::connect_with(&cluster.admin_options()).await.unwrap();
    let tcp: Option<String> = sqlx::query_scalar("select inet_server_addr()::text").fetch_one(&mut admin).await.unwrap();
    assert_eq!(tcp, None);
    admin.close().await.unwrap();
    cluster.stop().await.unwrap();
}

#[tokio::test]
async fn a_deep_data_folder_works_although_a_socket_path_is_short() {
    let dir = folder();
    let deep = dir.path().join("d".repeat(120));
    let cluster = PrivateCluster::start(quick(&deep)).await.unwrap();
    let socket = cluster.admin_options().get_socket().unwrap().clone();
    assert!(!socket.starts_with(dir.path()));
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o700);
    cluster.stop().await.unwrap();
    fs::remove_dir_all(socket).unwrap();
}

#[tokio::test]
async fn a_folder_that_the_user_cannot_get_into_is_named() {
    let dir = folder();
    if fs::metadata(dir.path()).unwrap().uid() != 0 {
        // Only root runs Postgres as somebody else.
        return;
    }
    let closed = dir.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    let Err(error) = PrivateCluster::start(quick(&closed.join("data"))).await else { panic!("it got in") };
    assert!(matches!(error, ClusterError::NotTraversable { .. }), "{error}");
    assert!(error.to_string().contains(&format!("chmod o+x {}", closed.canonicalize().unwrap().display())), "{error}");
    let mut options = quick(&dir.path().join("data"));
    options.os_user = "nobody-of-this-name".to_owned();
    let Err(error) = PrivateCluster::start(options).await else { panic!("as nobody") };
    assert!(error.to_string().contains("database.os_user"), "{error}");
}
