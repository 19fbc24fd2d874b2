# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = Votre invitation à rejoindre { $product }
mail-invitation-title = Vous êtes invité à rejoindre { $product }
mail-invitation-text = { $by } a ouvert un compte pour vous. Choisissez comment vous souhaitez vous connecter, et il est prêt.
mail-invitation-button = Accepter l’invitation
mail-invitation-footer = Si vous ne connaissez pas { $by }, ignorez cet e-mail : sans vous, rien ne se passe.

mail-password-reset-subject = Choisissez un nouveau mot de passe pour { $product }
mail-password-reset-title = Choisissez un nouveau mot de passe
mail-password-reset-text = Quelqu’un, sans doute vous, souhaite choisir un nouveau mot de passe pour votre compte chez { $product }.
mail-password-reset-button = Choisir un nouveau mot de passe
mail-password-reset-footer = Si ce n’était pas vous, ignorez cet e-mail : votre mot de passe reste inchangé.

mail-magic-link-subject = Connectez-vous à { $product }
mail-magic-link-title = Connectez-vous à { $product }
mail-magic-link-text = Ouvrez ce lien dans le navigateur où vous l’avez demandé.
mail-magic-link-button = Se connecter
mail-magic-link-footer = Si vous ne l’avez pas demandé, ignorez cet e-mail : sans lui, personne ne peut se connecter.

mail-security-notice-subject = Avis de sécurité pour votre compte chez { $product }
mail-security-notice-title = Votre compte a changé
mail-security-notice-text = La façon dont vous vous connectez à { $product } a changé.
mail-security-notice-button = Vérifier votre compte
mail-security-notice-footer = Si c’était vous, il n’y a rien à faire. Sinon, choisissez tout de suite un nouveau mot de passe et mettez fin à toutes les autres sessions.

mail-domain-suspended-subject = { $domain } ne mène plus à { $product }
mail-domain-suspended-title = Votre domaine ne mène plus ici
mail-domain-suspended-text = L’enregistrement DNS qui prouve à qui appartient { $domain } est resté introuvable pendant des jours : le portail de { $product } n’y répond donc plus. Remettez l’enregistrement et vérifiez à nouveau. Pendant 30 jours, personne d’autre ne peut prendre ce nom ici.
mail-domain-suspended-button = Voir le domaine
mail-domain-suspended-footer = Vous recevez ce message parce que vous pouvez gérer les domaines.

mail-alert-problem-subject = { $count ->
    [one] { $product } : { $count } problème sur le réseau
   *[other] { $product } : { $count } problèmes sur le réseau
}
mail-alert-problem-title = Quelque chose ne va pas sur le réseau
mail-alert-problem-text = Voici ce qui a été constaté :
mail-alert-problem-button = Voir toutes les alertes
mail-alert-problem-footer = Vous recevez ce message parce que vous vous occupez de ce réseau. Un autre suivra quand ce sera terminé.

mail-alert-recovery-subject = { $count ->
    [one] { $product } : { $count } problème est terminé
   *[other] { $product } : { $count } problèmes sont terminés
}
mail-alert-recovery-title = Des problèmes sont terminés
mail-alert-recovery-text = Tout est rentré dans l’ordre pour :
mail-alert-recovery-button = Voir toutes les alertes
mail-alert-recovery-footer = Vous recevez ce message parce que vous vous occupez de ce réseau.

mail-alert-line-utilisation-high = { $object } : très chargée, { $percent } % de son débit utilisés
mail-alert-line-utilisation-full = { $object } : saturée, { $percent } % de son débit utilisés
mail-alert-line-link-down = { $object } : le lien est coupé
mail-alert-line-device-down = { $object } : ne répond plus
mail-alert-line-group-total = { $object } : la somme atteint { $percent } % de son seuil
mail-alert-line-flapping = { $object } : instable ; plus rien n’est envoyé jusqu’à ce que cela se stabilise
mail-alert-line-utilisation-calm = { $object } : redescendue à { $percent } % de son débit
mail-alert-line-link-up = { $object } : le lien fonctionne de nouveau
mail-alert-line-device-up = { $object } : répond de nouveau
mail-alert-line-group-calm = { $object } : la somme est redescendue à { $percent } % de son seuil
mail-alert-line-unwatched = { $object } : n’est plus surveillée

mail-event-password-changed = Le mot de passe de votre compte chez { $product } a été modifié.
mail-event-email-changed = L’adresse e-mail de votre compte chez { $product } a été modifiée.
mail-event-two-factor-on = Votre compte chez { $product } demande désormais un second facteur à la connexion.
mail-event-two-factor-off = Votre compte chez { $product } ne demande plus de second facteur à la connexion.
mail-event-passkey-added = Une clé d’accès a été ajoutée à votre compte chez { $product }.
mail-event-passkey-removed = Une clé d’accès a été retirée de votre compte chez { $product }.
mail-event-recovery-codes-made = De nouveaux codes de récupération ont été créés pour votre compte chez { $product }. Les anciens ne fonctionnent plus.
mail-event-recovery-code-used = Un code de récupération a servi à se connecter à votre compte chez { $product }.
mail-event-new-sign-in = Quelqu’un s’est connecté à votre compte chez { $product } depuis un appareil jamais utilisé auparavant.
mail-event-sessions-ended = Toutes les sessions de votre compte chez { $product } ont été fermées.
mail-event-api-token-reused = Une copie de la connexion d’une application a été utilisée sur { $product }. On ne peut pas dire par qui : l’application a donc été déconnectée.

mail-lasts-minutes = { $minutes ->
    [one] Le lien fonctionne une seule fois, pendant { $minutes } minute.
   *[other] Le lien fonctionne une seule fois, pendant { $minutes } minutes.
}
mail-lasts-hours = { $hours ->
    [one] Le lien fonctionne une seule fois, pendant { $hours } heure.
   *[other] Le lien fonctionne une seule fois, pendant { $hours } heures.
}
mail-address = Si le bouton ne fonctionne pas, ouvrez cette adresse :
mail-sender = { $product } a envoyé cet e-mail automatiquement.

mail-notice-test = Ceci est un essai de { $product }. Les avis arrivent ici.
mail-notice-more = { $count ->
    [one] 1 de plus
   *[other] { $count } de plus
}
mail-notice-status = { $count ->
    [one] 1 problème en cours
   *[other] { $count } problèmes en cours
}
mail-notice-status-none = Tout va bien pour le moment.
mail-notice-acked = C’est noté, vous vous en occupez : { $object }
mail-notice-ack-known = Quelqu’un s’en occupe déjà : { $object }
mail-notice-ack-none = Aucun problème en cours ne porte ce code.
mail-notice-help = /status dit ce qui ne va pas. /ack suivi du code d’un problème dit que vous vous en occupez.
