# घटकों के संग्रह के शब्द: सूचियाँ, आदेश पटल, और जो बिना कनेक्शन के चलता है।

palette-open = कहाँ जाना है या क्या करना है (Ctrl-K)
palette-title = कहाँ जाना है या क्या करना है
palette-input = जगह या काम लिखें
palette-none = कुछ नहीं मिला
palette-none-text = कम अक्षर लिखकर देखें।
table-columns = स्तंभ
table-columns-apply = ये दिखाएँ
filter-label = फ़िल्टर
filter-apply = फ़िल्टर करें
filter-clear = सब दिखाएँ
bulk-chosen = चुने गए
choose-row = { $name } चुनें
dialog-close = बंद करें
fact-id = आईडी
filter-any = कोई भी
filter-none-text = दूसरे फ़िल्टर चुनें, या सब दिखाएँ।
date-today = आज
notice-undo = वापस लें
page-broken = इस पृष्ठ ने काम करना बंद कर दिया है। आपने जो सहेजा था वह सुरक्षित है।
page-update = नया संस्करण तैयार है।
page-reload = फिर से लोड करें
offline-title = कनेक्शन नहीं है
offline-text = यहाँ से सर्वर तक पहुँचा नहीं जा सकता। अपना कनेक्शन जाँचें और फिर कोशिश करें; कुछ भी खोया नहीं है।
people-shown = { $count ->
    [one] इस पृष्ठ पर { $count } व्यक्ति
   *[other] इस पृष्ठ पर { $count } व्यक्ति
}
kit-title = घटकों का संग्रह
