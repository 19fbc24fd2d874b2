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

nav-group-people = المؤسسة
nav-organisation = المؤسسة
nav-people = الأشخاص
role-branch-manager = مدير فرع

paused-title = إيقاف مؤقت
paused-what = هذه البوابة موقوفة مؤقتًا
paused-text = يتعذّر تسجيل الدخول حاليًا. يُرجى التواصل مع مزوّدك؛ لم تفقد شيئًا.

org-kind = النوع
org-kind-founder = المنصة
org-kind-isp = مزوّد خدمة
org-kind-branch = فرع
org-kind-reseller = موزّع
org-kind-client = عميل
org-kind-unknown = نوع آخر
organisation-title = المؤسسة
organisation-caption = الفروع والموزّعون والعملاء
organisation-alone = لا توجد جهات تابعة بعد. افتح الصف الأول لإضافة فرع أو موزّع أو عميل.
organisation-more = يوجد أكثر مما هو معروض هنا.
org-none = الجهة غير موجودة
org-name = الاسم
org-people = الأشخاص
org-below = التابعة مباشرةً
org-no-host = لا توجد بوابة خاصة
org-label = النطاق الفرعي
org-label-help = حروف وأرقام وشرطات. عنوان البوابة هو هذا الاسم تليه نقطة ثم { $domain }
org-label-optional = اتركه فارغًا إن لم تلزم بوابة خاصة.
org-add-title = إضافة جهة تابعة
org-add = إضافة
org-rename-title = تغيير الاسم
org-move-title = نقل
org-move-to = إلى
org-move-help = تنتقل معها كل الجهات التابعة لها. ومن كان يراها من الموضع القديم فقط لن يراها بعد ذلك.
org-move = نقل

isp-new-title = مزوّد خدمة جديد
isp-none = مزوّد الخدمة غير موجود
isp-name = الاسم
isp-label = النطاق الفرعي
isp-owner-email = البريد الإلكتروني لأحد المالكين
isp-owner-email-help = تُرسل إليه دعوة يمكن قبولها خلال 72 ساعة.
isp-locale = لغة صفحاته
isp-currency = العملة
isp-time-zone = المنطقة الزمنية
isp-create = إنشاء مزوّد الخدمة
isp-created = منذ
isp-staff = الموظفون
isp-nodes = الفروع والموزّعون والعملاء
isp-state-title = الحالة
isp-state-since = الحالة منذ
isp-state-reason = السبب
isp-state-active = نشط
isp-state-suspended = موقوف مؤقتًا
isp-state-closed = مغلق
isp-state-unknown = غير معروف
isp-invitations = المالكون المدعوّون
isp-invite-title = دعوة مالك آخر
isp-limits-title = الحدود
isp-limits-help = الحقل الفارغ يعني عدم وجود حد. يبقى ما هو موجود كما هو.
limit-subscribers = الحد الأقصى للعملاء
limit-devices = الحد الأقصى للأجهزة
limit-staff = الحد الأقصى للموظفين
isp-suspend = إيقاف مزوّد الخدمة مؤقتًا
isp-suspend-help = تعرض بواباته أنها موقوفة مؤقتًا، ولا يستطيع أحد تسجيل الدخول. القياس مستمر. يمكنك التراجع عن ذلك في أي وقت.
isp-reactivate = إعادة الفتح
isp-close = إغلاق نهائي
isp-close-help = تختفي بواباته فورًا ولا يمكن فتحها مجددًا. تبقى البيانات المخزَّنة إلى أن تُمحى.
isp-close-confirm = اكتب اسم مزوّد الخدمة

people-title = الأشخاص
people-caption = الأشخاص الذين يمكنهم تسجيل الدخول
people-name = الاسم
people-email = البريد الإلكتروني
people-role = الدور
people-org = ينتمي إلى
people-last-seen = آخر نشاط
people-not-seen = لا توجد جلسة
people-search = الاسم أو البريد الإلكتروني
people-none = لم يُعثر على أحد
people-none-text = ادعُ شخصًا، أو ابحث عن شيء آخر.
people-more = يوجد أشخاص أكثر من المعروضين هنا. ابحث بالاسم.
person-none = الشخص غير موجود
person-own = هذا حسابك. لا يمكن أن يغيّر دورك إلا شخص آخر.
person-membership = { $role } ({ $kind })
person-leave = سحب صلاحية الدخول
person-leave-help = تنتهي جلسة هذا الشخص هنا فورًا، ويمكن دعوته من جديد.
invitations-title = الدعوات المعلّقة
invitations-caption = دعوات بانتظار القبول
invitation-until = صالحة حتى
invitation-expired = منتهية الصلاحية
invitation-revoke = سحب
invite-title = دعوة شخص
invite-where = إلى
invite-name-help = يمكن تركه فارغًا ليكتبه الشخص بنفسه.
invite-send = إرسال الدعوة
invitation-title = مرحبًا بك في { $org }
invitation-role = تلقّيت دعوة بصفة: { $role }
invitation-your-name = اسمك
invitation-accept = قبول الدعوة وتسجيل الدخول
invitation-known-help = لديك حساب هنا بالفعل. أدخل كلمة مروره.
invitation-over-title = هذه الدعوة لم تعد صالحة
invitation-over-text = استُخدمت الدعوة أو سُحبت أو انتهت صلاحيتها. اطلب دعوة جديدة، أو سجّل الدخول إن كان لديك حساب.
password-help = 12 حرفًا على الأقل. تصلح أيضًا عدة كلمات بينها مسافات.

form-fault-stale-form = بقي هذا النموذج مفتوحًا مدة طويلة. أعد تحميل الصفحة ثم كرّر العملية.
form-fault-staff-limit = بلغ مزوّد الخدمة هذا الحد الأقصى لعدد موظفيه.
form-fault-no-portal = لا توجد بوابة يمكن فيها قبول هذه الدعوة.
form-fault-own-membership = لا يمكن لأحد أن يغيّر دوره بنفسه.
form-fault-last-owner = هذا هو المالك الأخير. عيّن مالكًا آخر أولًا.
form-fault-closed = لا يمكن إعادة فتح مزوّد خدمة مغلق.
field-error-not-an-email = أدخل بريدًا إلكترونيًا كاملًا، مثل name@example.com.
field-error-not-a-label = استخدم من 2 إلى 40 حرفًا أو رقمًا أو شرطة، دون شرطة في البداية أو النهاية.
field-error-host-taken = هذا الاسم مستخدم بالفعل.
field-error-not-a-count = أدخل عددًا صحيحًا، أو اترك الحقل فارغًا.
field-error-not-the-name = هذا ليس اسم مزوّد الخدمة.
field-error-wrong-password = هذه ليست كلمة مرور حسابك هنا.
notice-isp-created = أُنشئ مزوّد الخدمة. بوابته مفتوحة والدعوة في طريقها.
notice-isp-limits = حُفظت الحدود.
notice-isp-suspended = أُوقف مزوّد الخدمة مؤقتًا.
notice-isp-reactivated = أُعيد فتح مزوّد الخدمة.
notice-isp-closed = أُغلق مزوّد الخدمة.
notice-invited = الدعوة في طريقها.
notice-org-added = تمت الإضافة.
notice-org-renamed = تغيّر الاسم.
notice-org-moved = تم النقل.
notice-member-changed = تغيّر الدور. يسري ذلك من النقرة التالية.
notice-member-left = سُحبت صلاحية الدخول.
notice-invitation-revoked = سُحبت الدعوة.
