//! The HTML part: one column, styles in place, no pictures, nothing that loads from anywhere.

/// What stands in a mail, in order. Nothing is escaped yet; an empty text is left out.
pub(super) struct Content<'a> {
    /// BCP 47 tag.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'a str,
    /// In whose name.
    pub product: &'a str,
    pub title: &'a str,
    pub text: &'a str,
    pub button: &'a str,
    /// How long the link holds.
    pub lasts: &'a str,
    /// What stands before the link in full.
    pub address: &'a str,
    pub link: &'a str,
    pub footer: &'a str,
    pub sender: &'a str,
    /// What the portal's owner adds, line by line.
    pub own: &'a str,
}

/// The page. `subject` is its title.
pub(super) fn page(subject: &str, content: &Content<'_>) -> String {
    let quiet = "margin:0 0 16px;font-size:14px;line-height:1.6;color:#5b6472";
    let said = "margin:0 0 16px;font-size:16px;line-height:1.6;white-space:pre-line";
    let paragraph = |style: &str, text: &str| if text.is_empty() { String::new() } else { format!("<p style=\"{style}\">{}</p>\n", escape(text)) };
    let [subject, language, direction, title, button, link] =
        [subject, content.language, content.direction, content.title, content.button, content.link].map(escape);
    let [product, text, lasts, footer, own, sender] = [
        paragraph("margin:0 0 24px;font-size:14px;font-weight:600;color:#5b6472", content.product),
        paragraph(said, content.text),
        paragraph(quiet, content.lasts),
        paragraph(quiet, content.footer),
        paragraph("margin:0 0 16px;font-size:14px;line-height:1.6;color:#5b6472;white-space:pre-line", content.own),
        paragraph("margin:0;font-size:14px;line-height:1.6;color:#5b6472", content.sender),
    ];
    let address = escape(content.address);
    format!(
        "<!doctype html>
<html lang=\"{language}\" dir=\"{direction}\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>{subject}</title>
</head>
<body style=\"margin:0;padding:24px 12px;background:#f3f4f6;color:#1b1f27;font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif\">
<div style=\"max-width:560px;margin:0 auto;padding:32px 28px;background:#ffffff;border:1px solid #d9dde3;border-radius:10px\">
{product}<h1 style=\"margin:0 0 16px;font-size:20px;line-height:1.4\">{title}</h1>
{text}<p style=\"margin:24px 0\"><a href=\"{link}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;background:#1f4fd8;color:#ffffff;font-size:16px;font-weight:600;text-decoration:none\">{button}</a></p>
{lasts}<p style=\"{quiet}\">{address}<br><a href=\"{link}\" dir=\"ltr\" style=\"color:#1f4fd8;word-break:break-all\">{link}</a></p>
{footer}<hr style=\"margin:24px 0;border:0;border-top:1px solid #d9dde3\">
{own}{sender}</div>
</body>
</html>
"
    )
}

/// Text as it may stand between tags and inside a quoted attribute.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
