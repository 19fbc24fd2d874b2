# Mots de la bibliothèque de composants : listes, palette de commandes, ce qui marche sans connexion.

palette-open = Aller à ou faire (Ctrl-K)
palette-title = Aller à ou faire
palette-input = Où aller, ou que faire
palette-none = Rien ne correspond
palette-none-text = Essayez avec moins de lettres.
table-columns = Colonnes
table-columns-apply = Afficher celles-ci
filter-label = Filtre
filter-apply = Filtrer
filter-clear = Tout afficher
bulk-chosen = sélectionnés
choose-row = Sélectionner { $name }
dialog-close = Fermer
fact-id = ID
filter-any = Tous
filter-none-text = Choisissez d’autres filtres, ou affichez tout.
date-today = Aujourd’hui
notice-undo = Annuler
page-broken = Cette page a cessé de fonctionner. Ce que vous avez enregistré est conservé.
page-update = Une nouvelle version est prête.
page-reload = Recharger
offline-title = Pas de connexion
offline-text = Le serveur est injoignable d’ici. Vérifiez votre connexion, puis réessayez ; rien n’est perdu.
people-shown = { $count ->
    [one] { $count } personne sur cette page
   *[other] { $count } personnes sur cette page
}
kit-title = Bibliothèque de composants
