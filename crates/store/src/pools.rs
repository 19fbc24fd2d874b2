//! The pools: one login role each, with limits that every connection carries from its first packet.

use std::sync::Arc;
use std::time::Duration;

use kernel::Ctx;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Postgres, Transaction};
use tracing::Instrument;

use crate::roles::{APP, PLATFORM};
use crate::secrets::{MasterKey, Secrets};
use crate::{PlatformTx, StoreError, TenantTx};

/// Sizes and limits of the pools.
#[derive(Clone, Debug)]
pub struct PoolConfig {
    /// Connections as the app role.
    pub app_connections: u32,
    /// Connections as the platform role; few, because few jobs may use it.
    pub platform_connections: u32,
    /// A statement of the app role that runs longer is cancelled.
    pub statement_timeout: Duration,
    /// The same for the platform role, whose jobs (rollups after a pause, partitions) take longer.
    pub platform_statement_timeout: Duration,
    /// A statement that waits longer for a lock is cancelled.
    pub lock_timeout: Duration,
    /// A transaction that idles longer loses its connection.
    pub idle_in_transaction_timeout: Duration,
    /// How long a caller waits for a connection before it is told `Unavailable`.
    pub acquire_timeout: Duration,
}

impl Default for PoolConfig {
    fn default() -> Self {
        Self {
            app_connections: 16,
            platform_connections: 4,
            statement_timeout: Duration::from_secs(30),
            platform_statement_timeout: Duration::from_secs(120),
            lock_timeout: Duration::from_secs(10),
            idle_in_transaction_timeout: Duration::from_secs(60),
            acquire_timeout: Duration::from_secs(2),
        }
    }
}

/// The database as the rest of the product sees it. Cheap to clone; all clones share the pools.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

#[expect(clippy::disallowed_types, reason = "the pools live here and nowhere else")]
struct Inner {
    app: sqlx::PgPool,
    platform: sqlx::PgPool,
    secrets: Secrets,
}

impl Store {
    /// A store over `server` (address and database; user and password are replaced by `app` and `platform`, each a role
    /// and its password). Connects when first used.
    #[must_use]
    pub fn connect_lazy(server: &PgConnectOptions, app: (&str, &str), platform: (&str, &str), config: &PoolConfig, master: MasterKey) -> Self {
        let pool = |(role, password): (&str, &str), connections, statement_timeout| {
            PgPoolOptions::new().max_connections(connections).acquire_timeout(config.acquire_timeout).connect_lazy_with(with_limits(
                server.clone().username(role).password(password),
                config,
                statement_timeout,
            ))
        };
        Self {
            inner: Arc::new(Inner {
                app: pool(app, config.app_connections, config.statement_timeout),
                platform: pool(platform, config.platform_connections, config.platform_statement_timeout),
                secrets: Secrets::new(master),
            }),
        }
    }

    /// Opens a transaction behind the fence of `ctx`. Fails as unavailable when no connection is free in time.
    pub async fn tenant(&self, ctx: &Ctx) -> Result<TenantTx, StoreError> {
        TenantTx::open(&self.inner.app, ctx).await
    }

    /// Opens a transaction behind the fence of `ctx` that reads everything as it is at one moment, however long it takes.
    /// Holds back Postgres' clearing up while it is open: for rare work.
    pub async fn snapshot(&self, ctx: &Ctx) -> Result<TenantTx, StoreError> {
        TenantTx::open_snapshot(&self.inner.app, ctx).await
    }

    /// Opens a transaction as the platform role. `reason` says what for; it is counted, logged, and every call site is
    /// on the checked-in list.
    pub async fn platform(&self, reason: &'static str) -> Result<PlatformTx, StoreError> {
        tracing::debug!(reason, "platform transaction");
        metrics::counter!("lastmile_platform_transactions_total", "reason" => reason).increment(1);
        PlatformTx::open(&self.inner.platform).await
    }

    /// Seals and opens tenants' secrets.
    #[must_use]
    pub fn secrets(&self) -> &Secrets {
        &self.inner.secrets
    }

    /// Whether both roles can reach the database now.
    pub async fn ready(&self) -> Result<(), StoreError> {
        let (app, platform) = tokio::join!(ping(&self.inner.app), ping(&self.inner.platform));
        app.and(platform)
    }

    /// The connections of the app pool and of the platform pool.
    #[must_use]
    pub fn connections(&self) -> [Connections; 2] {
        [connections(&self.inner.app), connections(&self.inner.platform)]
    }

    /// Closes both pools: waits for what is in use, refuses what comes after.
    pub async fn close(&self) {
        tokio::join!(self.inner.app.close(), self.inner.platform.close());
    }

    #[expect(clippy::disallowed_types, reason = "for this crate's own start-up check")]
    pub(crate) fn pools(&self) -> [(&'static str, &sqlx::PgPool); 2] {
        [(APP, &self.inner.app), (PLATFORM, &self.inner.platform)]
    }
}

/// A pool's connections, counted.
#[derive(Clone, Copy, Debug)]
pub struct Connections {
    /// Open.
    pub open: i64,
    /// Open and not in use.
    pub idle: i64,
    /// As many as there may be.
    pub most: i64,
}

#[expect(clippy::disallowed_types, reason = "a helper over this crate's own pools")]
fn connections(pool: &sqlx::PgPool) -> Connections {
    let idle = i64::try_from(pool.num_idle()).unwrap_or(i64::MAX);
    Connections { open: pool.size().into(), idle, most: pool.options().get_max_connections().into() }
}

fn with_limits(options: PgConnectOptions, config: &PoolConfig, statement_timeout: Duration) -> PgConnectOptions {
    let millis = |duration: Duration| duration.as_millis().to_string();
    options.application_name("lastmile").options([
        ("statement_timeout", millis(statement_timeout)),
        ("lock_timeout", millis(config.lock_timeout)),
        ("idle_in_transaction_session_timeout", millis(config.idle_in_transaction_timeout)),
        // Short statements over many partitions: compiling them costs more than running them.
        ("jit", "off".to_owned()),
    ])
}

#[expect(clippy::disallowed_types, reason = "a helper over this crate's own pools")]
async fn ping(pool: &sqlx::PgPool) -> Result<(), StoreError> {
    Ok(pool.acquire().await?.ping().await?)
}

/// BEGIN, in a task of its own: sqlx 0.9 does not undo a BEGIN whose future is dropped half-way, so a request that goes
/// away at the wrong moment would hand a connection with an open transaction back to the pool.
#[expect(clippy::disallowed_types, reason = "a helper over this crate's own pools")]
pub(crate) async fn begin(pool: &sqlx::PgPool) -> Result<Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    Ok(tokio::spawn(async move { pool.begin().await }.in_current_span()).await??)
}
