//! What `/proc` tells of other processes (proc(5)).

use std::fs;
use std::path::Path;

use rustix::process::{Pid, Signal, kill_process};

/// Whether a process with this id runs; one that ended and waits to be reaped does not.
pub(super) fn alive(pid: i32) -> bool {
    // The command's name stands in parentheses and may hold any character; the state follows the last one.
    fs::read_to_string(format!("/proc/{pid}/stat"))
        .ok()
        .and_then(|stat| stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next()))
        .is_some_and(|state| !matches!(state, 'Z' | 'X' | 'x'))
}

/// Whether the process is the postmaster of the data folder `pg` (an absolute path without links). It works in its
/// folder; where we may not see that, its command line names the folder (its children's do not).
pub(super) fn is_postmaster_of(pid: i32, pg: &Path) -> bool {
    let named = fs::read_to_string(format!("/proc/{pid}/comm")).is_ok_and(|name| name.trim_end() == "postgres");
    let here = match fs::read_link(format!("/proc/{pid}/cwd")) {
        Ok(cwd) => cwd == pg,
        Err(_) => fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|line| {
            let words: Vec<&[u8]> = line.split(|byte| *byte == 0).collect();
            words.windows(2).any(|pair| matches!(pair, [flag, dir] if *flag == b"-D" && *dir == pg.as_os_str().as_encoded_bytes()))
        }),
    };
    alive(pid) && named && here
}

/// Whether any process works in the folder: after a postmaster was killed, its backends for a moment still do.
pub(super) fn any_in(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir("/proc") else { return false };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit())))
        .any(|entry| fs::read_link(entry.path().join("cwd")).is_ok_and(|cwd| cwd == folder))
}

/// Sends a signal; a process that is gone already is no error.
pub(super) fn signal(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid)
        && let Err(error) = kill_process(pid, signal)
        && error != rustix::io::Errno::SRCH
    {
        tracing::warn!(pid = pid.as_raw_nonzero().get(), %error, "cannot signal PostgreSQL");
    }
}

/// Asks a postmaster to end (fast shutdown) when dropped: a start that is given up half-way, by a Ctrl-C, leaves nothing
/// running that nobody looks after.
pub(crate) struct EndOnDrop(Option<i32>);

impl EndOnDrop {
    pub(super) fn new(pid: i32) -> Self {
        Self(Some(pid))
    }

    /// The start succeeded, or its end was seen to in another way.
    pub(crate) fn defuse(mut self) {
        self.0 = None;
    }
}

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        if let Some(pid) = self.0 {
            signal(pid, Signal::INT);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_lives_and_is_no_postmaster() {
        let own = i32::try_from(std::process::id()).unwrap();
        assert!(alive(own));
        let cwd = std::env::current_dir().unwrap();
        assert!(any_in(&cwd));
        assert!(!is_postmaster_of(own, &cwd));
        assert!(!alive(i32::MAX));
    }
}
