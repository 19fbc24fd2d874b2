# Palabras de las contraseñas, de la seguridad de cada persona y del acceso con segundo factor.

field-error-password-too-short = Usa al menos 12 caracteres. Varias palabras con espacios también valen.
field-error-password-common = Esta contraseña está en las listas que los atacantes prueban primero. Elige otra.
field-error-password-guessable = Se adivina con demasiada facilidad. Usa más palabras, o palabras que no vayan juntas.
field-error-password-brand = Se basa en un nombre que otros conocen: el tuyo, tu dirección o el del portal. Elige otra cosa.
