//! The devices that this process pings: when each is due, what is under way, what is to be written.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap, HashSet};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use icmp::{Answer, Ask, Outcome};
use kernel::{DeviceId, TenantId};
use network::model::{PingTarget, PingWrite};
use network::rules::gather::Gathered;
use rand::RngExt as _;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::{Asker, names};

/// Names are looked up anew this often.
const LOOK_UP_EVERY: Duration = Duration::from_secs(300);
/// A name that was not found is looked up again after so long.
const LOOK_UP_AGAIN: Duration = Duration::from_secs(30);
/// Names looked up at the same time.
const LOOKING_UP: usize = 32;
/// A device that is alone in being claimed is pinged within so long; many are spread over the interval.
const SOON: Duration = Duration::from_millis(500);
/// So many devices claimed at once are many.
const MANY: usize = 100;
/// How long a full queue of the engine is left alone.
const FULL: Duration = Duration::from_millis(100);

/// Whose name was looked up, and what was found.
type Found = (u64, Option<IpAddr>);

struct Entry {
    gathered: Gathered,
    address: Option<IpAddr>,
    /// When the name is to be looked up; never for an address.
    look_up_at: Option<Instant>,
    under_way: bool,
    writing: bool,
}

/// The devices.
pub struct Roster {
    interval: Duration,
    entries: HashMap<u64, Entry>,
    keys: HashMap<DeviceId, u64>,
    turns: BinaryHeap<Reverse<(Instant, u64)>>,
    next_key: u64,
    looking_up: Arc<Semaphore>,
    found: (Sender<Found>, Receiver<Found>),
}

impl Roster {
    /// Nobody yet.
    pub fn new(interval: Duration) -> Self {
        Self {
            interval,
            entries: HashMap::new(),
            keys: HashMap::new(),
            turns: BinaryHeap::new(),
            next_key: 0,
            looking_up: Arc::new(Semaphore::new(LOOKING_UP)),
            found: channel(LOOKING_UP),
        }
    }

    /// How many devices.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Takes in devices that were just leased. One that is here already was taken over from ourselves, after writes had failed
    /// for long: it goes on with what it has.
    pub fn take_in(&mut self, targets: Vec<PingTarget>, now: DateTime<Utc>, now_at: Instant) {
        let within = if targets.len() < MANY { SOON } else { self.interval };
        for target in targets {
            let before = self.keys.remove(&target.device).and_then(|key| self.entries.remove(&key));
            self.next_key += 1;
            let key = self.next_key;
            let literal = names::literal(&target.address);
            self.keys.insert(target.device, key);
            let entry = Entry {
                address: literal.filter(|ip| names::is_host(*ip)),
                look_up_at: literal.is_none().then_some(now_at),
                under_way: false,
                writing: false,
                gathered: match before {
                    Some(before) => before.gathered.renewed(target, now),
                    None => Gathered::new(target, now),
                },
            };
            self.entries.insert(key, entry);
            self.turns.push(Reverse((now_at + within.mul_f64(rand::rng().random::<f64>()), key)));
        }
    }

    /// Asks every device whose turn it is.
    pub fn ask(&mut self, ask: &Asker, now: Instant) {
        while let Some(Reverse((at, key))) = self.turns.peek().copied() {
            if at > now {
                return;
            }
            self.turns.pop();
            let Some(entry) = self.entries.get_mut(&key) else { continue };
            if entry.look_up_at.is_some_and(|at| at <= now) {
                entry.look_up_at = Some(now + LOOK_UP_EVERY);
                look_up(key, entry.gathered.target().address.clone(), &self.looking_up, &self.found.0);
            }
            if let Some(to) = entry.address.filter(|_| !entry.under_way) {
                if ask(entry.gathered.target(), Ask { key, to }).is_err() {
                    self.turns.push(Reverse((now + FULL, key)));
                    return;
                }
                entry.under_way = true;
            }
            // A little more or less each time: devices that were claimed together do not stay together.
            let interval = self.interval.mul_f64(0.95 + 0.1 * rand::rng().random::<f64>());
            // After a standstill nothing is made up for.
            let next = if now - at > self.interval { now } else { at } + interval;
            self.turns.push(Reverse((next, key)));
        }
    }

