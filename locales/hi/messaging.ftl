# Words of the pages about mail.

nav-sent-mail = भेजे गए ईमेल
sent-mail-title = भेजे गए ईमेल
sent-mail-caption = ईमेल जो भेजे जाते, सबसे नए पहले
sent-mail-why = कोई मेल सर्वर सेट नहीं है, इसलिए ईमेल भेजे जाने के बजाय 7 दिन तक यहाँ रखे जाते हैं।
sent-mail-none = अभी कोई ईमेल नहीं
sent-mail-none-text = जो ईमेल भेजे जाते, वे यहाँ दिखते हैं।
sent-mail-subject = विषय
sent-mail-to = प्राप्तकर्ता
sent-mail-at = समय
sent-mail-more = केवल सबसे नए { $count } दिखाए गए हैं।
