# Words of interfaces, traffic and devices.

traffic-in = الوارد
traffic-out = الصادر
traffic-download = التنزيل
traffic-upload = الرفع

interfaces-title = الواجهات
interfaces-caption = الواجهات وحركة بياناتها الحالية
interfaces-search = ابحث بالاسم أو الوصف أو الجهاز
interfaces-show-all = عرض كل الواجهات
interfaces-shown = { $count ->
    [zero] لا واجهات في هذه الصفحة
    [one] واجهة واحدة في هذه الصفحة
    [two] واجهتان في هذه الصفحة
    [few] { $count } واجهات في هذه الصفحة
    [many] { $count } واجهة في هذه الصفحة
   *[other] { $count } واجهة في هذه الصفحة
}
interfaces-name = الواجهة
interfaces-device = الجهاز
interfaces-served = الجهة المستفيدة
interfaces-used = الاستخدام
interfaces-spark = آخر ساعتين
interfaces-state = الحالة
interfaces-groups = المجموعات
interfaces-none = لا توجد واجهات بعد
interfaces-none-text = أضف جهازًا؛ تُكتشف واجهاته تلقائيًا وتظهر هنا خلال دقيقة.
interfaces-none-staff-text = تظهر هنا فور إضافة جهاز.
interfaces-none-found = لا توجد نتائج مطابقة
interfaces-none-found-text = يشمل البحث أسماء الواجهات وأوصافها وأسماء الأجهزة. جرّب جزءًا أقصر.
lines-title = خطوطك
lines-name = الخط
lines-none = لم يُسند إليك أي خط بعد
lines-none-text = تظهر حركة البيانات هنا فور أن يُسند إليك مزوّدك خطًا.

state-up = تعمل
state-down = متوقفة
state-stale = لا قراءات حديثة
state-pending = بانتظار القراءات

spark-empty = لا توجد قراءات في آخر ساعتين
spark-label = آخر ساعتين: { $first } حتى { $first-peak }، { $second } حتى { $second-peak }

interface-none = الواجهة
interface-speed = سرعة الخط
interface-measured = القياس عند تحميل الصفحة
interface-interval = الاستعلام كل
interface-index = ifIndex
interface-mac = العنوان المادي
interface-counters = العدّادات
interface-counters-64 = 64 بت
interface-counters-32 = 32 بت

assign-link = إسناد
assign-title = إسناد الواجهة
assign-org = الجهة المستفيدة
assign-help = ترى الجهة المختارة هذه الواجهة وما يُقاس من الآن فصاعدًا، ولا ترى شيئًا مما سبق.
assign-button = إسناد الواجهة

traffic-title = حركة البيانات
range-nav = الفترة الزمنية
range-hour = ساعة واحدة
range-day = 24 ساعة
range-week = 7 أيام
range-month = 30 يومًا
view-nav = طريقة العرض
view-chart = رسم بياني
view-table = جدول
chart-empty = لا توجد قراءات في هذه الفترة
chart-empty-text = تظهر هنا مع الاستعلامات القادمة.
chart-in-words = حركة البيانات خلال { $range }: { $first } حتى { $first-peak }، { $second } حتى { $second-peak }. { $gaps ->
    [0] القياس متصل دون انقطاع.
    [zero] القياس متصل دون انقطاع.
    [one] انقطاع واحد في القياس.
    [two] انقطاعان في القياس.
    [few] { $gaps } انقطاعات في القياس.
    [many] { $gaps } انقطاعًا في القياس.
   *[other] { $gaps } انقطاع في القياس.
}
chart-zone = التوقيت حسب { $zone }
stats-caption = الفترة بالأرقام
stats-direction = الاتجاه
stats-average = المتوسط
stats-highest = الأعلى
stats-total = الإجمالي
series-caption = حركة البيانات، الأحدث أولًا
series-from = من
series-average = { $direction }، المتوسط
series-highest = { $direction }، الأعلى
holes-title = فترات بلا قياس
holes-more = { $count ->
    [zero] ولا فترات أخرى قبلها
    [one] وفترة أخرى قبلها
    [two] وفترتان أخريان قبلها
    [few] و{ $count } فترات أخرى قبلها
    [many] و{ $count } فترة أخرى قبلها
   *[other] و{ $count } فترة أخرى قبلها
}
gap-silent = لا قراءة: لم يستجب الجهاز أو لم يُستعلم منه.
gap-reason-reset = صُفّرت العدّادات.
gap-reason-reboot = أُعيد تشغيل الجهاز.
gap-reason-implausible = القراءة تتجاوز سعة الخط.
gap-reason-changed = تغيّر نوع العدّاد.
gap-reason-too-old = تأخرت القراءة فتعذّر تخزينها.
gap-reason-unknown = تعذّر القياس.

