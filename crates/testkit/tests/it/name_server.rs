//! A name server on loopback that answers as a test wishes, over UDP and TCP.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::TXT;
use hickory_proto::rr::{RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, UdpSocket};

/// What is answered for a name.
#[derive(Clone)]
pub enum Answer {
    /// TXT records, each of these strings.
    Txt(Vec<Vec<String>>),
    /// There is the name, but no such record.
    Empty,
    /// It says that it cannot say.
    ServFail,
    /// It refuses.
    Refused,
    /// Nothing at all.
    Silence,
    /// Bytes that are no DNS.
    Garbage,
}

/// One text record.
pub fn txt(text: &str) -> Answer {
    Answer::Txt(vec![vec![text.to_owned()]])
}

/// The server; ends with the test's runtime.
#[derive(Clone)]
pub struct NameServer {
    /// Where it listens.
    pub address: SocketAddr,
    answers: Arc<Mutex<HashMap<String, Answer>>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl NameServer {
    /// A server that knows no name yet.
    pub async fn start() -> Self {
        let udp = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let address = udp.local_addr().unwrap();
        let tcp = TcpListener::bind(address).await.unwrap();
        let server = Self { address, answers: Arc::default(), asked: Arc::default() };
        let one = server.clone();
        tokio::spawn(async move {
            let mut question = [0; 2_048];
            loop {
                let Ok((length, peer)) = udp.recv_from(&mut question).await else { return };
                if let Some(answer) = one.answer(&question[..length], Some(1_232)) {
                    let _gone = udp.send_to(&answer, peer).await;
                }
            }
        });
        let other = server.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = tcp.accept().await {
                let server = other.clone();
                tokio::spawn(async move {
                    let mut length = [0; 2];
                    while stream.read_exact(&mut length).await.is_ok() {
                        let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
                        if stream.read_exact(&mut question).await.is_err() {
                            return;
                        }
                        let Some(answer) = server.answer(&question, None) else { continue };
                        let framed = [&u16::try_from(answer.len()).unwrap().to_be_bytes(), answer.as_slice()].concat();
                        if stream.write_all(&framed).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        server
    }

    /// Answers so for a name from now on.
    pub fn set(&self, name: &str, answer: Answer) {
        self.answers.lock().unwrap().insert(name.to_ascii_lowercase(), answer);
    }

    /// Knows the name no more.
    pub fn forget(&self, name: &str) {
        self.answers.lock().unwrap().remove(name);
    }

    /// Every name that was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    fn answer(&self, question: &[u8], most: Option<usize>) -> Option<Vec<u8>> {
        let asked = Message::from_vec(question).unwrap();
        let query = asked.queries.first().unwrap().clone();
        let name = query.name.to_ascii().trim_end_matches('.').to_ascii_lowercase();
        self.asked.lock().unwrap().push(name.clone());
        let mut message = Message::response(asked.metadata.id, asked.metadata.op_code);
        message.metadata.recursion_available = true;
        message.add_query(query.clone());
        let known = self.answers.lock().unwrap().get(&name).cloned();
        match known.filter(|_| query.query_type == RecordType::TXT) {
            None => message.metadata.response_code = ResponseCode::NXDomain,
            Some(Answer::Empty) => {}
            Some(Answer::ServFail) => message.metadata.response_code = ResponseCode::ServFail,
            Some(Answer::Refused) => message.metadata.response_code = ResponseCode::Refused,
            Some(Answer::Silence) => return None,
            Some(Answer::Garbage) => return Some(vec![0xff; 40]),
            Some(Answer::Txt(records)) => {
                for strings in records {
                    message.add_answer(Record::from_rdata(query.name.clone(), 300, RData::TXT(TXT::new(strings))));
                }
            }
        }
        let whole = message.to_vec().unwrap();
        if most.is_some_and(|most| whole.len() > most) {
            // Does not fit into a datagram: the asker comes again by TCP.
            return Some(message.truncate().to_vec().unwrap());
        }
        Some(whole)
    }
}
