//! What the pages know and decide, as plain values: nothing here touches the browser, so all of it is tested on the host.

pub mod address;
pub mod breadcrumb;
pub mod failure;
pub mod file_list;
pub mod format;
pub mod icon;
pub mod keyboard;
pub(crate) mod paged;
pub mod screen;
pub mod search;
pub mod sign_out;
pub mod source;
pub mod theme;
