# Words of the frame, of units, times, states and faults.

language-name = Español
language-direction = ltr
language-choose = Idioma

skip-to-content = Ir al contenido
loading = Cargando
nav-main = Navegación principal
nav-group-live = En vivo
nav-group-network = Red
nav-group-platform = Plataforma
nav-group-settings = Ajustes
nav-interfaces = Interfaces
nav-lines = Tus líneas
nav-devices = Dispositivos
nav-platform = Proveedores
nav-more = Más
nav-branding = Imagen de marca
crumbs = Estás aquí
pager = Páginas
pager-first = Primera página
pager-next = Página siguiente
search-button = Buscar
save = Guardar cambios
cancel = Cancelar
unknown = se desconoce

account-menu = Cuenta
sign-out = Cerrar sesión
theme-system = Tema: según el sistema. Cambiar a claro.
theme-light = Tema: claro. Cambiar a oscuro.
theme-dark = Tema: oscuro. Cambiar al del sistema.

simulated-world = Red simulada
simulated-world-help = Estos dispositivos son simulados. No hay equipos reales detrás de ellos.

live-connecting = Conectando
live-on = En vivo
live-reconnecting = Reconectando

figure-none = sin dato
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

not-found-title = Página no encontrada
not-found-what = No hay nada en esta dirección
not-found-text = Es posible que el enlace sea antiguo o que la página pertenezca a otra persona.
not-found-home = Ir a la página de inicio

error-unauthenticated = La sesión ha terminado
error-not-found = Esto no está aquí
error-forbidden = Tu rol no incluye esto
error-invalid = Algo en la solicitud no es válido
error-conflict = Alguien más ha cambiado esto mientras tanto
error-unavailable = El servidor no puede responder en este momento
error-internal = Algo ha fallado por nuestra parte
error-unknown = Algo ha fallado
error-advice-unauthenticated = Inicia sesión de nuevo; no se ha perdido nada.
error-advice-not-found = Es posible que se haya quitado o que pertenezca a otra persona.
error-advice-forbidden = Si lo necesitas, pídelo a un propietario de tu organización.
error-advice-invalid = Vuelve atrás, comprueba los datos introducidos e inténtalo de nuevo.
error-advice-conflict = Vuelve a cargar la página para ver cómo está ahora.
error-advice-unavailable = La medición continúa. Inténtalo de nuevo en un momento.
error-advice-internal = La medición continúa. Inténtalo de nuevo; si el problema persiste, indica al soporte el número que aparece abajo.
error-advice-unknown = Inténtalo de nuevo; si el problema persiste, avisa al soporte.
error-request = Número de solicitud: { $id }
error-retry = Reintentar

form-fault-invalid = Todavía no se ha podido guardar. Comprueba lo siguiente:
form-fault-credentials = El correo electrónico y la contraseña no coinciden.
form-fault-too-many-attempts = Demasiados intentos. Espera unos minutos y vuelve a intentarlo.
form-fault-device-limit = Se ha alcanzado el número de dispositivos que puede tener este proveedor.
form-fault-changed = Alguien más ha cambiado esto mientras tanto. Ábrelo de nuevo para ver la versión más reciente y repite el cambio.
form-fault-unauthenticated = La sesión ha terminado. Inicia sesión de nuevo y repite la acción.
form-fault-unavailable = El servidor no puede responder en este momento. No se ha guardado nada; inténtalo de nuevo en un momento.
form-fault-internal = Algo ha fallado por nuestra parte. No se ha guardado nada; inténtalo de nuevo.
form-fault-not-found = Esto ya no existe.
form-fault-forbidden = Tu rol no incluye esto.
form-fault-unknown = No se ha podido hacer. No se ha guardado nada.
form-fault-list = Qué comprobar
field-error-required = Rellena este campo.
field-error-too-long = Es demasiado largo.
field-error-control-characters = Contiene caracteres que no se pueden usar.
field-error-not-an-address = Introduce un nombre de host o una dirección IP, sin puerto ni ruta.
field-error-not-a-port = Introduce un puerto de 1 a 65535.
field-error-interval-range = Introduce de 10 a 300 segundos.
field-error-not-a-choice = Elige una opción de la lista.
field-error-passphrase-short = Usa al menos 8 caracteres.
field-error-device-name-taken = Otro dispositivo tiene este nombre.
field-error-not-a-colour = Escribe un color con seis dígitos hexadecimales, por ejemplo #1668a8.
field-error-logo-empty = Este archivo está vacío.
field-error-logo-too-big = Este archivo ocupa más de 512 kB.
field-error-logo-kind = No es un archivo PNG, JPEG, WebP ni SVG.
field-error-logo-pixels = Esta imagen tiene más de 4096 píxeles en uno de sus lados.
field-error-logo-broken = Esta imagen está dañada y no se puede leer.
field-error-logo-svg = Este SVG contiene texto, imágenes, scripts o efectos que no se pueden usar. Convierte el texto en trazados o envía un PNG.
field-error-file-again = Vuelve a elegir este archivo; no se ha conservado.
field-error-unknown = Este valor no es válido.

notice-device-added = Dispositivo añadido. Los primeros datos llegan con el segundo sondeo.
notice-device-changed = Cambios guardados. El dispositivo se está sondeando de nuevo.
notice-device-removed = Dispositivo quitado. Las mediciones se conservan.
notice-interface-assigned = Interfaz asignada.
notice-branding-changed = Imagen de marca guardada.
notice-branding-removed = Imagen de marca eliminada.
notice-unknown = Hecho.
notice-dismiss = Descartar
