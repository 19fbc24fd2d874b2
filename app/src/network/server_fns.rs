//! What the network pages ask the server. Reads only: everything that writes is a native form.

use kernel::{DeviceId, InterfaceId};
use leptos::prelude::*;
use network::model::{DeviceDetail, DeviceItem, InterfaceDetail, InterfacePage, InterfaceQuery, OrgRef, PingSeries, Range};

use super::traffic::Traffic;
use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on lists and heads reach back this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 90 * 86_400_000;

/// One page of the interfaces in the viewer's sight.
#[server(endpoint = "network/list_interfaces", input = Json, output = Json)]
pub async fn list_interfaces(query: InterfaceQuery) -> Result<Stamped<InterfacePage>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let page = network::actions::list_interfaces(&store, &ctx, query).await?;
    Ok(Stamped::new(&ctx, BACK_MS, page))
}

/// One interface.
#[server(endpoint = "network/get_interface", input = Json, output = Json)]
pub async fn get_interface(id: InterfaceId) -> Result<Stamped<InterfaceDetail>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let detail = network::actions::get_interface(&store, &ctx, id).await?;
    Ok(Stamped::new(&ctx, BACK_MS, detail))
}

/// An interface's traffic over a range.
#[server(endpoint = "network/get_series", input = Json, output = Json)]
pub async fn get_series(id: InterfaceId, range: Range) -> Result<Stamped<Traffic>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let series = network::actions::get_series(&store, &ctx, id, range).await?;
    Ok(Stamped::new(&ctx, (range.seconds() + 7_200) * 1_000, Traffic(series)))
}

/// The nodes that an interface can be assigned to.
#[server(endpoint = "network/list_assignable_orgs", input = Json, output = Json)]
pub async fn list_assignable_orgs() -> Result<Vec<OrgRef>, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(network::actions::list_assignable_orgs(&store, &ctx).await?)
}

/// Every device in the viewer's sight.
#[server(endpoint = "network/list_devices", input = Json, output = Json)]
pub async fn list_devices() -> Result<Stamped<Vec<DeviceItem>>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let devices = network::actions::list_devices(&store, &ctx).await?;
    Ok(Stamped::new(&ctx, BACK_MS, devices))
}

/// One device.
#[server(endpoint = "network/get_device", input = Json, output = Json)]
pub async fn get_device(id: DeviceId) -> Result<Stamped<DeviceDetail>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let detail = network::actions::get_device(&store, &ctx, id).await?;
    Ok(Stamped::new(&ctx, BACK_MS, detail))
}

/// A device's pings over a range.
#[server(endpoint = "network/get_pings", input = Json, output = Json)]
pub async fn get_pings(id: DeviceId, range: Range) -> Result<Stamped<PingSeries>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let series = network::actions::get_pings(&store, &ctx, id, range).await?;
    Ok(Stamped::new(&ctx, BACK_MS, series))
}
