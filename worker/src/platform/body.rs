//! A body on its way in or out: nothing, bytes, or a stream that is never held as a whole (S3-17).

use futures_util::StreamExt as _;
use futures_util::stream::LocalBoxStream;

/// The stream ended before its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the body broke off")]
pub struct BrokenBody;

/// Why a body could not be read whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is longer than the caller takes.
    #[error("the body is too large")]
    TooLarge,
    /// It ended before its end.
    #[error("the body broke off")]
    Broken,
}

/// A body.
pub enum Body {
    /// No body.
    Empty,
    /// A whole body in memory.
    Bytes(Vec<u8>),
    /// Chunks as they come.
    Stream(LocalBoxStream<'static, Result<Vec<u8>, BrokenBody>>),
    /// The runtime's own stream: handed on without its bytes ever entering WebAssembly.
    #[cfg(target_arch = "wasm32")]
    Native(web_sys::ReadableStream),
}

impl std::fmt::Debug for Body {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Bodies hold tokens and people's data; only their kind may be printed (S6-08).
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Bytes(_) => "Bytes([redacted])",
            Self::Stream(_) => "Stream",
            #[cfg(target_arch = "wasm32")]
            Self::Native(_) => "Native",
        })
    }
}

impl Body {
    /// Reads the body whole if it holds at most `max` bytes. Reading stops at the bound, whatever length was announced.
    ///
    /// # Errors
    /// [`ReadError::TooLarge`] past the bound, [`ReadError::Broken`] when the stream breaks off.
    pub async fn read(self, max: usize) -> Result<Vec<u8>, ReadError> {
        let mut stream = match self {
            Self::Empty => return Ok(Vec::new()),
            Self::Bytes(bytes) if bytes.len() > max => return Err(ReadError::TooLarge),
            Self::Bytes(bytes) => return Ok(bytes),
            Self::Stream(stream) => stream,
            #[cfg(target_arch = "wasm32")]
            Self::Native(stream) => super::workers::chunks(stream),
        };
        let mut whole = Vec::new();
        while let Some(chunk) = stream.next().await {
            let chunk = chunk.map_err(|BrokenBody| ReadError::Broken)?;
            if whole.len() + chunk.len() > max {
                return Err(ReadError::TooLarge);
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole)
    }
}
