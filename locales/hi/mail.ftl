# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = { $product } में आपको आमंत्रित किया गया है
mail-invitation-title = { $product } में आपको आमंत्रित किया गया है
mail-invitation-text = { $by } ने आपके लिए खाता खोला है। चुनें कि आप कैसे साइन इन करना चाहते हैं, और खाता तैयार है।
mail-invitation-button = आमंत्रण स्वीकार करें
mail-invitation-footer = अगर आप { $by } को नहीं जानते, तो इस ईमेल को अनदेखा करें: आपके बिना कुछ नहीं होगा।

mail-password-reset-subject = { $product } के लिए नया पासवर्ड चुनें
mail-password-reset-title = नया पासवर्ड चुनें
mail-password-reset-text = किसी ने, संभवतः आपने, { $product } में आपके खाते के लिए नया पासवर्ड चुनने का अनुरोध किया है।
mail-password-reset-button = नया पासवर्ड चुनें
mail-password-reset-footer = अगर यह आपने नहीं किया, तो इस ईमेल को अनदेखा करें: आपका पासवर्ड वही रहेगा।

mail-magic-link-subject = { $product } में साइन इन करें
mail-magic-link-title = { $product } में साइन इन करें
mail-magic-link-text = यह लिंक उसी ब्राउज़र में खोलें जिसमें आपने इसे माँगा था।
mail-magic-link-button = साइन इन करें
mail-magic-link-footer = अगर आपने इसे नहीं माँगा, तो इस ईमेल को अनदेखा करें: इसके बिना कोई साइन इन नहीं कर सकता।

mail-security-notice-subject = { $product } से सुरक्षा सूचना
mail-security-notice-title = आपके खाते में बदलाव हुआ है
mail-security-notice-text = { $product } में आपके साइन इन करने के तरीके में कुछ बदला है।
mail-security-notice-button = अपना खाता देखें
mail-security-notice-footer = अगर यह आपने किया है, तो कुछ करने की ज़रूरत नहीं। अगर नहीं, तो तुरंत नया पासवर्ड चुनें और बाकी सभी सत्र समाप्त करें।

mail-domain-suspended-subject = { $domain } अब { $product } पर नहीं ले जाता
mail-domain-suspended-title = आपका डोमेन अब यहाँ नहीं ले जाता
mail-domain-suspended-text = { $domain } किसका है, यह साबित करने वाला DNS रिकॉर्ड कई दिनों से नहीं मिला, इसलिए { $product } का पोर्टल अब वहाँ उत्तर नहीं देता। रिकॉर्ड वापस रखें और फिर से जाँचें। 30 दिनों तक यहाँ यह नाम कोई और नहीं ले सकता।
mail-domain-suspended-button = डोमेन देखें
mail-domain-suspended-footer = यह मेल आपको इसलिए मिला है कि आप डोमेन सँभाल सकते हैं।

mail-alert-problem-subject = { $count ->
    [one] { $product }: नेटवर्क में { $count } समस्या
   *[other] { $product }: नेटवर्क में { $count } समस्याएँ
}
mail-alert-problem-title = नेटवर्क में गड़बड़ है
mail-alert-problem-text = यह पाया गया:
mail-alert-problem-button = सभी अलर्ट देखें
mail-alert-problem-footer = यह मेल आपको इसलिए मिला है कि यह नेटवर्क आप संभालते हैं। समस्या ख़त्म होने पर एक और मेल आएगा।

mail-alert-recovery-subject = { $count ->
    [one] { $product }: { $count } समस्या ख़त्म हुई
   *[other] { $product }: { $count } समस्याएँ ख़त्म हुईं
}
mail-alert-recovery-title = समस्याएँ ख़त्म हुईं
mail-alert-recovery-text = यह फिर से ठीक है:
mail-alert-recovery-button = सभी अलर्ट देखें
mail-alert-recovery-footer = यह मेल आपको इसलिए मिला है कि यह नेटवर्क आप संभालते हैं।

