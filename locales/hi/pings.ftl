# Words of pings and of whether a device can be reached.

reach-up = पहुँच में
reach-down = पहुँच से बाहर
reach-unknown = पिंग अज्ञात
reach-since = पहुँच की स्थिति कब से
reach-answered = पिंग का पिछला जवाब
device-reach = पिंग
pings-title = पिंग
pings-caption = समय के साथ पिंग
pings-empty-text = पहले पिंग के एक मिनट बाद ये यहाँ दिखेंगे।
pings-sent = भेजे गए
pings-lost = खोए
pings-loss = हानि
pings-least = सबसे कम
pings-average = औसत
pings-most = सबसे ज़्यादा
pings-percent = { $percent } %
pings-in-words = { $range } में पिंग: औसत { $average }, अधिकतम { $most }, हानि { $loss }।
unit-us = µs
unit-ms = ms
unit-s = s
