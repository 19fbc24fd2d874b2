//! Going back and forth, as Nagios and its heirs see it: the share of changes among the last 21 states
//! (naemon.io/documentation/usersguide/flapping), here without weights.

/// States that are looked at.
pub(super) const STATES: u32 = 21;
/// Begins above this share of changes, in per cent of the most that can be.
const BEGINS_ABOVE: u32 = 25;
/// Ends below this one.
const ENDS_BELOW: u32 = 15;

/// The history with one state more, the newest in the lowest bit.
pub(super) fn remember(history: u32, firing: bool) -> u32 {
    ((history << 1) | u32::from(firing)) & ((1 << STATES) - 1)
}

/// Whether it flaps, having flapped before or not.
pub(super) fn flaps(history: u32, before: bool) -> bool {
    let most = STATES - 1;
    let changes = ((history ^ (history >> 1)) & ((1 << most) - 1)).count_ones();
    let share = changes * 100 / most;
    if before { share >= ENDS_BELOW } else { share > BEGINS_ABOVE }
}
