//! What opens over the page without a script: menus, dialogs and drawers, on the browser's own popovers. The Escape key and a
//! click beside it close them, and the focus goes back to the button.

use leptos::prelude::*;

use crate::button::ButtonKind;
use crate::icon::{Icon, icon};
use crate::plain::IntoPlain;
use crate::words::t;

/// A place in a menu.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub text: String,
    /// It is the one that holds now.
    pub current: bool,
}

/// A button that opens a part beside it, on phones a sheet from below.
#[component]
pub fn Popover(
    /// The part's id; different for each of a page.
    id: &'static str,
    /// The button's words.
    #[prop(into)]
    label: String,
    /// Its icon.
    which: Icon,
    /// What opens.
    children: Children,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <div class="popover-place">
            <button type="button" class="button" popovertarget=id>
                {icon(which)}
                <span>{label}</span>
            </button>
            <div popover="auto" id=id class="popover" role="group" aria-label=name>
                {children()}
            </div>
        </div>
    }
}

/// A button that opens a list of places.
#[component]
pub fn Menu(
    /// The list's id; different for each of a page.
    id: &'static str,
    /// The button's words.
    #[prop(into)]
    label: String,
    /// Its icon.
    which: Icon,
    /// The places.
    items: Vec<MenuItem>,
) -> impl IntoView {
    let items = items.into_iter().map(|item| {
        view! {
            <li>
                <a class="menu-item" href=item.href aria-current=item.current.then_some("true")>
                    {item.text}
                </a>
            </li>
        }
    });
    let list = view! { <ul class="menu-list">{items.collect_view()}</ul> }.plain();
    view! {
        <Popover id label which>
            {list}
        </Popover>
    }
}

/// Where a [`Dialog`] stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogPlace {
    /// In the middle; on phones at the bottom.
    #[default]
    Middle,
    /// Along the page's end, as high as the window: a drawer. On phones at the bottom.
    End,
}

/// A button that opens a dialog: a question, or a short form. The focus moves into it.
#[component]
pub fn Dialog(
    /// The dialog's id; different for each of a page.
    id: &'static str,
    /// The button's words.
    #[prop(into)]
    opener: String,
    /// How much the button stands out.
    #[prop(optional)]
    kind: ButtonKind,
    /// The title.
    #[prop(into)]
    title: String,
    /// Where it stands.
    #[prop(optional)]
    place: DialogPlace,
    /// What is asked.
    children: Children,
) -> impl IntoView {
    let heading = format!("{id}-title");
    let labelled_by = heading.clone();
    let class = match place {
        DialogPlace::Middle => "dialog",
        DialogPlace::End => "dialog drawer",
    };
    view! {
        <button type="button" class=kind.class() popovertarget=id>
            {opener}
        </button>
        <dialog popover="auto" id=id class=class aria-labelledby=labelled_by>
            <div class="dialog-head">
                <h2 id=heading>{title}</h2>
                <button type="button" class="icon-button" popovertarget=id popovertargetaction="hide">
                    {icon(Icon::Cross)}
                    <span class="visually-hidden">{t("dialog-close")}</span>
                </button>
            </div>
            {children()}
        </dialog>
    }
}
