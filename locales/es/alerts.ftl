# Words of alerts.

nav-alerts = Alertas

alerts-title = Alertas
alerts-lead = Qué va mal ahora en equipos e interfaces, y qué fue mal. Las cifras se revisan cada cinco minutos; los equipos y los enlaces, cada minuto.
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
alerts-none-text = Ninguna interfaz vigilada está demasiado ocupada, ningún enlace que funcionaba ha caído y todos los equipos que respondían siguen respondiendo.
alerts-timeline = Cronología
alerts-timeline-caption = Lo ocurrido, lo más reciente primero
alerts-shown = { $count ->
    [one] 1 entrada en esta página
   *[other] { $count } entradas en esta página
}
alerts-newest = Las más recientes
alerts-older = Más antiguas

alert-object = Dónde
alert-rule = Problema
alert-rule-utilisation-high = Muy ocupada
alert-rule-utilisation-full = Llena
alert-rule-link-down = Enlace caído
alert-rule-device-down = Equipo caído
alert-rule-group-total = Grupo sobre su umbral
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

alert-rules-title = Reglas
alert-rules-lead = Desde cuándo algo es un problema y cuándo termina.
alert-rule-title = Regla: { $name }
alert-rule-begins = Empieza
alert-rule-ends = Termina
alert-rule-state = Vigilado
alert-rule-on = Sí
alert-rule-off = No
alert-begins-share = { $percent } % de la velocidad o más, en { $count } de { $of } intervalos de cinco minutos
alert-begins-group = { $percent } % del umbral del grupo o más, en { $count } de { $of } intervalos de cinco minutos
alert-ends-share = Por debajo de { $percent } %, en { $count } intervalos seguidos
alert-begins-polls = Caído en { $count } consultas seguidas
alert-begins-pings = Sin respuesta a { $count } pings seguidos
alert-ends-answer = Vuelve a funcionar
alert-rule-raise-at = Problema desde (%)
alert-rule-raise-at-help = De lo que la línea puede llevar, durante cinco minutos, en el sentido más cargado.
alert-rule-of-group-help = Del umbral fijado en el grupo, durante cinco minutos.
alert-rule-in-a-row = Cuántos seguidos
alert-rule-raise-for = En tantos intervalos
alert-rule-raise-for-help = Cada intervalo dura cinco minutos. Uno solo con mucha carga no suele ser un problema.
alert-rule-raise-of = De los últimos
alert-rule-clear-below = Termina por debajo de (%)
alert-rule-clear-below-help = Más bajo que donde empieza; si no, una línea que oscila avisa una y otra vez.
alert-rule-clear-for = Durante tantos intervalos
alert-rule-clear-for-help = Tantos intervalos tranquilos seguidos terminan el problema.
alert-rule-try = Probar con los últimos días
alert-try-title = Lo que esta regla habría encontrado
alert-try-told = { $count ->
    [one] 1 problema
   *[other] { $count } problemas
} en { $days ->
    [one] el último día
   *[other] los últimos { $days } días
}. La regla guardada: { $stored }.
alert-try-found = { $count ->
    [one] La regla guardada encontró 1 problema en los últimos 7 días.
   *[other] La regla guardada encontró { $count } problemas en los últimos 7 días.
}
alert-try-not-kept = Las consultas y los pings sueltos no se guardan tanto tiempo, así que no se puede probar otro número.
alert-try-none = Ningún problema
alert-try-none-text = No se habría avisado de ninguna línea.
alert-try-caption = Líneas con más problemas
alert-try-problems = Problemas
alert-try-minutes = En total
alert-try-last = El último
alert-try-further = { $count ->
    [one] Y 1 línea más.
   *[other] Y { $count } líneas más.
}
alert-try-cut = Más de 100 líneas tuvieron tanta carga; solo se probaron las 100 más cargadas.
alert-minutes = { $count } min

field-error-percent-range = Introduzca un número entero de 1 a 100.
field-error-count-range = Introduzca un número entero: de 1 a 12 intervalos, o de 1 a 20 seguidos.
field-error-clear-above-raise = Está por encima del valor en el que empieza el problema.
field-error-for-above-of = Son más que los intervalos que se miran.
notice-alert-acknowledged = Anotado: usted se ocupa.
notice-alert-rule-changed = Regla guardada. La próxima revisión de la red ya la aplica.
