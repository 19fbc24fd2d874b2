//! `bench_login`: 200 clients that sign in as fast as they are answered, while another fetches pages of the same server.
//!
//! The server under test is the product with its database, in a process of its own. Its pages are measured quiet, under
//! the flood with every limit lifted (so that only the bounded queue of the hashing threads stands in the way), under the
//! same flood from one origin with the limits as they come, and beside a naive peer: as many hashes at once as are asked
//! for, on the runtime's blocking threads. The last line is one JSON object.

use std::io::{BufRead, BufReader, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use argon2::Argon2;
use argon2::password_hash::PasswordHasher;
use reqwest::Client;
use serde::{Deserialize, Serialize};
use serde_json::json;
use testkit::app::TestApp;
use tokio::io::AsyncBufReadExt;

const CLIENTS: usize = 200;
/// What lies between a client's answer and its next request: a short way through a network.
const ROUND_TRIP: Duration = Duration::from_millis(100);
/// Hashes that the naive peer works on at once; each takes 19 MiB, and 200 would take 3.7 GiB.
const NAIVE: usize = 64;
const SETTLE: Duration = Duration::from_secs(2);
const MEASURE: Duration = Duration::from_secs(15);
const HOST: &str = "acme.localhost";
const AIM_P99_MS: f64 = 50.0;

fn main() -> anyhow::Result<()> {
    match std::env::args().nth(1).as_deref() {
        Some("serve") => serve(std::env::args().nth(2).as_deref() == Some("limited")),
        _ => tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?.block_on(compare()),
    }
}

/// What the server tells when it is up.
#[derive(Serialize, Deserialize)]
struct Up {
    address: SocketAddr,
    cookie: String,
}

/// What it has hashed so far.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Hashed {
    done: u64,
    most_at_once: usize,
    turned_away: u64,
}

fn serve(limited: bool) -> anyhow::Result<()> {
    // As the product's own program does it.
    let workers = std::thread::available_parallelism().map_or(4, |cores| cores.get().max(4));
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?.block_on(Box::pin(serve_on(limited)))
}

async fn serve_on(limited: bool) -> anyhow::Result<()> {
    let mut settings = vec![("LASTMILE_COLLECTORS_ENABLED", "false"), ("LASTMILE_DATABASE_CONNECTIONS", "16")];
    if limited {
        // Once signed in, the pages' client posts nothing more.
        settings.extend([("LASTMILE_LIMITS_SIGN_INS_PER_ORIGIN", "120"), ("LASTMILE_LIMITS_SIGN_INS_PER_PORTAL", "1200")]);
    }
    let app = TestApp::start_with(&settings).await;
    let owner = app.sign_in_person(&app.world.acme, app.world.acme.owner).await;
    say(&Up { address: app.address, cookie: owner.cookie.clone().context("a session")? })?;
    let mut orders = tokio::io::BufReader::new(tokio::io::stdin()).lines();
    let naive = Arc::new((AtomicBool::new(false), AtomicU64::new(0)));
    while let Some(order) = orders.next_line().await? {
        match order.as_str() {
            "naive" => {
                naive.0.store(true, Ordering::Relaxed);
                for _ in 0..NAIVE {
                    tokio::spawn(hash_on(Arc::clone(&naive)));
                }
            }
            "naive off" => naive.0.store(false, Ordering::Relaxed),
            _ => {
                let load = tenancy::actions::hash_load();
                let done = load.done + naive.1.load(Ordering::Relaxed);
                say(&Hashed { done, most_at_once: load.most_at_once, turned_away: load.turned_away })?;
            }
        }
    }
    app.stop().await;
    Ok(())
}

/// Hashes one password after the other, as a server without a bound would for one of its clients.
async fn hash_on(naive: Arc<(AtomicBool, AtomicU64)>) {
    while naive.0.load(Ordering::Relaxed) {
        let hashed = tokio::task::spawn_blocking(|| Argon2::default().hash_password(b"correct horse battery staple").is_ok()).await;
        naive.1.fetch_add(u64::from(hashed.unwrap_or(false)), Ordering::Relaxed);
    }
}

