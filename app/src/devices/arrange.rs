//! Which devices the list shows, and in which order. All of them are there; what is asked stands in the address.

use network::model::{DeviceItem, PollState, Reach};
use ui::ListAddress;

/// The names of the filters in the address.
pub const FILTERS: &[&str] = &["q", "state"];

/// The devices that fit, in the order that is asked for; by name where none is.
pub fn arrange(mut devices: Vec<DeviceItem>, list: &ListAddress) -> Vec<DeviceItem> {
    let search = list.value("q").trim().to_lowercase();
    let state = list.value("state");
    devices.retain(|device| {
        let named = search.is_empty() || device.name.to_lowercase().contains(&search) || device.address.to_lowercase().contains(&search);
        named && (state.is_empty() || state == state_key(device))
    });
    let Some(order) = list.order() else { return devices };
    // Stable: equal ones stay in the order of their names.
    match order.key {
        "name" => devices.sort_by_cached_key(|device| device.name.to_lowercase()),
        "state" => devices.sort_by_key(badness),
        "reach" => devices.sort_by_key(|device| unreachable_first(device.ping.reach)),
        "answer" => devices.sort_by_key(|device| device.last_ok_ms),
        "address" => devices.sort_by_cached_key(|device| device.address.to_lowercase()),
        "interfaces" => devices.sort_by_key(|device| device.interfaces),
        _ => return devices,
    }
    if order.descending {
        devices.reverse();
    }
    devices
}

/// The states to choose from, as the address names them.
pub const STATES: [&str; 4] = ["up", "shaky", "down", "pending"];

fn state_key(device: &DeviceItem) -> &'static str {
    match (device.state, &device.last_error) {
        (PollState::Pending, _) => "pending",
        (PollState::Up, None) => "up",
        (PollState::Up, Some(_)) => "shaky",
        (PollState::Down, _) => "down",
    }
}

/// What needs a look comes first.
fn badness(device: &DeviceItem) -> usize {
    const WORST_FIRST: [&str; 4] = ["down", "shaky", "pending", "up"];
    WORST_FIRST.iter().position(|state| *state == state_key(device)).unwrap_or(WORST_FIRST.len())
}

fn unreachable_first(reach: Reach) -> u8 {
    match reach {
        Reach::Down => 0,
        Reach::Unknown => 1,
        Reach::Up => 2,
    }
}

#[cfg(test)]
mod tests {
    use kernel::DeviceId;
    use leptos_router::params::ParamsMap;
    use network::model::{PingNow, SnmpVersion};

    use super::*;

    fn device(name: &str, state: PollState, error: Option<&str>, interfaces: u32) -> DeviceItem {
        DeviceItem {
            id: DeviceId(uuid::Uuid::nil()),
            name: name.to_owned(),
            address: format!("{}.example", name.to_lowercase()),
            port: 161,
            version: SnmpVersion::V2c,
            interval_seconds: 30,
            simulated: false,
            state,
            state_since_ms: 0,
            last_ok_ms: None,
            last_error: error.map(str::to_owned),
            duration_ms: None,
            interfaces,
            ping: PingNow::default(),
        }
    }

    fn names(query: &[(&'static str, &str)]) -> Vec<String> {
        let mut params = ParamsMap::new();
        for (name, value) in query {
            params.insert(*name, (*value).to_owned());
        }
        let devices = vec![
            device("Access", PollState::Up, None, 3),
            device("core", PollState::Down, Some("timeout"), 9),
            device("Edge", PollState::Up, Some("timeout"), 1),
            device("new", PollState::Pending, None, 0),
        ];
        arrange(devices, &ListAddress::read("/network/devices", FILTERS, &params)).into_iter().map(|device| device.name).collect()
    }

    #[test]
    fn order_and_filters() {
        assert_eq!(names(&[]), ["Access", "core", "Edge", "new"]);
        assert_eq!(names(&[("sort", "state")]), ["core", "Edge", "new", "Access"]);
        assert_eq!(names(&[("sort", "-interfaces")]), ["core", "Access", "Edge", "new"]);
        assert_eq!(names(&[("sort", "nonsense")]), ["Access", "core", "Edge", "new"]);
        assert_eq!(names(&[("state", "shaky")]), ["Edge"]);
        assert_eq!(names(&[("q", " CORE ")]), ["core"]);
        assert_eq!(names(&[("q", "nowhere")]), Vec::<String>::new());
        for state in STATES {
            assert_eq!(names(&[("state", state)]).len(), 1, "{state}");
        }
    }
}
