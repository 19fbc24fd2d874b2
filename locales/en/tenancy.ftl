# Words of signing in, of roles and of the platform.

sign-in-title = Sign in
sign-in-where = To { $org }
sign-in-email = E-mail address
sign-in-password = Password
sign-in-button = Sign in

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
