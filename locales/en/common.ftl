# Words of the frame, of units, times, states and faults.

language-name = English
language-direction = ltr
language-choose = Language

skip-to-content = Skip to content
loading = Loading
nav-main = Main navigation
nav-group-live = Live
nav-group-network = Network
nav-group-platform = Platform
nav-group-settings = Settings
nav-interfaces = Interfaces
nav-lines = Your lines
nav-devices = Devices
nav-platform = Providers
nav-more = More
nav-branding = Branding
crumbs = You are here
pager = Pages
pager-first = First page
pager-next = Next page
search-button = Search
save = Save changes
cancel = Cancel
unknown = not known

account-menu = Account
sign-out = Sign out
theme-system = Theme: as the system has it. Switch to light.
theme-light = Theme: light. Switch to dark.
theme-dark = Theme: dark. Switch to the system’s.

simulated-world = Simulated network
simulated-world-help = These devices are simulated. No real equipment is behind them.

live-connecting = Connecting
live-on = Live
live-reconnecting = Reconnecting

figure-none = no figure
unit-bit-s = bit/s
unit-kbit-s = kbit/s
unit-mbit-s = Mbit/s
unit-gbit-s = Gbit/s
unit-tbit-s = Tbit/s
unit-byte = B
unit-kbyte = kB
unit-mbyte = MB
unit-gbyte = GB
unit-tbyte = TB
seconds = { $count } s
milliseconds = { $count } ms

not-found-title = Page not found
not-found-what = There is nothing at this address
not-found-text = The link may be old, or the page may belong to someone else.
not-found-home = Go to the start page

error-unauthenticated = Your session has ended
error-not-found = This is not here
error-forbidden = Your role does not include this
error-invalid = Something in the request does not fit
error-conflict = Someone else has changed this meanwhile
error-unavailable = The server cannot answer right now
error-internal = Something went wrong on our side
error-unknown = Something went wrong
error-advice-unauthenticated = Sign in again; nothing is lost.
error-advice-not-found = It may have been removed, or it may belong to someone else.
error-advice-forbidden = Ask an owner of your organisation if you need it.
error-advice-invalid = Go back, check what you entered and try again.
error-advice-conflict = Load the page again to see what it looks like now.
error-advice-unavailable = Measuring goes on. Try again in a moment.
error-advice-internal = Measuring goes on. Try again; if it stays like this, tell support the number below.
error-advice-unknown = Try again; if it stays like this, tell support.
error-request = Request number: { $id }
error-retry = Try again

form-fault-invalid = This could not be saved yet. Please check:
form-fault-credentials = E-mail address and password do not fit together.
form-fault-too-many-attempts = Too many attempts. Wait a few minutes, then try again.
form-fault-device-limit = The number of devices this provider may have is reached.
form-fault-changed = Someone else has changed this meanwhile. Open it again to see the newest version, then repeat your change.
form-fault-unauthenticated = Your session has ended. Sign in again, then repeat this.
form-fault-unavailable = The server cannot answer right now. Nothing was saved; try again in a moment.
form-fault-internal = Something went wrong on our side. Nothing was saved; try again.
form-fault-not-found = This does not exist any more.
form-fault-forbidden = Your role does not include this.
form-fault-unknown = This could not be done. Nothing was saved.
form-fault-list = What to check
field-error-required = Please fill this in.
field-error-too-long = This is too long.
field-error-control-characters = This holds characters that cannot be used.
field-error-not-an-address = Enter a host name or one IP address, without port or path.
field-error-not-a-port = Enter a port from 1 to 65535.
field-error-interval-range = Enter 10 to 300 seconds.
field-error-not-a-choice = Choose one of the list.
field-error-passphrase-short = Use at least 8 characters.
field-error-device-name-taken = Another device has this name.
field-error-not-a-colour = Enter a colour as six hexadecimal digits, for example #1668a8.
field-error-logo-empty = This file is empty.
field-error-logo-too-big = This file is larger than 512 kB.
field-error-logo-kind = This is no PNG, JPEG, WebP or SVG.
field-error-logo-pixels = This image has more than 4096 pixels along one side.
field-error-logo-broken = This image is damaged and cannot be read.
field-error-logo-svg = This SVG has text, pictures, scripts or effects that cannot be used. Turn text into outlines, or send a PNG.
field-error-file-again = Choose this file again; it was not kept.
field-error-unknown = This does not fit.

notice-device-added = Device added. The first figures arrive with the second poll.
notice-device-changed = Changes saved. The device is being polled again.
notice-device-removed = Device removed. What was measured is kept.
notice-interface-assigned = Interface assigned.
notice-branding-changed = Branding saved.
notice-branding-removed = Branding removed.
notice-unknown = Done.
notice-dismiss = Dismiss
