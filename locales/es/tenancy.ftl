# Words of signing in, of roles and of the platform.

sign-in-title = Iniciar sesión
sign-in-where = Acceso a { $org }
sign-in-email = Correo electrónico
sign-in-password = Contraseña
sign-in-button = Iniciar sesión
sign-in-support = ¿Necesitas ayuda?

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

branding-title = Imagen de marca
branding-lead = Cómo ven tus clientes tu portal, su icono en la pantalla de inicio y sus correos.
branding-none = Aquí aún no hay nada configurado: tu portal se ve como el del nivel superior, o neutro.
branding-elsewhere = Este es el portal de { $org }. Tu imagen de marca se ve en tu propio portal.
branding-name = Nombre del producto
branding-name-help = Lo que leen los clientes en los títulos, en la página de acceso y bajo el icono.
branding-accent = Color de marca
branding-accent-help = Por ejemplo #1668a8. Los botones y enlaces usan el tono más cercano que se lea bien, en claro y en oscuro. Déjalo vacío para el color neutro.
branding-support = Contacto de asistencia
branding-support-help = Correo electrónico o teléfono; aparece en la página de acceso.
branding-mail = Correos
branding-sender = Nombre del remitente
branding-sender-help = Déjalo vacío para usar el nombre del producto.
branding-footer = Pie
branding-footer-help = Aparece al final de cada correo, por ejemplo tu dirección. Como máximo 1000 caracteres.
branding-logos = Logotipo
branding-logo = Logotipo
branding-logo-help = PNG, JPEG, WebP o SVG, como máximo 512 kB. Los iconos se hacen a partir de él, salvo que sea mucho más ancho que alto.
branding-logo-remove = Quitar el logotipo
branding-logo-dark = Logotipo en páginas oscuras
branding-logo-dark-help = Si no hay, las páginas oscuras muestran el logotipo anterior.
branding-logo-dark-remove = Quitar el logotipo de las páginas oscuras
branding-remove = Quitar la imagen de marca
branding-preview = Vista previa de lo guardado
branding-preview-light = Claro
branding-preview-dark = Oscuro
branding-preview-chosen = Entrada elegida
branding-preview-link = Un enlace
branding-preview-button = Un botón
