//! `bench_live`: 10,000 viewers of `/ws/live` on one core, beside Redis publish/subscribe under the same load.
//!
//! The server under test has core 0 to itself, all subscribers share core 1. Each system is offered rising rates; the
//! highest it serves whole with p99 below 200 ms is then held for 25 s; if it misses even the lowest, that one is held and
//! reported as missed. The last line is one JSON object.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, ensure};
use kernel::live::LiveFrame;
use kernel::{LiveEvent, LivePayload};
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use rustix::thread::{CpuSet, sched_setaffinity};
use serde_json::json;
use server::live::LiveLimits;
use testkit::live_load::{Load, Pace, Speech};
use testkit::live_server::{LiveServer, VIEWER, tenant, topic};
use tokio::io::AsyncBufReadExt;

const VIEWERS: usize = 10_000;
const TOPICS: usize = 100;
const FOLLOWED: usize = 10;
/// Each event reaches this many viewers.
const FAN_OUT: u64 = (VIEWERS * FOLLOWED / TOPICS) as u64;
const RATES: [u64; 11] = [25_000, 50_000, 75_000, 100_000, 125_000, 150_000, 200_000, 250_000, 300_000, 350_000, 400_000];
const SETTLE: Duration = Duration::from_secs(2);
const TRY: Duration = Duration::from_secs(6);
const HOLD: Duration = Duration::from_secs(25);
const WORST_P99_MS: f64 = 200.0;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => serve(),
        _ => compare(),
    }
}

/// What number `n` follows: each topic has equally many viewers, and no two neighbours follow the same ten.
fn followed(viewer: usize) -> impl Iterator<Item = u128> {
    (0..FOLLOWED).map(move |nth| ((viewer + nth * 7) % TOPICS) as u128)
}

fn event(number: u64, due_us: u64) -> LiveEvent {
    let at = number.cast_signed();
    let payload = LivePayload::Rate { from_ms: at, at_ms: at + 1, in_bps: due_us.cast_signed(), out_bps: 123_456_789, up: true };
    LiveEvent { tenant: tenant(1), topic: topic(u128::from(number) % TOPICS as u128), payload }
}

// The server under test: the product's hub and route, on one thread.

#[tokio::main(flavor = "current_thread")]
async fn serve() -> anyhow::Result<()> {
    pin(0)?;
    raise_file_limit();
    let server = LiveServer::start(LiveLimits::default()).await;
    (0..TOPICS).for_each(|number| server.access.allow(1, number as u128));
    println!("{}", server.address);
    let mut orders = tokio::io::BufReader::new(tokio::io::stdin()).lines();
    let mut pace = None;
    let mut tick = tokio::time::interval(Duration::from_millis(1));
    loop {
        tokio::select! {
            _ = tick.tick() => {
                for (number, due) in pace.as_mut().map(Pace::due).unwrap_or_default() {
                    server.hub.publish(event(number, due));
                }
            }
            order = orders.next_line() => match order?.as_deref().map(|order| order.split_once(' ')) {
                Some(Some(("rate", rate))) => pace = Some(Pace::new(rate.parse()?)),
                Some(_) => {
                    let published = pace.take().map_or(0, |pace| pace.done);
                    println!("{published} {}", server.hub.stats().dropped);
                }
                None => return Ok(()),
            },
        }
    }
}

// The two systems, alike from outside.

trait System {
    /// Publishes this many events a second from now on.
    fn start(&mut self, per_second: u64) -> anyhow::Result<()>;
    /// Called all the time.
    fn between(&mut self) -> io::Result<()>;
    /// Stops publishing; says how many events were published since `start`.
    fn stop(&mut self) -> anyhow::Result<u64>;
    fn process(&self) -> u32;
}

struct Ours {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    address: SocketAddr,
}

impl Ours {
    fn start() -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?).arg("serve").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = child.stdin.take().context("its input")?;
        let mut answers = BufReader::new(child.stdout.take().context("its output")?);
        let mut address = String::new();
        answers.read_line(&mut address)?;
        Ok(Self { child, orders, answers, address: address.trim().parse()? })
    }

    fn connect(&self) -> anyhow::Result<Load> {
        let address = self.address;
        let hello = |number: usize| {
            Some(format!(
                "GET /ws/live HTTP/1.1\r\nhost: {address}\r\norigin: http://{address}\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
                 sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n{VIEWER}: 1/{}\r\n\r\n",
                number / 20
            ))
        };
        let subscribe = |number: usize| {
            let topics: Vec<String> = followed(number).map(|number| topic(number).to_string()).collect();
            let text = json!({"op": "subscribe", "topics": topics}).to_string();
            let mut frame = vec![0x81, 0x80 | 126];
            frame.extend_from_slice(&u16::try_from(text.len()).expect("a short request").to_be_bytes());
            frame.extend_from_slice(&[0; 4]);
            frame.extend_from_slice(text.as_bytes());
            frame
        };
        Ok(Load::connect(Speech::WebSocket, address, VIEWERS, hello, subscribe, FOLLOWED)?)
    }
}

