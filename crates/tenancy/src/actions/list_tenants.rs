use ::store::Store;
use kernel::{Result, TenantId};

use crate::store::{orgs, recovery_links};

/// Every tenant with its name, by name. For the product's own work on each of them in turn.
pub async fn list_tenants(store: &Store) -> Result<Vec<(TenantId, String)>> {
    let mut tx = store.platform("list the tenants").await?;
    let tenants = orgs::roots(tx.conn()).await?;
    tx.commit().await?;
    Ok(tenants)
}

/// The platform's own tenant, where there is one. For the product's own notes.
pub async fn founder_tenant(store: &Store) -> Result<Option<TenantId>> {
    let mut tx = store.platform("find the founder's tenant").await?;
    let founder = recovery_links::founder(tx.conn()).await?;
    tx.commit().await?;
    Ok(founder.map(|(tenant, _)| tenant))
}
