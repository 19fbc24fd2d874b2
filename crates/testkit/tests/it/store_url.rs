//! `DATABASE_URL`: somebody else's Postgres, over TCP and with passwords.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kernel::{Clock, Ctx, RequestId, TenantId};
use sqlx::{Connection, Executor, PgConnection};
use store::roles::RoleError;
use store::{Database, DatabaseConfig, OpenError, Place, Store};
use tempfile::TempDir;
use testkit::cluster::folder;
use uuid::Uuid;

/// A plain Postgres with password authentication only, as a distribution or a hosting firm would run it.
struct Foreign {
    child: Child,
    port: u16,
    _dir: TempDir,
}

impl Drop for Foreign {
    fn drop(&mut self) {
        // Ends the child that this test started; what it held is thrown away.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn as_postgres(command: &mut Command) -> &mut Command {
    command.env_clear().stdin(Stdio::null());
    let id = |flag: &str| -> u32 { String::from_utf8(Command::new("id").args([flag, "postgres"]).output().unwrap().stdout).unwrap().trim().parse().unwrap() };
    if is_root() {
        command.uid(id("-u")).gid(id("-g"));
    }
    command
}

fn programs() -> PathBuf {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql").unwrap().flatten().map(|entry| entry.path().join("bin")).collect();
    found.sort();
    found.pop().unwrap()
}

impl Foreign {
    async fn start() -> Self {
        let dir = folder();
        let data = dir.path().join("data");
        fs::create_dir(&data).unwrap();
        let secret = dir.path().join("secret");
        fs::write(&secret, "root-secret\n").unwrap();
        for path in [dir.path(), &data, &secret] {
            if is_root() {
                assert!(Command::new("chown").arg("postgres").arg(path).status().unwrap().success());
            }
        }
        let init = as_postgres(&mut Command::new(programs().join("initdb")))
            .args(["-U", "root", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C", "--pwfile"])
            .arg(&secret)
            .arg("-D")
            .arg(&data)
            .current_dir(dir.path())
            .output()
            .unwrap();
        assert!(init.status.success(), "{}", String::from_utf8_lossy(&init.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let child = as_postgres(&mut Command::new(programs().join("postgres")))
            .arg("-D")
            .arg(&data)
            .args(["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", &format!("port={port}")])
            .current_dir(dir.path())
            .stdout(Stdio::null())
            .stderr(fs::File::create(dir.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let foreign = Self { child, port, _dir: dir };
        let deadline = Instant::now() + Duration::from_secs(60);
        while let Err(error) = PgConnection::connect(&foreign.url("root", "root-secret", "postgres")).await {
            assert!(Instant::now() < deadline, "{error}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        foreign
    }

    fn url(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}", self.port)
    }

    async fn run(&self, database: &str, statements: &'static str) {
        let mut root = PgConnection::connect(&self.url("root", "root-secret", database)).await.unwrap();
        for statement in statements.split(';') {
            root.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
        }
        root.close().await.unwrap();
    }
}

async fn open(dir: &Path, url: String) -> Result<Store, OpenError> {
    let config = DatabaseConfig { url: Some(url), connections: 2, ..DatabaseConfig::private(dir) };
    let (store, cluster) = Database::open(config, Clock::system()).await?;
    assert!(cluster.is_none());
    Ok(store)
}

async fn seal(store: &Store) {
    let ctx = Ctx::for_system(TenantId(Uuid::from_u128(1)), "test", Clock::system().now(), RequestId::generate());
    let mut tx = store.tenant(&ctx).await.unwrap();
    let place = Place { table: "devices", column: "credential", row: Uuid::from_u128(2) };
    store.secrets().seal(&mut tx, place, b"x").await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn an_ordinary_administrator_is_enough() {
    let foreign = Foreign::start().await;
    // Owns a database and may make roles; no superuser.
    foreign.run("postgres", "create role boss login createrole password 'boss-secret'; create database shop owner boss").await;
    let (one, two) = (folder(), folder());
    let url = foreign.url("boss", "boss-secret", "shop");
    let store = open(one.path(), url.clone()).await.unwrap();
    store.ready().await.unwrap();
    store.close().await;
    // The second start finds everything done; the roles log in with the same passwords as before.
    let before = passwords(&foreign).await;
    let store = open(one.path(), url.clone()).await.unwrap();
    assert_eq!(passwords(&foreign).await, before);
    assert!(before.iter().all(|verifier| verifier.starts_with("SCRAM-SHA-256$4096:")));

    // Once something is sealed, a server with another master key is turned away before it can spoil anything.
    seal(&store).await;
    store.close().await;
    let Err(error) = open(two.path(), url.clone()).await else { panic!("another key was taken") };
    assert!(matches!(error, OpenError::OtherMaster { .. }), "{error}");
    let store = open(one.path(), url).await.unwrap();
    seal(&store).await;
    store.close().await;
}

async fn passwords(foreign: &Foreign) -> Vec<String> {
    let mut root = PgConnection::connect(&foreign.url("root", "root-secret", "postgres")).await.unwrap();
    sqlx::query_scalar("select rolpassword from pg_authid where rolname in ('lastmile_app', 'lastmile_platform') order by rolname")
        .fetch_all(&mut root)
        .await
        .unwrap()
}

#[tokio::test]
async fn what_is_missing_is_said_and_no_password_is_shown() {
    let foreign = Foreign::start().await;
    let dir = folder();
    foreign.run("postgres", "create role clerk login password 'clerk-secret'; create database shop owner clerk").await;

    let Err(error) = open(dir.path(), foreign.url("clerk", "wrong-secret", "shop")).await else { panic!("it serves") };
    assert!(error.to_string().contains(&format!("127.0.0.1:{}", foreign.port)) && error.to_string().contains("as clerk"), "{error}");
    assert!(!format!("{error:?} {error}").contains("wrong-secret"), "{error:?}");

    let Err(error) = open(dir.path(), foreign.url("clerk", "clerk-secret", "nowhere")).await else { panic!("it serves") };
    assert!(error.to_string().contains("nowhere"), "{error}");

    let Err(error) = open(dir.path(), "https://example".to_owned()).await else { panic!("it serves") };
    assert!(error.to_string().contains("DATABASE_URL"), "{error}");

    // May not make roles: it is said what somebody else can run.
    let Err(error) = open(dir.path(), foreign.url("clerk", "clerk-secret", "shop")).await else { panic!("it serves") };
    assert!(matches!(error, OpenError::Roles(RoleError::NotAllowed { .. })), "{error}");
    assert!(error.to_string().contains("`create role lastmile_owner nologin`"), "{error}");

    // Somebody made them, but nobody may act as the owner.
    foreign.run("postgres", "create role lastmile_owner nologin; create role lastmile_app login; create role lastmile_platform login").await;
    let Err(error) = open(dir.path(), foreign.url("clerk", "clerk-secret", "shop")).await else { panic!("it serves") };
    assert!(error.to_string().contains("`grant lastmile_owner to \"clerk\"`"), "{error}");

    foreign.run("postgres", "grant lastmile_owner to clerk").await;
    let Err(error) = open(dir.path(), foreign.url("clerk", "clerk-secret", "shop")).await else { panic!("it serves") };
    assert!(error.to_string().contains("set the password of lastmile_app"), "{error}");

    // A superuser can do the rest, unless the role would step over the fence.
    foreign.run("postgres", "alter role lastmile_app bypassrls").await;
    let Err(error) = open(dir.path(), foreign.url("root", "root-secret", "shop")).await else { panic!("it serves") };
    assert!(matches!(error, OpenError::Guard(_)), "{error}");
    foreign.run("postgres", "alter role lastmile_app nobypassrls").await;
    open(dir.path(), foreign.url("root", "root-secret", "shop")).await.unwrap().close().await;
    // From now on the clerk's rights are enough: nothing is left to be set up.
    open(dir.path(), foreign.url("clerk", "clerk-secret", "shop")).await.unwrap().close().await;
}
