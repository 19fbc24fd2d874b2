# Words of the frame, of units, times, states and faults.

language-name = हिन्दी
language-direction = ltr
language-choose = भाषा

skip-to-content = मुख्य सामग्री पर जाएँ
loading = लोड हो रहा है
nav-main = मुख्य नेविगेशन
nav-group-live = लाइव
nav-group-network = नेटवर्क
nav-group-platform = प्लेटफ़ॉर्म
nav-group-settings = सेटिंग
nav-interfaces = इंटरफ़ेस
nav-lines = आपकी लाइनें
nav-devices = डिवाइस
nav-platform = सेवा प्रदाता
nav-more = और
nav-branding = ब्रांडिंग
crumbs = आप यहाँ हैं
pager = पेज
pager-first = पहला पेज
pager-next = अगला पेज
search-button = खोजें
save = बदलाव सहेजें
cancel = रद्द करें
unknown = अज्ञात

account-menu = खाता
sign-out = साइन आउट करें
theme-system = थीम: सिस्टम के अनुसार। लाइट पर स्विच करें।
theme-light = थीम: लाइट। डार्क पर स्विच करें।
theme-dark = थीम: डार्क। सिस्टम की थीम पर स्विच करें।

simulated-world = सिम्युलेटेड नेटवर्क
simulated-world-help = ये डिवाइस सिम्युलेटेड हैं। इनके पीछे कोई असली उपकरण नहीं है।

live-connecting = कनेक्ट हो रहा है
live-on = लाइव
live-reconnecting = फिर से कनेक्ट हो रहा है

figure-none = कोई आँकड़ा नहीं
unit-bit-s = bit/s
unit-kbit-s = kbit/s
unit-mbit-s = Mbit/s
unit-gbit-s = Gbit/s
unit-tbit-s = Tbit/s
unit-byte = B
unit-kbyte = kB
unit-mbyte = MB
unit-gbyte = GB
unit-tbyte = TB
seconds = { $count } s
milliseconds = { $count } ms

not-found-title = पेज नहीं मिला
not-found-what = इस पते पर कुछ नहीं है
not-found-text = हो सकता है कि लिंक पुराना हो या पेज किसी और का हो।
not-found-home = शुरुआती पेज पर जाएँ

error-unauthenticated = आपका सत्र समाप्त हो गया है
error-not-found = यह यहाँ नहीं है
error-forbidden = आपकी भूमिका में इसकी अनुमति नहीं है
error-invalid = अनुरोध में कुछ ठीक नहीं है
error-conflict = इस बीच किसी और ने इसे बदल दिया है
error-unavailable = सर्वर अभी जवाब नहीं दे पा रहा है
error-internal = हमारी ओर से कुछ गड़बड़ी हुई
error-unknown = कुछ गड़बड़ी हुई
error-advice-unauthenticated = फिर से साइन इन करें; कुछ भी नष्ट नहीं हुआ है।
error-advice-not-found = हो सकता है कि इसे हटा दिया गया हो या यह किसी और का हो।
error-advice-forbidden = ज़रूरत हो तो अपने संगठन के किसी स्वामी से कहें।
error-advice-invalid = वापस जाएँ, अपनी दर्ज की गई जानकारी जाँचें और फिर कोशिश करें।
error-advice-conflict = मौजूदा स्थिति देखने के लिए पेज फिर से लोड करें।
error-advice-unavailable = मापन जारी है। थोड़ी देर में फिर कोशिश करें।
error-advice-internal = मापन जारी है। फिर कोशिश करें; समस्या बनी रहे तो सपोर्ट को नीचे दिया गया नंबर बताएँ।
error-advice-unknown = फिर कोशिश करें; समस्या बनी रहे तो सपोर्ट को बताएँ।
error-request = अनुरोध संख्या: { $id }
error-retry = फिर कोशिश करें

form-fault-invalid = इसे अभी सहेजा नहीं जा सका। कृपया जाँचें:
form-fault-credentials = ईमेल पता और पासवर्ड मेल नहीं खाते।
form-fault-too-many-attempts = बहुत ज़्यादा बार कोशिश की गई। कुछ मिनट रुककर फिर कोशिश करें।
form-fault-device-limit = इस प्रदाता के लिए डिवाइसों की अधिकतम संख्या पूरी हो गई है।
form-fault-changed = इस बीच किसी और ने इसे बदल दिया है। नया संस्करण देखने के लिए इसे फिर से खोलें, फिर अपना बदलाव दोहराएँ।
form-fault-unauthenticated = आपका सत्र समाप्त हो गया है। फिर से साइन इन करें और इसे दोहराएँ।
form-fault-unavailable = सर्वर अभी जवाब नहीं दे पा रहा है। कुछ भी सहेजा नहीं गया; थोड़ी देर में फिर कोशिश करें।
form-fault-internal = हमारी ओर से कुछ गड़बड़ी हुई। कुछ भी सहेजा नहीं गया; फिर कोशिश करें।
form-fault-not-found = यह अब मौजूद नहीं है।
form-fault-forbidden = आपकी भूमिका में इसकी अनुमति नहीं है।
form-fault-unknown = यह नहीं हो सका। कुछ भी सहेजा नहीं गया।
form-fault-list = क्या जाँचें
field-error-required = कृपया इसे भरें।
field-error-too-long = यह बहुत लंबा है।
field-error-control-characters = इसमें ऐसे वर्ण हैं जिनका उपयोग नहीं किया जा सकता।
field-error-not-an-address = एक होस्ट नाम या IP पता दर्ज करें, पोर्ट या पाथ के बिना।
field-error-not-a-port = 1 से 65535 तक का पोर्ट दर्ज करें।
field-error-interval-range = 10 से 300 सेकंड दर्ज करें।
field-error-not-a-choice = सूची में से एक चुनें।
field-error-passphrase-short = कम से कम 8 वर्ण डालें।
field-error-device-name-taken = इस नाम का एक और डिवाइस है।
field-error-not-a-colour = रंग छह हेक्साडेसिमल अंकों में लिखें, जैसे #1668a8.
field-error-logo-empty = यह फ़ाइल ख़ाली है।
field-error-logo-too-big = यह फ़ाइल 512 kB से बड़ी है।
field-error-logo-kind = यह PNG, JPEG, WebP या SVG नहीं है।
field-error-logo-pixels = इस तस्वीर की एक भुजा 4096 पिक्सेल से बड़ी है।
field-error-logo-broken = यह तस्वीर ख़राब है और पढ़ी नहीं जा सकती।
field-error-logo-svg = इस SVG में ऐसे अक्षर, तस्वीरें, स्क्रिप्ट या प्रभाव हैं जो इस्तेमाल नहीं हो सकते। अक्षरों को आउटलाइन में बदलें, या PNG भेजें।
field-error-file-again = यह फ़ाइल दोबारा चुनें; वह रखी नहीं गई।
field-error-unknown = यह मान्य नहीं है।

notice-device-added = डिवाइस जोड़ा गया। पहले आँकड़े दूसरे पोल के साथ आएँगे।
notice-device-changed = बदलाव सहेजे गए। डिवाइस की पोलिंग फिर से हो रही है।
notice-device-removed = डिवाइस हटाया गया। मापे गए आँकड़े सुरक्षित हैं।
notice-interface-assigned = इंटरफ़ेस असाइन किया गया।
notice-branding-changed = ब्रांडिंग सहेजी गई।
notice-branding-removed = ब्रांडिंग हटा दी गई।
notice-unknown = हो गया।
notice-dismiss = बंद करें
