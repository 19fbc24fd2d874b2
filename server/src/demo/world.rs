//! The demo world: a founder, two ISPs with resellers and clients, and a simulated network that the collector polls over
//! real UDP. Made step by step; each step finds what is there, so an interrupted start goes on where it stopped.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use chrono::TimeDelta;
use kernel::{Clock, Ctx, DeviceId, OrgId, RequestId, TenantId};
use network::model::{Credential, DeviceForm};
use serde::{Deserialize, Serialize};
use store::Store;
use tenancy::actions::{CreateUser, NewNode, create_org, create_root, create_user, find_host, find_org, random_password};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::plan::{self, DevicePlan, TenantPlan};
use super::{agent, pings};
use crate::settings::Settings;

/// What is written beside the database so that the next start can print the same accounts. Readable by its owner only.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Memory {
    /// E-mail address at host → password.
    passwords: BTreeMap<String, String>,
    /// The simulated past was written.
    past_written: bool,
}

/// An account to try.
#[derive(Clone, Debug)]
pub struct Account {
    /// Where to sign in.
    pub host: String,
    /// What it is.
    pub what: &'static str,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
}

/// The demo world as it stands.
pub struct DemoWorld {
    /// Accounts, founder first.
    pub accounts: Vec<Account>,
    tenants: Vec<(TenantId, &'static TenantPlan)>,
    first_time: bool,
    memory_file: std::path::PathBuf,
    memory: Memory,
}

fn job(tenant: TenantId, clock: &Clock) -> Ctx {
    Ctx::for_system(tenant, "demo world", clock.now(), RequestId::generate())
}

/// Makes what is missing of the demo world.
pub async fn ensure(store: &Store, settings: &Settings, clock: &Clock) -> anyhow::Result<DemoWorld> {
    let memory_file = settings.data_dir().join("demo.json");
    let mut memory: Memory = match std::fs::read(&memory_file) {
        Ok(bytes) => serde_json::from_slice(&bytes).with_context(|| format!("{} is damaged; remove it to get new passwords", memory_file.display()))?,
        Err(_absent) => Memory::default(),
    };
    let mut accounts = Vec::new();
    let mut tenants = Vec::new();
    for plan in plan::TENANTS {
        let tenant = ensure_tenant(store, settings, clock, plan).await?;
        let mut nodes = vec![(plan.name, tenant.root())];
        for node in plan.nodes {
            let parent = nodes.iter().find(|known| known.0 == node.parent).map_or(tenant.root(), |known| known.1);
            nodes.push((node.name, ensure_node(store, settings, clock, tenant, parent, node).await?));
        }
        for user in plan.users {
            let org = nodes.iter().find(|known| known.0 == user.node).map_or(tenant.root(), |known| known.1);
            let key = format!("{}@{}", user.email, plan.label);
            let password = match memory.passwords.get(&key) {
                Some(password) => password.clone(),
                None => {
                    let password = random_password();
                    let new = CreateUser { org, email: user.email, name: user.name, password: &password, time_zone: plan.time_zone, role: user.role };
                    create_user(store, &job(tenant, clock), &new).await?;
                    memory.passwords.insert(key, password.clone());
                    write_memory(&memory_file, &memory)?;
                    password
                }
            };
            accounts.push(Account { host: settings.portal_host(user.portal), what: user.what, email: user.email.to_owned(), password });
        }
        for device in plan.devices {
            ensure_device(store, clock, tenant, device).await?;
        }
        tenants.push((tenant, plan));
    }
    Ok(DemoWorld { accounts, tenants, first_time: !memory.past_written, memory_file, memory })
}

async fn ensure_tenant(store: &Store, settings: &Settings, clock: &Clock, plan: &TenantPlan) -> anyhow::Result<TenantId> {
    let host = settings.portal_host(plan.label);
    if let Some(found) = find_host(store, &host).await? {
        return Ok(found.tenant);
    }
    let tenant = TenantId::generate();
    let new = NewNode { kind: plan.kind, name: plan.name, hosts: &[&host], simulated: true };
    create_root(store, &job(tenant, clock), &new).await?;
    Ok(tenant)
}

async fn ensure_node(store: &Store, settings: &Settings, clock: &Clock, tenant: TenantId, parent: OrgId, node: &plan::NodePlan) -> anyhow::Result<OrgId> {
    let ctx = job(tenant, clock);
    if let Some(found) = find_org(store, &ctx, parent, node.name).await? {
        return Ok(found);
    }
    let host = node.label.map(|label| settings.portal_host(label));
    let hosts: Vec<&str> = host.iter().map(String::as_str).collect();
    Ok(create_org(store, &ctx, parent, &NewNode { kind: node.kind, name: node.name, hosts: &hosts, simulated: true }).await?)
}

/// The port is a stand-in until the agents run: [`DemoWorld::run_network`] notes the real one.
async fn ensure_device(store: &Store, clock: &Clock, tenant: TenantId, device: &DevicePlan) -> anyhow::Result<()> {
    let ctx = job(tenant, clock);
    if network::actions::place_simulated(store, &ctx, device.name, device.port_when_off).await?.is_some() {
        return Ok(());
    }
    let mut form = DeviceForm {
        name: device.name.to_owned(),
        address: "127.0.0.1".to_owned(),
        port: device.port_when_off.to_string(),
        version: device.version.as_str().to_owned(),
        interval_seconds: device.interval_seconds.to_string(),
        ..DeviceForm::default()
    };
    match device.credential() {
        Credential::Community { community } => form.community = community,
        Credential::Usm { user, auth, auth_passphrase, privacy, privacy_passphrase } => {
            (form.usm_user, form.usm_auth, form.usm_auth_passphrase) = (user, auth, auth_passphrase);
            (form.usm_privacy, form.usm_privacy_passphrase) = (privacy, privacy_passphrase);
        }
    }
    network::actions::add_device(store, &ctx, form).await?;
    network::actions::place_simulated(store, &ctx, device.name, device.port_when_off).await?;
    Ok(())
}

/// What is switched off was so for five hours.
async fn past_of_pings(store: &Store, ctx: &Ctx, id: DeviceId, device: &DevicePlan) -> anyhow::Result<()> {
    let off_since = ctx.now - TimeDelta::hours(5);
    let answered_at = if device.switched_off { off_since } else { ctx.now };
    network::actions::simulate_past_pings(store, ctx, id, answered_at, |from, width| pings::figures(device, from, width, off_since)).await?;
    Ok(())
}

fn write_memory(file: &Path, memory: &Memory) -> anyhow::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let fresh = file.with_extension("new");
    let mut handle = std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
    handle.write_all(&serde_json::to_vec_pretty(memory)?)?;
    handle.sync_all()?;
    std::fs::rename(&fresh, file)?;
    Ok(())
}

