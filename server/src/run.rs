//! From settings to a running server, and back down in order.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::serve::ListenerExt as _;
use kernel::Clock;
use store::{Database, DatabaseConfig, PrivateCluster, Store};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::demo;
use crate::demo::world::{self, DemoWorld};
use crate::settings::Settings;
use crate::vitals::{JobBook, Polls, Vitals};
use crate::{channels, collectors, dns, http, jobs, live, mail, observe, tenants};

/// How long requests in flight may take after the order to stop.
const DRAIN: Duration = Duration::from_secs(20);

/// A server at work.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    /// The demo world, where asked for.
    pub demo: Option<DemoWorld>,
    /// Its database.
    pub store: Store,
    /// Its live hub.
    pub hub: live::Hub,
    state: http::State,
    stop: CancellationToken,
    web: JoinHandle<std::io::Result<()>>,
    parts: Vec<JoinHandle<()>>,
    cluster: Option<PrivateCluster>,
}

/// Opens the database as the settings say: private cluster or foreign Postgres, migrated and guarded.
async fn open_database(settings: &Settings) -> anyhow::Result<(Store, Option<PrivateCluster>)> {
    Ok(Database::open(database_config(settings), Clock::system()).await?)
}

/// Where the settings say that the database is.
pub(crate) fn database_config(settings: &Settings) -> DatabaseConfig {
    DatabaseConfig {
        url: settings.database.url.clone(),
        data_dir: settings.data_dir(),
        postgres_bin: settings.database.postgres_bin.clone(),
        os_user: settings.database.os_user.clone(),
        connections: settings.database.connections,
        master_key: settings.security.master_key.clone(),
        durable: true,
    }
}

/// Starts everything and returns once the server answers.
pub async fn start(settings: Settings, demo: bool, clock: Clock) -> anyhow::Result<Running> {
    let metrics = observe::start_metrics()?;
    let leaked = settings.security.breached_passwords.as_deref();
    tenancy::actions::use_breached_passwords(leaked).with_context(|| {
        format!("configuration: security.breached_passwords (environment: LASTMILE_BREACHED_PASSWORDS): {}", leaked.unwrap_or(Path::new("")).display())
    })?;
    let listener = TcpListener::bind(settings.http.listen)
        .await
        .with_context(|| format!("configuration: http.listen (environment: LASTMILE_HTTP_LISTEN): cannot listen on {}", settings.http.listen))?;
    let address = listener.local_addr()?;
    let (store, cluster) = open_database(&settings).await?;
    let stop = CancellationToken::new();
    let mut parts = Vec::new();
    if let Some(cluster) = &cluster {
        parts.push(cluster.supervise(stop.clone()));
    }

    let hub = live::Hub::new();
    let mut redis = None;
    if let Some(url) = &settings.redis.url {
        let bridge = live::Bridge::start(&hub, url, stop.clone()).context("configuration: redis.url")?;
        parts.push(bridge.task);
        redis = Some(bridge.up);
    }
    let mut demo_world = if demo { Some(world::ensure(&store, &settings, &clock).await?) } else { None };
    if let Some(demo) = &mut demo_world {
        parts.extend(demo.run_network(&store, &clock, stop.clone()).await?);
    }
    let (book, polls) = (JobBook::new(clock.clone()), Arc::<Polls>::default());
    parts.push(jobs::run(store.clone(), clock.clone(), settings.session_idle(), book.clone(), stop.clone()));
    parts.extend(mail::run(mail::postman(&settings, &store, &clock)?, &book, &stop));
    if settings.collectors.enabled {
        let hub = hub.clone();
        let publish = Arc::new(move |event| hub.publish(event));
        parts.push(collectors::snmp::run(store.clone(), clock.clone(), settings.collectors.in_flight, publish, Arc::clone(&polls), stop.clone()));
        let pace = settings.collectors.ping_pace();
        if settings.collectors.ping {
            parts.push(collectors::ping::run(store.clone(), clock.clone(), pace, book.clone(), stop.clone()));
        }
        if demo {
            let answer = |target: &network::model::PingTarget, at| demo::pings::outcome(&target.name, at);
            parts.push(collectors::ping::run_simulated(store.clone(), clock.clone(), pace, answer, stop.clone()));
        }
    }
    let (collects, folder) = (settings.collectors.enabled, settings.data_dir());
    let vitals = Vitals { store: store.clone(), clock: clock.clone(), polls, jobs: book.clone(), collects, redis, folder };
    parts.push(vitals.run(stop.clone()));

    let name_servers = Arc::new(dns::NameServers::new(&settings.dns)?);
    let state = http::State::new(store.clone(), hub.clone(), Arc::new(settings), clock, metrics, name_servers)?;
    parts.extend(tenants::run(&state, &book, &stop));
    parts.extend(channels::run(&state.courier, &book, &stop));
    let web_stop = stop.clone();
    let router = http::router(state.clone(), stop.clone())?;
    let web = tokio::spawn(async move {
        // Small frames must not wait for the peer's delayed acknowledgement.
        let listener = listener.tap_io(|stream| {
            if let Err(error) = stream.set_nodelay(true) {
                tracing::debug!(%error, "a connection keeps Nagle's algorithm");
            }
        });
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(async move { web_stop.cancelled().await })
            .await
    });
    state.set_ready(true);
    Ok(Running { address, demo: demo_world, store, hub, state, stop, web, parts, cluster })
}

