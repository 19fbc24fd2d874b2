//! The browser's half: a view behind three functions. Leptos' own erasure keeps a dozen for each type, and the code of every
//! one of them is sent.

use std::any::{Any, TypeId};

use leptos::attr::Attribute;
use leptos::attr::any_attribute::AnyAttribute;
use leptos::prelude::*;
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::{Element, Node, Placeholder};
use leptos::tachys::view::{Position, PositionState};

/// A view whose type is known to its three functions only.
pub struct Plain(Box<dyn Erased>);

impl Plain {
    pub fn new<V: RenderHtml + Send + 'static>(view: V) -> Self {
        Self(Box::new(view))
    }
}

trait Erased: Send {
    fn build(self: Box<Self>) -> Standing;
    fn rebuild(self: Box<Self>, standing: &mut Standing);
    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Standing;
}

/// What stands in the document for a plain view.
pub struct Standing {
    /// The view's type: two types may keep the same state and still draw something else.
    view: TypeId,
    state: Box<dyn Keeps>,
    /// Marks the place of a view that may draw nothing.
    placeholder: Option<Placeholder>,
}

trait Keeps: Mountable {
    fn any(&mut self) -> &mut dyn Any;
}

impl<S: Mountable + 'static> Keeps for S {
    fn any(&mut self) -> &mut dyn Any {
        self
    }
}

impl<V: RenderHtml + Send + 'static> Erased for V {
    fn build(self: Box<Self>) -> Standing {
        Standing { view: TypeId::of::<V>(), state: Box::new((*self).build()), placeholder: (!V::EXISTS).then(Rndr::create_placeholder) }
    }

    fn rebuild(self: Box<Self>, standing: &mut Standing) {
        if standing.view == TypeId::of::<V>()
            && let Some(state) = (*standing.state).any().downcast_mut::<V::State>()
        {
            (*self).rebuild(state);
        } else {
            standing.give_way(Erased::build(self));
        }
    }

    fn hydrate(self: Box<Self>, cursor: &Cursor, position: &PositionState) -> Standing {
        let state = Box::new((*self).hydrate::<true>(cursor, position));
        Standing { view: TypeId::of::<V>(), state, placeholder: (!V::EXISTS).then(|| cursor.next_placeholder(position)) }
    }
}

impl Standing {
    fn give_way(&mut self, mut new: Standing) {
        self.insert_before_this(&mut new);
        self.unmount();
        *self = new;
    }
}

impl Mountable for Standing {
    fn unmount(&mut self) {
        self.state.unmount();
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.unmount();
        }
    }

    fn mount(&mut self, parent: &Element, marker: Option<&Node>) {
        self.state.mount(parent, marker);
        if let Some(placeholder) = &mut self.placeholder {
            placeholder.mount(parent, marker);
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        self.state.insert_before_this(child) || self.placeholder.as_ref().is_some_and(|placeholder| placeholder.insert_before_this(child))
    }

    fn elements(&self) -> Vec<Element> {
        self.state.elements()
    }
}

impl Render for Plain {
    type State = Standing;

    fn build(self) -> Standing {
        self.0.build()
    }

    fn rebuild(self, standing: &mut Standing) {
        self.0.rebuild(standing);
    }
}

impl AddAnyAttr for Plain {
    type Output<SomeNewAttr: Attribute> = Self;

    // Its type is erased at once: attributes are then given to its elements.
    fn add_any_attr<NewAttr: Attribute>(self, _attr: NewAttr) -> Self {
        self
    }
}

impl RenderHtml for Plain {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn html_len(&self) -> usize {
        0
    }

    // Browsers write no HTML.
    fn to_html_with_buf(self, _buf: &mut String, _position: &mut Position, _escape: bool, _mark_branches: bool, _extra_attrs: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, cursor: &Cursor, position: &PositionState) -> Standing {
        self.0.hydrate(cursor, position)
    }

    fn into_owned(self) -> Self {
        self
    }
}
