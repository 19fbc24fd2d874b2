//! Recovery codes: 120 random bits as 24 letters and digits in groups of four (the alphabet of Crockford's Base32, which
//! leaves out what is read wrongly). ASVS 5.0, 6.5.2 asks for 112 bits where only a plain hash is stored.

/// Codes that a person is given at once.
pub const HOW_MANY: usize = 10;

/// Random bytes in a code.
pub const BYTES: usize = 15;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Letters and digits in a code.
const LENGTH: usize = 24;

/// Longest input that is looked at: a code with a separator after every sign.
const LONGEST: usize = 2 * LENGTH;

/// A code as it is shown: `7QX2-…`.
#[must_use]
pub fn shown(random: [u8; BYTES]) -> String {
    let digits = digits(random);
    let groups: Vec<String> = digits.as_bytes().chunks(4).map(|group| group.iter().copied().map(char::from).collect()).collect();
    groups.join("-")
}

/// A typed code as it was made, without separators: case, spaces and hyphens do not count, `O` is read as 0, `I` and `L`
/// as 1. `None` for what can be no code.
#[must_use]
pub fn read(typed: &str) -> Option<String> {
    let signs = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
    let code: String = signs
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .take(LONGEST)
        .collect();
    let fits = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    fits.then_some(code)
}

fn digits(random: [u8; BYTES]) -> String {
    let bits = random.iter().fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let digit = |at: usize| {
        let shift = 5 * (LENGTH - 1 - at);
        usize::try_from((bits >> shift) & 31).ok().and_then(|index| ALPHABET.get(index)).copied().map(char::from)
    };
    (0..LENGTH).filter_map(digit).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_in_its_groups() {
        assert_eq!(shown([0; BYTES]), "0000-0000-0000-0000-0000-0000");
        assert_eq!(shown([0xff; BYTES]), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
        assert_eq!(read("0000-0000 0000-0000-oooO-0Il1").as_deref(), Some("000000000000000000000111"));
        for bad in ["", "123456", "0000-0000-0000-0000-0000-000", "0000-0000-0000-0000-0000-000U", "0000-0000-0000-0000-0000-0000-0"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_and_tells_codes_apart(one in any::<[u8; BYTES]>(), other in any::<[u8; BYTES]>()) {
            let read_back = read(&shown(one)).unwrap();
            prop_assert_eq!(&read_back, &digits(one));
            let typed = shown(one).to_lowercase().replace('-', " ");
            prop_assert_eq!(Some(read_back.clone()), read(&typed));
            prop_assert_eq!(read_back == read(&shown(other)).unwrap(), one == other);
        }

        #[test]
        fn any_input_gets_an_answer(typed in ".{0,200}") {
            if let Some(code) = read(&typed) {
                prop_assert_eq!(code.len(), LENGTH);
            }
        }
    }
}
