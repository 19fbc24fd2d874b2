//! Delivers notices besides mail, and answers what bots are asked.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use kernel::{Clock, Ctx, RequestId, TenantId};
use messaging::actions::{Acknowledged, Commands, Courier, Status, answer_bot, claim_bots, claim_notices, deliver_notice};
use messaging::channel::{OutboundOptions, Places, Providers};
use network::actions::FromAfar;
use store::Store;
use tokio::task::{JoinHandle, JoinSet};
use tokio_util::sync::CancellationToken;

use crate::settings::Settings;
use crate::vitals::JobBook;

/// Notices that are on their way at once in this process, and bots that are listened to at once.
const ROOM: usize = 64;
/// How long a worker rests when nothing is due, or when the database is away.
const REST: Duration = Duration::from_secs(1);
const LONG_REST: Duration = Duration::from_secs(5);
/// How long a provider may take to answer; shorter than a destination's lease by far.
const TIMEOUT: Duration = Duration::from_secs(20);
/// How long a bot waits for something to be said.
const LISTEN: Duration = Duration::from_secs(25);

/// The courier as the settings say.
pub fn courier(settings: &Settings, store: &Store, clock: &Clock) -> Arc<Courier> {
    let links = settings.clone();
    let channels = &settings.channels;
    let places = Places { telegram: channels.telegram_url.clone(), twilio: channels.twilio_url.clone(), meta: channels.meta_url.clone() };
    Arc::new(Courier {
        store: store.clone(),
        providers: Providers::new(places, OutboundOptions { timeout: TIMEOUT, private: channels.private_addresses }),
        portal_url: Box::new(move |host| links.portal_url(host)),
        clock: clock.clone(),
    })
}

/// What the network says to those who ask from a chat.
pub struct Network {
    /// The database.
    pub store: Store,
    /// Tells the time.
    pub clock: Clock,
}

impl Network {
    fn ctx(&self, tenant: TenantId) -> Ctx {
        Ctx::for_system(tenant, "telegram", self.clock.now(), RequestId::generate())
    }
}

#[async_trait]
impl Commands for Network {
    async fn status(&self, tenant: TenantId) -> kernel::Result<Status> {
        let (open, lines) = network::actions::alert_status(&self.store, &self.ctx(tenant)).await?;
        Ok(Status { open, lines })
    }

    async fn acknowledge(&self, tenant: TenantId, code: &str) -> kernel::Result<Acknowledged> {
        Ok(match network::actions::acknowledge_by_code(&self.store, &self.ctx(tenant), code).await? {
            FromAfar::Noted(object) => Acknowledged::Noted(object),
            FromAfar::Known(object) => Acknowledged::Known(object),
            FromAfar::Unknown => Acknowledged::None,
        })
    }
}

/// Delivers and listens until `stop`; deliveries that are under way are finished first.
pub fn run(courier: &Arc<Courier>, book: &JobBook, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    vec![tokio::spawn(deliver(Arc::clone(courier), book.clone(), stop.clone())), tokio::spawn(listen(Arc::clone(courier), book.clone(), stop.clone()))]
}

/// As long as there is room, every destination that has something due gets a worker of its own: whoever is slow waits alone.
async fn deliver(courier: Arc<Courier>, book: JobBook, stop: CancellationToken) {
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let room = ROOM.saturating_sub(under_way.len());
        let claimed = if room > 0 { claim_notices(&courier, room).await } else { Ok(Vec::new()) };
        let rest = match claimed {
            Ok(held) if held.is_empty() => REST,
            Ok(held) => {
                for held in held {
                    let (courier, book) = (Arc::clone(&courier), book.clone());
                    under_way.spawn(async move { book.note("deliver_notices", None, deliver_notice(&courier, held).await.map(|_ended| ())) });
                }
                continue;
            }
            Err(error) => {
                book.note("deliver_notices", None, Err(error));
                LONG_REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(rest) => {}
            // There may be more for the same destination.
            Some(_ended) = under_way.join_next() => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Listens to every bot in turn. What is under way when the order to stop comes is dropped: a bot is asked again from where
/// it was handled last.
async fn listen(courier: Arc<Courier>, book: JobBook, stop: CancellationToken) {
    let commands: Arc<dyn Commands> = Arc::new(Network { store: courier.store.clone(), clock: courier.clock.clone() });
    let mut under_way = JoinSet::new();
    while !stop.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let room = ROOM.saturating_sub(under_way.len());
        let claimed = if room > 0 { claim_bots(&courier, room, LISTEN).await } else { Ok(Vec::new()) };
        let rest = match claimed {
            Ok(bots) => {
                for bot in bots {
                    let (courier, commands, book) = (Arc::clone(&courier), Arc::clone(&commands), book.clone());
                    under_way.spawn(async move {
                        book.note("answer_bots", None, answer_bot(&courier, &*commands, &bot, LISTEN).await.map(|_handled| ()));
                    });
                }
                REST
            }
            Err(error) => {
                book.note("answer_bots", None, Err(error));
                LONG_REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = tokio::time::sleep(rest) => {}
        }
    }
    under_way.shutdown().await;
}
