use ::store::Store;
use kernel::{Ctx, Error, Given, OrgId, Result, Role, UserId};

use super::password;
use crate::store::users;

/// A person to be made, with one membership.
pub struct CreateUser<'a> {
    /// The node of the membership.
    pub org: OrgId,
    /// E-mail address to sign in with.
    pub email: &'a str,
    /// The person's name.
    pub name: &'a str,
    /// First password.
    pub password: &'a str,
    /// IANA time zone.
    pub time_zone: &'a str,
    /// What the membership allows.
    pub role: Role,
}

/// Makes a person who can sign in; where the address is there already, sets the password anew and keeps the rest.
pub async fn create_user(store: &Store, ctx: &Ctx, new: &CreateUser<'_>) -> Result<UserId> {
    if ctx.role.is_some() {
        return Err(Error::Forbidden);
    }
    let email = kernel::validate::email(new.email).ok_or_else(|| Error::field("email", "not-an-email"))?;
    let password_hash = password::hash(new.password.to_owned()).await?;
    let mut tx = store.tenant(ctx).await?;
    let (id, action) = match users::credential(tx.conn(), ctx.tenant, &email).await? {
        Some(known) => {
            users::set_password(tx.conn(), ctx.tenant, known.user, &password_hash).await?;
            (known.user, "user.password_set")
        }
        None => {
            let id = UserId::generate();
            let row = users::NewUser {
                tenant: ctx.tenant,
                id,
                org: new.org,
                email: &email,
                name: new.name,
                password_hash: &password_hash,
                time_zone: new.time_zone,
                given: Given::BuiltIn(new.role),
                now: ctx.now,
            };
            users::insert(tx.conn(), &row).await?;
            (id, "user.create")
        }
    };
    tx.audit(ctx, action, &format!("user:{id}"), serde_json::json!({ "role": new.role.as_str() })).await?;
    tx.commit().await?;
    Ok(id)
}
