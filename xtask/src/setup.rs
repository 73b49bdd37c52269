//! Installing what is missing: only from package registries, and only into this repository (the browser excepted).

pub(crate) mod bindgen;
pub(crate) mod browser;
pub(crate) mod compiler;
pub(crate) mod node;
pub(crate) mod packages;
mod version;
pub(crate) mod worker_build;
