//! A file per page, and the frame around all of them: they bring models, views, service and session together.

#![expect(
    unreachable_pub,
    reason = "the component macro declares public items, which nobody outside can reach"
)]
#![expect(clippy::needless_pass_by_value, reason = "views own what they draw")]

pub(crate) mod admin_consent;
pub(crate) mod embedded_picker;
pub(crate) mod files;
pub(crate) mod frame;
pub(crate) mod listing;
pub(crate) mod not_found;
pub(crate) mod one_click;
pub(crate) mod redirect;
pub(crate) mod search;
pub(crate) mod sign_in_failed;
pub(crate) mod signed_out;
pub(crate) mod unavailable;
pub(crate) mod visit;
pub(crate) mod welcome;
