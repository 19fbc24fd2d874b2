use ::store::Store;
use kernel::Result;

use crate::model::HostTenant;
use crate::store::hosts;

/// The tenant behind a validated host name, by exact lookup; `None` where no tenant has it.
pub async fn find_host(store: &Store, host: &str) -> Result<Option<HostTenant>> {
    let mut tx = store.platform("find the tenant of a host").await?;
    let found = hosts::find(tx.conn(), host).await?;
    tx.commit().await?;
    Ok(found)
}
