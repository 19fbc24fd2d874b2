//! A provider on loopback: notes what it is asked, and answers as a test says, else as it would when all is well.

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::{Value, json};

/// What it was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub query: BTreeMap<String, String>,
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), "application/json", "{self:?}");
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn form(&self) -> BTreeMap<String, String> {
        assert_eq!(self.header("content-type"), "application/x-www-form-urlencoded", "{self:?}");
        pairs(std::str::from_utf8(&self.body).unwrap())
    }
}

fn pairs(text: &str) -> BTreeMap<String, String> {
    let url = reqwest::Url::parse(&format!("http://x/?{text}")).unwrap();
    url.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
}

/// One answer.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(&'static str, String)>,
    body: Vec<u8>,
    after: Duration,
}

impl Answer {
    pub fn json(status: u16, body: Value) -> Self {
        Self { status, headers: vec![("content-type", "application/json".to_owned())], body: body.to_string().into_bytes(), after: Duration::ZERO }
    }

    /// An answer that is no JSON whatever it says it is.
    pub fn text(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("content-type", kind.to_owned())], body: body.into(), after: Duration::ZERO }
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// It is done as asked, but the answer comes so late.
    pub fn after(mut self, after: Duration) -> Self {
        self.after = after;
        self
    }
}

type Usual = fn(&Asked) -> Answer;

#[derive(Clone)]
struct Shared {
    asked: Arc<Mutex<Vec<Asked>>>,
    script: Arc<Mutex<VecDeque<Answer>>>,
    usual: Usual,
}

/// The provider.
pub struct Fake {
    address: SocketAddr,
    shared: Shared,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Fake {
    pub async fn start(usual: Usual) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Shared { asked: Arc::default(), script: Arc::default(), usual };
        let router = Router::new().fallback(answer).with_state(shared.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { address, shared, task }
    }

    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What it answers next, before it goes on as usual.
    pub fn next(&self, answers: impl IntoIterator<Item = Answer>) {
        self.shared.script.lock().unwrap().extend(answers);
    }

    /// What it was asked since it was last looked at.
    pub fn asked(&self) -> Vec<Asked> {
        std::mem::take(&mut *self.shared.asked.lock().unwrap())
    }
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
    let headers = head.headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned())).collect();
    let asked = Asked { method: head.method.to_string(), path: head.uri.path().to_owned(), query: pairs(head.uri.query().unwrap_or_default()), headers, body };
    let scripted = shared.script.lock().unwrap().pop_front();
    let answer = scripted.unwrap_or_else(|| (shared.usual)(&asked));
    shared.asked.lock().unwrap().push(asked);
    tokio::time::sleep(answer.after).await;
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(answer.body)).unwrap()
}

/// Telegram, when all is well.
pub fn telegram(asked: &Asked) -> Answer {
    if asked.path.ends_with("/getUpdates") {
        return Answer::json(200, json!({ "ok": true, "result": [] }));
    }
    Answer::json(200, json!({ "ok": true, "result": { "message_id": 4711, "date": 1_790_000_000, "chat": { "id": -1001, "type": "group" } } }))
}

/// A program that takes everything.
pub fn program(_asked: &Asked) -> Answer {
    Answer::text(204, "text/plain", "")
}

/// Twilio, when all is well and nothing was sent before.
pub fn twilio(asked: &Asked) -> Answer {
    if asked.method == "GET" && asked.path.contains("/Messages/") {
        return Answer::json(200, json!({ "status": "sent", "error_code": null }));
    }
    if asked.method == "GET" {
        return Answer::json(200, json!({ "messages": [], "page": 0 }));
    }
    Answer::json(201, json!({ "sid": "SM0123456789abcdef0123456789abcdef", "status": "queued", "error_code": null, "num_segments": "1" }))
}

/// Meta, when all is well.
pub fn meta(_asked: &Asked) -> Answer {
    Answer::json(
        200,
        json!({ "messaging_product": "whatsapp", "contacts": [{ "input": "9613123456", "wa_id": "9613123456" }], "messages": [{ "id": "wamid.HBgL" }] }),
    )
}
