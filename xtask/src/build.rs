//! Building what is served: the front end, the worker, and the sandbox beside them.

pub(crate) mod asset;
mod headers;
mod names;
mod page;
mod parts;
pub(crate) mod sandbox;
pub(crate) mod site;
pub(crate) mod worker;

/// How much work goes into a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Compiles fast, keeps names.
    Dev,
    /// Small: as it is deployed.
    Release,
}

impl Profile {
    /// Cargo's folder for it in target/.
    pub(crate) fn folder(self) -> &'static str {
        match self {
            Self::Dev => "debug",
            Self::Release => "release",
        }
    }

    /// The options that make cargo and worker-build use it.
    pub(crate) fn flags(self) -> &'static [&'static str] {
        match self {
            Self::Dev => &[],
            Self::Release => &["--release"],
        }
    }
}
