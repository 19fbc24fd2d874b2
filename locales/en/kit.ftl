# Words of the component kit: lists, the command palette, what works without a connection.

palette-open = Go to or do (Ctrl-K)
palette-title = Go to or do
palette-input = Where to, or what to do
palette-none = Nothing fits
palette-none-text = Try fewer letters.
table-columns = Columns
table-columns-apply = Show these
filter-label = Filter
filter-apply = Filter
filter-clear = Show everything
bulk-chosen = chosen
choose-row = Choose { $name }
dialog-close = Close
fact-id = ID
filter-any = Any
filter-none-text = Choose other filters, or show everything.
date-today = Today
notice-undo = Undo
page-broken = This page has stopped working. What you saved is kept.
page-update = A new version is ready.
page-reload = Reload
offline-title = No connection
offline-text = The server cannot be reached from here. Check your connection, then try again; nothing is lost.
people-shown = { $count ->
    [one] 1 person on this page
   *[other] { $count } people on this page
}
kit-title = Component kit
