//! What these pages ask the server. Reads only: everything that writes is a native form.

use kernel::{OrgId, Role, TenantId, UserId};
use leptos::prelude::*;
use tenancy::model::{InvitationView, IspDetail, NewIspChoices, OrgDetail, OrgKind, OrgTree, People, PeopleQuery, PersonItem};

use crate::PageError;
use crate::codec::Json;
use crate::stamped::Stamped;

/// Times on these pages reach back this far with their right offsets.
#[cfg(feature = "ssr")]
const BACK_MS: i64 = 400 * 86_400_000;

/// What the form for a new ISP offers.
#[server(endpoint = "tenancy/new_isp", input = Json, output = Json)]
pub async fn new_isp() -> Result<NewIspChoices, PageError> {
    let (_store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::new_isp_choices(&ctx, &crate::request::base_domain()?, crate::words::languages())?)
}

/// One ISP as the platform sees it.
#[server(endpoint = "tenancy/get_isp", input = Json, output = Json)]
pub async fn get_isp(id: TenantId) -> Result<Stamped<IspDetail>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let mut detail = tenancy::actions::get_isp(&store, &ctx, id).await?;
    let locale = detail.locale.as_deref().and_then(kernel::Locale::parse);
    detail.locale = locale.map(|locale| ui::words::t_in(locale, "language-name"));
    Ok(Stamped::new(&ctx, BACK_MS, detail))
}

/// The viewer's part of the tree, as far as the name holds `search` and the kind is this.
#[server(endpoint = "tenancy/list_orgs", input = Json, output = Json)]
pub async fn list_orgs(#[server(default)] search: String, #[server(default)] kind: Option<OrgKind>) -> Result<OrgTree, PageError> {
    let (store, ctx) = crate::request::request()?;
    Ok(tenancy::actions::list_orgs(&store, &ctx, &search, kind).await?)
}

/// One node of it.
#[server(endpoint = "tenancy/get_org", input = Json, output = Json)]
pub async fn get_org(id: OrgId) -> Result<Stamped<OrgDetail>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let detail = tenancy::actions::get_org(&store, &ctx, id, &crate::request::base_domain()?).await?;
    Ok(Stamped::new(&ctx, BACK_MS, detail))
}

/// One page of the people in the viewer's part of the tree.
#[server(endpoint = "tenancy/list_people", input = Json, output = Json)]
pub async fn list_people(#[server(flatten)] query: PeopleQuery) -> Result<Stamped<People>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let people = tenancy::actions::list_people(&store, &ctx, query).await?;
    Ok(Stamped::new(&ctx, BACK_MS, people))
}

/// One person's memberships, each with the roles that its node can give.
#[server(endpoint = "tenancy/get_person", input = Json, output = Json)]
pub async fn get_person(id: UserId) -> Result<Stamped<Vec<(PersonItem, Vec<Role>)>>, PageError> {
    let (store, ctx) = crate::request::request()?;
    let person = tenancy::actions::get_person(&store, &ctx, id).await?;
    Ok(Stamped::new(&ctx, BACK_MS, person))
}

/// What an invitation offers, to whoever holds its link.
#[server(endpoint = "tenancy/find_invitation", input = Json, output = Json)]
pub async fn find_invitation(token: String) -> Result<InvitationView, PageError> {
    let (store, guest) = crate::request::guest()?;
    Ok(tenancy::actions::find_invitation(&store, &guest.host, &token, guest.now, guest.request_id).await?)
}
