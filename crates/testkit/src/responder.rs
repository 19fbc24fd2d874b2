//! UDP responders below SNMP: one that answers whatever bytes a test wants, and one that answers fast from a cache.

use std::collections::{BTreeMap, HashMap};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_snmp::message::{CommunityMessage, Message};
use async_snmp::{DecodeConfig, Oid, Pdu, PduType, ResponsePdu, Value, VarBind, Version};
use bytes::Bytes;
use tokio::net::UdpSocket;
use tokio::task::JoinHandle;

/// A v1 or v2c request as received.
pub struct Request {
    /// The message.
    pub message: CommunityMessage,
}

impl Request {
    /// Reads a request.
    pub fn parse(datagram: &[u8]) -> anyhow::Result<Self> {
        match Message::decode(Bytes::copy_from_slice(datagram), DecodeConfig::DEFAULT)?.value {
            Message::Community(message) => Ok(Self { message }),
            Message::V3(_) => anyhow::bail!("v3 is not for this responder"),
        }
    }

    /// Its PDU.
    #[must_use]
    pub fn pdu(&self) -> &Pdu {
        self.message.pdu().standard().expect("no trap")
    }

    /// A well-formed answer with these objects.
    #[must_use]
    pub fn answer(&self, varbinds: Vec<VarBind>) -> Vec<u8> {
        self.answer_as(self.message.community().as_bytes(), self.pdu().request_id(), varbinds)
    }

    /// The same under another community or id.
    #[must_use]
    pub fn answer_as(&self, community: &[u8], id: i32, varbinds: Vec<VarBind>) -> Vec<u8> {
        let version = self.message.version();
        let pdu = ResponsePdu::success(version, id, varbinds).unwrap();
        let community = Bytes::copy_from_slice(community);
        let message = if version == Version::V1 { CommunityMessage::v1(community, pdu) } else { CommunityMessage::v2c(community, pdu) };
        message.unwrap().encode().unwrap().to_vec()
    }

    /// An answer that the answer does not fit.
    #[must_use]
    pub fn too_big(&self) -> Vec<u8> {
        let pdu = ResponsePdu::too_big(self.message.version(), self.pdu().request_id(), Vec::new()).unwrap();
        CommunityMessage::v2c(Bytes::copy_from_slice(self.message.community().as_bytes()), pdu).unwrap().encode().unwrap().to_vec()
    }

    /// What an honest agent with these `objects` would answer, in at most `largest` octets.
    #[must_use]
    pub fn answer_from(&self, objects: &BTreeMap<Oid, Value>, largest: usize) -> Vec<u8> {
        let next = |oid: &Oid| {
            let found = objects.range((std::ops::Bound::Excluded(oid), std::ops::Bound::Unbounded)).next();
            found.map_or_else(|| VarBind::new(oid.clone(), Value::EndOfMibView), |(oid, value)| VarBind::new(oid.clone(), value.clone()))
        };
        let asked = self.pdu().varbinds();
        let mut found: Vec<VarBind> = match (self.pdu().pdu_type(), self.pdu().get_bulk_fields()) {
            (PduType::GetBulkRequest, Some((scalars, repetitions))) => {
                let (scalars, columns) = asked.split_at((scalars as usize).min(asked.len()));
                let mut found: Vec<VarBind> = scalars.iter().map(|varbind| next(&varbind.oid)).collect();
                let mut cursors: Vec<Oid> = columns.iter().map(|varbind| varbind.oid.clone()).collect();
                for _repetition in 0..repetitions {
                    for cursor in &mut cursors {
                        let varbind = next(cursor);
                        *cursor = varbind.oid.clone();
                        found.push(varbind);
                    }
                    if found[found.len() - cursors.len()..].iter().all(|varbind| varbind.value == Value::EndOfMibView) {
                        break;
                    }
                }
                found
            }
            (PduType::GetNextRequest, _) => asked.iter().map(|varbind| next(&varbind.oid)).collect(),
            _ => {
                let get = |oid: &Oid| VarBind::new(oid.clone(), objects.get(oid).cloned().unwrap_or(Value::NoSuchInstance));
                asked.iter().map(|varbind| get(&varbind.oid)).collect()
            }
        };
        loop {
            let answer = self.answer(found.clone());
            if answer.len() <= largest || found.is_empty() {
                return answer;
            }
            found.truncate(found.len() - found.len().div_ceil(10));
        }
    }
}

