//! The bridge between processes: what one publishes, the viewers of all see, through Redis publish/subscribe.
//!
//! Local viewers never depend on it. While Redis is away, each process serves its own events; when it is back, viewers
//! learn from a jump in `seq` that they may have missed others' events.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kernel::{LiveEvent, TenantId};
use metrics::{counter, gauge};
use redis::aio::MultiplexedConnection;
use redis::{AsyncCommands, AsyncConnectionConfig, Client, IntoConnectionInfo, Msg, ProtocolVersion, PushInfo, PushKind, RedisError};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until};
use tokio_util::sync::CancellationToken;

use super::Hub;
use super::bridge_wire::{Received, channel, messages, read};

/// Events that may wait for Redis, and messages from it that may wait for the hub.
const QUEUE: usize = 4096;
/// Events published with one command at most.
const BATCH: usize = 256;
/// A silent connection is asked for a sign of life this often; unused subscriptions are given up then too.
const PING: Duration = Duration::from_secs(5);
const TIMEOUT: Duration = Duration::from_secs(2);
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Why a bridge could not be made.
#[derive(Debug, thiserror::Error)]
pub enum BridgeError {
    /// The address cannot be read. It may hold a password, so it is not repeated.
    #[error("REDIS_URL is not a Redis address such as redis://host:6379")]
    Address(#[source] RedisError),
    /// A hub has one bridge at most.
    #[error("the hub already has a bridge")]
    Taken,
}

/// A hub's connection to the other processes.
pub struct Bridge {
    /// Ends after `stop` has been cancelled.
    pub task: JoinHandle<()>,
    /// Whether Redis answers, and when that changes.
    pub up: watch::Receiver<bool>,
}

impl Bridge {
    /// Connects `hub` through the Redis (6 or newer) at `url` and keeps it connected until `stop`; returns at once, also when
    /// Redis is away. Call it inside a tokio runtime.
    pub fn start(hub: &Hub, url: &str, stop: CancellationToken) -> Result<Self, BridgeError> {
        let client = open(url).map_err(BridgeError::Address)?;
        let (remote, outgoing) = mpsc::channel(QUEUE);
        if !hub.connect(remote) {
            return Err(BridgeError::Taken);
        }
        let (is_up, up) = watch::channel(false);
        let worker = Worker { hub: hub.clone(), client, outgoing, is_up, origin: rand::random(), subscribed: HashSet::new() };
        let task = tokio::spawn(async move {
            stop.run_until_cancelled_owned(worker.run()).await;
        });
        Ok(Self { task, up })
    }
}

fn open(url: &str) -> Result<Client, RedisError> {
    let info = url.into_connection_info()?;
    // RESP3 carries messages and answers over one connection.
    let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    Client::open(info.set_redis_settings(settings))
}

struct Worker {
    hub: Hub,
    client: Client,
    outgoing: mpsc::Receiver<LiveEvent>,
    is_up: watch::Sender<bool>,
    origin: u64,
    subscribed: HashSet<TenantId>,
}

impl Worker {
    async fn run(mut self) -> Infallible {
        let mut pause = FIRST_PAUSE;
        let mut told = false;
        loop {
            let lost = Arc::new(AtomicU64::new(0));
            let (sink, mut pushes) = mpsc::channel(QUEUE);
            let error = match self.connect(sink, Arc::clone(&lost)).await {
                Ok(mut redis) => {
                    if told {
                        tracing::info!("Redis is back: live events reach the other processes again");
                    }
                    told = false;
                    pause = FIRST_PAUSE;
                    self.set_up(true);
                    let error = self.serve(&mut redis, &mut pushes, &lost).await;
                    self.set_up(false);
                    error
                }
                Err(error) => error,
            };
            if !told {
                tracing::warn!(%error, "Redis is away: live events stay within this process until it is back");
                told = true;
            }
            self.wait(pause.mul_f64(rand::random_range(0.5..=1.0))).await;
            pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
        }
    }

    async fn connect(&mut self, sink: mpsc::Sender<PushInfo>, lost: Arc<AtomicU64>) -> Result<MultiplexedConnection, RedisError> {
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(TIMEOUT)).set_response_timeout(Some(TIMEOUT)).set_push_sender(move |push| {
            sink.try_send(push).inspect_err(|_full| {
                lost.fetch_add(1, Ordering::Relaxed);
            })
        });
        let mut redis = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        self.subscribed.clear();
        self.subscribe(&mut redis).await?;
        Ok(redis)
    }

