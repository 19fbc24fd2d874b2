# Words of dashboards, search, profile and of the product's own health.

nav-dashboard = Dashboard
dashboard-title = Dashboard
dashboard-few = Your pages are in the menu
dashboard-few-text = Your role opens some pages and no overview of the network.
dashboard-customer-title = Your connection
dashboard-now = { $direction } now
dashboard-lines-measured = Measured on { $fresh } of { $lines } lines
dashboard-of-assigned = Sum of all lines that are assigned to resellers and customers
dashboard-of-all = Sum of all interfaces: none is assigned to anyone yet, so traffic that passes two of them counts twice
dashboard-of-customers = Sum of all lines of your customers
dashboard-of-own = All of your lines together
dashboard-history = Last 24 hours
dashboard-history-words = Traffic over the last 24 hours: { $first } up to { $first-peak }, { $second } up to { $second-peak }.
dashboard-history-table = Show as a table
dashboard-history-caption = Hourly averages, newest first
dashboard-fullest = Fullest interfaces
dashboard-fullest-none = Nothing is measured yet on an interface whose speed is known.
dashboard-silent = Devices that do not answer
dashboard-silent-none = None
dashboard-since = Since { $age }
dashboard-changes = Recent changes
dashboard-all = Show all
dashboard-all-of = Show all: { $what }
dashboard-customers = Customers
dashboard-customers-note = Set up at all providers
dashboard-tree-note = Branches: { $branches }, resellers: { $resellers }
dashboard-isps = Active providers
dashboard-isps-note = Paused: { $paused }, closed: { $closed }
dashboard-platform-traffic = Traffic now, all ports
dashboard-polls = Polls in the last minute
dashboard-polls-note = Due: { $due }, late: { $late }, failing: { $failing }
dashboard-queued = Waiting in the outbox
dashboard-work-note = Given up: { $dead }, failing jobs: { $failing }
dashboard-work-oldest = The oldest is from { $age }
dashboard-work-none = Nothing is waiting
dashboard-troubles = Providers, most trouble first
dashboard-capacity = Used of your capacity
dashboard-capacity-own = Speed of your own lines
dashboard-capacity-theirs = Sum of your customers’ line speeds
dashboard-capacity-unknown = The line speeds are not known
dashboard-usage = What your customers use now
dashboard-usage-none = No customer has a line yet
dashboard-usage-none-text = As soon as a line is assigned to one of your customers, its usage appears here.
dashboard-usage-more = Only the busiest are shown.
dashboard-share = Share
dashboard-today = Today
dashboard-month = This month
first-steps = First steps
first-steps-progress = { $done } of { $all } done
first-step-done = Done:
first-step-open = To do:
first-step-device = Add a device
first-step-device-help = For example your core router at 192.0.2.1 with SNMP v2c.
first-step-people = Invite your staff
first-step-people-help = For example a network engineer, by e-mail.
first-step-brand = Choose your look
first-step-brand-help = Name, colour and logo of your portal.
first-step-reseller = Add a reseller
first-step-reseller-help = Its people then see their own lines and customers.
profile-title = Profile
profile-security = Security
profile-name = Your name
profile-email-help = You sign in with it. Ask whoever invited you if it must change.
profile-zone = Times are shown in
profile-language-save = Use this language
notice-profile-saved = Profile saved.
audit-action-user-rename = Own name changed
search-title = Search
search-all = Search everything
search-what = Name, e-mail address, device or line
search-begin = What are you looking for?
search-begin-text = A part of a name is enough.
search-none = Nothing found
search-none-text = Try a shorter part of the name, or another spelling.
search-pages = Pages and actions
search-more = There are more. Type more of the name.
search-all-of = All results: { $kind }
health-title = System health
redis-off = Not configured
redis-up = Answers
redis-away = Does not answer
redis-unknown = Not known
dashboard-invited = { $count ->
    [0] No invitation is open
    [one] 1 invitation is open
   *[other] { $count } invitations are open
}
dashboard-ports = { $count ->
    [one] 1 port
   *[other] { $count } ports
}
dashboard-lines = { $count ->
    [one] 1 line
   *[other] { $count } lines
}
search-found = { $count ->
    [one] 1 result
   *[other] { $count } results
}

platform-title = Providers
platform-none = No provider yet
platform-none-text = Providers appear here as soon as they are set up.
platform-isp = Provider
platform-devices = Devices
platform-no-devices = No devices yet
platform-all-answer = { $all ->
    [one] The only one answers
   *[other] All { $all } answer
}
platform-some-down = { $down } of { $all } without answer
platform-some-pending = { $pending } of { $all } not polled yet
