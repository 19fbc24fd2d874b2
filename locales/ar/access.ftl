# كلمات مفاتيح المرور وإثبات الهوية من جديد والحسابات المرتبطة.

sign-in-passkey = الدخول بمفتاح مرور
code-recovery = رمز الاسترداد
code-passkey = استخدام مفتاح مرور
passkey-trouble = لم يستجب مفتاح المرور. حاول مرة أخرى أو ادخل بطريقة أخرى.
passkeys = مفاتيح المرور
passkeys-count = { $count ->
    [zero] لا مفاتيح مرور
    [one] مفتاح مرور واحد
    [two] مفتاحا مرور
    [few] { $count } مفاتيح مرور
    [many] { $count } مفتاح مرور
   *[other] { $count } مفتاح مرور
}
passkeys-text = ادخل ببصمة إصبعك أو وجهك أو بمفتاح أمان بدلًا من كلمة المرور والرمز. يعمل مفتاح المرور على البوابة التي أضيف فيها.
passkeys-manage = إدارة مفاتيح المرور
passkey-name = الاسم
passkey-name-help = مثلًا: هاتف العمل.
passkey-added = أضيف في
passkey-used = آخر استخدام
passkey-never = لم يستخدم
passkey-remove = إزالة
passkey-remove-named = إزالة مفتاح المرور { $name }
passkey-needs-script = لا يستطيع هذا المتصفح إضافة مفاتيح مرور هنا: إما أنه لا يدعمها أو أن JavaScript معطل. كلمة مرورك تعمل كما كانت.
passkey-text = سيطلب جهازك بصمة إصبعك أو وجهك أو رمزه السري.
passkey-add = إضافة مفتاح مرور
enrol-passkey = استخدام مفتاح مرور بدلًا من ذلك
second-factor-off-passkeys = بعد ذلك لا يُطلب عاملًا ثانيًا إلا مفاتيح مرورك. تبقى داخلًا هنا، وتخرج من كل مكان آخر.
confirm-title = هل هذا أنت؟
confirm-text = قبل أن تتابع، اكتب كلمة مرورك مرة أخرى.
confirm-button = متابعة
links = الحسابات المرتبطة
links-text = إن كان لك حساب على بوابة أخرى أيضًا، فاربط الحسابين وانتقل من أحدهما إلى الآخر دون دخول جديد.
links-manage = إدارة الحسابات المرتبطة
link-state = الحالة
link-end = فك الارتباط
link-end-named = فك ارتباط الحساب على { $portal }
link-stands = مرتبط
link-again = أعد ربطه
link-text = ستدخل إلى البوابة الأخرى وتوافق هناك، ثم تعود إلى هنا.
link-host = عنوان البوابة الأخرى
link-host-help = كما تكتبه في المتصفح.
link-begin = ربط حساب
link-continue-text = تابع خلال عشر دقائق، في هذا المتصفح.
link-back-text = تمت الموافقة. عد خلال دقيقة لإتمام الربط.
link-go-on = الذهاب إلى { $portal }
link-accept-title = هل تربط حسابك؟
link-finish-title = هل تتم الربط؟
link-agree-text = من دخل إلى أحد هذين الحسابين يستطيع بعدها الانتقال إلى الآخر.
link-here = حسابك هنا
link-there = الحساب الآخر
link-agree-warning = وافق فقط إن كان الحسابان لك وكنت أنت من بدأ هذا.
link-agree = ربط هذين الحسابين
link-over = انتهت هذه الخطوة. ابدأ من جديد على البوابة التي بدأت منها.
switch-to = الانتقال إلى
switch-title = هل تتابع هنا؟
switch-button = متابعة
switch-over = طال الأمر أو استُخدم هذا من قبل. عد وحاول مرة أخرى، أو ادخل هنا.
form-fault-passkey-refused = مفتاح المرور هذا غير صالح. حاول مرة أخرى أو ادخل بطريقة أخرى.
form-fault-passkey-over = طال الأمر. أضف مفتاح المرور مرة أخرى.
form-fault-too-many-passkeys = لديك 20 مفتاح مرور. أزل واحدًا أولًا.
form-fault-last-way-in = هذه آخر طريقة لدخولك. عين كلمة مرور أولًا.
form-fault-too-many-links = لديك 20 حسابًا مرتبطًا. فك ارتباط واحد أولًا.
form-fault-link-self = أنت داخل هناك إلى الحساب نفسه.
form-fault-link-away = البوابة الأخرى غير مفتوحة حاليًا.
form-fault-link-gone = لم يعد الحساب الآخر موجودًا. أزيل الارتباط.
field-error-not-a-portal = لا توجد بوابة على هذا العنوان.
field-error-link-here = هذه هي البوابة التي أنت عليها.
notice-passkey-added = أضيف مفتاح المرور. خرجت من كل مكان آخر.
notice-passkey-removed = أزيل مفتاح المرور. خرجت من كل مكان آخر.
notice-account-linked = رُبط الحسابان.
notice-account-unlinked = فُك ارتباط الحسابين.

audit-action-passkey-add = إضافة مفتاح مرور
audit-action-passkey-remove = إزالة مفتاح مرور
audit-action-passkey-copied = رفض مفتاح مرور: ربما كان نسخة
audit-action-passkey-refused = رفض مفتاح مرور
audit-action-identity-confirm = كتابة كلمة المرور من جديد
audit-action-identity-refused = كلمة مرور خاطئة عند كتابتها من جديد
audit-action-link-begin = طلب الارتباط بحساب آخر
audit-action-link-grant = الموافقة على الارتباط بحساب آخر
audit-action-link-create = ربط حسابين
audit-action-link-remove = فك ارتباط حسابين
audit-action-link-switch = الانتقال بين حسابين مرتبطين
audit-action-membership-switch = الانتقال إلى عضوية أخرى
audit-object-passkey = مفتاح مرور
audit-object-link = حساب مرتبط
audit-part-linked-account = حساب مرتبط
