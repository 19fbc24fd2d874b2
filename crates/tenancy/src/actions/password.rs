//! Hashing and checking passwords without letting a flood of sign-ins eat the machine.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, LazyLock, Mutex, OnceLock};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use kernel::{Error, Result};
use rand::seq::IndexedRandom;
use tokio::sync::oneshot;

/// Work for the threads that hash.
type Job = Box<dyn FnOnce() + Send>;

/// Jobs that may wait: about a second of work for one thread. Whoever comes beyond is told to come again, at once.
const MOST_WAITING: usize = 64;

/// How much below the threads that serve pages the hashing threads stand (`nice`): pages come first.
const NICENESS: i32 = 10;

/// One hash takes 19 MiB and some 20 ms of a core. Half of the cores at most work on them, on threads of their own.
static QUEUE: LazyLock<SyncSender<Job>> = LazyLock::new(start);

/// Checked in place of a hash when the person is unknown, so that both take the same work.
static DUMMY: OnceLock<String> = OnceLock::new();

static WAITING: AtomicUsize = AtomicUsize::new(0);
static RUNNING: AtomicUsize = AtomicUsize::new(0);
static MOST_RUNNING: AtomicUsize = AtomicUsize::new(0);
static DONE: AtomicU64 = AtomicU64::new(0);
static TURNED_AWAY: AtomicU64 = AtomicU64::new(0);

/// What this process has hashed so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashLoad {
    /// Hashes made or checked.
    pub done: u64,
    /// The most at the same time.
    pub most_at_once: usize,
    /// Jobs that found the queue full.
    pub turned_away: u64,
}

/// What this process has hashed so far.
#[must_use]
pub fn hash_load() -> HashLoad {
    HashLoad { done: DONE.load(Ordering::Relaxed), most_at_once: MOST_RUNNING.load(Ordering::Relaxed), turned_away: TURNED_AWAY.load(Ordering::Relaxed) }
}

/// Argon2id with the OWASP floor (19 MiB, 2 passes, 1 lane), the default of the argon2 crate, as a PHC string.
/// [`Error::Unavailable`] where too many wait already.
pub(super) async fn hash(password: String) -> Result<String> {
    run(move || counted(|| make(password.as_bytes()))).await?.ok_or(Error::Internal)
}

/// Whether `password` fits `hash`. With no hash, does the same work and says no. [`Error::Unavailable`] where too many wait
/// already.
pub(super) async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    run(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| dummy().clone());
        let fits = counted(|| PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()));
        fits && known
    })
    .await
}

/// Whether `password` may become someone's: [`rules::password::acceptable`](crate::rules::password::acceptable), and then the
/// operator's file of leaked passwords where there is one, off the threads that serve requests.
pub async fn acceptable(password: &str, about: &[&str]) -> Result<Result<(), &'static str>> {
    let (password, about) = (password.to_owned(), about.iter().map(|text| (*text).to_owned()).collect::<Vec<String>>());
    run(move || {
        let about: Vec<&str> = about.iter().map(String::as_str).collect();
        crate::rules::password::acceptable(&password, &about)?;
        if super::breached::is_in_file(&password) { Err("password-breached") } else { Ok(()) }
    })
    .await
}

fn make(password: &[u8]) -> Option<String> {
    Argon2::default().hash_password(password).map(|hash| hash.to_string()).ok()
}

fn dummy() -> &'static String {
    DUMMY.get_or_init(|| make(random_password().as_bytes()).unwrap_or_default())
}

fn counted<T>(work: impl FnOnce() -> T) -> T {
    let running = RUNNING.fetch_add(1, Ordering::Relaxed).saturating_add(1);
    MOST_RUNNING.fetch_max(running, Ordering::Relaxed);
    let done = work();
    RUNNING.fetch_sub(1, Ordering::Relaxed);
    DONE.fetch_add(1, Ordering::Relaxed);
    metrics::counter!("lastmile_password_hashes_total").increment(1);
    done
}

/// [`Error::Unavailable`] where too many wait already. To be asked before work that would be in vain: a flood must not reach
/// the database only to be turned away afterwards.
pub(super) fn has_room() -> Result<()> {
    if WAITING.load(Ordering::Relaxed) < MOST_WAITING { Ok(()) } else { Err(turn_away()) }
}

