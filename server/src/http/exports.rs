//! Archives of everything: asking for one, making a link, and fetching it.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::FormState;
use axum::body::{Body, Bytes};
use axum::extract::{Path, Request, State as Shared};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{Ctx, Error, ExportId, RequestId, TenantId};
use tenancy::actions::{self, AttemptError};
use tenancy::model::HostTenant;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::account::{confirm_first, refused};
use super::forms::{Posted, failed};
use super::{State, refusals};

/// Octets that are read at once.
const CHUNK: usize = 64 * 1024;

/// `POST /settings/export`: which of the page's forms it is stands in the field `do`.
pub async fn change(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    match posted.ctx() {
        Ok(ctx) => answer(&state, &ctx, ctx.tenant, "/settings/export", posted).await,
        Err(error) => failed(posted, &state, "export", error).await,
    }
}

/// What the forms about archives of `tenant` on the page at `page` get.
pub(super) async fn answer(state: &State, ctx: &Ctx, tenant: TenantId, page: &str, posted: Posted) -> Response {
    let (form, done) = if posted.field("do") == "export-link" {
        ("export-link", make_link(state, ctx, tenant, &posted).await.map(Some))
    } else {
        ("export", ask(state, ctx, tenant, &posted).await.map(|()| None))
    };
    match done {
        Ok(Some(link)) => show(posted, state, link).await,
        Ok(None) => Redirect::to(&format!("{page}?done=export-asked")).into_response(),
        // Nothing is posted on another's behalf: back on the page, the person is told that one more press does it.
        Err(AttemptError::Fault(Error::Conflict(code))) if code == "confirm-first" => confirm_first(&format!("{page}?done={form}-proved")),
        Err(error) => refused(posted, state, form, error).await,
    }
}

/// Has an archive of `tenant` made, after the person has proved once more who it is.
async fn ask(state: &State, ctx: &Ctx, tenant: TenantId, posted: &Posted) -> Result<(), AttemptError> {
    may(ctx, tenant)?;
    prove(state, ctx, posted).await?;
    Ok(actions::request_export(&state.store, ctx, tenant).await?)
}

/// Makes a link to an archive of `tenant`, after the same proof.
async fn make_link(state: &State, ctx: &Ctx, tenant: TenantId, posted: &Posted) -> Result<String, AttemptError> {
    may(ctx, tenant)?;
    let id = posted.field("export").parse::<ExportId>().map_err(|_shape| Error::NotFound)?;
    prove(state, ctx, posted).await?;
    let path = actions::link_export(&state.store, ctx, tenant, id).await?;
    let host = posted.head.extensions.get::<Arc<HostTenant>>().ok_or(Error::Internal)?;
    Ok(format!("{}{path}", state.settings.portal_url(&host.host)))
}

/// The page that was posted to, with the link in it.
async fn show(posted: Posted, state: &State, link: String) -> Response {
    let form = FormState { form: "export-link-made".to_owned(), values: BTreeMap::from([("link".to_owned(), link)]), errors: Vec::new() };
    posted.shown(state, form, StatusCode::OK).await
}

/// Who may not have an archive is not asked for a proof either.
fn may(ctx: &Ctx, tenant: TenantId) -> Result<(), Error> {
    ctx.require(if tenant == ctx.tenant { kernel::Permission::DataExport } else { kernel::Permission::PlatformManage })
}

async fn prove(state: &State, ctx: &Ctx, posted: &Posted) -> Result<(), AttemptError> {
    actions::step_up(&state.store, ctx, posted.field("code")).await
}

/// `GET /exports/{token}`: the archive, for whoever has the link.
pub async fn fetch(Shared(state): Shared<State>, Path(token): Path<String>, request: Request) -> Response {
    let extensions = request.extensions();
    let (Some(host), Some(request_id)) = (extensions.get::<Arc<HostTenant>>(), extensions.get::<RequestId>()) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    // Programs that look at links before people do would be written down as having opened it.
    if *request.method() != Method::GET {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let opened = match actions::open_export(&state.store, host, &token, state.clock.now(), *request_id).await {
        Ok(opened) => opened,
        Err(Error::NotFound) => return refusals::refuse(StatusCode::NOT_FOUND, "export-link"),
        Err(error) => return (super::forms::status_of(&error), [(header::RETRY_AFTER, "5")]).into_response(),
    };
    let path = actions::export_file(&state.settings.data_dir(), opened.tenant, opened.id);
    let file = match File::open(&path).await {
        Ok(file) => file,
        Err(error) => {
            tracing::error!(file = %path.display(), %error, "an archive is not in this process's data folder");
            return (StatusCode::SERVICE_UNAVAILABLE, [(header::RETRY_AFTER, "60")]).into_response();
        }
    };
    let length = file.metadata().await.map(|facts| facts.len()).ok();
    let name = format!("attachment; filename=\"export-{}.zip\"", opened.made_at.format("%Y-%m-%d"));
    let body = Body::from_stream(futures::stream::try_unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        let read = file.read(&mut chunk).await?;
        chunk.truncate(read);
        Ok::<_, std::io::Error>((read > 0).then(|| (Bytes::from(chunk), file)))
    }));
    let mut response = ([(header::CONTENT_TYPE, "application/zip")], body).into_response();
    let headers = response.headers_mut();
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
