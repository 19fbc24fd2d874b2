//! A mail server over TCP that can misbehave on order: the commands of RFC 5321 in their right order, CRLF and nothing else,
//! dot-stuffing undone, AUTH PLAIN (RFC 4954).

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Headers and body as they came, without dot-stuffing.
    pub data: String,
    /// Who had signed in.
    pub user: Option<String>,
}

impl Received {
    /// The value of a header, unfolded but not decoded; empty where there is none.
    #[must_use]
    pub fn header(&self, name: &str) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default().replace("\r\n ", " ");
        let wanted = format!("{}: ", name.to_lowercase());
        head.lines().find(|line| line.to_lowercase().starts_with(&wanted)).map(|line| line[wanted.len()..].to_owned()).unwrap_or_default()
    }

    /// The part of this type (`text/plain`), decoded; empty where there is none.
    #[must_use]
    pub fn part(&self, kind: &str) -> String {
        let content_type = self.header("Content-Type");
        let Some((_, boundary)) = content_type.split_once("boundary=\"") else { return String::new() };
        let delimiter = format!("--{}", boundary.trim_end_matches('"'));
        let parts = self.data.split(&delimiter).filter_map(|part| part.trim_start().split_once("\r\n\r\n"));
        let wanted = format!("Content-Type: {kind};");
        match parts.into_iter().find(|(head, _)| head.contains(&wanted)) {
            Some((head, body)) if head.contains("quoted-printable") => quoted_printable(body),
            Some((head, body)) if head.contains("base64") => base64(body),
            Some((_, body)) => body.to_owned(),
            None => String::new(),
        }
    }
}