impl System for Ours {
    fn start(&mut self, per_second: u64) -> anyhow::Result<()> {
        Ok(writeln!(self.orders, "rate {per_second}")?)
    }

    fn between(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn stop(&mut self) -> anyhow::Result<u64> {
        writeln!(self.orders, "stop")?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let (published, dropped) = answer.trim().split_once(' ').context("two figures")?;
        ensure!(dropped == "0", "{dropped} viewers were dropped");
        Ok(published.parse()?)
    }

    fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Ours {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

struct Redis {
    child: Child,
    address: SocketAddr,
    publisher: Option<TcpStream>,
    pace: Option<Pace>,
}

impl Redis {
    fn start() -> anyhow::Result<Self> {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new("taskset");
        command.args(["-c", "0", "redis-server", "--bind", "127.0.0.1", "--port", &address.port().to_string()]);
        command.args(["--save", "", "--appendonly", "no", "--maxclients", "10100", "--dir", "/tmp"]);
        let child = command.stdout(Stdio::null()).spawn().context("redis-server and taskset must be installed")?;
        let mut redis = Self { child, address, publisher: None, pace: None };
        for _ in 0..200 {
            match TcpStream::connect(address) {
                Ok(stream) => {
                    stream.set_nodelay(true)?;
                    redis.publisher = Some(stream);
                    return Ok(redis);
                }
                Err(_refused) => std::thread::sleep(Duration::from_millis(50)),
            }
        }
        anyhow::bail!("redis-server did not start")
    }

    fn connect(&self) -> anyhow::Result<Load> {
        let subscribe = |number: usize| {
            let topics: Vec<String> = followed(number).map(|number| topic(number).to_string()).collect();
            format!("SUBSCRIBE {}\r\n", topics.join(" ")).into_bytes()
        };
        Ok(Load::connect(Speech::Redis, self.address, VIEWERS, |_number| None, subscribe, FOLLOWED)?)
    }
}

impl System for Redis {
    fn start(&mut self, per_second: u64) -> anyhow::Result<()> {
        self.pace = Some(Pace::new(per_second));
        Ok(())
    }

    fn between(&mut self) -> io::Result<()> {
        let Some(publisher) = &mut self.publisher else { return Ok(()) };
        let due = self.pace.as_mut().map(Pace::due).unwrap_or_default();
        if !due.is_empty() {
            let mut commands = String::new();
            for (number, due) in due {
                let LiveEvent { topic, payload, .. } = event(number, due);
                let text = serde_json::to_string(&LiveFrame::Event { topic, seq: number / TOPICS as u64 + 1, payload }).expect("JSON");
                let name = topic.to_string();
                commands += &format!("*3\r\n$7\r\nPUBLISH\r\n${}\r\n{name}\r\n${}\r\n{text}\r\n", name.len(), text.len());
            }
            publisher.set_nonblocking(false)?;
            publisher.write_all(commands.as_bytes())?;
        }
        publisher.set_nonblocking(true)?;
        match publisher.read(&mut [0; 4096]) {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => Err(error),
            _ => Ok(()),
        }
    }

    fn stop(&mut self) -> anyhow::Result<u64> {
        Ok(self.pace.take().map_or(0, |pace| pace.done))
    }

    fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

fn end(child: &mut Child) {
    if let Err(error) = child.kill().and_then(|()| child.wait()) {
        eprintln!("a process did not end: {error}");
    }
}

// Measuring.

struct Figures {
    offered: u64,
    per_second: f64,
    p50_ms: f64,
    p99_ms: f64,
    cpu_share: f64,
    whole: bool,
}

impl Figures {
    fn passes(&self) -> bool {
        self.whole && self.p99_ms < WORST_P99_MS
    }
}

/// Offers `rate` messages a second and measures for `time` after settling.
fn measure(name: &str, system: &mut impl System, load: &mut Load, rate: u64, time: Duration) -> anyhow::Result<Figures> {
    load.reset();
    system.start(rate / FAN_OUT)?;
    load.run(SETTLE, || system.between())?;
    let before = (load.tally.messages, cpu_seconds(system.process())?);
    load.reset();
    load.run(time, || system.between())?;
    let cpu = cpu_seconds(system.process())? - before.1;
    let (received, p50_ms, p99_ms) = (load.tally.messages, load.tally.quantile_ms(0.5), load.tally.quantile_ms(0.99));
    let expected = system.stop()? * FAN_OUT;
    // Whole: everything published has come, in the end, and the measured time saw its share of it.
    load.run(Duration::from_millis(1500), || system.between())?;
    let total = before.0 + load.tally.messages;
    let share = received as f64 / (rate as f64 * time.as_secs_f64());
    let figures = Figures {
        offered: rate,
        per_second: received as f64 / time.as_secs_f64(),
        p50_ms,
        p99_ms,
        cpu_share: cpu / time.as_secs_f64(),
        whole: total == expected && load.tally.closed == 0 && share > 0.99,
    };
    eprintln!(
        "{name}: offered {rate}/s, received {:.0}/s ({total} of {expected}), p50 {p50_ms:.1} ms, p99 {p99_ms:.1} ms, {:.2} cores",
        figures.per_second, figures.cpu_share
    );
    Ok(figures)
}

/// Raises the rate until it is too much, then holds the highest that was served.
fn climb(name: &str, system: &mut impl System, load: &mut Load) -> anyhow::Result<Figures> {
    let mut step = 0;
    for (next, &rate) in RATES.iter().enumerate() {
        if !measure(name, system, load, rate, TRY)?.passes() {
            break;
        }
        step = next;
    }
    loop {
        let figures = measure(name, system, load, RATES[step], HOLD)?;
        if figures.passes() || step == 0 {
            return Ok(figures);
        }
        step -= 1;
    }
}

fn compare() -> anyhow::Result<()> {
    pin(1)?;
    raise_file_limit();
    let ours = {
        let mut system = Ours::start()?;
        let mut load = system.connect()?;
        climb("lastmile", &mut system, &mut load)?
    };
    let peer = {
        let mut system = Redis::start()?;
        let mut load = system.connect()?;
        climb("redis", &mut system, &mut load)?
    };
    let describe = |figures: &Figures| {
        json!({
            "offered_per_s": figures.offered, "delivered_per_s": figures.per_second.round(), "p50_ms": figures.p50_ms, "p99_ms": figures.p99_ms,
            "server_cores": (figures.cpu_share * 100.0).round() / 100.0,
            "per_cpu_second": (figures.per_second / figures.cpu_share).round(), "all_delivered": figures.whole, "within_bounds": figures.passes(),
        })
    };
    let report = json!({
        "name": "live",
        "ours": ours.per_second.round(),
        "peer": peer.per_second.round(),
        "ratio": (ours.per_second / peer.per_second * 100.0).round() / 100.0,
        "unit": "frames/s delivered, all of them, p99 below 200 ms",
        "conditions": {
            "viewers": VIEWERS, "topics": TOPICS, "topics_per_viewer": FOLLOWED, "p50_ms": ours.p50_ms, "p99_ms": ours.p99_ms,
            "held_s": HOLD.as_secs(), "ours": describe(&ours), "peer": describe(&peer),
            "peer_is": "redis-server PUBLISH/SUBSCRIBE, raw TCP without WebSocket framing, sign-in, sequence numbers or heartbeats; publisher on the subscribers' core",
            "ours_is": "the product's hub and /ws/live route on a single-threaded tokio runtime; publisher inside the server",
            "load": "events spread evenly over time and topics, each to 1,000 viewers; latency from the moment an event was due to its receipt",
            "cpu": "server on core 0, all 10,000 subscribers on core 1, loopback", "cpu_model": cpu_model(), "load_average": load_average(),
        },
    });
    println!("{report}");
    Ok(())
}

fn pin(core: usize) -> io::Result<()> {
    let mut set = CpuSet::new();
    set.set(core);
    Ok(sched_setaffinity(None, &set)?)
}

fn raise_file_limit() {
    let most = getrlimit(Resource::Nofile).maximum;
    if let Err(error) = setrlimit(Resource::Nofile, Rlimit { current: most, maximum: most }) {
        eprintln!("the limit of open files stays as it is: {error}");
    }
}

/// User and system time of a process so far (proc(5), `stat` fields 14 and 15, in hundredths of a second).
fn cpu_seconds(process: u32) -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = stat.rsplit_once(')').context("proc stat")?.1.split_whitespace().collect();
    let ticks = |nth: usize| fields.get(nth).and_then(|ticks| ticks.parse::<f64>().ok()).context("proc stat");
    Ok((ticks(11)? + ticks(12)?) / 100.0)
}

fn cpu_model() -> String {
    let info = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).and_then(|line| line.split_once(": "));
    model.map_or("unknown", |(_name, model)| model).to_owned()
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
