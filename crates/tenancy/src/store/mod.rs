//! All SQL of the tenant tree, its hosts, looks, people, sessions, second factors and linked accounts.

pub mod account_links;
pub mod attempts;
pub mod audit;
pub mod brandings;
pub mod domains;
pub mod erasures;
pub mod exports;
pub mod handovers;
pub mod hosts;
pub mod invitations;
pub mod known_devices;
pub mod mailed_links;
pub mod orgs;
pub mod passkey_ceremonies;
pub mod passkeys;
pub mod pending_sign_ins;
pub mod people;
pub mod recovery_codes;
pub mod recovery_links;
pub mod search;
pub mod sessions;
pub mod summary;
pub mod totp;
pub mod users;
