# Words of interfaces, traffic and devices.

traffic-in = इनकमिंग
traffic-out = आउटगोइंग
traffic-download = डाउनलोड
traffic-upload = अपलोड

interfaces-title = इंटरफ़ेस
interfaces-caption = इंटरफ़ेस और उनका मौजूदा ट्रैफ़िक
interfaces-search = नाम, विवरण या डिवाइस से खोजें
interfaces-show-all = सभी इंटरफ़ेस दिखाएँ
interfaces-shown = { $count ->
    [one] इस पेज पर { $count } इंटरफ़ेस
   *[other] इस पेज पर { $count } इंटरफ़ेस
}
interfaces-name = इंटरफ़ेस
interfaces-device = डिवाइस
interfaces-served = किसके लिए
interfaces-used = उपयोग
interfaces-spark = पिछले 2 घंटे
interfaces-state = स्थिति
interfaces-groups = समूह
interfaces-none = अभी कोई इंटरफ़ेस नहीं
interfaces-none-text = एक डिवाइस जोड़ें। उसके इंटरफ़ेस अपने-आप मिल जाते हैं और एक मिनट के भीतर यहाँ दिखते हैं।
interfaces-none-staff-text = डिवाइस जोड़े जाते ही वे यहाँ दिखेंगे।
interfaces-none-found = कोई मेल नहीं मिला
interfaces-none-found-text = इंटरफ़ेस के नाम, विवरण और डिवाइस के नाम खोजे जाते हैं। किसी नाम का छोटा हिस्सा आज़माएँ।
lines-title = आपकी लाइनें
lines-name = लाइन
lines-none = अभी आपको कोई लाइन असाइन नहीं हुई है
lines-none-text = आपका सेवा प्रदाता जैसे ही लाइन असाइन करेगा, उसका ट्रैफ़िक यहाँ दिखेगा।

state-up = चालू
state-down = बंद
state-stale = ताज़ा आँकड़े नहीं
state-pending = आँकड़ों की प्रतीक्षा

spark-empty = पिछले 2 घंटों में कोई आँकड़े नहीं
spark-label = पिछले 2 घंटे: { $first } { $first-peak } तक, { $second } { $second-peak } तक

interface-none = इंटरफ़ेस
interface-speed = लाइन स्पीड
interface-measured = पेज लोड होने पर मापा गया
interface-interval = पोलिंग अंतराल
interface-index = ifIndex
interface-mac = हार्डवेयर पता
interface-counters = काउंटर
interface-counters-64 = 64-बिट
interface-counters-32 = 32-बिट

assign-link = असाइन करें
assign-title = इंटरफ़ेस असाइन करें
assign-org = किसके लिए
assign-help = जिसे चुना जाएगा, वह यह इंटरफ़ेस और अब से मापे गए आँकड़े देख सकेगा, पहले के नहीं।
assign-button = इंटरफ़ेस असाइन करें

traffic-title = ट्रैफ़िक
range-nav = समय सीमा
range-hour = 1 घंटा
range-day = 24 घंटे
range-week = 7 दिन
range-month = 30 दिन
view-nav = दृश्य
view-chart = चार्ट
view-table = तालिका
chart-empty = इस अवधि में कोई आँकड़े नहीं
chart-empty-text = वे अगले पोल के साथ यहाँ दिखेंगे।
chart-in-words = ट्रैफ़िक, { $range }: { $first } { $first-peak } तक, { $second } { $second-peak } तक। { $gaps ->
    [0] मापन बिना रुकावट हुआ।
    [one] मापन में { $gaps } अंतराल।
   *[other] मापन में { $gaps } अंतराल।
}
chart-zone = समय { $zone } के अनुसार
stats-caption = इस अवधि के आँकड़े
stats-direction = दिशा
stats-average = औसत
stats-highest = अधिकतम
stats-total = कुल
series-caption = ट्रैफ़िक, सबसे नया पहले
series-from = कब से
series-average = { $direction }, औसत
series-highest = { $direction }, अधिकतम
holes-title = मापा नहीं गया
holes-more = { $count ->
    [one] और इससे पहले { $count } और
   *[other] और इससे पहले { $count } और
}
gap-silent = कोई रीडिंग नहीं: डिवाइस ने जवाब नहीं दिया या उससे पूछा नहीं गया।
gap-reason-reset = काउंटर रीसेट हुए।
gap-reason-reboot = डिवाइस रीस्टार्ट हुआ।
gap-reason-implausible = रीडिंग लाइन की क्षमता से ज़्यादा थी।
gap-reason-changed = काउंटर का प्रकार बदल गया।
gap-reason-too-old = रीडिंग देर से हुई, इसलिए सहेजी नहीं जा सकी।
gap-reason-unknown = कुछ भी मापा नहीं जा सका।

