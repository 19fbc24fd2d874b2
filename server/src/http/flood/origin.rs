//! Where a request comes from, as limits count it.

use std::net::{IpAddr, Ipv6Addr};

use axum::http::HeaderMap;
use ipnet::IpNet;

/// An IPv4 address, or the /64 of an IPv6 one: whoever has one address of a /64 has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Origin(IpAddr);

impl Origin {
    /// Of a request that came from `peer`. A trusted proxy's word is taken for whom it forwards: in `X-Forwarded-For`, the
    /// last address that is no trusted proxy's. What stands before it, anybody can write.
    pub fn of(peer: IpAddr, headers: &HeaderMap, trusted: &[IpNet]) -> Self {
        let is_trusted = |address: &IpAddr| trusted.iter().any(|net| net.contains(address));
        let mut client = peer.to_canonical();
        let lines = headers.get_all("x-forwarded-for").iter().rev().map(|line| line.to_str().unwrap_or_default());
        for hop in lines.flat_map(|line| line.rsplit(',')) {
            if !is_trusted(&client) {
                break;
            }
            // What is no address was not written by a proxy that knows its peer.
            let Some(address) = parse(hop.trim()) else { break };
            client = address;
        }
        Self(match client {
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & (u128::MAX << 64))),
            v4 => v4,
        })
    }
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// An address, as some proxies write it also with a port.
fn parse(text: &str) -> Option<IpAddr> {
    let bare = text.parse::<IpAddr>().ok();
    bare.or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip())).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn origin(peer: &str, forwarded: &[&'static str]) -> String {
        let trusted: Vec<IpNet> = ["127.0.0.0/8", "::1/128", "10.1.0.0/16"].iter().map(|net| net.parse().unwrap()).collect();
        let lines = forwarded.iter().map(|line| (HeaderName::from_static("x-forwarded-for"), HeaderValue::from_static(line)));
        let headers: HeaderMap = lines.collect();
        Origin::of(peer.parse().unwrap(), &headers, &trusted).0.to_string()
    }

    #[test]
    fn a_stranger_s_word_for_itself_is_not_taken() {
        assert_eq!(origin("203.0.113.9", &["198.51.100.1"]), "203.0.113.9");
        assert_eq!(origin("127.0.0.1", &[]), "127.0.0.1");
        assert_eq!(origin("127.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(origin("127.0.0.1", &["1.2.3.4, 198.51.100.1"]), "198.51.100.1", "what the client wrote comes first");
        assert_eq!(origin("127.0.0.1", &["1.2.3.4", "198.51.100.1, 10.1.2.3"]), "198.51.100.1", "through two proxies");
        assert_eq!(origin("127.0.0.1", &["198.51.100.1, 10.2.2.3"]), "10.2.2.3", "a proxy that is not trusted");
        assert_eq!(origin("127.0.0.1", &["198.51.100.1, unknown"]), "127.0.0.1");
        assert_eq!(origin("::ffff:127.0.0.1", &["198.51.100.1:4711"]), "198.51.100.1");
    }

    #[test]
    fn an_ipv6_network_is_one_origin() {
        assert_eq!(origin("2001:db8:1:2:3:4:5:6", &[]), "2001:db8:1:2::");
        assert_eq!(origin("::1", &["2001:db8:1:2:ffff::1"]), "2001:db8:1:2::");
        assert_eq!(origin("::1", &["[2001:db8:1:3::1]:443"]), "2001:db8:1:3::");
    }
}
