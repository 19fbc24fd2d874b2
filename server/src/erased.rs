//! `lastmile erased`: the log of erased tenants, and erasing them again from a backup that was restored.

use std::io::Read as _;
use std::path::Path;

use anyhow::Context as _;
use kernel::{Clock, TenantId};
use store::Database;

use crate::run::database_config;
use crate::settings::Settings;

/// Prints the log, one JSON object a line: to be kept where the backups are.
pub async fn list(settings: Settings) -> anyhow::Result<()> {
    let (store, cluster) = Database::open_or_join(database_config(&settings), Clock::system()).await?;
    let log = tenancy::actions::erasure_log(&store).await;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    for entry in log? {
        println!("{entry}");
    }
    Ok(())
}

/// Reads such a log (`-` for standard input) and erases every tenant in it that the database still holds.
pub async fn replay(settings: Settings, file: &Path) -> anyhow::Result<()> {
    let text = match file.as_os_str() == "-" {
        true => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        false => std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?,
    };
    let tenants = text.lines().filter(|line| !line.trim().is_empty()).map(tenant_of).collect::<anyhow::Result<Vec<_>>>()?;
    let data_dir = settings.data_dir();
    let clock = Clock::system();
    let (store, cluster) = Database::open_or_join(database_config(&settings), clock.clone()).await?;
    let outcome = async {
        let held = tenancy::actions::replay_erasures(&store, &tenants, clock.now()).await?;
        while let Some(tenant) = tenancy::actions::erase_due_tenant(&store, &data_dir, &clock).await? {
            println!("erased  {tenant}");
        }
        println!("{} of {} tenants were still there.", held.len(), tenants.len());
        Ok(())
    }
    .await;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    outcome
}

fn tenant_of(line: &str) -> anyhow::Result<TenantId> {
    let entry: serde_json::Value = serde_json::from_str(line).with_context(|| format!("this line is no entry of the log: {line}"))?;
    let id = entry.get("tenant").and_then(serde_json::Value::as_str).and_then(|id| id.parse().ok());
    id.with_context(|| format!("this line names no tenant: {line}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_log_names_its_tenant() {
        let id = TenantId(uuid::Uuid::from_u128(7));
        assert_eq!(tenant_of(&serde_json::json!({ "tenant": id, "rows": {} }).to_string()).unwrap(), id);
        assert!(tenant_of("{}").is_err() && tenant_of("nonsense").is_err());
    }
}
