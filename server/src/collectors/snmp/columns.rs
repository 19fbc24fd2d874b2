//! Columns of a table on their way in: each with its own cursor, each strictly increasing, none without bound.
//!
//! Everything in here is driven by what a device sends, so nothing in here trusts it.

use super::client::{Oid, Value, VarBind};

/// A table being read, a column at a time or several side by side.
#[derive(Debug)]
pub struct Columns {
    columns: Vec<Column>,
    max_rows: usize,
}

#[derive(Debug)]
struct Column {
    base: Oid,
    cells: Vec<Cell>,
    done: bool,
}

/// One value of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The row: ifIndex.
    pub index: u32,
    /// What the agent sent.
    pub value: Value,
    /// Number of the reply that brought it, counted by the caller.
    pub reply: usize,
}

/// Why reading ends early.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// What no agent should send: OIDs that do not increase, an index of another shape, nothing at all.
    Malformed,
    /// More rows than allowed.
    TooMuch,
}

impl Columns {
    /// Begins to read the columns `bases`, at most `max_rows` rows of each.
    #[must_use]
    pub fn new(bases: &[&[u32]], max_rows: usize) -> Self {
        let column = |base: &&[u32]| Column { base: Oid::from_slice(base), cells: Vec::new(), done: false };
        Self { columns: bases.iter().map(column).collect(), max_rows }
    }

    /// The cursors of the columns that have not ended, in order: what to ask the successors of.
    #[must_use]
    pub fn pending(&self) -> Vec<Oid> {
        self.columns.iter().filter(|column| !column.done).map(Column::cursor).collect()
    }

    /// Whether every column has ended.
    #[must_use]
    pub fn done(&self) -> bool {
        self.columns.iter().all(|column| column.done)
    }

    /// Rows read so far: of the column that is farthest.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.columns.iter().map(|column| column.cells.len()).max().unwrap_or(0)
    }

    /// Ends the `nth` of the pending columns: the agent says that nothing follows (noSuchName, RFC 1157).
    pub fn end_pending(&mut self, nth: usize) {
        if let Some(column) = self.columns.iter_mut().filter(|column| !column.done).nth(nth) {
            column.done = true;
        }
    }

    /// Takes in the successors that reply number `reply` brought: repetitions of one value for each pending column, as
    /// GETBULK lays them out (RFC 3416 §4.2.3). An incomplete last repetition is left for the next request, so that the
    /// values of one row come from one reply. Returns how many whole repetitions there were.
    pub fn absorb(&mut self, varbinds: Vec<VarBind>, reply: usize) -> Result<usize, Fault> {
        let mut active: Vec<&mut Column> = self.columns.iter_mut().filter(|column| !column.done).collect();
        let width = active.len();
        if width == 0 || varbinds.is_empty() {
            return Err(Fault::Malformed);
        }
        let whole = varbinds.len() / width;
        let usable = if whole == 0 { varbinds.len() } else { whole * width };
        let mut turn = 0;
        for varbind in varbinds.into_iter().take(usable) {
            if let Some(column) = active.get_mut(turn) {
                column.take(varbind, reply)?;
                if column.cells.len() > self.max_rows {
                    return Err(Fault::TooMuch);
                }
            }
            turn = (turn + 1) % width;
        }
        Ok(whole)
    }

    /// The cells of column `nth`, by ascending index.
    #[must_use]
    pub fn cells(&self, nth: usize) -> &[Cell] {
        self.columns.get(nth).map_or(&[], |column| &column.cells)
    }

    /// The cell of column `nth` at row `index`.
    #[must_use]
    pub fn cell(&self, nth: usize, index: u32) -> Option<&Cell> {
        let cells = self.cells(nth);
        cells.binary_search_by_key(&index, |cell| cell.index).ok().and_then(|at| cells.get(at))
    }
}

impl Column {
    fn cursor(&self) -> Oid {
        self.cells.last().map_or_else(|| self.base.clone(), |last| self.base.child(last.index))
    }

