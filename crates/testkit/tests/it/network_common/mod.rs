//! A small world for the network tests: two ISPs with resellers and clients, and an agent whose truth is known.
#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Ctx, DeviceId, InterfaceId, OrgId, RequestId, Role, Scope, TenantId, UserId};
use network::actions;
use network::model::{CounterKind, DeviceFacts, DeviceForm, DueDevice, InterfaceFacts, InterfaceQuery, InterfaceReading, PollData, PollOutcome};
use store::Store;
use tenancy::actions::{NewNode, create_org, create_root};
use tenancy::model::OrgKind;
use uuid::Uuid;

/// Shorter than the time between two polls of these tests.
pub const LEASE: Duration = Duration::from_secs(10);
pub const COMMUNITY: &str = "a-very-secret-community";

/// Some minutes past noon, off every whole step.
pub fn start() -> DateTime<Utc> {
    "2026-03-10T12:03:07.123456Z".parse().unwrap()
}

pub fn seconds(count: i64) -> TimeDelta {
    TimeDelta::seconds(count)
}

/// ISP "acme" with a branch-less tree, and ISP "bolt" as its neighbour.
pub struct World {
    pub store: Store,
    pub acme: TenantId,
    /// Below acme.
    pub reseller: OrgId,
    /// Below the reseller.
    pub client: OrgId,
    /// Below acme, beside the reseller.
    pub sibling: OrgId,
    pub bolt: TenantId,
    pub founder: TenantId,
    db: testkit::db::TestDb,
}

impl World {
    pub async fn new() -> Self {
        let db = testkit::db::TestDb::new().await;
        let store = db.store();
        let root = async |kind, name: &str, host: &str| {
            let ctx = system(TenantId(Uuid::now_v7()), start());
            create_root(&store, &ctx, &NewNode { kind, name, hosts: &[host], simulated: false }).await.unwrap()
        };
        let founder = root(OrgKind::Founder, "Platform", "founder.localhost").await;
        let acme = root(OrgKind::Isp, "Acme", "acme.localhost").await;
        let bolt = root(OrgKind::Isp, "Bolt", "bolt.localhost").await;
        let node = async |parent: OrgId, kind, name: &str| {
            create_org(&store, &system(acme, start()), parent, &NewNode { kind, name, hosts: &[], simulated: false }).await.unwrap()
        };
        let reseller = node(acme.root(), OrgKind::Reseller, "Riverside").await;
        let client = node(reseller, OrgKind::Client, "Cafe").await;
        let sibling = node(acme.root(), OrgKind::Client, "Bakery").await;
        actions::keep_partitions(&store, start()).await.unwrap();
        Self { store, acme, reseller, client, sibling, bolt, founder, db }
    }

    pub fn owner(&self, now: DateTime<Utc>) -> Ctx {
        member(self.acme, Scope::WholeTenant, Role::IspOwner, now)
    }

    pub fn support(&self, now: DateTime<Utc>) -> Ctx {
        member(self.acme, Scope::WholeTenant, Role::Support, now)
    }

    pub fn reseller(&self, now: DateTime<Utc>) -> Ctx {
        member(self.acme, Scope::Subtree(self.reseller), Role::Reseller, now)
    }

    pub fn client(&self, now: DateTime<Utc>) -> Ctx {
        member(self.acme, Scope::Subtree(self.client), Role::Client, now)
    }

    pub fn sibling(&self, now: DateTime<Utc>) -> Ctx {
        member(self.acme, Scope::Subtree(self.sibling), Role::Client, now)
    }

    pub fn stranger(&self, now: DateTime<Utc>) -> Ctx {
        member(self.bolt, Scope::WholeTenant, Role::IspOwner, now)
    }

    pub fn founder(&self, now: DateTime<Utc>) -> Ctx {
        member(self.founder, Scope::WholeTenant, Role::Founder, now)
    }

    pub async fn add(&self, tenant: TenantId, name: &str, now: DateTime<Utc>) -> DeviceId {
        let ctx = member(tenant, Scope::WholeTenant, Role::IspOwner, now);
        actions::add_device(&self.store, &ctx, form(name)).await.unwrap()
    }

