//! The private Postgres: a cluster that the server owns, under its data folder, reached through a Unix socket that
//! nobody else can open. It outlives a crash of the server (the next start adopts it) and is started again when it
//! dies itself.

mod account;
mod binaries;
mod error;
mod folders;
mod initdb;
mod pidfile;
mod postmaster;
mod process;

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection};
use tokio::sync::Mutex;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use account::Account;
use binaries::Binaries;
pub(crate) use binaries::OLDEST;
pub use error::ClusterError;
use folders::Folders;
use pidfile::PidFile;
use postmaster::Postmaster;
pub(crate) use process::EndOnDrop;

/// The cluster's superuser; used for setting up only.
const SUPERUSER: &str = "postgres";

/// Names the socket; nothing listens on TCP.
const PORT: u16 = 5432;

/// How long backends of a killed postmaster may hold on to its memory.
const LEFTOVERS: Duration = Duration::from_secs(30);

/// How to run the cluster.
#[derive(Clone, Debug)]
pub struct ClusterOptions {
    /// The server's data folder; the cluster lives in `postgres/` below it.
    pub data_dir: PathBuf,
    /// The user to run Postgres as when we are root.
    pub os_user: String,
    /// Where `postgres` and `initdb` are; `None` looks in the usual places.
    pub bin_dir: Option<PathBuf>,
    /// `false` gives up durability for speed: for tests only.
    pub durable: bool,
}

/// The running cluster. Clones share it. Dropping it leaves Postgres running, for the next server to adopt;
/// [`PrivateCluster::stop`] ends it.
#[derive(Clone)]
pub struct PrivateCluster {
    shared: Arc<Shared>,
}

struct Shared {
    folders: Folders,
    binaries: Binaries,
    account: Option<Account>,
    durable: bool,
    stopping: AtomicBool,
    postmaster: Mutex<Option<Postmaster>>,
    /// Held as long as this process may touch the folder.
    _lock: File,
}

impl PrivateCluster {
    /// Takes the data folder, makes the cluster if there is none, adopts the postmaster that a killed server left
    /// running or starts one, and returns when it takes connections.
    pub async fn start(options: ClusterOptions) -> Result<Self, ClusterError> {
        let data_dir = folders::data_dir(&options.data_dir)?;
        let lock = folders::lock(&data_dir)?;
        let plan = Folders::plan(&data_dir);
        let made_by = initdb::made_by(&plan.pg)?;
        let binaries = binaries::find(options.bin_dir.as_deref(), made_by)?;
        let account = account::resolve(&options.os_user, &plan.pg)?;
        let folders = plan.make(account.as_ref())?;
        account::probe(account.as_ref(), &binaries.program("postgres"), &folders.home).await?;
        if made_by.is_none() {
            initdb::make(&binaries, account.as_ref(), &folders.home, &folders.pg, options.durable).await?;
        }
        let cluster = Self {
            shared: Arc::new(Shared {
                folders,
                binaries,
                account,
                durable: options.durable,
                stopping: AtomicBool::new(false),
                postmaster: Mutex::new(None),
                _lock: lock,
            }),
        };
        let mut slot = cluster.shared.postmaster.lock().await;
        let postmaster = match cluster.adopt().await? {
            Some(postmaster) => postmaster,
            None => cluster.launch().await?,
        };
        *slot = Some(postmaster);
        drop(slot);
        Ok(cluster)
    }

    /// How to connect as the cluster's superuser, to its maintenance database.
    #[must_use]
    pub fn admin_options(&self) -> PgConnectOptions {
        options(&self.shared.folders)
    }

    /// How to connect to the cluster that another server runs in `data_dir`, which that server's error [`ClusterError::InUse`]
    /// names; good as long as that server runs.
    #[must_use]
    pub fn options_beside(data_dir: &Path) -> PgConnectOptions {
        options(&Folders::plan(data_dir))
    }

    /// The postmaster's process id; `None` while it is being started again.
    pub async fn pid(&self) -> Option<i32> {
        self.shared.postmaster.lock().await.as_ref().filter(|postmaster| !postmaster.has_ended()).map(|postmaster| postmaster.pid)
    }

    /// Ends Postgres when dropped before it is defused.
    pub(crate) async fn end_on_drop(&self) -> Option<EndOnDrop> {
        self.pid().await.map(EndOnDrop::new)
    }

    /// Spawns a task that starts Postgres again whenever it dies, waiting longer after each failure (0.2 s to 30 s). It ends
    /// when cancelled and when [`PrivateCluster::stop`] is called.
    pub fn supervise(&self, cancel: CancellationToken) -> JoinHandle<()> {
        let cluster = self.clone();
        tokio::spawn(async move {
            cancel.run_until_cancelled(Box::pin(cluster.keep_running())).await.unwrap_or_default();
        })
    }

    /// Ends Postgres: a fast shutdown, after 20 s an immediate one.
    pub async fn stop(&self) -> Result<(), ClusterError> {
        self.shared.stopping.store(true, Ordering::SeqCst);
        match self.shared.postmaster.lock().await.take() {
            Some(postmaster) => postmaster.stop(Duration::from_secs(20)).await,
            None => Ok(()),
        }
    }

