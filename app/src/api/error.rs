//! From what came, or did not come, to the app's own failures.

use contract::problem::Problem;
use gloo_net::Error;
use gloo_net::http::Response;

use crate::model::failure::Failure;

/// Name of the exception of a call that was ended on purpose (WHATWG DOM, `AbortController.abort`).
const ABORTED: &str = "AbortError";

/// No answer came.
pub(crate) fn unanswered(error: &Error) -> Failure {
    match error {
        Error::JsError(error) if error.name == ABORTED => Failure::Cancelled,
        Error::JsError(_) | Error::GlooError(_) => Failure::Offline,
        Error::SerdeError(_) => Failure::Unreadable,
    }
}

/// An answer came and its body could not be read to the end or is not of the contract.
pub(crate) fn unreadable(error: &Error) -> Failure {
    match error {
        Error::JsError(error) if error.name == ABORTED => Failure::Cancelled,
        // The connection broke while the body came.
        Error::JsError(error) if error.name == "TypeError" => Failure::Offline,
        Error::JsError(_) | Error::GlooError(_) | Error::SerdeError(_) => Failure::Unreadable,
    }
}

/// The answer is a refusal: its body says why.
pub(crate) async fn refused(response: Response) -> Failure {
    match response.json::<Problem>().await {
        Ok(problem) => Failure::Problem(Box::new(problem)),
        Err(error) => unreadable(&error),
    }
}
