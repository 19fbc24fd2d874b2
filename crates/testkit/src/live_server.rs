//! The real hub and the real `/ws/live` in this process, with made-up permissions instead of a database.

use std::collections::{HashMap, HashSet};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::serve::ListenerExt;
use kernel::{Clock, Ctx, Error, InterfaceId, LiveEvent, LivePayload, RequestId, Role, Scope, TenantId, Topic, UserId};
use server::live::{Access, Hub, LiveLimits, LiveState, router};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// The header that signs a request in as `<tenant number>/<session number>`.
pub const VIEWER: &str = "x-viewer";

/// A listening server; it stops when the value is dropped.
pub struct LiveServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its hub.
    pub hub: Hub,
    /// Who may see what.
    pub access: Arc<FakeAccess>,
    /// Cancel it to stop the server in order.
    pub stop: CancellationToken,
}

impl LiveServer {
    /// Listens on a free loopback port.
    pub async fn start(limits: LiveLimits) -> Self {
        let hub = Hub::with_limits(limits);
        let access = Arc::new(FakeAccess::default());
        let stop = CancellationToken::new();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("bound");
        let state = LiveState::new(hub.clone(), access.clone(), Clock::system());
        let app: Router = router(state, stop.clone()).layer(from_fn(sign_in));
        let stopped = stop.clone().cancelled_owned();
        let listener = listener.tap_io(|tcp| tcp.set_nodelay(true).expect("a TCP socket"));
        tokio::spawn(async move { axum::serve(listener, app).with_graceful_shutdown(stopped).await });
        Self { address, hub, access, stop }
    }
}

impl Drop for LiveServer {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// Permissions made up by a test.
#[derive(Default)]
pub struct FakeAccess {
    seen: Mutex<HashMap<TenantId, HashSet<InterfaceId>>>,
    revoked: Mutex<HashSet<[u8; 32]>>,
    fault: Mutex<Option<Error>>,
}

impl FakeAccess {
    /// Lets the tenant's viewers see an interface.
    pub fn allow(&self, tenant: u128, interface: u128) {
        self.seen.lock().unwrap().entry(self::tenant(tenant)).or_default().insert(self::interface(interface));
    }

    /// Takes that back.
    pub fn forbid(&self, tenant: u128, interface: u128) {
        self.seen.lock().unwrap().entry(self::tenant(tenant)).or_default().remove(&self::interface(interface));
    }

    /// Ends a session.
    pub fn revoke(&self, session: u32) {
        self.revoked.lock().unwrap().insert(self::session(session));
    }

    /// Answers every question with this error from now on, or properly again.
    pub fn fail(&self, fault: Option<Error>) {
        *self.fault.lock().unwrap() = fault;
    }

    fn fault(&self) -> kernel::Result<()> {
        self.fault.lock().unwrap().clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Access for FakeAccess {
    async fn visible(&self, ctx: &Ctx, ids: &[InterfaceId]) -> kernel::Result<Vec<InterfaceId>> {
        self.fault()?;
        let seen = self.seen.lock().unwrap();
        let seen = seen.get(&ctx.tenant);
        Ok(ids.iter().copied().filter(|id| seen.is_some_and(|seen| seen.contains(id))).collect())
    }

    async fn still_valid(&self, ctx: &Ctx) -> kernel::Result<bool> {
        self.fault()?;
        Ok(ctx.session.is_some_and(|session| !self.revoked.lock().unwrap().contains(&session)))
    }
}

/// What the session layer does in the product.
async fn sign_in(mut request: Request, next: Next) -> Response {
    let viewer = request.headers().get(VIEWER).and_then(|value| value.to_str().ok()).and_then(|value| value.split_once('/'));
    if let Some((tenant, session)) = viewer {
        let (tenant, session) = (self::tenant(tenant.parse().expect("a number")), self::session(session.parse().expect("a number")));
        let (now, user) = (Clock::system().now(), UserId(Uuid::from_u128(1)));
        let ctx = Ctx::for_member(tenant, Scope::WholeTenant, user, Role::Engineer, "UTC".into(), now, RequestId::generate());
        request.extensions_mut().insert(ctx.with_session(session));
    }
    next.run(request).await
}

/// A session by number.
#[must_use]
pub fn session(number: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&number.to_be_bytes());
    hash
}

/// A tenant by number.
#[must_use]
pub fn tenant(number: u128) -> TenantId {
    TenantId(Uuid::from_u128(number))
}

/// An interface by number.
#[must_use]
pub fn interface(number: u128) -> InterfaceId {
    InterfaceId(Uuid::from_u128(number))
}

/// An interface's topic.
#[must_use]
pub fn topic(number: u128) -> Topic {
    Topic::Interface(interface(number))
}

/// An event that can be told from others by `figure`, which stands for its interval too.
#[must_use]
pub fn event(tenant: u128, interface: u128, figure: i64) -> LiveEvent {
    let payload = LivePayload::Rate { from_ms: figure * 10_000, at_ms: (figure + 1) * 10_000, in_bps: figure, out_bps: 0, up: true };
    LiveEvent { tenant: self::tenant(tenant), topic: topic(interface), payload }
}
