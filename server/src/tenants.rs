//! Jobs that take longer than others and must not keep them waiting: domains are checked, archives made, tenants erased. Each
//! goes its own way, and all of them may run in several processes at once.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::http::State;
use crate::vitals::JobBook;

/// How long each rests when nothing is due, or when the database is away.
const DOMAINS_REST: Duration = Duration::from_secs(30);
const EXPORTS_REST: Duration = Duration::from_secs(2);
const ERASURES_REST: Duration = Duration::from_secs(60);

/// Runs the jobs until `stop`. What is under way when it comes is dropped and taken up by the next run: every step is a
/// transaction of its own.
pub fn run(state: &State, book: &JobBook, stop: &CancellationToken) -> Vec<JoinHandle<()>> {
    let until_stop = |job: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>| {
        let stop = stop.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = stop.cancelled() => {}
                () = job => {}
            }
        })
    };
    vec![
        until_stop(Box::pin(check_domains(state.clone(), book.clone()))),
        until_stop(Box::pin(make_exports(state.clone(), book.clone()))),
        until_stop(Box::pin(erase_tenants(state.clone(), book.clone()))),
    ]
}

async fn check_domains(state: State, book: JobBook) {
    loop {
        let checked = tenancy::actions::check_due_domains(&state.store, &*state.dns, state.clock.now()).await;
        for tenant in checked.iter().flatten() {
            state.forget_hosts(*tenant);
        }
        book.note("check_domains", Some(DOMAINS_REST), checked.map(|_tenants| ()));
        book.note("free_names", Some(DOMAINS_REST), tenancy::actions::free_names(&state.store, state.clock.now()).await.map(|_freed| ()));
        tokio::time::sleep(DOMAINS_REST).await;
    }
}

async fn make_exports(state: State, book: JobBook) {
    let data_dir = state.settings.data_dir();
    loop {
        match tenancy::actions::make_due_export(&state.store, &data_dir, &state.clock).await {
            Ok(true) => book.note("make_export", None, Ok(())),
            Ok(false) => tokio::time::sleep(EXPORTS_REST).await,
            Err(error) => {
                book.note("make_export", None, Err(error));
                tokio::time::sleep(ERASURES_REST).await;
            }
        }
    }
}

async fn erase_tenants(state: State, book: JobBook) {
    let data_dir = state.settings.data_dir();
    loop {
        let now = state.clock.now();
        book.note("plan_erasures", Some(ERASURES_REST), tenancy::actions::plan_erasures(&state.store, state.settings.grace(), now).await.map(|_noted| ()));
        book.note("expire_exports", Some(ERASURES_REST), tenancy::actions::expire_exports(&state.store, &data_dir, now).await.map(|_removed| ()));
        book.note("sweep_stragglers", Some(ERASURES_REST), tenancy::actions::sweep_stragglers(&state.store, &state.clock).await.map(|_removed| ()));
        match tenancy::actions::erase_due_tenant(&state.store, &data_dir, &state.clock).await {
            Ok(Some(tenant)) => {
                state.forget_hosts(tenant);
                book.note("erase_tenant", None, Ok(()));
            }
            Ok(None) => tokio::time::sleep(ERASURES_REST).await,
            Err(error) => {
                book.note("erase_tenant", None, Err(error));
                tokio::time::sleep(ERASURES_REST).await;
            }
        }
    }
}
