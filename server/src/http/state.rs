//! What handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use axum::extract::FromRef;
use kernel::{Clock, TenantId};
use leptos::config::{Env, LeptosOptions};
use messaging::actions::Courier;
use metrics_exporter_prometheus::PrometheusHandle;
use store::Store;
use tenancy::actions::TxtLookup;

use super::api::limits::Limits;
use super::ask::Questions;
use super::flood::Doors;
use super::hosts::HostCache;
use crate::live::{Hub, LiveState};
use crate::settings::Settings;

/// Shared by all requests; cheap to clone.
#[derive(Clone)]
pub struct State {
    /// The database.
    pub store: Store,
    /// Live events.
    pub hub: Hub,
    /// Settings, read once.
    pub settings: Arc<Settings>,
    /// The time.
    pub clock: Clock,
    /// Prometheus text.
    pub metrics: PrometheusHandle,
    /// What Leptos needs to know of the built files.
    pub leptos: LeptosOptions,
    /// Changes with every build of the browser files.
    pub asset_version: Arc<str>,
    /// Says whose a domain is.
    pub dns: Arc<dyn TxtLookup>,
    /// Hands notices to their providers.
    pub courier: Arc<Courier>,
    /// Addresses of the built files that every page needs.
    pub shell: Arc<[String]>,
    pub(super) hosts: Arc<HostCache>,
    pub(super) limits: Arc<Limits>,
    pub(super) questions: Arc<Questions>,
    pub(super) doors: Arc<Doors>,
    ready: Arc<AtomicBool>,
}

impl State {
    /// Reads which build of the browser files to serve.
    pub fn new(store: Store, hub: Hub, settings: Arc<Settings>, clock: Clock, metrics: PrometheusHandle, dns: Arc<dyn TxtLookup>) -> anyhow::Result<Self> {
        let current = settings.http.site_dir.join("pkg/current");
        let package = std::fs::read_to_string(&current).with_context(|| {
            format!("configuration: http.site_dir (environment: LASTMILE_HTTP_SITE_DIR): no built browser files, {} cannot be read", current.display())
        })?;
        let assets = std::fs::read_to_string(settings.http.site_dir.join("assets/version")).unwrap_or_default();
        let shell = super::pwa::shell_files(&settings.http.site_dir, package.trim(), assets.trim());
        let leptos = LeptosOptions::builder()
            .output_name("app")
            .site_root(settings.http.site_dir.to_string_lossy().into_owned())
            .site_pkg_dir(format!("pkg/{}", package.trim()))
            .env(Env::PROD)
            .site_addr(settings.http.listen)
            .build();
        let limits = Limits::new(&settings).context("configuration: redis.url")?;
        let doors = Arc::new(Doors::new(&settings.limits));
        let courier = crate::channels::courier(&settings, &store, &clock);
        Ok(Self {
            store,
            hub,
            limits,
            settings,
            clock,
            metrics,
            leptos,
            asset_version: Arc::from(assets.trim()),
            dns,
            courier,
            shell: Arc::from(shell),
            hosts: Arc::default(),
            questions: Arc::default(),
            doors,
            ready: Arc::new(AtomicBool::new(false)),
        })
    }

    /// Whether load balancers may send requests.
    #[must_use]
    pub fn ready(&self) -> bool {
        self.ready.load(Ordering::Relaxed)
    }

    /// Opens or closes the door for load balancers.
    pub fn set_ready(&self, ready: bool) {
        self.ready.store(ready, Ordering::Relaxed);
    }

    /// Forgets where a tenant's hosts lead: they may lead elsewhere now.
    pub fn forget_hosts(&self, tenant: TenantId) {
        self.hosts.forget(tenant);
    }

    /// What the live socket needs.
    #[must_use]
    pub fn live(&self) -> LiveState {
        LiveState::new(self.hub.clone(), Arc::new(super::fence::LiveAccess { store: self.store.clone(), clock: self.clock.clone() }), self.clock.clone())
    }
}

impl FromRef<State> for LeptosOptions {
    fn from_ref(state: &State) -> Self {
        state.leptos.clone()
    }
}
