//! Whether a device answers; when it does not, why and what to do about it.

use leptos::prelude::*;
use network::model::{DeviceItem, PollState};
use ui::words::{t, t_args, t_code};
use ui::{Badge, Tone, Zone};

/// The state in a badge.
pub fn state_badge(item: &DeviceItem) -> impl IntoView + use<> {
    let (tone, text) = match (item.state, &item.last_error) {
        (PollState::Pending, _) => (Tone::Neutral, t("device-pending")),
        (PollState::Up, None) => (Tone::Ok, t("device-up")),
        // It answered before; one or two polls have failed since.
        (PollState::Up, Some(_)) => (Tone::Warning, t("device-shaky")),
        (PollState::Down, _) => (Tone::Critical, t("device-down")),
    };
    view! { <Badge tone text /> }
}

/// A state that the list can be filtered by, in words.
pub fn state_words(state: &str) -> String {
    match state {
        "up" => t("device-up"),
        "shaky" => t("device-shaky"),
        "down" => t("device-down"),
        _ => t("device-pending"),
    }
}

/// What went wrong in the last poll and what helps; nothing after a good one.
pub fn trouble(item: &DeviceItem) -> impl IntoView + use<> {
    let advice = item.last_error.as_ref().map(|code| (t_code("poll-error", code), t_code("poll-advice", code)));
    advice.map(|(what, advice)| {
        view! {
            <p class="trouble">
                <strong>{what}</strong>
                " "
                {advice}
            </p>
        }
    })
}

/// When it last answered, relative and in full.
pub fn last_answer(item: &DeviceItem, now_ms: i64, zone: &Zone) -> impl IntoView + use<> {
    let (text, title) = match item.last_ok_ms {
        Some(at) => (ui::time::ago(now_ms, at), Some(zone.full(at))),
        None => (t("device-never"), None),
    };
    view! {
        <span class="figure" title=title>
            {text}
        </span>
    }
}

/// `v2c, every 30 s`.
pub fn polling(item: &DeviceItem) -> String {
    t_args("device-polling", &[("version", item.version.as_str().into()), ("seconds", i64::from(item.interval_seconds).into())])
}

/// `192.0.2.1:161`, with the brackets that an IPv6 address needs before a port (RFC 3986 §3.2.2).
pub fn endpoint(item: &DeviceItem) -> String {
    if item.address.contains(':') { format!("[{}]:{}", item.address, item.port) } else { format!("{}:{}", item.address, item.port) }
}

#[cfg(test)]
mod tests {
    use kernel::DeviceId;
    use network::model::{PingNow, SnmpVersion};

    use super::*;

    #[test]
    fn an_ipv6_endpoint_has_brackets() {
        let mut item = DeviceItem {
            id: DeviceId(uuid::Uuid::nil()),
            name: "core-1".to_owned(),
            address: "2001:db8::1".to_owned(),
            port: 161,
            version: SnmpVersion::V2c,
            interval_seconds: 30,
            simulated: false,
            state: PollState::Up,
            state_since_ms: 0,
            last_ok_ms: None,
            last_error: None,
            duration_ms: None,
            interfaces: 0,
            ping: PingNow::default(),
        };
        assert_eq!(endpoint(&item), "[2001:db8::1]:161");
        item.address = "router".to_owned();
        assert_eq!(endpoint(&item), "router:161");
        assert_eq!(polling(&item), "SNMP v2c, every 30 s");
    }
}
