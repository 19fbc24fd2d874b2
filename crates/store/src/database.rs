//! From nothing to a database that serves: cluster or URL, roles, schema, start-up check, pools, partitions.

use std::path::PathBuf;
use std::str::FromStr;

use chrono::TimeDelta;
use kernel::Clock;
use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use zeroize::Zeroizing;

use crate::cluster::EndOnDrop;
use crate::guard::GuardError;
use crate::roles::{APP, PLATFORM, RoleError};
use crate::{ClusterError, ClusterOptions, KeyError, MasterKey, PoolConfig, PrivateCluster, Store, StoreError, guard, migrate, partitions, roles};

/// The database's name in the private cluster.
const NAME: &str = "lastmile";

/// How far back partitions are made at the start, for what is written late.
const LOOK_BACK: TimeDelta = TimeDelta::days(35);

/// Where the database is and how to use it.
#[derive(Clone)]
pub struct DatabaseConfig {
    /// `postgres://…` of an administrator's role on any PostgreSQL from 15 on; `None` means the private cluster.
    pub url: Option<String>,
    /// Holds the private cluster and the master key.
    pub data_dir: PathBuf,
    /// Where PostgreSQL's programs are; `None` looks in the usual places.
    pub postgres_bin: Option<PathBuf>,
    /// The user to run the private cluster as when started by root.
    pub os_user: String,
    /// Connections of the app role; the platform role has a quarter of them.
    pub connections: u32,
    /// The master key as 64 hexadecimal digits, or several with commas between them; `None` keeps them in the data folder.
    /// Servers that share a database must share the keys.
    pub master_key: Option<String>,
    /// `false` gives up durability of the private cluster for speed: for tests only.
    pub durable: bool,
}

impl std::fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DatabaseConfig").field("data_dir", &self.data_dir).field("foreign", &self.url.is_some()).finish_non_exhaustive()
    }
}