fn say(what: &impl Serialize) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{}", serde_json::to_string(what)?)?;
    Ok(out.flush()?)
}

/// The server, seen from outside.
struct Server {
    child: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    up: Up,
}

impl Server {
    fn start(limits: &str) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?).args(["serve", limits]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let orders = child.stdin.take();
        let mut answers = BufReader::new(child.stdout.take().context("its output")?);
        let mut line = String::new();
        answers.read_line(&mut line)?;
        Ok(Self { child, orders, answers, up: serde_json::from_str(&line).context("the server did not start")? })
    }

    fn order(&mut self, order: &str) -> anyhow::Result<()> {
        Ok(writeln!(self.orders.as_mut().context("its input")?, "{order}")?)
    }

    fn hashed(&mut self) -> anyhow::Result<Hashed> {
        self.order("load")?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(serde_json::from_str(&line)?)
    }

    fn stop(mut self) -> anyhow::Result<()> {
        drop(self.orders.take());
        self.child.wait()?;
        Ok(())
    }
}

/// What the flood was told, by kind.
#[derive(Default)]
struct Told {
    checked: AtomicU64,
    limited: AtomicU64,
    busy: AtomicU64,
    other: AtomicU64,
}

/// One client of the flood: never the same address twice, so that no lock of an address spares the server the work.
async fn knock(client: Client, address: SocketAddr, number: usize, origin: String, told: Arc<Told>) {
    for attempt in 0_u64.. {
        let form = [("email", format!("{number}-{attempt}@acme.example")), ("password", "correct horse battery staple".to_owned())];
        let request = client.post(format!("http://{address}/sign-in")).header("host", HOST).header("sec-fetch-site", "same-origin");
        let answer = request.header("x-forwarded-for", &origin).form(&form).send().await;
        let counter = match answer.as_ref().map(|answer| answer.status().as_u16()) {
            Ok(422) => &told.checked,
            Ok(429) => &told.limited,
            Ok(503) => &told.busy,
            _ => &told.other,
        };
        counter.fetch_add(1, Ordering::Relaxed);
        if let Ok(answer) = answer {
            // Read whole, as a browser would.
            if let Err(error) = answer.bytes().await {
                eprintln!("an answer was cut off: {error}");
            }
        }
        tokio::time::sleep(ROUND_TRIP).await;
    }
}

