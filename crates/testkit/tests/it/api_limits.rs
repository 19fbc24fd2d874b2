//! Rate limits: told on every answer, kept by one process and by several through a real Redis.

use kernel::Permission;
use reqwest::StatusCode;
use testkit::api::{Api, problem};
use testkit::app::TestApp;

use crate::live_redis::Redis;

const WITHOUT_COLLECTORS: (&str, &str) = ("LASTMILE_COLLECTORS_ENABLED", "false");

async fn owner(app: &TestApp) -> Api {
    app.api_as(&app.world.acme, app.world.acme.owner, &[Permission::OrgRead]).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_token_has_its_limit_and_is_told_so() {
    let app = TestApp::start_with(&[WITHOUT_COLLECTORS, ("LASTMILE_API_TOKEN_PER_MINUTE", "5")]).await;
    let api = owner(&app).await;
    for left in (0..5).rev() {
        let answer = api.get("/me").await;
        assert_eq!(answer.status(), StatusCode::OK);
        let told = answer.headers()["ratelimit"].to_str().unwrap().to_owned();
        assert!(told.contains(&format!("\"token\";r={left};")), "{told}");
        assert!(answer.headers()["ratelimit-policy"].to_str().unwrap().contains("\"token\";q=5;w=60"));
    }
    let refused = api.get("/me").await;
    let wait: u32 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=12).contains(&wait), "{wait}");
    assert!(refused.headers()["ratelimit"].to_str().unwrap().contains("\"token\";r=0;"));
    assert_eq!(problem(refused).await, (429, "too-many-requests".to_owned()));
    assert_eq!(owner(&app).await.get("/me").await.status(), StatusCode::OK, "another token has its own");
    let problem_too = app.api(&app.world.acme.host).get("/me").await;
    assert!(problem_too.headers()["ratelimit"].to_str().unwrap().contains("\"address\""), "told on refusals too");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn tenants_and_addresses_have_theirs() {
    let app = TestApp::start_with(&[WITHOUT_COLLECTORS, ("LASTMILE_API_TENANT_PER_MINUTE", "4"), ("LASTMILE_API_ADDRESS_PER_MINUTE", "20")]).await;
    let (one, two) = (owner(&app).await, owner(&app).await);
    let other = app.api_as(&app.world.zenith, app.world.zenith.owner, &[Permission::OrgRead]).await;
    for _ in 0..2 {
        assert_eq!(one.get("/me").await.status(), StatusCode::OK);
        assert_eq!(two.get("/me").await.status(), StatusCode::OK);
    }
    assert_eq!(problem(one.get("/me").await).await.0, 429);
    assert_eq!(other.get("/me").await.status(), StatusCode::OK, "another tenant's is its own");
    // Without a token nothing is counted to the tenant, but the address runs out.
    let stranger = app.api(&app.world.zenith.host);
    let mut refused = 0;
    for _ in 0..30 {
        refused += u32::from(stranger.get("/me").await.status() == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 10, "{refused}");
    let elsewhere = stranger.request(reqwest::Method::GET, "/openapi.json").header("x-forwarded-for", "198.51.100.7").send().await.unwrap();
    assert_eq!(elsewhere.status(), StatusCode::OK, "another address, by the proxy on this machine");
    app.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_share_the_limits_through_redis_and_go_on_without_it() {
    let mut redis = Redis::start().await;
    let url = redis.url();
    let settings = [WITHOUT_COLLECTORS, ("REDIS_URL", url.as_str()), ("LASTMILE_API_TENANT_PER_MINUTE", "6")];
    let (one, two) = (TestApp::start_with(&settings).await, TestApp::start_with(&settings).await);
    // Both worlds have the same tenants.
    let (first, second) = (owner(&one).await, owner(&two).await);
    for _ in 0..3 {
        assert_eq!(first.get("/me").await.status(), StatusCode::OK);
        assert_eq!(second.get("/me").await.status(), StatusCode::OK);
    }
    assert_eq!(problem(first.get("/me").await).await.0, 429);
    assert_eq!(problem(second.get("/me").await).await.0, 429);
    redis.stop();
    assert_eq!(first.get("/me").await.status(), StatusCode::OK, "each counts for itself while Redis is away");
    assert_eq!(second.get("/me").await.status(), StatusCode::OK);
    one.stop().await;
    two.stop().await;
}
