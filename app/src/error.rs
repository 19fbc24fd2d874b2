//! What a server function answers when it does not succeed: a code and the request's number, nothing of the inside.

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

use crate::codec::JsonText;

/// A message code and the request it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageError {
    /// What went wrong, as `kernel::Error::code` says it.
    pub code: String,
    /// To quote to support.
    pub request_id: Option<String>,
}

impl PageError {
    /// Nothing is at this address, or the viewer may not see it.
    #[must_use]
    pub fn not_found() -> Self {
        Self::from(kernel::Error::NotFound)
    }

    /// The viewer may see it but not do this. Pages say so on both sides alike: the request's number, which only the server
    /// knows, is left out.
    #[must_use]
    pub fn forbidden() -> Self {
        Self { request_id: None, ..Self::from(kernel::Error::Forbidden) }
    }
}

impl From<kernel::Error> for PageError {
    /// On the server also sets the response's status.
    fn from(error: kernel::Error) -> Self {
        #[cfg(feature = "ssr")]
        let request_id = crate::request::refuse(&error);
        #[cfg(not(feature = "ssr"))]
        let request_id = None;
        Self { code: error.code().to_owned(), request_id }
    }
}

impl FromServerFnError for PageError {
    type Encoder = JsonText;

    fn from_server_fn_error(fault: ServerFnErrorErr) -> Self {
        let error = match fault {
            // On the server: what was sent is not what the function takes.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::Deserialization(_) => return Self::from(kernel::Error::Invalid(Vec::new())),
            // The server could not be reached, or answered something that is not ours.
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => kernel::Error::Unavailable,
            #[cfg(not(feature = "ssr"))]
            ServerFnErrorErr::Deserialization(_) => kernel::Error::Unavailable,
            _ => kernel::Error::Internal,
        };
        Self { code: error.code().to_owned(), request_id: None }
    }
}
