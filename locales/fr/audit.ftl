# Words of the audit log.

nav-audit = Journal d’audit

audit-title = Journal d’audit
audit-lead = Chaque modification et chaque connexion, de la plus récente à la plus ancienne. Les entrées ne sont jamais modifiées ni supprimées.
audit-caption = Qui a fait quoi et quand
audit-time = Heure ({ $zone })
audit-who = Qui
audit-what = Quoi
audit-object = Sur quoi
audit-details = Détails
audit-request = Numéro de requête
audit-shown = { $count ->
    [one] { $count } entrée sur cette page
   *[other] { $count } entrées sur cette page
}
audit-newest = Les plus récentes
audit-newer = Plus récentes
audit-older = Plus anciennes
audit-none = Rien d’enregistré pour l’instant
audit-none-text = Les entrées apparaissent ici dès que quelqu’un se connecte ou modifie quelque chose.
audit-none-found = Aucune entrée ne correspond
audit-none-found-text = Choisissez d’autres jours, une autre personne ou une autre action.
audit-show-all = Tout afficher
audit-export = Exporter en CSV
audit-export-cut = Ce fichier ne contient que les entrées les plus récentes. Affinez les filtres pour obtenir les plus anciennes.
audit-filter = Filtrer
audit-filter-person = L’adresse e-mail contient
audit-filter-action = Action
audit-filter-any = Toutes les actions
audit-filter-from = Premier jour
audit-filter-to = Dernier jour
audit-actor-hidden = Personne inconnue
audit-actor-part = Le système

audit-action-audit-export = Journal d’audit exporté
audit-action-device-add = Équipement ajouté
audit-action-device-change = Équipement modifié
audit-action-device-remove = Équipement supprimé
audit-action-interface-assign = Interface attribuée
audit-action-alert-acknowledge = Alerte prise en charge
audit-action-group-add = Groupe d’interfaces créé
audit-action-group-change = Groupe d’interfaces modifié
audit-action-group-remove = Groupe d’interfaces supprimé
audit-action-group-members = Interfaces d’un groupe modifiées
audit-action-org-create = Organisation créée
audit-action-sign-in = Connexion
audit-action-sign-in-refused = Connexion refusée
audit-action-user-create = Personne créée
audit-action-user-language = Langue choisie
audit-action-user-password-set = Mot de passe défini
audit-action-channel-add = Destination ajoutée
audit-action-channel-change = Destination modifiée
audit-action-channel-remove = Destination retirée
audit-action-unknown = Autre

audit-object-audit = Journal d’audit
audit-object-device = Équipement
audit-object-email-sha256 = Adresse e-mail (sous forme d’empreinte)
audit-object-group = Groupe d’interfaces
audit-object-interface = Interface
audit-object-org = Organisation
audit-object-user = Personne
audit-object-channel = Destination des avis
audit-object-unknown = Autre

audit-detail-action = Action
audit-detail-changed = Modifié
audit-detail-from = De
audit-detail-host = Portail
audit-detail-hosts = Portails
audit-detail-kind = Type
audit-detail-locale = Langue
audit-detail-name = Nom
audit-detail-person = Par personne
audit-detail-role = Rôle
audit-detail-rule = Règle
audit-detail-to = À
audit-detail-version = Version
audit-detail-unknown = Autre

audit-part-demo-world = Monde de démonstration
audit-part-sign-in = Page de connexion
audit-part-unknown = Autre

field-error-not-a-date = Saisissez une date sous la forme année-mois-jour, par exemple 2026-11-30.
field-error-date-order = Cette date précède le premier jour.
