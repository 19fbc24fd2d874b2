# Words of alerts.

nav-alerts = Alerts

alerts-title = Alerts
alerts-lead = What is wrong with interfaces now, and what was. Figures are looked at every five minutes, links every minute.
alerts-channels = Where alerts go
alerts-open = { $count ->
    [one] 1 open problem
   *[other] { $count } open problems
}
alerts-open-caption = Problems that are not over
alerts-cut = { $count ->
    [one] Only the first one is shown.
   *[other] Only the first { $count } are shown.
}
alerts-none = Nothing is wrong
alerts-none-text = No watched interface is too busy, and no link that was up is down.
alerts-timeline = Timeline
alerts-timeline-caption = What happened, newest first
alerts-shown = { $count ->
    [one] 1 entry on this page
   *[other] { $count } entries on this page
}
alerts-newest = Newest
alerts-older = Older

alert-object = Interface
alert-rule = Problem
alert-rule-utilisation-high = Busy
alert-rule-utilisation-full = Full
alert-rule-link-down = Link down
alert-value = Value
alert-used = { $percent } %
alert-since = Since
alert-care = Taken care of by
alert-somebody = Somebody
alert-nobody = Nobody yet
alert-acknowledge = I take care of it
alert-recovering = Calming down
alert-silent = No data
alert-flapping = Back and forth
alert-told = Sent by e-mail
alert-time = Time ({ $zone })
alert-turn = What happened
alert-turn-fired = Problem
alert-turn-recovered = Over
alert-turn-silent = No more data
alert-turn-heard = Data again
alert-turn-flapping-began = Goes back and forth
alert-turn-flapping-ended = Settled
alert-turn-acknowledged = Taken care of
alert-turn-unknown = Other
