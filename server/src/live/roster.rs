//! Who is connected: seats are counted per session and per tenant before a connection is accepted.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use kernel::TenantId;

use super::outbox::Outbox;
use super::{Ending, LiveLimits, SessionHash};

/// Why no seat was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Full {
    /// The session has as many connections as it may.
    Session,
    /// The tenant has as many connections to this process as it may.
    Tenant,
    /// The process is stopping.
    Stopping,
}

/// All connected viewers of this process.
#[derive(Default)]
pub(super) struct Roster {
    seats: HashMap<u64, Seat>,
    sessions: HashMap<SessionHash, usize>,
    tenants: HashMap<TenantId, usize>,
    stopping: bool,
    next: u64,
}

struct Seat {
    tenant: TenantId,
    session: SessionHash,
    outbox: Arc<Outbox>,
}

impl Roster {
    /// Takes a seat and returns its number.
    pub(super) fn join(&mut self, tenant: TenantId, session: SessionHash, outbox: &Arc<Outbox>, limits: &LiveLimits) -> Result<u64, Full> {
        if self.stopping {
            return Err(Full::Stopping);
        }
        if self.sessions.get(&session).is_some_and(|&taken| taken >= limits.per_session) {
            return Err(Full::Session);
        }
        if self.tenants.get(&tenant).is_some_and(|&taken| taken >= limits.per_tenant) {
            return Err(Full::Tenant);
        }
        self.next += 1;
        self.seats.insert(self.next, Seat { tenant, session, outbox: Arc::clone(outbox) });
        *self.sessions.entry(session).or_default() += 1;
        *self.tenants.entry(tenant).or_default() += 1;
        Ok(self.next)
    }

    /// Gives a seat back.
    pub(super) fn leave(&mut self, number: u64) {
        if let Some(seat) = self.seats.remove(&number) {
            release(&mut self.sessions, &seat.session);
            release(&mut self.tenants, &seat.tenant);
        }
    }

    /// How many viewers are connected.
    pub(super) fn len(&self) -> usize {
        self.seats.len()
    }

    /// The tenants with at least one viewer here.
    pub(super) fn tenants(&self) -> impl Iterator<Item = TenantId> {
        self.tenants.keys().copied()
    }

    /// Ends every connection of one session.
    pub(super) fn end_session(&self, session: &SessionHash) {
        for seat in self.seats.values().filter(|seat| seat.session == *session) {
            seat.outbox.end(Ending::SessionEnded);
        }
    }

    /// Ends every connection and gives no more seats.
    pub(super) fn stop(&mut self) {
        self.stopping = true;
        for seat in self.seats.values() {
            seat.outbox.end(Ending::Restarting);
        }
    }
}

fn release<K: Eq + Hash>(counts: &mut HashMap<K, usize>, key: &K) {
    if let Some(count) = counts.get_mut(key) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(key);
        }
    }
}
