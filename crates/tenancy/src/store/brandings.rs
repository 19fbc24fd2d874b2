//! Brandings: at most one for each node.

use ::store::StoreError;
use chrono::{DateTime, Utc};
use kernel::{OrgId, TenantId};
use sqlx::PgConnection;

use crate::model::BrandImage;
use crate::rules::brand_form::BrandingSpec;
use crate::rules::logo::Icons;

/// A branding's words as stored.
pub struct BrandingRow {
    /// Counts up with each change.
    pub version: i64,
    /// Shown in place of the node's name.
    pub product_name: String,
    /// `#rrggbb`.
    pub accent: Option<String>,
    /// Sender of mail.
    pub sender_name: Option<String>,
    /// Last lines of mail.
    pub mail_footer: Option<String>,
    /// How to reach support.
    pub support_contact: Option<String>,
    /// There is a logo.
    pub logo: bool,
    /// There is a logo for dark pages.
    pub logo_dark: bool,
}

/// A branding, ready to be stored.
pub struct NewBranding<'a> {
    /// The isolation root.
    pub tenant: TenantId,
    /// The node.
    pub org: OrgId,
    /// The words.
    pub spec: &'a BrandingSpec,
    /// PNG, or none.
    pub logo: Option<&'a [u8]>,
    /// PNG, or none.
    pub logo_dark: Option<&'a [u8]>,
    /// The icons.
    pub icons: &'a Icons,
    /// When.
    pub now: DateTime<Utc>,
}

/// A node's own branding.
pub async fn get(conn: &mut PgConnection, tenant: TenantId, org: OrgId) -> Result<Option<BrandingRow>, StoreError> {
    Ok(sqlx::query_as!(
        BrandingRow,
        r#"select version, product_name, accent, sender_name, mail_footer, support_contact,
                  logo is not null as "logo!", logo_dark is not null as "logo_dark!"
           from brandings where tenant_id = $1 and org_id = $2"#,
        tenant.0,
        org.0
    )
    .fetch_optional(conn)
    .await?)
}

/// One image of a node's own branding; `None` where there is none.
pub async fn image(conn: &mut PgConnection, tenant: TenantId, org: OrgId, which: BrandImage) -> Result<Option<Vec<u8>>, StoreError> {
    let name = match which {
        BrandImage::Logo => "logo",
        BrandImage::LogoDark => "logo_dark",
        BrandImage::Favicon => "favicon",
        BrandImage::Icon192 => "icon_192",
        BrandImage::Icon512 => "icon_512",
        BrandImage::Maskable => "icon_maskable",
    };
    let found = sqlx::query_scalar!(
        r#"select case $3 when 'logo' then logo when 'logo_dark' then logo_dark when 'favicon' then favicon when 'icon_192' then icon_192
                  when 'icon_512' then icon_512 when 'icon_maskable' then icon_maskable end
           from brandings where tenant_id = $1 and org_id = $2"#,
        tenant.0,
        org.0,
        name
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.flatten())
}

/// Stores a node's first branding. `false` where it has one meanwhile.
pub async fn insert(conn: &mut PgConnection, new: &NewBranding<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"insert into brandings (tenant_id, org_id, version, product_name, accent, logo, logo_dark, favicon, icon_192, icon_512,
                                  icon_maskable, sender_name, mail_footer, support_contact, updated_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
           on conflict (tenant_id, org_id) do nothing"#,
        new.tenant.0,
        new.org.0,
        new.now.timestamp_millis(),
        new.spec.product_name,
        new.spec.accent.map(|accent| accent.to_string()),
        new.logo,
        new.logo_dark,
        new.icons.favicon,
        new.icons.small,
        new.icons.large,
        new.icons.maskable,
        new.spec.sender_name,
        new.spec.mail_footer,
        new.spec.support_contact,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces all of a branding. `false` where it is no longer the version `held`.
pub async fn update(conn: &mut PgConnection, held: i64, new: &NewBranding<'_>) -> Result<bool, StoreError> {
    let done = sqlx::query!(
        r#"update brandings set version = greatest(version + 1, $4), product_name = $5, accent = $6, logo = $7, logo_dark = $8,
                  favicon = $9, icon_192 = $10, icon_512 = $11, icon_maskable = $12, sender_name = $13, mail_footer = $14,
                  support_contact = $15, updated_at = $16
           where tenant_id = $1 and org_id = $2 and version = $3"#,
        new.tenant.0,
        new.org.0,
        held,
        new.now.timestamp_millis(),
        new.spec.product_name,
        new.spec.accent.map(|accent| accent.to_string()),
        new.logo,
        new.logo_dark,
        new.icons.favicon,
        new.icons.small,
        new.icons.large,
        new.icons.maskable,
        new.spec.sender_name,
        new.spec.mail_footer,
        new.spec.support_contact,
        new.now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a branding. `false` where it is no longer the version `held`.
pub async fn delete(conn: &mut PgConnection, tenant: TenantId, org: OrgId, held: i64) -> Result<bool, StoreError> {
    let done = sqlx::query!("delete from brandings where tenant_id = $1 and org_id = $2 and version = $3", tenant.0, org.0, held).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}
