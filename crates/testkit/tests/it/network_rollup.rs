//! Rollups against a real Postgres: nothing lost, nothing doubled, whatever happens in between.
use crate::network_common;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use kernel::{DeviceId, InterfaceId};
use network::actions;
use network::model::{PollFailure, PollOutcome, Range};
use network::store::readings::{SampleRow, insert_samples};
use network_common::{Agent, World, abandon_after, seconds, start, system};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

#[derive(Clone, Debug)]
enum Event {
    Answered,
    /// No answer: the next one covers this time too.
    Failed,
    /// The process is killed after its database calls waited so often.
    Killed(u32),
    /// Another worker took over; the first one comes home late.
    Overtaken,
    Reboot,
    /// Counters cleared, and the agent says so.
    Cleared,
    RollUp,
    RollUpKilled(u32),
}

#[derive(Clone, Debug)]
struct Step {
    wait_ms: i64,
    octets: (u64, u64),
    event: Event,
}

fn step() -> impl Strategy<Value = Step> {
    let event = prop_oneof![
        8 => Just(Event::Answered),
        1 => Just(Event::Failed),
        3 => (0_u32..14).prop_map(Event::Killed),
        1 => Just(Event::Overtaken),
        1 => Just(Event::Reboot),
        1 => Just(Event::Cleared),
        2 => Just(Event::RollUp),
        2 => (0_u32..12).prop_map(Event::RollUpKilled),
    ];
    let wait = prop_oneof![8 => 13_000_i64..70_000, 2 => 70_000_i64..700_000, 1 => 3_000_000_i64..30_000_000];
    (wait, (0_u64..1_000_000_000, 0_u64..1_000_000), event).prop_map(|(wait_ms, octets, event)| Step { wait_ms: wait_ms / 10 * 10, octets, event })
}

/// What was measured: from, to (microseconds), octets.
type Measured = (i64, i64, (u64, u64));

struct Life<'a> {
    world: &'a World,
    device: DeviceId,
    interface: InterfaceId,
    agent: Agent,
    /// When the stored baseline was read, and what had passed by then.
    baseline: (DateTime<Utc>, (u64, u64)),
    measured: Vec<Measured>,
}

