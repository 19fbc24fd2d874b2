# Words of the settings of a node.

nav-settings = Général
settings-title = Paramètres généraux
settings-lead = Ils valent pour cette partie de l’organisation et ce qui se trouve en dessous, tant que personne ne choisit autre chose.
settings-lead-root = Ils valent partout dans votre organisation, tant que personne ne choisit autre chose.
settings-locale = Langue
settings-locale-help = Utilisée pour toute personne qui n’a pas choisi de langue. Le choix de chacun passe avant.
settings-time-zone = Fuseau horaire
settings-time-zone-help = Les personnes qui ont le fuseau actuel suivent le changement ; les nouvelles commencent avec lui.
settings-currency = Devise
settings-currency-help = Pour les prix et les factures à venir. Ce qui a été écrit dans une autre devise le reste.
settings-first-day = Premier jour de la semaine
settings-as-above = Comme au-dessus : { $what }
settings-as-browser = Celle que demande chaque navigateur
settings-not-chosen = Non choisi
weekday-1 = Lundi
weekday-5 = Vendredi
weekday-6 = Samedi
weekday-7 = Dimanche
weekday-unknown = Un autre jour
notice-settings-changed = Paramètres enregistrés.

audit-action-settings-change = Paramètres modifiés
audit-detail-currency = Devise
audit-detail-first-day = Premier jour de la semaine
audit-detail-time-zone = Fuseau horaire
