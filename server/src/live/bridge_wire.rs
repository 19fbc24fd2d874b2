//! What processes say to each other through Redis: one JSON object a message, on one channel a tenant.

use std::collections::BTreeMap;

use kernel::{LiveEvent, TenantId};
use serde::{Deserialize, Serialize};

/// A channel name is this and the tenant's id.
const PREFIX: &str = "lastmile:live:";

#[derive(Serialize)]
struct Outgoing<'a> {
    origin: u64,
    events: &'a [LiveEvent],
}

#[derive(Deserialize)]
struct Incoming {
    origin: u64,
    events: Vec<LiveEvent>,
}

/// The channel of a tenant's events.
pub(super) fn channel(tenant: TenantId) -> String {
    format!("{PREFIX}{tenant}")
}

/// Groups events by tenant, in order: what to publish on which channel.
pub(super) fn messages(origin: u64, events: Vec<LiveEvent>) -> Result<Vec<(String, String)>, serde_json::Error> {
    let mut by_tenant = BTreeMap::<TenantId, Vec<LiveEvent>>::new();
    for event in events {
        by_tenant.entry(event.tenant).or_default().push(event);
    }
    by_tenant.into_iter().map(|(tenant, events)| Ok((channel(tenant), serde_json::to_string(&Outgoing { origin, events: &events })?))).collect()
}

/// What a message was found to be.
#[derive(Debug, PartialEq)]
pub(super) enum Received {
    /// Our own, come back.
    Own,
    /// Another process's events, all of the channel's tenant.
    Events(Vec<LiveEvent>),
    /// Not ours to understand: dropped and counted.
    Malformed,
}

/// Reads a message. An event of another tenant than the channel's makes all of it malformed.
pub(super) fn read(origin: u64, channel_name: &str, payload: &[u8]) -> Received {
    let tenant = channel_name.strip_prefix(PREFIX).and_then(|tenant| tenant.parse::<TenantId>().ok());
    match (tenant, serde_json::from_slice::<Incoming>(payload)) {
        (Some(_), Ok(message)) if message.origin == origin => Received::Own,
        (Some(tenant), Ok(message)) if message.events.iter().all(|event| event.tenant == tenant) => Received::Events(message.events),
        _ => Received::Malformed,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{InterfaceId, LivePayload, Topic};
    use proptest::prelude::*;

    use super::*;

    fn event(tenant: u128, interface: u128) -> LiveEvent {
        LiveEvent {
            tenant: TenantId(uuid::Uuid::from_u128(tenant)),
            topic: Topic::Interface(InterfaceId(uuid::Uuid::from_u128(interface))),
            payload: LivePayload::Rate { from_ms: 1, at_ms: 2, in_bps: 3, out_bps: 4, up: true },
        }
    }

    #[test]
    fn events_travel_on_their_tenant_s_channel_only() {
        let sent = messages(7, vec![event(1, 10), event(2, 10), event(1, 11)]).unwrap();
        assert_eq!(sent.len(), 2);
        let (name, text) = &sent[0];
        assert_eq!(*name, channel(TenantId(uuid::Uuid::from_u128(1))));
        assert_eq!(read(8, name, text.as_bytes()), Received::Events(vec![event(1, 10), event(1, 11)]));
        assert_eq!(read(7, name, text.as_bytes()), Received::Own);
        let (other, _) = &sent[1];
        assert_eq!(read(8, other, text.as_bytes()), Received::Malformed, "tenant 1's events on tenant 2's channel");
        assert_eq!(read(8, "lastmile:live:", text.as_bytes()), Received::Malformed);
        assert_eq!(read(8, "other", text.as_bytes()), Received::Malformed);
    }

    proptest! {
        #[test]
        fn nonsense_is_malformed(payload in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(read(8, &channel(TenantId(uuid::Uuid::nil())), &payload), Received::Malformed);
        }
    }
}
