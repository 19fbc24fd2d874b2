# Words of interfaces, traffic and devices.

traffic-in = Entrée
traffic-out = Sortie
traffic-download = Téléchargement
traffic-upload = Envoi

interfaces-title = Interfaces
interfaces-caption = Interfaces avec leur trafic actuel
interfaces-search = Rechercher par nom, description ou équipement
interfaces-show-all = Afficher toutes les interfaces
interfaces-shown = { $count ->
    [one] { $count } interface sur cette page
   *[other] { $count } interfaces sur cette page
}
interfaces-name = Interface
interfaces-device = Équipement
interfaces-served = Attribuée à
interfaces-used = Utilisation
interfaces-spark = 2 dernières heures
interfaces-state = État
interfaces-groups = Groupes
interfaces-none = Aucune interface pour l’instant
interfaces-none-text = Ajoutez un équipement. Ses interfaces sont détectées automatiquement et apparaissent ici en moins d’une minute.
interfaces-none-staff-text = Elles apparaissent ici dès que quelqu’un ajoute un équipement.
interfaces-none-found = Aucun résultat
interfaces-none-found-text = La recherche porte sur les noms, les descriptions et les noms d’équipements. Essayez une partie plus courte.
lines-title = Vos lignes
lines-name = Ligne
lines-none = Aucune ligne ne vous est encore attribuée
lines-none-text = Dès que votre fournisseur en attribue une, son trafic apparaît ici.

state-up = En service
state-down = Hors service
state-stale = Sans mesure récente
state-pending = En attente de mesures

spark-empty = Aucune valeur sur les 2 dernières heures
spark-label = 2 dernières heures : { $first } jusqu’à { $first-peak }, { $second } jusqu’à { $second-peak }

interface-none = Interface
interface-speed = Débit de la ligne
interface-measured = Mesure au chargement de cette page
interface-interval = Interrogée toutes les
interface-index = ifIndex
interface-mac = Adresse matérielle
interface-counters = Compteurs
interface-counters-64 = 64 bits
interface-counters-32 = 32 bits

assign-link = Attribuer
assign-title = Attribuer l’interface
assign-org = Attribuée à
assign-help = L’organisation choisie verra cette interface et ce qui est mesuré à partir de maintenant, rien d’antérieur.
assign-button = Attribuer l’interface

traffic-title = Trafic
range-nav = Période
range-hour = 1 heure
range-day = 24 heures
range-week = 7 jours
range-month = 30 jours
view-nav = Vue
view-chart = Graphique
view-table = Tableau
chart-empty = Aucune valeur sur cette période
chart-empty-text = Elles apparaissent ici dès les prochaines interrogations.
chart-in-words = Trafic sur { $range } : { $first } jusqu’à { $first-peak }, { $second } jusqu’à { $second-peak }. { $gaps ->
    [0] Mesuré sans interruption.
    [one] Une interruption.
   *[other] { $gaps } interruptions.
}
chart-zone = Fuseau horaire : { $zone }
stats-caption = La période en chiffres
stats-direction = Sens
stats-average = Moyenne
stats-highest = Maximum
stats-total = Total
series-caption = Trafic, du plus récent au plus ancien
series-from = Début
series-average = { $direction }, moyenne
series-highest = { $direction }, maximum
holes-title = Non mesuré
holes-more = { $count ->
    [one] et une autre avant
   *[other] et { $count } autres avant
}
gap-silent = Pas de relevé : l’équipement n’a pas répondu ou n’a pas été interrogé.
gap-reason-reset = Les compteurs ont été remis à zéro.
gap-reason-reboot = L’équipement a redémarré.
gap-reason-implausible = La valeur lue dépassait la capacité de la ligne.
gap-reason-changed = Le type de compteur a changé.
gap-reason-too-old = Lu trop tard pour être enregistré.
gap-reason-unknown = Rien n’a pu être mesuré.

