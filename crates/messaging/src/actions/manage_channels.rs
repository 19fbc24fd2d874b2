//! Look after the ISP's destinations.

use ::store::notices::{Fault, place};
use ::store::{Store, StoreError, TenantTx, Zeroizing};
use kernel::{ChannelId, Ctx, Error, FieldError, Locale, NoticeBody, Permission, Result, Scope};
use serde_json::json;
use uuid::Uuid;

use super::deliver_notices::Courier;
use crate::channel::Letter;
use crate::model::{ChannelForm, ChannelItem, ChannelKind, ChannelLevel, ChannelState, Channels, DeliveryItem, DeliveryState};
use crate::rules::Portal;
use crate::rules::secret::{self, Secret};
use crate::store::channels::{self, ChannelRow, DeliveryRow, HeldChannel, Trial};

/// Destinations that one tenant can have.
const MOST: i64 = 50;
/// Lines of the log that are shown.
const SHOWN: i64 = 50;

/// Alerts of the whole ISP go there, so it is for who sees all of it.
fn require_whole(ctx: &Ctx) -> Result<()> {
    ctx.require(Permission::SettingsManage)?;
    match ctx.scope {
        Scope::WholeTenant => Ok(()),
        Scope::Subtree(org) if org == ctx.tenant.root() => Ok(()),
        Scope::Subtree(_) => Err(ctx.refused("destinations of the whole provider")),
    }
}

/// What changes where alerts go outlives the half hour of somebody who acts as another.
fn require_manager(ctx: &Ctx) -> Result<()> {
    require_whole(ctx)?;
    ctx.require_in_person()
}

/// The destinations and the newest notices.
pub async fn list_channels(store: &Store, ctx: &Ctx) -> Result<Channels> {
    require_whole(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let items = channels::list(tx.conn(), ctx.tenant).await?;
    let log = channels::log(tx.conn(), ctx.tenant, SHOWN).await?;
    tx.commit().await?;
    Ok(Channels { items: items.into_iter().filter_map(item).collect(), log: log.into_iter().map(line).collect() })
}

fn item(row: ChannelRow) -> Option<ChannelItem> {
    Some(ChannelItem {
        id: ChannelId(row.id),
        kind: ChannelKind::parse(&row.kind)?,
        name: row.name,
        address: row.address,
        level: ChannelLevel::parse(&row.level)?,
        state: ChannelState::parse(&row.state)?,
        failures: row.failures,
        waiting: row.waiting,
        last_ok_ms: row.last_ok_at.map(|at| at.timestamp_millis()),
        last_fault: row.last_error.zip(row.last_error_at.map(|at| at.timestamp_millis())),
    })
}

fn line(row: DeliveryRow) -> DeliveryItem {
    let (state, then) = match (row.delivered_at, row.dead_at) {
        (Some(at), _) => (DeliveryState::Delivered, at),
        (None, Some(at)) => (DeliveryState::Dead, at),
        (None, None) => (DeliveryState::Waiting, row.run_at),
    };
    DeliveryItem {
        id: row.id,
        what: row.what,
        name: row.name,
        address: row.address,
        state,
        at_ms: row.created_at.timestamp_millis(),
        then_ms: then.timestamp_millis(),
        attempts: row.attempts,
        fault: row.last_error,
    }
}

/// Adds a destination; answers the secret that signs its requests, where it has one: it is told this once.
pub async fn add_channel(courier: &Courier, ctx: &Ctx, form: &ChannelForm) -> Result<Option<String>> {
    require_manager(ctx)?;
    let channel = secret::read(form, rand::random(), courier.providers.private).map_err(Error::Invalid)?;
    let id = ChannelId::generate();
    let mut tx = courier.store.tenant(ctx).await?;
    if channels::count(tx.conn(), ctx.tenant).await? >= MOST {
        return Err(Error::Invalid(vec![FieldError::new("", "channel-limit")]));
    }
    let sealed = seal(&courier.store, &mut tx, id, &channel.secret).await?;
    channels::insert(tx.conn(), ctx.tenant, id, &channel, ctx.locale.tag(), &sealed, ctx.now).await?;
    let detail = json!({ "name": channel.name, "kind": channel.kind.as_str(), "address": channel.address });
    tx.audit(ctx, "channel.add", &format!("channel:{id}"), detail).await?;
    tx.commit().await?;
    Ok(match channel.secret {
        Secret::Webhook { key, .. } => Some(secret::shown(&key)),
        _ => None,
    })
}

/// What can be done to a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelChange {
    /// Nothing goes there for now. What waits goes on waiting.
    Pause,
    /// Notices go there again.
    Resume,
    /// Only these alerts go there.
    Level(ChannelLevel),
    /// Another secret signs; the present one does too for another day.
    Rotate,
    /// It is no more.
    Remove,
}

