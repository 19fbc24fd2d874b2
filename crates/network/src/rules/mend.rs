//! Puts the pieces of one measurement together again, for those who look at measurements and not at minutes.

/// A stored piece of a measurement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Start, Unix microseconds.
    pub from_us: i64,
    /// End, Unix microseconds; after `from_us`.
    pub to_us: i64,
    /// Octets in.
    pub in_octets: i64,
    /// Octets out.
    pub out_octets: i64,
    /// The writing transaction. Pieces of different ones never belong together.
    pub ingest: i64,
}

/// Joins neighbours that one transaction wrote, that touch, and whose rates differ by no more than cutting may have moved
/// (an octet at each cut). `pieces` are in order of time. Octets and measured time stay what they were.
#[must_use]
pub fn mend(pieces: impl IntoIterator<Item = Stored>) -> Vec<Stored> {
    let mut whole: Vec<Stored> = Vec::new();
    for piece in pieces {
        match whole.last_mut() {
            Some(last) if belongs(last, &piece) => {
                last.to_us = piece.to_us;
                last.in_octets = last.in_octets.saturating_add(piece.in_octets);
                last.out_octets = last.out_octets.saturating_add(piece.out_octets);
            }
            _ => whole.push(piece),
        }
    }
    whole
}

fn belongs(last: &Stored, piece: &Stored) -> bool {
    let (last_us, piece_us) = (span(last), span(piece));
    let alike = |before: i64, after: i64| {
        let crossed = i128::from(before) * i128::from(piece_us) - i128::from(after) * i128::from(last_us);
        crossed.abs() <= i128::from(last_us) + i128::from(piece_us)
    };
    last.ingest == piece.ingest && last.to_us == piece.from_us && alike(last.in_octets, piece.in_octets) && alike(last.out_octets, piece.out_octets)
}

fn span(piece: &Stored) -> i64 {
    piece.to_us.saturating_sub(piece.from_us)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rules::counter::Delta;
    use crate::rules::spread::by_minute;

    fn stored(ingest: i64, from_us: i64, to_us: i64, octets: i64) -> Stored {
        Stored { from_us, to_us, in_octets: octets, out_octets: 0, ingest }
    }

    #[test]
    fn only_what_belongs_together_is_joined() {
        let first = stored(1, 0, 10, 100);
        assert_eq!(mend([first, stored(1, 10, 20, 101)]), [stored(1, 0, 20, 201)]);
        for other in [stored(2, 10, 20, 100), stored(1, 11, 20, 90), stored(1, 10, 20, 103)] {
            assert_eq!(mend([first, other]).len(), 2);
        }
    }

    proptest! {
        #[test]
        fn what_was_cut_is_whole_again(
            start_us in 0_i64..100_000_000_000_000,
            polls in proptest::collection::vec((1_i64..400_000_000, 0_u64..4_000_000_000_000, 0_u64..4_000_000_000_000), 1..8),
        ) {
            let mut from_us = start_us;
            let mut pieces = Vec::new();
            let mut wanted = Vec::new();
            for (ingest, (span_us, in_octets, out_octets)) in (1_i64..).zip(polls) {
                let delta = Delta { from_us, to_us: from_us + span_us, in_octets, out_octets, measured_us: span_us };
                let octets = |octets: u64| i64::try_from(octets).unwrap();
                wanted.push(Stored { from_us, to_us: delta.to_us, in_octets: octets(in_octets), out_octets: octets(out_octets), ingest });
                pieces.extend(by_minute(&delta).into_iter().map(|piece| Stored {
                    from_us: piece.from_us,
                    to_us: piece.to_us,
                    in_octets: octets(piece.in_octets),
                    out_octets: octets(piece.out_octets),
                    ingest,
                }));
                from_us = delta.to_us;
            }
            prop_assert_eq!(mend(pieces), wanted);
        }
    }
}
