//! The real program, killed while it polls: no octet may be lost or counted twice, whatever dies when.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use kernel::{Clock, Ctx, RequestId, Role, Scope, TenantId, UserId};
use network::model::{DeviceForm, SnmpVersion};
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{Connection, PgConnection};
use store::{ClusterOptions, Database, DatabaseConfig, PrivateCluster};
use tenancy::actions::{NewNode, create_root};
use tenancy::model::OrgKind;
use testkit::agent::{Port, ScriptedAgent, community};
use testkit::cluster::folder;
use uuid::Uuid;

const COMMUNITY: &str = "a-very-secret-community";
const DEVICES: usize = 12;
/// What the counters read before the first poll.
const FIRST: u64 = 5_000_000;
const PATIENCE: Duration = Duration::from_secs(90);

/// The program, as an operator starts it.
struct Server(Child);

impl Server {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_lastmile"))
            .arg("serve")
            .env_remove("DATABASE_URL")
            .env_remove("REDIS_URL")
            .env("LASTMILE_DATA_DIR", data)
            .env("LASTMILE_HTTP_LISTEN", "127.0.0.1:0")
            .env("LASTMILE_HTTP_SITE_DIR", data.join("site"))
            .env("LASTMILE_LOG", "warn")
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains("listens on"), "the server did not start: {line:?}");
        Self(child)
    }

    /// SIGKILL: nothing is flushed, no destructor runs.
    fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.0.kill().is_ok() {
            self.0.wait().unwrap();
        }
    }
}

fn cluster_options(data: &Path) -> ClusterOptions {
    ClusterOptions { data_dir: data.to_owned(), os_user: "postgres".to_owned(), bin_dir: None, durable: true }
}

/// Line `number` of the private cluster's pid file: 0 is the postmaster's process id, 4 the folder of its socket.
fn postmaster(data: &Path, number: usize) -> Option<String> {
    let text = std::fs::read_to_string(data.join("postgres/pg/postmaster.pid")).ok()?;
    text.lines().nth(number).map(str::to_owned)
}

fn kill_postgres(data: &Path) {
    let pid = postmaster(data, 0).unwrap();
    assert!(Command::new("kill").args(["-9", &pid]).status().unwrap().success());
}

/// Makes an ISP with devices at `agents`, before the server's first start.
async fn seed(data: &Path, agents: &[ScriptedAgent]) {
    let clock = Clock::system();
    let (store, cluster) = Database::open(DatabaseConfig::private(data), clock.clone()).await.unwrap();
    let tenant = TenantId(Uuid::now_v7());
    let system = Ctx::for_system(tenant, "test", clock.now(), RequestId::generate());
    create_root(&store, &system, &NewNode { kind: OrgKind::Isp, name: "Acme", hosts: &["acme.localhost"], simulated: false }).await.unwrap();
    let owner = Ctx::for_member(tenant, Scope::WholeTenant, UserId(Uuid::now_v7()), Role::IspOwner, "UTC".to_owned(), clock.now(), RequestId::generate());
    for (number, agent) in agents.iter().enumerate() {
        let form = DeviceForm {
            name: format!("router {number}"),
            address: "127.0.0.1".to_owned(),
            port: agent.address().port().to_string(),
            version: SnmpVersion::V2c.as_str().to_owned(),
            community: COMMUNITY.to_owned(),
            interval_seconds: "10".to_owned(),
            ..DeviceForm::default()
        };
        network::actions::add_device(&store, &owner, form).await.unwrap();
    }
    store.close().await;
    cluster.unwrap().stop().await.unwrap();
}

/// A superuser's eyes, which survive neither Postgres' death nor its absence.
struct Eyes {
    data: std::path::PathBuf,
    connection: Option<PgConnection>,
}

impl Eyes {
    async fn connection(&mut self) -> Option<&mut PgConnection> {
        if self.connection.is_none() {
            let socket = postmaster(&self.data, 4)?;
            let options = PgConnectOptions::new_without_pgpass().socket(socket).username("postgres").database("lastmile").ssl_mode(PgSslMode::Disable);
            self.connection = PgConnection::connect_with(&options).await.ok();
        }
        self.connection.as_mut()
    }

    async fn try_rows(&mut self, sql: &'static str) -> Option<Vec<Row>> {
        let rows = sqlx::query_as(sql).fetch_all(self.connection().await?).await;
        if rows.is_err() {
            self.connection = None;
        }
        rows.ok()
    }

    /// Asks until Postgres answers.
    async fn rows(&mut self, sql: &'static str) -> Vec<Row> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(rows) = self.try_rows(sql).await {
                return rows;
            }
            assert!(Instant::now() < deadline, "Postgres does not come back");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn number(&mut self, sql: &'static str) -> i64 {
        self.rows(sql).await[0].2
    }
}

/// Which interface, since when (as text, all digits), and a figure.
type Row = (Uuid, String, i64);

const SAMPLES: &str = "select interface_id, started_at::text || ' ' || ended_at::text || ' ' || out_octets, in_octets from samples order by 1, 2";
/// Interfaces polled at least twice, so that all of them have a sample.
const MEASURED: &str = "select gen_random_uuid(), '', count(distinct interface_id) from samples";