impl Running {
    /// Stops in order: no new requests, requests in flight end, parts end, the private Postgres ends last.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.state.set_ready(false);
        self.stop.cancel();
        if tokio::time::timeout(DRAIN, self.web).await.is_err() {
            tracing::warn!("requests were still running after {DRAIN:?}");
        }
        for part in self.parts {
            if tokio::time::timeout(DRAIN, part).await.is_err() {
                tracing::warn!("a part did not end within {DRAIN:?}");
            }
        }
        self.store.close().await;
        if let Some(cluster) = self.cluster {
            cluster.stop().await?;
        }
        Ok(())
    }
}

/// `lastmile serve`: runs until SIGINT or SIGTERM.
pub async fn serve(settings: Settings, demo: bool) -> anyhow::Result<()> {
    let mut interrupt = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt())?;
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    let running = tokio::select! {
        started = start(settings.clone(), demo, Clock::system()) => started?,
        _ = interrupt.recv() => return Ok(()),
        _ = terminate.recv() => return Ok(()),
    };
    match &running.demo {
        Some(demo) => println!("{}", demo.describe(&settings)),
        None => println!("Lastmile listens on http://{}", running.address),
    }
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    eprintln!("lastmile: stopping");
    running.stop().await
}

/// `lastmile migrate`.
pub async fn migrate(settings: Settings) -> anyhow::Result<()> {
    let (store, cluster) = open_database(&settings).await?;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    println!("The database is up to date.");
    Ok(())
}

/// `lastmile demo`.
pub async fn demo_only(settings: Settings) -> anyhow::Result<()> {
    let (store, cluster) = open_database(&settings).await?;
    let demo = world::ensure(&store, &settings, &Clock::system()).await?;
    println!("{}", demo.describe(&settings));
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    Ok(())
}

/// `lastmile founder recover EMAIL`: prints the link. Works beside a running server.
pub async fn recover_founder(settings: Settings, email: &str) -> anyhow::Result<()> {
    let (store, cluster) = Database::open_or_join(database_config(&settings), Clock::system()).await?;
    let made = tenancy::actions::recover_founder(&store, email, Clock::system().now(), kernel::RequestId::generate()).await;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    let link = made.map_err(|error| match error {
        kernel::Error::NotFound => anyhow::anyhow!("the platform has no person with the e-mail address {email}"),
        kernel::Error::Invalid(_) => anyhow::anyhow!("{email} is no e-mail address"),
        other => anyhow::Error::from(other),
    })?;
    println!("Open this within ten minutes; it works once:\n\n  {}/recover/{}\n", settings.portal_url(&link.host), link.token);
    Ok(())
}

/// Invites a person to run the platform, prints the link and stops. Works beside a server that runs on the same data folder.
pub async fn invite_founder(settings: Settings, email: &str) -> anyhow::Result<()> {
    let (store, cluster) = Database::open_or_join(database_config(&settings), Clock::system()).await?;
    let domain = &settings.http.base_domain;
    let made = tenancy::actions::invite_founder(&store, email, domain, Clock::system().now(), kernel::RequestId::generate()).await;
    store.close().await;
    if let Some(cluster) = cluster {
        cluster.stop().await?;
    }
    let invitation = made.map_err(|error| match error {
        kernel::Error::Invalid(_) => anyhow::anyhow!("{email} is no e-mail address"),
        other => anyhow::Error::from(other),
    })?;
    println!("Open this within 72 hours; it works once:\n\n  {}/invitation/{}\n", settings.portal_url(&invitation.host), invitation.token);
    Ok(())
}
