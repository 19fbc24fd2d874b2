//! The browser's end of `/ws/live`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use kernel::live::{LiveFrame, LiveRequest};
use kernel::{InterfaceId, Topic};
use leptos::prelude::*;
use leptos::server::codee::string::FromToStringCodec;
use leptos_use_websocket::{ReconnectLimit, UseWebSocketOptions, use_websocket_with_options};

use super::sequence::{Sequence, Verdict};
use super::{Latest, Link, Live, frame};

/// The watchdog looks this often …
const LOOK: Duration = Duration::from_secs(5);
/// … and after this many looks without a frame the connection counts as dead: 40 s, against a beat every 15 s.
const SILENT_LOOKS: u32 = 8;
/// A page out of sight lets go of its connection after this.
const OUT_OF_SIGHT: Duration = Duration::from_secs(10);
/// Several losses within this lead to one reload.
const GATHER: Duration = Duration::from_millis(250);

type Call = Arc<dyn Fn() + Send + Sync>;
type SendText = Arc<dyn Fn(&String) + Send + Sync>;

/// What the handle keeps.
#[derive(Default)]
pub struct Hub {
    followed: BTreeMap<InterfaceId, Followed>,
    /// What the server has been asked for on this connection.
    asked: BTreeSet<InterfaceId>,
    socket: Option<Socket>,
    flush_due: bool,
    reload_due: bool,
    connected_before: bool,
    attempts: u32,
    silent_looks: u32,
    paused: bool,
    timer: Option<TimeoutHandle>,
}

struct Followed {
    followers: u32,
    sequence: Sequence,
    latest: Latest,
}

#[derive(Clone)]
struct Socket {
    open: Call,
    close: Call,
    send: SendText,
}

impl Live {
    /// Sets the socket up without opening it, the watchdog, and the eye on the page's visibility.
    pub(super) fn wire(self) {
        let options = UseWebSocketOptions::default()
            .immediate(false)
            // The pause between attempts is ours: it grows, and it differs from browser to browser.
            .reconnect_limit(ReconnectLimit::Limited(0))
            .on_open(move |_| self.opened())
            .on_close(move |_| self.closed())
            .on_message_raw(move |text: &str| self.received(text));
        let socket = use_websocket_with_options::<String, String, FromToStringCodec, _, _>("/ws/live", options);
        let socket = Socket { open: Arc::new(socket.open), close: Arc::new(socket.close), send: Arc::new(socket.send) };
        self.hub.update_value(|hub| hub.socket = Some(socket));

        let watch = set_interval_with_handle(move || self.look(), LOOK);
        let sight = window_event_listener_untyped("visibilitychange", move |_| self.sight_changed());
        on_cleanup(move || {
            sight.remove();
            if let Ok(watch) = watch {
                watch.clear();
            }
        });
    }

    /// One more follower of `id`.
    pub(super) fn join(self, id: InterfaceId) -> Latest {
        let latest = self.hub.try_update_value(|hub| {
            let followed = hub.followed.entry(id).or_insert_with(|| Followed { followers: 0, sequence: Sequence::default(), latest: ArcRwSignal::new(None) });
            followed.followers = followed.followers.saturating_add(1);
            followed.latest.clone()
        });
        self.flush_soon();
        latest.unwrap_or_else(|| ArcRwSignal::new(None))
    }

    /// One follower of `id` less.
    pub(super) fn leave(self, id: InterfaceId) {
        self.hub.try_update_value(|hub| {
            if let Some(followed) = hub.followed.get_mut(&id) {
                followed.followers = followed.followers.saturating_sub(1);
            }
        });
        self.flush_soon();
    }

    /// Many rows join and leave in one turn; the server hears of it once.
    fn flush_soon(self) {
        let first = self.hub.try_update_value(|hub| !std::mem::replace(&mut hub.flush_due, true)).unwrap_or(false);
        if first {
            queue_microtask(move || self.flush());
        }
    }

    fn flush(self) {
        let link = self.link.get_untracked();
        let work = self.hub.try_update_value(|hub| {
            hub.flush_due = false;
            hub.followed.retain(|_, followed| followed.followers > 0);
            let wanted: BTreeSet<_> = hub.followed.keys().copied().collect();
            let socket = hub.socket.clone();
            if link != Link::Live {
                return (socket, Vec::new(), Vec::new(), !wanted.is_empty() && !hub.paused && link == Link::Idle);
            }
            let more = wanted.difference(&hub.asked).copied().collect();
            let less = hub.asked.difference(&wanted).copied().collect();
            hub.asked = wanted;
            (socket, more, less, false)
        });
        let Some((Some(socket), more, less, open)) = work else { return };
        if open {
            self.open();
        }
        for (ids, request) in [(less, unsubscribe as fn(Vec<String>) -> LiveRequest), (more, subscribe)] {
            if ids.is_empty() {
                continue;
            }
            let topics = ids.into_iter().map(|id: InterfaceId| Topic::Interface(id).to_string()).collect();
            if let Ok(text) = serde_json::to_string(&request(topics)) {
                (socket.send)(&text);
            }
        }
    }

