//! A new migration file must rebuild this crate: `sqlx::migrate!` only tracks the files that were there before.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
