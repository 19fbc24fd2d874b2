//! Two processes' hubs joined by a real Redis.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use kernel::LivePayload;
use kernel::live::LiveFrame;
use server::live::{Bridge, BridgeError, Hub, Viewer};
use testkit::live_server::{event, tenant, topic};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

/// A Redis of our own on a loopback port; killed when the value is dropped.
pub struct Redis {
    address: SocketAddr,
    folder: tempfile::TempDir,
    process: Child,
}

impl Redis {
    pub async fn start() -> Self {
        let free = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = free.local_addr().expect("bound");
        drop(free);
        let folder = tempfile::tempdir().expect("a folder");
        let process = Self::spawn(address, &folder);
        let redis = Self { address, folder, process };
        redis.answers().await;
        redis
    }

    fn spawn(address: SocketAddr, folder: &tempfile::TempDir) -> Child {
        let mut command = Command::new("redis-server");
        command.args(["--bind", "127.0.0.1", "--port", &address.port().to_string(), "--save", "", "--appendonly", "no"]);
        command.arg("--dir").arg(folder.path()).stdout(Stdio::null()).spawn().expect("redis-server is installed")
    }

    async fn answers(&self) {
        while self.command("PING").await.is_none() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Sends one inline command and gives the first bytes of the answer.
    async fn command(&self, command: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.address).await.ok()?;
        stream.write_all(format!("{command}\r\n").as_bytes()).await.ok()?;
        let mut answer = [0; 200];
        let length = stream.read(&mut answer).await.ok().filter(|length| *length > 0)?;
        Some(String::from_utf8_lossy(&answer[..length]).into_owned())
    }

    pub fn stop(&mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("reaped");
    }

    async fn start_again(&mut self) {
        self.process = Self::spawn(self.address, &self.folder);
        self.answers().await;
    }

    pub fn url(&self) -> String {
        format!("redis://{}", self.address)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.stop();
    }
}

/// A process as far as the bridge can tell, with one viewer of tenant 1.
struct Process {
    hub: Hub,
    bridge: Bridge,
    viewer: Viewer,
    stop: CancellationToken,
}

impl Process {
    async fn start(url: &str) -> Self {
        let (hub, stop) = (Hub::new(), CancellationToken::new());
        let bridge = Bridge::start(&hub, url, stop.clone()).expect("an address");
        let mut viewer = hub.join(tenant(1), [1; 32]).expect("a seat");
        viewer.follow(topic(1));
        Self { hub, bridge, viewer, stop }
    }

    async fn is(&mut self, up: bool) {
        self.bridge.up.wait_for(|now| *now == up).await.expect("a bridge");
    }

    /// The figures of the next `count` events, and the last sequence number.
    async fn figures(&mut self, count: usize) -> (Vec<i64>, u64) {
        let (mut figures, mut last) = (Vec::new(), 0);
        while figures.len() < count {
            for frame in self.viewer.take().await.expect("a viewer") {
                if let LiveFrame::Event { seq, payload: LivePayload::Rate { in_bps, .. }, .. } = serde_json::from_str(&frame).expect("a frame") {
                    figures.push(in_bps);
                    last = seq;
                }
            }
        }
        (figures, last)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn subscribers(redis: &Redis, channel: &str, count: usize) {
    let wanted = format!(":{count}\r\n");
    while !redis.command(&format!("PUBSUB NUMSUB {channel}")).await.is_some_and(|answer| answer.ends_with(&wanted)) {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
}

fn channel(number: u128) -> String {
    format!("lastmile:live:{}", tenant(number))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_process_publishes_reaches_both_exactly_once() {
    let redis = Redis::start().await;
    let (mut one, mut two) = (Process::start(&redis.url()).await, Process::start(&redis.url()).await);
    subscribers(&redis, &channel(1), 2).await;
    subscribers(&redis, &channel(2), 0).await;
    one.hub.publish(event(2, 1, 666));
    for figure in 1..=20 {
        let publisher = if figure % 2 == 0 { &one.hub } else { &two.hub };
        publisher.publish(event(1, 1, figure));
        assert_eq!(one.figures(1).await.0, [figure]);
        assert_eq!(two.figures(1).await.0, [figure]);
    }
    assert_eq!((one.hub.stats().events, two.hub.stats().events), (20, 20), "nothing came twice, nothing of tenant 2");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_may_go_and_come_back() {
    let mut redis = Redis::start().await;
    let (mut one, mut two) = (Process::start(&redis.url()).await, Process::start(&redis.url()).await);
    subscribers(&redis, &channel(1), 2).await;
    one.hub.publish(event(1, 1, 1));
    assert_eq!(one.figures(1).await.0, [1]);
    let (figures, before) = two.figures(1).await;
    assert_eq!(figures, [1]);
    redis.stop();
    one.is(false).await;
    two.is(false).await;
    one.hub.publish(event(1, 1, 2));
    assert_eq!(one.figures(1).await.0, [2], "its own viewers do not notice");
    redis.start_again().await;
    one.is(true).await;
    two.is(true).await;
    subscribers(&redis, &channel(1), 2).await;
    one.hub.publish(event(1, 1, 3));
    let (figures, after) = two.figures(1).await;
    assert_eq!(figures, [3], "2 is lost to the other process");
    assert!(after > before + 1, "and its viewers can tell from the jump");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_and_forgeries_on_a_channel_are_dropped() {
    let redis = Redis::start().await;
    let mut one = Process::start(&redis.url()).await;
    subscribers(&redis, &channel(1), 1).await;
    let theirs = serde_json::to_string(&serde_json::json!({"origin": 1, "events": [event(2, 1, 5)]})).unwrap();
    for message in ["nonsense", "{}", "\\xff", &theirs.replace('"', "\\\"")] {
        assert_eq!(redis.command(&format!("PUBLISH {} \"{message}\"", channel(1))).await.as_deref(), Some(":1\r\n"), "{message}");
    }
    one.hub.publish(event(1, 1, 7));
    assert_eq!(one.figures(1).await.0, [7]);
    assert_eq!(one.hub.stats().events, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_away_from_the_start_is_waited_for() {
    let mut redis = Redis::start().await;
    redis.stop();
    let mut one = Process::start(&redis.url()).await;
    one.hub.publish(event(1, 1, 1));
    assert_eq!(one.figures(1).await.0, [1]);
    redis.start_again().await;
    one.is(true).await;
    assert!(matches!(Bridge::start(&one.hub, &redis.url(), CancellationToken::new()), Err(BridgeError::Taken)));
    assert!(matches!(Bridge::start(&Hub::new(), "http://nowhere", CancellationToken::new()), Err(BridgeError::Address(_))));
}
