# Words of pings and of whether a device can be reached.

reach-up = Alcanzable
reach-down = Inalcanzable
reach-unknown = Ping desconocido
reach-since = Alcance desde
reach-answered = Último ping respondido
device-reach = Ping
pings-title = Pings
pings-caption = Pings a lo largo del tiempo
pings-empty-text = Aparecen aquí un minuto después de los primeros.
pings-sent = Enviados
pings-lost = Perdidos
pings-loss = Pérdida
pings-least = Más corto
pings-average = Media
pings-most = Más largo
pings-percent = { $percent } %
pings-in-words = Pings durante { $range }: { $average } de media, { $most } como máximo, { $loss } perdidos.
unit-us = µs
unit-ms = ms
unit-s = s
