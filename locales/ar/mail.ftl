# Words of the mails that are sent. No page speaks them.

mail-invitation-subject = دعوة للانضمام إلى { $product }
mail-invitation-title = أنت مدعو إلى { $product }
mail-invitation-text = فتح { $by } حسابًا لك. اختر طريقة تسجيل الدخول ليصبح حسابك جاهزًا.
mail-invitation-button = قبول الدعوة
mail-invitation-footer = إذا كنت لا تعرف { $by } فتجاهل هذه الرسالة، ولن يحدث شيء من دونك.

mail-password-reset-subject = اختر كلمة مرور جديدة في { $product }
mail-password-reset-title = اختر كلمة مرور جديدة
mail-password-reset-text = طلب أحدهم، ونأمل أن تكون أنت، اختيار كلمة مرور جديدة لحسابك في { $product }.
mail-password-reset-button = اختيار كلمة مرور جديدة
mail-password-reset-footer = إن لم تكن أنت من طلب ذلك فتجاهل هذه الرسالة، وستبقى كلمة مرورك كما هي.

mail-magic-link-subject = تسجيل الدخول إلى { $product }
mail-magic-link-title = تسجيل الدخول إلى { $product }
mail-magic-link-text = افتح هذا الرابط في المتصفح نفسه الذي طلبته منه.
mail-magic-link-button = تسجيل الدخول
mail-magic-link-footer = إن لم تطلب هذا الرابط فتجاهل هذه الرسالة، فلا يستطيع أحد تسجيل الدخول من دونها.

mail-security-notice-subject = تنبيه أمني من { $product }
mail-security-notice-title = طرأ تغيير على حسابك
mail-security-notice-text = طرأ تغيير على طريقة تسجيل دخولك إلى { $product }.
mail-security-notice-button = مراجعة حسابك
mail-security-notice-footer = إن كنت أنت من فعل ذلك فلا داعي لأي إجراء. وإن لم تكن أنت فاختر كلمة مرور جديدة فورًا وأنهِ جميع الجلسات الأخرى.

mail-domain-suspended-subject = لم يعد { $domain } يؤدي إلى { $product }
mail-domain-suspended-title = لم يعد نطاقك يؤدي إلى هنا
mail-domain-suspended-text = لم يُعثر منذ أيام على سجل DNS الذي يثبت ملكية { $domain }، لذلك لم تعد بوابة { $product } تستجيب هناك. أعد السجل ثم تحقق من جديد. لا يمكن لأحد غيرك أخذ هذا الاسم هنا طوال 30 يومًا.
mail-domain-suspended-button = عرض النطاق
mail-domain-suspended-footer = تصلك هذه الرسالة لأن بإمكانك إدارة النطاقات.

mail-alert-problem-subject = { $count ->
    [zero] { $product }: لا مشكلات في الشبكة
    [one] { $product }: مشكلة واحدة في الشبكة
    [two] { $product }: مشكلتان في الشبكة
    [few] { $product }: { $count } مشكلات في الشبكة
    [many] { $product }: { $count } مشكلة في الشبكة
   *[other] { $product }: { $count } مشكلة في الشبكة
}
mail-alert-problem-title = ثمة خلل في الشبكة
mail-alert-problem-text = هذا ما رُصد:
mail-alert-problem-button = عرض كل التنبيهات
mail-alert-problem-footer = تصلك هذه الرسالة لأنك تعتني بهذه الشبكة. وستصلك أخرى حين ينتهي الأمر.

mail-alert-recovery-subject = { $count ->
    [zero] { $product }: لم تنتهِ أي مشكلة
    [one] { $product }: انتهت مشكلة واحدة
    [two] { $product }: انتهت مشكلتان
    [few] { $product }: انتهت { $count } مشكلات
    [many] { $product }: انتهت { $count } مشكلة
   *[other] { $product }: انتهت { $count } مشكلة
}
mail-alert-recovery-title = انتهت مشكلات
mail-alert-recovery-text = عاد ما يلي إلى وضعه السليم:
mail-alert-recovery-button = عرض كل التنبيهات
mail-alert-recovery-footer = تصلك هذه الرسالة لأنك تعتني بهذه الشبكة.

