# Words of signing in, of roles and of the platform.

sign-in-title = تسجيل الدخول
sign-in-where = إلى { $org }
sign-in-email = البريد الإلكتروني
sign-in-password = كلمة المرور
sign-in-button = تسجيل الدخول
sign-in-support = هل تحتاج إلى مساعدة؟

role-founder = مالك المنصة
role-isp-owner = المالك
role-engineer = مهندس شبكات
role-support = الدعم الفني
role-reseller = موزّع
role-client = عميل
role-unknown = عضو

platform-title = مزوّدو الخدمة
platform-caption = مزوّدو الخدمة وحالة شبكاتهم
platform-none = لا يوجد مزوّد خدمة بعد
platform-none-text = يظهر مزوّدو الخدمة هنا فور إعدادهم.
platform-isp = مزوّد الخدمة
platform-host = البوابة
platform-devices = الأجهزة
platform-interfaces = الواجهات
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

branding-title = الهوية البصرية
branding-lead = كيف تبدو بوابتك وأيقونتها على الشاشة الرئيسية ورسائلها الإلكترونية لعملائك.
branding-none = لم يُحدَّد شيء هنا بعد: تبدو بوابتك مثل بوابة المستوى الأعلى، أو محايدة.
branding-elsewhere = هذه بوابة { $org }. تظهر هويتك البصرية في بوابتك أنت.
branding-name = اسم المنتج
branding-name-help = ما يقرؤه العملاء في العناوين وصفحة تسجيل الدخول وتحت الأيقونة.
branding-accent = لون العلامة
branding-accent-help = مثل #1668a8. تأخذ الأزرار والروابط أقرب درجة تسهل قراءتها على الفاتح والداكن. اتركه فارغًا للّون المحايد.
branding-support = جهة اتصال الدعم
branding-support-help = بريد إلكتروني أو رقم هاتف، يظهر في صفحة تسجيل الدخول.
branding-mail = الرسائل الإلكترونية
branding-sender = اسم المرسل
branding-sender-help = اتركه فارغًا لاستخدام اسم المنتج.
branding-footer = التذييل
branding-footer-help = يظهر أسفل كل رسالة، مثل عنوانك. 1000 حرف كحد أقصى.
branding-logos = الشعار
branding-logo = الشعار
branding-logo-help = PNG أو JPEG أو WebP أو SVG، حتى 512 كيلوبايت. تُصنع الأيقونات منه، إلا إذا كان عرضه أكبر بكثير من ارتفاعه.
branding-logo-remove = إزالة الشعار
branding-logo-dark = الشعار على الصفحات الداكنة
branding-logo-dark-help = إن لم يوجد، تعرض الصفحات الداكنة الشعار أعلاه.
branding-logo-dark-remove = إزالة شعار الصفحات الداكنة
branding-remove = إزالة الهوية البصرية
branding-preview = معاينة ما هو محفوظ
branding-preview-light = فاتح
branding-preview-dark = داكن
branding-preview-chosen = المدخل المختار
branding-preview-link = رابط
branding-preview-button = زر
