//! `/platform/health`: how the product itself does. Every figure comes from the thing it tells of; what is not known is
//! said to be so.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{DatabaseHealth, JobHealth, Level, OutboxHealth, PartitionHealth, PoolHealth, ProcessHealth, SystemHealth};
use ui::units::count;
use ui::words::{t, t_args, t_code};
use ui::{Badge, Column, Crumb, ErrorState, IntoPlain, PageHeader, Skeleton, Table, Zone, bytes_figure};

use super::server_fns::get_system_health;
use crate::dashboard::{level_tone, refresh_every, tile};
use crate::stamped::Stamped;

/// How often the page loads its figures again.
const AGAIN: Duration = Duration::from_secs(15);

/// The page. Its code comes when it is opened.
pub struct HealthRoute;

#[lazy_route]
impl LazyRoute for HealthRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let HealthRoute = this;
        let health = Resource::new_blocking(|| (), async |()| get_system_health().await);
        refresh_every(AGAIN, move || health.refetch());
        let crumbs = vec![Crumb { href: "/platform".to_owned(), text: t("platform-title") }];
        view! {
            <PageHeader title=t("health-title") crumbs />
            <Transition fallback=|| view! { <Skeleton lines=14 /> }>
                {move || Suspend::new(async move {
                    match health.await {
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                        Ok(health) => parts(health),
                    }
                })}
            </Transition>
        }
        .plain()
    }
}

fn parts(health: Stamped<SystemHealth>) -> AnyView {
    let Stamped { value, now_ms, zone } = health;
    view! {
        {tiles(&value, now_ms)} {processes(value.processes, now_ms)} {jobs(value.jobs, now_ms, &zone)} {outbox(value.outbox, now_ms)}
        {partitions(value.partitions, &zone)}
    }
    .plain()
}

fn level(level: Level) -> AnyView {
    let text = match level {
        Level::Fine => t("health-fine"),
        Level::Warning => t("health-warning"),
        Level::Critical => t("health-critical"),
    };
    view! { <Badge tone=level_tone(level) text /> }.plain()
}

fn ago(now_ms: i64, at: Option<i64>) -> String {
    at.map_or_else(|| t("health-none"), |at| ui::time::ago(now_ms, at))
}

/// The longest of `30 d`, `5 h`, `2 min` that fits.
fn lasts(now_ms: i64, since_ms: i64) -> String {
    t_args("health-since", &[("age", (&ui::time::ago(now_ms, since_ms)).into())])
}

fn two(used: u32, most: u32) -> AnyView {
    view! { <span class="figure">{count(used)}<span class="unit">{format!("\u{a0}/ {}", count(most))}</span></span> }.plain()
}

fn tiles(health: &SystemHealth, now_ms: i64) -> AnyView {
    let DatabaseHealth { version, bytes, started_ms, connections, connections_most, connections_level, .. } = &health.database;
    let database = &health.database;
    let archive = match (database.archives, database.archived_ms) {
        (false, _) => t("health-archive-off"),
        (true, at) => t_args("health-archive-last", &[("age", (&ago(now_ms, at)).into())]),
    };
    let standbys = t_args("health-standbys", &[("count", i64::from(database.standbys).into())]);
    let version = t_args("health-postgres", &[("version", version.into())]);
    view! {
        <div class="tiles tiles-wide">
            {tile(
                t("health-database"),
                bytes_figure(Some(*bytes)).plain(),
                view! {
                    <span>{version}</span>
                    <span>{lasts(now_ms, *started_ms)}</span>
                }
                    .plain(),
                None,
            )}
            {tile(t("health-connections"), two(*connections, *connections_most), level(*connections_level), None)}
            {tile(
                t("health-transaction"),
                view! { <span class="tile-words">{ago(now_ms, database.oldest_transaction_ms)}</span> }.plain(),
                level(database.transaction_level),
                None,
            )}
            {tile(
                t("health-archive"),
                view! { <span class="tile-words">{archive}</span> }.plain(),
                view! { {level(database.archive_level)} <span>{standbys}</span> }.plain(),
                None,
            )}
        </div>
    }
    .plain()
}

