# Words of the audit log.

nav-audit = ऑडिट लॉग

audit-title = ऑडिट लॉग
audit-lead = हर बदलाव और हर साइन-इन, सबसे नया पहले। प्रविष्टियाँ कभी बदली या हटाई नहीं जातीं।
audit-caption = किसने क्या और कब किया
audit-time = समय ({ $zone })
audit-who = किसने
audit-what = क्या
audit-object = किस पर
audit-details = विवरण
audit-request = अनुरोध संख्या
audit-shown = { $count ->
    [one] इस पेज पर { $count } प्रविष्टि
   *[other] इस पेज पर { $count } प्रविष्टियाँ
}
audit-newest = सबसे नई
audit-newer = और नई
audit-older = और पुरानी
audit-none = अभी कुछ दर्ज नहीं हुआ है
audit-none-text = जैसे ही कोई साइन इन करेगा या कुछ बदलेगा, प्रविष्टियाँ यहाँ दिखेंगी।
audit-none-found = कोई प्रविष्टि मेल नहीं खाती
audit-none-found-text = दूसरे दिन, दूसरा व्यक्ति या दूसरी कार्रवाई चुनें।
audit-show-all = सब दिखाएँ
audit-export = CSV के रूप में निर्यात करें
audit-export-cut = इस फ़ाइल में केवल सबसे नई प्रविष्टियाँ हैं। पुरानी प्रविष्टियों के लिए फ़िल्टर और सीमित करें।
audit-filter = फ़िल्टर करें
audit-filter-person = ईमेल पते में शामिल
audit-filter-action = कार्रवाई
audit-filter-any = कोई भी कार्रवाई
audit-filter-from = पहला दिन
audit-filter-to = अंतिम दिन
audit-actor-hidden = अज्ञात व्यक्ति
audit-actor-part = सिस्टम

audit-action-audit-export = ऑडिट लॉग निर्यात किया
audit-action-device-add = डिवाइस जोड़ा
audit-action-device-change = डिवाइस बदला
audit-action-device-remove = डिवाइस हटाया
audit-action-interface-assign = इंटरफ़ेस सौंपा
audit-action-alert-acknowledge = अलर्ट संभाला
audit-action-group-add = इंटरफ़ेस समूह बनाया गया
audit-action-group-change = इंटरफ़ेस समूह बदला गया
audit-action-group-remove = इंटरफ़ेस समूह हटाया गया
audit-action-group-members = समूह के इंटरफ़ेस बदले गए
audit-action-org-create = संगठन बनाया
audit-action-sign-in = साइन इन किया
audit-action-sign-in-refused = साइन-इन अस्वीकार हुआ
audit-action-user-create = व्यक्ति बनाया
audit-action-user-language = भाषा चुनी
audit-action-user-password-set = पासवर्ड सेट किया
audit-action-channel-add = गंतव्य जोड़ा गया
audit-action-channel-change = गंतव्य बदला गया
audit-action-channel-remove = गंतव्य हटाया गया
audit-action-unknown = अन्य

audit-object-audit = ऑडिट लॉग
audit-object-device = डिवाइस
audit-object-email-sha256 = ईमेल पता (हैश के रूप में)
audit-object-group = इंटरफ़ेस समूह
audit-object-interface = इंटरफ़ेस
audit-object-org = संगठन
audit-object-user = व्यक्ति
audit-object-channel = सूचनाओं का गंतव्य
audit-object-unknown = अन्य

audit-detail-action = कार्रवाई
audit-detail-changed = क्या बदला
audit-detail-from = कहाँ से
audit-detail-host = पोर्टल
audit-detail-hosts = पोर्टल
audit-detail-kind = प्रकार
audit-detail-locale = भाषा
audit-detail-name = नाम
audit-detail-person = व्यक्ति के अनुसार
audit-detail-role = भूमिका
audit-detail-rule = नियम
audit-detail-to = कहाँ तक
audit-detail-version = संस्करण
audit-detail-unknown = अन्य

audit-part-demo-world = डेमो दुनिया
audit-part-sign-in = साइन-इन पेज
audit-part-unknown = अन्य

field-error-not-a-date = तारीख़ वर्ष-माह-दिन के रूप में लिखें, जैसे 2026-11-30।
field-error-date-order = यह पहले दिन से पहले की है।
