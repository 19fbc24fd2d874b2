# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = You are invited to { $product }
mail-invitation-title = You are invited to { $product }
mail-invitation-text = { $by } has opened an account for you. Choose how you want to sign in, and it is ready.
mail-invitation-button = Accept the invitation
mail-invitation-footer = If you do not know { $by }, ignore this mail: without you, nothing happens.

mail-password-reset-subject = Choose a new password for { $product }
mail-password-reset-title = Choose a new password
mail-password-reset-text = Someone, hopefully you, wants to choose a new password for your account at { $product }.
mail-password-reset-button = Choose a new password
mail-password-reset-footer = If that was not you, ignore this mail: your password stays as it is.

mail-magic-link-subject = Sign in to { $product }
mail-magic-link-title = Sign in to { $product }
mail-magic-link-text = Open this link in the browser in which you asked for it.
mail-magic-link-button = Sign in
mail-magic-link-footer = If you did not ask for it, ignore this mail: nobody can sign in without it.

mail-security-notice-subject = Security notice from { $product }
mail-security-notice-title = Your account has changed
mail-security-notice-text = Something about the way you sign in to { $product } has changed.
mail-security-notice-button = Look at your account
mail-security-notice-footer = If that was you, there is nothing to do. If it was not, choose a new password at once and end all other sessions.

mail-domain-suspended-subject = { $domain } no longer leads to { $product }
mail-domain-suspended-title = Your domain no longer leads here
mail-domain-suspended-text = The DNS record that proves whose { $domain } is was not found for days, so the portal of { $product } no longer answers there. Put the record back and check again. For 30 days nobody else can have the name here.
mail-domain-suspended-button = Look at the domain
mail-domain-suspended-footer = You get this mail because you can manage the domains.

mail-alert-problem-subject = { $count ->
    [one] { $product }: 1 problem in the network
   *[other] { $product }: { $count } problems in the network
}
mail-alert-problem-title = Something is wrong in the network
mail-alert-problem-text = This was found:
mail-alert-problem-button = See all alerts
mail-alert-problem-footer = You get this mail because you look after this network. Another one follows when it is over.

mail-alert-recovery-subject = { $count ->
    [one] { $product }: 1 problem is over
   *[other] { $product }: { $count } problems are over
}
mail-alert-recovery-title = Problems are over
mail-alert-recovery-text = This is right again:
mail-alert-recovery-button = See all alerts
mail-alert-recovery-footer = You get this mail because you look after this network.

mail-alert-line-utilisation-high = { $object }: busy, { $percent } % of its speed in use
mail-alert-line-utilisation-full = { $object }: full, { $percent } % of its speed in use
mail-alert-line-link-down = { $object }: the link is down
mail-alert-line-device-down = { $object }: does not answer any more
mail-alert-line-group-total = { $object }: the sum is at { $percent } % of its threshold
mail-alert-line-flapping = { $object }: goes back and forth; nothing more is sent until it settles
mail-alert-line-utilisation-calm = { $object }: down to { $percent } % of its speed
mail-alert-line-link-up = { $object }: the link is up again
mail-alert-line-device-up = { $object }: answers again
mail-alert-line-group-calm = { $object }: the sum is down to { $percent } % of its threshold
mail-alert-line-unwatched = { $object }: no longer watched

mail-event-password-changed = The password of your account at { $product } has been changed.
mail-event-email-changed = The e-mail address of your account at { $product } has been changed.
mail-event-two-factor-on = Your account at { $product } now asks for a second factor when you sign in.
mail-event-two-factor-off = Your account at { $product } no longer asks for a second factor when you sign in.
mail-event-passkey-added = A passkey has been added to your account at { $product }.
mail-event-passkey-removed = A passkey has been removed from your account at { $product }.
mail-event-recovery-codes-made = New recovery codes have been made for your account at { $product }. The old ones no longer work.
mail-event-recovery-code-used = A recovery code has been used to sign in to your account at { $product }.
mail-event-new-sign-in = Someone has signed in to your account at { $product } from a device that was not used before.
mail-event-sessions-ended = All sessions of your account at { $product } have been ended.
mail-event-api-token-reused = A copy of a sign-in of an app was used at { $product }. Nobody can say by whom, so the app was signed out.

mail-lasts-minutes = { $minutes ->
    [one] The link works once, within 1 minute.
   *[other] The link works once, within { $minutes } minutes.
}
mail-lasts-hours = { $hours ->
    [one] The link works once, within 1 hour.
   *[other] The link works once, within { $hours } hours.
}
mail-address = If the button does not work, open this address:
mail-sender = { $product } sent this mail automatically.

mail-notice-test = This is a test of { $product }. Notices arrive here.
mail-notice-more = { $count ->
    [one] 1 more
   *[other] { $count } more
}
mail-notice-status = { $count ->
    [one] 1 open problem
   *[other] { $count } open problems
}
mail-notice-status-none = Nothing is wrong at present.
mail-notice-acked = Noted, you take care of it: { $object }
mail-notice-ack-known = Somebody takes care of it already: { $object }
mail-notice-ack-none = There is no open problem of this code.
mail-notice-help = /status says what is wrong now. /ack and the code of a problem says that you take care of it.