/// Changes a destination; answers the new secret where there is one.
pub async fn change_channel(store: &Store, ctx: &Ctx, id: ChannelId, change: ChannelChange) -> Result<Option<String>> {
    require_manager(ctx)?;
    let mut tx = store.tenant(ctx).await?;
    let held = channels::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    let mut told = None;
    let (act, what) = match change {
        ChannelChange::Pause => {
            channels::set_state(tx.conn(), ctx.tenant, id, ChannelState::Paused.as_str(), ctx.now).await?;
            ("channel.change", "paused")
        }
        ChannelChange::Resume => {
            channels::set_state(tx.conn(), ctx.tenant, id, ChannelState::Active.as_str(), ctx.now).await?;
            ("channel.change", "active")
        }
        ChannelChange::Level(level) => {
            channels::set_level(tx.conn(), ctx.tenant, id, level.as_str(), ctx.now).await?;
            ("channel.change", level.as_str())
        }
        ChannelChange::Rotate => {
            let present = open(store, &mut tx, id, &held).await?;
            let (secret, shown) = secret::rotated(present, rand::random(), ctx.now).ok_or(Error::NotFound)?;
            let sealed = seal(store, &mut tx, id, &secret).await?;
            channels::set_secret(tx.conn(), ctx.tenant, id, &sealed, ctx.now).await?;
            told = Some(shown);
            ("channel.change", "secret")
        }
        ChannelChange::Remove => {
            channels::delete(tx.conn(), ctx.tenant, id).await?;
            ("channel.remove", "removed")
        }
    };
    tx.audit(ctx, act, &format!("channel:{id}"), json!({ "name": held.name, "state": what })).await?;
    tx.commit().await?;
    Ok(told)
}

/// Tells a destination at once that this is a test; answers the code of what went wrong. It goes beside the queue, so that
/// its answer can be shown, and into the log like all others.
pub async fn try_channel(courier: &Courier, ctx: &Ctx, id: ChannelId) -> Result<Option<String>> {
    require_manager(ctx)?;
    let store = &courier.store;
    let mut tx = store.tenant(ctx).await?;
    let held = channels::hold(tx.conn(), ctx.tenant, id).await?.ok_or(Error::NotFound)?;
    let secret = open(store, &mut tx, id, &held).await?;
    let (host, product) = channels::portal(tx.conn(), ctx.tenant).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let kind = ChannelKind::parse(&held.kind).ok_or(Error::NotFound)?;
    let portal = Portal { product, base: (courier.portal_url)(&host) };
    let (trial, body) = (Uuid::now_v7(), NoticeBody::Test);
    let locale = Locale::parse(&held.locale).unwrap_or(Locale::ENGLISH);
    let letter = Letter { id: trial, body: &body, at: ctx.now, locale, portal: &portal, secret: &secret, attempt: 1, now: ctx.now };
    let outcome = courier.providers.of(kind).send(&letter).await;
    let (fault, provider_ref, gone) = match outcome {
        Ok(name) => (None, Some(name), false),
        Err(refusal) => (Some(refusal.code), None, refusal.fault == Fault::Gone),
    };
    let notice = serde_json::to_value(&body).map_err(StoreError::Payload)?;
    let mut tx = store.tenant(ctx).await?;
    let provider_ref = provider_ref.map(|name| name.chars().take(100).collect::<String>());
    let noted = Trial { id: trial, notice, fault: fault.as_deref(), provider_ref: provider_ref.as_deref(), gone };
    channels::note_trial(tx.conn(), ctx.tenant, id, &noted, ctx.now).await?;
    tx.commit().await?;
    Ok(fault)
}

async fn seal(store: &Store, tx: &mut TenantTx, id: ChannelId, secret: &Secret) -> Result<Vec<u8>> {
    let plain = Zeroizing::new(serde_json::to_vec(secret).map_err(StoreError::Payload)?);
    Ok(store.secrets().seal(tx, place(id.0), &plain).await?)
}

async fn open(store: &Store, tx: &mut TenantTx, id: ChannelId, held: &HeldChannel) -> Result<Secret> {
    let tenant = tx.tenant();
    let plain = store.secrets().open(tx.conn(), tenant, place(id.0), &held.secret).await?;
    Ok(serde_json::from_slice(&plain).map_err(StoreError::Payload)?)
}
