# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = Invitación a { $product }
mail-invitation-title = Te han invitado a { $product }
mail-invitation-text = { $by } ha abierto una cuenta para ti. Elige cómo quieres iniciar sesión y estará lista.
mail-invitation-button = Aceptar la invitación
mail-invitation-footer = Si no conoces a { $by }, ignora este correo: sin ti no ocurre nada.

mail-password-reset-subject = Elige una contraseña nueva para { $product }
mail-password-reset-title = Elige una contraseña nueva
mail-password-reset-text = Alguien, esperamos que tú, quiere elegir una contraseña nueva para tu cuenta en { $product }.
mail-password-reset-button = Elegir una contraseña nueva
mail-password-reset-footer = Si no has sido tú, ignora este correo: tu contraseña sigue siendo la misma.

mail-magic-link-subject = Inicia sesión en { $product }
mail-magic-link-title = Inicia sesión en { $product }
mail-magic-link-text = Abre este enlace en el mismo navegador en el que lo pediste.
mail-magic-link-button = Iniciar sesión
mail-magic-link-footer = Si no lo has pedido, ignora este correo: sin él nadie puede iniciar sesión.

mail-security-notice-subject = Aviso de seguridad de { $product }
mail-security-notice-title = Tu cuenta ha cambiado
mail-security-notice-text = Ha cambiado algo en la forma en que inicias sesión en { $product }.
mail-security-notice-button = Revisar la cuenta
mail-security-notice-footer = Si has sido tú, no hay nada que hacer. Si no, elige enseguida una contraseña nueva y cierra todas las demás sesiones.

mail-domain-suspended-subject = { $domain } ya no lleva a { $product }
mail-domain-suspended-title = Su dominio ya no lleva aquí
mail-domain-suspended-text = El registro DNS que demuestra de quién es { $domain } no se ha encontrado durante días, así que el portal de { $product } ya no responde ahí. Vuelva a poner el registro y compruébelo de nuevo. Durante 30 días nadie más puede tener aquí ese nombre.
mail-domain-suspended-button = Ver el dominio
mail-domain-suspended-footer = Recibe este correo porque es propietario.

mail-event-password-changed = Se ha cambiado la contraseña de tu cuenta en { $product }.
mail-event-email-changed = Se ha cambiado el correo electrónico de tu cuenta en { $product }.
mail-event-two-factor-on = Tu cuenta en { $product } pide ahora un segundo factor al iniciar sesión.
mail-event-two-factor-off = Tu cuenta en { $product } ya no pide un segundo factor al iniciar sesión.
mail-event-passkey-added = Se ha añadido una llave de acceso a tu cuenta en { $product }.
mail-event-passkey-removed = Se ha quitado una llave de acceso de tu cuenta en { $product }.
mail-event-recovery-codes-made = Se han creado códigos de recuperación nuevos para tu cuenta en { $product }. Los anteriores ya no sirven.
mail-event-recovery-code-used = Se ha usado un código de recuperación para iniciar sesión en tu cuenta de { $product }.
mail-event-new-sign-in = Alguien ha iniciado sesión en tu cuenta de { $product } desde un dispositivo que no se había usado antes.
mail-event-sessions-ended = Se han cerrado todas las sesiones de tu cuenta en { $product }.

mail-lasts-minutes = { $minutes ->
    [one] El enlace sirve una sola vez, durante 1 minuto.
   *[other] El enlace sirve una sola vez, durante { $minutes } minutos.
}
mail-lasts-hours = { $hours ->
    [one] El enlace sirve una sola vez, durante 1 hora.
   *[other] El enlace sirve una sola vez, durante { $hours } horas.
}
mail-address = Si el botón no funciona, abre esta dirección:
mail-sender = { $product } ha enviado este correo de forma automática.
