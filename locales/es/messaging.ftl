# Words of the pages about mail.

nav-sent-mail = Correo enviado
sent-mail-title = Correo enviado
sent-mail-caption = Correos que se habrían enviado, del más reciente al más antiguo
sent-mail-why = No hay ningún servidor de correo configurado: los correos se guardan aquí durante 7 días en lugar de enviarse.
sent-mail-none = Todavía no hay correos
sent-mail-none-text = Aquí aparece lo que el producto enviaría.
sent-mail-subject = Asunto
sent-mail-to = Para
sent-mail-at = Hora
sent-mail-more = Solo se muestran los { $count } más recientes.
