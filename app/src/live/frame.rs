//! Reads the server's frames. The kernel's own types are tagged enums, whose reader is large; in the browser a flat one
//! does the same in a tenth of the code.

use kernel::LivePayload;
use kernel::live::LiveFrame;
use serde::Deserialize;

#[derive(Deserialize)]
struct Flat {
    op: String,
    topic: Option<String>,
    epoch: Option<u64>,
    seq: Option<u64>,
    payload: Option<Payload>,
    at_ms: Option<i64>,
}

#[derive(Deserialize)]
struct Payload {
    kind: String,
    from_ms: i64,
    at_ms: i64,
    in_bps: Option<i64>,
    out_bps: Option<i64>,
    reason: Option<String>,
    up: bool,
}

/// The frame in `text`; `None` for what this version does not know.
#[cfg_attr(not(any(feature = "hydrate", test)), expect(dead_code, reason = "frames arrive in browsers only"))]
pub fn read(text: &str) -> Option<LiveFrame> {
    let flat: Flat = serde_json::from_str(text).ok()?;
    Some(match flat.op.as_str() {
        "event" => LiveFrame::Event { topic: flat.topic?.parse().ok()?, seq: flat.seq?, payload: payload(flat.payload?)? },
        "subscribed" => LiveFrame::Subscribed { topic: flat.topic?.parse().ok()?, epoch: flat.epoch?, seq: flat.seq? },
        "refused" => LiveFrame::Refused { topic: flat.topic? },
        "heartbeat" => LiveFrame::Heartbeat { at_ms: flat.at_ms? },
        _ => return None,
    })
}

fn payload(flat: Payload) -> Option<LivePayload> {
    let Payload { from_ms, at_ms, up, .. } = flat;
    match flat.kind.as_str() {
        "rate" => Some(LivePayload::Rate { from_ms, at_ms, in_bps: flat.in_bps?, out_bps: flat.out_bps?, up }),
        "gap" => Some(LivePayload::Gap { from_ms, at_ms, reason: flat.reason?, up }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{InterfaceId, Topic};

    use super::*;

    #[test]
    fn everything_the_server_can_send_is_read() {
        let topic = Topic::Interface(InterfaceId(uuid::Uuid::from_u128(7)));
        let frames = [
            LiveFrame::Event { topic, seq: 3, payload: LivePayload::Rate { from_ms: 1, at_ms: 2, in_bps: 3, out_bps: 4, up: true } },
            LiveFrame::Event { topic, seq: 4, payload: LivePayload::Gap { from_ms: 1, at_ms: 2, reason: "reset".to_owned(), up: false } },
            LiveFrame::Subscribed { topic, epoch: u64::MAX, seq: 9 },
            LiveFrame::Refused { topic: "nonsense".to_owned() },
            LiveFrame::Heartbeat { at_ms: 5 },
        ];
        for frame in frames {
            let text = serde_json::to_string(&frame).unwrap();
            assert_eq!(read(&text), Some(frame), "{text}");
        }
        for unknown in ["", "{}", r#"{"op":"dance"}"#, r#"{"op":"event","seq":1}"#, "[]"] {
            assert_eq!(read(unknown), None, "{unknown}");
        }
    }
}
