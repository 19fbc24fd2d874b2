# Words of alerts.

nav-alerts = Alertes

alerts-title = Alertes
alerts-lead = Ce qui ne va pas sur les interfaces, et ce qui n’allait pas. Les chiffres sont examinés toutes les cinq minutes, les liens chaque minute.
alerts-channels = Où vont les alertes
alerts-open = { $count ->
    [one] { $count } problème ouvert
   *[other] { $count } problèmes ouverts
}
alerts-open-caption = Problèmes qui ne sont pas terminés
alerts-cut = { $count ->
    [one] Seul le premier est affiché.
   *[other] Seuls les { $count } premiers sont affichés.
}
alerts-none = Tout va bien
alerts-none-text = Aucune interface surveillée n’est trop chargée, et aucun lien qui fonctionnait n’est tombé.
alerts-timeline = Chronologie
alerts-timeline-caption = Ce qui s’est passé, le plus récent d’abord
alerts-shown = { $count ->
    [one] { $count } entrée sur cette page
   *[other] { $count } entrées sur cette page
}
alerts-newest = Les plus récentes
alerts-older = Plus anciennes

alert-object = Interface
alert-rule = Problème
alert-rule-utilisation-high = Très chargée
alert-rule-utilisation-full = Saturée
alert-rule-link-down = Lien coupé
alert-value = Valeur
alert-used = { $percent } %
alert-since = Depuis
alert-care = Pris en charge par
alert-somebody = Quelqu’un
alert-nobody = Personne encore
alert-acknowledge = Je m’en occupe
alert-recovering = En voie de calme
alert-silent = Pas de données
alert-flapping = Instable
alert-told = Envoyé par e-mail
alert-time = Heure ({ $zone })
alert-turn = Ce qui s’est passé
alert-turn-fired = Problème
alert-turn-recovered = Terminé
alert-turn-silent = Plus de données
alert-turn-heard = Données de retour
alert-turn-flapping-began = Devient instable
alert-turn-flapping-ended = Stabilisé
alert-turn-acknowledged = Pris en charge
alert-turn-unknown = Autre
