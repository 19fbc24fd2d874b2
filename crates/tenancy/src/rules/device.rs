//! From a user agent to two words: which browser, on which system. Enough to recognise one's own places by, and too little
//! to follow anyone around.

/// What is kept of a user agent: message codes from closed lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Device {
    /// `edge`, `opera`, `samsung`, `firefox`, `chrome`, `safari` or `unknown`.
    pub browser: &'static str,
    /// `iphone`, `ipad`, `android`, `chromeos`, `windows`, `macos`, `linux` or `unknown`.
    pub system: &'static str,
}

/// Longest part of a header that is looked at.
const LOOKED_AT: usize = 512;

/// Marks of the browsers, those first that also carry another's mark (RFC 9110 §10.1.5 leaves the form open).
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "edge"),
    ("EdgA/", "edge"),
    ("EdgiOS/", "edge"),
    ("OPR/", "opera"),
    ("Opera", "opera"),
    ("SamsungBrowser/", "samsung"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("CriOS/", "chrome"),
    ("Chromium/", "chrome"),
    ("Chrome/", "chrome"),
    ("Safari/", "safari"),
];

/// Marks of the systems, in the same manner.
const SYSTEMS: [(&str, &str); 9] = [
    ("iPhone", "iphone"),
    ("iPod", "iphone"),
    ("iPad", "ipad"),
    ("Android", "android"),
    ("CrOS", "chromeos"),
    ("Windows", "windows"),
    ("Macintosh", "macos"),
    ("Mac OS X", "macos"),
    ("Linux", "linux"),
];

/// Reads a `User-Agent` header; whatever it holds, there is an answer.
#[must_use]
pub fn device(user_agent: &str) -> Device {
    let seen: String = user_agent.chars().take(LOOKED_AT).collect();
    let first = |marks: &[(&str, &'static str)]| marks.iter().find(|(mark, _)| seen.contains(mark)).map_or("unknown", |(_, code)| *code);
    Device { browser: first(&BROWSERS), system: first(&SYSTEMS) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn browsers_are_told_apart() {
        for (agent, browser, system) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "firefox", "linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0",
                "edge",
                "windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 OPR/120.0.0.0",
                "opera",
                "windows",
            ),
            ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Safari/605.1.15", "safari", "macos"),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/141.0 Mobile/15E148 Safari/604.1",
                "chrome",
                "iphone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
                "samsung",
                "android",
            ),
            ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36", "chrome", "chromeos"),
            ("curl/8.16.0", "unknown", "unknown"),
            ("", "unknown", "unknown"),
        ] {
            assert_eq!(device(agent), Device { browser, system }, "{agent}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read(agent in ".{0,2000}") {
            let read = device(&agent);
            prop_assert!(BROWSERS.iter().any(|(_, code)| *code == read.browser) || read.browser == "unknown");
            prop_assert!(SYSTEMS.iter().any(|(_, code)| *code == read.system) || read.system == "unknown");
        }
    }
}
