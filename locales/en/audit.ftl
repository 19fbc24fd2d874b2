# Words of the audit log.

nav-audit = Audit log

audit-title = Audit log
audit-lead = Every change and every sign-in, newest first. Entries are never changed or removed.
audit-caption = Who did what and when
audit-time = Time ({ $zone })
audit-who = Who
audit-what = What
audit-object = On what
audit-details = Details
audit-request = Request number
audit-shown = { $count ->
    [one] 1 entry on this page
   *[other] { $count } entries on this page
}
audit-newest = Newest
audit-newer = Newer
audit-older = Older
audit-none = Nothing recorded yet
audit-none-text = Entries appear here as soon as someone signs in or changes something.
audit-none-found = No entry fits
audit-none-found-text = Choose other days, another person or another action.
audit-show-all = Show everything
audit-export = Export as CSV
audit-export-cut = Only the newest entries are in this file. Narrow the filters to get the older ones.
audit-filter = Filter
audit-filter-person = E-mail address contains
audit-filter-action = Action
audit-filter-any = Any action
audit-filter-from = First day
audit-filter-to = Last day
audit-actor-hidden = Unknown person
audit-actor-part = The system

audit-action-audit-export = Audit log exported
audit-action-device-add = Device added
audit-action-device-change = Device changed
audit-action-device-remove = Device removed
audit-action-interface-assign = Interface assigned
audit-action-alert-acknowledge = Alert taken care of
audit-action-group-add = Group of interfaces made
audit-action-group-change = Group of interfaces changed
audit-action-group-remove = Group of interfaces removed
audit-action-group-members = Interfaces of a group changed
audit-action-org-create = Organisation created
audit-action-sign-in = Signed in
audit-action-sign-in-refused = Sign-in refused
audit-action-user-create = Person created
audit-action-user-language = Language chosen
audit-action-user-password-set = Password set
audit-action-channel-add = Destination added
audit-action-channel-change = Destination changed
audit-action-channel-remove = Destination removed
audit-action-unknown = Other

audit-object-audit = Audit log
audit-object-device = Device
audit-object-email-sha256 = E-mail address (as a hash)
audit-object-group = Group of interfaces
audit-object-interface = Interface
audit-object-org = Organisation
audit-object-user = Person
audit-object-channel = Destination of notices
audit-object-unknown = Other

audit-detail-action = Action
audit-detail-changed = Changed
audit-detail-from = From
audit-detail-host = Portal
audit-detail-hosts = Portals
audit-detail-kind = Kind
audit-detail-locale = Language
audit-detail-name = Name
audit-detail-person = By person
audit-detail-role = Role
audit-detail-rule = Rule
audit-detail-to = To
audit-detail-version = Version
audit-detail-unknown = Other

audit-part-demo-world = Demo world
audit-part-sign-in = Sign-in page
audit-part-unknown = Other

field-error-not-a-date = Enter a date as year-month-day, for example 2026-11-30.
field-error-date-order = This lies before the first day.
