use ::store::Store;
use kernel::{Ctx, Permission, Result};

use super::system_health::{Work, count};
use crate::model::{Level, PlatformSummary};
use crate::store::summary;

/// ISPs, customers, processes, jobs and the outbox, counted; nothing of any ISP's own.
pub async fn platform_summary(store: &Store, ctx: &Ctx) -> Result<PlatformSummary> {
    ctx.require(Permission::PlatformRead)?;
    let mut tx = store.platform("founder dashboard").await?;
    let tenants = summary::platform(tx.conn()).await?;
    let work = Work::read(tx.conn(), ctx.now).await?;
    tx.commit().await?;
    let counted = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let alive = || work.processes.iter().filter(|process| process.level == Level::Fine);
    let levels = work.jobs.iter().map(|job| job.level).chain(work.outbox.iter().map(|channel| channel.level));
    Ok(PlatformSummary {
        active: count(tenants.active),
        paused: count(tenants.paused),
        closed: count(tenants.closed),
        customers: count(tenants.customers),
        processes: counted(alive().count()),
        processes_silent: counted(work.processes.len()).saturating_sub(counted(alive().count())),
        polls: alive().map(|process| process.polls).fold(0, u32::saturating_add),
        polls_failed: alive().map(|process| process.polls_failed).fold(0, u32::saturating_add),
        jobs: counted(work.jobs.len()),
        jobs_failing: counted(work.jobs.iter().filter(|job| job.level > Level::Fine).count()),
        queued: work.outbox.iter().map(|channel| channel.queued).fold(0, u32::saturating_add),
        dead: work.outbox.iter().map(|channel| channel.dead).fold(0, u32::saturating_add),
        oldest_ms: work.outbox.iter().filter_map(|channel| channel.oldest_ms).min(),
        work_level: levels.max().unwrap_or_default(),
    })
}
