use ::store::Store;
use chrono::{DateTime, Utc};
use kernel::{Ctx, RequestId, Result};

use crate::model::{BrandImage, HostTenant};
use crate::store::brandings;

/// One image of a portal's branding, as PNG, for anyone who asks the portal's host; `None` where there is none.
pub async fn brand_image(store: &Store, host: &HostTenant, which: BrandImage, now: DateTime<Utc>, request_id: RequestId) -> Result<Option<Vec<u8>>> {
    let Some(brand) = &host.brand else { return Ok(None) };
    let ctx = Ctx::for_system(host.tenant, "branding", now, request_id);
    let mut tx = store.tenant(&ctx).await?;
    let found = brandings::image(tx.conn(), host.tenant, brand.org, which).await?;
    tx.commit().await?;
    Ok(found)
}
