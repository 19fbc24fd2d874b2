# Words of the frame, of units, times, states and faults.

language-name = العربية
language-direction = rtl
language-choose = اللغة

skip-to-content = الانتقال إلى المحتوى
loading = جارٍ التحميل
nav-main = القائمة الرئيسية
nav-group-live = مباشر
nav-group-network = الشبكة
nav-group-platform = المنصة
nav-group-settings = الإعدادات
nav-interfaces = الواجهات
nav-lines = خطوطك
nav-devices = الأجهزة
nav-platform = مزوّدو الخدمة
nav-more = المزيد
nav-branding = الهوية البصرية
crumbs = موقعك الحالي
pager = الصفحات
pager-first = الصفحة الأولى
pager-next = الصفحة التالية
search-button = بحث
save = حفظ التغييرات
cancel = إلغاء
unknown = غير معروف

account-menu = الحساب
sign-out = تسجيل الخروج
theme-system = المظهر: حسب النظام. التبديل إلى الفاتح.
theme-light = المظهر: فاتح. التبديل إلى الداكن.
theme-dark = المظهر: داكن. التبديل إلى مظهر النظام.

simulated-world = شبكة محاكاة
simulated-world-help = تعمل هذه الأجهزة بالمحاكاة، وليس وراءها معدات حقيقية.

live-connecting = جارٍ الاتصال
live-on = مباشر
live-reconnecting = جارٍ إعادة الاتصال

figure-none = لا توجد قراءة
unit-bit-s = bit/s
unit-kbit-s = kbit/s
unit-mbit-s = Mbit/s
unit-gbit-s = Gbit/s
unit-tbit-s = Tbit/s
unit-byte = B
unit-kbyte = kB
unit-mbyte = MB
unit-gbyte = GB
unit-tbyte = TB
seconds = { $count } s
milliseconds = { $count } ms

not-found-title = الصفحة غير موجودة
not-found-what = لا يوجد شيء على هذا العنوان
not-found-text = قد يكون الرابط قديمًا، أو قد تكون الصفحة خاصة بجهة أخرى.
not-found-home = الانتقال إلى صفحة البداية

error-unauthenticated = انتهت جلستك
error-not-found = هذا العنصر غير موجود
error-forbidden = دورك لا يتيح ذلك
error-invalid = في الطلب ما لا يصح
error-conflict = أجرى شخص آخر تغييرًا هنا في هذه الأثناء
error-unavailable = يتعذّر على الخادم الرد حاليًا
error-internal = حدث خطأ من جهتنا
error-unknown = حدث خطأ ما
error-advice-unauthenticated = سجّل الدخول مجددًا؛ لم تفقد شيئًا.
error-advice-not-found = ربما أُزيل، أو ربما يخص جهة أخرى.
error-advice-forbidden = إن كنت بحاجة إلى ذلك، فاطلبه من أحد مالكي مؤسستك.
error-advice-invalid = ارجع وتحقق مما أدخلته، ثم حاول مجددًا.
error-advice-conflict = أعد تحميل الصفحة لعرض وضعها الحالي.
error-advice-unavailable = القياس مستمر. حاول مجددًا بعد قليل.
error-advice-internal = القياس مستمر. حاول مجددًا؛ وإن استمرت المشكلة فأبلغ الدعم بالرقم أدناه.
error-advice-unknown = حاول مجددًا؛ وإن استمرت المشكلة فأبلغ الدعم.
error-request = رقم الطلب: { $id }
error-retry = إعادة المحاولة

form-fault-invalid = تعذّر الحفظ حتى الآن. يُرجى التحقق مما يلي:
form-fault-credentials = البريد الإلكتروني وكلمة المرور غير متطابقين.
form-fault-too-many-attempts = محاولات كثيرة جدًا. انتظر بضع دقائق ثم حاول مجددًا.
form-fault-device-limit = بلغ هذا المزوّد أقصى عدد من الأجهزة المسموح بها.
form-fault-changed = أجرى شخص آخر تغييرًا هنا في هذه الأثناء. افتح الصفحة من جديد لعرض أحدث نسخة، ثم كرّر تغييرك.
form-fault-unauthenticated = انتهت جلستك. سجّل الدخول مجددًا ثم كرّر العملية.
form-fault-unavailable = يتعذّر على الخادم الرد حاليًا. لم يُحفظ شيء؛ حاول مجددًا بعد قليل.
form-fault-internal = حدث خطأ من جهتنا. لم يُحفظ شيء؛ حاول مجددًا.
form-fault-not-found = هذا العنصر لم يعد موجودًا.
form-fault-forbidden = دورك لا يتيح ذلك.
form-fault-unknown = تعذّر تنفيذ العملية. لم يُحفظ شيء.
form-fault-list = ما يجب التحقق منه
field-error-required = يُرجى ملء هذا الحقل.
field-error-too-long = النص أطول من اللازم.
field-error-control-characters = يحتوي النص على محارف غير مسموح بها.
field-error-not-an-address = أدخل اسم مضيف أو عنوان IP واحدًا، دون منفذ أو مسار.
field-error-not-a-port = أدخل منفذًا من 1 إلى 65535.
field-error-interval-range = أدخل من 10 إلى 300 ثانية.
field-error-not-a-choice = اختر قيمة من القائمة.
field-error-passphrase-short = استخدم 8 محارف على الأقل.
field-error-device-name-taken = يوجد جهاز آخر بهذا الاسم.
field-error-not-a-colour = أدخل لونًا بستة أرقام ست عشرية، مثل #1668a8.
field-error-logo-empty = هذا الملف فارغ.
field-error-logo-too-big = حجم هذا الملف أكبر من 512 كيلوبايت.
field-error-logo-kind = هذا الملف ليس PNG أو JPEG أو WebP أو SVG.
field-error-logo-pixels = أحد أضلاع هذه الصورة يزيد على 4096 بكسل.
field-error-logo-broken = هذه الصورة تالفة ولا يمكن قراءتها.
field-error-logo-svg = يحتوي ملف SVG هذا على نصوص أو صور أو برامج أو مؤثرات لا يمكن استخدامها. حوّل النصوص إلى مسارات، أو أرسل ملف PNG.
field-error-file-again = اختر هذا الملف مرة أخرى، فلم يُحتفظ به.
field-error-unknown = هذه القيمة غير صالحة.

notice-device-added = أُضيف الجهاز. تصل القراءات الأولى مع الاستعلام الثاني.
notice-device-changed = حُفظت التغييرات. يجري الاستعلام من الجهاز مجددًا.
notice-device-removed = أُزيل الجهاز. تبقى القياسات السابقة محفوظة.
notice-interface-assigned = أُسندت الواجهة.
notice-branding-changed = حُفظت الهوية البصرية.
notice-branding-removed = أُزيلت الهوية البصرية.
notice-unknown = تم.
notice-dismiss = إغلاق
