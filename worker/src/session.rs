//! Our own session: the cookie or bearer token that names it, the guard that reads it, and the defence against forged requests.

pub mod bearer;
pub mod cookie;
pub mod forgery;
pub mod guard;
