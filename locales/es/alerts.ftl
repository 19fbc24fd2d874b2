# Words of alerts.

nav-alerts = Alertas

alerts-title = Alertas
alerts-lead = Qué falla ahora en las interfaces y qué ha fallado. Las cifras se examinan cada cinco minutos; los enlaces, cada minuto.
alerts-channels = A dónde van las alertas
alerts-open = { $count ->
    [one] 1 problema abierto
   *[other] { $count } problemas abiertos
}
alerts-open-caption = Problemas que no han terminado
alerts-cut = { $count ->
    [one] Solo se muestra el primero.
   *[other] Solo se muestran los primeros { $count }.
}
alerts-none = Nada falla
alerts-none-text = Ninguna interfaz vigilada está demasiado ocupada y ningún enlace que estaba activo ha caído.
alerts-timeline = Cronología
alerts-timeline-caption = Lo ocurrido, lo más reciente primero
alerts-shown = { $count ->
    [one] 1 entrada en esta página
   *[other] { $count } entradas en esta página
}
alerts-newest = Las más recientes
alerts-older = Más antiguas

alert-object = Interfaz
alert-rule = Problema
alert-rule-utilisation-high = Muy ocupada
alert-rule-utilisation-full = Llena
alert-rule-link-down = Enlace caído
alert-value = Valor
alert-used = { $percent } %
alert-since = Desde
alert-care = Se ocupa
alert-somebody = Alguien
alert-nobody = Nadie todavía
alert-acknowledge = Me ocupo yo
alert-recovering = Calmándose
alert-silent = Sin datos
alert-flapping = Inestable
alert-told = Enviado por correo
alert-time = Hora ({ $zone })
alert-turn = Qué ocurrió
alert-turn-fired = Problema
alert-turn-recovered = Terminado
alert-turn-silent = Ya no hay datos
alert-turn-heard = Hay datos de nuevo
alert-turn-flapping-began = Va y viene
alert-turn-flapping-ended = Estable de nuevo
alert-turn-acknowledged = Alguien se ocupa
alert-turn-unknown = Otro
