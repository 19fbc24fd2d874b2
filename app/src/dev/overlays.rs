//! What opens over the page.

use leptos::prelude::*;
use ui::words::t;
use ui::{Button, ButtonKind, Dialog, DialogPlace, Field, Icon, IntoPlain, LinkButton, Menu, MenuItem};

use super::section;

/// All of them.
pub fn sections() -> AnyView {
    view! {
        {section("Menu", menu())}
        {section("Dialog", dialog())}
        {section("Drawer", drawer())}
        {section("Palette", palette())}
    }
    .plain()
}

fn menu() -> AnyView {
    let item = |href: &str, text: String, current: bool| MenuItem { href: href.to_owned(), text, current };
    let items = vec![item("/dev/kit", t("view-chart"), true), item("/network/devices", t("devices-title"), false)];
    view! { <Menu id="kit-menu" label=t("view-nav") which=Icon::More items /> }.plain()
}

fn dialog() -> AnyView {
    view! {
        <Dialog id="kit-dialog" opener=t("device-remove") kind=ButtonKind::Danger title=t("device-remove")>
            <p>{t("device-keep")}</p>
            <form method="get" action="/dev/kit" class="form-actions">
                <Button kind=ButtonKind::Danger text=t("device-remove") />
            </form>
        </Dialog>
    }
    .plain()
}

fn drawer() -> AnyView {
    view! {
        <Dialog id="kit-drawer" opener=t("filter-label") title=t("filter-label") place=DialogPlace::End>
            <form method="get" action="/dev/kit" class="drawer-form">
                <Field name="kit-drawer-name" label=t("device-name") />
                <Button text=t("filter-apply") />
            </form>
        </Dialog>
    }
    .plain()
}

fn palette() -> AnyView {
    view! { <LinkButton href="/go" text=t("palette-open") /> }.plain()
}
