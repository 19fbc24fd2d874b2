# Words of pings and of whether a device can be reached.

reach-up = يمكن الوصول إليه
reach-down = لا يمكن الوصول إليه
reach-unknown = نتيجة بينغ غير معروفة
reach-since = حالة الوصول منذ
reach-answered = آخر رد على بينغ
device-reach = بينغ
pings-title = اختبارات بينغ
pings-caption = اختبارات بينغ عبر الزمن
pings-empty-text = تظهر هنا بعد دقيقة من أول اختبار.
pings-sent = المرسَل
pings-lost = المفقود
pings-loss = الفقد
pings-least = الأقصر
pings-average = المتوسط
pings-most = الأطول
pings-percent = { $percent } %
pings-in-words = اختبارات بينغ خلال { $range }: { $average } في المتوسط، { $most } على الأكثر، والفقد { $loss }.
unit-us = µs
unit-ms = ms
unit-s = s
