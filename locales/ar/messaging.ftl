# Words of the pages about mail.

nav-sent-mail = البريد المرسل
sent-mail-title = البريد المرسل
sent-mail-caption = الرسائل التي كانت ستُرسل، من الأحدث إلى الأقدم
sent-mail-why = لم يُضبط أي خادم بريد، لذا تُحفظ الرسائل هنا مدة 7 أيام بدل إرسالها.
sent-mail-none = لا رسائل بعد
sent-mail-none-text = يظهر هنا ما كان سيُرسل.
sent-mail-subject = الموضوع
sent-mail-to = إلى
sent-mail-at = الوقت
sent-mail-more = تُعرض هنا أحدث الرسائل فقط، وعددها { $count }.
