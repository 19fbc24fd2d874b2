//! What travels from a collector to the screens: topics and events.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{InterfaceId, TenantId};

/// What a viewer can follow. Always inside one tenant; authorised per object before the first frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// Fresh rates of one interface.
    Interface(InterfaceId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Topic::Interface(id) => write!(f, "interface:{id}"),
        }
    }
}

impl FromStr for Topic {
    type Err = &'static str;
    fn from_str(s: &str) -> Result<Self, Self::Err> {
        let (kind, id) = s.split_once(':').ok_or("a topic reads kind:id")?;
        match kind {
            "interface" => id.parse().map(Topic::Interface).map_err(|_error: uuid::Error| "not an id"),
            _ => Err("unknown kind of topic"),
        }
    }
}

impl Serialize for Topic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Topic {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// One event on its way to the screens; lossy by design: the database holds the truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveEvent {
    /// Whose it is; a hub never hands it to another tenant's viewer.
    pub tenant: TenantId,
    /// What it is about.
    pub topic: Topic,
    /// The figures.
    pub payload: LivePayload,
}

/// What an event carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LivePayload {
    /// A measured interval of an interface.
    Rate {
        /// Start of the measured interval, Unix milliseconds.
        from_ms: i64,
        /// End of it, Unix milliseconds.
        at_ms: i64,
        /// Received by the device on this interface, bit/s.
        in_bps: i64,
        /// Sent, bit/s.
        out_bps: i64,
        /// ifOperStatus is up.
        up: bool,
    },
    /// Nothing could be measured for this interval (reset, reboot, implausible reading): the chart shows a gap.
    Gap {
        /// Start of the gap, Unix milliseconds.
        from_ms: i64,
        /// End of it, Unix milliseconds.
        at_ms: i64,
        /// Why, as a message code: `reset`, `reboot`, `implausible`, `changed`.
        reason: String,
        /// ifOperStatus is up.
        up: bool,
    },
}

/// What a browser sends on `/ws/live`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum LiveRequest {
    /// Follow these topics (at most 500 a connection); what may not be seen is answered as `refused`.
    Subscribe {
        /// The topics, as text so that one malformed entry does not void the others.
        topics: Vec<String>,
    },
    /// Stop following these topics.
    Unsubscribe {
        /// The topics.
        topics: Vec<String>,
    },
}

/// What the server sends on `/ws/live`, one JSON object a text frame.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum LiveFrame {
    /// An event. `seq` counts up by one per topic within one `epoch`; a jump means frames were missed: refetch.
    Event {
        /// The topic, as subscribed.
        topic: Topic,
        /// Position in the topic's stream.
        seq: u64,
        /// The figures.
        payload: LivePayload,
    },
    /// The subscription stands. Events after `seq` follow.
    Subscribed {
        /// The topic.
        topic: Topic,
        /// Identifies the server process's run of sequence numbers; another epoch means: refetch.
        epoch: u64,
        /// The last sequence number before this subscription.
        seq: u64,
    },
    /// Not allowed, unknown or malformed: all alike.
    Refused {
        /// The topic as it was sent.
        topic: String,
    },
    /// Sent every 15 s when nothing else is; silence for 40 s means the connection is dead.
    Heartbeat {
        /// Server time, Unix milliseconds.
        at_ms: i64,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_round_trip_and_refuse_nonsense() {
        let topic = Topic::Interface(InterfaceId(uuid::Uuid::from_u128(7)));
        assert_eq!(topic.to_string().parse(), Ok(topic));
        for bad in ["", "interface", "interface:", "interface:x", "tenant:00000000-0000-0000-0000-000000000007"] {
            assert!(bad.parse::<Topic>().is_err(), "{bad}");
        }
    }
}
