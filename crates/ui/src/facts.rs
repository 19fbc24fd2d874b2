//! What is known of one thing: names and values, in as many columns as there is room.

use leptos::prelude::*;

use crate::copy_id::CopyId;
use crate::plain::IntoPlain;

/// A name and its value.
pub struct Fact {
    name: String,
    value: AnyView,
}

impl Fact {
    /// A value as text, whatever script it is in.
    #[must_use]
    pub fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        let value: String = value.into();
        Self { name: name.into(), value: view! { <bdi>{value}</bdi> }.plain() }
    }

    /// An id or another value that people copy as it is.
    #[must_use]
    pub fn id(name: impl Into<String>, id: impl ToString) -> Self {
        let id = id.to_string();
        Self { name: name.into(), value: view! { <CopyId id /> }.plain() }
    }
}

/// The list.
#[must_use]
pub fn facts(facts: Vec<Fact>) -> AnyView {
    let facts = facts.into_iter().map(|fact| {
        view! {
            <div>
                <dt>{fact.name}</dt>
                <dd>{fact.value}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{facts.collect_view()}</dl> }.plain()
}
