//! What the forms of `/settings/channels` post.

use std::collections::BTreeMap;

use app::FormState;
use axum::extract::{Path, Request, State as Shared};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use kernel::{ChannelId, Ctx, Error, Permission};
use messaging::actions::{self, ChannelChange};
use messaging::model::{ChannelForm, ChannelLevel};

use super::State;
use super::forms::{Posted, failed};

/// Where destinations are listed.
const PAGE: &str = "/settings/channels";

/// `POST /settings/channels`. A new secret is told in the answer, this once.
pub async fn add(Shared(state): Shared<State>, request: Request) -> Response {
    let posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let form = channel_form(&posted);
    let name = format!("channel-{}", form.kind);
    let added = match posted.ctx() {
        Ok(ctx) => actions::add_channel(&state.courier, &ctx, &form).await,
        Err(error) => Err(error),
    };
    match added {
        Ok(Some(secret)) => made(&state, posted, secret).await,
        Ok(None) => said("added"),
        Err(error) => failed(posted, &state, &name, error).await,
    }
}

/// `POST /settings/channels/{id}`: which of its buttons it is stands in the field `do`. There is no page at this address.
pub async fn change(Shared(state): Shared<State>, Path(id): Path<String>, request: Request) -> Response {
    let mut posted = match Posted::read(request).await {
        Ok(posted) => posted,
        Err(response) => return response,
    };
    let done = match (posted.ctx(), id.parse::<ChannelId>()) {
        (Ok(ctx), Ok(id)) => changed(&state, &ctx, id, posted.field("do"), posted.field("level")).await,
        (Ok(ctx), Err(_shape)) => ctx.require(Permission::SettingsManage).and(Err(Error::NotFound)),
        (Err(error), _) => Err(error),
    };
    // The form has no page of its own.
    posted.head.uri = Uri::from_static(PAGE);
    match done {
        Ok(Done::Said(code)) => said(&code),
        Ok(Done::Secret(secret)) => made(&state, posted, secret).await,
        Err(error) => failed(posted, &state, "channel", error).await,
    }
}

/// What became of a button.
enum Done {
    Said(String),
    Secret(String),
}

async fn changed(state: &State, ctx: &Ctx, id: ChannelId, what: &str, level: &str) -> Result<Done, Error> {
    let (change, code) = match (what, ChannelLevel::parse(level)) {
        ("test", _) => {
            let fault = actions::try_channel(&state.courier, ctx, id).await?;
            return Ok(Done::Said(fault.map_or_else(|| "tested".to_owned(), |code| format!("fault.{code}"))));
        }
        ("pause", _) => (ChannelChange::Pause, "paused"),
        ("resume", _) => (ChannelChange::Resume, "resumed"),
        ("level", Some(level)) => (ChannelChange::Level(level), "changed"),
        ("rotate", _) => (ChannelChange::Rotate, "changed"),
        ("remove", _) => (ChannelChange::Remove, "removed"),
        _ => return ctx.require(Permission::SettingsManage).and(Err(Error::NotFound)),
    };
    let secret = actions::change_channel(&state.store, ctx, id, change).await?;
    Ok(secret.map_or_else(|| Done::Said(code.to_owned()), Done::Secret))
}

/// The list, which says what was done.
fn said(code: &str) -> Response {
    Redirect::to(&format!("{PAGE}?said={code}")).into_response()
}

async fn made(state: &State, posted: Posted, secret: String) -> Response {
    let form = FormState { form: "channel-made".to_owned(), values: BTreeMap::from([("secret".to_owned(), secret)]), errors: Vec::new() };
    posted.shown(state, form, StatusCode::OK).await
}

fn channel_form(posted: &Posted) -> ChannelForm {
    let field = |name: &str| posted.field(name).to_owned();
    ChannelForm {
        kind: field("kind"),
        name: field("name"),
        level: field("level"),
        token: field("token"),
        chat: field("chat"),
        url: field("url"),
        account: field("account"),
        from: field("from"),
        to: field("to"),
        template: field("template"),
        language: field("language"),
    }
}