/// Makes every device due at once; leases of the dead end early, so that the test need not wait for them.
const PRESS: &str =
    "update device_polls set next_at = now(), lease_until = case when lease_until < now() + interval '119 seconds' then null else lease_until end
     where next_at > now() or lease_until is not null returning device_id, '', 0::bigint";

async fn until_new_samples(eyes: &mut Eyes, beyond: usize) -> Vec<Row> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        eyes.rows(PRESS).await;
        let rows = eyes.rows(SAMPLES).await;
        if rows.len() >= beyond {
            return rows;
        }
        assert!(Instant::now() < deadline, "polling does not go on: {} samples, {beyond} awaited", rows.len());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_doubled_when_the_server_and_postgres_are_killed_while_polling() {
    let data = folder();
    let port = |octets| Port { received: octets, sent: octets / 2, ..Port::new(1, "wan") };
    let mut agents = Vec::new();
    for _ in 0..DEVICES {
        agents.push(ScriptedAgent::start(SnmpVersion::V2c, community(COMMUNITY), &[port(FIRST)]).await);
    }
    seed(data.path(), &agents).await;
    // Nobody looks at pages here, but the server wants their files.
    std::fs::create_dir_all(data.path().join("site/pkg/none")).unwrap();
    std::fs::write(data.path().join("site/pkg/current"), "none").unwrap();
    let agents = Arc::new(agents);
    let octets = Arc::new(AtomicU64::new(FIRST));
    let stop = Arc::new(AtomicBool::new(false));

    let mut server = Server::start(data.path());
    let mut eyes = Eyes { data: data.path().to_owned(), connection: None };
    // Counters stand still until every first reading is a baseline: what comes after is what must be found.
    while eyes.number("select gen_random_uuid(), '', count(*) from interface_counters").await < i64::try_from(DEVICES).unwrap() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let traffic = tokio::spawn({
        let (agents, octets, stop) = (Arc::clone(&agents), Arc::clone(&octets), Arc::clone(&stop));
        async move {
            while !stop.load(Ordering::SeqCst) {
                let now = octets.fetch_add(10_007, Ordering::SeqCst) + 10_007;
                agents.iter().for_each(|agent| agent.set(&[port(now)]));
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    });
    while eyes.number(MEASURED).await < i64::try_from(DEVICES).unwrap() {
        eyes.rows(PRESS).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }

    let mut acknowledged = Vec::new();
    for round in 0..8_u64 {
        acknowledged = until_new_samples(&mut eyes, acknowledged.len() + 2 * DEVICES).await;
        eyes.rows(PRESS).await;
        // The collector looks twice a second: somewhere within the next polls.
        tokio::time::sleep(Duration::from_millis(60 * round + 40)).await;
        if round % 4 != 3 {
            server.kill();
        } else {
            // Postgres dies under the running server, which starts it again.
            kill_postgres(data.path());
            acknowledged_are_there(&mut eyes, &acknowledged).await;
            continue;
        }
        if round % 4 == 2 {
            // Both die, the server first.
            kill_postgres(data.path());
        }
        server = Server::start(data.path());
        acknowledged_are_there(&mut eyes, &acknowledged).await;
    }

    stop.store(true, Ordering::SeqCst);
    traffic.await.unwrap();
    let total = octets.load(Ordering::SeqCst);
    let deadline = Instant::now() + PATIENCE;
    let last = i64::try_from(total).unwrap();
    loop {
        eyes.rows(PRESS).await;
        let readings = eyes.rows("select interface_id, '', in_octets from interface_counters order by 1").await;
        assert_eq!(readings.len(), DEVICES);
        if readings.iter().all(|(_, _, octets)| *octets == last) {
            break;
        }
        assert!(Instant::now() < deadline, "the last reading is not taken");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let moved = last - i64::try_from(FIRST).unwrap();
    for (interface, _, sum) in eyes.rows("select interface_id, '', sum(in_octets)::bigint from samples group by 1").await {
        assert_eq!(sum, moved, "octets in of {interface}");
    }
    for (interface, _, sum) in eyes.rows("select interface_id, '', sum(out_octets)::bigint from samples group by 1").await {
        assert_eq!(sum, last / 2 - i64::try_from(FIRST / 2).unwrap(), "octets out of {interface}");
    }
    let torn = "select interface_id, started_at::text, 1::bigint from (select *, lead(started_at) over (partition by interface_id order by started_at) as next from samples) s where next <> ended_at";
    assert_eq!(eyes.rows(torn).await, [], "the measured time is whole, and nothing is measured twice");
    assert_eq!(eyes.rows("select interface_id, reason, 1::bigint from gaps").await, []);
    server.kill();
    // The next start finds Postgres running, adopts it and ends it in order.
    PrivateCluster::start(cluster_options(data.path())).await.unwrap().stop().await.unwrap();
}

/// What was once seen committed stays, to the octet.
async fn acknowledged_are_there(eyes: &mut Eyes, acknowledged: &[Row]) {
    let now = eyes.rows(SAMPLES).await;
    for row in acknowledged {
        assert!(now.contains(row), "an acknowledged sample changed or went: {row:?}");
    }
}
