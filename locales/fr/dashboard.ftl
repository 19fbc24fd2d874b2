# Words of dashboards, search, profile and of the product's own health.

nav-dashboard = Tableau de bord
dashboard-title = Tableau de bord
dashboard-few = Vos pages sont dans le menu
dashboard-few-text = Votre rôle ouvre certaines pages, mais pas de vue d’ensemble du réseau.
dashboard-customer-title = Votre connexion
dashboard-now = { $direction } en ce moment
dashboard-lines-measured = Mesuré sur { $fresh } lignes sur { $lines }
dashboard-of-assigned = Somme de toutes les lignes attribuées aux revendeurs et aux clients
dashboard-of-all = Somme de toutes les interfaces : aucune n’est encore attribuée, donc le trafic qui en traverse deux compte double
dashboard-of-customers = Somme de toutes les lignes de vos clients
dashboard-of-own = Toutes vos lignes réunies
dashboard-history = Dernières 24 heures
dashboard-history-words = Trafic des dernières 24 heures : { $first } jusqu’à { $first-peak }, { $second } jusqu’à { $second-peak }.
dashboard-history-table = Afficher sous forme de tableau
dashboard-history-caption = Moyennes horaires, les plus récentes d’abord
dashboard-fullest = Interfaces les plus chargées
dashboard-fullest-none = Rien n’est encore mesuré sur une interface dont le débit est connu.
dashboard-silent = Équipements qui ne répondent pas
dashboard-silent-none = Aucun
dashboard-since = Depuis { $age }
dashboard-changes = Changements récents
dashboard-all = Tout afficher
dashboard-all-of = Tout afficher : { $what }
dashboard-customers = Clients
dashboard-customers-note = Créés chez tous les fournisseurs
dashboard-tree-note = Agences : { $branches }, revendeurs : { $resellers }
dashboard-isps = Fournisseurs actifs
dashboard-isps-note = En pause : { $paused }, fermés : { $closed }
dashboard-platform-traffic = Trafic en ce moment, tous les ports
dashboard-polls = Interrogations de la dernière minute
dashboard-polls-note = Prévues : { $due }, en retard : { $late }, en échec : { $failing }
dashboard-queued = En attente dans la file d’envoi
dashboard-work-note = Abandonnés : { $dead }, tâches en échec : { $failing }
dashboard-work-oldest = Le plus ancien date de { $age }
dashboard-work-none = Rien n’attend
dashboard-troubles = Fournisseurs, les plus en difficulté d’abord
dashboard-capacity = Part utilisée de votre capacité
dashboard-capacity-own = Débit de vos propres lignes
dashboard-capacity-theirs = Somme des débits des lignes de vos clients
dashboard-capacity-unknown = Les débits des lignes ne sont pas connus
dashboard-usage = Ce que vos clients utilisent en ce moment
dashboard-usage-none = Aucun client n’a encore de ligne
dashboard-usage-none-text = Dès qu’une ligne est attribuée à l’un de vos clients, son utilisation apparaît ici.
dashboard-usage-more = Seuls les plus actifs sont affichés.
dashboard-share = Part
dashboard-today = Aujourd’hui
dashboard-month = Ce mois-ci
first-steps = Premiers pas
first-steps-progress = { $done } sur { $all } faits
first-step-done = Fait :
first-step-open = À faire :
first-step-device = Ajouter un équipement
first-step-device-help = Par exemple votre routeur principal en 192.0.2.1 avec SNMP v2c.
first-step-people = Inviter votre équipe
first-step-people-help = Par exemple un ingénieur réseau, par e-mail.
first-step-brand = Choisir votre identité visuelle
first-step-brand-help = Nom, couleur et logo de votre portail.
first-step-reseller = Ajouter un revendeur
first-step-reseller-help = Ses membres voient alors leurs propres lignes et clients.
profile-title = Profil
profile-security = Sécurité
profile-name = Votre nom
profile-email-help = Vous vous connectez avec elle. Si elle doit changer, demandez à la personne qui vous a invité.
profile-zone = Les heures sont affichées en
profile-language-save = Utiliser cette langue
notice-profile-saved = Profil enregistré.
audit-action-user-rename = Nom personnel modifié
search-title = Recherche
search-all = Rechercher partout
search-what = Nom, adresse e-mail, équipement ou ligne
search-begin = Que cherchez-vous ?
search-begin-text = Une partie du nom suffit.
search-none = Aucun résultat
search-none-text = Essayez une partie plus courte du nom ou une autre orthographe.
search-pages = Pages et actions
search-more = Il y en a d’autres. Saisissez davantage du nom.
search-all-of = Tous les résultats : { $kind }
health-title = État du système
redis-off = Non configuré
redis-up = Répond
redis-away = Ne répond pas
redis-unknown = Inconnu
dashboard-invited = { $count ->
    [0] Aucune invitation en attente
    [one] { $count } invitation en attente
   *[other] { $count } invitations en attente
}
dashboard-ports = { $count ->
    [one] { $count } port
   *[other] { $count } ports
}
dashboard-lines = { $count ->
    [one] { $count } ligne
   *[other] { $count } lignes
}
search-found = { $count ->
    [one] { $count } résultat
   *[other] { $count } résultats
}

platform-title = Fournisseurs
platform-none = Aucun fournisseur pour l’instant
platform-none-text = Les fournisseurs apparaissent ici dès qu’ils sont configurés.
platform-isp = Fournisseur
platform-devices = Équipements
platform-no-devices = Aucun équipement pour l’instant
platform-all-answer = { $all ->
    [one] Le seul équipement répond
   *[other] Les { $all } répondent
}
platform-some-down = { $down } sur { $all } sans réponse
platform-some-pending = { $pending } sur { $all } pas encore interrogés