    fn open(self) {
        let (socket, before) = self.hub.with_value(|hub| (hub.socket.clone(), hub.connected_before));
        self.link.set(if before { Link::Reconnecting } else { Link::Connecting });
        if let Some(socket) = socket {
            (socket.open)();
        }
    }

    fn opened(self) {
        self.link.set(Link::Live);
        let again = self.hub.try_update_value(|hub| {
            hub.attempts = 0;
            hub.silent_looks = 0;
            hub.asked.clear();
            std::mem::replace(&mut hub.connected_before, true)
        });
        self.flush();
        if again == Some(true) {
            self.reload_soon();
        }
    }

    fn closed(self) {
        let attempt = self.hub.try_update_value(|hub| {
            hub.asked.clear();
            (!hub.paused).then(|| {
                hub.attempts = hub.attempts.saturating_add(1);
                hub.attempts
            })
        });
        match attempt.flatten() {
            None => self.link.set(Link::Idle),
            Some(attempt) => {
                self.link.set(Link::Reconnecting);
                self.after(pause_before(attempt), move || self.open());
            }
        }
    }

    fn received(self, text: &str) {
        // What cannot be read is of a newer server: the page goes on, and its next load brings the newer page.
        let Some(frame) = frame::read(text) else { return };
        let news = self.hub.try_update_value(|hub| {
            hub.silent_looks = 0;
            match frame {
                LiveFrame::Subscribed { topic: Topic::Interface(id), epoch, seq } => {
                    let missed = hub.followed.get_mut(&id).is_some_and(|followed| followed.sequence.subscribed(epoch, seq));
                    (None, missed)
                }
                LiveFrame::Event { topic: Topic::Interface(id), seq, payload } => match hub.followed.get_mut(&id) {
                    Some(followed) => match followed.sequence.event(seq) {
                        Verdict::Old => (None, false),
                        verdict => (Some((followed.latest.clone(), payload)), verdict == Verdict::AfterLoss),
                    },
                    None => (None, false),
                },
                LiveFrame::Refused { .. } | LiveFrame::Heartbeat { .. } => (None, false),
            }
        });
        let Some((event, missed)) = news else { return };
        if let Some((latest, payload)) = event {
            latest.set(Some(payload));
        }
        if missed {
            self.reload_soon();
        }
    }

    fn reload_soon(self) {
        let first = self.hub.try_update_value(|hub| !std::mem::replace(&mut hub.reload_due, true)).unwrap_or(false);
        if first {
            set_timeout(
                move || {
                    self.hub.update_value(|hub| hub.reload_due = false);
                    self.missed.update(|missed| *missed = missed.wrapping_add(1));
                },
                GATHER,
            );
        }
    }

    fn look(self) {
        if self.link.get_untracked() != Link::Live {
            return;
        }
        let dead = self.hub.try_update_value(|hub| {
            hub.silent_looks = hub.silent_looks.saturating_add(1);
            hub.silent_looks > SILENT_LOOKS
        });
        if dead == Some(true) {
            // Opening replaces the dead socket; its own end may be reported much later and is then ignored.
            self.open();
        }
    }

    fn sight_changed(self) {
        if document().hidden() {
            self.after(OUT_OF_SIGHT, move || {
                let socket = self.hub.try_update_value(|hub| {
                    hub.paused = true;
                    hub.socket.clone()
                });
                if let Some(socket) = socket.flatten() {
                    (socket.close)();
                }
                self.link.set(Link::Idle);
            });
        } else {
            let was_paused = self.hub.try_update_value(|hub| {
                if let Some(timer) = hub.timer.take() {
                    timer.clear();
                }
                hub.attempts = 0;
                std::mem::replace(&mut hub.paused, false) && !hub.followed.is_empty()
            });
            if was_paused == Some(true) || self.link.get_untracked() == Link::Reconnecting {
                self.open();
            }
        }
    }

    /// Runs `then` after `pause`, in place of what was waiting before.
    fn after(self, pause: Duration, then: impl FnOnce() + 'static) {
        let timer = set_timeout_with_handle(then, pause).ok();
        self.hub.update_value(|hub| {
            if let Some(before) = std::mem::replace(&mut hub.timer, timer) {
                before.clear();
            }
        });
    }
}

fn subscribe(topics: Vec<String>) -> LiveRequest {
    LiveRequest::Subscribe { topics }
}

fn unsubscribe(topics: Vec<String>) -> LiveRequest {
    LiveRequest::Unsubscribe { topics }
}

/// 1 s, 2 s, 4 s … at most 30 s, give or take half, so that a restarted server does not meet all browsers at once.
fn pause_before(attempt: u32) -> Duration {
    let seconds = 1_u64.checked_shl(attempt.saturating_sub(1).min(5)).unwrap_or(30).min(30);
    Duration::from_secs(seconds).mul_f64(0.5 + js_sys::Math::random())
}
