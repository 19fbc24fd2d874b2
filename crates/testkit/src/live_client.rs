//! A viewer for tests: speaks `/ws/live` over a real socket.

use std::net::SocketAddr;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use kernel::LivePayload;
use kernel::live::{LiveFrame, LiveRequest};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::live_server::VIEWER;

/// How long a test waits for what must come.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A connected viewer.
pub struct LiveClient {
    /// The socket, for what the methods do not cover.
    pub socket: WebSocketStream<TcpStream>,
}

/// What a viewer hears.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// A frame.
    Frame(LiveFrame),
    /// A ping, answered already.
    Ping,
    /// The close frame's code and reason.
    Closed(u16, String),
    /// The connection ended without one.
    Lost,
}

/// A well-behaved page's request to connect.
#[must_use]
pub fn handshake(address: SocketAddr, tenant: u128, session: u32) -> Request {
    let mut request = format!("ws://{address}/ws/live").into_client_request().expect("a request");
    request.headers_mut().insert("origin", format!("http://{address}").parse().expect("a header"));
    request.headers_mut().insert(VIEWER, format!("{tenant}/{session}").parse().expect("a header"));
    request
}

impl LiveClient {
    /// Connects as a viewer of `tenant`.
    pub async fn connect(address: SocketAddr, tenant: u128, session: u32) -> Self {
        Self::request(address, handshake(address, tenant, session)).await.expect("accepted")
    }

    /// Connects with any request; a refusal gives its status and body.
    pub async fn request(address: SocketAddr, request: Request) -> Result<Self, (u16, String)> {
        let stream = TcpStream::connect(address).await.expect("a listening server");
        Self::over(stream, request).await
    }

    /// Connects with a receive buffer so small that the server notices at once when nobody reads.
    pub async fn connect_narrow(address: SocketAddr, tenant: u128, session: u32) -> Self {
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a small buffer");
        let stream = socket.connect(address).await.expect("a listening server");
        Self::over(stream, handshake(address, tenant, session)).await.expect("accepted")
    }

    async fn over(stream: TcpStream, request: Request) -> Result<Self, (u16, String)> {
        match client_async(request, stream).await {
            Ok((socket, _response)) => Ok(Self { socket }),
            Err(Error::Http(response)) => {
                let body = response.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default().into_owned();
                Err((response.status().as_u16(), body))
            }
            Err(error) => panic!("neither accepted nor refused: {error}"),
        }
    }

    /// Sends a request.
    pub async fn ask(&mut self, request: &LiveRequest) {
        let text = serde_json::to_string(request).expect("JSON");
        self.socket.send(Message::text(text)).await.expect("an open connection");
    }

    /// Asks to follow topics by their text.
    pub async fn subscribe(&mut self, topics: impl IntoIterator<Item = String>) {
        self.ask(&LiveRequest::Subscribe { topics: topics.into_iter().collect() }).await;
    }

    /// Waits for whatever comes next.
    pub async fn hear(&mut self) -> Heard {
        loop {
            return match timeout(PATIENCE, self.socket.next()).await.expect("nothing came") {
                Some(Ok(Message::Text(text))) => Heard::Frame(serde_json::from_str(&text).expect("a frame of ours")),
                Some(Ok(Message::Ping(_))) => Heard::Ping,
                Some(Ok(Message::Close(Some(frame)))) => Heard::Closed(frame.code.into(), frame.reason.to_string()),
                Some(Ok(Message::Close(None)) | Err(_)) | None => Heard::Lost,
                Some(Ok(_other)) => continue,
            };
        }
    }

    /// Waits for the next frame that is not a heartbeat.
    pub async fn frame(&mut self) -> LiveFrame {
        loop {
            match self.hear().await {
                Heard::Frame(LiveFrame::Heartbeat { .. }) | Heard::Ping => {}
                Heard::Frame(frame) => return frame,
                other => panic!("expected a frame, heard {other:?}"),
            }
        }
    }

    /// Waits for the next event: its sequence number and its figure.
    pub async fn event(&mut self) -> (u64, i64) {
        match self.frame().await {
            LiveFrame::Event { seq, payload: LivePayload::Rate { in_bps, .. }, .. } => (seq, in_bps),
            other => panic!("expected an event, heard {other:?}"),
        }
    }

    /// Waits for the end, passing over frames.
    pub async fn end(&mut self) -> Heard {
        loop {
            match self.hear().await {
                Heard::Frame(_) | Heard::Ping => {}
                end => return end,
            }
        }
    }
}

/// Waits until something has become true.
pub async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < PATIENCE, "waited in vain until {what}");
        sleep(Duration::from_millis(5)).await;
    }
}
