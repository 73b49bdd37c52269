//! Our own session: the cookie that names it, the guard that reads it, and the defence against forged requests.

pub mod cookie;
pub mod forgery;
pub mod guard;