devices-title = الأجهزة
devices-caption = الأجهزة وحالة استجابتها
devices-none = لا توجد أجهزة بعد
devices-none-text = أضف الجهاز الأول بعنوانه وبيانات اعتماد SNMP. الموجّه الرئيسي بداية جيدة.
devices-none-staff-text = تظهر هنا فور أن يضيف أحد المهندسين جهازًا.
devices-interfaces-count = { $count ->
    [zero] لا واجهات
    [one] واجهة واحدة
    [two] واجهتان
    [few] { $count } واجهات
    [many] { $count } واجهة
   *[other] { $count } واجهة
}
device-none = الجهاز
device-name = الاسم
device-name-help = كما يسمّيه فريقك، مثل core-1.
device-state = الحالة
device-last-answer = آخر رد
device-address = العنوان
device-address-help = اسم المضيف أو عنوان IP، مثل 192.0.2.1.
device-port = منفذ UDP
device-interfaces = الواجهات
device-no-interfaces = لم تُكتشف واجهات بعد
device-no-interfaces-text = تظهر بعد أول استعلام مكتمل.
device-simulated = محاكاة
device-pending = لم يُستعلم منه بعد
device-up = يستجيب
device-shaky = فاته استعلام
device-down = لا يستجيب
device-never = لا يوجد
device-polling = SNMP { $version }، كل { $seconds } s
device-polling-label = الاستعلام
device-since = الحالة منذ
device-duration = مدة آخر استعلام
device-sys-name = اسم النظام
device-sys-descr = وصف النظام
device-add = إضافة جهاز
device-add-text = يبدأ الاستعلام فور حفظ الجهاز، وتُكتشف واجهاته تلقائيًا.
device-edit = تعديل الجهاز
device-remove = إزالة الجهاز
device-remove-title = إزالة { $name }؟
device-remove-text = { $count ->
    [0] يتوقف الاستعلام. تبقى القياسات السابقة محفوظة.
    [zero] يتوقف الاستعلام. تبقى القياسات السابقة محفوظة.
    [one] يتوقف الاستعلام وتُزال واجهة الجهاز من القائمة. تبقى القياسات السابقة محفوظة.
    [two] يتوقف الاستعلام وتُزال واجهتا الجهاز من القائمة. تبقى القياسات السابقة محفوظة.
    [few] يتوقف الاستعلام وتُزال { $count } واجهات للجهاز من القائمة. تبقى القياسات السابقة محفوظة.
    [many] يتوقف الاستعلام وتُزال { $count } واجهة للجهاز من القائمة. تبقى القياسات السابقة محفوظة.
   *[other] يتوقف الاستعلام وتُزال { $count } واجهة للجهاز من القائمة. تبقى القياسات السابقة محفوظة.
}
device-keep = الإبقاء عليه
device-version = إصدار SNMP
device-version-1 = v1 (عدّادات 32 بت فقط)
device-version-2c = v2c
device-version-3 = v3 (بمصادقة وتشفير)
device-interval = الثواني بين الاستعلامات
device-interval-help = من 10 إلى 300؛ والقيمة 30 تناسب معظم الحالات.
device-community-legend = للإصدارين v1 وv2c
device-community = سلسلة المجتمع (Community)
device-community-help = تُخزَّن مشفّرة ولا تُعرض مرة أخرى.
device-secret-kept = اتركه فارغًا للإبقاء على القيمة المخزَّنة.
device-usm-legend = للإصدار v3
device-usm-user = اسم المستخدم
device-usm-auth = المصادقة
device-usm-auth-passphrase = عبارة مرور المصادقة
device-usm-privacy = التشفير
device-usm-privacy-passphrase = عبارة مرور التشفير
device-passphrase-help = 8 محارف على الأقل؛ تُخزَّن مشفّرة.

poll-error-timeout = لا رد.
poll-error-refused = لا توجد خدمة تستمع على هذا المنفذ.
poll-error-unresolved = اسم المضيف غير معروف.
poll-error-auth = رُفضت بيانات الاعتماد.
poll-error-malformed = الرد غير مفهوم.
poll-error-too-much = البيانات أكثر مما يمكن قراءته في استعلام واحد.
poll-error-credential = لا يمكن استخدام بيانات الاعتماد المخزَّنة.
poll-error-agent-error = أبلغ الجهاز عن خطأ.
poll-error-unknown = فشل آخر استعلام.
poll-advice-timeout = تحقق من إمكانية الوصول إلى الجهاز ومن السماح بطلبات SNMP من هذا الخادم. في v1 وv2c تبقى سلسلة المجتمع الخاطئة بلا رد أيضًا.
poll-advice-refused = تحقق من المنفذ ومن أن خدمة SNMP تعمل.
poll-advice-unresolved = تحقق من الإملاء، أو أدخل عنوان IP.
poll-advice-auth = تحقق من المستخدم وعبارات المرور والخوارزميات.
poll-advice-malformed = حدّث برنامج الجهاز، أو جرّب إصدار SNMP آخر.
poll-advice-too-much = اختر مدة أطول بين الاستعلامات، أو اطلب منا رفع حد الواجهات.
poll-advice-credential = أدخلها مجددًا من «تعديل الجهاز».
poll-advice-agent-error = تحقق من أن مستخدم SNMP أو سلسلة المجتمع يملك صلاحية قراءة جداول الواجهات.
poll-advice-unknown = الاستعلام مستمر؛ وتزول هذه الرسالة مع الرد التالي.
