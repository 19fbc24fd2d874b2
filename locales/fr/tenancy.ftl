# Words of signing in, of roles and of the platform.

sign-in-title = Connexion
sign-in-where = Accès à { $org }
sign-in-email = Adresse e-mail
sign-in-password = Mot de passe
sign-in-button = Se connecter

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
