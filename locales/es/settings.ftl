# Words of the settings of a node.

nav-settings = General
settings-title = Ajustes generales
settings-lead = Valen para esta parte de la organización y lo que hay debajo, mientras nadie elija otra cosa.
settings-lead-root = Valen en toda su organización, mientras nadie elija otra cosa.
settings-locale = Idioma
settings-locale-help = Se usa con quien no ha elegido un idioma. La elección de cada persona va primero.
settings-time-zone = Zona horaria
settings-time-zone-help = Las personas que tienen la zona actual cambian con ella; las nuevas empiezan con ella.
settings-currency = Moneda
settings-currency-help = Para los precios y las facturas futuros. Lo escrito en otra moneda se queda en ella.
settings-first-day = Primer día de la semana
settings-as-above = Como arriba: { $what }
settings-as-browser = El que pida cada navegador
settings-not-chosen = Sin elegir
weekday-1 = Lunes
weekday-5 = Viernes
weekday-6 = Sábado
weekday-7 = Domingo
weekday-unknown = Otro día
notice-settings-changed = Ajustes guardados.

audit-action-settings-change = Ajustes modificados
audit-detail-currency = Moneda
audit-detail-first-day = Primer día de la semana
audit-detail-time-zone = Zona horaria