mail-alert-line-utilisation-high = { $object }: व्यस्त, गति का { $percent } % उपयोग में
mail-alert-line-utilisation-full = { $object }: भरा हुआ, गति का { $percent } % उपयोग में
mail-alert-line-link-down = { $object }: लिंक बंद है
mail-alert-line-device-down = { $object }: अब जवाब नहीं देता
mail-alert-line-group-total = { $object }: योग अपनी सीमा के { $percent } % पर है
mail-alert-line-flapping = { $object }: बार-बार बदल रहा है; स्थिर होने तक और कुछ नहीं भेजा जाएगा
mail-alert-line-utilisation-calm = { $object }: घटकर गति का { $percent } %
mail-alert-line-link-up = { $object }: लिंक फिर चालू है
mail-alert-line-device-up = { $object }: फिर जवाब देता है
mail-alert-line-group-calm = { $object }: योग घटकर अपनी सीमा के { $percent } % पर आया
mail-alert-line-unwatched = { $object }: अब निगरानी में नहीं

mail-event-password-changed = { $product } में आपके खाते का पासवर्ड बदला गया है।
mail-event-email-changed = { $product } में आपके खाते का ईमेल पता बदला गया है।
mail-event-two-factor-on = { $product } में आपका खाता अब साइन इन करते समय दूसरा प्रमाण माँगता है।
mail-event-two-factor-off = { $product } में आपका खाता अब साइन इन करते समय दूसरा प्रमाण नहीं माँगता।
mail-event-passkey-added = { $product } में आपके खाते में एक पासकी जोड़ी गई है।
mail-event-passkey-removed = { $product } में आपके खाते से एक पासकी हटाई गई है।
mail-event-recovery-codes-made = { $product } में आपके खाते के लिए नए रिकवरी कोड बनाए गए हैं। पुराने कोड अब काम नहीं करेंगे।
mail-event-recovery-code-used = { $product } में आपके खाते में साइन इन करने के लिए एक रिकवरी कोड इस्तेमाल हुआ है।
mail-event-new-sign-in = { $product } में आपके खाते में किसी ने ऐसे डिवाइस से साइन इन किया है जो पहले इस्तेमाल नहीं हुआ था।
mail-event-sessions-ended = { $product } में आपके खाते के सभी सत्र समाप्त कर दिए गए हैं।
mail-event-api-token-reused = { $product } पर किसी ऐप के साइन-इन की एक प्रति का उपयोग हुआ। किसने किया, यह पता नहीं, इसलिए ऐप को साइन आउट कर दिया गया।

mail-lasts-minutes = { $minutes ->
    [one] लिंक सिर्फ़ एक बार, { $minutes } मिनट के भीतर काम करेगा।
   *[other] लिंक सिर्फ़ एक बार, { $minutes } मिनट के भीतर काम करेगा।
}
mail-lasts-hours = { $hours ->
    [one] लिंक सिर्फ़ एक बार, { $hours } घंटे के भीतर काम करेगा।
   *[other] लिंक सिर्फ़ एक बार, { $hours } घंटों के भीतर काम करेगा।
}
mail-address = अगर बटन काम न करे, तो यह पता खोलें:
mail-sender = { $product } ने यह ईमेल अपने आप भेजा है।

mail-notice-test = यह { $product } की जाँच है। सूचनाएँ यहाँ पहुँचती हैं।
mail-notice-more = { $count ->
    [one] 1 और
   *[other] { $count } और
}
mail-notice-status = { $count ->
    [one] 1 खुली समस्या
   *[other] { $count } खुली समस्याएँ
}
mail-notice-status-none = अभी कोई गड़बड़ी नहीं है।
mail-notice-acked = दर्ज हुआ, आप इसे देख रहे हैं: { $object }
mail-notice-ack-known = कोई इसे पहले से देख रहा है: { $object }
mail-notice-ack-none = इस कोड की कोई खुली समस्या नहीं है।
mail-notice-help = /status बताता है कि अभी क्या गड़बड़ है। /ack और समस्या का कोड बताता है कि आप उसे देख रहे हैं।
