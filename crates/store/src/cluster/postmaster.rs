//! One run of Postgres: started by us or found running, watched until it ends, asked to end.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use rustix::process::Signal;
use tokio::process::{Child, Command};
use tokio::sync::watch;

use super::account::{Account, become_it};
use super::binaries::Binaries;
use super::folders::Folders;
use super::{ClusterError, PORT, process};

/// A postmaster and the word of its end.
#[derive(Clone)]
pub(super) struct Postmaster {
    pub(super) pid: i32,
    ended: watch::Receiver<bool>,
}

impl Postmaster {
    /// Starts Postgres in a process group of its own: a Ctrl-C at the terminal reaches us only, and we end it in order.
    pub(super) fn spawn(binaries: &Binaries, account: Option<&Account>, folders: &Folders, durable: bool) -> Result<Self, ClusterError> {
        let log = OpenOptions::new().create(true).append(true).open(&folders.log).map_err(ClusterError::folder("open", &folders.log))?;
        let errors = log.try_clone().map_err(ClusterError::folder("open", &folders.log))?;
        let program = binaries.program("postgres");
        let mut command = Command::new(&program);
        command.arg("-D").arg(&folders.pg);
        for setting in settings(&folders.socket, durable) {
            command.arg("-c").arg(setting);
        }
        command.current_dir(&folders.home).env_clear().stdin(Stdio::null()).stdout(log).stderr(errors).process_group(0).kill_on_drop(false);
        become_it(account, &mut command);
        let child = command.spawn().map_err(|source| ClusterError::Spawn { program, source })?;
        Ok(Self::watch_child(child))
    }

    fn watch_child(mut child: Child) -> Self {
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok()).unwrap_or_default();
        let (tell, ended) = watch::channel(false);
        tokio::spawn(async move {
            match child.wait().await {
                Ok(status) => tracing::debug!(pid, %status, "PostgreSQL ended"),
                Err(error) => tracing::warn!(pid, %error, "cannot wait for PostgreSQL"),
            }
            tell.send_replace(true);
        });
        Self { pid, ended }
    }

    /// Watches a postmaster that a former server started. It is not our child, so its end is found by looking.
    pub(super) fn adopt(pid: i32, pg: &Path) -> Self {
        let (tell, ended) = watch::channel(false);
        let pg = pg.to_owned();
        tokio::spawn(async move {
            while process::is_postmaster_of(pid, &pg) {
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
            tell.send_replace(true);
        });
        Self { pid, ended }
    }

    pub(super) fn has_ended(&self) -> bool {
        *self.ended.borrow()
    }

    /// Returns when it has ended.
    pub(super) async fn end(&self) {
        // An error means that the watching task is gone with its runtime: nobody waits for the answer then.
        self.ended.clone().wait_for(|ended| *ended).await.map(drop).unwrap_or_default();
    }

    /// Fast shutdown (open transactions roll back, a checkpoint is written); immediate when that takes longer than
    /// `patience` (the next start recovers from the log).
    pub(super) async fn stop(&self, patience: Duration) -> Result<(), ClusterError> {
        for (signal, patience) in [(Signal::INT, patience), (Signal::QUIT, Duration::from_secs(10))] {
            if self.has_ended() {
                return Ok(());
            }
            process::signal(self.pid, signal);
            if tokio::time::timeout(patience, self.end()).await.is_ok() {
                return Ok(());
            }
            tracing::warn!(pid = self.pid, ?signal, "PostgreSQL takes long to stop");
        }
        Err(ClusterError::StillRunning { pid: self.pid })
    }
}

/// What the server depends on, whatever `postgresql.conf` says.
fn settings(socket_dir: &Path, durable: bool) -> Vec<String> {
    let quoted = socket_dir.display().to_string().replace('"', "\"\"");
    let mut settings: Vec<String> = vec![
        "listen_addresses=".into(),
        format!("port={PORT}"),
        format!("unix_socket_directories=\"{quoted}\""),
        "unix_socket_permissions=0700".into(),
        "cluster_name=lastmile".into(),
        "logging_collector=off".into(),
        "log_destination=stderr".into(),
        "log_line_prefix=%m [%p] ".into(),
        // DETAIL lines quote row values: personal data does not belong in a log.
        "log_error_verbosity=terse".into(),
        "log_parameter_max_length_on_error=0".into(),
    ];
    let on = |name: &str, yes| format!("{name}={}", if yes { "on" } else { "off" });
    settings.extend(["fsync", "full_page_writes"].map(|name| on(name, durable)));
    if !durable {
        settings.extend(["synchronous_commit=off".into(), "max_connections=300".into(), "max_wal_size=4GB".into()]);
    }
    settings
}

/// The log's length now; what is said later stands behind it.
pub(super) fn log_end(log: &Path) -> u64 {
    std::fs::metadata(log).map(|meta| meta.len()).unwrap_or_default()
}

/// What the log says from `start` on; the last 2,000 octets at most.
pub(super) fn log_since(log: &Path, start: u64) -> String {
    let read = || -> io::Result<String> {
        let mut file = File::open(log)?;
        let length = file.metadata()?.len();
        file.seek(SeekFrom::Start(start.max(length.saturating_sub(2000))))?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
    };
    read().unwrap_or_else(|error| format!("(cannot be read: {error})"))
}
