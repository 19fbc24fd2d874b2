use ::store::Store;
use kernel::{Ctx, Error, OrgId, Permission, Result};

use crate::model::BrandingView;
use crate::store::{brandings, orgs};

/// The branding of the viewer's own node, for its form. `portal` is the node of the portal that is being looked at.
pub async fn get_branding(store: &Store, ctx: &Ctx, portal: Option<OrgId>) -> Result<BrandingView> {
    ctx.require(Permission::BrandingManage)?;
    let org = ctx.org();
    let mut tx = store.tenant(ctx).await?;
    let found = brandings::get(tx.conn(), ctx.tenant, org).await?;
    let node = orgs::get(tx.conn(), ctx.tenant, org).await?.ok_or(Error::NotFound)?;
    tx.commit().await?;
    let here = portal == Some(org);
    Ok(match found {
        Some(row) => BrandingView {
            version: row.version,
            product_name: row.product_name,
            accent: row.accent.unwrap_or_default(),
            sender_name: row.sender_name.unwrap_or_default(),
            mail_footer: row.mail_footer.unwrap_or_default(),
            support_contact: row.support_contact.unwrap_or_default(),
            logo: row.logo,
            logo_dark: row.logo_dark,
            here,
        },
        None => BrandingView {
            version: 0,
            // Names of nodes may be longer than those of products.
            product_name: node.name.chars().take(crate::rules::brand_form::NAME_MAX).collect(),
            accent: String::new(),
            sender_name: String::new(),
            mail_footer: String::new(),
            support_contact: String::new(),
            logo: false,
            logo_dark: false,
            here,
        },
    })
}
