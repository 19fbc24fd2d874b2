//! The Postgres that all tests share: started by the first test that needs one, adopted by the others, left running for
//! the next run. `TEST_CLUSTER_DIR` moves it.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use sqlx::postgres::PgConnectOptions;
use store::{ClusterError, ClusterOptions, PrivateCluster};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// How to connect to the shared test cluster as its superuser. The first call in a process starts or adopts it.
pub async fn shared() -> PgConnectOptions {
    static OPTIONS: OnceCell<PgConnectOptions> = OnceCell::const_new();
    OPTIONS.get_or_init(|| Box::pin(start_or_adopt())).await.clone()
}

async fn start_or_adopt() -> PgConnectOptions {
    if let Some(dir) = std::env::var_os("TEST_CLUSTER_DIR") {
        return at(Path::new(&dir)).await.unwrap();
    }
    let usual = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/test-postgres"));
    match at(&usual).await {
        // As root, in a checkout that the unprivileged user cannot get into.
        Err(ClusterError::NotTraversable { .. }) => {
            let place = fs::canonicalize(&usual).unwrap();
            let name: String = place.to_string_lossy().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
            at(&Path::new("/var/tmp").join(format!("lastmile-tests{name}"))).await.unwrap()
        }
        outcome => outcome.unwrap(),
    }
}

async fn at(dir: &Path) -> Result<PgConnectOptions, ClusterError> {
    fs::create_dir_all(dir).unwrap();
    let gate = File::create(dir.join("tests.lock")).unwrap();
    // One test process at a time; the others wait here and then find it running.
    let gate = tokio::task::spawn_blocking(move || gate.lock().map(|()| gate)).await.unwrap().unwrap();
    let cluster = PrivateCluster::start(quick(dir)).await?;
    let options = cluster.admin_options();
    // Let go of the folder; Postgres runs on.
    drop(cluster);
    drop(gate);
    Ok(options)
}

/// Options of a cluster for a test of its own in `dir`: quick, not durable.
#[must_use]
pub fn quick(dir: &Path) -> ClusterOptions {
    ClusterOptions { data_dir: dir.to_owned(), os_user: "postgres".to_owned(), bin_dir: None, durable: false }
}

/// A temporary folder that an unprivileged Postgres can get into.
#[must_use]
pub fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o711)).unwrap();
    folder
}
