# Words of alerts.

nav-alerts = التنبيهات

alerts-title = التنبيهات
alerts-lead = ما الخلل الآن في الأجهزة والواجهات، وما كان منه. تُفحص الأرقام كل خمس دقائق، والأجهزة والوصلات كل دقيقة.
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
alerts-none-text = لا واجهة مراقَبة مزدحمة، ولا وصلة كانت تعمل انقطعت، وكل جهاز كان يرد ما زال يرد.
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

alert-object = المكان
alert-rule = المشكلة
alert-rule-utilisation-high = مزدحمة
alert-rule-utilisation-full = ممتلئة
alert-rule-link-down = الوصلة مقطوعة
alert-rule-device-down = الجهاز لا يرد
alert-rule-group-total = المجموعة فوق حدّها
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

alert-rules-title = القواعد
alert-rules-lead = متى يُعدّ الأمر مشكلة، ومتى تنتهي.
alert-rule-title = القاعدة: { $name }
alert-rule-begins = تبدأ
alert-rule-ends = تنتهي
alert-rule-state = تحت المراقبة
alert-rule-on = نعم
alert-rule-off = لا
alert-begins-share = { $percent }٪ من السرعة أو أكثر، في { $count } من { $of } فترات من خمس دقائق
alert-begins-group = { $percent }٪ من حد المجموعة أو أكثر، في { $count } من { $of } فترات من خمس دقائق
alert-ends-share = أقل من { $percent }٪، في { $count } فترات متتالية
alert-begins-polls = مقطوع في { $count } قراءات متتالية
alert-begins-pings = لا رد على { $count } نبضات متتالية
alert-ends-answer = عاد إلى العمل
alert-rule-raise-at = مشكلة ابتداءً من (٪)
alert-rule-raise-at-help = مما يستطيع الخط حمله خلال خمس دقائق، في الاتجاه الأكثر انشغالًا.
alert-rule-of-group-help = من الحد المحدد للمجموعة، خلال خمس دقائق.
alert-rule-in-a-row = كم مرة متتالية
alert-rule-raise-for = في هذا العدد من الفترات
alert-rule-raise-for-help = الفترة خمس دقائق. فترة مزدحمة واحدة ليست مشكلة في الغالب.
alert-rule-raise-of = من آخر
alert-rule-clear-below = تنتهي دون (٪)
alert-rule-clear-below-help = أقل من حد البداية، وإلا نُبّه إلى خط متأرجح مرة بعد مرة.
alert-rule-clear-for = لهذا العدد من الفترات
alert-rule-clear-for-help = هذا العدد من الفترات الهادئة المتتالية ينهي المشكلة.
alert-rule-try = جرّبها على الأيام الأخيرة
alert-try-title = ما كانت هذه القاعدة ستجده
alert-try-told = { $count ->
    [zero] لا مشكلة
    [one] مشكلة واحدة
    [two] مشكلتان
    [few] { $count } مشكلات
    [many] { $count } مشكلة
   *[other] { $count } مشكلة
} في { $days ->
    [zero] آخر { $days } يوم
    [one] اليوم الأخير
    [two] آخر يومين
    [few] آخر { $days } أيام
    [many] آخر { $days } يومًا
   *[other] آخر { $days } يوم
}. القاعدة المحفوظة: { $stored }.
alert-try-found = { $count ->
    [zero] لم تجد القاعدة المحفوظة أي مشكلة في آخر 7 أيام.
    [one] وجدت القاعدة المحفوظة مشكلة واحدة في آخر 7 أيام.
    [two] وجدت القاعدة المحفوظة مشكلتين في آخر 7 أيام.
    [few] وجدت القاعدة المحفوظة { $count } مشكلات في آخر 7 أيام.
    [many] وجدت القاعدة المحفوظة { $count } مشكلة في آخر 7 أيام.
   *[other] وجدت القاعدة المحفوظة { $count } مشكلة في آخر 7 أيام.
}
alert-try-not-kept = لا تُحفظ القراءات والنبضات المفردة كل هذه المدة، فلا يمكن تجربة عدد آخر.
alert-try-none = لا مشكلة
alert-try-none-text = لم يكن ليُنبَّه إلى أي خط.
alert-try-caption = الخطوط الأكثر مشكلات
alert-try-problems = المشكلات
alert-try-minutes = المجموع
alert-try-last = الأخيرة
alert-try-further = { $count ->
    [zero] ولا خطوط أخرى.
    [one] وخط آخر.
    [two] وخطان آخران.
    [few] و{ $count } خطوط أخرى.
    [many] و{ $count } خطًا آخر.
   *[other] و{ $count } خط آخر.
}
alert-try-cut = أكثر من 100 خط كانت بهذا الازدحام؛ جُرّبت الخطوط المئة الأكثر ازدحامًا فقط.
alert-minutes = { $count } د

field-error-percent-range = أدخل عددًا صحيحًا من 1 إلى 100.
field-error-count-range = أدخل عددًا صحيحًا: من 1 إلى 12 فترة، أو من 1 إلى 20 متتالية.
field-error-clear-above-raise = هذا أعلى من القيمة التي تبدأ عندها المشكلة.
field-error-for-above-of = هذا أكثر من الفترات التي يُنظر فيها.
notice-alert-acknowledged = سُجّل أنك تتولى الأمر.
notice-alert-rule-changed = حُفظت القاعدة. يُعمل بها عند النظر التالي في الشبكة.
