# Words of pings and of whether a device can be reached.

reach-up = Joignable
reach-down = Injoignable
reach-unknown = Ping inconnu
reach-since = Joignabilité depuis
reach-answered = Dernier ping avec réponse
device-reach = Ping
pings-title = Pings
pings-caption = Pings au fil du temps
pings-empty-text = Ils apparaissent ici une minute après les premiers.
pings-sent = Envoyés
pings-lost = Perdus
pings-loss = Perte
pings-least = Le plus court
pings-average = Moyenne
pings-most = Le plus long
pings-percent = { $percent } %
pings-in-words = Pings sur { $range } : { $average } en moyenne, { $most } au plus, { $loss } de perte.
unit-us = µs
unit-ms = ms
unit-s = s
