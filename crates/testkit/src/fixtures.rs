//! A small world with known ids: the founder and two ISPs that mirror each other, so that a test can ask of one what
//! belongs to the other.

use chrono::{DateTime, Utc};
use kernel::{Ctx, DeviceId, InterfaceId, OrgId, RequestId, Role, Scope, TenantId, UserId};
use sqlx::PgConnection;
use store::{Place, Store};
use uuid::Uuid;

use crate::db::TestDb;

/// Everything that [`seed`] made.
#[derive(Clone, Debug)]
pub struct World {
    /// The founder's own tenant, at `founder.localhost`.
    pub founder: TenantId,
    /// The founder's person, `founder@founder.example`.
    pub founder_user: UserId,
    /// The first ISP, at `acme.localhost`.
    pub acme: Isp,
    /// The second, at `zenith.localhost`.
    pub zenith: Isp,
}

/// One ISP: a branch, a reseller below it, two clients below the reseller.
#[derive(Clone, Debug)]
pub struct Isp {
    /// `acme` or `zenith`.
    pub name: &'static str,
    /// Its portal's host.
    pub host: String,
    /// The isolation root, also the ISP's own node.
    pub tenant: TenantId,
    /// A branch below the ISP.
    pub branch: OrgId,
    /// A reseller below the branch.
    pub reseller: OrgId,
    /// Two clients below the reseller: siblings that must not see each other.
    pub clients: [OrgId; 2],
    /// `owner@<name>.example`.
    pub owner: UserId,
    /// `engineer@<name>.example`.
    pub engineer: UserId,
    /// `support@<name>.example`.
    pub support: UserId,
    /// `reseller@<name>.example`.
    pub reseller_user: UserId,
    /// `client1@<name>.example` and `client2@<name>.example`.
    pub client_users: [UserId; 2],
    /// `core-1`, SNMP v2c at 127.0.0.1:1161, community `public`, due now.
    pub device: DeviceId,
    /// `uplink`, assigned to the ISP itself.
    pub isp_interface: InterfaceId,
    /// `reseller`, assigned to the reseller.
    pub reseller_interface: InterfaceId,
    /// `client`, assigned to the first client.
    pub client_interface: InterfaceId,
}

impl Isp {
    fn planned(name: &'static str, number: u128) -> Self {
        let id = |n: u128| Uuid::from_u128((number << 112) | (0x7_u128 << 76) | (0x8_u128 << 60) | n);
        Self {
            name,
            host: format!("{name}.localhost"),
            tenant: TenantId(id(1)),
            branch: OrgId(id(2)),
            reseller: OrgId(id(3)),
            clients: [OrgId(id(4)), OrgId(id(5))],
            owner: UserId(id(0x11)),
            engineer: UserId(id(0x12)),
            support: UserId(id(0x13)),
            reseller_user: UserId(id(0x14)),
            client_users: [UserId(id(0x15)), UserId(id(0x16))],
            device: DeviceId(id(0x21)),
            isp_interface: InterfaceId(id(0x31)),
            reseller_interface: InterfaceId(id(0x32)),
            client_interface: InterfaceId(id(0x33)),
        }
    }

    /// Every person: address, id, node, role.
    #[must_use]
    pub fn people(&self) -> [(String, UserId, OrgId, Role); 6] {
        let root = self.tenant.root();
        let address = |who: &str| format!("{who}@{}.example", self.name);
        [
            (address("owner"), self.owner, root, Role::IspOwner),
            (address("engineer"), self.engineer, root, Role::Engineer),
            (address("support"), self.support, root, Role::Support),
            (address("reseller"), self.reseller_user, self.reseller, Role::Reseller),
            (address("client1"), self.client_users[0], self.clients[0], Role::Client),
            (address("client2"), self.client_users[1], self.clients[1], Role::Client),
        ]
    }

