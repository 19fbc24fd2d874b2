//! What a peer sends: read strictly, counted, and never faster than allowed.

use std::time::Duration;

use kernel::Topic;
use kernel::live::LiveRequest;
use serde_json::error::Category;
use tokio::time::Instant;

use super::{Ending, LiveLimits};

/// Reads one request; what cannot be read ends the connection.
pub(super) fn read(text: &str, limits: &LiveLimits) -> Result<LiveRequest, Ending> {
    if text.len() > limits.message_bytes {
        return Err(Ending::TooLarge);
    }
    let request = serde_json::from_str::<LiveRequest>(text).map_err(|error| match error.classify() {
        Category::Data => Ending::BadRequest,
        Category::Io | Category::Syntax | Category::Eof => Ending::NotJson,
    })?;
    let (LiveRequest::Subscribe { topics } | LiveRequest::Unsubscribe { topics }) = &request;
    if topics.len() > limits.topics { Err(Ending::BadRequest) } else { Ok(request) }
}

/// The topic that `text` names; `None` for anything else.
pub(super) fn topic(text: &str) -> Option<Topic> {
    text.parse().ok()
}

/// Lets a burst of one second through, then one request for each time slot.
pub(super) struct Bucket {
    slot: Duration,
    burst: Duration,
    /// When the bucket would be empty of debt; runs ahead of now by what was used.
    due: Instant,
}

impl Bucket {
    /// A bucket for `per_second` requests a second.
    pub(super) fn new(per_second: u32, now: Instant) -> Self {
        let slot = Duration::from_secs(1) / per_second.max(1);
        Self { slot, burst: Duration::from_secs(1), due: now }
    }

    /// Takes one request's worth; refuses when too many came.
    pub(super) fn take(&mut self, now: Instant) -> Result<(), Ending> {
        let due = self.due.max(now) + self.slot;
        if due > now + self.burst {
            return Err(Ending::TooFast);
        }
        self.due = due;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_ours_and_tells_the_others_apart() {
        let limits = LiveLimits { topics: 2, message_bytes: 100, ..LiveLimits::default() };
        assert_eq!(read(r#"{"op":"subscribe","topics":["x"]}"#, &limits), Ok(LiveRequest::Subscribe { topics: vec!["x".into()] }));
        assert_eq!(read("", &limits), Err(Ending::NotJson));
        assert_eq!(read("{", &limits), Err(Ending::NotJson));
        assert_eq!(read("\u{0}", &limits), Err(Ending::NotJson));
        assert_eq!(read("{}", &limits), Err(Ending::BadRequest));
        assert_eq!(read(r#"{"op":"drop","topics":[]}"#, &limits), Err(Ending::BadRequest));
        assert_eq!(read(r#"{"op":"subscribe","topics":[1]}"#, &limits), Err(Ending::BadRequest));
        assert_eq!(read(r#"{"op":"unsubscribe","topics":["","",""]}"#, &limits), Err(Ending::BadRequest));
        assert_eq!(read(&format!("{{\"x\":{}", "[".repeat(5000)), &LiveLimits::default()), Err(Ending::NotJson), "depth is bounded");
        assert_eq!(read(&" ".repeat(101), &limits), Err(Ending::TooLarge));
    }

    proptest! {
        #[test]
        fn any_text_is_one_of_ours_within_bounds_or_ends_the_connection(text in prop_oneof![
            ".{0,200}",
            r#"\{"op":"(subscribe|unsubscribe|x)","topics":\[("[a-z:0-9\\-]{0,40}",?){0,6}\]\}"#,
        ]) {
            let limits = LiveLimits { topics: 3, message_bytes: 150, ..LiveLimits::default() };
            match read(&text, &limits) {
                Ok(LiveRequest::Subscribe { topics } | LiveRequest::Unsubscribe { topics }) => {
                    prop_assert!(topics.len() <= 3 && text.len() <= 150);
                    // A topic is read back as the text that names it, or it is none.
                    for text in topics {
                        prop_assert!(topic(&text).is_none_or(|topic| topic.to_string().eq_ignore_ascii_case(&text)));
                    }
                }
                Err(ending) => prop_assert!(matches!(ending, Ending::TooLarge | Ending::NotJson | Ending::BadRequest)),
            }
        }
    }

    #[test]
    fn a_second_s_worth_passes_at_once_then_the_pace_holds() {
        let start = Instant::now();
        let mut bucket = Bucket::new(20, start);
        for _ in 0..20 {
            assert_eq!(bucket.take(start), Ok(()));
        }
        assert_eq!(bucket.take(start), Err(Ending::TooFast));
        assert_eq!(bucket.take(start + Duration::from_millis(50)), Ok(()));
        assert_eq!(bucket.take(start + Duration::from_millis(50)), Err(Ending::TooFast));
        assert_eq!(bucket.take(start + Duration::from_secs(9)), Ok(()));
    }
}
