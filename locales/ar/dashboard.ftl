# Words of dashboards, search, profile and of the product's own health.

nav-dashboard = لوحة المعلومات
dashboard-title = لوحة المعلومات
dashboard-few = صفحاتك في القائمة
dashboard-few-text = دورك يفتح بعض الصفحات دون نظرة عامة على الشبكة.
dashboard-customer-title = اتصالك
dashboard-now = { $direction } الآن
dashboard-lines-measured = القياس على { $fresh } من أصل { $lines } من الخطوط
dashboard-of-assigned = مجموع كل الخطوط المخصّصة للموزّعين والعملاء
dashboard-of-all = مجموع كل الواجهات: لم تُخصَّص أي واجهة بعد، لذا تُحسب البيانات المارّة عبر واجهتين مرتين
dashboard-of-customers = مجموع كل خطوط عملائك
dashboard-of-own = كل خطوطك معًا
dashboard-history = آخر 24 ساعة
dashboard-history-words = حركة البيانات خلال آخر 24 ساعة: { $first } حتى { $first-peak }، { $second } حتى { $second-peak }.
dashboard-history-table = العرض كجدول
dashboard-history-caption = متوسطات كل ساعة، الأحدث أولًا
dashboard-fullest = الواجهات الأكثر امتلاءً
dashboard-fullest-none = لا توجد قياسات بعد على واجهة معروفة السرعة.
dashboard-silent = أجهزة لا تستجيب
dashboard-silent-none = لا يوجد
dashboard-since = منذ: { $age }
dashboard-changes = أحدث التغييرات
dashboard-all = عرض الكل
dashboard-all-of = عرض الكل: { $what }
dashboard-customers = العملاء
dashboard-customers-note = لدى جميع مزوّدي الخدمة
dashboard-tree-note = الفروع: { $branches }، الموزّعون: { $resellers }
dashboard-isps = مزوّدو الخدمة النشطون
dashboard-isps-note = موقوفون مؤقتًا: { $paused }، مغلقون: { $closed }
dashboard-platform-traffic = حركة البيانات الآن على كل المنافذ
dashboard-polls = الاستعلامات في الدقيقة الأخيرة
dashboard-polls-note = المستحقة: { $due }، المتأخرة: { $late }، الفاشلة: { $failing }
dashboard-queued = في انتظار الإرسال
dashboard-work-note = متروكة: { $dead }، مهام فاشلة: { $failing }
dashboard-work-oldest = أقدمها: { $age }
dashboard-work-none = لا شيء في الانتظار
dashboard-troubles = مزوّدو الخدمة، الأكثر مشاكل أولًا
dashboard-capacity = المستخدم من سعتك
dashboard-capacity-own = سرعة خطوطك أنت
dashboard-capacity-theirs = مجموع سرعات خطوط عملائك
dashboard-capacity-unknown = سرعات الخطوط غير معروفة
dashboard-usage = ما يستخدمه عملاؤك الآن
dashboard-usage-none = ليس لدى أي عميل خط بعد
dashboard-usage-none-text = حالما يُخصَّص خط لأحد عملائك، يظهر استخدامه هنا.
dashboard-usage-more = لا يظهر سوى الأكثر استخدامًا.
dashboard-share = الحصة
dashboard-today = اليوم
dashboard-month = هذا الشهر
first-steps = الخطوات الأولى
first-steps-progress = تم { $done } من { $all }
first-step-done = تم:
first-step-open = للتنفيذ:
first-step-device = إضافة جهاز
first-step-device-help = مثلًا الموجّه الرئيسي على 192.0.2.1 باستخدام SNMP v2c.
first-step-people = دعوة فريقك
first-step-people-help = مثلًا مهندس شبكات عبر البريد الإلكتروني.
first-step-brand = اختيار هويتك البصرية
first-step-brand-help = اسم بوابتك ولونها وشعارها.
first-step-reseller = إضافة موزّع
first-step-reseller-help = عندها يرى أشخاصه خطوطهم وعملاءهم.
profile-title = الملف الشخصي
profile-security = الأمان
profile-name = اسمك
profile-email-help = تسجّل الدخول به. إذا لزم تغييره فاطلب ذلك ممن دعاك.
profile-zone = تُعرض الأوقات بتوقيت
profile-language-save = استخدام هذه اللغة
notice-profile-saved = تم حفظ الملف الشخصي.
audit-action-user-rename = تغيير الاسم الشخصي
search-title = البحث
search-all = البحث في كل شيء
search-what = اسم أو بريد إلكتروني أو جهاز أو خط
search-begin = عمّ تبحث؟
search-begin-text = يكفي جزء من الاسم.
search-none = لا توجد نتائج
search-none-text = جرّب جزءًا أقصر من الاسم أو كتابة أخرى.
search-pages = الصفحات والإجراءات
search-more = هناك المزيد. اكتب جزءًا أطول من الاسم.
search-all-of = كل النتائج: { $kind }
health-title = حالة النظام
redis-off = غير مُعدّ
redis-up = يستجيب
redis-away = لا يستجيب
redis-unknown = غير معروف
dashboard-invited = { $count ->
    [zero] لا توجد دعوات مفتوحة
    [one] دعوة مفتوحة واحدة
    [two] دعوتان مفتوحتان
    [few] { $count } دعوات مفتوحة
    [many] { $count } دعوة مفتوحة
   *[other] { $count } دعوة مفتوحة
}
dashboard-ports = { $count ->
    [zero] لا توجد منافذ
    [one] منفذ واحد
    [two] منفذان
    [few] { $count } منافذ
    [many] { $count } منفذًا
   *[other] { $count } منفذ
}
dashboard-lines = { $count ->
    [zero] لا توجد خطوط
    [one] خط واحد
    [two] خطان
    [few] { $count } خطوط
    [many] { $count } خطًا
   *[other] { $count } خط
}
search-found = { $count ->
    [zero] لا توجد نتائج
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $count } نتائج
    [many] { $count } نتيجة
   *[other] { $count } نتيجة
}

platform-title = مزوّدو الخدمة
platform-none = لا يوجد مزوّد خدمة بعد
platform-none-text = يظهر مزوّدو الخدمة هنا فور إعدادهم.
platform-isp = مزوّد الخدمة
platform-devices = الأجهزة
platform-no-devices = لا توجد أجهزة بعد
platform-all-answer = { $all ->
    [zero] لا توجد أجهزة
    [one] الجهاز الوحيد يستجيب
    [two] الجهازان يستجيبان
    [few] كل الأجهزة ({ $all }) تستجيب
    [many] كل الأجهزة ({ $all }) تستجيب
   *[other] كل الأجهزة ({ $all }) تستجيب
}
platform-some-down = { $down } من { $all } بلا استجابة
platform-some-pending = { $pending } من { $all } لم يُستعلم منها بعد
