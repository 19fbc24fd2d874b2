//! Replies that are set aside: what was wrong with each, counted.

use std::sync::atomic::{AtomicU64, Ordering};

use async_snmp::message::Message;
use async_snmp::v3::{ReportStatus, classify_report};
use async_snmp::{DecodeConfig, DecodeErrorKind, Error, PduType};
use bytes::Bytes;

/// Why a datagram from a device was not taken as the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Not an SNMP message.
    Malformed,
    /// It says that it is longer than it is.
    Truncated,
    /// It answers a request that was never made.
    WrongId,
    /// It answers an earlier request, whose time was up.
    Late,
    /// Right request, wrong community.
    WrongCommunity,
    /// v3: not authentic, or not private, as it must be.
    Unauthenticated,
    /// A message of another kind or version than asked for.
    Unexpected,
}

impl Reason {
    const ALL: [Self; 7] = [Self::Malformed, Self::Truncated, Self::WrongId, Self::Late, Self::WrongCommunity, Self::Unauthenticated, Self::Unexpected];

    /// The label in `lastmile_snmp_replies_dropped_total`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Reason::Malformed => "malformed",
            Reason::Truncated => "truncated",
            Reason::WrongId => "wrong_id",
            Reason::Late => "late",
            Reason::WrongCommunity => "wrong_community",
            Reason::Unauthenticated => "unauthenticated",
            Reason::Unexpected => "unexpected",
        }
    }
}

/// How many replies were set aside, by reason, since the start of the process or of the test that made it.
#[derive(Debug, Default)]
pub struct Dropped {
    counts: [AtomicU64; Reason::ALL.len()],
}

impl Dropped {
    /// Counts one, here and in `lastmile_snmp_replies_dropped_total`.
    pub fn note(&self, reason: Reason) {
        if let Some((_, count)) = Reason::ALL.iter().zip(&self.counts).find(|(known, _)| **known == reason) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        metrics::counter!("lastmile_snmp_replies_dropped_total", "reason" => reason.as_str()).increment(1);
    }

    /// How many so far.
    #[must_use]
    pub fn count(&self, reason: Reason) -> u64 {
        Reason::ALL.iter().zip(&self.counts).find(|(known, _)| **known == reason).map_or(0, |(_, count)| count.load(Ordering::Relaxed))
    }
}

/// What an agent told in clear before it would speak privately (RFC 3414 §3.2): the reason to stop waiting for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does not accept the user, the passphrase or the algorithm.
    Auth,
    /// It is another engine than the one remembered: the device was replaced or set up anew.
    OtherEngine,
}

/// Looks at a reply that was not taken, to say why. `sent` are the ids of all requests of this session, the current one
/// last; `community` is the one that must come back (v1 and v2c).
#[must_use]
pub fn examine(reply: &Bytes, sent: &[i32], community: Option<&[u8]>, decode: DecodeConfig) -> (Reason, Option<Verdict>) {
    let message = match Message::decode(reply.clone(), decode) {
        Ok(decoded) => decoded.value,
        Err(error) => {
            let cut = matches!(
                error.exchange_source(),
                Error::Decode(error) if matches!(
                    error.kind,
                    DecodeErrorKind::TruncatedData | DecodeErrorKind::TlvOverflow | DecodeErrorKind::InsufficientData { .. }
                )
            );
            return (if cut { Reason::Truncated } else { Reason::Malformed }, None);
        }
    };
    let id = match &message {
        Message::V3(message) => Some(message.msg_id()),
        Message::Community(_) => message.pdu().map(|pdu| pdu.request_id()),
    };
    let Some(id) = id else {
        return (Reason::Unexpected, None);
    };
    if sent.last() != Some(&id) {
        return (if sent.contains(&id) { Reason::Late } else { Reason::WrongId }, None);
    }
    match (&message, community) {
        (Message::Community(message), Some(community)) if !message.community().matches(community) => (Reason::WrongCommunity, None),
        (Message::V3(message), None) => {
            let report = message.pdu().filter(|pdu| pdu.pdu_type() == PduType::Report).and_then(|pdu| classify_report(pdu).ok());
            (Reason::Unauthenticated, report.and_then(|status| verdict(&status)))
        }
        _ => (Reason::Unexpected, None),
    }
}

/// What a Report means for the session.
#[must_use]
pub fn verdict(status: &ReportStatus) -> Option<Verdict> {
    match status {
        ReportStatus::UnsupportedSecurityLevel { .. }
        | ReportStatus::UnknownUserName { .. }
        | ReportStatus::WrongDigest { .. }
        | ReportStatus::DecryptionError { .. } => Some(Verdict::Auth),
        ReportStatus::UnknownEngineId { .. } => Some(Verdict::OtherEngine),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_snmp::message::CommunityMessage;
    use async_snmp::{Oid, RequestPdu, Version};
    use proptest::prelude::*;

    fn request(id: i32) -> Bytes {
        let pdu = RequestPdu::get(Version::V2c, id, &[Oid::from_slice(&[1, 3, 6, 1])]).unwrap();
        CommunityMessage::v2c("public", pdu).unwrap().encode().unwrap()
    }

    fn reason(reply: &Bytes, sent: &[i32], community: &str) -> Reason {
        examine(reply, sent, Some(community.as_bytes()), DecodeConfig::DEFAULT).0
    }

    #[test]
    fn says_what_is_wrong() {
        assert_eq!(reason(&request(7), &[5, 6], "public"), Reason::WrongId);
        assert_eq!(reason(&request(5), &[5, 6], "public"), Reason::Late);
        assert_eq!(reason(&request(6), &[5, 6], "secret"), Reason::WrongCommunity);
        assert_eq!(reason(&request(6), &[5, 6], "public"), Reason::Unexpected);
        assert_eq!(reason(&Bytes::from_static(b"GET / HTTP/1.1"), &[6], "public"), Reason::Malformed);
        let whole = request(6);
        assert_eq!(reason(&whole.slice(..whole.len() - 3), &[6], "public"), Reason::Truncated);
        assert_eq!(reason(&Bytes::new(), &[6], "public"), Reason::Truncated);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(noise in proptest::collection::vec(any::<u8>(), 0..300), at in 0_usize..60, byte: u8) {
            let _reason = examine(&Bytes::from(noise), &[1], Some(b"public"), DecodeConfig::DEFAULT);
            let mut nearly = request(9).to_vec();
            let at = at % nearly.len();
            nearly[at] = byte;
            let _reason = examine(&Bytes::from(nearly), &[9], None, DecodeConfig::DEFAULT);
        }
    }
}
