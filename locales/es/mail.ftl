# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = Invitación a { $product }
mail-invitation-title = Le han invitado a { $product }
mail-invitation-text = { $by } ha abierto una cuenta para usted. Elija cómo quiere iniciar sesión y estará lista.
mail-invitation-button = Aceptar la invitación
mail-invitation-footer = Si no conoce a { $by }, ignore este correo: sin usted no ocurre nada.

mail-password-reset-subject = Elija una contraseña nueva para { $product }
mail-password-reset-title = Elija una contraseña nueva
mail-password-reset-text = Alguien, esperamos que usted, quiere elegir una contraseña nueva para su cuenta en { $product }.
mail-password-reset-button = Elegir una contraseña nueva
mail-password-reset-footer = Si no ha sido usted, ignore este correo: su contraseña sigue siendo la misma.

mail-magic-link-subject = Inicie sesión en { $product }
mail-magic-link-title = Inicie sesión en { $product }
mail-magic-link-text = Abra este enlace en el mismo navegador en el que lo pidió.
mail-magic-link-button = Iniciar sesión
mail-magic-link-footer = Si no lo ha pedido, ignore este correo: sin él nadie puede iniciar sesión.

mail-security-notice-subject = Aviso de seguridad de { $product }
mail-security-notice-title = Su cuenta ha cambiado
mail-security-notice-text = Ha cambiado algo en la forma en que inicia sesión en { $product }.
mail-security-notice-button = Revisar la cuenta
mail-security-notice-footer = Si ha sido usted, no hay nada que hacer. Si no, elija enseguida una contraseña nueva y cierre todas las demás sesiones.

mail-domain-suspended-subject = { $domain } ya no lleva a { $product }
mail-domain-suspended-title = Su dominio ya no lleva aquí
mail-domain-suspended-text = El registro DNS que demuestra de quién es { $domain } no se ha encontrado durante días, así que el portal de { $product } ya no responde ahí. Vuelva a poner el registro y compruébelo de nuevo. Durante 30 días nadie más puede tener aquí ese nombre.
mail-domain-suspended-button = Ver el dominio
mail-domain-suspended-footer = Recibe este correo porque puede administrar los dominios.

mail-alert-problem-subject = { $count ->
    [one] { $product }: 1 problema en la red
   *[other] { $product }: { $count } problemas en la red
}
mail-alert-problem-title = Algo falla en la red
mail-alert-problem-text = Se ha detectado lo siguiente:
mail-alert-problem-button = Ver todas las alertas
mail-alert-problem-footer = Recibe este correo porque se ocupa de esta red. Recibirá otro cuando termine.

mail-alert-recovery-subject = { $count ->
    [one] { $product }: 1 problema ha terminado
   *[other] { $product }: { $count } problemas han terminado
}
mail-alert-recovery-title = Problemas terminados
mail-alert-recovery-text = Esto vuelve a estar bien:
mail-alert-recovery-button = Ver todas las alertas
mail-alert-recovery-footer = Recibe este correo porque se ocupa de esta red.

mail-alert-line-utilisation-high = { $object }: muy ocupada, { $percent } % de su velocidad en uso
mail-alert-line-utilisation-full = { $object }: llena, { $percent } % de su velocidad en uso
mail-alert-line-link-down = { $object }: el enlace ha caído
mail-alert-line-device-down = { $object }: ya no responde
mail-alert-line-group-total = { $object }: la suma está al { $percent } % de su umbral
mail-alert-line-flapping = { $object }: va y viene; no se envía nada más hasta que se estabilice
mail-alert-line-utilisation-calm = { $object }: ha bajado al { $percent } % de su velocidad
mail-alert-line-link-up = { $object }: el enlace vuelve a funcionar
mail-alert-line-device-up = { $object }: vuelve a responder
mail-alert-line-group-calm = { $object }: la suma ha bajado al { $percent } % de su umbral
mail-alert-line-unwatched = { $object }: ya no se vigila

mail-event-password-changed = Se ha cambiado la contraseña de su cuenta en { $product }.
mail-event-email-changed = Se ha cambiado el correo electrónico de su cuenta en { $product }.
mail-event-two-factor-on = Su cuenta en { $product } pide ahora un segundo factor al iniciar sesión.
mail-event-two-factor-off = Su cuenta en { $product } ya no pide un segundo factor al iniciar sesión.
mail-event-passkey-added = Se ha añadido una llave de acceso a su cuenta en { $product }.
mail-event-passkey-removed = Se ha quitado una llave de acceso de su cuenta en { $product }.
mail-event-recovery-codes-made = Se han creado códigos de recuperación nuevos para su cuenta en { $product }. Los anteriores ya no sirven.
mail-event-recovery-code-used = Se ha usado un código de recuperación para iniciar sesión en su cuenta de { $product }.
mail-event-new-sign-in = Alguien ha iniciado sesión en su cuenta de { $product } desde un dispositivo que no se había usado antes.
mail-event-sessions-ended = Se han cerrado todas las sesiones de su cuenta en { $product }.
mail-event-api-token-reused = En { $product } se usó una copia del acceso de una aplicación. No se sabe quién la usó, así que se cerró el acceso de la aplicación.

mail-lasts-minutes = { $minutes ->
    [one] El enlace sirve una sola vez, durante 1 minuto.
   *[other] El enlace sirve una sola vez, durante { $minutes } minutos.
}
mail-lasts-hours = { $hours ->
    [one] El enlace sirve una sola vez, durante 1 hora.
   *[other] El enlace sirve una sola vez, durante { $hours } horas.
}
mail-address = Si el botón no funciona, abra esta dirección:
mail-sender = { $product } ha enviado este correo de forma automática.

mail-notice-test = Esto es una prueba de { $product }. Los avisos llegan aquí.
mail-notice-more = { $count ->
    [one] 1 más
   *[other] { $count } más
}
mail-notice-status = { $count ->
    [one] 1 problema abierto
   *[other] { $count } problemas abiertos
}
mail-notice-status-none = Ahora mismo no falla nada.
mail-notice-acked = Anotado, se encarga usted: { $object }
mail-notice-ack-known = Alguien ya se encarga: { $object }
mail-notice-ack-none = No hay ningún problema abierto con este código.
mail-notice-help = /status dice qué falla ahora. /ack y el código de un problema dice que usted se encarga de él.
