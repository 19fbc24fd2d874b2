# Words of the audit log.

nav-audit = سجل التدقيق

audit-title = سجل التدقيق
audit-lead = كل تغيير وكل تسجيل دخول، الأحدث أولاً. لا تُعدَّل الإدخالات ولا تُحذف أبداً.
audit-caption = من فعل ماذا ومتى
audit-time = الوقت ({ $zone })
audit-who = من
audit-what = ماذا
audit-object = على ماذا
audit-details = التفاصيل
audit-request = رقم الطلب
audit-shown = { $count ->
    [zero] لا إدخالات في هذه الصفحة
    [one] إدخال واحد في هذه الصفحة
    [two] إدخالان في هذه الصفحة
    [few] { $count } إدخالات في هذه الصفحة
    [many] { $count } إدخالاً في هذه الصفحة
   *[other] { $count } إدخال في هذه الصفحة
}
audit-newest = الأحدث على الإطلاق
audit-newer = أحدث
audit-older = أقدم
audit-none = لم يُسجَّل شيء بعد
audit-none-text = تظهر الإدخالات هنا فور تسجيل دخول أحد أو تغييره شيئاً.
audit-none-found = لا يوجد إدخال مطابق
audit-none-found-text = اختر أياماً أخرى أو شخصاً آخر أو إجراءً آخر.
audit-show-all = عرض الكل
audit-export = تصدير بصيغة CSV
audit-export-cut = يحتوي هذا الملف على أحدث الإدخالات فقط. ضيّق عوامل التصفية للحصول على الأقدم.
audit-filter = تصفية
audit-filter-person = البريد الإلكتروني يحتوي على
audit-filter-action = الإجراء
audit-filter-any = أي إجراء
audit-filter-from = أول يوم
audit-filter-to = آخر يوم
audit-actor-hidden = شخص غير معروف
audit-actor-part = النظام

audit-action-audit-export = تصدير سجل التدقيق
audit-action-device-add = إضافة جهاز
audit-action-device-change = تعديل جهاز
audit-action-device-remove = إزالة جهاز
audit-action-interface-assign = إسناد واجهة
audit-action-alert-acknowledge = تولّي تنبيه
audit-action-group-add = أُنشئت مجموعة واجهات
audit-action-group-change = عُدّلت مجموعة واجهات
audit-action-group-remove = حُذفت مجموعة واجهات
audit-action-group-members = عُدّلت واجهات مجموعة
audit-action-org-create = إنشاء مؤسسة
audit-action-sign-in = تسجيل دخول
audit-action-sign-in-refused = رفض تسجيل الدخول
audit-action-user-create = إنشاء شخص
audit-action-user-language = اختيار اللغة
audit-action-user-password-set = تعيين كلمة المرور
audit-action-channel-add = أُضيفت وجهة
audit-action-channel-change = تغيّرت وجهة
audit-action-channel-remove = أُزيلت وجهة
audit-action-unknown = غير ذلك

audit-object-audit = سجل التدقيق
audit-object-device = جهاز
audit-object-email-sha256 = بريد إلكتروني (كبصمة تجزئة)
audit-object-group = مجموعة واجهات
audit-object-interface = واجهة
audit-object-org = مؤسسة
audit-object-user = شخص
audit-object-channel = وجهة إشعارات
audit-object-unknown = غير ذلك

audit-detail-action = الإجراء
audit-detail-changed = ما تغيّر
audit-detail-from = من
audit-detail-host = البوابة
audit-detail-hosts = البوابات
audit-detail-kind = النوع
audit-detail-locale = اللغة
audit-detail-name = الاسم
audit-detail-person = حسب الشخص
audit-detail-role = الدور
audit-detail-rule = القاعدة
audit-detail-to = إلى
audit-detail-version = الإصدار
audit-detail-unknown = غير ذلك

audit-part-demo-world = العالم التجريبي
audit-part-sign-in = صفحة تسجيل الدخول
audit-part-unknown = غير ذلك

field-error-not-a-date = أدخل تاريخاً بصيغة سنة-شهر-يوم، مثل 2026-11-30.
field-error-date-order = هذا التاريخ يسبق أول يوم.
