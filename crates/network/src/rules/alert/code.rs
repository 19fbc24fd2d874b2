//! The short codes by which people take note of a problem from where there are no pages: a chat, a text message.

use uuid::Uuid;

use crate::model::AlertKind;

/// Crockford's alphabet: no letter looks like a digit.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// Eight letters of five bits.
const LETTERS: u32 = 8;

/// The code of an object's problem of a kind: 40 bits of the object's id, mixed with the kind. It names, it does not
/// open anything; among the open problems of one ISP two of the same code are next to impossible, and then neither answers.
#[must_use]
pub fn code(kind: AlertKind, object: Uuid) -> String {
    // FNV-1a.
    let salt = kind.as_str().bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    let bits = object.as_u128() ^ u128::from(salt);
    let letter = |at: u32| usize::try_from((bits >> (5 * at)) & 31).ok().and_then(|index| ALPHABET.get(index)).copied().map_or('0', char::from);
    (0..LETTERS).rev().map(letter).collect()
}

/// A code as people type it: letters that look like digits are these digits.
#[must_use]
pub fn read_code(typed: &str) -> String {
    let plain = |c: char| match c.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        c => c,
    };
    typed.trim().chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_problem_has_a_code_of_its_own() {
        let objects = (0..1_000).map(|n: u128| Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n));
        let codes: BTreeSet<String> = objects.flat_map(|object| AlertKind::ALL.map(|kind| code(kind, object))).collect();
        assert_eq!(codes.len(), 1_000 * AlertKind::ALL.len());
        assert!(codes.iter().all(|code| code.len() == 8 && read_code(code) == *code));
    }

    #[test]
    fn codes_are_read_as_people_write_them() {
        assert_eq!(read_code(" 7K3FOIL2 "), "7k3f0112");
    }
}
