# Words of dashboards, search, profile and of the product's own health.

nav-dashboard = डैशबोर्ड
dashboard-title = डैशबोर्ड
dashboard-few = आपके पेज मेनू में हैं
dashboard-few-text = आपकी भूमिका कुछ पेज खोलती है, नेटवर्क का सारांश नहीं।
dashboard-customer-title = आपका कनेक्शन
dashboard-now = { $direction } अभी
dashboard-lines-measured = { $lines } में से { $fresh } लाइनों पर मापा गया
dashboard-of-assigned = रीसेलर और ग्राहकों को दी गई सभी लाइनों का योग
dashboard-of-all = सभी इंटरफ़ेस का योग: अभी कोई किसी को नहीं दिया गया है, इसलिए दो इंटरफ़ेस से गुज़रने वाला ट्रैफ़िक दो बार गिना जाता है
dashboard-of-customers = आपके ग्राहकों की सभी लाइनों का योग
dashboard-of-own = आपकी सभी लाइनें मिलाकर
dashboard-history = पिछले 24 घंटे
dashboard-history-words = पिछले 24 घंटों का ट्रैफ़िक: { $first } अधिकतम { $first-peak }, { $second } अधिकतम { $second-peak }।
dashboard-history-table = तालिका में देखें
dashboard-history-caption = घंटेवार औसत, नवीनतम पहले
dashboard-fullest = सबसे भरे इंटरफ़ेस
dashboard-fullest-none = ज्ञात गति वाले किसी इंटरफ़ेस पर अभी कुछ मापा नहीं गया है।
dashboard-silent = जवाब न देने वाले डिवाइस
dashboard-silent-none = कोई नहीं
dashboard-since = कब से: { $age }
dashboard-changes = हाल के बदलाव
dashboard-all = सभी देखें
dashboard-all-of = सभी देखें: { $what }
dashboard-customers = ग्राहक
dashboard-customers-note = सभी सेवा प्रदाताओं के यहाँ
dashboard-tree-note = शाखाएँ: { $branches }, रीसेलर: { $resellers }
dashboard-isps = सक्रिय सेवा प्रदाता
dashboard-isps-note = रोके गए: { $paused }, बंद: { $closed }
dashboard-platform-traffic = अभी का ट्रैफ़िक, सभी पोर्ट
dashboard-polls = पिछले मिनट की पोलिंग
dashboard-polls-note = अपेक्षित: { $due }, देरी: { $late }, विफल: { $failing }
dashboard-queued = आउटबॉक्स में प्रतीक्षारत
dashboard-work-note = छोड़े गए: { $dead }, विफल कार्य: { $failing }
dashboard-work-oldest = सबसे पुराना: { $age }
dashboard-work-none = कुछ भी प्रतीक्षा में नहीं
dashboard-troubles = सेवा प्रदाता, सबसे ज़्यादा समस्या वाले पहले
dashboard-capacity = आपकी क्षमता का उपयोग
dashboard-capacity-own = आपकी अपनी लाइनों की गति
dashboard-capacity-theirs = आपके ग्राहकों की लाइनों की कुल गति
dashboard-capacity-unknown = लाइनों की गति ज्ञात नहीं है
dashboard-usage = आपके ग्राहक अभी क्या उपयोग कर रहे हैं
dashboard-usage-none = अभी किसी ग्राहक के पास लाइन नहीं है
dashboard-usage-none-text = जैसे ही आपके किसी ग्राहक को लाइन दी जाएगी, उसका उपयोग यहाँ दिखेगा।
dashboard-usage-more = केवल सबसे व्यस्त दिखाए गए हैं।
dashboard-share = हिस्सा
dashboard-today = आज
dashboard-month = इस महीने
first-steps = पहले कदम
first-steps-progress = { $all } में से { $done } पूरे
first-step-done = पूरा:
first-step-open = बाकी:
first-step-device = डिवाइस जोड़ें
first-step-device-help = उदाहरण: SNMP v2c के साथ 192.0.2.1 पर आपका मुख्य राउटर।
first-step-people = अपने कर्मचारियों को बुलाएँ
first-step-people-help = उदाहरण: ईमेल से एक नेटवर्क इंजीनियर।
first-step-brand = अपनी ब्रांडिंग चुनें
first-step-brand-help = आपके पोर्टल का नाम, रंग और लोगो।
first-step-reseller = रीसेलर जोड़ें
first-step-reseller-help = फिर उसके लोग अपनी लाइनें और ग्राहक देख पाते हैं।
profile-title = प्रोफ़ाइल
profile-security = सुरक्षा
profile-name = आपका नाम
profile-email-help = आप इसी से साइन इन करते हैं। बदलना हो तो उनसे कहें जिन्होंने आपको बुलाया था।
profile-zone = समय इस क्षेत्र में दिखाया जाता है:
profile-language-save = यह भाषा इस्तेमाल करें
notice-profile-saved = प्रोफ़ाइल सहेजी गई।
audit-action-user-rename = अपना नाम बदला
search-title = खोज
search-all = सब कुछ खोजें
search-what = नाम, ईमेल, डिवाइस या लाइन
search-begin = आप क्या खोज रहे हैं?
search-begin-text = नाम का एक हिस्सा काफ़ी है।
search-none = कुछ नहीं मिला
search-none-text = नाम का छोटा हिस्सा या दूसरी वर्तनी आज़माएँ।
search-pages = पेज और कार्य
search-more = और भी हैं। नाम का और हिस्सा लिखें।
search-all-of = सभी परिणाम: { $kind }
health-title = सिस्टम की स्थिति
redis-off = कॉन्फ़िगर नहीं
redis-up = जवाब देता है
redis-away = जवाब नहीं देता
redis-unknown = ज्ञात नहीं
dashboard-invited = { $count ->
    [0] कोई निमंत्रण लंबित नहीं
    [one] { $count } निमंत्रण लंबित
   *[other] { $count } निमंत्रण लंबित
}
dashboard-ports = { $count ->
    [one] { $count } पोर्ट
   *[other] { $count } पोर्ट
}
dashboard-lines = { $count ->
    [one] { $count } लाइन
   *[other] { $count } लाइनें
}
search-found = { $count ->
    [one] { $count } परिणाम
   *[other] { $count } परिणाम
}

platform-title = सेवा प्रदाता
platform-none = अभी कोई सेवा प्रदाता नहीं
platform-none-text = सेट अप होते ही सेवा प्रदाता यहाँ दिखेंगे।
platform-isp = सेवा प्रदाता
platform-devices = डिवाइस
platform-no-devices = अभी कोई डिवाइस नहीं
platform-all-answer = { $all ->
    [one] एकमात्र डिवाइस जवाब दे रहा है
   *[other] सभी { $all } जवाब दे रहे हैं
}
platform-some-down = { $all } में से { $down } से जवाब नहीं
platform-some-pending = { $all } में से { $pending } अभी पोल नहीं हुए
