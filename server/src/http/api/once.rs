//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header-07): a POST that is sent again takes effect once and is
//! answered alike.

use std::time::Duration;

use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use kernel::Ctx;
use sha2::{Digest, Sha256};
use tenancy::actions::{OnceRequest, Turn, give_up, keep_answer, take_turn};
use uuid::Uuid;

use super::caller::Caller;
use super::input::Input;
use super::problem::{Answer, Problem};
use super::reply::Reply;
use crate::http::State;

/// Longest key.
const LONGEST: usize = 255;
/// How long one request waits for another with its key, in steps.
const STEP: Duration = Duration::from_millis(100);
const STEPS: u32 = 100;

/// Does what a POST asks for: `act` does it and answers with the id of what it was done to, `show` makes the answer of that id.
/// With a key, `act` takes effect once, even if the server dies between the two.
pub async fn once<T, A, Acted, S, Shown>(state: &State, caller: &Caller, input: &Input, act: A, show: S) -> Answer<Response>
where
    T: From<Uuid>,
    A: FnOnce(Ctx) -> Acted,
    Acted: Future<Output = Answer<T>>,
    S: FnOnce(Ctx, T) -> Shown,
    Shown: Future<Output = Answer<Reply>>,
{
    let Some(key) = key(input)? else {
        let id = act(caller.ctx.clone()).await?;
        return Ok(show(caller.ctx.clone(), id).await?.into_response());
    };
    let operation = format!("POST {}", input.uri.path().strip_prefix(super::BASE).unwrap_or(input.uri.path()));
    let request_hash: [u8; 32] =
        Sha256::new().chain_update(input.uri.query().unwrap_or_default()).chain_update([0]).chain_update(&input.body).finalize().into();
    let request = OnceRequest { principal: caller.principal, operation: &operation, key: &key, request_hash: &request_hash };
    for _ in 0..STEPS {
        match take_turn(&state.store, &caller.ctx, &request, state.clock.now()).await? {
            Turn::Do(taken) => {
                let id = match act(caller.ctx.clone().with_once(taken)).await {
                    Ok(id) => id,
                    Err(problem) => {
                        // What was refused may be sent again, corrected, under the same key.
                        give_up(&state.store, &caller.ctx, taken).await?;
                        return Err(problem);
                    }
                };
                let reply = show(caller.ctx.clone(), id).await?;
                keep_answer(&state.store, &caller.ctx, taken, reply.status.as_u16(), &reply.kept()).await?;
                return Ok(reply.into_response());
            }
            Turn::Answered(status, kept) => return Ok(again(Reply::again(status, &kept).ok_or(kernel::Error::Internal)?)),
            Turn::Done(object) => {
                let id = object.as_deref().and_then(|object| object.split_once(':')).and_then(|(_, id)| id.parse::<Uuid>().ok());
                let id = id.ok_or(kernel::Error::Internal)?;
                return Ok(again(show(caller.ctx.clone(), id.into()).await?));
            }
            Turn::Other => {
                let detail = "This Idempotency-Key was used for another request.";
                return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key-reused", detail));
            }
            // No connection is held while the other one works.
            Turn::Running => tokio::time::sleep(STEP).await,
        }
    }
    Err(Problem::new(StatusCode::CONFLICT, "in-progress", "The request with this Idempotency-Key is still being worked on.").retry_after(1))
}

fn again(reply: Reply) -> Response {
    let mut response = reply.into_response();
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}

/// The key, where one was sent: printable ASCII, with or without the quotes of a structured string (RFC 8941 §3.3.3).
fn key(input: &Input) -> Answer<Option<String>> {
    let mut sent = input.headers.get_all("idempotency-key").iter();
    let key = match (sent.next(), sent.next()) {
        (None, _) => return Ok(None),
        (Some(key), None) => key.to_str().ok(),
        (Some(_), Some(_)) => None,
    };
    let key = key.map(|key| key.strip_prefix('"').and_then(|key| key.strip_suffix('"')).unwrap_or(key));
    let fits = key.filter(|key| (1..=LONGEST).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    let bad = || Problem::new(StatusCode::BAD_REQUEST, "bad-key", "An Idempotency-Key is 1 to 255 printable characters without spaces; send it once.");
    fits.map(|key| Some(key.to_owned())).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use axum::body::Bytes;
    use axum::http::Uri;

    use super::*;

    #[test]
    fn keys_are_short_and_plain() {
        let read = |keys: &[&str]| {
            let headers = keys.iter().map(|text| (axum::http::HeaderName::from_static("idempotency-key"), HeaderValue::from_str(text).unwrap())).collect();
            key(&Input { headers, uri: Uri::from_static("/x"), body: Bytes::new() }).map_err(|problem| problem.status.as_u16())
        };
        assert_eq!(read(&[]), Ok(None));
        assert_eq!(read(&["a1"]), Ok(Some("a1".to_owned())));
        assert_eq!(read(&["\"a1\""]), Ok(Some("a1".to_owned())));
        for bad in [&[""][..], &["a b"], &["a", "a"], &[&"x".repeat(256)]] {
            assert_eq!(read(bad), Err(400), "{bad:?}");
        }
    }
}
