//! The audit log as a file.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Query, Request, State as Shared};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use chrono::SecondsFormat;
use kernel::{Ctx, Error, FieldError, Locale};
use tenancy::actions::{AuditExport, AuditLine, export_audit};
use tenancy::model::{AuditFilter, HostTenant};

use super::{State, csv};

/// The columns' names: what programs look for, the same in every language.
const COLUMNS: [&str; 11] = ["seq", "at", "email", "name", "part", "action", "object", "detail", "request_id", "hash", "as_email"];

/// `GET /audit.csv`, with the filters of the page. What is asked for is written to the log itself.
pub async fn export(Shared(state): Shared<State>, request: Request) -> Response {
    // Writing to the log is what this does, so no other site's link may do it in a viewer's name.
    let crossing = request.headers().get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none");
    let extensions = request.extensions();
    let locale = extensions.get::<Locale>().copied().unwrap_or_default();
    let begun = match (extensions.get::<Ctx>(), filter(request.uri())) {
        (None, _) => Err(Error::Unauthenticated),
        _ if crossing => Err(Error::Forbidden),
        (Some(ctx), Ok(filter)) => export_audit(&state.store, ctx, &filter).await,
        (Some(_), Err(error)) => Err(error),
    };
    let export = match begun {
        Ok(export) => export,
        Err(error) => return refused(&error, locale),
    };
    let host = extensions.get::<Arc<HostTenant>>().map_or("lastmile", |host| host.host.as_str());
    let name = format!("attachment; filename=\"audit-{host}-{}.csv\"", state.clock.now().format("%Y-%m-%d"));
    let file = Body::from_stream(futures::stream::try_unfold((Some(export), true, locale), part));
    let mut response = ([(header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present")], file).into_response();
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    response
}

fn filter(uri: &Uri) -> kernel::Result<AuditFilter> {
    let Query(filter) = Query::try_from_uri(uri).map_err(|rejection| {
        tracing::debug!(%rejection, "an export was asked for in a way that cannot be read");
        Error::Invalid(vec![FieldError::new("", "invalid")])
    })?;
    Ok(filter)
}

/// What is sent next, and what remains: the export (gone after the last part), whether the head is due, the language.
type Rest = (Option<AuditExport>, bool, Locale);

/// A fault in the middle ends the connection without an end of the file, which browsers tell as a failed download.
async fn part((export, head, locale): Rest) -> kernel::Result<Option<(Bytes, Rest)>> {
    let Some(mut export) = export else { return Ok(None) };
    let lines = export.next().await?;
    let mut text = if head { csv::record(COLUMNS) } else { String::new() };
    for line in &lines {
        text.push_str(&record(line));
    }
    if !lines.is_empty() {
        return Ok(Some((Bytes::from(text), (Some(export), false, locale))));
    }
    if export.is_cut() {
        text.push_str(&csv::record([app::audit::cut_note(locale).as_str()]));
    }
    Ok((!text.is_empty()).then(|| (Bytes::from(text), (None, false, locale))))
}

fn record(line: &AuditLine) -> String {
    let (email, name) = line.person.clone().unwrap_or_default();
    csv::record([
        line.seq.to_string().as_str(),
        &line.at.to_rfc3339_opts(SecondsFormat::Micros, true),
        &email,
        &name,
        line.part.as_deref().unwrap_or_default(),
        &line.action,
        &line.object,
        &line.detail.to_string(),
        &line.request_id.to_string(),
        &hex::encode(&line.hash),
        line.acted_as.as_deref().unwrap_or_default(),
    ])
}

fn refused(error: &Error, locale: Locale) -> Response {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, format!("{} {}\n", status.as_u16(), ui::words::t_in(locale, &format!("error-{}", error.code())))).into_response()
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use serde_json::json;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_act_is_one_record() {
        let line = AuditLine {
            seq: 7,
            at: DateTime::from_timestamp_micros(1_700_000_000_000_001).unwrap(),
            person: Some(("ana@acme.example".to_owned(), "=Ana".to_owned())),
            acted_as: Some("owner@acme.example".to_owned()),
            part: None,
            action: "device.add".to_owned(),
            object: "device:1".to_owned(),
            detail: json!({ "version": "v2c" }),
            request_id: Uuid::nil(),
            hash: vec![0xab; 2],
        };
        let expected = "7,2023-11-14T22:13:20.000001Z,ana@acme.example,'=Ana,,device.add,device:1,\"{\"\"version\"\":\"\"v2c\"\"}\",\
                        00000000-0000-0000-0000-000000000000,abab,owner@acme.example\r\n";
        assert_eq!(record(&line), expected);
    }

    #[test]
    fn filters_come_from_the_address() {
        let read = |query: &str| filter(&format!("/audit.csv{query}").parse().unwrap());
        assert_eq!(read("").unwrap(), AuditFilter::default());
        assert_eq!(read("?person=a%40b&x=y").unwrap(), AuditFilter { person: "a@b".to_owned(), ..AuditFilter::default() });
        assert!(matches!(read("?person=a&person=b"), Err(Error::Invalid(_))));
    }
}