fn section(id: &'static str, title: String, body: AnyView) -> AnyView {
    view! {
        // The table's frame is the landmark of this name.
        <section class="panel">
            <div class="panel-head">
                <h2 id=id>{title}</h2>
            </div>
            {body}
        </section>
    }
    .plain()
}

fn nothing(text: String) -> AnyView {
    view! { <p class="panel-text quiet">{text}</p> }.plain()
}

fn processes(processes: Vec<ProcessHealth>, now_ms: i64) -> AnyView {
    if processes.is_empty() {
        return section("processes-title", t("health-processes"), nothing(t("health-processes-none")));
    }
    let columns = vec![
        Column::text(t("health-process")),
        Column::text(t("health-heartbeat")),
        Column::text(t("health-collector")),
        Column::figures(t("health-pool-app")),
        Column::figures(t("health-pool-platform")),
        Column::text(t("health-redis")),
        Column::text(t("health-disk")),
    ];
    let pool = |pool: PoolHealth| {
        let most = t_args("health-pool-note", &[("open", i64::from(pool.open).into())]);
        view! {
            {two(pool.busy, pool.most)}
            <span class="quiet cell-alias">{most}</span>
        }
    };
    let rows = processes.into_iter().map(|process| {
        let built = t_args("health-version", &[("version", (&process.version).into())]);
        let polls = t_args(
            "health-polls",
            &[
                ("polls", i64::from(process.polls).into()),
                ("failed", i64::from(process.polls_failed).into()),
                ("now", i64::from(process.polls_in_flight).into()),
            ],
        );
        let polls = if process.collects { polls } else { t("health-collector-off") };
        let free = process.disk_bytes.is_some().then(|| view! { {bytes_figure(process.disk_free_bytes)} " / " {bytes_figure(process.disk_bytes)} });
        let disk = match free {
            Some(free) => view! { <span>{free}</span> {level(process.disk_level)} }.plain(),
            None => view! { <span class="quiet">{t("unknown")}</span> }.plain(),
        };
        view! {
            <tr class:row-stale=process.level == Level::Critical>
                <th scope="row" class="cell-name">
                    <bdi>{process.name}</bdi>
                    <span class="quiet cell-alias">{built} ", " {lasts(now_ms, process.started_ms)}</span>
                </th>
                <td data-label=t("health-heartbeat")>{level(process.level)} " " {ui::time::ago(now_ms, process.seen_ms)}</td>
                <td data-label=t("health-collector")>{polls}</td>
                <td class="numeric" data-label=t("health-pool-app")>
                    {pool(process.app)}
                </td>
                <td class="numeric" data-label=t("health-pool-platform")>
                    {pool(process.platform)}
                </td>
                <td data-label=t("health-redis")>{t_code("redis", &process.redis)}</td>
                <td data-label=t("health-disk")>{disk}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    section("processes-title", t("health-processes"), view! { <Table caption=t("health-processes") columns rows /> }.plain())
}

/// A job or a channel in words; one without words stands as it is.
fn known(words: String, unknown: &str, code: &str) -> String {
    if words == unknown { code.to_owned() } else { words }
}

fn jobs(jobs: Vec<JobHealth>, now_ms: i64, zone: &Zone) -> AnyView {
    if jobs.is_empty() {
        return section("jobs-title", t("health-jobs"), nothing(t("health-jobs-none")));
    }
    let columns = vec![
        Column::text(t("health-job")),
        Column::text(t("health-job-last")),
        Column::text(t("health-job-next")),
        Column::figures(t("health-job-runs")),
        Column::text(t("health-job-error")),
        Column::text(t("health-state")),
    ];
    let rows = jobs.into_iter().map(|job| {
        let name = known(t_code("job", &job.job), &t("job-unknown"), &job.job);
        let next = match job.next_ms {
            None => t("health-job-on-demand"),
            Some(next) if next <= now_ms => t("health-job-due"),
            Some(next) => zone.clock_seconds(next),
        };
        let error = job.last_error.map(|(code, at)| format!("{} ({})", t_code("error", &code), ui::time::ago(now_ms, at)));
        let runs = t_args("health-job-failures", &[("count", i64::from(job.failures).into())]);
        view! {
            <tr>
                <th scope="row" class="cell-name">
                    <bdi>{name}</bdi>
                    <bdi class="quiet cell-alias">{job.process}</bdi>
                </th>
                <td data-label=t("health-job-last") title=zone.full(job.last_ms)>
                    {ui::time::ago(now_ms, job.last_ms)}
                </td>
                <td data-label=t("health-job-next")>{next}</td>
                <td class="numeric" data-label=t("health-job-runs")>
                    <span class="figure">{count(job.runs)}</span>
                    <span class="quiet cell-alias">{runs}</span>
                </td>
                <td data-label=t("health-job-error")>{error.unwrap_or_else(|| t("health-none"))}</td>
                <td class="cell-state">{level(job.level)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    section("jobs-title", t("health-jobs"), view! { <Table caption=t("health-jobs") columns rows /> }.plain())
}

fn outbox(channels: Vec<OutboxHealth>, now_ms: i64) -> AnyView {
    if channels.is_empty() {
        return section("outbox-title", t("health-outbox"), nothing(t("health-outbox-none")));
    }
    let columns = vec![
        Column::text(t("health-channel")),
        Column::figures(t("health-queued")),
        Column::figures(t("health-retrying")),
        Column::figures(t("health-dead")),
        Column::text(t("health-oldest")),
        Column::text(t("health-state")),
    ];
    let figure = |label: String, number: u32| {
        view! {
            <td class="numeric" data-label=label>
                <span class="figure">{count(number)}</span>
            </td>
        }
    };
    let rows = channels.into_iter().map(|channel| {
        let name = known(t_code("health-topic", &channel.topic), &t("health-topic-unknown"), &channel.topic);
        view! {
            <tr>
                <th scope="row" class="cell-name">
                    <bdi>{name}</bdi>
                </th>
                {figure(t("health-queued"), channel.queued)} {figure(t("health-retrying"), channel.retrying)}
                {figure(t("health-dead"), channel.dead)} <td data-label=t("health-oldest")>{ago(now_ms, channel.oldest_ms)}</td>
                <td class="cell-state">{level(channel.level)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    section("outbox-title", t("health-outbox"), view! { <Table caption=t("health-outbox") columns rows /> }.plain())
}

fn partitions(partitions: Vec<PartitionHealth>, zone: &Zone) -> AnyView {
    let columns = vec![
        Column::text(t("health-table")),
        Column::figures(t("health-partitions-count")),
        Column::figures(t("health-size")),
        Column::text(t("health-oldest")),
        Column::text(t("health-ahead")),
        Column::text(t("health-kept")),
        Column::text(t("health-state")),
    ];
    let day = |at: Option<i64>| at.map_or_else(|| t("health-none"), |at| zone.day(at));
    let rows = partitions.into_iter().map(|table| {
        let kept = t_args("health-days", &[("count", i64::from(table.keep_days).into())]);
        view! {
            <tr>
                <th scope="row" class="cell-name">
                    <bdi>{table.relation}</bdi>
                </th>
                <td class="numeric" data-label=t("health-partitions-count")>
                    <span class="figure">{count(table.partitions)}</span>
                </td>
                <td class="numeric" data-label=t("health-size")>
                    {bytes_figure(Some(table.bytes))}
                </td>
                <td data-label=t("health-oldest")>{day(table.oldest_ms)}</td>
                <td data-label=t("health-ahead")>{day(table.ahead_ms)}</td>
                <td data-label=t("health-kept")>{kept}</td>
                <td class="cell-state">{level(table.level)}</td>
            </tr>
        }
    });
    let rows = rows.collect_view().plain();
    section("partitions-title", t("health-partitions"), view! { <Table caption=t("health-partitions") columns rows /> }.plain())
}
