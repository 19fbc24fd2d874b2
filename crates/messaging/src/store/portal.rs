//! In whose name a mail is sent.

use kernel::TenantId;
use sqlx::PgConnection;

use super::Result;
use crate::rules::Face;

/// What the portal at this host is called and how it signs its mails: the one place where mails learn it. The branding of
/// the host's node, else of the nearest node above it, else the node's own name. `None` where the host is not (or no
/// longer) this tenant's; another name, least of all the platform's, never stands in for it.
pub async fn face(conn: &mut PgConnection, tenant: TenantId, host: &str) -> Result<Option<Face>> {
    let row = sqlx::query!(
        r#"select coalesce(b.product_name, o.name) as "product!", b.sender_name as "sender?", b.mail_footer as "footer?"
           from hosts h
           join orgs o on o.tenant_id = h.tenant_id and o.id = h.org_id
           left join lateral (
               select b.product_name, b.sender_name, b.mail_footer from brandings b
               where b.tenant_id = o.tenant_id and b.org_id = any (o.path)
               order by array_position(o.path, b.org_id) desc limit 1) b on true
           where h.tenant_id = $1 and h.host = $2"#,
        tenant.0,
        host,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Face { sender: row.sender.unwrap_or_else(|| row.product.clone()), product: row.product, footer: row.footer.unwrap_or_default() }))
}
