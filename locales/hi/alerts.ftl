# Words of alerts.

nav-alerts = अलर्ट

alerts-title = अलर्ट
alerts-lead = इंटरफ़ेस में अभी क्या गड़बड़ है और पहले क्या थी। आँकड़े हर पाँच मिनट में और लिंक हर मिनट देखे जाते हैं।
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
alerts-none-text = निगरानी वाला कोई इंटरफ़ेस बहुत व्यस्त नहीं है, और चालू रहा कोई लिंक बंद नहीं है।
alerts-timeline = घटनाक्रम
alerts-timeline-caption = क्या हुआ, नया सबसे पहले
alerts-shown = { $count ->
    [one] इस पेज पर { $count } प्रविष्टि
   *[other] इस पेज पर { $count } प्रविष्टियाँ
}
alerts-newest = सबसे नई
alerts-older = और पुरानी

alert-object = इंटरफ़ेस
alert-rule = समस्या
alert-rule-utilisation-high = व्यस्त
alert-rule-utilisation-full = भरा हुआ
alert-rule-link-down = लिंक बंद
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
