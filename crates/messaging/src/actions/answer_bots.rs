//! Answer what bots are asked in the chats of their ISPs.

use std::time::Duration;

use async_trait::async_trait;
use kernel::notice::NoticeLine;
use kernel::{ChannelId, Ctx, Locale, NoticeBody, RequestId, TenantId};
use store::notices::{self, Bot, Fault};

use super::deliver_notices::Courier;
use crate::channel::Heard;
use crate::rules::secret::Secret;
use crate::rules::{line_told, one};
use crate::store::channels::{self, BotChat};

/// How long a bot is left alone after a fault of its own.
const REST: Duration = Duration::from_secs(60);
/// Problems that an answer names.
const LINES: usize = 20;

/// What the network says and does for those who ask from a chat. This crate knows no network.
#[async_trait]
pub trait Commands: Send + Sync {
    /// What is wrong with the ISP's network now.
    async fn status(&self, tenant: TenantId) -> kernel::Result<Status>;
    /// Somebody takes care of the problem with this code.
    async fn acknowledge(&self, tenant: TenantId, code: &str) -> kernel::Result<Acknowledged>;
}

/// What is wrong now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// How many problems are open.
    pub open: u32,
    /// The first of them.
    pub lines: Vec<NoticeLine>,
}

/// What became of taking note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// It was noted, of this object.
    Noted(String),
    /// Somebody had done so before.
    Known(String),
    /// There is no such problem.
    None,
}

/// Leases at most `room` bots whose turn has come; each is to be given to [`answer_bot`], which waits for up to `wait`.
pub async fn claim_bots(courier: &Courier, room: usize, wait: Duration) -> kernel::Result<Vec<Bot>> {
    let limit = i64::try_from(room).unwrap_or(i64::MAX);
    Ok(notices::claim_bots(&courier.store, courier.clock.now(), limit, wait + Duration::from_secs(60)).await?)
}

/// Asks a bot what it was told and answers in the chats that are the ISP's destinations; what is said elsewhere is passed
/// over. Each update is handled once: its answer and the place after it are written together, and what it does to the
/// network does no harm when done again.
pub async fn answer_bot(courier: &Courier, commands: &dyn Commands, bot: &Bot, wait: Duration) -> kernel::Result<usize> {
    let store = &courier.store;
    let secret = bot.secret.as_ref().and_then(|secret| serde_json::from_slice::<Secret>(secret).ok());
    let Some(Secret::Telegram { token, .. }) = secret else {
        let now = courier.clock.now();
        notices::rest_bot(store, bot, now + REST, Some("unreadable"), now).await?;
        return Ok(0);
    };
    let heard = match courier.providers.telegram.listen(&token, bot.from, wait, courier.clock.now()).await {
        Ok(heard) => heard,
        Err(refusal) => {
            let asked = if let Fault::Later(Some(asked)) = refusal.fault { asked } else { REST };
            let now = courier.clock.now();
            notices::rest_bot(store, bot, now + asked.min(REST * 60), Some(&refusal.code), now).await?;
            return Ok(0);
        }
    };
    let mut handled = 0;
    for heard in heard.into_iter().filter(|heard| heard.update >= bot.from) {
        let answer = answer(courier, commands, bot, &heard).await?;
        if !notices::heard(store, bot, heard.update, answer, courier.clock.now()).await? {
            return Ok(handled);
        }
        handled += 1;
    }
    let now = courier.clock.now();
    notices::rest_bot(store, bot, now, None, now).await?;
    Ok(handled)
}

