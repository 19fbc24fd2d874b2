# Words of alerts.

nav-alerts = अलर्ट

alerts-title = अलर्ट
alerts-lead = उपकरणों और इंटरफ़ेस में अभी क्या गड़बड़ है और पहले क्या थी। आँकड़े हर पाँच मिनट पर देखे जाते हैं, उपकरण और लिंक हर मिनट।
alerts-channels = अलर्ट कहाँ जाते हैं
alerts-open = { $count ->
    [one] { $count } खुली समस्या
   *[other] { $count } खुली समस्याएँ
}
alerts-open-caption = समस्याएँ जो ख़त्म नहीं हुई हैं
alerts-cut = { $count ->
    [one] केवल पहली दिखाई गई है।
   *[other] केवल पहली { $count } दिखाई गई हैं।
}
alerts-none = कोई गड़बड़ नहीं
alerts-none-text = कोई निगरानी वाला इंटरफ़ेस ज़्यादा व्यस्त नहीं, कोई चालू लिंक बंद नहीं हुआ, और जवाब देने वाला हर उपकरण अब भी जवाब देता है।
alerts-timeline = घटनाक्रम
alerts-timeline-caption = क्या हुआ, नया सबसे पहले
alerts-shown = { $count ->
    [one] इस पेज पर { $count } प्रविष्टि
   *[other] इस पेज पर { $count } प्रविष्टियाँ
}
alerts-newest = सबसे नई
alerts-older = और पुरानी

alert-object = कहाँ
alert-rule = समस्या
alert-rule-utilisation-high = व्यस्त
alert-rule-utilisation-full = भरा हुआ
alert-rule-link-down = लिंक बंद
alert-rule-device-down = उपकरण बंद
alert-rule-group-total = समूह सीमा से ऊपर
alert-value = मान
alert-used = { $percent } %
alert-since = कब से
alert-care = कौन देख रहा है
alert-somebody = कोई
alert-nobody = अभी कोई नहीं
alert-acknowledge = मैं देख रहा हूँ
alert-recovering = शांत हो रहा है
alert-silent = डेटा नहीं
alert-flapping = अस्थिर
alert-told = ई-मेल से भेजा गया
alert-time = समय ({ $zone })
alert-turn = क्या हुआ
alert-turn-fired = समस्या
alert-turn-recovered = ख़त्म
alert-turn-silent = डेटा आना बंद
alert-turn-heard = डेटा फिर आया
alert-turn-flapping-began = बार-बार बदल रहा है
alert-turn-flapping-ended = स्थिर हुआ
alert-turn-acknowledged = कोई देख रहा है
alert-turn-unknown = अन्य

alert-rules-title = नियम
alert-rules-lead = कब से कुछ समस्या है, और कब वह ख़त्म होती है।
alert-rule-title = नियम: { $name }
alert-rule-begins = शुरू
alert-rule-ends = ख़त्म
alert-rule-state = निगरानी
alert-rule-on = हाँ
alert-rule-off = नहीं
alert-begins-share = पाँच-पाँच मिनट के { $of } में से { $count } चरणों में गति का { $percent }% या अधिक
alert-begins-group = पाँच-पाँच मिनट के { $of } में से { $count } चरणों में समूह की सीमा का { $percent }% या अधिक
alert-ends-share = लगातार { $count } चरणों में { $percent }% से कम
alert-begins-polls = लगातार { $count } पोल में बंद
alert-begins-pings = लगातार { $count } पिंग का उत्तर नहीं
alert-ends-answer = फिर चालू
alert-rule-raise-at = समस्या कब से (%)
alert-rule-raise-at-help = लाइन जितना ले जा सकती है उसका, पाँच मिनट में, अधिक व्यस्त दिशा में।
alert-rule-of-group-help = समूह पर तय सीमा का, पाँच मिनट में।
alert-rule-in-a-row = लगातार कितनी बार
alert-rule-raise-for = इतने चरणों में
alert-rule-raise-for-help = एक चरण पाँच मिनट का होता है। अकेला एक व्यस्त चरण अक्सर समस्या नहीं होता।
alert-rule-raise-of = पिछले इतनों में से
alert-rule-clear-below = ख़त्म कब (% से कम)
alert-rule-clear-below-help = शुरुआत से कम रखें, नहीं तो डगमगाती लाइन बार-बार बताई जाएगी।
alert-rule-clear-for = इतने चरणों तक
alert-rule-clear-for-help = लगातार इतने शांत चरण समस्या को ख़त्म करते हैं।
alert-rule-try = पिछले दिनों पर आज़माएँ
alert-try-title = यह नियम क्या पाता
alert-try-told = { $days ->
    [one] पिछले दिन में
   *[other] पिछले { $days } दिनों में
} { $count ->
    [one] { $count } समस्या
   *[other] { $count } समस्याएँ
}। सहेजा हुआ नियम: { $stored }।
alert-try-found = { $count ->
    [one] सहेजे हुए नियम ने पिछले 7 दिनों में { $count } समस्या पाई।
   *[other] सहेजे हुए नियम ने पिछले 7 दिनों में { $count } समस्याएँ पाईं।
}
alert-try-not-kept = अकेले पोल और पिंग इतने समय तक नहीं रखे जाते, इसलिए कोई और संख्या आज़माई नहीं जा सकती।
alert-try-none = कोई समस्या नहीं
alert-try-none-text = किसी लाइन के बारे में नहीं बताया जाता।
alert-try-caption = सबसे अधिक समस्याओं वाली लाइनें
alert-try-problems = समस्याएँ
alert-try-minutes = कुल मिलाकर
alert-try-last = आख़िरी
alert-try-further = { $count ->
    [one] और { $count } लाइन।
   *[other] और { $count } लाइनें।
}
alert-try-cut = 100 से अधिक लाइनें इतनी व्यस्त थीं; केवल सबसे व्यस्त 100 आज़माई गईं।
alert-minutes = { $count } मिनट

field-error-percent-range = 1 से 100 तक की पूर्ण संख्या दर्ज करें।
field-error-count-range = पूर्ण संख्या दर्ज करें: 1 से 12 चरण, या लगातार 1 से 20।
field-error-clear-above-raise = यह उस मान से ऊपर है जिस पर समस्या शुरू होती है।
field-error-for-above-of = यह देखे जाने वाले चरणों से अधिक है।
notice-alert-acknowledged = दर्ज हुआ: इसे आप देख रहे हैं।
notice-alert-rule-changed = नियम सहेजा गया। नेटवर्क की अगली जाँच इसी से होगी।
