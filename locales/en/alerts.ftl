# Words of alerts.

nav-alerts = Alerts

alerts-title = Alerts
alerts-lead = What is wrong with devices and interfaces now, and what was. Figures are looked at every five minutes, devices and links every minute.
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
alerts-none-text = No watched interface is too busy, no link that was up is down, and every device that answered still does.
alerts-timeline = Timeline
alerts-timeline-caption = What happened, newest first
alerts-shown = { $count ->
    [one] 1 entry on this page
   *[other] { $count } entries on this page
}
alerts-newest = Newest
alerts-older = Older

alert-object = Where
alert-rule = Problem
alert-rule-utilisation-high = Busy
alert-rule-utilisation-full = Full
alert-rule-link-down = Link down
alert-rule-device-down = Device down
alert-rule-group-total = Group over its threshold
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

alert-rules-title = Rules
alert-rules-lead = From when on something is a problem, and when it is over.
alert-rule-title = Rule: { $name }
alert-rule-begins = Begins
alert-rule-ends = Is over
alert-rule-state = Watched
alert-rule-on = Yes
alert-rule-off = No
alert-begins-share = { $percent } % of the speed or more, in { $count } of { $of } steps of five minutes
alert-begins-group = { $percent } % of the group’s threshold or more, in { $count } of { $of } steps of five minutes
alert-ends-share = Below { $percent } %, in { $count } steps in a row
alert-begins-polls = Found down by { $count } polls in a row
alert-begins-pings = No answer to { $count } pings in a row
alert-ends-answer = Up again
alert-rule-raise-at = Problem from (%)
alert-rule-raise-at-help = Of what the line can carry, over five minutes, in the busier direction.
alert-rule-of-group-help = Of the threshold that is set at the group, over five minutes.
alert-rule-in-a-row = How many in a row
alert-rule-raise-for = In so many steps
alert-rule-raise-for-help = Steps are five minutes long. One busy step alone is often no problem.
alert-rule-raise-of = Of the last
alert-rule-clear-below = Over below (%)
alert-rule-clear-below-help = Lower than where it begins, or a line that wavers is told again and again.
alert-rule-clear-for = For so many steps
alert-rule-clear-for-help = So many calm steps in a row end the problem.
alert-rule-try = Try on the last days
alert-try-title = What this rule would have found
alert-try-told = { $count ->
    [one] 1 problem
   *[other] { $count } problems
} in the last { $days ->
    [one] day
   *[other] { $days } days
}. The rule as it is saved: { $stored }.
alert-try-found = { $count ->
    [one] The rule as it is saved found 1 problem in the last 7 days.
   *[other] The rule as it is saved found { $count } problems in the last 7 days.
}
alert-try-not-kept = Single polls and pings are not kept so long, so another number cannot be tried.
alert-try-none = No problem
alert-try-none-text = No line would have been told.
alert-try-caption = Lines with the most problems
alert-try-problems = Problems
alert-try-minutes = Together
alert-try-last = Last one
alert-try-further = { $count ->
    [one] And 1 further line.
   *[other] And { $count } further lines.
}
alert-try-cut = More than 100 lines were that busy; only the 100 busiest were tried.
alert-minutes = { $count } min

field-error-percent-range = Enter a whole number from 1 to 100.
field-error-count-range = Enter a whole number: 1 to 12 steps, or 1 to 20 in a row.
field-error-clear-above-raise = This lies above the value at which the problem begins.
field-error-for-above-of = This is more than the steps that are looked at.
notice-alert-acknowledged = Noted: you take care of it.
notice-alert-rule-changed = Rule saved. The next look at the network goes by it.
