//! Pictures that came through a call: an `<img>` cannot send our header, so it shows a `blob:` address.

use leptos::prelude::*;
use web_sys::{Blob, Url};

/// The address of a picture in this page's memory, which is given back when the picture is no longer shown.
#[derive(Debug)]
pub struct PictureAddress(String);

impl PictureAddress {
    /// An address for this picture.
    #[must_use]
    pub fn of(picture: &Blob) -> Option<Self> {
        // Without an address the icon stays: a picture is only an ornament.
        Url::create_object_url_with_blob(picture).ok().map(Self)
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Drop for PictureAddress {
    fn drop(&mut self) {
        // The browser forgets it with the page at the latest.
        _ = Url::revoke_object_url(&self.0);
    }
}

/// A picture that somebody wants to see, and where to put it.
#[derive(Debug, Clone)]
pub struct PictureWanted {
    /// Its path at the worker.
    pub path: String,
    /// Where to put it. Whoever wanted it may be gone when it comes.
    pub place: RwSignal<Option<PictureAddress>>,
}
