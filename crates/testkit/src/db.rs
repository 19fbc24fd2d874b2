//! A database for each test, cloned from a migrated template.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use kernel::Clock;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::{MasterKey, PoolConfig, Store, migrate, roles};
use tokio::sync::OnceCell;

use crate::cluster;

/// A database of its own, dropped with this value.
pub struct TestDb {
    name: String,
    server: PgConnectOptions,
    store: Store,
}

impl TestDb {
    /// A fresh database: the whole schema, partitions from 35 days back on, no rows.
    pub async fn new() -> Self {
        Self::with_pools(&PoolConfig { app_connections: 4, platform_connections: 2, ..pools() }).await
    }

    /// The same, with pools of the test's choice.
    pub async fn with_pools(pools: &PoolConfig) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let (server, template) = template().await;
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let mut admin = PgConnection::connect_with(&server).await.unwrap();
        run(&mut admin, format!("drop database if exists {name} with (force)")).await;
        run(&mut admin, format!("create database {name} template {template} owner {}", roles::OWNER)).await;
        admin.close().await.unwrap();
        let server = server.database(&name);
        let store = Store::connect_lazy(&server, (roles::APP, ""), (roles::PLATFORM, ""), pools, master_key());
        Self { name, server, store }
    }

    /// The product's way in: the app and the platform role, with small pools.
    #[must_use]
    pub fn store(&self) -> Store {
        self.store.clone()
    }

    /// Another store on the same database, as another server process would have: own pools, nothing remembered.
    #[must_use]
    pub fn another_store(&self, pools: &PoolConfig, master: MasterKey) -> Store {
        Store::connect_lazy(&self.server, (roles::APP, ""), (roles::PLATFORM, ""), pools, master)
    }

    /// A superuser's connection, for making and checking what the product's roles may not.
    pub async fn admin(&self) -> PgConnection {
        PgConnection::connect_with(&self.server).await.unwrap()
    }

    /// A connection as one of the product's roles, outside any transaction.
    pub async fn login(&self, role: &str) -> PgConnection {
        PgConnection::connect_with(&self.options(role)).await.unwrap()
    }

    /// How to connect as `role`.
    #[must_use]
    pub fn options(&self, role: &str) -> PgConnectOptions {
        self.server.clone().username(role)
    }

    /// A `DATABASE_URL` for a server under test (as the superuser; local connections are trusted).
    #[must_use]
    pub fn url(&self) -> String {
        let socket = self.server.get_socket().unwrap().display().to_string().replace('%', "%25").replace('/', "%2F");
        format!("postgres://{}@{socket}:{}/{}?sslmode=disable", self.server.get_username(), self.server.get_port(), self.name)
    }
}

/// Best effort: what is left over is dropped by the next run.
impl Drop for TestDb {
    fn drop(&mut self) {
        let server = self.server.clone().database("postgres");
        let statement = format!("drop database if exists {} with (force)", self.name);
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(async move {
                let mut admin = PgConnection::connect_with(&server).await?;
                admin.execute(AssertSqlSafe(statement)).await?;
                admin.close().await
            })
        });
        if let Ok(Err(error)) = dropping.join() {
            eprintln!("test database {} is left over: {error}", self.name);
        }
    }
}

/// The product's limits, except that a slow test machine is given more time.
#[must_use]
pub fn pools() -> PoolConfig {
    PoolConfig { acquire_timeout: Duration::from_secs(20), lock_timeout: Duration::from_secs(20), ..PoolConfig::default() }
}

/// The master key of all test databases.
#[must_use]
pub fn master_key() -> MasterKey {
    MasterKey::from_hex(&"5a".repeat(32)).unwrap()
}

/// The server and the template's name; the first process to ask builds it.
async fn template() -> (PgConnectOptions, String) {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let server = cluster::shared().await;
    let name = TEMPLATE.get_or_init(|| Box::pin(find_or_build(&server))).await.clone();
    (server, name)
}

async fn find_or_build(server: &PgConnectOptions) -> String {
    let now = Clock::system().now();
    // A new one each day, so that today's partitions are in it.
    let name = format!("template_{}_{}", &migrate::fingerprint()[..12], now.format("%Y%m%d"));
    let mut admin = PgConnection::connect_with(server).await.unwrap();
    run(&mut admin, "select pg_advisory_lock(7305200100)".to_owned()).await;
    let all: Vec<String> = sqlx::query_scalar("select datname::text from pg_database").fetch_all(&mut admin).await.unwrap();
    for left_over in all.iter().filter(|name| is_left_over(name)) {
        run(&mut admin, format!("drop database if exists {left_over} with (force)")).await;
    }
    if !all.contains(&name) {
        for old in all.iter().filter(|name| name.starts_with("template_")) {
            run(&mut admin, format!("alter database {old} is_template false")).await;
            run(&mut admin, format!("drop database {old} with (force)")).await;
        }
        build(server, &mut admin, &name, now).await;
    }
    // Closing gives the lock back.
    admin.close().await.unwrap();
    name
}

/// Builds under another name first, so that a half-made template is never used.
async fn build(server: &PgConnectOptions, admin: &mut PgConnection, name: &str, now: chrono::DateTime<chrono::Utc>) {
    roles::prepare(admin).await.unwrap();
    run(admin, "drop database if exists building with (force)".to_owned()).await;
    run(admin, format!("create database building owner {}", roles::OWNER)).await;
    let mut inside = PgConnection::connect_with(&server.clone().database("building")).await.unwrap();
    roles::prepare(&mut inside).await.unwrap();
    migrate::run(&mut inside).await.unwrap();
    sqlx::query("select app.make_partitions($1, $2)").bind(now).bind(now - TimeDelta::days(35)).execute(&mut inside).await.unwrap();
    run(&mut inside, "vacuum analyze".to_owned()).await;
    inside.close().await.unwrap();
    run(admin, format!("alter database building rename to {name}")).await;
    run(admin, format!("alter database {name} is_template true allow_connections false")).await;
}

/// `test_<process id>_<number>` of a process that is gone.
fn is_left_over(name: &str) -> bool {
    let pid = name.strip_prefix("test_").and_then(|rest| rest.split_once('_')).map(|(pid, _)| pid);
    pid.is_some_and(|pid| !std::path::Path::new("/proc").join(pid).exists())
}

async fn run(connection: &mut PgConnection, statement: String) {
    if let Err(error) = connection.execute(AssertSqlSafe(statement.clone())).await {
        panic!("{statement}: {error}");
    }
}
