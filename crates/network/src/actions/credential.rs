//! Credentials on their way into and out of their seal.

use kernel::{DeviceId, Error, TenantId};
use sqlx::PgConnection;
use store::{Place, Store, StoreError, TenantTx, Zeroizing};

use crate::model::Credential;

fn place(device: DeviceId) -> Place {
    Place { table: "devices", column: "credential", row: device.0 }
}

/// Seals a credential for its device.
pub(super) async fn seal(store: &Store, tx: &mut TenantTx, device: DeviceId, credential: &Credential) -> kernel::Result<Vec<u8>> {
    let plain = Zeroizing::new(serde_json::to_vec(credential).map_err(|error| {
        tracing::error!(%error, "a credential cannot be written as JSON");
        Error::Internal
    })?);
    Ok(store.secrets().seal(tx, place(device), &plain).await?)
}

/// Opens a device's credential; `None` (and a line in the log) where the seal does not open.
pub(super) async fn open(store: &Store, conn: &mut PgConnection, tenant: TenantId, device: DeviceId, sealed: &[u8]) -> Result<Option<Credential>, StoreError> {
    let plain = match store.secrets().open(conn, tenant, place(device), sealed).await {
        Ok(plain) => plain,
        Err(StoreError::Secret(error)) => {
            tracing::warn!(%tenant, %device, %error, "a device's credential does not open");
            return Ok(None);
        }
        Err(error) => return Err(error),
    };
    match serde_json::from_slice(&plain) {
        Ok(credential) => Ok(Some(credential)),
        Err(error) => {
            // Not the error's own words: serde quotes what it read.
            tracing::warn!(%tenant, %device, line = error.line(), "a device's credential opens but cannot be read");
            Ok(None)
        }
    }
}
