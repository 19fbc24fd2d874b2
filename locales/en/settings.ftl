# Words of the settings of a node.

nav-settings = General
settings-title = General settings
settings-lead = These hold for this part of the organisation and what is below it, wherever nobody chooses otherwise.
settings-lead-root = These hold everywhere in your organisation where nobody chooses otherwise.
settings-locale = Language
settings-locale-help = Spoken to everybody who has not chosen a language. A person’s own choice comes first.
settings-time-zone = Time zone
settings-time-zone-help = People who have the present zone move along; new people start with it.
settings-currency = Currency
settings-currency-help = For prices and bills to come. What was written in another currency stays in it.
settings-first-day = First day of the week
settings-as-above = As above: { $what }
settings-as-browser = What each browser asks for
settings-not-chosen = Not chosen
weekday-1 = Monday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
weekday-unknown = Another day
notice-settings-changed = Settings saved.

audit-action-settings-change = Settings changed
audit-detail-currency = Currency
audit-detail-first-day = First day of the week
audit-detail-time-zone = Time zone