    /// The ISP's engineer, who may do everything about its network.
    #[must_use]
    pub fn as_engineer(&self, now: DateTime<Utc>) -> Ctx {
        member(self.tenant, Scope::WholeTenant, self.engineer, Role::Engineer, now)
    }

    /// The reseller's person.
    #[must_use]
    pub fn as_reseller(&self, now: DateTime<Utc>) -> Ctx {
        member(self.tenant, Scope::Subtree(self.reseller), self.reseller_user, Role::Reseller, now)
    }

    /// The first (0) or second (1) client.
    #[must_use]
    pub fn as_client(&self, which: usize, now: DateTime<Utc>) -> Ctx {
        member(self.tenant, Scope::Subtree(self.clients[which]), self.client_users[which], Role::Client, now)
    }

    /// A job of the product itself.
    #[must_use]
    pub fn as_system(&self, now: DateTime<Utc>) -> Ctx {
        Ctx::for_system(self.tenant, "test", now, RequestId::generate())
    }
}

fn member(tenant: TenantId, scope: Scope, user: UserId, role: Role, now: DateTime<Utc>) -> Ctx {
    Ctx::for_member(tenant, scope, user, role, "UTC".to_owned(), now, RequestId::generate())
}

/// Makes the world. Nobody has a password; a test that signs in sets one.
pub async fn seed(db: &TestDb, now: DateTime<Utc>) -> World {
    let founder = Isp::planned("founder", 0xf);
    let world = World { founder: founder.tenant, founder_user: founder.owner, acme: Isp::planned("acme", 0xa), zenith: Isp::planned("zenith", 0xb) };
    let mut admin = db.admin().await;
    org(&mut admin, world.founder, world.founder.root(), None, "founder", "Founder", &[], now).await;
    host(&mut admin, world.founder, "founder.localhost", world.founder.root(), now).await;
    person(&mut admin, world.founder, ("founder@founder.example".to_owned(), world.founder_user, world.founder.root(), Role::Founder), now).await;
    for isp in [&world.acme, &world.zenith] {
        tree(&mut admin, isp, now).await;
        network(&mut admin, isp, now).await;
        seal_credential(&db.store(), isp, now).await;
    }
    world
}

async fn tree(admin: &mut PgConnection, isp: &Isp, now: DateTime<Utc>) {
    let (tenant, root) = (isp.tenant, isp.tenant.root());
    org(admin, tenant, root, None, "isp", isp.name, &[], now).await;
    org(admin, tenant, isp.branch, Some(root), "branch", "Branch", &[root], now).await;
    org(admin, tenant, isp.reseller, Some(isp.branch), "reseller", "Reseller", &[root, isp.branch], now).await;
    for (client, name) in isp.clients.into_iter().zip(["Client 1", "Client 2"]) {
        org(admin, tenant, client, Some(isp.reseller), "client", name, &[root, isp.branch, isp.reseller], now).await;
    }
    host(admin, tenant, &isp.host, root, now).await;
    for someone in isp.people() {
        person(admin, tenant, someone, now).await;
    }
}

#[expect(clippy::too_many_arguments, reason = "one column each")]
async fn org(admin: &mut PgConnection, tenant: TenantId, id: OrgId, parent: Option<OrgId>, kind: &str, name: &str, above: &[OrgId], now: DateTime<Utc>) {
    let path: Vec<Uuid> = above.iter().chain([&id]).map(|org| org.0).collect();
    sqlx::query("insert into orgs (tenant_id, id, parent_id, kind, name, path, created_at) values ($1, $2, $3, $4, $5, $6, $7)")
        .bind(tenant.0)
        .bind(id.0)
        .bind(parent.map(|org| org.0))
        .bind(kind)
        .bind(name)
        .bind(path)
        .bind(now)
        .execute(admin)
        .await
        .unwrap();
}

