//! In whose name a mail is sent.

use kernel::TenantId;
use sqlx::PgConnection;

use super::Result;

/// What the product is called at this host: the one place where mails learn it. `None` where the host is not (or no longer)
/// this tenant's; another name, least of all the platform's, never stands in for it.
pub async fn product_name(conn: &mut PgConnection, tenant: TenantId, host: &str) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!(
        "select o.name from hosts h join orgs o on o.tenant_id = h.tenant_id and o.id = h.org_id where h.tenant_id = $1 and h.host = $2",
        tenant.0,
        host,
    )
    .fetch_optional(conn)
    .await?)
}
