//! What a window that signs in is opened with: a secret of the frame's, and its S256 challenge (RFC 7636) for everybody to see.

use contract::endpoint::{CHALLENGE, CLAIMS, PROMPT, SURFACE};
use contract::function::Surface;
use contract::page::Page;
use contract::session::SignInPrompt;
use js_sys::Uint8Array;
use wasm_bindgen_futures::JsFuture;

use crate::host::random_id;
use crate::ladder::Mode;

/// The secret, and the path of the window's page.
pub(crate) struct Opening {
    /// Only the frame knows it.
    pub(crate) verifier: String,
    /// Where the window starts.
    pub(crate) path: String,
}

impl Opening {
    /// Makes both. `None` in a browser without cryptography, which no supported one is.
    pub(crate) async fn new(surface: Surface, mode: Mode, claims: Option<&str>) -> Option<Self> {
        // 244 random bits, in letters that RFC 7636 allows.
        let verifier = format!("{}{}", random_id(), random_id());
        let challenge = s256(&verifier).await?;
        let prompt = match mode {
            Mode::OtherAccount => SignInPrompt::SelectAccount.name(),
            Mode::Silent | Mode::AnyAccount | Mode::Click | Mode::Window => None,
        };
        let mut path =
            format!("{}?{SURFACE}={}&{CHALLENGE}={challenge}", Page::SignInWindow.path(), surface.name());
        let further = [(PROMPT, prompt), (CLAIMS, claims)];
        for (name, value) in further.into_iter().filter_map(|(name, value)| Some((name, value?))) {
            path = format!("{path}&{name}={}", String::from(js_sys::encode_uri_component(value)));
        }
        Some(Self { verifier, path })
    }
}

async fn s256(text: &str) -> Option<String> {
    let bytes = Uint8Array::from(text.as_bytes());
    let subtle = web_sys::window()?.crypto().ok()?.subtle();
    let digest = subtle.digest_with_str_and_buffer_source("SHA-256", &bytes).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(digest).await.ok()?);
    let letters: Vec<u16> = digest.to_vec().into_iter().map(u16::from).collect();
    let encoded = web_sys::window()?.btoa(&String::from_utf16(&letters).ok()?).ok()?;
    Some(encoded.trim_end_matches('=').replace('+', "-").replace('/', "_"))
}