mail-alert-line-utilisation-high = { $object }: مزدحمة، { $percent } % من سرعتها مستخدَم
mail-alert-line-utilisation-full = { $object }: ممتلئة، { $percent } % من سرعتها مستخدَم
mail-alert-line-link-down = { $object }: الوصلة مقطوعة
mail-alert-line-device-down = { $object }: لم يعد يرد
mail-alert-line-group-total = { $object }: بلغ المجموع { $percent } % من حدّه
mail-alert-line-flapping = { $object }: متذبذبة، ولن يُرسل شيء آخر حتى تستقر
mail-alert-line-utilisation-calm = { $object }: انخفضت إلى { $percent } % من سرعتها
mail-alert-line-link-up = { $object }: عادت الوصلة إلى العمل
mail-alert-line-device-up = { $object }: عاد يرد
mail-alert-line-group-calm = { $object }: انخفض المجموع إلى { $percent } % من حدّه
mail-alert-line-unwatched = { $object }: لم تعد مراقَبة

mail-event-password-changed = تغيّرت كلمة مرور حسابك في { $product }.
mail-event-email-changed = تغيّر البريد الإلكتروني لحسابك في { $product }.
mail-event-two-factor-on = أصبح حسابك في { $product } يطلب عاملًا ثانيًا عند تسجيل الدخول.
mail-event-two-factor-off = لم يعد حسابك في { $product } يطلب عاملًا ثانيًا عند تسجيل الدخول.
mail-event-passkey-added = أُضيف مفتاح مرور إلى حسابك في { $product }.
mail-event-passkey-removed = أُزيل مفتاح مرور من حسابك في { $product }.
mail-event-recovery-codes-made = أُنشئت رموز استرداد جديدة لحسابك في { $product }، ولم تعد الرموز القديمة صالحة.
mail-event-recovery-code-used = استُخدم رمز استرداد لتسجيل الدخول إلى حسابك في { $product }.
mail-event-new-sign-in = سجّل أحدهم الدخول إلى حسابك في { $product } من جهاز لم يُستخدم من قبل.
mail-event-sessions-ended = أُنهيت جميع جلسات حسابك في { $product }.
mail-event-api-token-reused = استُخدمت نسخة من دخول تطبيق إلى { $product }. لا يمكن معرفة من استخدمها، لذلك سُجّل خروج التطبيق.

mail-lasts-minutes = { $minutes ->
    [zero] يعمل الرابط مرة واحدة، ولم يتبقَّ له أي دقيقة.
    [one] يعمل الرابط مرة واحدة خلال دقيقة واحدة.
    [two] يعمل الرابط مرة واحدة خلال دقيقتين.
    [few] يعمل الرابط مرة واحدة خلال { $minutes } دقائق.
    [many] يعمل الرابط مرة واحدة خلال { $minutes } دقيقة.
   *[other] يعمل الرابط مرة واحدة خلال { $minutes } دقيقة.
}
mail-lasts-hours = { $hours ->
    [zero] يعمل الرابط مرة واحدة، ولم يتبقَّ له أي ساعة.
    [one] يعمل الرابط مرة واحدة خلال ساعة واحدة.
    [two] يعمل الرابط مرة واحدة خلال ساعتين.
    [few] يعمل الرابط مرة واحدة خلال { $hours } ساعات.
    [many] يعمل الرابط مرة واحدة خلال { $hours } ساعة.
   *[other] يعمل الرابط مرة واحدة خلال { $hours } ساعة.
}
mail-address = إذا لم يعمل الزر فافتح هذا العنوان:
mail-sender = أرسل { $product } هذه الرسالة تلقائيًا.

mail-notice-test = هذا اختبار من { $product }. تصل الإشعارات إلى هنا.
mail-notice-more = { $count ->
    [zero] لا شيء غير ذلك
    [one] وواحدة أخرى
    [two] واثنتان أخريان
    [few] و{ $count } أخرى
    [many] و{ $count } أخرى
   *[other] و{ $count } أخرى
}
mail-notice-status = { $count ->
    [zero] لا مشكلات قائمة
    [one] مشكلة واحدة قائمة
    [two] مشكلتان قائمتان
    [few] { $count } مشكلات قائمة
    [many] { $count } مشكلة قائمة
   *[other] { $count } مشكلة قائمة
}
mail-notice-status-none = لا خلل في الوقت الحاضر.
mail-notice-acked = سُجّل أنك تعتني بالأمر: { $object }
mail-notice-ack-known = هناك من يعتني بالأمر: { $object }
mail-notice-ack-none = لا توجد مشكلة قائمة بهذا الرمز.
mail-notice-help = يعرض /status ما به خلل الآن. ويسجّل /ack متبوعًا برمز المشكلة أنك تعتني بها.
