# Words of dashboards, search, profile and of the product's own health.

nav-dashboard = Panel
dashboard-title = Panel
dashboard-few = Sus páginas están en el menú
dashboard-few-text = Su rol abre algunas páginas y ningún resumen de la red.
dashboard-customer-title = Su conexión
dashboard-now = { $direction } ahora
dashboard-lines-measured = Medido en { $fresh } de { $lines } líneas
dashboard-of-assigned = Suma de todas las líneas asignadas a revendedores y clientes
dashboard-of-all = Suma de todas las interfaces: aún no hay ninguna asignada, así que el tráfico que pasa por dos de ellas cuenta doble
dashboard-of-customers = Suma de todas las líneas de sus clientes
dashboard-of-own = Todas sus líneas juntas
dashboard-history = Últimas 24 horas
dashboard-history-words = Tráfico de las últimas 24 horas: { $first } hasta { $first-peak }, { $second } hasta { $second-peak }.
dashboard-history-table = Ver como tabla
dashboard-history-caption = Medias por hora, las más recientes primero
dashboard-fullest = Interfaces más llenas
dashboard-fullest-none = Aún no se mide nada en ninguna interfaz de velocidad conocida.
dashboard-silent = Dispositivos que no responden
dashboard-silent-none = Ninguno
dashboard-since = Desde { $age }
dashboard-changes = Cambios recientes
dashboard-all = Ver todo
dashboard-all-of = Ver todo: { $what }
dashboard-customers = Clientes
dashboard-customers-note = Dados de alta en todos los proveedores
dashboard-tree-note = Sucursales: { $branches }, revendedores: { $resellers }
dashboard-isps = Proveedores activos
dashboard-isps-note = En pausa: { $paused }, cerrados: { $closed }
dashboard-platform-traffic = Tráfico ahora, todos los puertos
dashboard-polls = Sondeos en el último minuto
dashboard-polls-note = Previstos: { $due }, con retraso: { $late }, con fallos: { $failing }
dashboard-queued = En espera en la bandeja de salida
dashboard-work-note = Abandonados: { $dead }, tareas con fallos: { $failing }
dashboard-work-oldest = El más antiguo es de { $age }
dashboard-work-none = No hay nada en espera
dashboard-troubles = Proveedores, los que tienen más problemas primero
dashboard-capacity = Uso de su capacidad
dashboard-capacity-own = Velocidad de sus propias líneas
dashboard-capacity-theirs = Suma de las velocidades de las líneas de sus clientes
dashboard-capacity-unknown = No se conocen las velocidades de las líneas
dashboard-usage = Lo que usan ahora sus clientes
dashboard-usage-none = Ningún cliente tiene una línea todavía
dashboard-usage-none-text = En cuanto se asigne una línea a uno de sus clientes, su uso aparecerá aquí.
dashboard-usage-more = Solo se muestran los de mayor uso.
dashboard-share = Parte
dashboard-today = Hoy
dashboard-month = Este mes
first-steps = Primeros pasos
first-steps-progress = { $done } de { $all } hechos
first-step-done = Hecho:
first-step-open = Pendiente:
first-step-device = Añadir un dispositivo
first-step-device-help = Por ejemplo, su enrutador principal en 192.0.2.1 con SNMP v2c.
first-step-people = Invitar a su equipo
first-step-people-help = Por ejemplo, un ingeniero de red, por correo electrónico.
first-step-brand = Elegir su imagen de marca
first-step-brand-help = Nombre, color y logotipo de su portal.
first-step-reseller = Añadir un revendedor
first-step-reseller-help = Su gente verá entonces sus propias líneas y clientes.
profile-title = Perfil
profile-security = Seguridad
profile-name = Su nombre
profile-email-help = Con él inicia sesión. Si debe cambiar, pídalo a quien le invitó.
profile-zone = Las horas se muestran en
profile-language-save = Usar este idioma
notice-profile-saved = Perfil guardado.
audit-action-user-rename = Nombre propio cambiado
search-title = Buscar
search-all = Buscar en todo
search-what = Nombre, correo electrónico, dispositivo o línea
search-begin = ¿Qué busca?
search-begin-text = Basta una parte del nombre.
search-none = No se ha encontrado nada
search-none-text = Pruebe con una parte más corta del nombre o con otra grafía.
search-pages = Páginas y acciones
search-more = Hay más. Escriba más del nombre.
search-all-of = Todos los resultados: { $kind }
health-title = Estado del sistema
redis-off = Sin configurar
redis-up = Responde
redis-away = No responde
redis-unknown = Desconocido
dashboard-invited = { $count ->
    [0] Ninguna invitación pendiente
    [one] 1 invitación pendiente
   *[other] { $count } invitaciones pendientes
}
dashboard-ports = { $count ->
    [one] 1 puerto
   *[other] { $count } puertos
}
dashboard-lines = { $count ->
    [one] 1 línea
   *[other] { $count } líneas
}
search-found = { $count ->
    [one] 1 resultado
   *[other] { $count } resultados
}

platform-title = Proveedores
platform-none = Aún no hay proveedores
platform-none-text = Los proveedores aparecen aquí en cuanto se configuran.
platform-isp = Proveedor
platform-devices = Dispositivos
platform-no-devices = Aún no hay dispositivos
platform-all-answer = { $all ->
    [one] El único responde
   *[other] Los { $all } responden
}
platform-some-down = { $down } de { $all } sin respuesta
platform-some-pending = { $pending } de { $all } aún sin sondear
