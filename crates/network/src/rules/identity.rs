//! Names that tell the interfaces of a device apart for good, whatever their index.

use std::collections::HashMap;

/// What an agent says about one interface's identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawName {
    /// ifIndex: unique within one poll, not for good.
    pub index: u32,
    /// ifName as sent; may be empty or repeated.
    pub name: String,
    /// ifDescr as sent; may be empty or repeated.
    pub descr: String,
}

/// One name for each of `raw`, in its order, each different from all others.
///
/// A name that only one interface bears stands as it is. One that several bear gets ifDescr in brackets where that tells
/// them apart, else `#ifIndex`: all of the bearers, so that no series moves to another port when one of them goes.
/// An empty ifName is replaced by ifDescr, an empty ifDescr by `if` and the index. The result depends on what the agent
/// says about each interface and not on the order it says it in (as long as the indexes differ, as they must).
#[must_use]
pub fn unique_names(raw: &[RawName]) -> Vec<String> {
    let bases: Vec<String> = raw.iter().map(base).collect();
    let mut bearers: HashMap<&str, u32> = HashMap::new();
    let mut described: HashMap<(&str, String), u32> = HashMap::new();
    for (base, raw) in bases.iter().zip(raw) {
        count(bearers.entry(base).or_default());
        count(described.entry((base, clean(&raw.descr))).or_default());
    }
    let mut names: Vec<(bool, String)> = bases
        .iter()
        .zip(raw)
        .map(|(base, raw)| {
            if bearers.get(base.as_str()) == Some(&1) {
                return (true, base.clone());
            }
            let descr = clean(&raw.descr);
            if !descr.is_empty() && descr != *base && described.get(&(base.as_str(), descr.clone())) == Some(&1) {
                return (false, format!("{base} ({descr})"));
            }
            (false, format!("{base} #{}", raw.index))
        })
        .collect();
    // A made-up name may be another interface's own: the made-up one gives way, again and again if it must. Different
    // indexes settle it within as many rounds as there are names; repeated ones are then numbered.
    for round in 0_usize.. {
        let mut seen: HashMap<&str, u32> = HashMap::new();
        for (_, name) in &names {
            count(seen.entry(name).or_default());
        }
        let clashes: Vec<bool> = names.iter().map(|(own, name)| !own && seen.get(name.as_str()) != Some(&1)).collect();
        if !clashes.contains(&true) {
            return names.into_iter().map(|(_, name)| name).collect();
        }
        for (position, (((_, name), clash), entry)) in names.iter_mut().zip(clashes).zip(raw).enumerate() {
            if clash {
                *name = if round <= raw.len() { format!("{name} #{}", entry.index) } else { format!("{name} /{position}") };
            }
        }
    }
    Vec::new()
}

fn count(entry: &mut u32) {
    *entry = entry.saturating_add(1);
}

fn base(raw: &RawName) -> String {
    [clean(&raw.name), clean(&raw.descr)].into_iter().find(|name| !name.is_empty()).unwrap_or_else(|| format!("if{}", raw.index))
}

/// Trimmed, without control characters, at most 255 characters (DisplayString, RFC 2579).
fn clean(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).take(255).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashSet;

    fn raw(index: u32, name: &str, descr: &str) -> RawName {
        RawName { index, name: name.to_owned(), descr: descr.to_owned() }
    }

    #[test]
    fn plain_names_stand() {
        assert_eq!(unique_names(&[raw(1, "lo", "lo"), raw(2, " eth0\0", "Intel")]), ["lo", "eth0"]);
    }

    #[test]
    fn repeated_names_are_told_apart_by_description_then_by_index() {
        let names = unique_names(&[raw(1, "eth", "slot 1"), raw(2, "eth", "slot 2"), raw(3, "wan", ""), raw(4, "p", "x"), raw(9, "p", "x")]);
        assert_eq!(names, ["eth (slot 1)", "eth (slot 2)", "wan", "p #4", "p #9"]);
    }

    #[test]
    fn empty_names_borrow() {
        assert_eq!(unique_names(&[raw(7, "", "Port 7"), raw(8, " ", "")]), ["Port 7", "if8"]);
    }

    #[test]
    fn a_made_up_name_gives_way_to_a_real_one() {
        let names = unique_names(&[raw(1, "p", ""), raw(2, "p", ""), raw(3, "p #1", "")]);
        assert_eq!(names, ["p #1 #1", "p #2", "p #1"]);
    }

    #[test]
    fn repeated_indexes_still_end() {
        assert_eq!(unique_names(&[raw(1, "p", ""), raw(1, "p", "")]).into_iter().collect::<HashSet<_>>().len(), 2);
    }

    proptest! {
        #[test]
        fn names_are_unique_and_do_not_depend_on_order(
            pairs in proptest::collection::vec(("[ab#1 ]{0,4}", "[ab(1) ]{0,4}"), 0..20),
            turn in 0_usize..20,
        ) {
            let mut all: Vec<RawName> = pairs.iter().zip(1..).map(|((name, descr), index)| raw(index, name, descr)).collect();
            let names = unique_names(&all);
            prop_assert_eq!(names.iter().collect::<HashSet<_>>().len(), all.len());
            prop_assert!(names.iter().all(|name| !name.is_empty()));
            let by_index: HashMap<u32, String> = all.iter().map(|r| r.index).zip(names).collect();
            if !all.is_empty() {
                let turn = turn % all.len();
                all.rotate_left(turn);
            }
            for (raw, name) in all.iter().zip(unique_names(&all)) {
                prop_assert_eq!(&by_index[&raw.index], &name);
            }
        }
    }
}
