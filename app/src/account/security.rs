//! `/account/security`: the state of all of it, and where to change it.

use leptos::prelude::*;
use leptos_router::{LazyRoute, lazy_route};
use tenancy::model::{AccountSecurity, AppItem, SessionItem};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Button, ButtonKind, Column, ErrorState, IntoPlain, LinkButton, PageHeader, Skeleton, Table, Tone, Zone};

use super::server_fns::get_account_security;
use crate::stamped::Stamped;

/// The page. Its code comes when it is opened.
pub struct SecurityRoute;

#[lazy_route]
impl LazyRoute for SecurityRoute {
    fn data() -> Self {
        Self
    }

    fn view(this: Self) -> AnyView {
        let SecurityRoute = this;
        let security = Resource::new_blocking(|| (), async |()| get_account_security().await);
        view! {
            <PageHeader title=t("account-security") />
            <Suspense fallback=|| view! { <Skeleton lines=8 /> }>
                {move || Suspend::new(async move {
                    match security.await {
                        Ok(security) => parts(security),
                        Err(error) => view! { <ErrorState code=error.code request_id=error.request_id /> }.plain(),
                    }
                })}
            </Suspense>
        }
        .plain()
    }
}

fn parts(security: Stamped<AccountSecurity>) -> AnyView {
    let Stamped { value: security, now_ms, zone } = security;
    view! {
        {password(security.asks_password)} {second_factor(&security)} {passkeys(security.passkeys.len())} {links()}
        {sessions(security.sessions, !security.apps.is_empty(), now_ms, &zone)}
        {apps(security.apps, now_ms, &zone)} {tokens()}
    }
    .plain()
}

fn password(asks_password: bool) -> AnyView {
    let (text, change) = match asks_password {
        true => (t("security-password-text"), t("security-password-change")),
        false => (t("security-recovered"), t("security-password-set")),
    };
    view! {
        <section class="panel account-part" aria-labelledby="password-title">
            <div class="panel-head">
                <h2 id="password-title">{t("security-password")}</h2>
            </div>
            <div class="account-body">
                <p class="quiet">{text}</p>
                <div class="form-actions">
                    <LinkButton href="/account/security/password" text=change />
                </div>
            </div>
        </section>
    }
    .plain()
}

/// Every role has tokens of its own; only some find them in the navigation.
fn tokens() -> AnyView {
    view! {
        <section class="panel account-part" aria-labelledby="tokens-title">
            <div class="panel-head">
                <h2 id="tokens-title">{t("api-title")}</h2>
            </div>
            <div class="account-body">
                <p class="quiet">{t("api-lead")}</p>
                <div class="form-actions">
                    <LinkButton href="/settings/api-tokens" text=t("api-title") />
                </div>
            </div>
        </section>
    }
    .plain()
}

fn second_factor(security: &AccountSecurity) -> AnyView {
    let (on, app, codes_left) = (security.authenticator || !security.passkeys.is_empty(), security.authenticator, security.codes_left);
    let (tone, state) = if on { (Tone::Ok, t("security-on")) } else { (Tone::Neutral, t("security-off")) };
    let left = on.then(|| {
        let tone = if codes_left > 2 { Tone::Notice } else { Tone::Warning };
        view! { <Badge tone text=t_args("security-codes-left", &[("count", i64::from(codes_left).into())]) /> }
    });
    let codes = on.then(|| view! { <LinkButton href="/account/security/recovery-codes" text=t("codes-renew") /> });
    let change = if app {
        view! { <LinkButton href="/account/security/authenticator/off" kind=ButtonKind::Danger text=t("second-factor-turn-off") /> }.plain()
    } else {
        view! { <LinkButton href="/account/security/authenticator" kind=ButtonKind::Primary text=t("second-factor-set-up") /> }.plain()
    };
    view! {
        <section class="panel account-part" aria-labelledby="second-factor-title">
            <div class="panel-head">
                <h2 id="second-factor-title">{t("second-factor")}</h2>
                {left}
                <Badge tone text=state />
            </div>
            <div class="account-body">
                <p class="quiet">{t("second-factor-text")}</p>
                <div class="form-actions">{codes} {change}</div>
            </div>
        </section>
    }
    .plain()
}

