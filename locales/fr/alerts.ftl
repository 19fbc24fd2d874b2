# Words of alerts.

nav-alerts = Alertes

alerts-title = Alertes
alerts-lead = Ce qui ne va pas maintenant avec les équipements et les interfaces, et ce qui n’allait pas. Les chiffres sont examinés toutes les cinq minutes, les équipements et les liens chaque minute.
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
alerts-none-text = Aucune interface surveillée n’est trop chargée, aucun lien qui fonctionnait n’est coupé et tous les équipements qui répondaient répondent encore.
alerts-timeline = Chronologie
alerts-timeline-caption = Ce qui s’est passé, le plus récent d’abord
alerts-shown = { $count ->
    [one] { $count } entrée sur cette page
   *[other] { $count } entrées sur cette page
}
alerts-newest = Les plus récentes
alerts-older = Plus anciennes

alert-object = Où
alert-rule = Problème
alert-rule-utilisation-high = Très chargée
alert-rule-utilisation-full = Saturée
alert-rule-link-down = Lien coupé
alert-rule-device-down = Équipement injoignable
alert-rule-group-total = Groupe au-dessus de son seuil
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

alert-rules-title = Règles
alert-rules-lead = À partir de quand il y a un problème, et quand il est terminé.
alert-rule-title = Règle : { $name }
alert-rule-begins = Commence
alert-rule-ends = Se termine
alert-rule-state = Surveillé
alert-rule-on = Oui
alert-rule-off = Non
alert-begins-share = { $percent } % du débit ou plus, dans { $count } intervalles de cinq minutes sur { $of }
alert-begins-group = { $percent } % du seuil du groupe ou plus, dans { $count } intervalles de cinq minutes sur { $of }
alert-ends-share = Moins de { $percent } %, pendant { $count } intervalles de suite
alert-begins-polls = Coupée lors de { $count } relevés de suite
alert-begins-pings = Aucune réponse à { $count } pings de suite
alert-ends-answer = Rétabli
alert-rule-raise-at = Problème à partir de (%)
alert-rule-raise-at-help = De ce que la ligne peut porter, sur cinq minutes, dans le sens le plus chargé.
alert-rule-of-group-help = Du seuil fixé pour le groupe, sur cinq minutes.
alert-rule-in-a-row = Combien de suite
alert-rule-raise-for = Dans tant d’intervalles
alert-rule-raise-for-help = Un intervalle dure cinq minutes. Un seul intervalle chargé est rarement un problème.
alert-rule-raise-of = Sur les derniers
alert-rule-clear-below = Terminé en dessous de (%)
alert-rule-clear-below-help = Plus bas que le début, sinon une ligne qui oscille alerte sans cesse.
alert-rule-clear-for = Pendant tant d’intervalles
alert-rule-clear-for-help = Tant d’intervalles calmes de suite terminent le problème.
alert-rule-try = Essayer sur les derniers jours
alert-try-title = Ce que cette règle aurait trouvé
alert-try-told = { $count ->
    [one] { $count } problème
   *[other] { $count } problèmes
} sur { $days ->
    [one] le dernier jour
   *[other] les { $days } derniers jours
}. La règle enregistrée : { $stored }.
alert-try-found = { $count ->
    [one] La règle enregistrée a trouvé { $count } problème ces 7 derniers jours.
   *[other] La règle enregistrée a trouvé { $count } problèmes ces 7 derniers jours.
}
alert-try-not-kept = Les relevés et les pings isolés ne sont pas gardés aussi longtemps : un autre nombre ne peut pas être essayé.
alert-try-none = Aucun problème
alert-try-none-text = Aucune ligne n’aurait été signalée.
alert-try-caption = Lignes avec le plus de problèmes
alert-try-problems = Problèmes
alert-try-minutes = En tout
alert-try-last = Le dernier
alert-try-further = { $count ->
    [one] Et { $count } autre ligne.
   *[other] Et { $count } autres lignes.
}
alert-try-cut = Plus de 100 lignes étaient aussi chargées ; seules les 100 plus chargées ont été essayées.
alert-minutes = { $count } min

field-error-percent-range = Saisissez un nombre entier de 1 à 100.
field-error-count-range = Saisissez un nombre entier : de 1 à 12 intervalles, ou de 1 à 20 de suite.
field-error-clear-above-raise = C’est au-dessus de la valeur à laquelle le problème commence.
field-error-for-above-of = C’est plus que les intervalles examinés.
notice-alert-acknowledged = C’est noté : vous vous en occupez.
notice-alert-rule-changed = Règle enregistrée. Le prochain examen du réseau en tient compte.