    async fn keep_running(&self) {
        loop {
            let Some(postmaster) = self.shared.postmaster.lock().await.clone() else { return };
            postmaster.end().await;
            if self.stopping() {
                return;
            }
            tracing::error!(pid = postmaster.pid, "PostgreSQL died; starting it again");
            metrics::counter!("lastmile_postgres_restarts_total").increment(1);
            let mut pause = Duration::from_millis(200);
            loop {
                let mut slot = self.shared.postmaster.lock().await;
                match self.launch().await {
                    Ok(postmaster) => {
                        tracing::info!(pid = postmaster.pid, "PostgreSQL runs again");
                        *slot = Some(postmaster);
                        break;
                    }
                    Err(ClusterError::Stopping) => return,
                    Err(error) => tracing::error!(%error, "PostgreSQL does not start; trying again"),
                }
                drop(slot);
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(Duration::from_secs(30));
            }
        }
    }

    fn stopping(&self) -> bool {
        self.shared.stopping.load(Ordering::SeqCst)
    }

    /// The postmaster that runs already, if there is one and it answers where we expect it.
    async fn adopt(&self) -> Result<Option<Postmaster>, ClusterError> {
        let folders = &self.shared.folders;
        let PidFile::Running(pid) = pidfile::read(&folders.pg)? else { return Ok(None) };
        let postmaster = Postmaster::adopt(pid, &folders.pg);
        match self.wait_ready(&postmaster).await {
            Ok(()) => {
                tracing::info!(pid, "adopted the PostgreSQL that was left running");
                Ok(Some(postmaster))
            }
            // It was on its way down.
            Err(_) if postmaster.has_ended() => Ok(None),
            Err(error @ ClusterError::NotReady { .. }) => {
                tracing::warn!(%error, "a PostgreSQL that was left running does not answer; replacing it");
                postmaster.stop(Duration::from_secs(20)).await?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Starts Postgres. While processes of a killed postmaster still hold its memory, Postgres refuses; that passes.
    async fn launch(&self) -> Result<Postmaster, ClusterError> {
        let Shared { folders, binaries, account, durable, .. } = &*self.shared;
        let started = Instant::now();
        loop {
            if self.stopping() {
                return Err(ClusterError::Stopping);
            }
            if pidfile::clear(&folders.pg, &folders.socket, PORT)? {
                let log_start = postmaster::log_end(&folders.log);
                let postmaster = Postmaster::spawn(binaries, account.as_ref(), folders, *durable)?;
                let unfinished = EndOnDrop::new(postmaster.pid);
                let outcome = self.wait_ready(&postmaster).await;
                unfinished.defuse();
                let Err(error) = outcome else { return Ok(postmaster) };
                if !postmaster.has_ended() {
                    postmaster.stop(Duration::from_secs(5)).await?;
                    return Err(error);
                }
                let tail = postmaster::log_since(&folders.log, log_start);
                let passes = tail.contains("shared memory block") || tail.contains("lock file");
                if !passes || started.elapsed() > LEFTOVERS {
                    return Err(ClusterError::Exited { log: folders.log.clone(), tail });
                }
            } else if started.elapsed() > LEFTOVERS {
                let tail = "processes of a killed PostgreSQL still run in the data folder".to_owned();
                return Err(ClusterError::Exited { log: folders.log.clone(), tail });
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    /// Returns when the postmaster takes connections. As long as it says that it is starting (it may be recovering from a
    /// crash) it is given time; silence is not taken longer than 30 s.
    async fn wait_ready(&self, postmaster: &Postmaster) -> Result<(), ClusterError> {
        let options = self.admin_options();
        let started = Instant::now();
        let mut heard = started;
        let mut told = started;
        loop {
            if self.stopping() {
                return Err(ClusterError::Stopping);
            }
            let reason = match tokio::time::timeout(Duration::from_secs(5), PgConnection::connect_with(&options)).await {
                Ok(Ok(connection)) => {
                    // Only told goodbye; that it answered is enough.
                    connection.close().await.unwrap_or_default();
                    return Ok(());
                }
                Ok(Err(error)) => {
                    // cannot_connect_now: starting up, recovering or shutting down.
                    if error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("57P03")) {
                        heard = Instant::now();
                    }
                    error.to_string()
                }
                Err(_elapsed) => "no answer".to_owned(),
            };
            if postmaster.has_ended() || heard.elapsed() > Duration::from_secs(30) || started.elapsed() > Duration::from_secs(1800) {
                let Folders { socket, log, .. } = self.shared.folders.clone();
                return Err(ClusterError::NotReady { pid: postmaster.pid, socket_dir: socket, log, reason });
            }
            if told.elapsed() > Duration::from_secs(5) {
                told = Instant::now();
                tracing::info!(pid = postmaster.pid, reason, waited_s = started.elapsed().as_secs(), "waiting for PostgreSQL");
            }
            // Ready or dead, whichever comes first.
            if let Ok(()) = tokio::time::timeout(Duration::from_millis(50), postmaster.end()).await {
                tracing::debug!(pid = postmaster.pid, "PostgreSQL ended before it was ready");
            }
        }
    }
}

fn options(folders: &Folders) -> PgConnectOptions {
    PgConnectOptions::new_without_pgpass()
        .socket(&folders.socket)
        .host("localhost")
        .port(PORT)
        .username(SUPERUSER)
        .database("postgres")
        .ssl_mode(PgSslMode::Disable)
        .application_name("lastmile set-up")
}