    /// A ping ended.
    pub fn hear(&mut self, answer: Answer, now: DateTime<Utc>) {
        let Some(entry) = self.entries.get_mut(&answer.key) else { return };
        entry.under_way = false;
        match answer.outcome {
            Outcome::Answered { round_trip } => entry.gathered.answered(now, u32::try_from(round_trip.as_micros()).unwrap_or(u32::MAX)),
            Outcome::Missed { trouble } => entry.gathered.missed(now, trouble.map(icmp::Trouble::as_str)),
            // It says nothing of the device; what is not known for a while is shown as unknown.
            Outcome::Unasked => {}
        }
    }

    /// A name that was looked up; waits until there is one.
    pub async fn resolved(&mut self) -> Option<Found> {
        self.found.1.recv().await
    }

    /// Notes where a device is. One whose name is not found any more is pinged where it was.
    pub fn place(&mut self, key: u64, address: Option<IpAddr>, now: Instant) {
        let Some(entry) = self.entries.get_mut(&key) else { return };
        match address {
            Some(address) => entry.address = Some(address),
            None => entry.look_up_at = Some(now + LOOK_UP_AGAIN),
        }
    }

    /// What one tenant's devices have to write, at most `most` of them; `None` where nothing is left.
    pub fn due(&mut self, most: usize, now: DateTime<Utc>) -> Option<(TenantId, Vec<PingWrite>)> {
        let mut whose = None;
        let mut writes = Vec::new();
        for entry in self.entries.values_mut().filter(|entry| !entry.writing) {
            let tenant = entry.gathered.target().tenant;
            if whose.is_some_and(|whose| whose != tenant) {
                continue;
            }
            let Some(write) = entry.gathered.due(now) else { continue };
            entry.writing = true;
            whose = Some(tenant);
            writes.push(write);
            if writes.len() >= most {
                break;
            }
        }
        Some((whose?, writes))
    }

    /// Writes that are durable; devices whose lease was lost leave.
    pub fn written(&mut self, writes: &[PingWrite], held: &[DeviceId], now: DateTime<Utc>) {
        let held: HashSet<DeviceId> = held.iter().copied().collect();
        for write in writes {
            let Some(key) = self.keys.get(&write.device).copied() else { continue };
            let Some(entry) = self.entries.get_mut(&key).filter(|entry| entry.gathered.target().fence == write.fence) else { continue };
            entry.writing = false;
            if held.contains(&write.device) {
                entry.gathered.written(write.number, now);
            } else {
                self.entries.remove(&key);
                self.keys.remove(&write.device);
            }
        }
    }

    /// Writes that failed: they are handed over again.
    pub fn unwritten(&mut self, writes: &[PingWrite]) {
        for write in writes {
            if let Some(entry) = self.keys.get(&write.device).and_then(|key| self.entries.get_mut(key)) {
                entry.writing = false;
            }
        }
    }

    /// Nobody knows which writes failed.
    pub fn unwritten_all(&mut self) {
        self.entries.values_mut().for_each(|entry| entry.writing = false);
    }

    /// All that is left, by tenant.
    pub fn rest(mut self, most: usize) -> Vec<(TenantId, Vec<PingWrite>)> {
        let mut by_tenant: BTreeMap<TenantId, Vec<PingWrite>> = BTreeMap::new();
        for entry in self.entries.values_mut() {
            by_tenant.entry(entry.gathered.target().tenant).or_default().push(entry.gathered.rest());
        }
        by_tenant.into_iter().flat_map(|(tenant, writes)| writes.chunks(most).map(|chunk| (tenant, chunk.to_vec())).collect::<Vec<_>>()).collect()
    }
}

