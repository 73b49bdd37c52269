//! The programs that show apps in a frame and give them tokens for whoever is signed in there.

pub(crate) mod teams;
