//! A program that calls the API of a product under test.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use kernel::{Ctx, OrgId, Permission, RequestId, Role, Scope, TenantId, UserId};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::Value;
use tenancy::rules::api_token::TokenForm;

use crate::app::TestApp;
use crate::fixtures::Isp;

/// Calls `/api/v1` at one host, with one token or none.
#[derive(Clone)]
pub struct Api {
    client: Client,
    address: SocketAddr,
    host: String,
    /// What is shown as bearer token.
    pub token: Option<String>,
}

impl Api {
    /// The same without or with another token.
    #[must_use]
    pub fn showing(&self, token: Option<&str>) -> Self {
        Self { token: token.map(str::to_owned), ..self.clone() }
    }

    /// The same token at another host.
    #[must_use]
    pub fn at(&self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self.clone() }
    }

    /// A request to a path below `/api/v1`, or to one that begins with it.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let path = path.strip_prefix(server::http::api::BASE).unwrap_or(path);
        let url = format!("http://{}{}{path}", self.address, server::http::api::BASE);
        let request = self.client.request(method, url).header("host", &self.host).header("user-agent", "api-test/1");
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// `GET path`.
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path).send().await.unwrap()
    }

    /// Sends JSON.
    pub async fn send(&self, method: Method, path: &str, body: &Value) -> Response {
        self.request(method, path).json(body).send().await.unwrap()
    }

    /// `POST path` with JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Response {
        self.send(Method::POST, path, body).await
    }
}

/// Status and code of a problem; panics where the answer is no problem document.
pub async fn problem(answer: Response) -> (u16, String) {
    let (status, document) = problem_document(answer).await;
    (status, document["code"].as_str().unwrap().to_owned())
}

/// Status and document of a problem.
pub async fn problem_document(answer: Response) -> (u16, Value) {
    let status = answer.status().as_u16();
    assert_eq!(answer.headers().get("content-type").map(|kind| kind.to_str().unwrap()), Some("application/problem+json"), "{status}");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let document: Value = answer.json().await.unwrap();
    assert_eq!(document["status"], status, "{document}");
    for field in ["type", "title", "code", "detail", "instance", "request_id"] {
        assert!(document[field].as_str().is_some_and(|text| !text.is_empty()), "{field}: {document}");
    }
    (status, document)
}

/// Who somebody is when a page is used: what tokens are made with.
pub fn person(tenant: TenantId, user: UserId, org: OrgId, role: Role, now: DateTime<Utc>) -> Ctx {
    let scope = if org == tenant.root() { Scope::WholeTenant } else { Scope::Subtree(org) };
    Ctx::for_member(tenant, scope, user, role, "UTC".to_owned(), now, RequestId::generate())
}

fn form(scopes: &[Permission]) -> TokenForm {
    TokenForm { name: "test".to_owned(), days: "30".to_owned(), scopes: scopes.iter().map(|scope| scope.as_str().to_owned()).collect() }
}

impl TestApp {
    /// A stranger's program at `host`.
    pub fn api(&self, host: &str) -> Api {
        Api {
            client: Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap(),
            address: self.address,
            host: host.to_owned(),
            token: None,
        }
    }

    /// A program with a personal token of one of the ISP's people, made for these permissions.
    pub async fn api_as(&self, isp: &Isp, user: UserId, scopes: &[Permission]) -> Api {
        let (_, user, org, role) = isp.people().into_iter().find(|person| person.1 == user).unwrap();
        let ctx = person(isp.tenant, user, org, role, self.clock.now());
        let made = tenancy::actions::create_personal_token(&self.db.store(), &ctx, &form(scopes)).await.unwrap();
        self.api(&isp.host).showing(Some(&made.token))
    }

    /// The same with every permission that the person's role has.
    pub async fn api_as_person(&self, isp: &Isp, user: UserId) -> Api {
        let role = isp.people().into_iter().find(|person| person.1 == user).unwrap().3;
        let all: Vec<Permission> = Permission::ALL.into_iter().filter(|permission| role.allows(*permission)).collect();
        self.api_as(isp, user, &all).await
    }

    /// A program of the platform's founder.
    pub async fn api_as_founder(&self) -> Api {
        let tenant = self.world.founder;
        let ctx = person(tenant, self.world.founder_user, tenant.root(), Role::Founder, self.clock.now());
        let all: Vec<Permission> = Permission::ALL.into_iter().filter(|permission| Role::Founder.allows(*permission)).collect();
        let made = tenancy::actions::create_personal_token(&self.db.store(), &ctx, &form(&all)).await.unwrap();
        self.api("founder.localhost").showing(Some(&made.token))
    }

    /// A program that belongs to the ISP itself, made for these permissions.
    pub async fn api_as_machine(&self, isp: &Isp, scopes: &[Permission]) -> Api {
        let ctx = person(isp.tenant, isp.owner, isp.tenant.root(), Role::IspOwner, self.clock.now());
        let made = tenancy::actions::create_machine_token(&self.db.store(), &ctx, &form(scopes)).await.unwrap();
        self.api(&isp.host).showing(Some(&made.token))
    }
}
