//! `lastmile audit verify`: walks the audit chains and says where one breaks.

use anyhow::Context as _;
use kernel::{Clock, TenantId};
use store::audit::AuditVerdict;
use store::{Database, Store};

use crate::run::database_config;
use crate::settings::Settings;

/// Verifies every tenant's chain, or that of `tenant` (a host name or an id), also beside a running server. Prints one line
/// each; fails when a chain is broken.
pub async fn verify(settings: Settings, tenant: Option<&str>) -> anyhow::Result<()> {
    let (store, cluster) = Database::visit(database_config(&settings), Clock::system()).await?;
    let outcome = report(&store, tenant).await;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    outcome
}

async fn report(store: &Store, tenant: Option<&str>) -> anyhow::Result<()> {
    let tenants = wanted(store, tenant).await?;
    let mut broken = 0_usize;
    for (id, name) in &tenants {
        let verdict = store::audit::verify(store, *id).await?;
        println!("{}", line(*id, name, &verdict));
        broken += usize::from(verdict.first_fault.is_some());
    }
    anyhow::ensure!(broken == 0, "{broken} of {} audit chains are broken", tenants.len());
    Ok(())
}

/// The tenants to look at, with their names.
pub(crate) async fn wanted(store: &Store, tenant: Option<&str>) -> anyhow::Result<Vec<(TenantId, String)>> {
    let mut tenants = tenancy::actions::list_tenants(store).await?;
    if let Some(wanted) = tenant {
        let id = match wanted.parse::<TenantId>() {
            Ok(id) => id,
            Err(_no_id) => {
                let host = kernel::validate::host_name(wanted).with_context(|| format!("{wanted:?} is neither an id nor a host name"))?;
                tenancy::actions::find_host(store, &host).await?.with_context(|| format!("no tenant has the host {host}"))?.tenant
            }
        };
        tenants.retain(|(tenant, _)| *tenant == id);
        anyhow::ensure!(!tenants.is_empty(), "there is no tenant {id}");
    }
    Ok(tenants)
}

fn line(id: TenantId, name: &str, verdict: &AuditVerdict) -> String {
    let AuditVerdict { rows, head_seq, last_hash, first_fault } = verdict;
    match first_fault {
        None => format!("intact  {id}  {rows} rows, last hash {}  {name}", hex::encode(last_hash)),
        Some((seq, fault)) => format!("BROKEN  {id}  at row {seq}: {fault}; {rows} rows before it fit, the head says {head_seq}  {name}"),
    }
}

#[cfg(test)]
mod tests {
    use store::audit::Fault;

    use super::*;

    #[test]
    fn a_line_says_where_a_chain_breaks() {
        let id = TenantId(uuid::Uuid::nil());
        let whole = AuditVerdict { rows: 7, head_seq: 7, last_hash: [0xab; 32], first_fault: None };
        assert_eq!(line(id, "Acme", &whole), format!("intact  {id}  7 rows, last hash {}  Acme", "ab".repeat(32)));
        let broken = AuditVerdict { rows: 2, first_fault: Some((3, Fault::Missing)), ..whole };
        assert_eq!(line(id, "Acme", &broken), format!("BROKEN  {id}  at row 3: the row is missing; 2 rows before it fit, the head says 7  Acme"));
    }
}
