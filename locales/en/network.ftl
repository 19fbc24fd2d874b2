# Words of interfaces, traffic and devices.

traffic-in = In
traffic-out = Out
traffic-download = Download
traffic-upload = Upload

interfaces-title = Interfaces
interfaces-caption = Interfaces with their present traffic
interfaces-search = Search by name, description or device
interfaces-show-all = Show all interfaces
interfaces-shown = { $count ->
    [one] 1 interface on this page
   *[other] { $count } interfaces on this page
}
interfaces-name = Interface
interfaces-device = Device
interfaces-served = Serves
interfaces-used = Used
interfaces-spark = Last 2 hours
interfaces-state = State
interfaces-groups = Groups
interfaces-none = No interfaces yet
interfaces-none-text = Add a device. Its interfaces are found by themselves and appear here within a minute.
interfaces-none-staff-text = They appear here as soon as someone adds a device.
interfaces-none-found = Nothing matches
interfaces-none-found-text = Names, descriptions and device names are searched. Try a shorter part of one.
lines-title = Your lines
lines-name = Line
lines-none = No line is assigned to you yet
lines-none-text = As soon as your provider assigns one, its traffic appears here.

state-up = Up
state-down = Down
state-stale = No fresh figures
state-pending = Waiting for figures

spark-empty = No figures in the last 2 hours
spark-label = Last 2 hours: { $first } up to { $first-peak }, { $second } up to { $second-peak }

interface-none = Interface
interface-speed = Line speed
interface-measured = Measured when this page was loaded
interface-interval = Polled every
interface-index = ifIndex
interface-mac = Hardware address
interface-counters = Counters
interface-counters-64 = 64-bit
interface-counters-32 = 32-bit

assign-link = Assign
assign-title = Assign interface
assign-org = Serves
assign-help = Whoever is chosen sees this interface and what is measured from now on, nothing of before.
assign-button = Assign interface

traffic-title = Traffic
range-nav = Time range
range-hour = 1 hour
range-day = 24 hours
range-week = 7 days
range-month = 30 days
view-nav = View
view-chart = Chart
view-table = Table
chart-empty = No figures in this range
chart-empty-text = They appear here with the next polls.
chart-in-words = Traffic over { $range }: { $first } up to { $first-peak }, { $second } up to { $second-peak }. { $gaps ->
    [0] Measured without a gap.
    [one] One gap.
   *[other] { $gaps } gaps.
}
chart-zone = Times in { $zone }
stats-caption = The range in figures
stats-direction = Direction
stats-average = Average
stats-highest = Highest
stats-total = Total
series-caption = Traffic, newest first
series-from = From
series-average = { $direction }, average
series-highest = { $direction }, highest
holes-title = Not measured
holes-more = { $count ->
    [one] and one more before
   *[other] and { $count } more before
}
gap-silent = No reading: the device did not answer or was not polled.
gap-reason-reset = The counters were reset.
gap-reason-reboot = The device restarted.
gap-reason-implausible = The reading was more than the line can carry.
gap-reason-changed = The kind of counter changed.
gap-reason-too-old = Read too late to be stored.
gap-reason-unknown = Nothing could be measured.

devices-title = Devices
devices-caption = Devices and whether they answer
devices-none = No devices yet
devices-none-text = Add the first one by its address and SNMP credentials. A core router is a good start.
devices-none-staff-text = They appear here as soon as an engineer adds one.
devices-interfaces-count = { $count ->
    [one] 1 interface
   *[other] { $count } interfaces
}
device-none = Device
device-name = Name
device-name-help = As your team calls it, for example core-1.
device-state = State
device-last-answer = Last answer
device-address = Address
device-address-help = Host name or IP address, for example 192.0.2.1.
device-port = UDP port
device-interfaces = Interfaces
device-no-interfaces = No interfaces found yet
device-no-interfaces-text = They appear after the first complete poll.
device-simulated = Simulated
device-pending = Not polled yet
device-up = Answers
device-shaky = Missed a poll
device-down = No answer
device-never = never
device-polling = SNMP { $version }, every { $seconds } s
device-polling-label = Polling
device-since = State since
device-duration = Last poll took
device-sys-name = System name
device-sys-descr = System description
device-add = Add device
device-add-text = Polling begins as soon as the device is saved; its interfaces are found by themselves.
device-edit = Edit device
device-remove = Remove device
device-remove-title = Remove { $name }?
device-remove-text = { $count ->
    [0] Polling stops. What was measured so far is kept.
    [one] Polling stops, and its interface leaves the list. What was measured so far is kept.
   *[other] Polling stops, and its { $count } interfaces leave the list. What was measured so far is kept.
}
device-keep = Keep it
device-version = SNMP version
device-version-1 = v1 (32-bit counters only)
device-version-2c = v2c
device-version-3 = v3 (authenticated and encrypted)
device-interval = Seconds between polls
device-interval-help = 10 to 300; 30 suits most.
device-community-legend = For v1 and v2c
device-community = Community
device-community-help = Stored encrypted and never shown again.
device-secret-kept = Leave empty to keep the stored one.
device-usm-legend = For v3
device-usm-user = User name
device-usm-auth = Authentication
device-usm-auth-passphrase = Authentication passphrase
device-usm-privacy = Encryption
device-usm-privacy-passphrase = Encryption passphrase
device-passphrase-help = At least 8 characters; stored encrypted.

poll-error-timeout = No answer.
poll-error-refused = Nothing listens on this port.
poll-error-unresolved = The host name is not known.
poll-error-auth = The credentials were refused.
poll-error-malformed = The answer makes no sense.
poll-error-too-much = More than can be read in one poll.
poll-error-credential = The stored credentials cannot be used.
poll-error-agent-error = The device reports an error.
poll-error-unknown = The last poll failed.
poll-advice-timeout = Check that it is reachable and that SNMP is allowed from this server. With v1 and v2c a wrong community stays unanswered too.
poll-advice-refused = Check the port and whether the SNMP service runs.
poll-advice-unresolved = Check the spelling, or enter the IP address.
poll-advice-auth = Check user, passphrases and algorithms.
poll-advice-malformed = Update the device’s software, or try another SNMP version.
poll-advice-too-much = Choose a longer interval, or ask us to raise the limit of interfaces.
poll-advice-credential = Enter them again under Edit device.
poll-advice-agent-error = Check that the SNMP user or community may read the interface tables.
poll-advice-unknown = Polling goes on; the next answer clears this.
