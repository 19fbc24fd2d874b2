//! Who is signed in, and the way out. Works without JavaScript: a `<details>` and a form.

use leptos::prelude::*;

use crate::icon::{Icon, icon};
use crate::words::t;

/// Who is signed in.
#[derive(Clone, Debug)]
pub struct Account {
    /// The person's name.
    pub name: String,
    /// The person's e-mail address.
    pub email: String,
    /// The role, in words.
    pub role: String,
    /// Where in the tree.
    pub org: String,
    /// Where the person can go on to.
    pub places: Vec<Place>,
}

/// Another membership or a linked account: a button that posts one field.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where its form posts to.
    pub action: &'static str,
    /// The field's name.
    pub field: &'static str,
    /// The field's value.
    pub value: String,
    /// What it is called.
    pub name: String,
    /// A role, or a host name.
    pub what: String,
    /// The person is there now.
    pub here: bool,
}

fn place(place: Place) -> impl IntoView {
    view! {
        <li>
            <form method="post" action=place.action>
                <button type="submit" name=place.field value=place.value class="menu-item menu-place" aria-current=place.here.then_some("true")>
                    <bdi>{place.name}</bdi>
                    <bdi class="quiet">{place.what}</bdi>
                </button>
            </form>
        </li>
    }
}

/// The menu at the end of the top bar.
pub fn account_menu(account: Account) -> impl IntoView {
    view! {
        <details class="menu">
            <summary aria-label=t("account-menu")>
                {icon(Icon::Account)} <bdi class="menu-name">{account.name.clone()}</bdi>
            </summary>
            <div class="menu-body">
                <p class="menu-who">
                    <bdi>{account.name}</bdi>
                    <span class="quiet">
                        <bdi>{account.email}</bdi>
                    </span>
                    <span class="quiet">{account.role} ", " <bdi>{account.org}</bdi></span>
                </p>
                {(!account.places.is_empty())
                    .then(|| {
                        view! {
                            <ul class="menu-list" aria-label=t("switch-to")>
                                {account.places.into_iter().map(place).collect_view()}
                            </ul>
                        }
                    })}
                <a class="button" href="/account">
                    {t("profile-title")}
                </a>
                <a class="button" href="/account/security">
                    {t("account-security")}
                </a>
                <form method="post" action="/sign-out">
                    <button type="submit" class="button">
                        {icon(Icon::SignOut)}
                        <span>{t("sign-out")}</span>
                    </button>
                </form>
            </div>
        </details>
    }
}