fn passkeys(count: usize) -> AnyView {
    let count = i64::try_from(count).unwrap_or_default();
    view! {
        <section class="panel account-part" aria-labelledby="passkeys-title">
            <div class="panel-head">
                <h2 id="passkeys-title">{t("passkeys")}</h2>
                <Badge tone=Tone::Neutral text=t_args("passkeys-count", &[("count", count.into())]) />
            </div>
            <div class="account-body">
                <p class="quiet">{t("passkeys-text")}</p>
                <div class="form-actions">
                    // Loads the page anew, with the script that talks to authenticators.
                    <a href="/account/security/passkeys" rel="external" class="button">
                        {t("passkeys-manage")}
                    </a>
                </div>
            </div>
        </section>
    }
    .plain()
}

fn links() -> AnyView {
    view! {
        <section class="panel account-part" aria-labelledby="links-title">
            <div class="panel-head">
                <h2 id="links-title">{t("links")}</h2>
            </div>
            <div class="account-body">
                <p class="quiet">{t("links-text")}</p>
                <div class="form-actions">
                    <LinkButton href="/account/links" text=t("links-manage") />
                </div>
            </div>
        </section>
    }
    .plain()
}

fn sessions(sessions: Vec<SessionItem>, apps: bool, now_ms: i64, zone: &Zone) -> AnyView {
    let columns = vec![
        Column::text(t("session-device")),
        Column::text(t("session-portal")),
        Column::text(t("session-since")),
        Column::text(t("session-seen")),
        Column::text(t("session-action")),
    ];
    let others = (apps || sessions.iter().any(|session| !session.this)).then(|| {
        view! {
            <form method="post" action="/account/security/sessions/end-others">
                <Button text=t("sessions-end-others") />
            </form>
        }
    });
    let rows = sessions.into_iter().map(|session| row(session, now_ms, zone)).collect_view();
    view! {
        <section class="panel account-part">
            <div class="panel-head">
                <h2 id="sessions-title">{t("sessions-title")}</h2>
                {others}
            </div>
            <Table caption=t("sessions-title") columns rows=rows.plain() />
        </section>
    }
    .plain()
}

/// Where apps are signed in; nothing where none is.
fn apps(apps: Vec<AppItem>, now_ms: i64, zone: &Zone) -> Option<AnyView> {
    if apps.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text(t("session-portal")),
        Column::text(t("app-org")),
        Column::text(t("session-since")),
        Column::text(t("app-used")),
        Column::text(t("session-end")),
    ];
    let rows = apps.into_iter().map(|app| app_row(app, now_ms, zone)).collect_view();
    let panel = view! {
        <section class="panel account-part">
            <div class="panel-head">
                <h2>{t("apps-title")}</h2>
            </div>
            <Table caption=t("apps-title") columns rows=rows.plain() />
        </section>
    };
    Some(panel.plain())
}

fn app_row(app: AppItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let since = zone.full(app.since_ms);
    let label = t_args("app-end-named", &[("time", (&since).into())]);
    view! {
        <tr>
            <th scope="row" class="cell-name">
                <bdi>{app.host}</bdi>
            </th>
            <td data-label=t("app-org")>
                <bdi>{app.org_name}</bdi>
            </td>
            <td data-label=t("session-since")>{since}</td>
            <td data-label=t("app-used")>{ui::time::ago(now_ms, app.used_ms)}</td>
            <td class="cell-state">
                <form method="post" action=format!("/account/security/apps/{}/end", app.id)>
                    <button type="submit" class="button" aria-label=label>
                        {t("session-end")}
                    </button>
                </form>
            </td>
        </tr>
    }
}

fn row(session: SessionItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let (browser, system) = (t_code("browser", &session.browser), t_code("system", &session.system));
    let device = t_args("session-place", &[("browser", (&browser).into()), ("system", (&system).into())]);
    let (since, seen) = (zone.full(session.since_ms), ui::time::ago(now_ms, session.seen_ms));
    let end = if session.this {
        view! { <Badge tone=Tone::Ok text=t("session-this") /> }.plain()
    } else {
        let label = t_args("session-end-named", &[("device", (&device).into())]);
        view! {
            <form method="post" action=format!("/account/security/sessions/{}/end", session.id)>
                <button type="submit" class="button" aria-label=label>
                    {t("session-end")}
                </button>
            </form>
        }
        .plain()
    };
    view! {
        <tr>
            <th scope="row" class="cell-name">
                {device}
            </th>
            <td data-label=t("session-portal")>
                <bdi>{session.host}</bdi>
            </td>
            <td data-label=t("session-since")>{since}</td>
            <td data-label=t("session-seen")>{seen}</td>
            <td class="cell-state">{end}</td>
        </tr>
    }
}