impl DemoWorld {
    /// Starts the simulated agents on free UDP ports of this machine, tells the devices where they are, and the first
    /// time lets the collector read each once, assigns interfaces and writes the simulated past.
    pub async fn run_network(&mut self, store: &Store, clock: &Clock, stop: CancellationToken) -> anyhow::Result<Vec<JoinHandle<()>>> {
        let mut running = Vec::new();
        let mut placed = Vec::new();
        for (tenant, plan) in &self.tenants {
            for device in plan.devices {
                if device.switched_off {
                    let ctx = job(*tenant, clock);
                    if self.first_time
                        && let Some(id) = network::actions::place_simulated(store, &ctx, device.name, device.port_when_off).await?
                    {
                        past_of_pings(store, &ctx, id, device).await?;
                    }
                    continue;
                }
                let (port, task) = agent::spawn(device.simulated(), clock.clone(), stop.clone())
                    .await
                    .with_context(|| format!("starting the simulated device {}", device.name))?;
                running.push(task);
                let ctx = job(*tenant, clock);
                if let Some(id) = network::actions::place_simulated(store, &ctx, device.name, port).await? {
                    placed.push((*tenant, id, device));
                }
            }
        }
        if self.first_time {
            crate::collectors::snmp::poll_all_due(store, clock).await?;
            for (tenant, id, device) in placed {
                let ctx = job(tenant, clock);
                past_of_pings(store, &ctx, id, device).await?;
                for line in device.lines {
                    let interface = network::actions::simulated_interface(store, &ctx, id, line.name).await?;
                    let Some(interface) = interface else { continue };
                    if let Some(name) = line.serves
                        && let Some(org) = find_org(store, &ctx, tenant.root(), name).await?
                    {
                        network::actions::assign_interface(store, &ctx, interface, org).await?;
                    }
                    let curve = line.curve();
                    network::actions::simulate_past(store, &ctx, id, line.name, |at| curve.octets_at(at)).await?;
                }
            }
            self.memory.past_written = true;
            write_memory(&self.memory_file, &self.memory)?;
        }
        Ok(running)
    }

    /// What a newcomer reads: portals, accounts, what is simulated.
    #[must_use]
    pub fn describe(&self, settings: &Settings) -> String {
        let mut text = String::from("\nLastmile is up. Portals and accounts of the demo world:\n\n");
        let mut last = "";
        for account in &self.accounts {
            if account.host != last {
                if writeln!(text, "  {}", settings.portal_url(&account.host)).is_err() {
                    break;
                }
                last = &account.host;
            }
            if writeln!(text, "      {:<22} {:<30} {}", account.what, account.email, account.password).is_err() {
                break;
            }
        }
        text.push_str(
            "\nSimulated: the two ISPs' devices are SNMP agents inside this process, on loopback, with made-up traffic and a\nmade-up past of 30 days; their answers to pings are made up too. Everything else is real: the collector polls them over\nUDP like any other device.\nPress Ctrl-C to stop.\n",
        );
        text
    }
}
