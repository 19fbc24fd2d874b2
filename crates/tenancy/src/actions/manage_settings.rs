use ::store::Store;
use kernel::{Ctx, Error, Permission, Result};
use serde_json::json;

use crate::model::SettingsView;
use crate::rules::isp_form;
use crate::rules::settings_form::{self, SettingsForm};
use crate::store::settings;

/// What the viewer's own node has decided for itself, for its form; `languages` by tag and own name.
pub async fn get_settings(store: &Store, ctx: &Ctx, languages: Vec<(String, String)>) -> Result<SettingsView> {
    ctx.require(Permission::SettingsManage)?;
    let org = ctx.org();
    let mut tx = store.tenant(ctx).await?;
    let own = settings::get(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    // A part of the tree does not see what stands above it; of this much it may know.
    let mut tx = store.tenant(&ctx.inside(ctx.tenant)).await?;
    let above = settings::above(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    Ok(SettingsView {
        version: own.settings_version,
        root: org == ctx.tenant.root(),
        locale: own.locale,
        time_zone: own.time_zone,
        currency: own.currency,
        first_day: own.first_day,
        above_locale: above.locale,
        above_time_zone: above.time_zone,
        languages,
        currencies: isp_form::currencies(),
        time_zones: isp_form::time_zones(),
    })
}

/// Stores what the viewer's own node decides for itself. People who have its time zone until now move along, those of nodes
/// below that follow it too. A form that was opened on an older version answers `Conflict("changed")`.
pub async fn change_settings(store: &Store, ctx: &Ctx, form: &SettingsForm) -> Result<()> {
    ctx.require(Permission::SettingsManage)?;
    let org = ctx.org();
    let changed_meanwhile = || Error::Conflict("changed".to_owned());
    let held: i64 = form.row_version.trim().parse().map_err(|_not_ours| changed_meanwhile())?;
    let new = settings_form::check(form, org == ctx.tenant.root()).map_err(Error::Invalid)?;

    let mut tx = store.tenant(&ctx.inside(ctx.tenant)).await?;
    let above = settings::above(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;

    let mut tx = store.tenant(ctx).await?;
    let own = settings::lock(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    if own.settings_version != held {
        return Err(changed_meanwhile());
    }
    let new_locale = new.locale.map(|locale| locale.tag().to_owned());
    let changed: Vec<&str> = [
        ("locale", own.locale != new_locale),
        ("time_zone", own.time_zone != new.time_zone),
        ("currency", own.currency != new.currency),
        ("first_day", own.first_day != new.first_day),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect();
    if changed.is_empty() {
        return Ok(());
    }
    settings::update(tx.conn(), ctx.tenant, org, &new).await?;
    let zone = |own: Option<&String>| own.or(above.time_zone.as_ref()).cloned().unwrap_or_else(|| "UTC".to_owned());
    let (from, to) = (zone(own.time_zone.as_ref()), zone(new.time_zone.as_ref()));
    if from != to {
        settings::move_people(tx.conn(), ctx.tenant, org, &from, &to).await?;
    }
    let detail = json!({ "changed": changed, "locale": new_locale, "time_zone": new.time_zone, "currency": new.currency, "first_day": new.first_day });
    tx.audit(ctx, "settings.change", &format!("org:{org}"), detail).await?;
    Ok(tx.commit().await?)
}
