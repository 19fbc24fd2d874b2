# Words of signing in, of roles and of the platform.

sign-in-title = Connexion
sign-in-where = Accès à { $org }
sign-in-email = Adresse e-mail
sign-in-password = Mot de passe
sign-in-button = Se connecter
sign-in-support = Besoin d’aide ?

role-founder = Propriétaire de la plateforme
role-isp-owner = Propriétaire
role-engineer = Ingénieur réseau
role-support = Support
role-reseller = Revendeur
role-client = Client
role-unknown = Membre

platform-title = Fournisseurs
platform-caption = Fournisseurs et état de leurs réseaux
platform-none = Aucun fournisseur pour l’instant
platform-none-text = Les fournisseurs apparaissent ici dès qu’ils sont configurés.
platform-isp = Fournisseur
platform-host = Portail
platform-devices = Équipements
platform-interfaces = Interfaces
platform-no-devices = Aucun équipement pour l’instant
platform-all-answer = { $all ->
    [one] Le seul équipement répond
   *[other] Les { $all } répondent
}
platform-some-down = { $down } sur { $all } sans réponse
platform-some-pending = { $pending } sur { $all } pas encore interrogés

branding-title = Image de marque
branding-lead = L’aspect de votre portail, de son icône sur l’écran d’accueil et de ses e-mails pour vos clients.
branding-none = Rien n’est encore défini ici : votre portail ressemble à celui du niveau supérieur, ou reste neutre.
branding-elsewhere = Ceci est le portail de { $org }. Votre image de marque s’affiche sur votre propre portail.
branding-name = Nom du produit
branding-name-help = Ce que les clients lisent dans les titres, sur la page de connexion et sous l’icône.
branding-accent = Couleur de marque
branding-accent-help = Par exemple #1668a8. Boutons et liens prennent la nuance lisible la plus proche, sur fond clair et sombre. Laissez vide pour la couleur neutre.
branding-support = Contact de l’assistance
branding-support-help = Adresse e-mail ou numéro de téléphone ; affiché sur la page de connexion.
branding-mail = E-mails
branding-sender = Nom de l’expéditeur
branding-sender-help = Laissez vide pour utiliser le nom du produit.
branding-footer = Pied de page
branding-footer-help = Figure au bas de chaque e-mail, par exemple votre adresse. 1000 caractères au plus.
branding-logos = Logo
branding-logo = Logo
branding-logo-help = PNG, JPEG, WebP ou SVG, 512 ko au plus. Les icônes en sont tirées, sauf s’il est bien plus large que haut.
branding-logo-remove = Supprimer le logo
branding-logo-dark = Logo sur pages sombres
branding-logo-dark-help = À défaut, les pages sombres affichent le logo ci-dessus.
branding-logo-dark-remove = Supprimer le logo des pages sombres
branding-remove = Supprimer l’image de marque
branding-preview = Aperçu de ce qui est enregistré
branding-preview-light = Clair
branding-preview-dark = Sombre
branding-preview-chosen = Entrée choisie
branding-preview-link = Un lien
branding-preview-button = Un bouton
