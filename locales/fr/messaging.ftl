# Words of the pages about mail.

nav-sent-mail = E-mails envoyés
sent-mail-title = E-mails envoyés
sent-mail-caption = E-mails qui auraient été envoyés, du plus récent au plus ancien
sent-mail-why = Aucun serveur de messagerie n’est configuré : les e-mails sont conservés ici pendant 7 jours au lieu d’être envoyés.
sent-mail-none = Aucun e-mail pour l’instant
sent-mail-none-text = Ce que le produit enverrait apparaît ici.
sent-mail-subject = Objet
sent-mail-to = À
sent-mail-at = Heure
sent-mail-more = Seuls les { $count } plus récents sont affichés.
