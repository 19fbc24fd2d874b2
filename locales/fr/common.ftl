# Words of the frame, of units, times, states and faults.

language-name = Français
language-direction = ltr
language-choose = Langue

skip-to-content = Aller au contenu
loading = Chargement
nav-main = Navigation principale
nav-group-live = En direct
nav-group-network = Réseau
nav-group-platform = Plateforme
nav-group-settings = Paramètres
nav-interfaces = Interfaces
nav-lines = Vos lignes
nav-devices = Équipements
nav-platform = Fournisseurs
nav-more = Plus
nav-branding = Image de marque
crumbs = Vous êtes ici
pager = Pages
pager-first = Première page
pager-next = Page suivante
search-button = Rechercher
save = Enregistrer
cancel = Annuler
unknown = inconnu

account-menu = Compte
sign-out = Se déconnecter
theme-system = Thème : celui du système. Passer au clair.
theme-light = Thème : clair. Passer au sombre.
theme-dark = Thème : sombre. Passer à celui du système.

simulated-world = Réseau simulé
simulated-world-help = Ces équipements sont simulés. Aucun matériel réel ne se trouve derrière eux.

live-connecting = Connexion
live-on = En direct
live-reconnecting = Reconnexion

figure-none = aucune valeur
unit-bit-s = bit/s
unit-kbit-s = kbit/s
unit-mbit-s = Mbit/s
unit-gbit-s = Gbit/s
unit-tbit-s = Tbit/s
unit-byte = B
unit-kbyte = kB
unit-mbyte = MB
unit-gbyte = GB
unit-tbyte = TB
seconds = { $count } s
milliseconds = { $count } ms

not-found-title = Page introuvable
not-found-what = Il n’y a rien à cette adresse
not-found-text = Le lien est peut-être ancien, ou la page appartient à quelqu’un d’autre.
not-found-home = Aller à la page d’accueil

error-unauthenticated = Votre session a pris fin
error-not-found = Cet élément est introuvable
error-forbidden = Votre rôle ne le permet pas
error-invalid = Un élément de la demande n’est pas valide
error-conflict = Quelqu’un d’autre a modifié ceci entre-temps
error-unavailable = Le serveur ne peut pas répondre pour le moment
error-internal = Un problème est survenu de notre côté
error-unknown = Un problème est survenu
error-advice-unauthenticated = Reconnectez-vous ; rien n’est perdu.
error-advice-not-found = Il a peut-être été retiré, ou il appartient à quelqu’un d’autre.
error-advice-forbidden = Si vous en avez besoin, adressez-vous à un propriétaire de votre organisation.
error-advice-invalid = Revenez en arrière, vérifiez votre saisie et réessayez.
error-advice-conflict = Rechargez la page pour voir son état actuel.
error-advice-unavailable = Les mesures continuent. Réessayez dans un instant.
error-advice-internal = Les mesures continuent. Réessayez ; si le problème persiste, indiquez au support le numéro ci-dessous.
error-advice-unknown = Réessayez ; si le problème persiste, prévenez le support.
error-request = Numéro de demande : { $id }
error-retry = Réessayer

form-fault-invalid = L’enregistrement n’est pas encore possible. Veuillez vérifier :
form-fault-credentials = L’adresse e-mail et le mot de passe ne correspondent pas.
form-fault-too-many-attempts = Trop de tentatives. Attendez quelques minutes, puis réessayez.
form-fault-device-limit = Le nombre d’équipements autorisé pour ce fournisseur est atteint.
form-fault-changed = Quelqu’un d’autre a modifié ceci entre-temps. Rouvrez-le pour voir la dernière version, puis refaites votre modification.
form-fault-unauthenticated = Votre session a pris fin. Reconnectez-vous, puis recommencez.
form-fault-unavailable = Le serveur ne peut pas répondre pour le moment. Rien n’a été enregistré ; réessayez dans un instant.
form-fault-internal = Un problème est survenu de notre côté. Rien n’a été enregistré ; réessayez.
form-fault-not-found = Cet élément n’existe plus.
form-fault-forbidden = Votre rôle ne le permet pas.
form-fault-unknown = L’opération a échoué. Rien n’a été enregistré.
form-fault-list = À vérifier
field-error-required = Veuillez remplir ce champ.
field-error-too-long = La saisie est trop longue.
field-error-control-characters = La saisie contient des caractères non admis.
field-error-not-an-address = Saisissez un nom d’hôte ou une adresse IP, sans port ni chemin.
field-error-not-a-port = Saisissez un port de 1 à 65535.
field-error-interval-range = Saisissez de 10 à 300 secondes.
field-error-not-a-choice = Choisissez un élément de la liste.
field-error-passphrase-short = Utilisez au moins 8 caractères.
field-error-device-name-taken = Un autre équipement porte ce nom.
field-error-not-a-colour = Saisissez une couleur en six chiffres hexadécimaux, par exemple #1668a8.
field-error-logo-empty = Ce fichier est vide.
field-error-logo-too-big = Ce fichier dépasse 512 ko.
field-error-logo-kind = Ce n’est pas un fichier PNG, JPEG, WebP ou SVG.
field-error-logo-pixels = Cette image a plus de 4096 pixels sur un côté.
field-error-logo-broken = Cette image est endommagée et ne peut pas être lue.
field-error-logo-svg = Ce SVG contient du texte, des images, des scripts ou des effets inutilisables ici. Vectorisez le texte ou envoyez un PNG.
field-error-file-again = Choisissez à nouveau ce fichier ; il n’a pas été conservé.
field-error-unknown = Cette valeur n’est pas valide.

notice-device-added = Équipement ajouté. Les premières valeurs arrivent à la deuxième interrogation.
notice-device-changed = Modifications enregistrées. L’équipement est de nouveau interrogé.
notice-device-removed = Équipement retiré. Les mesures sont conservées.
notice-interface-assigned = Interface attribuée.
notice-branding-changed = Image de marque enregistrée.
notice-branding-removed = Image de marque supprimée.
notice-unknown = Terminé.
notice-dismiss = Fermer
