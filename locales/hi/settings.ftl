# Words of the settings of a node.

nav-settings = सामान्य
settings-title = सामान्य सेटिंग
settings-lead = ये संगठन के इस हिस्से और इसके नीचे के सब पर लागू होती हैं, जब तक कोई कुछ और न चुने।
settings-lead-root = ये आपके पूरे संगठन में लागू होती हैं, जब तक कोई कुछ और न चुने।
settings-locale = भाषा
settings-locale-help = उन सबके लिए, जिन्होंने कोई भाषा नहीं चुनी। व्यक्ति की अपनी पसंद पहले आती है।
settings-time-zone = समय क्षेत्र
settings-time-zone-help = जिन लोगों का समय क्षेत्र अभी यही है, वे साथ बदलते हैं; नए लोग इसी से शुरू करते हैं।
settings-currency = मुद्रा
settings-currency-help = आने वाली कीमतों और बिलों के लिए। जो किसी और मुद्रा में लिखा गया, वह उसी में रहता है।
settings-first-day = सप्ताह का पहला दिन
settings-as-above = ऊपर जैसा: { $what }
settings-as-browser = जो हर ब्राउज़र माँगे
settings-not-chosen = नहीं चुना गया
weekday-1 = सोमवार
weekday-5 = शुक्रवार
weekday-6 = शनिवार
weekday-7 = रविवार
weekday-unknown = कोई और दिन
notice-settings-changed = सेटिंग सहेजी गई।

audit-action-settings-change = सेटिंग बदली गई
audit-detail-currency = मुद्रा
audit-detail-first-day = सप्ताह का पहला दिन
audit-detail-time-zone = समय क्षेत्र
