//! Who calls.

use axum::Extension;
use kernel::{OrgId, Permission};
use serde::Serialize;
use std::sync::Arc;
use tenancy::model::HostTenant;
use utoipa::ToSchema;
use uuid::Uuid;

use super::caller::Caller;
use super::problem::Answer;
use super::reply::Reply;

/// The caller.
#[derive(Serialize, ToSchema)]
pub(super) struct Me {
    /// `person`, or `machine` for a program that calls in its own name.
    #[schema(example = "person")]
    kind: &'static str,
    /// The person's or the token's id.
    id: Uuid,
    /// The person's or the token's name.
    name: String,
    /// The person's e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false, format = Email)]
    email: Option<String>,
    /// The person's role.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    role: Option<&'static str>,
    /// The node that the caller acts for: it and all below it can be seen.
    org_id: Uuid,
    /// What the caller may do now: the role's permissions, as far as the token was made for them.
    scopes: Vec<&'static str>,
    /// The portal's name.
    product: String,
}

/// Who am I
#[utoipa::path(get, path = "/me", tag = "me", responses((status = 200, description = "The caller", body = Me)))]
pub(super) async fn get_me(caller: Caller, Extension(host): Extension<Arc<HostTenant>>) -> Answer<Reply> {
    let OrgId(org_id) = caller.ctx.org();
    let scopes = Permission::ALL.into_iter().filter(|permission| caller.ctx.allows(*permission)).map(Permission::as_str).collect();
    let product = host.product_name().to_owned();
    Reply::json(&match &caller.member {
        Some(member) => Me {
            kind: "person",
            id: caller.principal,
            name: member.name.clone(),
            email: Some(member.email.clone()),
            role: Some(member.role.as_str()),
            org_id,
            scopes,
            product,
        },
        None => {
            let name = caller.token.map(|(_, name)| name).unwrap_or_default();
            Me { kind: "machine", id: caller.principal, name, email: None, role: None, org_id, scopes, product }
        }
    })
}
