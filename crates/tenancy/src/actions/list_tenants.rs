use ::store::Store;
use kernel::{Result, TenantId};

use crate::store::orgs;

/// Every tenant with its name, by name. For the product's own work on each of them in turn.
pub async fn list_tenants(store: &Store) -> Result<Vec<(TenantId, String)>> {
    let mut tx = store.platform("list the tenants").await?;
    let tenants = orgs::roots(tx.conn()).await?;
    tx.commit().await?;
    Ok(tenants)
}