impl Life<'_> {
    async fn tell(&mut self, step: &Step) {
        self.agent.pass(TimeDelta::milliseconds(step.wait_ms), step.octets);
        let ctx = system(self.world.acme, self.agent.now);
        let store = &self.world.store;
        match step.event {
            Event::Answered => self.answer().await,
            Event::Failed => {
                let due = self.world.claim(self.device, self.agent.now).await;
                let outcome = PollOutcome { result: Err(PollFailure::Timeout), ..self.agent.outcome(&due) };
                actions::record_poll(store, &ctx, outcome).await.unwrap();
            }
            Event::Killed(waits) => {
                let due = self.world.claim(self.device, self.agent.now).await;
                let finished = abandon_after(waits, actions::record_poll(store, &ctx, self.agent.outcome(&due))).await;
                if finished.is_some() || self.is_recorded().await {
                    self.note();
                }
            }
            Event::Overtaken => {
                let slow = self.world.claim(self.device, self.agent.now).await;
                let late = self.agent.outcome(&slow);
                self.agent.pass(seconds(15), (77, 7));
                self.answer().await;
                assert_eq!(actions::record_poll(store, &ctx, late).await, Ok(Vec::new()));
            }
            Event::Reboot => {
                self.agent.reboot();
                self.answer_anew().await;
            }
            Event::Cleared => {
                self.agent.ports[0].octets = (0, 0);
                self.agent.discontinuity = self.agent.uptime_cs;
                self.answer_anew().await;
            }
            Event::RollUp => {
                actions::roll_up(store, self.agent.now).await.unwrap();
                self.answer().await;
            }
            Event::RollUpKilled(waits) => {
                abandon_after(waits, actions::roll_up(store, self.agent.now)).await;
                self.answer().await;
            }
        }
    }

    async fn answer(&mut self) {
        self.world.poll(self.device, &self.agent).await;
        self.note();
    }

    /// The counters began again: what passed since the last answer cannot be known.
    async fn answer_anew(&mut self) {
        self.world.poll(self.device, &self.agent).await;
        self.baseline = (self.agent.now, self.agent.ports[0].octets);
    }

    fn note(&mut self) {
        let (at, before) = self.baseline;
        let octets = self.agent.ports[0].octets;
        self.measured.push((at.timestamp_micros(), self.agent.now.timestamp_micros(), (octets.0 - before.0, octets.1 - before.1)));
        self.baseline = (self.agent.now, octets);
    }

    /// Whether the killed process had come as far as its commit. A transaction it left open ends with its lock.
    async fn is_recorded(&self) -> bool {
        let mut tx = self.world.store.platform("test").await.unwrap();
        let at: DateTime<Utc> = sqlx::query_scalar("select at from interface_counters where interface_id = $1 for update")
            .bind(self.interface.0)
            .fetch_one(tx.conn())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        at == self.agent.now
    }

    /// Every table against the truth.
    async fn check(&self) -> Result<(), TestCaseError> {
        let total = self.measured.iter().fold((0, 0), |sum, (_, _, octets)| (sum.0 + octets.0, sum.1 + octets.1));
        let total = (i64::try_from(total.0).unwrap(), i64::try_from(total.1).unwrap());
        for table in ["samples", "rollups_1m", "rollups_5m", "rollups_1h", "rollups_1d"] {
            prop_assert_eq!(self.world.sums(table, self.interface).await, total, "{}", table);
        }
        for (table, step_us) in [("rollups_1m", 60), ("rollups_5m", 300), ("rollups_1h", 3_600), ("rollups_1d", 86_400)] {
            self.check_buckets(table, step_us * 1_000_000).await?;
        }
        Ok(())
    }

    async fn check_buckets(&self, table: &str, step_us: i64) -> Result<(), TestCaseError> {
        // Octets and time of each bucket if traffic is even within a measurement; how many cuts may have rounded.
        let mut wanted: BTreeMap<i64, (f64, i64, f64, f64)> = BTreeMap::new();
        for (from_us, to_us, octets) in &self.measured {
            let mut at = *from_us;
            while at < *to_us {
                let bucket = at.div_euclid(step_us) * step_us;
                let end = (bucket + step_us).min(*to_us);
                let part = (end - at) as f64 / (to_us - from_us) as f64;
                let entry = wanted.entry(bucket).or_default();
                entry.0 += octets.0 as f64 * part;
                entry.1 += end - at;
                entry.2 += 1.0;
                entry.3 = entry.3.max(octets.0 as f64 * 8e6 / (to_us - from_us) as f64);
                at = end;
            }
        }
        let mut tx = self.world.store.platform("test").await.unwrap();
        let sql = format!("select bucket, in_octets, measured_ms, in_peak_bps from {table} where interface_id = $1 order by bucket");
        let rows: Vec<(DateTime<Utc>, i64, i64, i64)> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(self.interface.0).fetch_all(tx.conn()).await.unwrap();
        tx.commit().await.unwrap();
        prop_assert_eq!(rows.len(), wanted.len(), "{}", table);
        for ((at, in_octets, measured_ms, peak), (bucket, (octets, measured_us, parts, rate))) in rows.into_iter().zip(wanted) {
            prop_assert_eq!(at.timestamp_micros(), bucket);
            prop_assert!((in_octets as f64 - octets).abs() <= parts + 0.01, "{} {}: {} for {}", table, at, in_octets, octets);
            let minutes = (step_us / 60_000_000).max(1);
            prop_assert!((measured_ms - measured_us / 1_000).abs() <= minutes, "{} {}: {} ms for {} us", table, at, measured_ms, measured_us);
            // Never above what was measured, but for the octet that a cut may move within a piece of a second.
            prop_assert!(peak as f64 <= rate + 9.0, "{} {}: peak {} over {}", table, at, peak, rate);
        }
        Ok(())
    }
}

#[test]
fn every_octet_measured_is_in_every_table_once() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let world = runtime.block_on(World::new());
    let number = std::cell::Cell::new(0);
    let mut runner = TestRunner::new(Config { cases: 40, max_shrink_iters: 200, failure_persistence: None, ..Config::default() });
    // All cases share the world; each has a device of its own.
    let histories = (0_i64..86_400, proptest::collection::vec(step(), 1..25));
    let outcome = runner.run(&histories, |(offset, steps)| {
        runtime.block_on(async {
            number.set(number.get() + 1);
            let name = format!("device {}", number.get());
            let begin = start() + seconds(offset);
            let device = world.add(world.acme, &name, begin).await;
            let mut agent = Agent::new(begin, &["wan"]);
            agent.speed_bps = Some(100_000_000_000);
            world.poll(device, &agent).await;
            let interface = world.interface(device, "wan").await;
            let mut life = Life { world: &world, device, interface, baseline: (agent.now, agent.ports[0].octets), agent, measured: Vec::new() };
            for step in &steps {
                // Partitions are made for three days ahead.
                if life.agent.now > start() + TimeDelta::days(2) {
                    break;
                }
                life.tell(step).await;
            }
            world.roll_up(life.agent.now).await;
            life.check().await
        })
    });
    let entered = runtime.enter();
    drop(world);
    drop(entered);
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