    /// Serves one connection until it fails.
    async fn serve(&mut self, redis: &mut MultiplexedConnection, pushes: &mut mpsc::Receiver<PushInfo>, lost: &AtomicU64) -> RedisError {
        let mut ping = interval(PING);
        ping.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut events = Vec::with_capacity(BATCH);
        loop {
            let done = tokio::select! {
                push = pushes.recv() => match push {
                    Some(push) if push.kind != PushKind::Disconnection => {
                        self.receive(push);
                        Ok(())
                    }
                    _ => Err(std::io::Error::from(std::io::ErrorKind::ConnectionReset).into()),
                },
                _count = self.outgoing.recv_many(&mut events, BATCH) => self.publish(redis, std::mem::take(&mut events)).await,
                () = self.hub.tenants_changed() => self.subscribe(redis).await,
                _tick = ping.tick() => self.check(redis).await,
            };
            if let Err(error) = done {
                return error;
            }
            let lost = lost.swap(0, Ordering::Relaxed);
            if lost > 0 {
                counter!("lastmile_live_redis_lost_total", "direction" => "in").increment(lost);
                self.hub.missed(None);
            }
        }
    }

    fn receive(&self, push: PushInfo) {
        let Some(message) = Msg::from_push_info(push) else { return };
        match read(self.origin, message.get_channel_name(), message.get_payload_bytes()) {
            Received::Own => {}
            Received::Events(events) => {
                for event in events {
                    self.hub.deliver(event);
                }
                counter!("lastmile_live_redis_messages_total", "direction" => "in").increment(1);
            }
            Received::Malformed => counter!("lastmile_live_redis_malformed_total").increment(1),
        }
    }

    async fn publish(&self, redis: &mut MultiplexedConnection, events: Vec<LiveEvent>) -> Result<(), RedisError> {
        let count = u64::try_from(events.len()).unwrap_or(u64::MAX);
        let messages = match messages(self.origin, events) {
            Ok(messages) => messages,
            Err(error) => {
                tracing::error!(%error, "live events could not be written as JSON");
                return Ok(());
            }
        };
        let mut pipeline = redis::pipe();
        for (channel, text) in messages {
            pipeline.publish(channel, text).ignore();
            counter!("lastmile_live_redis_messages_total", "direction" => "out").increment(1);
        }
        pipeline.query_async::<()>(redis).await.inspect_err(|_error| count_lost(count))
    }

    /// Subscribes to the channels of tenants that have viewers here by now.
    async fn subscribe(&mut self, redis: &mut MultiplexedConnection) -> Result<(), RedisError> {
        let new: Vec<TenantId> = self.hub.tenants().into_iter().filter(|tenant| !self.subscribed.contains(tenant)).collect();
        if new.is_empty() {
            return Ok(());
        }
        redis.subscribe(new.iter().copied().map(channel).collect::<Vec<_>>()).await?;
        for tenant in new {
            self.subscribed.insert(tenant);
            // Others' events up to this moment never came here.
            self.hub.missed(Some(tenant));
        }
        Ok(())
    }

    /// Asks for a sign of life and gives up the channels of tenants without viewers.
    async fn check(&mut self, redis: &mut MultiplexedConnection) -> Result<(), RedisError> {
        redis.ping::<()>().await?;
        let wanted: HashSet<TenantId> = self.hub.tenants().into_iter().collect();
        let unused: Vec<TenantId> = self.subscribed.difference(&wanted).copied().collect();
        if !unused.is_empty() {
            redis.unsubscribe(unused.iter().copied().map(channel).collect::<Vec<_>>()).await?;
            self.subscribed.retain(|tenant| wanted.contains(tenant));
        }
        Ok(())
    }

    /// Waits; events for the other processes are counted as lost meanwhile.
    async fn wait(&mut self, pause: Duration) {
        let until = Instant::now() + pause;
        let mut events = Vec::new();
        loop {
            tokio::select! {
                () = sleep_until(until) => return,
                count = self.outgoing.recv_many(&mut events, BATCH) => {
                    events.clear();
                    count_lost(u64::try_from(count).unwrap_or(u64::MAX));
                }
            }
        }
    }

    fn set_up(&self, up: bool) {
        gauge!("lastmile_live_redis_up").set(if up { 1.0 } else { 0.0 });
        self.is_up.send_replace(up);
    }
}

fn count_lost(events: u64) {
    counter!("lastmile_live_redis_lost_total", "direction" => "out").increment(events);
}
