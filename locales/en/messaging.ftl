# Words of the pages about mail.

nav-sent-mail = Sent mail
sent-mail-title = Sent mail
sent-mail-caption = Mails that would have been sent, newest first
sent-mail-why = No mail server is set up, so mails are kept here for 7 days instead of being sent.
sent-mail-none = No mail yet
sent-mail-none-text = What the product would send appears here.
sent-mail-subject = Subject
sent-mail-to = To
sent-mail-at = Time
sent-mail-more = Only the newest { $count } are shown.
