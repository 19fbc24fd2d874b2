//! All SQL of this domain. Every statement names the tenant although the fence would do; the planner profits too.

pub mod alert_lists;
pub mod alert_rules;
pub mod alerts;
pub mod assignments;
pub mod dashboard;
pub mod devices;
pub mod interfaces;
pub mod lists;
pub mod overview;
pub mod pings;
pub mod platform;
pub mod readings;
pub mod rollups;
pub mod schedule;
pub mod search;
pub mod series;
pub mod simulate;

/// What every function here returns.
pub type Result<T> = std::result::Result<T, ::store::StoreError>;

/// Has every statement of this transaction planned for what the tables hold now. A plan that was made while a new time
/// partition was still empty, and kept, would read that partition from end to end once it has filled.
pub async fn plan_afresh(conn: &mut sqlx::PgConnection) -> Result<()> {
    sqlx::query!("set local plan_cache_mode = force_custom_plan").execute(conn).await?;
    Ok(())
}
