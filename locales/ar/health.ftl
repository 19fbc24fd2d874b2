# Words of the page about the health of the product.

health-fine = سليم
health-warning = يحتاج إلى مراجعة
health-critical = يحتاج إلى تدخل فوري
health-none = لا يوجد
health-state = الحالة
health-since = بدأ { $age }
health-database = قاعدة البيانات
health-postgres = PostgreSQL { $version }
health-connections = الاتصالات بقاعدة البيانات
health-transaction = أقدم معاملة مفتوحة
health-archive = أرشيف سجل الكتابة المسبقة
health-archive-off = متوقف
health-archive-last = الأخير: { $age }
health-standbys = الخوادم الاحتياطية: { $count }
health-processes = عمليات الخادم
health-processes-none = لم ترسل أي عملية نبضة بعد؛ تصل الأولى خلال ثوانٍ من بدء التشغيل.
health-process = العملية
health-version = الإصدار { $version }
health-heartbeat = النبضة
health-collector = المجمّع
health-collector-off = لا يستعلم
health-polls = الاستعلامات في الدقيقة: { $polls }، الفاشلة: { $failed }، الجارية: { $now }
health-pool-app = اتصالات المستأجرين
health-pool-platform = اتصالات المنصة
health-pool-note = المفتوحة: { $open }
health-redis = Redis
health-disk = القرص، المتاح من الكل
health-jobs = المهام
health-jobs-none = لم تُنفَّذ أي مهمة بعد.
health-job = المهمة
health-job-last = آخر تنفيذ
health-job-next = التنفيذ التالي
health-job-due = مستحق
health-job-on-demand = عند الحاجة
health-job-runs = مرات التنفيذ
health-job-failures = الفاشلة: { $count }
health-job-error = آخر خطأ
job-roll-up = تجميع العينات
job-evaluate-alerts = تقييم التنبيهات
job-ping-devices = اختبار الأجهزة ببينغ
job-keep-partitions = إدارة الأقسام
job-expire-mail = حذف البريد القديم
job-expire-sessions = حذف الجلسات المنتهية
job-expire-sign-ins = تنظيف محاولات تسجيل الدخول
job-expire-api = تنظيف بقايا واجهة API
job-deliver-mail = تسليم البريد
job-deliver-notices = تسليم الإشعارات
job-answer-bots = إجابة البوتات
job-check-domains = فحص النطاقات
job-free-names = تحرير الأسماء
job-make-export = إعداد الأرشيفات
job-plan-erasures = تخطيط عمليات المحو
job-expire-exports = إزالة الأرشيفات القديمة
job-erase-tenant = محو المزودين
job-sweep-stragglers = البحث عن صفوف متأخرة
job-unknown = أخرى
health-outbox = صندوق الإرسال
health-outbox-none = لا شيء في الانتظار ولا شيء متروك.
health-channel = القناة
health-topic-mail = البريد
health-topic-unknown = أخرى
health-queued = في الانتظار
health-retrying = قيد إعادة المحاولة
health-dead = متروكة
health-oldest = الأقدم
health-partitions = الأقسام الزمنية
health-table = الجدول
health-partitions-count = الأقسام
health-size = الحجم
health-ahead = أُنشئت حتى
health-kept = مدة الاحتفاظ
health-days = { $count ->
    [zero] { $count } يوم
    [one] يوم واحد
    [two] يومان
    [few] { $count } أيام
    [many] { $count } يومًا
   *[other] { $count } يوم
}