/// RFC 2045 §6.7.
fn quoted_printable(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut pieces = joined.split('=');
    let mut bytes = pieces.next().unwrap_or_default().as_bytes().to_vec();
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend_from_slice(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

fn base64(body: &str) -> String {
    String::from_utf8(STANDARD.decode(body.replace("\r\n", "")).unwrap()).unwrap()
}

/// What goes wrong, a number of times.
#[derive(Clone, Debug)]
pub enum Fault {
    /// This reply instead of a greeting, and good-bye.
    Greeting(&'static str),
    /// This reply to RCPT for an address.
    Recipient(&'static str, &'static str),
    /// The mail is taken, but the connection is cut before the reply.
    LoseReply,
    /// The reply to a mail takes so long.
    Slow(Duration),
}

#[derive(Default)]
struct Inner {
    received: Mutex<Vec<Received>>,
    faults: Mutex<Vec<(Fault, u32)>>,
    /// What AUTH PLAIN must say, where signing in is asked for.
    login: Option<(String, String)>,
}

impl Inner {
    /// Takes one turn of the first fault that fits.
    fn fault<T>(&self, fits: impl Fn(&Fault) -> Option<T>) -> Option<T> {
        let mut faults = self.faults.lock().unwrap();
        let (at, found) = faults.iter().enumerate().find_map(|(at, (fault, left))| fits(fault).filter(|_| *left > 0).map(|found| (at, found)))?;
        faults[at].1 -= 1;
        Some(found)
    }
}

/// A running server; ends when dropped.
pub struct SmtpServer {
    address: SocketAddr,
    inner: Arc<Inner>,
    task: JoinHandle<()>,
}

impl SmtpServer {
    /// Starts on a free port of loopback; takes mail from anybody.
    pub async fn start() -> Self {
        Self::with(Inner::default()).await
    }

    /// Starts and takes mail only from this user.
    pub async fn start_with_login(user: &str, password: &str) -> Self {
        Self::with(Inner { login: Some((user.to_owned(), password.to_owned())), ..Inner::default() }).await
    }

    async fn with(inner: Inner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, inner) = (listener.local_addr().unwrap(), Arc::new(inner));
        let shared = Arc::clone(&inner);
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let inner = Arc::clone(&shared);
                // A client that goes away ends its own session only.
                tokio::spawn(async move { drop(Session::new(stream, inner).run().await) });
            }
        });
        Self { address, inner, task }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Lets `fault` happen the next `times` times that it can.
    pub fn fault(&self, fault: Fault, times: u32) {
        self.inner.faults.lock().unwrap().push((fault, times));
    }

    /// Everything that was taken so far.
    #[must_use]
    pub fn received(&self) -> Vec<Received> {
        self.inner.received.lock().unwrap().clone()
    }
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Session {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    inner: Arc<Inner>,
    greeted: bool,
    user: Option<String>,
    from: Option<String>,
    to: Vec<String>,
}

impl Session {
    fn new(stream: TcpStream, inner: Arc<Inner>) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader: BufReader::new(reader), writer, inner, greeted: false, user: None, from: None, to: Vec::new() }
    }

    async fn say(&mut self, reply: &str) -> std::io::Result<()> {
        self.writer.write_all(format!("{reply}\r\n").as_bytes()).await
    }

    /// A line without its CRLF; `None` at the end.
    async fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        if self.reader.read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let Some(line) = line.strip_suffix(b"\r\n").filter(|line| !line.contains(&b'\r')) else {
            self.say("500 5.5.2 A line ends in CRLF and holds neither else").await?;
            return Ok(None);
        };
        Ok(Some(String::from_utf8_lossy(line).into_owned()))
    }

    async fn run(mut self) -> std::io::Result<()> {
        let greeting = self.inner.fault(|fault| if let Fault::Greeting(reply) = fault { Some(*reply) } else { None });
        if let Some(reply) = greeting {
            return self.say(reply).await;
        }
        self.say("220 mail.test ESMTP").await?;
        while let Some(line) = self.line().await? {
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" | "HELO" if rest.is_empty() => self.say("501 5.5.4 Who are you?").await?,
                "EHLO" => {
                    self.greeted = true;
                    let auth = if self.inner.login.is_some() { "250-AUTH PLAIN\r\n" } else { "" };
                    self.say(&format!("250-mail.test\r\n250-8BITMIME\r\n{auth}250 ENHANCEDSTATUSCODES")).await?;
                }
                "HELO" => {
                    self.greeted = true;
                    self.say("250 mail.test").await?;
                }
                "AUTH" => self.auth(rest).await?,
                "MAIL" => self.mail(rest).await?,
                "RCPT" => self.recipient(rest).await?,
                "DATA" if self.to.is_empty() => self.say("503 5.5.1 RCPT first").await?,
                "DATA" => {
                    if !self.data().await? {
                        return Ok(());
                    }
                }
                "RSET" => {
                    (self.from, self.to) = (None, Vec::new());
                    self.say("250 2.0.0 Forgotten").await?;
                }
                "NOOP" => self.say("250 2.0.0 Still here").await?,
                "QUIT" => return self.say("221 2.0.0 Bye").await,
                _ => self.say("502 5.5.1 No such command").await?,
            }
        }
        Ok(())
    }

    async fn auth(&mut self, rest: &str) -> std::io::Result<()> {
        let Some((user, password)) = self.inner.login.clone() else { return self.say("502 5.5.1 Nobody signs in here").await };
        let mut answer = rest.strip_prefix("PLAIN").map(|answer| answer.trim().to_owned());
        if answer.as_deref() == Some("") {
            self.say("334 ").await?;
            answer = self.line().await?;
        }
        let plain = answer.and_then(|answer| STANDARD.decode(answer).ok());
        if plain.is_some_and(|plain| plain == format!("\0{user}\0{password}").into_bytes()) {
            self.user = Some(user);
            self.say("235 2.7.0 Welcome").await
        } else {
            self.say("535 5.7.8 That is not you").await
        }
    }

    async fn mail(&mut self, rest: &str) -> std::io::Result<()> {
        let from = path(rest, "FROM:");
        match from {
            _ if !self.greeted => self.say("503 5.5.1 EHLO first").await,
            _ if self.inner.login.is_some() && self.user.is_none() => self.say("530 5.7.0 Sign in first").await,
            None => self.say("501 5.1.7 No address").await,
            Some(from) => {
                (self.from, self.to) = (Some(from), Vec::new());
                self.say("250 2.1.0 Go on").await
            }
        }
    }

    async fn recipient(&mut self, rest: &str) -> std::io::Result<()> {
        let Some(to) = path(rest, "TO:") else { return self.say("501 5.1.3 No address").await };
        if self.from.is_none() {
            return self.say("503 5.5.1 MAIL first").await;
        }
        let refusal = self.inner.fault(|fault| match fault {
            Fault::Recipient(address, reply) if *address == to => Some(*reply),
            _ => None,
        });
        if let Some(reply) = refusal {
            return self.say(reply).await;
        }
        self.to.push(to);
        self.say("250 2.1.5 Go on").await
    }

    /// Takes a mail; `false` where the connection is cut.
    async fn data(&mut self) -> std::io::Result<bool> {
        self.say("354 End with a dot").await?;
        let mut data = String::new();
        loop {
            match self.line().await? {
                None => return Ok(false),
                Some(line) if line == "." => break,
                Some(line) => {
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    data.push_str("\r\n");
                }
            }
        }
        let received = Received { from: self.from.take().unwrap_or_default(), to: std::mem::take(&mut self.to), data, user: self.user.clone() };
        self.inner.received.lock().unwrap().push(received);
        if let Some(wait) = self.inner.fault(|fault| if let Fault::Slow(wait) = fault { Some(*wait) } else { None }) {
            tokio::time::sleep(wait).await;
        }
        if self.inner.fault(|fault| matches!(fault, Fault::LoseReply).then_some(())).is_some() {
            return Ok(false);
        }
        self.say("250 2.0.0 Taken").await?;
        Ok(true)
    }
}

/// The address in `FROM:<ana@acme.example> BODY=8BITMIME`.
fn path(rest: &str, keyword: &str) -> Option<String> {
    let rest = rest.get(keyword.len()..).filter(|_| rest.to_ascii_uppercase().starts_with(keyword))?;
    let (address, _parameters) = rest.trim_start().strip_prefix('<')?.split_once('>')?;
    Some(address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mails_parts_are_decoded() {
        let data = "Subject: long\r\n folded\r\nContent-Type: multipart/alternative;\r\n boundary=\"b1\"\r\n\r\n\
            --b1\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=3Db =\r\nc=C3=A9\r\n\
            --b1\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPGI+\r\n--b1--\r\n";
        let mail = Received { from: String::new(), to: Vec::new(), data: data.to_owned(), user: None };
        assert_eq!(mail.header("subject"), "long folded");
        assert_eq!(mail.part("text/plain"), "a=b cé\r\n");
        assert_eq!(mail.part("text/html"), "<b>");
        assert_eq!(mail.part("text/calendar"), "");
    }
}
