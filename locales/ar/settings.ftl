# Words of the settings of a node.

nav-settings = عام
settings-title = الإعدادات العامة
settings-lead = تسري على هذا الجزء من المؤسسة وما تحته ما لم يُختر غير ذلك.
settings-lead-root = تسري في مؤسستك كلها ما لم يُختر غير ذلك.
settings-locale = اللغة
settings-locale-help = تُستخدم مع كل من لم يختر لغة. اختيار الشخص نفسه يأتي أولًا.
settings-time-zone = المنطقة الزمنية
settings-time-zone-help = ينتقل معها من كانت لديهم المنطقة الحالية، ويبدأ بها الأشخاص الجدد.
settings-currency = العملة
settings-currency-help = للأسعار والفواتير القادمة. ما كُتب بعملة أخرى يبقى بها.
settings-first-day = أول أيام الأسبوع
settings-as-above = كما في المستوى الأعلى: { $what }
settings-as-browser = ما يطلبه كل متصفح
settings-not-chosen = غير محدد
weekday-1 = الاثنين
weekday-5 = الجمعة
weekday-6 = السبت
weekday-7 = الأحد
weekday-unknown = يوم آخر
notice-settings-changed = حُفظت الإعدادات.

audit-action-settings-change = تغيير الإعدادات
audit-detail-currency = العملة
audit-detail-first-day = أول أيام الأسبوع
audit-detail-time-zone = المنطقة الزمنية