async fn dump(world: &World) -> Vec<String> {
    let mut tx = world.store.platform("test").await.unwrap();
    let mut all = Vec::new();
    for table in ["rollups_1m", "rollups_5m", "rollups_1h", "rollups_1d"] {
        let sql = format!("select r::text from {table} r order by 1");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(tx.conn()).await.unwrap();
        all.extend(rows);
    }
    tx.commit().await.unwrap();
    all
}

async fn set_watermark(world: &World, ingest: i64) {
    let mut tx = world.store.platform("test").await.unwrap();
    network::store::rollups::move_watermark(tx.conn(), ingest, start()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn rolling_up_again_changes_nothing_even_from_the_beginning() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    for _ in 0..10 {
        agent.pass(seconds(95), (1_000_000, 10_000));
        world.poll(device, &agent).await;
    }
    world.roll_up(agent.now).await;
    let first = dump(&world).await;
    assert!(!first.is_empty());
    world.roll_up(agent.now).await;
    assert_eq!(dump(&world).await, first);
    set_watermark(&world, 0).await;
    // Two processes at once: one works, the other leaves it alone.
    let (one, two) = tokio::join!(actions::roll_up(&world.store, agent.now), actions::roll_up(&world.store, agent.now));
    assert!(one.unwrap().drained || two.unwrap().drained);
    world.roll_up(agent.now).await;
    assert_eq!(dump(&world).await, first);
    // A restored database whose transaction ids began anew.
    set_watermark(&world, i64::MAX).await;
    agent.pass(seconds(95), (1_000_000, 10_000));
    world.poll(device, &agent).await;
    world.roll_up(agent.now).await;
    let wan = world.interface(device, "wan").await;
    assert_eq!(world.sums("rollups_1d", wan).await, (11_000_000, 110_000));
    assert!(world.number("select ingest from rollup_watermarks").await < i64::MAX);
}

#[tokio::test]
async fn a_transaction_that_commits_late_is_not_passed_over() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let (wan, lan) = (world.interface(device, "wan").await, world.interface(device, "lan").await);
    let sample = SampleRow { interface_id: lan.0, org_id: world.acme.0, started_at: start(), ended_at: start() + seconds(10), in_octets: 42, out_octets: 0 };
    let mut late = world.store.tenant(&system(world.acme, start())).await.unwrap();
    insert_samples(late.conn(), world.acme, &[sample]).await.unwrap();
    // Meanwhile others commit with higher transaction ids, and the rollup runs.
    agent.pass(seconds(80), (1_000, 0));
    agent.ports.pop();
    world.poll(device, &agent).await;
    for _ in 0..3 {
        let stats = actions::roll_up(&world.store, agent.now).await.unwrap();
        assert!(stats.drained);
    }
    assert_eq!(world.sums("rollups_1m", lan).await, (0, 0));
    late.commit().await.unwrap();
    world.roll_up(agent.now).await;
    for table in ["rollups_1m", "rollups_5m", "rollups_1h", "rollups_1d"] {
        assert_eq!(world.sums(table, lan).await, (42, 0), "{table}");
        assert_eq!(world.sums(table, wan).await, (1_000, 0), "{table}");
    }
}

