# Words of the audit log.

nav-audit = Registro de auditoría

audit-title = Registro de auditoría
audit-lead = Cada cambio y cada inicio de sesión, del más reciente al más antiguo. Las entradas nunca se modifican ni se eliminan.
audit-caption = Quién hizo qué y cuándo
audit-time = Hora ({ $zone })
audit-who = Quién
audit-what = Qué
audit-object = Sobre qué
audit-details = Detalles
audit-request = Número de solicitud
audit-shown = { $count ->
    [one] 1 entrada en esta página
   *[other] { $count } entradas en esta página
}
audit-newest = Las más recientes
audit-newer = Más recientes
audit-older = Más antiguas
audit-none = Todavía no hay nada registrado
audit-none-text = Las entradas aparecen aquí en cuanto alguien inicia sesión o cambia algo.
audit-none-found = Ninguna entrada coincide
audit-none-found-text = Elija otros días, otra persona u otra acción.
audit-show-all = Mostrar todo
audit-export = Exportar como CSV
audit-export-cut = Este archivo contiene solo las entradas más recientes. Acote los filtros para obtener las anteriores.
audit-filter = Filtrar
audit-filter-person = El correo electrónico contiene
audit-filter-action = Acción
audit-filter-any = Cualquier acción
audit-filter-from = Primer día
audit-filter-to = Último día
audit-actor-hidden = Persona desconocida
audit-actor-part = El sistema

audit-action-audit-export = Registro de auditoría exportado
audit-action-device-add = Dispositivo añadido
audit-action-device-change = Dispositivo modificado
audit-action-device-remove = Dispositivo eliminado
audit-action-interface-assign = Interfaz asignada
audit-action-alert-acknowledge = Alerta asumida
audit-action-group-add = Grupo de interfaces creado
audit-action-group-change = Grupo de interfaces cambiado
audit-action-group-remove = Grupo de interfaces eliminado
audit-action-group-members = Interfaces de un grupo cambiadas
audit-action-org-create = Organización creada
audit-action-sign-in = Inicio de sesión
audit-action-sign-in-refused = Inicio de sesión rechazado
audit-action-user-create = Persona creada
audit-action-user-language = Idioma elegido
audit-action-user-password-set = Contraseña establecida
audit-action-channel-add = Destino añadido
audit-action-channel-change = Destino cambiado
audit-action-channel-remove = Destino quitado
audit-action-unknown = Otra

audit-object-audit = Registro de auditoría
audit-object-device = Dispositivo
audit-object-email-sha256 = Correo electrónico (como hash)
audit-object-group = Grupo de interfaces
audit-object-interface = Interfaz
audit-object-org = Organización
audit-object-user = Persona
audit-object-channel = Destino de avisos
audit-object-unknown = Otro

audit-detail-action = Acción
audit-detail-changed = Cambió
audit-detail-from = De
audit-detail-host = Portal
audit-detail-hosts = Portales
audit-detail-kind = Tipo
audit-detail-locale = Idioma
audit-detail-name = Nombre
audit-detail-person = Por persona
audit-detail-role = Rol
audit-detail-rule = Regla
audit-detail-to = A
audit-detail-version = Versión
audit-detail-unknown = Otro

audit-part-demo-world = Mundo de demostración
audit-part-sign-in = Página de inicio de sesión
audit-part-unknown = Otra

field-error-not-a-date = Introduzca una fecha como año-mes-día, por ejemplo 2026-11-30.
field-error-date-order = Esta fecha es anterior al primer día.