impl DatabaseConfig {
    /// A private cluster under `data_dir`, everything else as usual.
    #[must_use]
    pub fn private(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            url: None,
            data_dir: data_dir.into(),
            postgres_bin: None,
            os_user: "postgres".to_owned(),
            connections: PoolConfig::default().app_connections,
            master_key: None,
            durable: true,
        }
    }
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The private cluster.
    #[error(transparent)]
    Cluster(#[from] ClusterError),
    /// The master key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The data folder could not be made.
    #[error("cannot create the data folder {}: {source}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// The system's word on it.
        source: std::io::Error,
    },
    /// The URL cannot be read. Its text is not repeated: it may hold a password.
    #[error("DATABASE_URL is not a PostgreSQL URL (postgres://user:password@host:port/database)")]
    Url(#[source] Option<sqlx::Error>),
    /// Nobody answers there, or the administrator is refused.
    #[error("cannot connect to the database {database} at {address} as {user}: {source}")]
    Connect {
        /// Host and port, or the socket's folder.
        address: String,
        /// The database's name.
        database: String,
        /// The role.
        user: String,
        /// What happened.
        source: sqlx::Error,
    },
    /// The roles.
    #[error(transparent)]
    Roles(#[from] RoleError),
    /// The schema.
    #[error("migrating the database: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The fence.
    #[error(transparent)]
    Guard(#[from] GuardError),
    /// The credentials in this database were sealed under another master key.
    #[error(
        "the database was sealed with master key {database}, this server has {own}: restore the right master.key, or give the key in the setting security.master_key (environment: LASTMILE_MASTER_KEY)"
    )]
    OtherMaster {
        /// Id of the key that is needed.
        database: String,
        /// Id of the key that is there.
        own: String,
    },
    /// The first queries.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The way in.
pub struct Database;

impl Database {
    /// Opens the database of `config`: starts or adopts the private cluster (or goes to the URL), makes roles and schema,
    /// refuses what would let one tenant see another, and makes the partitions that are due. On a fault, and
    /// when the future is dropped half-way, the private cluster is stopped again. `clock` tells which partitions are due.
    pub async fn open(config: DatabaseConfig, clock: Clock) -> Result<(Store, Option<PrivateCluster>), OpenError> {
        let Some(url) = &config.url else {
            let cluster = Box::pin(PrivateCluster::start(ClusterOptions {
                data_dir: config.data_dir.clone(),
                os_user: config.os_user.clone(),
                bin_dir: config.postgres_bin.clone(),
                durable: config.durable,
            }))
            .await?;
            let unfinished = cluster.end_on_drop().await;
            let outcome = Box::pin(open_private(&cluster, &config, &clock)).await;
            if outcome.is_err()
                && let Err(error) = cluster.stop().await
            {
                tracing::warn!(%error, "after a failed start");
            }
            unfinished.map(EndOnDrop::defuse).unwrap_or_default();
            return outcome.map(|store| (store, Some(cluster)));
        };
        // The driver takes any scheme.
        if !["postgres://", "postgresql://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(OpenError::Url(None));
        }
        let server = PgConnectOptions::from_str(url).map_err(|error| OpenError::Url(Some(error)))?;
        std::fs::create_dir_all(&config.data_dir).map_err(|source| OpenError::Folder { path: config.data_dir.clone(), source })?;
        let master = master_key(&config)?;
        let mut admin = connect(&server).await?;
        roles::prepare(&mut admin).await?;
        migrate::run(&mut admin).await?;
        let mut passwords = Passwords::of(&master);
        for (role, password) in passwords.each() {
            *password = roles::ensure_login(&mut admin, &server, role, &master.role_passwords(role)).await?;
        }
        close(admin).await;
        Ok((Box::pin(serve(&server, master, passwords, &config, &clock)).await?, None))
    }

    /// Opens the database for a look at it: like [`Database::open`], but where a server runs on the data folder already,
    /// through that server's own Postgres, which must have this version's schema.
    pub async fn visit(config: DatabaseConfig, clock: Clock) -> Result<(Store, Option<PrivateCluster>), OpenError> {
        match Box::pin(Self::open(config.clone(), clock)).await {
            Err(OpenError::Cluster(ClusterError::InUse { data_dir, .. })) => {
                let server = PrivateCluster::options_beside(&data_dir).database(NAME);
                let master = master_key(&config)?;
                let passwords = Passwords::of(&master);
                Ok((connect_pools(&server, master, &passwords, &config), None))
            }
            outcome => outcome,
        }
    }
}

impl Database {
    /// As [`Database::open`], but where another process of this machine holds the private cluster, joins it as it stands:
    /// nothing is started, migrated or stopped. For commands beside a running server.
    pub async fn open_or_join(config: DatabaseConfig, clock: Clock) -> Result<(Store, Option<PrivateCluster>), OpenError> {
        match Box::pin(Self::open(config.clone(), clock.clone())).await {
            Err(OpenError::Cluster(ClusterError::InUse { data_dir, .. })) => {
                let server = PrivateCluster::options_beside(&data_dir).database(NAME);
                let master = master_key(&config)?;
                let passwords = Passwords::of(&master);
                Ok((Box::pin(serve(&server, master, passwords, &config, &clock)).await?, None))
            }
            outcome => outcome,
        }
    }
}

async fn open_private(cluster: &PrivateCluster, config: &DatabaseConfig, clock: &Clock) -> Result<Store, OpenError> {
    let master = master_key(config)?;
    let server = cluster.admin_options().database(NAME);
    let mut admin = connect(&cluster.admin_options()).await?;
    roles::prepare(&mut admin).await?;
    roles::create_database(&mut admin, NAME).await?;
    close(admin).await;
    let mut admin = connect(&server).await?;
    roles::prepare(&mut admin).await?;
    migrate::run(&mut admin).await?;
    close(admin).await;
    let passwords = Passwords::of(&master);
    serve(&server, master, passwords, config, clock).await
}

/// What the login roles sign in with.
struct Passwords {
    app: Zeroizing<String>,
    platform: Zeroizing<String>,
}

impl Passwords {
    /// The likeliest ones.
    fn of(master: &MasterKey) -> Self {
        let likeliest = |role| master.role_passwords(role).into_iter().next().unwrap_or_default();
        Self { app: likeliest(APP), platform: likeliest(PLATFORM) }
    }

    fn each(&mut self) -> [(&'static str, &mut Zeroizing<String>); 2] {
        [(APP, &mut self.app), (PLATFORM, &mut self.platform)]
    }
}

/// Pools, checks and partitions over a database that is prepared.
async fn serve(server: &PgConnectOptions, master: MasterKey, passwords: Passwords, config: &DatabaseConfig, clock: &Clock) -> Result<Store, OpenError> {
    let own = master.ids();
    let store = connect_pools(server, master, &passwords, config);
    guard::check(&store).await?;
    let mut tx = store.platform("start-up check").await?;
    if let Some(database) = foreign_master(tx.conn(), &own).await? {
        return Err(OpenError::OtherMaster { database, own: own.join(", ") });
    }
    tx.commit().await?;
    let now = clock.now();
    let made = partitions::ensure(&store, now, now - LOOK_BACK).await?;
    tracing::info!(partitions = made, "the database is ready");
    Ok(store)
}

/// The master key that something in this database needs and this server does not have. A database in which nothing is wrapped
/// yet takes this server's.
async fn foreign_master(conn: &mut PgConnection, own: &[String]) -> Result<Option<String>, StoreError> {
    let needed = sqlx::query_scalar!(
        r#"select key_id as "key_id!" from (select key_id from tenant_keys union all select key_id from tenant_keys_former) k
           where key_id <> all ($1) limit 1"#,
        own
    )
    .fetch_optional(&mut *conn)
    .await?;
    if needed.is_some() {
        return Ok(needed);
    }
    let first = own.first().map_or("", String::as_str);
    if sqlx::query_scalar!(r#"select not exists (select from tenant_keys) as "empty!""#).fetch_one(&mut *conn).await? {
        sqlx::query!("delete from master_keys where id <> all ($1)", own).execute(&mut *conn).await?;
    }
    sqlx::query!(
        "insert into master_keys (id, state, created_at) select $1, 'current', now() where not exists (select from master_keys where state = 'current')
         on conflict do nothing",
        first
    )
    .execute(&mut *conn)
    .await?;
    let current = sqlx::query_scalar!("select id from master_keys where state = 'current' and id <> all ($1)", own).fetch_optional(conn).await?;
    Ok(current)
}

fn connect_pools(server: &PgConnectOptions, master: MasterKey, passwords: &Passwords, config: &DatabaseConfig) -> Store {
    let pools = PoolConfig { app_connections: config.connections.max(1), platform_connections: (config.connections / 4).max(2), ..PoolConfig::default() };
    Store::connect_lazy(server, (APP, &passwords.app), (PLATFORM, &passwords.platform), &pools, master)
}

fn master_key(config: &DatabaseConfig) -> Result<MasterKey, KeyError> {
    match &config.master_key {
        Some(digits) => MasterKey::from_hex(digits),
        None => MasterKey::load_or_create(&config.data_dir),
    }
}

async fn connect(options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
    PgConnection::connect_with(options).await.map_err(|source| OpenError::Connect {
        address: options.get_socket().map_or_else(|| format!("{}:{}", options.get_host(), options.get_port()), |path| path.display().to_string()),
        database: options.get_database().unwrap_or_else(|| options.get_username()).to_owned(),
        user: options.get_username().to_owned(),
        source,
    })
}

async fn close(connection: PgConnection) {
    if let Err(error) = connection.close().await {
        tracing::debug!(%error, "closing the administrator's connection");
    }
}