fn turn_away() -> Error {
    TURNED_AWAY.fetch_add(1, Ordering::Relaxed);
    metrics::counter!("lastmile_password_queue_full_total").increment(1);
    Error::Unavailable
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let (answer, waits) = oneshot::channel();
    let job = Box::new(move || {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        // Nothing is worked out for those who have gone meanwhile.
        if !answer.is_closed() && answer.send(work()).is_err() {
            tracing::debug!("nobody waits for a password any more");
        }
    });
    // Counted before it is sent: a thread may take it at once.
    WAITING.fetch_add(1, Ordering::Relaxed);
    if QUEUE.try_send(job).is_err() {
        WAITING.fetch_sub(1, Ordering::Relaxed);
        return Err(turn_away());
    }
    waits.await.map_err(|_gone| {
        tracing::error!("password work failed");
        Error::Internal
    })
}

/// Starts the threads. Where none starts, every job is turned away.
fn start() -> SyncSender<Job> {
    let (queue, jobs) = sync_channel(MOST_WAITING);
    let jobs = Arc::new(Mutex::new(jobs));
    let threads = std::thread::available_parallelism().map_or(1, |cores| (cores.get() / 2).clamp(1, 8));
    for _ in 0..threads {
        let jobs = Arc::clone(&jobs);
        if let Err(error) = std::thread::Builder::new().name("passwords".to_owned()).spawn(move || work(&jobs)) {
            tracing::error!(%error, "starting a thread for passwords");
        }
    }
    queue
}

fn work(jobs: &Mutex<Receiver<Job>>) {
    // On Linux the niceness is a thread's own.
    if let Err(error) = rustix::process::setpriority_process(None, NICENESS) {
        tracing::warn!(%error, "password work keeps the priority of pages");
    }
    dummy();
    loop {
        // The lock is held while waiting for a job, not while working on one.
        let job = match jobs.lock() {
            Ok(jobs) => jobs.recv(),
            Err(_poisoned) => return,
        };
        let Ok(job) = job else { return };
        if catch_unwind(AssertUnwindSafe(job)).is_err() {
            tracing::error!("password work panicked");
        }
    }
}

/// A password for an account that the product makes: 20 letters and digits that are hard to confuse (about 98 bits).
#[must_use]
pub fn random_password() -> String {
    const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
    let mut rng = rand::rng();
    (0..20).filter_map(|_| ALPHABET.choose(&mut rng).copied()).map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_queue_that_is_full_turns_away_at_once_and_what_is_let_in_is_done() {
        let (held, open) = std::sync::mpsc::channel::<()>();
        let open = Arc::new(Mutex::new(open));
        // Every thread is busy until it is told to go on.
        let busy = |open: Arc<Mutex<std::sync::mpsc::Receiver<()>>>| run(move || open.lock().unwrap().recv().is_err());
        let mut waiting: Vec<_> = (0..MOST_WAITING + 100).map(|_| Box::pin(busy(Arc::clone(&open)))).collect();
        let mut turned_away = 0;
        let mut kept = Vec::new();
        for mut one in waiting.drain(..) {
            match futures_poll(&mut one).await {
                Some(answer) => {
                    assert_eq!(answer, Err(Error::Unavailable));
                    turned_away += 1;
                }
                None => kept.push(one),
            }
        }
        assert!(turned_away > 0 && kept.len() >= MOST_WAITING, "{turned_away} turned away, {} kept", kept.len());
        drop(held);
        for one in kept {
            assert_eq!(one.await, Ok(true));
        }
        assert!(hash_load().turned_away >= turned_away);
        let made = hash("one two three four".to_owned()).await.unwrap();
        assert_eq!(verify("one two three four".to_owned(), Some(made.clone())).await, Ok(true));
        assert_eq!(verify("one two three five".to_owned(), Some(made)).await, Ok(false));
        assert_eq!(verify("one two three four".to_owned(), None).await, Ok(false));
    }

    /// Asks once whether it is ready.
    async fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
        std::future::poll_fn(|cx| {
            std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(cx) {
                std::task::Poll::Ready(value) => Some(value),
                std::task::Poll::Pending => None,
            })
        })
        .await
    }
}
