//! From what a device's form says to an address that may be pinged.

use std::net::IpAddr;
use std::time::Duration;

/// How long a name may take to resolve.
const RESOLVE: Duration = Duration::from_secs(3);

/// The address, where it is written as one; `None` for a name.
pub fn literal(address: &str) -> Option<IpAddr> {
    address.parse().ok()
}

/// The first address of a name that may be pinged.
pub async fn look_up(name: &str) -> Option<IpAddr> {
    // The port is of no account; a name is looked up with one.
    let found = tokio::time::timeout(RESOLVE, tokio::net::lookup_host((name, 0))).await.ok()?.ok()?;
    found.map(|address| address.ip()).find(|ip| is_host(*ip))
}

/// One host's address: not many hosts' and not nobody's.
pub fn is_host(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => !ip.is_multicast() && !ip.is_broadcast() && !ip.is_unspecified(),
        IpAddr::V6(ip) => !ip.is_multicast() && !ip.is_unspecified() && ip.to_ipv4_mapped().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_single_hosts_are_pinged() {
        for (address, may) in [
            ("192.0.2.1", true),
            ("2001:db8::1", true),
            ("127.0.0.1", true),
            ("224.0.0.1", false),
            ("255.255.255.255", false),
            ("0.0.0.0", false),
            ("ff02::1", false),
            ("::", false),
            ("::ffff:192.0.2.1", false),
        ] {
            assert_eq!(is_host(literal(address).unwrap()), may, "{address}");
        }
        assert_eq!(literal("router.isp.example"), None);
        assert!(look_up("localhost").await.is_some_and(|ip| ip.is_loopback()));
        assert_eq!(look_up("no such name").await, None);
    }
}
