//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Lastmile, the system an internet provider runs on.
#[derive(Debug, Parser)]
#[command(name = "lastmile", version, about, long_about = None, arg_required_else_help = true)]
pub struct Cli {
    /// Settings file in TOML (see `lastmile settings`).
    #[arg(long, global = true, value_name = "FILE", env = "LASTMILE_CONFIG")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the server: web, collectors, rollups, live figures. Ctrl-C ends it in order.
    Serve {
        /// Make the demo world if it is not there yet, run its simulated network and print its accounts.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database up to this version's schema and stop.
    Migrate,
    /// Make the demo world (two ISPs with resellers, clients and a simulated network), print its accounts and stop.
    Demo,
    /// For the platform's owner, on the server's console.
    Founder {
        /// What to do.
        #[command(subcommand)]
        command: FounderCommand,
    },
    /// The audit log.
    Audit {
        /// What to do with it.
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// The keys that seal secrets.
    Keys {
        /// What to do with them.
        #[command(subcommand)]
        command: KeysCommand,
    },
    /// Tenants that were erased.
    Erased {
        /// What to do with the log of them.
        #[command(subcommand)]
        command: ErasedCommand,
    },
    /// Print every setting with its environment variable, default and meaning, as a Markdown page.
    Settings,
}

/// What the platform's owner can do on the console.
#[derive(Debug, Subcommand)]
pub enum FounderCommand {
    /// Invite a person to run the platform and print the link, good for 72 hours. Makes the platform's own portal first where
    /// there is none: this is how an installation without the demo world begins.
    Invite {
        /// The person's e-mail address.
        email: String,
    },
    /// Print a link that signs a person of the platform in once, within ten minutes, with the second factor taken away and
    /// without the password. For when phone and recovery codes are lost.
    Recover {
        /// The person's e-mail address.
        email: String,
    },
}

/// What can be done with the keys. Works beside a running server.
#[derive(Debug, Subcommand)]
pub enum KeysCommand {
    /// Print every key by its id, and what hangs on it.
    List,
    /// Change the master key, or with --data-keys the tenants' own keys. Broken off, it goes on when it is run again.
    Rotate {
        /// Give tenants new data keys and seal every secret anew, instead of changing the master key.
        #[arg(long)]
        data_keys: bool,
        /// Only this tenant: one of its host names, or its id.
        #[arg(long, value_name = "HOST-OR-ID", requires = "data_keys")]
        tenant: Option<String>,
    },
}

/// What can be done with the log of erased tenants. Works beside a running server.
#[derive(Debug, Subcommand)]
pub enum ErasedCommand {
    /// Print it, one JSON object a line; keep it where the backups are.
    List,
    /// Erase every tenant of such a log again that the database still holds: after restoring a backup.
    Replay {
        /// The file with the log; `-` for standard input.
        file: PathBuf,
    },
}

/// What can be done with the audit log.
#[derive(Debug, Subcommand)]
pub enum AuditCommand {
    /// Check that no row was changed, forged or taken away: one line a tenant, exit code 1 when a chain is broken.
    Verify {
        /// Only this tenant: one of its host names, or its id.
        #[arg(long, value_name = "HOST-OR-ID")]
        tenant: Option<String>,
    },
}