    /// Leases the device, which must be due. An abandoned transaction may hold its row for a moment still.
    pub async fn claim(&self, device: DeviceId, now: DateTime<Utc>) -> DueDevice {
        let deadline = Instant::now() + Duration::from_secs(10);
        loop {
            let due = actions::claim_due(&self.store, now, 1_000, LEASE).await.unwrap();
            if let Some(due) = due.into_iter().find(|due| due.device_id == device) {
                return due;
            }
            assert!(Instant::now() < deadline, "the device is not due");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Claims the device and stores what `agent` says; returns the events.
    pub async fn poll(&self, device: DeviceId, agent: &Agent) -> Vec<kernel::LiveEvent> {
        let now = agent.now;
        let due = self.claim(device, now).await;
        actions::record_poll(&self.store, &system(due.tenant, now), agent.outcome(&due)).await.unwrap()
    }

    pub async fn interface(&self, device: DeviceId, name: &str) -> InterfaceId {
        let mut tx = self.store.platform("test").await.unwrap();
        let sql = "select id from interfaces where device_id = $1 and if_name = $2";
        let id: Uuid = sqlx::query_scalar(sql).bind(device.0).bind(name).fetch_one(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
        InterfaceId(id)
    }

    /// A device of acme with ports "wan" and "lan", polled once.
    pub async fn router(&self) -> (DeviceId, Agent) {
        let device = self.add(self.acme, "router", start()).await;
        let agent = Agent::new(start(), &["wan", "lan"]);
        self.poll(device, &agent).await;
        (device, agent)
    }

    /// Rolls up until every committed sample is in. Other tests' open transactions may hold the horizon back for a while.
    pub async fn roll_up(&self, now: DateTime<Utc>) {
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            actions::roll_up(&self.store, now).await.unwrap();
            let mut tx = self.store.platform("test").await.unwrap();
            let waiting = network::store::rollups::waiting_before(tx.conn(), now + TimeDelta::days(3)).await.unwrap();
            tx.commit().await.unwrap();
            if !waiting {
                return;
            }
            assert!(Instant::now() < deadline, "samples are never rolled up");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Octets in and out of one interface in one of the tables.
    pub async fn sums(&self, table: &str, interface: InterfaceId) -> (i64, i64) {
        let mut tx = self.store.platform("test").await.unwrap();
        let sql = format!("select coalesce(sum(in_octets), 0)::bigint, coalesce(sum(out_octets), 0)::bigint from {table} where interface_id = $1");
        let sums = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(interface.0).fetch_one(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
        sums
    }

    /// One number from what only tenants may read.
    pub async fn admin_number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&mut self.db.admin().await).await.unwrap()
    }

    /// One number from the database, as the platform.
    pub async fn number(&self, sql: &'static str) -> i64 {
        let mut tx = self.store.platform("test").await.unwrap();
        let number = sqlx::query_scalar(sql).fetch_one(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
        number
    }

    pub async fn interfaces(&self, ctx: &Ctx) -> Vec<InterfaceId> {
        let page = actions::list_interfaces(&self.store, ctx, InterfaceQuery::default()).await.unwrap();
        page.items.into_iter().map(|item| item.id).collect()
    }
}

pub fn system(tenant: TenantId, now: DateTime<Utc>) -> Ctx {
    Ctx::for_system(tenant, "test", now, RequestId::generate())
}

pub fn member(tenant: TenantId, scope: Scope, role: Role, now: DateTime<Utc>) -> Ctx {
    Ctx::for_member(tenant, scope, UserId::generate(), role, "Europe/Berlin".to_owned(), now, RequestId::generate())
}

pub fn form(name: &str) -> DeviceForm {
    DeviceForm {
        name: name.to_owned(),
        address: "192.0.2.1".to_owned(),
        port: "161".to_owned(),
        version: "v2c".to_owned(),
        interval_seconds: "10".to_owned(),
        community: COMMUNITY.to_owned(),
        ..DeviceForm::default()
    }
}

/// One port of an agent.
#[derive(Clone, Debug)]
pub struct Port {
    pub name: String,
    pub index: u32,
    pub octets: (u64, u64),
}

/// An agent whose truth is known.
#[derive(Clone, Debug)]
pub struct Agent {
    pub now: DateTime<Utc>,
    pub uptime_cs: u32,
    pub discontinuity: u32,
    pub kind: CounterKind,
    pub speed_bps: Option<i64>,
    pub ports: Vec<Port>,
}

impl Agent {
    pub fn new(now: DateTime<Utc>, names: &[&str]) -> Self {
        let ports = names.iter().zip(1..).map(|(name, index)| Port { name: (*name).to_owned(), index, octets: (1_000, 2_000) }).collect();
        Self { now, uptime_cs: 10_000_000, discontinuity: 0, kind: CounterKind::Hc64, speed_bps: Some(1_000_000_000), ports }
    }

    pub fn pass(&mut self, span: TimeDelta, octets: (u64, u64)) {
        self.now += span;
        self.uptime_cs = self.uptime_cs.wrapping_add(u32::try_from(span.num_milliseconds() / 10).unwrap());
        for port in &mut self.ports {
            port.octets = (port.octets.0 + octets.0, port.octets.1 + octets.1);
        }
    }

    pub fn reboot(&mut self) {
        self.uptime_cs = 100;
        for port in &mut self.ports {
            port.octets = (0, 0);
        }
    }

    pub fn facts(&self) -> DeviceFacts {
        let interfaces = self.ports.iter().map(|port| InterfaceFacts {
            name: port.name.clone(),
            index: port.index,
            alias: format!("to {}", port.name),
            if_type: 6,
            mac: Some("02:00:00:00:00:01".to_owned()),
            speed_bps: self.speed_bps,
            kind: self.kind,
            up: true,
        });
        DeviceFacts { sys_name: Some("agent".to_owned()), sys_descr: Some("test agent".to_owned()), interfaces: interfaces.collect() }
    }

    pub fn readings(&self) -> Vec<InterfaceReading> {
        let reading = |port: &Port| InterfaceReading {
            name: port.name.clone(),
            index: port.index,
            kind: self.kind,
            in_octets: port.octets.0,
            out_octets: port.octets.1,
            up: true,
            discontinuity: self.discontinuity,
            uptime_cs: self.uptime_cs,
            at_us: self.now.timestamp_micros(),
        };
        self.ports.iter().map(reading).collect()
    }

    pub fn outcome(&self, due: &DueDevice) -> PollOutcome {
        let facts = due.discover.then(|| self.facts());
        PollOutcome {
            device_id: due.device_id,
            fence: due.fence,
            started: self.now,
            duration_ms: 12,
            interval_seconds: due.interval_seconds,
            max_repetitions: due.max_repetitions,
            result: Ok(PollData { facts, readings: self.readings() }),
        }
    }
}

/// Runs `future` until it has waited `waits` times, then drops it: a process killed at that point.
pub async fn abandon_after<F: Future>(waits: u32, future: F) -> Option<F::Output> {
    let mut future = Box::pin(future);
    let mut left = waits;
    std::future::poll_fn(|cx| match future.as_mut().poll(cx) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending if left == 0 => std::task::Poll::Ready(None),
        std::task::Poll::Pending => {
            left -= 1;
            std::task::Poll::Pending
        }
    })
    .await
}
