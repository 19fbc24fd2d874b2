# Words of signing in, of roles and of the platform.

sign-in-title = साइन इन करें
sign-in-where = { $org } में
sign-in-email = ईमेल पता
sign-in-password = पासवर्ड
sign-in-button = साइन इन करें
sign-in-support = मदद चाहिए?

role-founder = प्लेटफ़ॉर्म स्वामी
role-isp-owner = स्वामी
role-engineer = नेटवर्क इंजीनियर
role-support = सपोर्ट
role-reseller = रीसेलर
role-client = ग्राहक
role-unknown = सदस्य

platform-title = सेवा प्रदाता
platform-caption = सेवा प्रदाता और उनके नेटवर्क की स्थिति
platform-none = अभी कोई सेवा प्रदाता नहीं
platform-none-text = सेट अप होते ही सेवा प्रदाता यहाँ दिखेंगे।
platform-isp = सेवा प्रदाता
platform-host = पोर्टल
platform-devices = डिवाइस
platform-interfaces = इंटरफ़ेस
platform-no-devices = अभी कोई डिवाइस नहीं
platform-all-answer = { $all ->
    [one] एकमात्र डिवाइस जवाब दे रहा है
   *[other] सभी { $all } जवाब दे रहे हैं
}
platform-some-down = { $all } में से { $down } से जवाब नहीं
platform-some-pending = { $all } में से { $pending } अभी पोल नहीं हुए

branding-title = ब्रांडिंग
branding-lead = आपका पोर्टल, होम स्क्रीन पर उसका आइकन और उसके ई-मेल आपके ग्राहकों को कैसे दिखते हैं।
branding-none = यहाँ अभी कुछ तय नहीं है: आपका पोर्टल ऊपर वाले पोर्टल जैसा, या सामान्य दिखता है।
branding-elsewhere = यह { $org } का पोर्टल है। आपकी ब्रांडिंग आपके अपने पोर्टल पर दिखती है।
branding-name = उत्पाद का नाम
branding-name-help = जो ग्राहक शीर्षकों में, साइन-इन पेज पर और आइकन के नीचे पढ़ते हैं।
branding-accent = ब्रांड का रंग
branding-accent-help = जैसे #1668a8. बटन और लिंक हल्के और गहरे पेज पर ठीक से पढ़ा जाने वाला सबसे नज़दीकी रंग लेते हैं। सामान्य रंग के लिए ख़ाली छोड़ें।
branding-support = सहायता संपर्क
branding-support-help = ई-मेल पता या फ़ोन नंबर; साइन-इन पेज पर दिखता है।
branding-mail = ई-मेल
branding-sender = भेजने वाले का नाम
branding-sender-help = उत्पाद का नाम इस्तेमाल करने के लिए ख़ाली छोड़ें।
branding-footer = नीचे की पंक्तियाँ
branding-footer-help = हर ई-मेल के नीचे आती हैं, जैसे आपका पता। ज़्यादा से ज़्यादा 1000 अक्षर।
branding-logos = लोगो
branding-logo = लोगो
branding-logo-help = PNG, JPEG, WebP या SVG, ज़्यादा से ज़्यादा 512 kB. आइकन इसी से बनते हैं, जब तक यह ऊँचाई से बहुत ज़्यादा चौड़ा न हो।
branding-logo-remove = लोगो हटाएँ
branding-logo-dark = गहरे पेज पर लोगो
branding-logo-dark-help = न होने पर गहरे पेज ऊपर वाला लोगो दिखाते हैं।
branding-logo-dark-remove = गहरे पेज का लोगो हटाएँ
branding-remove = ब्रांडिंग हटाएँ
branding-preview = सहेजे गए रूप की झलक
branding-preview-light = हल्का
branding-preview-dark = गहरा
branding-preview-chosen = चुनी हुई प्रविष्टि
branding-preview-link = एक लिंक
branding-preview-button = एक बटन
