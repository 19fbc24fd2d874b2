//! What the address says of a list: its order, its columns, its filters, the place in it. Everything that can be chosen is a
//! link or a GET form, so that it can be bookmarked, sent to somebody and works without a script.

use leptos::prelude::*;
use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

use crate::plain::IntoPlain;

/// The order's name in the address.
const SORT: &str = "sort";
/// The shown columns' name in the address.
pub(super) const SHOW: &str = "show";
/// A place holds for one order and one filter: any other change leaves it behind.
const PLACES: [&str; 2] = ["after", "before"];

/// By which column a list is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order<'a> {
    /// The column's key.
    pub key: &'a str,
    /// From the largest to the smallest.
    pub descending: bool,
}

/// A list's path and what its query says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListAddress {
    path: &'static str,
    params: Vec<(&'static str, Vec<String>)>,
}

impl ListAddress {
    /// Takes `sort`, `show` and the list's own `names` from a query; whatever else is in it is left behind.
    #[must_use]
    pub fn read(path: &'static str, names: &[&'static str], query: &ParamsMap) -> Self {
        let known = names.iter().copied().chain([SORT, SHOW]);
        let params = known.filter_map(|name| query.get_all(name).map(|values| (name, values))).collect();
        Self { path, params }
    }

    /// The list's path.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.path
    }

    /// What stands for `name`; empty where nothing does.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.values(name).last().map_or("", String::as_str)
    }

    fn values(&self, name: &str) -> &[String] {
        self.params.iter().find(|(known, _)| *known == name).map_or(&[], |(_, values)| values.as_slice())
    }

    /// The order, as `name` or `-name`; `None` for the list's own.
    #[must_use]
    pub fn order(&self) -> Option<Order<'_>> {
        let order = self.value(SORT);
        let (key, descending) = order.strip_prefix('-').map_or((order, false), |key| (key, true));
        (!key.is_empty()).then_some(Order { key, descending })
    }

    /// Whether a column is shown; all are until somebody chooses.
    #[must_use]
    pub fn shows(&self, column: &str) -> bool {
        let chosen = self.values(SHOW);
        chosen.is_empty() || chosen.iter().any(|shown| shown == column)
    }

    /// This address with one value changed (an empty one is taken out) and the place left behind.
    #[must_use]
    pub fn with(&self, name: &'static str, value: &str) -> String {
        let others = self.params.iter().filter(|(known, _)| *known != name && !PLACES.contains(known));
        let pairs = others.flat_map(|(known, values)| values.iter().map(|value| (*known, value.as_str())));
        let mut address = self.path.to_owned();
        for (name, value) in pairs.chain([(name, value)]).filter(|(_, value)| !value.is_empty()) {
            address.push(if address.contains('?') { '&' } else { '?' });
            address.push_str(name);
            address.push('=');
            address.push_str(&Url::escape(value));
        }
        address
    }

    /// The address that orders the list by `key`, or turns the order round where it is ordered so already.
    #[must_use]
    pub fn sorted_by(&self, key: &str) -> String {
        let ascending = self.order() == Some(Order { key, descending: false });
        self.with(SORT, &if ascending { format!("-{key}") } else { key.to_owned() })
    }

    /// Hidden inputs that keep the rest of the query when a form changes `except`.
    #[must_use]
    pub fn kept(&self, except: &[&str]) -> AnyView {
        let others = self.params.iter().filter(|(name, _)| !except.contains(name) && !PLACES.contains(name));
        let inputs = others.flat_map(|(name, values)| values.iter().map(|value| view! { <input type="hidden" name=*name value=value.clone() /> }));
        inputs.collect_view().plain()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(pairs: &[(&'static str, &str)]) -> ListAddress {
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            query.insert(*name, (*value).to_owned());
        }
        ListAddress::read("/people", &["q", "after"], &query)
    }

    #[test]
    fn what_is_chosen_is_kept_and_the_place_is_not() {
        let asked = address(&[("q", "a b"), ("after", "7"), ("sort", "-name"), ("done", "saved")]);
        assert_eq!((asked.path(), asked.value("q"), asked.value("after"), asked.value("done")), ("/people", "a b", "7", ""));
        assert_eq!(asked.order(), Some(Order { key: "name", descending: true }));
        assert_eq!(asked.sorted_by("name"), "/people?q=a%20b&sort=name");
        assert_eq!(asked.sorted_by("seen"), "/people?q=a%20b&sort=seen");
        assert_eq!(asked.with("after", "9"), "/people?q=a%20b&sort=%2Dname&after=9".replace("%2D", &Url::escape("-")));
        assert_eq!(address(&[("sort", "name")]).sorted_by("name").replace("%2D", "-"), "/people?sort=-name");
        assert_eq!(address(&[("q", "a")]).with("q", ""), "/people");
        assert_eq!(address(&[("sort", "-")]).order(), None);
    }

    #[test]
    fn all_columns_are_shown_until_somebody_chooses() {
        assert!(address(&[]).shows("role"));
        let chosen = address(&[("show", "name"), ("show", "role")]);
        assert!(chosen.shows("role") && !chosen.shows("seen"));
        assert_eq!(chosen.with("q", "x"), "/people?show=name&show=role&q=x");
    }
}