async fn host(admin: &mut PgConnection, tenant: TenantId, host: &str, org: OrgId, now: DateTime<Utc>) {
    sqlx::query("insert into host_claims (tenant_id, host, claimed_at) values ($1, $2, $3)")
        .bind(tenant.0)
        .bind(host)
        .bind(now)
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("insert into hosts (tenant_id, host, org_id, created_at) values ($1, $2, $3, $4)")
        .bind(tenant.0)
        .bind(host)
        .bind(org.0)
        .bind(now)
        .execute(admin)
        .await
        .unwrap();
}

async fn person(admin: &mut PgConnection, tenant: TenantId, (email, id, org, role): (String, UserId, OrgId, Role), now: DateTime<Utc>) {
    sqlx::query("insert into users (tenant_id, id, org_id, email, name, created_at) values ($1, $2, $3, $4, $5, $6)")
        .bind(tenant.0)
        .bind(id.0)
        .bind(org.0)
        .bind(&email)
        .bind(email.split('@').next())
        .bind(now)
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("insert into memberships (tenant_id, user_id, org_id, role, created_at) values ($1, $2, $3, $4, $5)")
        .bind(tenant.0)
        .bind(id.0)
        .bind(org.0)
        .bind(role.as_str())
        .bind(now)
        .execute(admin)
        .await
        .unwrap();
}

async fn network(admin: &mut PgConnection, isp: &Isp, now: DateTime<Utc>) {
    let root = isp.tenant.root();
    sqlx::query(
        "insert into devices (tenant_id, id, org_id, name, address, port, snmp_version, credential, interval_seconds, created_at, updated_at)
         values ($1, $2, $3, 'core-1', '127.0.0.1', 1161, 'v2c', '', 10, $4, $4)",
    )
    .bind(isp.tenant.0)
    .bind(isp.device.0)
    .bind(root.0)
    .bind(now)
    .execute(&mut *admin)
    .await
    .unwrap();
    sqlx::query("insert into device_polls (tenant_id, device_id, org_id, next_at, discover_at, state_since) values ($1, $2, $3, $4, $4, $4)")
        .bind(isp.tenant.0)
        .bind(isp.device.0)
        .bind(root.0)
        .bind(now)
        .execute(&mut *admin)
        .await
        .unwrap();
    sqlx::query("insert into device_pings (tenant_id, device_id, org_id, state_since) values ($1, $2, $3, $4)")
        .bind(isp.tenant.0)
        .bind(isp.device.0)
        .bind(root.0)
        .bind(now)
        .execute(&mut *admin)
        .await
        .unwrap();
    let interfaces =
        [(isp.isp_interface, root, "uplink"), (isp.reseller_interface, isp.reseller, "reseller"), (isp.client_interface, isp.clients[0], "client")];
    for (index, (id, org, name)) in (1_i64..).zip(interfaces) {
        sqlx::query(
            "insert into interfaces (tenant_id, id, org_id, device_id, if_name, if_index, speed_bps, oper_up, counter_kind, created_at)
             values ($1, $2, $3, $4, $5, $6, 1000000000, true, 'hc64', $7)",
        )
        .bind(isp.tenant.0)
        .bind(id.0)
        .bind(org.0)
        .bind(isp.device.0)
        .bind(name)
        .bind(index)
        .bind(now)
        .execute(&mut *admin)
        .await
        .unwrap();
    }
}

/// Through the product's own door: only there are the tenant's keys.
async fn seal_credential(store: &Store, isp: &Isp, now: DateTime<Utc>) {
    let place = Place { table: "devices", column: "credential", row: isp.device.0 };
    let credential = serde_json::json!({ "kind": "community", "community": "public" }).to_string();
    let mut tx = store.tenant(&isp.as_system(now)).await.unwrap();
    let sealed = store.secrets().seal(&mut tx, place, credential.as_bytes()).await.unwrap();
    sqlx::query("update devices set credential = $3 where tenant_id = $1 and id = $2")
        .bind(isp.tenant.0)
        .bind(isp.device.0)
        .bind(sealed)
        .execute(tx.conn())
        .await
        .unwrap();
    tx.commit().await.unwrap();
}
