# كلمات تخص كلمات المرور وأمان حساب كل شخص وتسجيل الدخول بعامل ثانٍ.

field-error-password-too-short = استخدم 12 حرفًا على الأقل. تصلح أيضًا عدة كلمات بينها مسافات.
field-error-password-common = كلمة المرور هذه ضمن القوائم التي يجربها المهاجمون أولًا. اختر غيرها.
field-error-password-breached = كلمة المرور هذه واردة في قوائم كلمات مرور مسرّبة. اختر غيرها.
field-error-password-guessable = تخمينها سهل جدًا. استخدم كلمات أكثر، أو كلمات لا تجتمع عادةً.
field-error-password-brand = مبنية على اسم يعرفه الآخرون: اسمك أو عنوانك أو اسم البوابة. اختر شيئًا آخر.

account-security = الحساب والأمان
security-password = كلمة المرور
security-password-text = استخدم كلمة لا تستخدمها في أي مكان آخر.
security-password-change = تغيير كلمة المرور
security-password-set = تعيين كلمة مرور جديدة
security-recovered = دخلت عبر رابط الاستعادة. يمكنك خلال عشر دقائق تعيين كلمة مرور جديدة دون القديمة، ثم أعد إعداد العامل الثاني.
password-current = كلمة المرور الحالية
password-new = كلمة المرور الجديدة
password-new-help = 12 حرفًا على الأقل. تصلح أيضًا عدة كلمات بينها مسافات.
password-ends-others = ستبقى مسجّل الدخول هنا، وسيُسجَّل خروجك من كل مكان آخر.
password-ends-tokens = ألغِ أيضًا رموز API الخاصة بي
second-factor = العامل الثاني
second-factor-text = يتطلب تسجيل الدخول عندئذ رمزًا من تطبيق على هاتفك أيضًا، فلا تكفي كلمة مرور مسروقة.
second-factor-set-up = إعداد
second-factor-turn-off = إيقاف
second-factor-off-title = إيقاف العامل الثاني؟
second-factor-off-text = بعد ذلك تكفي كلمة المرور وحدها للدخول. ستبقى مسجّل الدخول هنا، وسيُسجَّل خروجك من كل مكان آخر.
second-factor-needed = مطلوب
second-factor-needed-text = صلاحيات دورك واسعة. أعدّ عاملًا ثانيًا للمتابعة.
security-on = مفعّل
security-off = متوقف
security-codes-left = { $count ->
    [zero] لم يبقَ أي رمز استعادة
    [one] بقي رمز استعادة واحد
    [two] بقي رمزا استعادة
    [few] بقيت { $count } رموز استعادة
    [many] بقي { $count } رمز استعادة
   *[other] بقي { $count } رمز استعادة
}
codes-renew = رموز استعادة جديدة
codes-renew-text = تتوقف الرموز القديمة عن العمل فور إنشاء الجديدة.
codes-title = رموز الاستعادة
codes-text = يتيح كل رمز منها الدخول مرة واحدة حين لا يكون هاتفك معك. انسخها الآن واحفظها في مكان آمن: لن تظهر مرة أخرى.
codes-kept = حفظتها
code-title = أدخل الرمز
code-any = رمز من التطبيق أو رمز استعادة
code-help = يعرض التطبيق رمزًا جديدًا كل 30 ثانية.
enrol-title = إعداد العامل الثاني
enrol-begin-text = تحتاج إلى تطبيق مصادقة على هاتفك. تعرض الخطوة التالية ما ستمسحه به.
enrol-begin = عرض رمز QR
enrol-scan = امسح هذا بالتطبيق.
enrol-qr = رمز QR لتطبيق المصادقة
enrol-type = أو اكتب فيه هذا السر:
enrol-code = الرمز الذي يعرضه التطبيق الآن
enrol-ends-others = ستبقى مسجّل الدخول هنا، وسيُسجَّل خروجك من كل مكان آخر.
enrol-confirm = تفعيل
enrol-done = العامل الثاني مفعّل
enrol-done-text = يطلب تسجيل الدخول رمزًا من تطبيقك.
sessions-title = أماكن تسجيل دخولك
session-device = الجهاز
session-portal = البوابة
session-since = مسجّل الدخول منذ
session-seen = آخر ظهور
session-action = هذا المكان أو تسجيل الخروج
session-place = { $browser } على { $system }
session-this = هذا المكان
session-end = تسجيل الخروج
session-end-named = تسجيل الخروج من { $device }
sessions-end-others = تسجيل الخروج من كل مكان آخر
apps-title = التطبيقات المسجّل دخولها
app-org = يعمل لصالح
app-used = آخر تجديد
app-end-named = سجّل خروج التطبيق الذي سجّل دخوله { $time }
recover-title = العودة إلى حسابك
recover-text = يُزال العامل الثاني ويُسجَّل خروجك من كل مكان. بعد ذلك يمكنك تعيين كلمة مرور جديدة هنا.
recover-button = تسجيل دخولي
browser-unknown = متصفح غير معروف
system-unknown = نظام غير معروف
form-fault-code-over = طال الوقت أو كثرت المحاولات. سجّل الدخول من جديد.
form-fault-enrolment-over = طال الوقت. ابدأ من جديد.
form-fault-link-over = لم يعد هذا الرابط يعمل. أنشئ رابطًا جديدًا من طرفية الخادم.
field-error-code-wrong = هذا الرمز غير صحيح أو استُخدم من قبل. انتظر الرمز التالي.
notice-password-changed = تم تغيير كلمة المرور، وسُجّل خروجك من كل مكان آخر.
notice-session-ended = سُجّل الخروج هناك.
notice-sessions-ended = سُجّل الخروج من كل مكان آخر.
notice-app-ended = تم تسجيل خروج التطبيق.
notice-second-factor-on = تم تفعيل العامل الثاني.
notice-second-factor-off = تم إيقاف العامل الثاني.
notice-recovered = عدتَ إلى حسابك. عيّن الآن كلمة مرور جديدة.

browser-edge = Edge
browser-opera = Opera
browser-samsung = Samsung Internet
browser-firefox = Firefox
browser-chrome = Chrome
browser-safari = Safari
system-iphone = iPhone
system-ipad = iPad
system-android = Android
system-chromeos = ChromeOS
system-windows = Windows
system-macos = macOS
system-linux = Linux

audit-action-password-change = تغيير كلمة المرور
audit-action-password-refused = كلمة مرور خاطئة عند تغييرها
audit-action-session-end = تسجيل خروج من مكان آخر
audit-action-session-end-others = تسجيل خروج من كل مكان آخر
audit-action-second-factor-begin = بدء إعداد العامل الثاني
audit-action-second-factor-enable = تفعيل العامل الثاني
audit-action-second-factor-disable = إيقاف العامل الثاني
audit-action-second-factor-recovery-codes = رموز استعادة جديدة
audit-action-second-factor-refused = رفض الرمز
audit-action-sign-in-code-wanted = كلمة المرور صحيحة والرمز مطلوب
audit-action-sign-in-code-refused = رفض رمز تسجيل الدخول
audit-action-recovery-link-create = إنشاء رابط استعادة
audit-action-recovery-link-use = استخدام رابط استعادة
audit-object-session = جلسة
audit-detail-second-factor = العامل الثاني
audit-detail-second-factor-removed = إزالة العامل الثاني
audit-detail-sessions-ended = الجلسات المنتهية
audit-detail-tokens-revoked = الرموز الملغاة
audit-detail-recovered = عبر رابط استعادة
audit-part-console = طرفية الخادم
audit-part-recovery-link = رابط استعادة
