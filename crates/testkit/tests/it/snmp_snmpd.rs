//! The collector against Debian's snmpd: what it measures is what the kernel counted.
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use network::model::{CounterKind, Credential, DueDevice, GapReason, InterfaceReading, PollData, PollFailure, SnmpVersion};
use network::rules::counter::{Baseline, judge, rate_bps};
use network::rules::spread::by_minute;
use server::collectors::snmp::poller::{Memory, Poller};
use testkit::agent::due;
use testkit::app::TestApp;
use testkit::snmpd::{CACHE, Snmpd, USERS};

fn kernel_octets() -> (u64, u64) {
    let read = |name: &str| std::fs::read_to_string(format!("/sys/class/net/lo/statistics/{name}")).unwrap().trim().parse().unwrap();
    (read("rx_bytes"), read("tx_bytes"))
}

/// Sends so many octets over a TCP connection through loopback.
fn send_through_loopback(octets: usize) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let reader = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut buffer = vec![0; 1 << 16];
        let mut seen = 0;
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            seen += length;
        }
        seen
    });
    TcpStream::connect(address).unwrap().write_all(&vec![7; octets]).unwrap();
    assert_eq!(reader.join().unwrap(), octets);
}

fn lo(data: &PollData) -> InterfaceReading {
    data.readings.iter().find(|reading| reading.name == "lo").unwrap().clone()
}

async fn poll(poller: &Poller, memory: &mut Memory, device: &DueDevice) -> PollData {
    poller.poll(device, memory).await.result.unwrap()
}

