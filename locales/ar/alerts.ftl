# Words of alerts.

nav-alerts = التنبيهات

alerts-title = التنبيهات
alerts-lead = ما الخلل في الواجهات الآن وما كان. تُفحص الأرقام كل خمس دقائق، والوصلات كل دقيقة.
alerts-channels = إلى أين تذهب التنبيهات
alerts-open = { $count ->
    [zero] لا مشكلات مفتوحة
    [one] مشكلة مفتوحة واحدة
    [two] مشكلتان مفتوحتان
    [few] { $count } مشكلات مفتوحة
    [many] { $count } مشكلة مفتوحة
   *[other] { $count } مشكلة مفتوحة
}
alerts-open-caption = مشكلات لم تنتهِ
alerts-cut = { $count ->
    [zero] لا يُعرض شيء منها.
    [one] تُعرض الأولى فقط.
    [two] تُعرض الأوليان فقط.
    [few] تُعرض أول { $count } مشكلات فقط.
    [many] تُعرض أول { $count } مشكلة فقط.
   *[other] تُعرض أول { $count } مشكلة فقط.
}
alerts-none = كل شيء على ما يرام
alerts-none-text = لا واجهة مراقَبة مزدحمة، ولا وصلة كانت تعمل انقطعت.
alerts-timeline = التسلسل الزمني
alerts-timeline-caption = ما حدث، الأحدث أولاً
alerts-shown = { $count ->
    [zero] لا إدخالات في هذه الصفحة
    [one] إدخال واحد في هذه الصفحة
    [two] إدخالان في هذه الصفحة
    [few] { $count } إدخالات في هذه الصفحة
    [many] { $count } إدخالاً في هذه الصفحة
   *[other] { $count } إدخال في هذه الصفحة
}
alerts-newest = الأحدث على الإطلاق
alerts-older = أقدم

alert-object = الواجهة
alert-rule = المشكلة
alert-rule-utilisation-high = مزدحمة
alert-rule-utilisation-full = ممتلئة
alert-rule-link-down = الوصلة مقطوعة
alert-value = القيمة
alert-used = { $percent } %
alert-since = منذ
alert-care = يتولاها
alert-somebody = شخص ما
alert-nobody = لا أحد بعد
alert-acknowledge = أتولى الأمر
alert-recovering = في طريقها إلى الهدوء
alert-silent = لا بيانات
alert-flapping = متذبذبة
alert-told = أُرسل بالبريد
alert-time = الوقت ({ $zone })
alert-turn = ما حدث
alert-turn-fired = مشكلة
alert-turn-recovered = انتهت
alert-turn-silent = انقطعت البيانات
alert-turn-heard = عادت البيانات
alert-turn-flapping-began = بدأ التذبذب
alert-turn-flapping-ended = استقرت
alert-turn-acknowledged = تولاها شخص
alert-turn-unknown = غير ذلك
