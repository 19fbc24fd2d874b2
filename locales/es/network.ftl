# Words of interfaces, traffic and devices.

traffic-in = Entrada
traffic-out = Salida
traffic-download = Descarga
traffic-upload = Subida

interfaces-title = Interfaces
interfaces-caption = Interfaces con su tráfico actual
interfaces-search = Buscar por nombre, descripción o dispositivo
interfaces-show-all = Mostrar todas las interfaces
interfaces-shown = { $count ->
    [one] 1 interfaz en esta página
   *[other] { $count } interfaces en esta página
}
interfaces-name = Interfaz
interfaces-device = Dispositivo
interfaces-served = Asignada a
interfaces-used = Uso
interfaces-spark = Últimas 2 horas
interfaces-state = Estado
interfaces-groups = Grupos
interfaces-none = Aún no hay interfaces
interfaces-none-text = Añada un dispositivo. Sus interfaces se detectan automáticamente y aparecen aquí en menos de un minuto.
interfaces-none-staff-text = Aparecen aquí en cuanto alguien añade un dispositivo.
interfaces-none-found = No hay coincidencias
interfaces-none-found-text = Se busca en nombres, descripciones y nombres de dispositivos. Pruebe con una parte más corta.
lines-title = Sus líneas
lines-name = Línea
lines-none = Aún no tiene ninguna línea asignada
lines-none-text = En cuanto su proveedor asigne una, su tráfico aparecerá aquí.

state-up = Activa
state-down = Caída
state-stale = Sin datos recientes
state-pending = Esperando datos

spark-empty = Sin datos en las últimas 2 horas
spark-label = Últimas 2 horas: { $first } hasta { $first-peak }, { $second } hasta { $second-peak }

interface-none = Interfaz
interface-speed = Velocidad de línea
interface-measured = Medición al cargar esta página
interface-interval = Sondeo cada
interface-index = ifIndex
interface-mac = Dirección física
interface-counters = Contadores
interface-counters-64 = 64 bits
interface-counters-32 = 32 bits

assign-link = Asignar
assign-title = Asignar interfaz
assign-org = Asignada a
assign-help = Quien se elija verá esta interfaz y lo que se mida a partir de ahora, nada anterior.
assign-button = Asignar interfaz

traffic-title = Tráfico
range-nav = Periodo
range-hour = 1 hora
range-day = 24 horas
range-week = 7 días
range-month = 30 días
view-nav = Vista
view-chart = Gráfico
view-table = Tabla
chart-empty = Sin datos en este periodo
chart-empty-text = Aparecen aquí con los próximos sondeos.
chart-in-words = Tráfico, { $range }: { $first } hasta { $first-peak }, { $second } hasta { $second-peak }. { $gaps ->
    [0] Medido sin interrupciones.
    [one] Una interrupción.
   *[other] { $gaps } interrupciones.
}
chart-zone = Zona horaria: { $zone }
stats-caption = El periodo en cifras
stats-direction = Sentido
stats-average = Promedio
stats-highest = Máximo
stats-total = Total
series-caption = Tráfico, lo más reciente primero
series-from = Desde
series-average = { $direction }, promedio
series-highest = { $direction }, máximo
holes-title = Sin medición
holes-more = { $count ->
    [one] y una más antes
   *[other] y { $count } más antes
}
gap-silent = Sin lectura: el dispositivo no respondió o no se consultó.
gap-reason-reset = Los contadores se pusieron a cero.
gap-reason-reboot = El dispositivo se reinició.
gap-reason-implausible = La lectura superaba la capacidad de la línea.
gap-reason-changed = Cambió el tipo de contador.
gap-reason-too-old = Leído demasiado tarde para guardarse.
gap-reason-unknown = No se pudo medir nada.