devices-title = Équipements
devices-caption = Équipements et état de leurs réponses
devices-none = Aucun équipement pour l’instant
devices-none-text = Ajoutez le premier avec son adresse et ses identifiants SNMP. Un routeur de cœur de réseau est un bon début.
devices-none-staff-text = Ils apparaissent ici dès qu’un ingénieur en ajoute un.
devices-interfaces-count = { $count ->
    [one] { $count } interface
   *[other] { $count } interfaces
}
device-none = Équipement
device-name = Nom
device-name-help = Le nom qu’utilise votre équipe, par exemple core-1.
device-state = État
device-last-answer = Dernière réponse
device-address = Adresse
device-address-help = Nom d’hôte ou adresse IP, par exemple 192.0.2.1.
device-port = Port UDP
device-interfaces = Interfaces
device-no-interfaces = Aucune interface détectée pour l’instant
device-no-interfaces-text = Elles apparaissent après la première interrogation complète.
device-simulated = Simulé
device-pending = Pas encore interrogé
device-up = Répond
device-shaky = Interrogation manquée
device-down = Pas de réponse
device-never = jamais
device-polling = SNMP { $version }, toutes les { $seconds } s
device-polling-label = Interrogation
device-since = État depuis
device-duration = Durée de la dernière interrogation
device-sys-name = Nom du système
device-sys-descr = Description du système
device-add = Ajouter un équipement
device-add-text = L’interrogation commence dès que l’équipement est enregistré ; ses interfaces sont détectées automatiquement.
device-edit = Modifier l’équipement
device-remove = Retirer l’équipement
device-remove-title = Retirer { $name } ?
device-remove-text = { $count ->
    [0] L’interrogation s’arrête. Les mesures déjà faites sont conservées.
    [one] L’interrogation s’arrête et son interface quitte la liste. Les mesures déjà faites sont conservées.
   *[other] L’interrogation s’arrête et ses { $count } interfaces quittent la liste. Les mesures déjà faites sont conservées.
}
device-keep = Conserver
device-version = Version SNMP
device-version-1 = v1 (compteurs 32 bits uniquement)
device-version-2c = v2c
device-version-3 = v3 (authentifié et chiffré)
device-interval = Secondes entre deux interrogations
device-interval-help = De 10 à 300 ; 30 convient dans la plupart des cas.
device-community-legend = Pour v1 et v2c
device-community = Communauté
device-community-help = Stockée chiffrée et jamais réaffichée.
device-secret-kept = Laissez vide pour conserver la valeur enregistrée.
device-usm-legend = Pour v3
device-usm-user = Nom d’utilisateur
device-usm-auth = Authentification
device-usm-auth-passphrase = Phrase secrète d’authentification
device-usm-privacy = Chiffrement
device-usm-privacy-passphrase = Phrase secrète de chiffrement
device-passphrase-help = Au moins 8 caractères ; stockée chiffrée.

poll-error-timeout = Pas de réponse.
poll-error-refused = Aucun service n’écoute sur ce port.
poll-error-unresolved = Le nom d’hôte est inconnu.
poll-error-auth = Les identifiants ont été refusés.
poll-error-malformed = La réponse est incompréhensible.
poll-error-too-much = Plus que ce qui peut être lu en une interrogation.
poll-error-credential = Les identifiants enregistrés sont inutilisables.
poll-error-agent-error = L’équipement signale une erreur.
poll-error-unknown = La dernière interrogation a échoué.
poll-advice-timeout = Vérifiez qu’il est joignable et que SNMP est autorisé depuis ce serveur. En v1 et v2c, une communauté erronée reste elle aussi sans réponse.
poll-advice-refused = Vérifiez le port et si le service SNMP fonctionne.
poll-advice-unresolved = Vérifiez l’orthographe ou saisissez l’adresse IP.
poll-advice-auth = Vérifiez l’utilisateur, les phrases secrètes et les algorithmes.
poll-advice-malformed = Mettez à jour le logiciel de l’équipement ou essayez une autre version SNMP.
poll-advice-too-much = Choisissez un intervalle plus long ou demandez-nous de relever la limite d’interfaces.
poll-advice-credential = Saisissez-les de nouveau sous « Modifier l’équipement ».
poll-advice-agent-error = Vérifiez que l’utilisateur ou la communauté SNMP peut lire les tables d’interfaces.
poll-advice-unknown = L’interrogation continue ; la prochaine réponse effacera ce message.
