# Words of pings and of whether a device can be reached.

reach-up = Reachable
reach-down = Not reachable
reach-unknown = Ping not known
reach-since = Reachability since
reach-answered = Last ping answered
device-reach = Ping
pings-title = Pings
pings-caption = Pings over time
pings-empty-text = They appear here a minute after the first ones.
pings-sent = Sent
pings-lost = Lost
pings-loss = Loss
pings-least = Shortest
pings-average = Average
pings-most = Longest
pings-percent = { $percent } %
pings-in-words = Pings over { $range }: { $average } on average, { $most } at most, { $loss } lost.
unit-us = µs
unit-ms = ms
unit-s = s
