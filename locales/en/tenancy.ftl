# Words of signing in, of roles and of the platform.

sign-in-title = Sign in
sign-in-where = To { $org }
sign-in-email = E-mail address
sign-in-password = Password
sign-in-button = Sign in
sign-in-support = Need help?

role-founder = Platform owner
role-isp-owner = Owner
role-engineer = Network engineer
role-support = Support
role-reseller = Reseller
role-client = Customer
role-unknown = Member

platform-title = Providers
platform-caption = Providers and how their networks do
platform-none = No provider yet
platform-none-text = Providers appear here as soon as they are set up.
platform-isp = Provider
platform-host = Portal
platform-devices = Devices
platform-interfaces = Interfaces
platform-no-devices = No devices yet
platform-all-answer = { $all ->
    [one] The only one answers
   *[other] All { $all } answer
}
platform-some-down = { $down } of { $all } without answer
platform-some-pending = { $pending } of { $all } not polled yet

branding-title = Branding
branding-lead = How your portal, its icon on home screens and its e-mails look to your customers.
branding-none = Nothing is set here yet: your portal looks like the one above yours, or neutral.
branding-elsewhere = This is the portal of { $org }. Your branding shows on your own portal.
branding-name = Product name
branding-name-help = What customers read in titles, on the sign-in page and under the icon.
branding-accent = Brand colour
branding-accent-help = For example #1668a8. Buttons and links take the nearest shade that reads well, on light and on dark. Leave empty for the neutral colour.
branding-support = Support contact
branding-support-help = E-mail address or phone number; shown on the sign-in page.
branding-mail = E-mails
branding-sender = Sender name
branding-sender-help = Leave empty to use the product name.
branding-footer = Footer
branding-footer-help = Stands under every e-mail, for example your address. At most 1000 characters.
branding-logos = Logo
branding-logo = Logo
branding-logo-help = PNG, JPEG, WebP or SVG, at most 512 kB. The icons are made of it, unless it is much wider than high.
branding-logo-remove = Remove the logo
branding-logo-dark = Logo on dark pages
branding-logo-dark-help = Without one, dark pages show the logo above.
branding-logo-dark-remove = Remove the logo on dark pages
branding-remove = Remove branding
branding-preview = Preview of what is saved
branding-preview-light = Light
branding-preview-dark = Dark
branding-preview-chosen = Chosen entry
branding-preview-link = A link
branding-preview-button = A button
