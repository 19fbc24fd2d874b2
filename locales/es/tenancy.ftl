# Words of signing in, of roles and of the platform.

sign-in-title = Iniciar sesión
sign-in-where = Acceso a { $org }
sign-in-email = Correo electrónico
sign-in-password = Contraseña
sign-in-button = Iniciar sesión

role-founder = Propietario de la plataforma
role-isp-owner = Propietario
role-engineer = Ingeniero de red
role-support = Soporte
role-reseller = Revendedor
role-client = Cliente
role-unknown = Miembro

platform-title = Proveedores
platform-caption = Proveedores y el estado de sus redes
platform-none = Aún no hay proveedores
platform-none-text = Los proveedores aparecen aquí en cuanto se configuran.
platform-isp = Proveedor
platform-host = Portal
platform-devices = Dispositivos
platform-interfaces = Interfaces
platform-no-devices = Aún no hay dispositivos
platform-all-answer = { $all ->
    [one] El único responde
   *[other] Los { $all } responden
}
platform-some-down = { $down } de { $all } sin respuesta
platform-some-pending = { $pending } de { $all } aún sin sondear