fn look_up(key: u64, name: String, looking_up: &Arc<Semaphore>, found: &Sender<Found>) {
    let (turn, found) = (Arc::clone(looking_up), found.clone());
    tokio::spawn(async move {
        let Ok(_turn) = turn.acquire().await else { return };
        let address = names::look_up(&name).await;
        // Nobody listens any more when the collector has ended.
        found.send((key, address)).await.ok();
    });
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use icmp::Full;
    use network::model::{PingState, Reach};

    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_700_000_040 + second, 0).unwrap()
    }

    fn target(tenant: TenantId, address: &str, fence: i64) -> PingTarget {
        let state = PingState { reach: Reach::Unknown, since: at(0), misses: 0, last_at: None, answered_at: None, round_trip_us: None, trouble: None };
        PingTarget { tenant, device: DeviceId::generate(), name: String::new(), address: address.to_owned(), fence, state }
    }

    /// Notes what is asked; refuses while `full`.
    fn asker(full: bool) -> (Asker, Arc<Mutex<Vec<Ask>>>) {
        let asked: Arc<Mutex<Vec<Ask>>> = Arc::default();
        let noted = Arc::clone(&asked);
        let ask: Asker = Box::new(move |_target, ask| {
            noted.lock().unwrap().push(ask);
            if full { Err(Full) } else { Ok(()) }
        });
        (ask, asked)
    }

    #[test]
    fn a_device_is_asked_once_an_interval_and_never_twice_at_a_time() {
        let tenant = TenantId::generate();
        let mut roster = Roster::new(Duration::from_secs(10));
        let begin = Instant::now();
        roster.take_in(vec![target(tenant, "192.0.2.1", 1), target(tenant, "255.255.255.255", 1)], at(0), begin);
        let (ask, asked) = asker(false);
        for second in 0..60 {
            roster.ask(&ask, begin + Duration::from_secs(second));
            let last = asked.lock().unwrap().last().copied();
            if let Some(last) = last.filter(|_| second < 30) {
                roster.hear(Answer { key: last.key, outcome: Outcome::Answered { round_trip: Duration::from_millis(2) } }, at(0));
            }
        }
        let asked = asked.lock().unwrap();
        assert!(asked.iter().all(|ask| ask.to == IpAddr::from([192, 0, 2, 1])), "a broadcast is nobody's address");
        // Three or four while it answers; then one is under way for ever.
        assert!((4..=5).contains(&asked.len()), "{}", asked.len());
    }

    #[test]
    fn a_full_engine_is_asked_again_and_loses_nobody() {
        let tenant = TenantId::generate();
        let mut roster = Roster::new(Duration::from_secs(10));
        let begin = Instant::now();
        roster.take_in(vec![target(tenant, "192.0.2.1", 1), target(tenant, "192.0.2.2", 1)], at(0), begin);
        roster.ask(&asker(true).0, begin + Duration::from_secs(1));
        let (ask, asked) = asker(false);
        roster.ask(&ask, begin + Duration::from_secs(2));
        assert_eq!(asked.lock().unwrap().len(), 2);
    }

    #[test]
    fn writes_go_by_tenant_and_a_lost_lease_ends_it() {
        let (one, two) = (TenantId::generate(), TenantId::generate());
        let mut roster = Roster::new(Duration::from_secs(10));
        roster.take_in(vec![target(one, "192.0.2.1", 1), target(two, "192.0.2.2", 1), target(one, "192.0.2.3", 1)], at(0), Instant::now());
        let mut batches = Vec::new();
        while let Some(batch) = roster.due(10, at(60)) {
            batches.push(batch);
        }
        let mut sizes: Vec<(TenantId, usize)> = batches.iter().map(|(tenant, writes)| (*tenant, writes.len())).collect();
        sizes.sort();
        let mut expected = vec![(one, 2), (two, 1)];
        expected.sort();
        assert_eq!(sizes, expected);
        let of_one = batches.iter().find(|(tenant, _)| *tenant == one).unwrap().1.clone();
        roster.written(&of_one, &[of_one[0].device], at(61));
        assert_eq!(roster.len(), 2);
        let of_two = batches.iter().find(|(tenant, _)| *tenant == two).unwrap().1.clone();
        roster.unwritten(&of_two);
        assert_eq!(roster.due(10, at(62)), Some((two, of_two)), "handed over again as it was");
        assert_eq!(roster.rest(10).iter().map(|(_, writes)| writes.len()).sum::<usize>(), 2);
    }
}
