//! `lastmile keys`: what hangs on which key, and changing them while servers run.

use kernel::{Clock, Ctx, RequestId, TenantId};
use store::secrets::rotate::{self, DataKey};
use store::{Database, Store};

use crate::audit::wanted;
use crate::run::database_config;
use crate::settings::Settings;

/// Data keys that are wrapped anew between two looks for more.
const AT_ONCE: i64 = 100;
/// Values that are sealed anew in one transaction.
const VALUES_AT_ONCE: u32 = 200;
/// Passes over a tenant's values before what is left counts as damaged.
const PASSES: usize = 5;

/// What to do with the keys.
pub enum Task<'a> {
    /// Print them.
    List,
    /// Change the master key.
    Master,
    /// Change the data keys: of one tenant (a host name or an id), or of all.
    Data(Option<&'a str>),
}

/// Does it, also beside a running server.
pub async fn run(settings: Settings, task: Task<'_>) -> anyhow::Result<()> {
    let (store, cluster) = Database::open_or_join(database_config(&settings), Clock::system()).await?;
    let outcome = match task {
        Task::List => list(&store).await,
        Task::Master => master(&store, &Clock::system()).await,
        Task::Data(tenant) => data(&store, tenant, &Clock::system()).await,
    };
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    outcome
}

async fn list(store: &Store) -> anyhow::Result<()> {
    for key in rotate::list(store).await? {
        let role = if key.current { "wraps" } else { "opens" };
        let place = if key.here { "here" } else { "NOT HERE" };
        println!("master  {}  {role}  {place}  {} data keys", key.id, key.data_keys);
    }
    let data_keys = rotate::data_keys(store).await?;
    for key in &data_keys {
        let former = if key.former == 0 { String::new() } else { format!("  {} former: run `lastmile keys rotate --data-keys`", key.former) };
        println!("data    {}  since {}{former}", key.tenant, key.made_at.format("%Y-%m-%d"));
    }
    Ok(())
}

/// Changes the master key; writes into the platform's audit log that it was done.
pub async fn master(store: &Store, clock: &Clock) -> anyhow::Result<()> {
    let change = rotate::begin(store).await?;
    let (to, from) = (change.to.clone(), change.from.clone());
    let mut done = 0;
    loop {
        match rotate::rewrap(store, &change, AT_ONCE).await? {
            0 => break,
            more => done += more,
        }
    }
    let removed = rotate::finish(store, change).await?;
    if let Some(founder) = tenancy::actions::founder_tenant(store).await? {
        note(store, founder, clock, "keys.master", serde_json::json!({ "from": from, "to": to, "data_keys": done })).await?;
    }
    println!("{done} data keys are wrapped with the master key {to} now.");
    match removed {
        true => println!("The former key is destroyed. Back up master.key."),
        false => println!("Nothing needs {} any more: take it out of LASTMILE_MASTER_KEY of every process.", from.join(", ")),
    }
    Ok(())
}

/// Changes data keys and seals every value anew.
pub async fn data(store: &Store, tenant: Option<&str>, clock: &Clock) -> anyhow::Result<()> {
    let chosen: Vec<TenantId> = wanted(store, tenant).await?.into_iter().map(|(tenant, _)| tenant).collect();
    let keys = rotate::data_keys(store).await?;
    // A run that was broken off began then: what was changed since has been changed by it.
    let begun = keys.iter().filter_map(|key| key.former_since).min();
    let mut stuck = 0;
    for key in keys.into_iter().filter(|key| chosen.contains(&key.tenant)) {
        let DataKey { tenant, made_at, former, .. } = key;
        if former == 0 && begun.is_some_and(|begun| made_at >= begun) {
            continue;
        }
        if former == 0 {
            rotate::new_data_key(store, tenant, clock.now()).await?;
        }
        let mut values = 0;
        let mut gone = false;
        for _pass in 0..PASSES {
            let resealed = rotate::reseal(store, tenant, VALUES_AT_ONCE).await?;
            values += resealed.values;
            gone = rotate::drop_former(store, tenant).await?;
            if gone {
                break;
            }
        }
        stuck += usize::from(!gone);
        note(store, tenant, clock, "keys.data", serde_json::json!({ "values": values, "finished": gone })).await?;
        println!("{tenant}  {values} values sealed anew{}", if gone { "" } else { "; some do not open with any key (see the log), the former key stays" });
    }
    anyhow::ensure!(stuck == 0, "{stuck} tenants still need a former key");
    Ok(())
}

async fn note(store: &Store, tenant: TenantId, clock: &Clock, action: &'static str, detail: serde_json::Value) -> anyhow::Result<()> {
    let ctx = Ctx::for_system(tenant, "console", clock.now(), RequestId::generate());
    let mut tx = store.tenant(&ctx).await?;
    tx.audit(&ctx, action, &format!("tenant:{tenant}"), detail).await?;
    tx.commit().await?;
    Ok(())
}
