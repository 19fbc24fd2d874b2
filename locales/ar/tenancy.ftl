# Words of signing in, of roles and of the platform.

sign-in-title = تسجيل الدخول
sign-in-where = إلى { $org }
sign-in-email = البريد الإلكتروني
sign-in-password = كلمة المرور
sign-in-button = تسجيل الدخول

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