async fn answer(courier: &Courier, commands: &dyn Commands, bot: &Bot, heard: &Heard) -> kernel::Result<Option<(ChannelId, NoticeBody)>> {
    let Some(command) = command(&heard.text) else { return Ok(None) };
    let Some(chat) = chat(courier, bot, heard).await? else { return Ok(None) };
    let locale = Locale::parse(&chat.locale).unwrap_or(Locale::ENGLISH);
    let words = match command {
        Command::Status => status(locale, &commands.status(bot.tenant).await?),
        Command::Acknowledge(code) => match commands.acknowledge(bot.tenant, &code).await? {
            Acknowledged::Noted(object) => one(locale, "mail-notice-acked", &[("object", object.into())]),
            Acknowledged::Known(object) => one(locale, "mail-notice-ack-known", &[("object", object.into())]),
            Acknowledged::None => one(locale, "mail-notice-ack-none", &[]),
        },
        Command::Help => one(locale, "mail-notice-help", &[]),
    };
    Ok(words.ok().map(|text| (ChannelId(chat.id), NoticeBody::Answer { text })))
}

/// The ISP's destination that this was said in.
async fn chat(courier: &Courier, bot: &Bot, heard: &Heard) -> kernel::Result<Option<BotChat>> {
    let Some((number, name)) = &heard.chat else { return Ok(None) };
    let ctx = Ctx::for_system(bot.tenant, "telegram", courier.clock.now(), RequestId::generate());
    let mut tx = courier.store.tenant(&ctx).await?;
    let chats = channels::chats(tx.conn(), bot.tenant, &bot.bot).await?;
    tx.commit().await?;
    let here = |chat: &BotChat| chat.address == *number || name.as_ref().is_some_and(|name| chat.address.eq_ignore_ascii_case(name));
    Ok(chats.into_iter().find(here))
}

fn status(locale: Locale, status: &Status) -> Result<String, crate::rules::RenderError> {
    if status.open == 0 {
        return one(locale, "mail-notice-status-none", &[]);
    }
    let mut lines = vec![one(locale, "mail-notice-status", &[("count", status.open.into())])?];
    let named: Vec<&NoticeLine> = status.lines.iter().take(LINES).collect();
    let more = status.open.saturating_sub(u32::try_from(named.len()).unwrap_or(u32::MAX));
    lines.extend(named.into_iter().filter_map(|line| {
        let words = line_told(locale, line)?;
        Some(if line.ack.is_empty() { words } else { format!("{words} /ack_{}", line.ack) })
    }));
    if more > 0 {
        lines.push(one(locale, "mail-notice-more", &[("count", more.into())])?);
    }
    Ok(lines.join("\n"))
}

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Command {
    Status,
    Acknowledge(String),
    Help,
}

/// Reads a command: `/status`, `/ack CODE` or `/ack_CODE`, each with the bot's name behind it in groups. Other words are
/// people's own.
fn command(text: &str) -> Option<Command> {
    let mut words = text.split_whitespace();
    let first = words.next()?.strip_prefix('/')?.to_ascii_lowercase();
    let name = first.split('@').next().unwrap_or_default();
    let code = |code: &str| (1..=16).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match name {
        "status" => Some(Command::Status),
        "start" | "help" => Some(Command::Help),
        "ack" => Some(words.next().map(str::to_ascii_lowercase).filter(|word| code(word)).map_or(Command::Help, Command::Acknowledge)),
        name => name.strip_prefix("ack_").filter(|word| code(word)).map(|word| Command::Acknowledge(word.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_read_as_people_and_groups_write_them() {
        let ack = Some(Command::Acknowledge("7k3f9q2m".to_owned()));
        for (text, read) in [
            ("/status", Some(Command::Status)),
            ("  /STATUS@acme_noc_bot now", Some(Command::Status)),
            ("/ack 7k3f9q2m", ack.clone()),
            ("/ack@acme_noc_bot 7K3F9Q2M", ack.clone()),
            ("/ack_7k3f9q2m", ack.clone()),
            ("/ack_7k3f9q2m@acme_noc_bot", ack),
            ("/ack", Some(Command::Help)),
            ("/ack ../x", Some(Command::Help)),
            ("/start", Some(Command::Help)),
            ("/stop", None),
            ("status", None),
            ("ack 7k3f9q2m", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(command(text), read, "{text:?}");
        }
    }
}
