//! Everything a journey needs around it: the stack, a browser, and people who use it.

pub mod browser;
pub mod cleanup;
pub mod client;
pub mod entra;
pub mod person;
pub mod ports;
pub mod stack;
pub mod workspace;
