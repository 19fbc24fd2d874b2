# Words of signing in, of roles and of the platform.

sign-in-title = साइन इन करें
sign-in-where = { $org } में
sign-in-email = ईमेल पता
sign-in-password = पासवर्ड
sign-in-button = साइन इन करें

role-founder = प्लेटफ़ॉर्म स्वामी
role-isp-owner = स्वामी
role-engineer = नेटवर्क इंजीनियर
role-support = सपोर्ट
role-reseller = रीसेलर
role-client = ग्राहक
role-unknown = सदस्य

platform-title = सेवा प्रदाता
platform-caption = सेवा प्रदाता और उनके नेटवर्क की स्थिति
platform-none = अभी कोई सेवा प्रदाता नहीं
platform-none-text = सेट अप होते ही सेवा प्रदाता यहाँ दिखेंगे।
platform-isp = सेवा प्रदाता
platform-host = पोर्टल
platform-devices = डिवाइस
platform-interfaces = इंटरफ़ेस
platform-no-devices = अभी कोई डिवाइस नहीं
platform-all-answer = { $all ->
    [one] एकमात्र डिवाइस जवाब दे रहा है
   *[other] सभी { $all } जवाब दे रहे हैं
}
platform-some-down = { $all } में से { $down } से जवाब नहीं
platform-some-pending = { $all } में से { $pending } अभी पोल नहीं हुए