devices-title = Dispositivos
devices-caption = Dispositivos y si responden
devices-none = Aún no hay dispositivos
devices-none-text = Añada el primero con su dirección y sus credenciales SNMP. Un router troncal es un buen comienzo.
devices-none-staff-text = Aparecen aquí en cuanto un ingeniero añade uno.
devices-interfaces-count = { $count ->
    [one] 1 interfaz
   *[other] { $count } interfaces
}
device-none = Dispositivo
device-name = Nombre
device-name-help = El que se usa internamente, por ejemplo core-1.
device-state = Estado
device-last-answer = Última respuesta
device-address = Dirección
device-address-help = Nombre de host o dirección IP, por ejemplo 192.0.2.1.
device-port = Puerto UDP
device-interfaces = Interfaces
device-no-interfaces = Aún no se han encontrado interfaces
device-no-interfaces-text = Aparecen después del primer sondeo completo.
device-simulated = Simulado
device-pending = Aún sin sondear
device-up = Responde
device-shaky = Sondeo perdido
device-down = Sin respuesta
device-never = nunca
device-polling = SNMP { $version }, cada { $seconds } s
device-polling-label = Sondeo
device-since = Estado desde
device-duration = Duración del último sondeo
device-sys-name = Nombre del sistema
device-sys-descr = Descripción del sistema
device-add = Añadir dispositivo
device-add-text = El sondeo comienza en cuanto se guarda el dispositivo; sus interfaces se detectan automáticamente.
device-edit = Editar dispositivo
device-remove = Quitar dispositivo
device-remove-title = ¿Quitar { $name }?
device-remove-text = { $count ->
    [0] El sondeo se detiene. Lo medido hasta ahora se conserva.
    [one] El sondeo se detiene y su interfaz desaparece de la lista. Lo medido hasta ahora se conserva.
   *[other] El sondeo se detiene y sus { $count } interfaces desaparecen de la lista. Lo medido hasta ahora se conserva.
}
device-keep = Conservar
device-version = Versión de SNMP
device-version-1 = v1 (solo contadores de 32 bits)
device-version-2c = v2c
device-version-3 = v3 (autenticado y cifrado)
device-interval = Segundos entre sondeos
device-interval-help = De 10 a 300; 30 es adecuado en la mayoría de los casos.
device-community-legend = Para v1 y v2c
device-community = Comunidad
device-community-help = Se guarda cifrada y no se vuelve a mostrar.
device-secret-kept = Deje el campo vacío para conservar el valor guardado.
device-usm-legend = Para v3
device-usm-user = Nombre de usuario
device-usm-auth = Autenticación
device-usm-auth-passphrase = Contraseña de autenticación
device-usm-privacy = Cifrado
device-usm-privacy-passphrase = Contraseña de cifrado
device-passphrase-help = Al menos 8 caracteres; se guarda cifrada.

poll-error-timeout = Sin respuesta.
poll-error-refused = Ningún servicio escucha en este puerto.
poll-error-unresolved = No se conoce el nombre de host.
poll-error-auth = Las credenciales fueron rechazadas.
poll-error-malformed = La respuesta no se puede interpretar.
poll-error-too-much = Más de lo que se puede leer en un sondeo.
poll-error-credential = Las credenciales guardadas no se pueden usar.
poll-error-agent-error = El dispositivo informa de un error.
poll-error-unknown = El último sondeo falló.
poll-advice-timeout = Compruebe que sea accesible y que SNMP esté permitido desde este servidor. Con v1 y v2c, una comunidad incorrecta tampoco recibe respuesta.
poll-advice-refused = Compruebe el puerto y si el servicio SNMP está en ejecución.
poll-advice-unresolved = Compruebe cómo está escrito o introduzca la dirección IP.
poll-advice-auth = Compruebe el usuario, las contraseñas y los algoritmos.
poll-advice-malformed = Actualice el software del dispositivo o pruebe otra versión de SNMP.
poll-advice-too-much = Elija un intervalo más largo o pídanos que ampliemos el límite de interfaces.
poll-advice-credential = Introdúzcalas de nuevo en «Editar dispositivo».
poll-advice-agent-error = Compruebe que el usuario o la comunidad SNMP pueda leer las tablas de interfaces.
poll-advice-unknown = El sondeo continúa; la próxima respuesta borra este aviso.
