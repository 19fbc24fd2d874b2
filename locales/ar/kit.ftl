# كلمات مجموعة المكوّنات: القوائم، لوحة الأوامر، وما يعمل بلا اتصال.

palette-open = انتقال أو تنفيذ (Ctrl-K)
palette-title = انتقال أو تنفيذ
palette-input = إلى أين، أو ماذا تريد أن تفعل
palette-none = لا شيء مطابق
palette-none-text = جرّب حروفًا أقل.
table-columns = الأعمدة
table-columns-apply = إظهار هذه
filter-label = تصفية
filter-apply = تصفية
filter-clear = إظهار الكل
bulk-chosen = محدد
choose-row = تحديد { $name }
dialog-close = إغلاق
fact-id = المعرّف
filter-any = الكل
filter-none-text = اختر مرشّحات أخرى أو أظهر الكل.
date-today = اليوم
notice-undo = تراجع
page-broken = توقفت هذه الصفحة عن العمل. ما حفظته محفوظ.
page-update = نسخة جديدة جاهزة.
page-reload = إعادة التحميل
offline-title = لا يوجد اتصال
offline-text = لا يمكن الوصول إلى الخادم من هنا. تحقق من اتصالك ثم أعد المحاولة؛ لم يُفقد شيء.
people-shown = { $count ->
    [zero] لا أحد في هذه الصفحة
    [one] شخص واحد في هذه الصفحة
    [two] شخصان في هذه الصفحة
    [few] { $count } أشخاص في هذه الصفحة
    [many] { $count } شخصًا في هذه الصفحة
   *[other] { $count } شخص في هذه الصفحة
}
kit-title = مجموعة المكوّنات