    /// Takes the successor of this column's cursor.
    fn take(&mut self, varbind: VarBind, reply: usize) -> Result<(), Fault> {
        if self.done {
            return Ok(());
        }
        // A value that is none ends the column; endOfMibView repeats the cursor as its name.
        if varbind.value.is_exception() || varbind.value == Value::Null {
            self.done = true;
            return Ok(());
        }
        let Some(suffix) = varbind.oid.arcs().strip_prefix(self.base.arcs()) else {
            // Past the column is its end. Before it is a step back: an agent that goes round in circles.
            self.done = true;
            return if varbind.oid.arcs() > self.base.arcs() { Ok(()) } else { Err(Fault::Malformed) };
        };
        let &[index] = suffix else {
            return Err(Fault::Malformed);
        };
        if self.cells.last().is_some_and(|last| last.index >= index) {
            return Err(Fault::Malformed);
        }
        self.cells.push(Cell { index, value: varbind.value, reply });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const A: &[u32] = &[1, 3, 1];
    const B: &[u32] = &[1, 3, 2];

    fn bind(oid: &[u32], value: u32) -> VarBind {
        VarBind::new(Oid::from_slice(oid), Value::Counter32(value))
    }

    fn indexes(columns: &Columns, nth: usize) -> Vec<u32> {
        columns.cells(nth).iter().map(|cell| cell.index).collect()
    }

    #[test]
    fn columns_end_where_the_next_object_begins() {
        let mut columns = Columns::new(&[A, B], 10);
        assert_eq!(columns.pending(), [Oid::from_slice(A), Oid::from_slice(B)]);
        let reply = vec![bind(&[1, 3, 1, 4], 1), bind(&[1, 3, 2, 4], 2), bind(&[1, 3, 1, 9], 3), bind(&[1, 3, 3, 1], 4)];
        assert_eq!(columns.absorb(reply, 0), Ok(2));
        assert_eq!((indexes(&columns, 0), indexes(&columns, 1)), (vec![4, 9], vec![4]));
        assert_eq!(columns.pending(), [Oid::from_slice(&[1, 3, 1, 9])]);
        let end = VarBind::new(Oid::from_slice(&[1, 3, 1, 9]), Value::EndOfMibView);
        assert_eq!(columns.absorb(vec![end], 1), Ok(1));
        assert!(columns.done());
        assert_eq!(columns.cell(0, 9).map(|cell| (&cell.value, cell.reply)), Some((&Value::Counter32(3), 0)));
        assert_eq!(columns.cell(0, 5), None);
    }

    #[test]
    fn an_incomplete_row_is_asked_for_again() {
        let mut columns = Columns::new(&[A, B], 10);
        assert_eq!(columns.absorb(vec![bind(&[1, 3, 1, 1], 1), bind(&[1, 3, 2, 1], 1), bind(&[1, 3, 1, 2], 1)], 0), Ok(1));
        assert_eq!((indexes(&columns, 0), indexes(&columns, 1)), (vec![1], vec![1]));
        // Unless nothing else came: an agent whose answers hold less than a row still gets through.
        assert_eq!(columns.absorb(vec![bind(&[1, 3, 1, 2], 1)], 1), Ok(0));
        assert_eq!(indexes(&columns, 0), [1, 2]);
    }

    #[test]
    fn circles_odd_shapes_and_floods_are_faults() {
        let fault = |varbinds: Vec<VarBind>| Columns::new(&[A], 2).absorb(varbinds, 0);
        assert_eq!(fault(vec![bind(&[1, 3, 1, 2], 0), bind(&[1, 3, 1, 2], 0)]), Err(Fault::Malformed));
        assert_eq!(fault(vec![bind(&[1, 3, 1, 2], 0), bind(&[1, 3, 1, 1], 0)]), Err(Fault::Malformed));
        assert_eq!(fault(vec![bind(&[1, 2], 0)]), Err(Fault::Malformed));
        assert_eq!(fault(vec![bind(A, 0)]), Err(Fault::Malformed));
        assert_eq!(fault(vec![bind(&[1, 3, 1, 1, 1], 0)]), Err(Fault::Malformed));
        assert_eq!(fault(vec![]), Err(Fault::Malformed));
        assert_eq!(fault((1..4).map(|index| bind(&[1, 3, 1, index], 0)).collect()), Err(Fault::TooMuch));
    }

    #[test]
    fn no_such_name_ends_one_column() {
        let mut columns = Columns::new(&[A, B], 10);
        columns.end_pending(1);
        assert_eq!(columns.pending(), [Oid::from_slice(A)]);
        columns.end_pending(5);
        assert!(!columns.done());
    }

    fn value() -> impl Strategy<Value = Value> {
        prop_oneof![
            any::<u32>().prop_map(Value::Counter32),
            any::<u64>().prop_map(Value::Counter64),
            any::<i32>().prop_map(Value::Integer),
            proptest::collection::vec(any::<u8>(), 0..9).prop_map(|bytes| Value::OctetString(bytes.into())),
            Just(Value::Null),
            Just(Value::EndOfMibView),
            Just(Value::NoSuchInstance),
        ]
    }

    fn varbind() -> impl Strategy<Value = VarBind> {
        let oid = prop_oneof![
            4 => (1_u32..4, 0_u32..30).prop_map(|(column, index)| vec![1, 3, column, index]),
            1 => proptest::collection::vec(0_u32..4, 0..6),
            1 => (1_u32..4, any::<u32>(), any::<u32>()).prop_map(|(column, a, b)| vec![1, 3, column, a, b]),
        ];
        (oid, value()).prop_map(|(oid, value)| VarBind::new(Oid::from_slice(&oid), value))
    }

    proptest! {
        #[test]
        fn whatever_an_agent_sends_reading_stays_bounded_and_moves_on(
            replies in proptest::collection::vec(proptest::collection::vec(varbind(), 0..40), 1..40),
            max_rows in 0_usize..20,
        ) {
            let mut columns = Columns::new(&[A, B, &[1, 3, 3]], max_rows);
            for (number, reply) in replies.into_iter().enumerate() {
                if columns.done() {
                    break;
                }
                let before = (columns.pending(), columns.rows());
                if columns.absorb(reply, number).is_err() {
                    break;
                }
                // Each accepted reply moves at least one cursor or ends a column: no walk goes on for ever.
                prop_assert_ne!(before.0, columns.pending());
                for nth in 0..3 {
                    let cells = columns.cells(nth);
                    prop_assert!(cells.len() <= max_rows);
                    prop_assert!(cells.windows(2).all(|pair| pair[0].index < pair[1].index));
                }
            }
        }
    }
}