/// A responder that sends whatever a test wants; ends when dropped.
pub struct RawResponder {
    /// Where it listens.
    pub address: SocketAddr,
    requests: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl RawResponder {
    /// Starts on a free port of loopback; `answer` gets each datagram and its number, and returns what to send back.
    pub async fn start(mut answer: impl FnMut(&[u8], u64) -> Vec<Vec<u8>> + Send + 'static) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = socket.local_addr().unwrap();
        let requests = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&requests);
        let task = tokio::spawn(async move {
            let mut buffer = vec![0; 65_535];
            loop {
                let (length, from) = socket.recv_from(&mut buffer).await.unwrap();
                let number = counter.fetch_add(1, Ordering::SeqCst);
                for reply in answer(&buffer[..length], number) {
                    // A client that has gone away is none of the responder's business.
                    let _sent = socket.send_to(&reply, from).await;
                }
            }
        });
        Self { address, requests, task }
    }

    /// Requests received so far.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for RawResponder {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Answers v1 and v2c from a fixed set of objects, each distinct request encoded once: fast enough not to be what a
/// benchmark measures.
pub struct StaticResponder {
    objects: BTreeMap<Oid, Value>,
    largest: usize,
    cache: HashMap<Vec<u8>, (Vec<u8>, usize)>,
}

impl StaticResponder {
    /// A responder for these objects, whose answers have at most `largest` octets.
    #[must_use]
    pub fn new(objects: BTreeMap<Oid, Value>, largest: usize) -> Self {
        Self { objects, largest, cache: HashMap::new() }
    }

    /// The answer to `request`, which is altered; `None` for what is no request.
    pub fn answer(&mut self, request: &mut [u8]) -> Option<&[u8]> {
        let (at, length) = request_id(request)?;
        let mut id = [0; 4];
        let id = id.get_mut(..length)?;
        id.copy_from_slice(request.get(at..at + length)?);
        // The same request with another id of the same length has the same answer but for those octets. The stand-in keeps
        // the length: its first octet is neither 0x00 nor 0xff.
        request[at..at + length].fill(0x2a);
        if !self.cache.contains_key(&*request) {
            let answer = Request::parse(request).ok()?.answer_from(&self.objects, self.largest);
            let (at, _) = request_id(&answer)?;
            self.cache.insert(request.to_vec(), (answer, at));
        }
        let (answer, at) = self.cache.get_mut(&*request)?;
        answer[*at..*at + length].copy_from_slice(id);
        Some(answer)
    }
}

/// Where the request id lies in a v1 or v2c message: (offset, length).
fn request_id(message: &[u8]) -> Option<(usize, usize)> {
    let header = |at: usize| -> Option<(usize, usize)> {
        let first = usize::from(*message.get(at + 1)?);
        if first < 0x80 {
            return Some((at + 2, first));
        }
        let octets = message.get(at + 2..at + 2 + (first & 0x7f))?;
        Some((at + 2 + octets.len(), octets.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet))))
    };
    let (version, _) = header(0)?;
    let (start, length) = header(version)?;
    let (start, length) = header(start + length)?;
    let (pdu, _) = header(start + length)?;
    let (at, length) = header(pdu)?;
    (1..=4).contains(&length).then_some((at, length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use async_snmp::GetBulkPdu;

    #[test]
    fn a_cached_answer_bears_the_new_id() {
        let objects = (1..9).map(|index| (Oid::from_slice(&[1, 3, 6, 1, index]), Value::Counter32(index))).collect();
        let mut responder = StaticResponder::new(objects, 65_000);
        for id in [0x1234_5678, 0x7fff_0001, 77, 0x1234_5679] {
            let pdu = GetBulkPdu::new(Version::V2c, id, 0, 4, vec![VarBind::null(Oid::from_slice(&[1, 3]))]).unwrap();
            let mut request = CommunityMessage::v2c("public", pdu).unwrap().encode().unwrap().to_vec();
            let answer = Request::parse(responder.answer(&mut request).unwrap()).unwrap();
            assert_eq!((answer.pdu().request_id(), answer.pdu().varbinds().len()), (id, 4));
        }
        assert_eq!(responder.cache.len(), 2);
    }
}
