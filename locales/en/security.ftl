# Words of passwords, of a person’s own security and of signing in with a second factor.

field-error-password-too-short = Use at least 12 characters. Several words with spaces are fine.
field-error-password-common = This password is on lists that attackers try first. Choose another.
field-error-password-guessable = This can be guessed too easily. Use more words, or words that do not belong together.
field-error-password-brand = This is built on a name that others know: yours, your address or the portal’s. Choose something else.
