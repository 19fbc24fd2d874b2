//! The schema: applied as the owner role, forward only.

use sha2::{Digest, Sha256};
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{Executor, PgConnection};

fn migrator() -> Migrator {
    let mut migrator = sqlx::migrate!("../../migrations");
    // During a rolling upgrade a server of the version before must still start on the newer schema.
    migrator.set_ignore_missing(true);
    migrator
}

/// Applies what is missing. `admin` must be allowed to act as the owner role; several servers at once wait for each other.
pub async fn run(admin: &mut PgConnection) -> Result<(), MigrateError> {
    admin.execute("set role lastmile_owner; set search_path = public").await?;
    let outcome = migrator().run_direct(None, admin, false).await;
    admin.execute("reset search_path; reset role").await?;
    outcome
}

/// Identifies the schema: changes when any migration does.
#[must_use]
pub fn fingerprint() -> String {
    let digest =
        migrator().iter().fold(Sha256::new(), |digest, migration| digest.chain_update(migration.version.to_be_bytes()).chain_update(&*migration.checksum));
    hex::encode(digest.finalize())
}
