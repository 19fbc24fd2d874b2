//! What is hashed: every column of a row as one unambiguous run of bytes, so that anyone with docs/operations/audit.md in
//! hand can work out the same hashes. The migration that chained the first rows holds the same encoding in SQL.

use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// Names the encoding and its version; another encoding gets another label.
const LABEL: &[u8] = b"lastmile-audit-1";

/// The encoding of what somebody did as somebody else: the same fields, and the other person's id behind them.
const LABEL_AS: &[u8] = b"lastmile-audit-2";

/// The hash that the first row of a chain follows.
pub(super) const START: [u8; 32] = [0; 32];

/// A detail that a database could not give back as it was written: it holds a fractional number, whose digits jsonb and
/// floating point each write in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the detail of an audit row must not hold fractional numbers")]
pub struct NotExact;

/// Who acted, as hashed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who<'a> {
    User(Uuid),
    Part(&'a str),
}

/// A row as hashed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'a> {
    pub(super) seq: i64,
    pub(super) tenant: Uuid,
    pub(super) id: Uuid,
    pub(super) org: Uuid,
    /// Microseconds since 1970-01-01 00:00 UTC, all that Postgres keeps.
    pub(super) at_micros: i64,
    pub(super) who: Who<'a>,
    /// As whom, where that is somebody else.
    pub(super) as_user: Option<Uuid>,
    pub(super) action: &'a str,
    pub(super) object: &'a str,
    /// As [`json`] writes it.
    pub(super) detail: &'a str,
    pub(super) request: Uuid,
}

/// The hash of `row`, which follows a row (or the start) with the hash `previous`.
pub(super) fn chain(previous: &[u8; 32], row: &Row<'_>) -> [u8; 32] {
    let (kind, who): (&str, &[u8]) = match &row.who {
        Who::User(id) => ("user", id.as_bytes()),
        Who::Part(part) => ("part", part.as_bytes()),
    };
    let (seq, at) = (row.seq.to_be_bytes(), row.at_micros.to_be_bytes());
    let fields: [&[u8]; 12] = [
        if row.as_user.is_some() { LABEL_AS } else { LABEL },
        &seq,
        row.tenant.as_bytes(),
        row.id.as_bytes(),
        row.org.as_bytes(),
        &at,
        kind.as_bytes(),
        who,
        row.action.as_bytes(),
        row.object.as_bytes(),
        row.detail.as_bytes(),
        row.request.as_bytes(),
    ];
    let as_user = row.as_user.as_ref().map(|id| id.as_bytes().as_slice());
    let mut digest = Sha256::new().chain_update(previous);
    for field in fields.into_iter().chain(as_user) {
        // Postgres holds no value of 4 GiB, so the length always fits.
        digest.update(u32::try_from(field.len()).unwrap_or(u32::MAX).to_be_bytes());
        digest.update(field);
    }
    digest.finalize().into()
}

/// JSON without white space, the keys of each object in the order of their UTF-8 bytes, characters escaped only where
/// RFC 8259 demands it: a text that does not depend on how a map or jsonb orders its keys.
pub(super) fn json(value: &Value) -> Result<String, NotExact> {
    let mut text = String::new();
    write(value, &mut text)?;
    Ok(text)
}

fn write(value: &Value, text: &mut String) -> Result<(), NotExact> {
    match value {
        Value::Number(number) if number.is_f64() => return Err(NotExact),
        Value::Array(items) => {
            text.push('[');
            for (at, item) in items.iter().enumerate() {
                separate(at, text);
                write(item, text)?;
            }
            text.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_unstable_by_key(|(key, _)| key.as_str());
            text.push('{');
            for (at, (key, member)) in members.into_iter().enumerate() {
                separate(at, text);
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(member, text)?;
            }
            text.push('}');
        }
        scalar => text.push_str(&scalar.to_string()),
    }
    Ok(())
}

fn separate(at: usize, text: &mut String) {
    if at > 0 {
        text.push(',');
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json as value;

    use super::*;

    fn row(detail: &str) -> Row<'_> {
        Row {
            seq: 1,
            tenant: Uuid::from_u128(0x11),
            id: Uuid::from_u128(0x22),
            org: Uuid::from_u128(0x33),
            at_micros: 1_700_000_000_123_456,
            who: Who::User(Uuid::from_u128(0x44)),
            as_user: None,
            action: "device.add",
            object: "device:7",
            detail,
            request: Uuid::from_u128(0x55),
        }
    }

    /// The worked example of docs/operations/audit.md, whose hashes were made there by another program.
    #[test]
    fn the_example_of_the_documentation() {
        let first = chain(&START, &row(r#"{"version":"v2c"}"#));
        assert_eq!(hex::encode(first), "bfec9be8f36cd99803613e32aa8cdece5ef04f4c301333b23ae615d69ffe2655");
        let second = Row { seq: 2, who: Who::Part("snmp collector"), ..row("{}") };
        let second = chain(&first, &second);
        assert_eq!(hex::encode(second), "ee1b2e790d2351aa4ea7af75af61ad9b532cdf842d7ce1020ada053485914fe9");
        let third = Row { seq: 3, as_user: Some(Uuid::from_u128(0x66)), ..row("{}") };
        assert_eq!(hex::encode(chain(&second, &third)), "200bfa9a35be349a3f552a93e49b87470c832b45dc59cd9580445c8430d27c49");
    }

    #[test]
    fn json_is_sorted_dense_and_exact() {
        let detail = value!({ "b": [1, -2, u64::MAX, i64::MIN, true, null], "a": { "z": "é\"\\\n\u{1}/", "y": {} }, "": [], "ä": 0, "B": 1 });
        let text = r#"{"":[],"B":1,"a":{"y":{},"z":"é\"\\\n\u0001/"},"b":[1,-2,18446744073709551615,-9223372036854775808,true,null],"ä":0}"#;
        assert_eq!(json(&detail).unwrap(), text);
        assert_eq!(json(&value!({ "a": [1.5] })), Err(NotExact));
        assert_eq!(json(&value!(1.0)), Err(NotExact));
    }

    /// A field that ends earlier and one that begins later never make the same bytes.
    #[test]
    fn fields_do_not_run_into_each_other() {
        let one = Row { action: "device.add", object: "device:7", ..row("{}") };
        let other = Row { action: "device.addd", object: "evice:7", ..row("{}") };
        assert_ne!(chain(&START, &one), chain(&START, &other));
        let part = Row { who: Who::Part("\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0D"), ..row("{}") };
        assert_ne!(chain(&START, &part), chain(&START, &row("{}")), "a part is never taken for a person");
        let acted = |as_user| chain(&START, &Row { as_user, ..row("{}") });
        let (one, other) = (Some(Uuid::from_u128(1)), Some(Uuid::from_u128(2)));
        assert!(acted(None) != acted(one) && acted(one) != acted(other), "as whom is part of it");
    }

    fn details() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from), any::<i64>().prop_map(Value::from), ".{0,8}".prop_map(Value::from)];
        scalar.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec((".{0,4}", inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn json_says_the_same_thing(detail in details()) {
            let text = json(&detail).unwrap();
            let read: Value = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(&read, &detail);
            prop_assert_eq!(json(&read).unwrap(), text);
        }
    }
}