/// Fetches two pages in turns; how long each took, in milliseconds, sorted.
async fn read_pages(up: &Up, time: Duration) -> anyhow::Result<Vec<f64>> {
    let client = Client::new();
    let ends = Instant::now() + time;
    let mut took = Vec::new();
    while Instant::now() < ends {
        for (page, cookie) in [("/sign-in", ""), ("/network/interfaces", up.cookie.as_str())] {
            let began = Instant::now();
            let answer = client.get(format!("http://{}{page}", up.address)).header("host", HOST).header("cookie", cookie).send().await?;
            anyhow::ensure!(answer.status().is_success(), "{page}: {}", answer.status());
            answer.bytes().await?;
            took.push(began.elapsed().as_secs_f64() * 1000.0);
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    took.sort_by(f64::total_cmp);
    Ok(took)
}

struct Figures {
    p50_ms: f64,
    p99_ms: f64,
    pages: usize,
    hashes_per_s: f64,
    most_at_once: usize,
    turned_away: u64,
}

/// Pages and hashes for a while, after settling.
async fn measure(name: &str, server: &mut Server) -> anyhow::Result<Figures> {
    tokio::time::sleep(SETTLE).await;
    let (before, began) = (server.hashed()?, Instant::now());
    let took = read_pages(&server.up, MEASURE).await?;
    let (after, time) = (server.hashed()?, began.elapsed().as_secs_f64());
    let quantile = |share: f64| took[((took.len() - 1) as f64 * share) as usize];
    let figures = Figures {
        p50_ms: quantile(0.5),
        p99_ms: quantile(0.99),
        pages: took.len(),
        hashes_per_s: (after.done - before.done) as f64 / time,
        most_at_once: after.most_at_once,
        turned_away: after.turned_away - before.turned_away,
    };
    eprintln!("{name}: pages p50 {:.1} ms, p99 {:.1} ms ({} of them), {:.1} hashes/s", figures.p50_ms, figures.p99_ms, figures.pages, figures.hashes_per_s);
    Ok(figures)
}

/// The same while 200 clients sign in, each from the origin that `origin` gives it.
async fn under_flood(name: &str, server: &mut Server, origin: impl Fn(usize) -> String) -> anyhow::Result<(Figures, Arc<Told>)> {
    let told = Arc::new(Told::default());
    let client = Client::new();
    let flood: Vec<_> = (0..CLIENTS).map(|number| tokio::spawn(knock(client.clone(), server.up.address, number, origin(number), Arc::clone(&told)))).collect();
    let figures = measure(name, server).await;
    for client in flood {
        client.abort();
    }
    Ok((figures?, told))
}

async fn compare() -> anyhow::Result<()> {
    let mut open = Server::start("open")?;
    let quiet = measure("quiet", &mut open).await?;
    let (flood, told) = under_flood("flood, limits lifted", &mut open, |number| format!("10.0.{}.1", number)).await?;
    tokio::time::sleep(SETTLE).await;
    open.order("naive")?;
    let naive = measure("naive peer", &mut open).await?;
    open.order("naive off")?;
    open.stop()?;

    let mut limited = Server::start("limited")?;
    let (one_origin, told_one) = under_flood("flood from one origin, limits as they come", &mut limited, |_| "203.0.113.7".to_owned()).await?;
    limited.stop()?;

    let tenth = |value: f64| (value * 10.0).round() / 10.0;
    let describe = |figures: &Figures| json!({ "page_p50_ms": tenth(figures.p50_ms), "page_p99_ms": tenth(figures.p99_ms), "pages": figures.pages, "hashes_per_s": tenth(figures.hashes_per_s) });
    let counted = |told: &Told| {
        let count = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        json!({ "checked": count(&told.checked), "limited_429": count(&told.limited), "busy_503": count(&told.busy), "other": count(&told.other) })
    };
    let report = json!({
        "name": "login",
        "ours": tenth(flood.p99_ms),
        "peer": tenth(naive.p99_ms),
        "ratio": (naive.p99_ms / flood.p99_ms * 100.0).round() / 100.0,
        "unit": "ms, p99 of pages while 200 clients sign in (less is better)",
        "aim_p99_ms": AIM_P99_MS,
        "met": flood.p99_ms < AIM_P99_MS,
        "conditions": {
            "clients": CLIENTS, "round_trip_ms": ROUND_TRIP.as_millis(), "measured_s": MEASURE.as_secs(),
            "quiet": describe(&quiet), "flood": describe(&flood), "flood_told": counted(&told),
            "most_hashes_at_once": flood.most_at_once, "turned_away_by_the_queue": flood.turned_away,
            "one_origin": describe(&one_origin), "one_origin_told": counted(&told_one),
            "naive": describe(&naive), "naive_hashes_at_once": NAIVE,
            "pages": "/sign-in and the owner's /network/interfaces in turns, one at a time, 5 ms between",
            "flood_is": "POST /sign-in, a new address each time, with every limit lifted: only the bounded queue stands in the way; clients share the cores with the server",
            "one_origin_is": "the same from one address with the limits as they come",
            "peer_is": "the same server and pages while 64 hashes run at once on the runtime's blocking threads, unbounded by a queue",
            "cores": std::thread::available_parallelism().map_or(0, std::num::NonZero::get), "load_average": load_average(),
        },
    });
    println!("{report}");
    Ok(())
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").unwrap_or_default().split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