devices-title = डिवाइस
devices-caption = डिवाइस और उनके जवाब की स्थिति
devices-none = अभी कोई डिवाइस नहीं
devices-none-text = पहला डिवाइस उसके पते और SNMP क्रेडेंशियल से जोड़ें। कोर राउटर से शुरू करना अच्छा रहेगा।
devices-none-staff-text = किसी इंजीनियर के डिवाइस जोड़ते ही वे यहाँ दिखेंगे।
devices-interfaces-count = { $count ->
    [one] { $count } इंटरफ़ेस
   *[other] { $count } इंटरफ़ेस
}
device-none = डिवाइस
device-name = नाम
device-name-help = जिस नाम से आपकी टीम इसे जानती है, जैसे core-1
device-state = स्थिति
device-last-answer = पिछला जवाब
device-address = पता
device-address-help = होस्ट नाम या IP पता, जैसे 192.0.2.1
device-port = UDP पोर्ट
device-interfaces = इंटरफ़ेस
device-no-interfaces = अभी कोई इंटरफ़ेस नहीं मिला
device-no-interfaces-text = वे पहले पूरे पोल के बाद दिखेंगे।
device-simulated = सिम्युलेटेड
device-pending = अभी पोल नहीं हुआ
device-up = जवाब दे रहा है
device-shaky = एक पोल छूटा
device-down = कोई जवाब नहीं
device-never = कभी नहीं
device-polling = SNMP { $version }, हर { $seconds } s
device-polling-label = पोलिंग
device-since = स्थिति कब से
device-duration = पिछले पोल की अवधि
device-sys-name = सिस्टम का नाम
device-sys-descr = सिस्टम का विवरण
device-add = डिवाइस जोड़ें
device-add-text = डिवाइस सहेजते ही पोलिंग शुरू हो जाती है; उसके इंटरफ़ेस अपने-आप मिल जाते हैं।
device-edit = डिवाइस संपादित करें
device-remove = डिवाइस हटाएँ
device-remove-title = { $name } को हटाएँ?
device-remove-text = { $count ->
    [0] पोलिंग बंद हो जाएगी। अब तक मापे गए आँकड़े सुरक्षित रहेंगे।
    [one] पोलिंग बंद हो जाएगी और इसका { $count } इंटरफ़ेस सूची से हट जाएगा। अब तक मापे गए आँकड़े सुरक्षित रहेंगे।
   *[other] पोलिंग बंद हो जाएगी और इसके { $count } इंटरफ़ेस सूची से हट जाएँगे। अब तक मापे गए आँकड़े सुरक्षित रहेंगे।
}
device-keep = रहने दें
device-version = SNMP संस्करण
device-version-1 = v1 (केवल 32-बिट काउंटर)
device-version-2c = v2c
device-version-3 = v3 (प्रमाणित और एन्क्रिप्टेड)
device-interval = दो पोल के बीच सेकंड
device-interval-help = 10 से 300; ज़्यादातर के लिए 30 ठीक है।
device-community-legend = v1 और v2c के लिए
device-community = कम्युनिटी
device-community-help = एन्क्रिप्ट करके सहेजी जाती है और फिर कभी नहीं दिखाई जाती।
device-secret-kept = सहेजा हुआ मान बनाए रखने के लिए खाली छोड़ें।
device-usm-legend = v3 के लिए
device-usm-user = उपयोगकर्ता नाम
device-usm-auth = प्रमाणीकरण
device-usm-auth-passphrase = प्रमाणीकरण पासफ़्रेज़
device-usm-privacy = एन्क्रिप्शन
device-usm-privacy-passphrase = एन्क्रिप्शन पासफ़्रेज़
device-passphrase-help = कम से कम 8 वर्ण; एन्क्रिप्ट करके सहेजा जाता है।

poll-error-timeout = कोई जवाब नहीं।
poll-error-refused = इस पोर्ट पर कोई सेवा नहीं चल रही है।
poll-error-unresolved = यह होस्ट नाम अज्ञात है।
poll-error-auth = क्रेडेंशियल अस्वीकार कर दिए गए।
poll-error-malformed = जवाब समझ में नहीं आया।
poll-error-too-much = डेटा एक पोल में पढ़ी जा सकने वाली सीमा से ज़्यादा है।
poll-error-credential = सहेजे गए क्रेडेंशियल का उपयोग नहीं किया जा सकता।
poll-error-agent-error = डिवाइस ने त्रुटि बताई है।
poll-error-unknown = पिछला पोल विफल रहा।
poll-advice-timeout = जाँचें कि डिवाइस तक पहुँचा जा सकता है और इस सर्वर से SNMP की अनुमति है। v1 और v2c में ग़लत कम्युनिटी पर भी कोई जवाब नहीं मिलता।
poll-advice-refused = पोर्ट जाँचें और देखें कि SNMP सेवा चल रही है या नहीं।
poll-advice-unresolved = वर्तनी जाँचें या IP पता दर्ज करें।
poll-advice-auth = उपयोगकर्ता, पासफ़्रेज़ और एल्गोरिदम जाँचें।
poll-advice-malformed = डिवाइस का सॉफ़्टवेयर अपडेट करें या कोई दूसरा SNMP संस्करण आज़माएँ।
poll-advice-too-much = लंबा अंतराल चुनें या हमसे इंटरफ़ेस की सीमा बढ़ाने को कहें।
poll-advice-credential = “डिवाइस संपादित करें” में जाकर इन्हें फिर से दर्ज करें।
poll-advice-agent-error = जाँचें कि SNMP उपयोगकर्ता या कम्युनिटी को इंटरफ़ेस टेबल पढ़ने की अनुमति है।
poll-advice-unknown = पोलिंग जारी है; अगला जवाब मिलते ही यह संदेश हट जाएगा।
