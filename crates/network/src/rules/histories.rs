//! Random lives of an agent, told to the rules and compared with the truth.

use proptest::prelude::*;

use crate::model::{CounterKind, InterfaceReading};
use crate::rules::counter::{Baseline, judge, rate_bps};
use crate::rules::spread::by_minute;

#[derive(Clone, Debug)]
enum Event {
    Nothing,
    /// Restarted this share of the step ago: uptime and counters begin again.
    Reboot(u8),
    /// Counters cleared, ifCounterDiscontinuityTime says so.
    Cleared,
    /// A wide counter cleared without a word (a narrow one could not be told from a wrap).
    ClearedSilently,
    /// The agent offers the other width from now on.
    OtherWidth,
    /// This reading alone is nonsense.
    Nonsense(u64),
    /// The poll is lost.
    Lost,
}

#[derive(Clone, Debug)]
struct Step {
    wait_ms: u32,
    in_percent: u8,
    out_percent: u8,
    late_ms: u16,
    event: Event,
}

#[derive(Clone, Debug)]
struct History {
    kind: CounterKind,
    mbps: u32,
    uptime_cs: u32,
    counter: u64,
    steps: Vec<Step>,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        12 => Just(Event::Nothing),
        1 => (1_u8..=100).prop_map(Event::Reboot),
        1 => Just(Event::Cleared),
        1 => Just(Event::ClearedSilently),
        1 => Just(Event::OtherWidth),
        1 => (1_u64 << 55..1 << 63).prop_map(Event::Nonsense),
        1 => Just(Event::Lost),
    ]
}

fn lines() -> impl Strategy<Value = (CounterKind, u32)> {
    (prop_oneof![Just(CounterKind::Hc64), Just(CounterKind::C32)], prop_oneof![Just(10_u32), Just(100), Just(1_000), Just(100_000)])
}

/// Lines whose counters cannot wrap more than once between two polls, even if a few are lost.
fn measurable_lines() -> impl Strategy<Value = (CounterKind, u32)> {
    prop_oneof![prop_oneof![Just(10_u32), Just(100), Just(1_000), Just(100_000)].prop_map(|mbps| (CounterKind::Hc64, mbps)), Just((CounterKind::C32, 10)),]
}

fn history(line: impl Strategy<Value = (CounterKind, u32)>, event: impl Strategy<Value = Event>) -> impl Strategy<Value = History> {
    let step = (10_000_u32..100_000, 0_u8..=100, 0_u8..=100, 0_u16..400, event).prop_map(|(wait_ms, in_percent, out_percent, late_ms, event)| Step {
        wait_ms,
        in_percent,
        out_percent,
        late_ms,
        event,
    });
    (
        line,
        prop_oneof![0_u32..100_000, u32::MAX - 100_000..u32::MAX, any::<u32>()],
        prop_oneof![0_u64..1_000_000, u64::from(u32::MAX) - 1_000_000..u64::from(u32::MAX)],
        proptest::collection::vec(step, 1..30),
    )
        .prop_map(|((kind, mbps), uptime_cs, counter, steps)| History { kind, mbps, uptime_cs, counter, steps })
}

/// The agent and what truly passed.
struct Agent {
    kind: CounterKind,
    now_us: i64,
    uptime_us: u64,
    discontinuity: u32,
    counters: [u64; 2],
    truth: [u64; 2],
}

impl Agent {
    fn read(&self, late_ms: u16) -> InterfaceReading {
        let shown = |octets: u64| match self.kind {
            CounterKind::Hc64 => octets,
            CounterKind::C32 => octets % (1 << 32),
        };
        InterfaceReading {
            name: "wan".to_owned(),
            index: 1,
            kind: self.kind,
            in_octets: shown(self.counters[0]),
            out_octets: shown(self.counters[1]),
            up: true,
            discontinuity: self.discontinuity,
            uptime_cs: u32::try_from(self.uptime_us / 10_000 % (1 << 32)).unwrap(),
            at_us: self.now_us + i64::from(late_ms) * 1_000,
        }
    }

    fn pass(&mut self, us: u64, mbps: u32, percents: [u8; 2]) {
        self.now_us += us.cast_signed();
        self.uptime_us += us;
        for (way, percent) in percents.into_iter().enumerate() {
            let octets = u64::from(mbps) * u64::from(percent) * us / 800;
            self.counters[way] += octets;
            self.truth[way] += octets;
        }
    }
}

struct Told {
    octets: [u64; 2],
    truth_of_measured: [u64; 2],
    gaps: u32,
    restarts_unseen: bool,
}