#[tokio::test]
async fn the_measured_rate_is_the_kernels() {
    let snmpd = Snmpd::start().await.unwrap();
    let device = snmpd.due(SnmpVersion::V2c);
    let (poller, mut memory) = (Poller::new(kernel::Clock::system()), Memory::default());
    let first = poll(&poller, &mut memory, &device).await;
    let facts = first.facts.as_ref().unwrap().interfaces.iter().find(|facts| facts.name == "lo").unwrap();
    assert_eq!((facts.kind, facts.up), (CounterKind::Hc64, true));
    assert_eq!(facts.speed_bps, Some(4_000_000_000));

    // snmpd asks the kernel anew only when its cache is old, so the baseline has to be read after that.
    tokio::time::sleep(CACHE + Duration::from_millis(500)).await;
    let before = lo(&poll(&poller, &mut memory, &device).await);
    let kernel_before = kernel_octets();
    tokio::task::spawn_blocking(|| send_through_loopback(200_000_000)).await.unwrap();
    tokio::time::sleep(CACHE + Duration::from_millis(500)).await;
    let kernel_after = kernel_octets();
    let after = lo(&poll(&poller, &mut memory, &device).await);

    let delta = judge(Some(&Baseline::from(&before)), &after, facts.speed_bps).measured.unwrap();
    for (measured, truth) in [(delta.in_octets, kernel_after.0 - kernel_before.0), (delta.out_octets, kernel_after.1 - kernel_before.1)] {
        assert!(truth > 200_000_000);
        assert!(measured.abs_diff(truth) * 50 <= truth, "measured {measured}, the kernel counted {truth}");
        let rate = rate_bps(measured, delta.measured_us);
        let true_rate = rate_bps(truth, delta.to_us - delta.from_us);
        assert!(rate.abs_diff(true_rate) * 50 <= true_rate.unsigned_abs(), "rate {rate}, the kernel's {true_rate}");
    }
    assert_eq!(by_minute(&delta).iter().map(|piece| piece.in_octets).sum::<u64>(), delta.in_octets);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_figures_on_the_page_are_the_kernels() {
    let app = TestApp::start().await;
    let snmpd = Snmpd::start().await.unwrap();
    let engineer = app.sign_in_person(&app.world.acme, app.world.acme.engineer).await;
    let port = snmpd.address().port().to_string();
    let form = [("name", "kernel"), ("address", "127.0.0.1"), ("port", &port), ("version", "v2c"), ("interval_seconds", "10"), ("community", "public")];
    let added = engineer.post_form("/network/devices/new", &form).await;
    let device: uuid::Uuid = {
        let place = added.headers().get("location").unwrap().to_str().unwrap();
        place.strip_prefix("/network/devices/").and_then(|rest| rest.split('?').next()).unwrap().parse().unwrap()
    };
    let mut admin = app.db.admin().await;
    let store = app.db.store();
    let mut poll_now = async || {
        // Only this device, and now: the fixtures' own devices are not there to answer.
        sqlx::query("update device_polls set next_at = now() + case device_id when $1 then '-1 second' else '1 day' end::interval")
            .bind(device)
            .execute(&mut admin)
            .await
            .unwrap();
        server::collectors::snmp::poll_all_due(&store, &kernel::Clock::system()).await.unwrap();
        (kernel_octets(), Instant::now())
    };
    let (before, started) = poll_now().await;
    tokio::task::spawn_blocking(|| send_through_loopback(200_000_000)).await.unwrap();
    tokio::time::sleep(CACHE + Duration::from_millis(500)).await;
    let (after, ended) = poll_now().await;
    assert!(network::actions::roll_up(&store, kernel::Clock::system().now()).await.unwrap().drained);
    let lo: uuid::Uuid =
        sqlx::query_scalar("select id from interfaces where device_id = $1 and if_name = 'lo'").bind(device).fetch_one(&mut admin).await.unwrap();

    let octets = [after.0 - before.0, after.1 - before.1].map(|octets| octets as f64);
    let rates = octets.map(|octets| octets * 8.0 / (ended - started).as_secs_f64());
    // The hour is read from samples, the day and the month from rollups.
    for range in ["1h", "24h", "30d"] {
        let page = engineer.get(&format!("/network/interfaces/{lo}?range={range}")).await.text().await.unwrap();
        let tiles = figures(&page, "class=\"tiles\"", "</dl>");
        let stats = figures(&page, "class=\"stats\"", "</table>");
        let [in_average, in_highest, in_total, out_average, out_highest, out_total] = stats[..] else { panic!("{stats:?} in {page}") };
        let shown = [(tiles[0], rates[0]), (tiles[1], rates[1]), (in_average, rates[0]), (out_average, rates[1])];
        for (shown, truth) in shown.into_iter().chain([(in_highest, rates[0]), (out_highest, rates[1]), (in_total, octets[0]), (out_total, octets[1])]) {
            assert!((shown - truth).abs() <= truth * 0.02, "the page says {shown}, the kernel {truth} ({range}: {tiles:?} {stats:?})");
        }
    }
    app.stop().await;
}

/// The figures with a unit that the page shows between two marks, in bit/s and bytes.
fn figures(page: &str, from: &str, to: &str) -> Vec<f64> {
    let part = page.split_once(from).unwrap_or_else(|| panic!("no {from} in {page}")).1.split_once(to).unwrap().0;
    part.split("class=\"figure\"")
        .skip(1)
        .filter_map(|figure| {
            let mut text = String::new();
            let mut tag = true;
            for c in figure.chars().take_while(|c| *c != '\n') {
                match c {
                    '<' => tag = true,
                    '>' => tag = false,
                    c if !tag => text.push(c),
                    _ => {}
                }
            }
            let (number, unit) = text.split_once('\u{a0}')?;
            let scale = match unit.chars().next()? {
                'k' => 1e3,
                'M' => 1e6,
                'G' => 1e9,
                'T' => 1e12,
                _ => 1.0,
            };
            Some(number.parse::<f64>().ok()? * scale)
        })
        .collect()
}

#[tokio::test]
async fn every_version_and_algorithm_reads_the_same() {
    let snmpd = Snmpd::start().await.unwrap();
    let poller = Poller::new(kernel::Clock::system());
    let mut devices: Vec<DueDevice> = vec![snmpd.due(SnmpVersion::V1), snmpd.due(SnmpVersion::V2c)];
    devices.extend(USERS.map(|(auth, privacy)| due(snmpd.address(), SnmpVersion::V3, Snmpd::user(auth, privacy))));
    for device in devices {
        let mut memory = Memory::default();
        for _poll in 0..2 {
            let data = poll(&poller, &mut memory, &device).await;
            let expected = if device.version == SnmpVersion::V1 { CounterKind::C32 } else { CounterKind::Hc64 };
            assert_eq!((lo(&data).kind, lo(&data).up), (expected, true), "{:?} {:?}", device.version, device.credential);
        }
    }
}

#[tokio::test]
async fn wrong_secrets_are_named() {
    let snmpd = Snmpd::start().await.unwrap();
    let poller = Poller::new(kernel::Clock::system()).with_patience(Duration::from_millis(500));
    let Credential::Usm { user, auth, auth_passphrase, privacy, privacy_passphrase } = Snmpd::user("sha256", "aes128") else { unreachable!() };
    let usm = |user: &str, auth_passphrase: &str, privacy_passphrase: &str| Credential::Usm {
        user: user.to_owned(),
        auth: auth.clone(),
        auth_passphrase: auth_passphrase.to_owned(),
        privacy: privacy.clone(),
        privacy_passphrase: privacy_passphrase.to_owned(),
    };
    for wrong in [usm(&user, "not the passphrase", &privacy_passphrase), usm("nobody", &auth_passphrase, &privacy_passphrase)] {
        let device = due(snmpd.address(), SnmpVersion::V3, wrong);
        assert_eq!(poller.poll(&device, &mut Memory::default()).await.result, Err(PollFailure::Auth));
    }
    // An agent that cannot read a message says nothing; nor does one that does not know the community.
    let unreadable = due(snmpd.address(), SnmpVersion::V3, usm(&user, &auth_passphrase, "not the passphrase"));
    let unknown = due(snmpd.address(), SnmpVersion::V2c, testkit::agent::community("guess"));
    for device in [unreadable, unknown] {
        let failure = poller.poll(&device, &mut Memory::default()).await.result.unwrap_err();
        assert!(matches!(failure, PollFailure::Timeout | PollFailure::Auth), "{failure:?}");
    }
}

#[tokio::test]
async fn a_restarted_agent_shows_a_gap_and_never_a_spike() {
    let mut snmpd = Snmpd::start().await.unwrap();
    let poller = Poller::new(kernel::Clock::system());
    let device = due(snmpd.address(), SnmpVersion::V3, Snmpd::user("sha256", "aes256"));
    let mut memory = Memory::default();
    // Old enough that a restart cannot be taken for a late answer.
    let mut before = lo(&poll(&poller, &mut memory, &device).await);
    while before.uptime_cs < 700 {
        tokio::time::sleep(Duration::from_millis(200)).await;
        before = lo(&poll(&poller, &mut memory, &device).await);
    }
    snmpd.restart().await.unwrap();
    // The remembered engine boots and time no longer fit; the conversation mends itself within the same poll.
    let after = lo(&poll(&poller, &mut memory, &device).await);
    let judged = judge(Some(&Baseline::from(&before)), &after, None);
    assert_eq!((judged.measured, judged.gap.map(|(_, _, reason)| reason)), (None, Some(GapReason::Reboot)));

    tokio::time::sleep(Duration::from_millis(200)).await;
    let next = lo(&poll(&poller, &mut memory, &device).await);
    assert!(judge(Some(&judged.baseline), &next, None).measured.is_some());
}
