//! Role × operation: what each built-in role, one of an ISP's own, and the founder who acts as an owner get of every page, form, file, server function and operation of the API, held against a checked-in
//! table. A new operation is missing from the table, and the test says so; a change of rights shows as a changed line.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use kernel::Role;
use reqwest::Method;
use serde_json::json;
use testkit::api::Api;
use testkit::app::{Browser, TestApp};

use crate::custom_roles::give_custom;
use crate::impersonation::act_as;
use crate::isolation::{Ids, api_path, arguments, with_ids};

const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/role_matrix.txt");

/// What happened, told shortly: `yes` where the role got past the check (whatever the empty input then met), else why not.
fn verdict(status: u16, location: &str) -> &'static str {
    match status {
        401 => "sign-in",
        303 if location.starts_with("/sign-in?next=") => "sign-in",
        403 => "no",
        404 => "none",
        // The input is read before the question who asks: the right is told by the tests of that form.
        400 => "input",
        200 | 201 | 204 | 303 | 409 | 412 | 415 | 422 | 428 | 429 => "yes",
        other => panic!("an answer {other} is none of those that operations give"),
    }
}

async fn ask(browser: &Browser, api: &Api, operation: &str, ids: &Ids, isp: &str) -> &'static str {
    let (method, path) = operation.split_once(' ').unwrap();
    if method == "API" {
        let (verb, path) = path.split_once(' ').unwrap();
        let answer = api.send(verb.parse().unwrap(), &api_path(path, ids, isp), &json!({})).await;
        return verdict(answer.status().as_u16(), "");
    }
    let own = match path {
        path if path.starts_with("/platform/") => path.replace("{id}", isp),
        path if path.contains("{id}") => with_ids(path, ids),
        path => path.to_owned(),
    };
    let own = own.replace("{token}", &"x".repeat(43));
    let answer = match method {
        "GET" => browser.get(&own).await,
        "FORM" => browser.post_form(&own, &[]).await,
        _ => browser.call(&own, arguments(&own, ids).unwrap()).await,
    };
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    verdict(answer.status().as_u16(), &location)
}

fn operations() -> Vec<String> {
    let mut operations: Vec<String> = server::http::page_paths().iter().filter(|path| *path != "/").map(|path| format!("GET {path}")).collect();
    operations.extend(server::http::download_paths().iter().map(|path| format!("GET {path}")));
    operations.extend(leptos::server_fn::axum::server_fn_paths().filter(|(_, method)| *method == Method::POST).map(|(path, _)| format!("CALL {path}")));
    operations.extend(server::http::form_paths().iter().map(|path| format!("FORM {path}")));
    operations.extend(server::http::api::paths().iter().map(|(method, path)| format!("API {method} {path}")));
    operations.sort();
    // What ends the session comes last, what takes the device away before it.
    operations.sort_by_key(|operation| match operation.as_str() {
        "FORM /sign-out" => 3,
        "FORM /acting/end" => 2,
        "FORM /network/devices/{id}/remove" | "FORM /network/groups/{id}/remove" | "API DELETE /invitations/{id}" => 1,
        _ => 0,
    });
    operations
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_role_gets_what_the_table_says() {
    // `custom`: one of the ISP's own roles with the engineer's permissions. `acting`: the founder as the owner.
    const WHO: [&str; 9] = ["stranger", "founder", "owner", "engineer", "custom", "support", "reseller", "client", "acting"];
    let mut table: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for who in WHO {
        // Each on a world of its own: what one may do must not show in what another gets.
        let app = TestApp::start().await;
        let (world, acme) = (&app.world, &app.world.acme);
        let ids = Ids::of_acme(&app).await;
        let browser = match who {
            "stranger" => app.browser(&acme.host),
            "founder" => app.sign_in("founder.localhost", world.founder, world.founder_user, "founder@founder.example").await,
            "owner" => app.sign_in_person(acme, acme.owner).await,
            "engineer" => app.sign_in_person(acme, acme.engineer).await,
            "custom" => {
                give_custom(&app, acme.engineer, Role::Engineer.permissions()).await;
                app.sign_in_person(acme, acme.engineer).await
            }
            "acting" => act_as(&app, acme.owner, acme.tenant.root()).await,
            "support" => app.sign_in_person(acme, acme.support).await,
            "reseller" => app.sign_in_person(acme, acme.reseller_user).await,
            _ => app.sign_in_person(acme, acme.client_users[0]).await,
        };
        let api = match who {
            // Who acts as somebody else has no token of theirs, and can make none.
            "stranger" | "acting" => app.api(&acme.host),
            "founder" => app.api_as_founder().await,
            "owner" => app.api_as_person(acme, acme.owner).await,
            "engineer" | "custom" => app.api_as_person(acme, acme.engineer).await,
            "support" => app.api_as_person(acme, acme.support).await,
            "reseller" => app.api_as_person(acme, acme.reseller_user).await,
            _ => app.api_as_person(acme, acme.client_users[0]).await,
        };
        for operation in operations() {
            let told = ask(&browser, &api, &operation, &ids, &acme.tenant.to_string()).await;
            table.entry(operation).or_default().push(told);
        }
        app.stop().await;
    }
    let column = |who: &str| WHO.iter().position(|column| *column == who).unwrap();
    for (operation, told) in &table {
        assert_eq!(told[column("custom")], told[column("engineer")], "{operation}: a custom role with the engineer's permissions is an engineer");
        let (owner, acting) = (told[column("owner")], told[column("acting")]);
        assert!(acting == owner || acting != "yes" || operation.ends_with("/acting/end"), "{operation}: acting as an owner opens what an owner may not");
    }
    let mut text = format!("{:<58}{}\n", "operation", WHO.map(|who| format!("{who:<9}")).concat().trim_end());
    for (operation, told) in &table {
        writeln!(text, "{operation:<58}{}", told.iter().map(|told| format!("{told:<9}")).collect::<String>().trim_end()).unwrap();
    }
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(TABLE, &text).unwrap();
    }
    let known = std::fs::read_to_string(TABLE).unwrap_or_default();
    let differs: Vec<_> = text.lines().filter(|line| !known.lines().any(|known| known == *line)).collect();
    let gone: Vec<_> = known.lines().filter(|line| !text.lines().any(|now| now == *line)).collect();
    assert!(
        differs.is_empty() && gone.is_empty(),
        "rights changed.\nnow:\n{}\nthe table says:\n{}\nUPDATE_GOLDEN=1 writes it anew",
        differs.join("\n"),
        gone.join("\n")
    );
}
