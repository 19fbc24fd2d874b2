# Mots des mots de passe, de la sécurité de chaque personne et de la connexion avec second facteur.

field-error-password-too-short = Utilisez au moins 12 caractères. Plusieurs mots avec des espaces conviennent aussi.
field-error-password-common = Ce mot de passe figure dans les listes que les attaquants essaient d’abord. Choisissez-en un autre.
field-error-password-guessable = Il se devine trop facilement. Utilisez plus de mots, ou des mots sans rapport entre eux.
field-error-password-brand = Il repose sur un nom que d’autres connaissent : le vôtre, votre adresse ou celui du portail. Choisissez autre chose.