fn tell(history: &History) -> Result<Told, TestCaseError> {
    let speed = i64::from(history.mbps) * 1_000_000;
    let mut agent = Agent {
        kind: history.kind,
        now_us: 1_700_000_000_000_000,
        uptime_us: u64::from(history.uptime_cs) * 10_000,
        discontinuity: 0,
        counters: [history.counter; 2],
        truth: [0; 2],
    };
    let first = agent.read(0);
    let mut baseline = judge(None, &first, Some(speed)).baseline;
    let mut at_baseline = agent.truth;
    let mut restarted = false;
    let mut told = Told { octets: [0; 2], truth_of_measured: [0; 2], gaps: 0, restarts_unseen: false };
    for step in &history.steps {
        let us = u64::from(step.wait_ms) * 1_000;
        let percents = [step.in_percent, step.out_percent];
        let mut reading = None;
        match &step.event {
            Event::Reboot(share) => {
                let after_us = us * u64::from(*share) / 100;
                agent.pass(us - after_us, history.mbps, percents);
                (agent.uptime_us, agent.discontinuity, agent.counters) = (0, 0, [0; 2]);
                restarted = true;
                agent.pass(after_us, history.mbps, percents);
            }
            Event::Cleared => {
                agent.pass(us, history.mbps, percents);
                agent.counters = [0; 2];
                agent.discontinuity = u32::try_from(agent.uptime_us / 10_000 % (1 << 32)).unwrap().max(1);
            }
            Event::ClearedSilently if agent.kind == CounterKind::Hc64 => {
                agent.counters = [0; 2];
                restarted = true;
                agent.pass(us, history.mbps, percents);
            }
            Event::OtherWidth => {
                agent.pass(us, history.mbps, percents);
                agent.kind = if agent.kind == CounterKind::Hc64 { CounterKind::C32 } else { CounterKind::Hc64 };
            }
            Event::Nonsense(octets) if agent.kind == CounterKind::Hc64 => {
                agent.pass(us, history.mbps, percents);
                reading = Some(InterfaceReading { in_octets: *octets, ..agent.read(step.late_ms) });
            }
            Event::Nothing | Event::Lost | Event::ClearedSilently | Event::Nonsense(_) => agent.pass(us, history.mbps, percents),
        }
        if matches!(step.event, Event::Lost) {
            continue;
        }
        let reading = reading.unwrap_or_else(|| agent.read(step.late_ms));
        let judged = judge(Some(&baseline), &reading, Some(speed));
        if let Some(delta) = judged.measured {
            prop_assert_eq!((delta.from_us, delta.to_us), (baseline.at_us, reading.at_us));
            let measured = [delta.in_octets, delta.out_octets];
            for way in 0..2 {
                // Never above line rate, whatever happened.
                prop_assert!(rate_bps(measured[way], delta.measured_us) <= speed / 100 * 105 + 1);
                // Never invented: at most what passed; exactly that unless a restart hid within the tolerance.
                let truth = agent.truth[way] - at_baseline[way];
                prop_assert!(measured[way] <= truth, "measured {} of {truth}", measured[way]);
                prop_assert!(restarted || measured[way] == truth, "measured {} of {truth}", measured[way]);
                told.octets[way] += measured[way];
                told.truth_of_measured[way] += truth;
            }
            told.restarts_unseen |= restarted;
            let pieces = by_minute(&delta);
            prop_assert_eq!(pieces.iter().map(|piece| piece.in_octets).sum::<u64>(), delta.in_octets);
        }
        if let Some((from_us, to_us, _)) = judged.gap {
            prop_assert!(judged.measured.is_none());
            prop_assert_eq!((from_us, to_us), (baseline.at_us, reading.at_us));
            told.gaps += 1;
        }
        if judged.baseline.at_us == reading.at_us {
            prop_assert_eq!(judged.baseline, Baseline::from(&reading));
            prop_assert!(judged.measured.is_some() || judged.gap.is_some());
            (at_baseline, restarted) = (agent.truth, false);
            if reading.in_octets != agent.read(step.late_ms).in_octets {
                // Nonsense was taken as a baseline (second time in a row): the next reading is a reset.
                restarted = true;
            }
        } else {
            prop_assert_eq!(judged.baseline, Baseline { suspect: true, ..baseline });
        }
        baseline = judged.baseline;
    }
    Ok(told)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_an_agent_lives_through_no_octet_is_invented(history in history(lines(), event())) {
        let told = tell(&history)?;
        if !told.restarts_unseen {
            prop_assert_eq!(told.octets, told.truth_of_measured);
        }
    }

    #[test]
    fn an_uneventful_life_is_measured_to_the_octet(
        history in history(measurable_lines(), prop_oneof![9 => Just(Event::Nothing), 1 => Just(Event::Lost)]),
    ) {
        let told = tell(&history)?;
        prop_assert_eq!(told.gaps, 0);
        prop_assert_eq!(told.octets, told.truth_of_measured);
    }
}