#[tokio::test]
async fn a_backlog_is_worked_off_in_batches() {
    let world = World::new().await;
    let (device, agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    // More in one transaction than a batch takes, then many small ones.
    let row = |second: i64| SampleRow {
        interface_id: wan.0,
        org_id: world.acme.0,
        started_at: start() + seconds(second),
        ended_at: start() + seconds(second + 1),
        in_octets: 1,
        out_octets: 2,
    };
    let write = async |rows: Vec<SampleRow>| {
        let mut tx = world.store.tenant(&system(world.acme, start())).await.unwrap();
        insert_samples(tx.conn(), world.acme, &rows).await.unwrap();
        tx.commit().await.unwrap();
    };
    write((0..25_000).map(row).collect()).await;
    for batch in 0..5 {
        write((25_000 + batch * 5_000..25_000 + (batch + 1) * 5_000).map(row).collect()).await;
    }
    world.roll_up(agent.now).await;
    for table in ["rollups_1m", "rollups_5m", "rollups_1h", "rollups_1d"] {
        assert_eq!(world.sums(table, wan).await, (50_000, 100_000), "{table}");
    }
}

#[tokio::test]
async fn partitions_go_when_their_time_is_over_and_not_before_they_are_rolled_up() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    agent.pass(seconds(80), (1_000, 2_000));
    world.poll(device, &agent).await;
    let later = agent.now + TimeDelta::days(5);
    assert!(actions::keep_partitions(&world.store, later).await.unwrap().is_empty());
    assert_eq!(world.sums("samples", wan).await, (1_000, 2_000));
    world.roll_up(agent.now).await;
    let dropped = actions::keep_partitions(&world.store, later).await.unwrap();
    assert!(dropped.iter().any(|name| name == "samples_p20260310"), "{dropped:?}");
    assert!(actions::keep_partitions(&world.store, later).await.unwrap().is_empty());
    assert_eq!(world.sums("samples", wan).await, (0, 0));
    let series = actions::get_series(&world.store, &world.owner(later), wan, Range::Week).await.unwrap();
    assert_eq!((series.in_octets, series.out_octets), (1_000, 2_000));
    // Life goes on in the new partitions.
    agent.pass(TimeDelta::days(5), (10, 10));
    world.poll(device, &agent).await;
    world.roll_up(agent.now).await;
}

#[tokio::test]
async fn a_chart_shows_the_same_before_and_after_the_rollup() {
    let world = World::new().await;
    let (device, mut agent) = world.router().await;
    let wan = world.interface(device, "wan").await;
    for turn in 0..60_u64 {
        agent.pass(seconds(55), (1_000_000 * (turn % 7), 1_000));
        world.poll(device, &agent).await;
    }
    let read = async |range| actions::get_series(&world.store, &world.owner(agent.now), wan, range).await.unwrap();
    let total = i64::try_from(agent.ports[0].octets.0 - 1_000).unwrap();
    let mut before = Vec::new();
    for range in [Range::Day, Range::Week, Range::Month] {
        before.push(read(range).await);
    }
    assert_eq!(before.iter().map(|series| series.in_octets).collect::<Vec<_>>(), [total; 3]);
    world.roll_up(agent.now).await;
    for (range, before) in [Range::Day, Range::Week, Range::Month].into_iter().zip(before) {
        assert_eq!(read(range).await, before);
    }
    let hour = read(Range::Hour).await;
    // 55-second polls cut at minutes are 55-second points again.
    assert_eq!(hour.points.len(), 60);
    assert!(hour.points.iter().all(|point| point.to_ms - point.from_ms == 55_000 && point.measured_ms == 55_000));
    assert_eq!(hour.points[1].in_bps, 145_455);
    assert_eq!((hour.in_octets, hour.to_ms), (total, agent.now.timestamp_millis()));
    assert_eq!((hour.utc_offset_minutes, hour.time_zone.as_str()), (60, "Europe/Berlin"));
    let day = read(Range::Day).await;
    assert!(day.points.windows(2).all(|pair| pair[0].from_ms < pair[1].from_ms));
    assert_eq!(day.points.last().unwrap().to_ms, agent.now.timestamp_millis());
    // A poll later, not rolled up: there at once.
    agent.pass(seconds(55), (123, 0));
    world.poll(device, &agent).await;
    for range in Range::ALL {
        let series = actions::get_series(&world.store, &world.owner(agent.now), wan, range).await.unwrap();
        assert!(series.points.last().unwrap().to_ms >= agent.now.timestamp_millis() - 1, "{range:?}");
        assert!(series.in_octets > total || range == Range::Hour);
    }
    let page = actions::list_interfaces(&world.store, &world.owner(agent.now), network::model::InterfaceQuery::default()).await.unwrap();
    let spark = &page.items.iter().find(|item| item.id == wan).unwrap().spark;
    assert_eq!(spark.len(), 24);
    assert!(spark.last().unwrap().in_bps.is_some() && spark[0].in_bps.is_none());
}
