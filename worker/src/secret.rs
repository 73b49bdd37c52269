//! Secrets as types that cannot be printed, compared or serialised by accident.

use std::fmt;

use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

/// What all secret texts have in common, for the one place that hands them from the worker to a vault.
pub(crate) trait SecretText: Sized {
    /// Takes a secret in.
    fn take(text: String) -> Self;
    /// The secret itself.
    fn show(&self) -> &str;
}

/// Declares a secret text newtype. Its value is reached by `expose()` only, so that every use can be found by that word.
macro_rules! secret_text {
    ($($(#[$doc:meta])* $name:ident,)+) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Zeroizing<String>);

        impl $name {
            /// Takes a secret in.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(Zeroizing::new(text.into()))
            }

            /// The secret itself. **Never** put it in a log, an error, a URL or an answer to a browser.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }

            /// Compares without telling by its duration how much is equal (S6-11).
            #[must_use]
            pub fn matches(&self, other: &Self) -> bool {
                self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
            }
        }

        impl SecretText for $name {
            fn take(text: String) -> Self {
                Self::new(text)
            }

            fn show(&self) -> &str {
                self.expose()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )+};
}

secret_text! {
    /// An access token for Microsoft Graph. It never leaves the worker.
    AccessToken,
    /// An access token for our own API, which a surface gave out. It is exchanged, and kept nowhere.
    SurfaceToken,
    /// A refresh token of Entra. At rest it is only ever sealed.
    RefreshToken,
    /// An authorization code (RFC 6749 section 4.1.2), good for one exchange.
    AuthorizationCode,
    /// The secret of the customer's Entra application.
    ClientSecret,
    /// The PKCE code verifier (RFC 7636 section 4.1).
    CodeVerifier,
    /// What a sign-in in a window hands over to a frame, good once.
    HandoverCode,
    /// The `state` of a sign-in (RFC 6749 section 10.12).
    State,
    /// The `nonce` of a sign-in (OpenID Connect Core section 3.1.2.1).
    Nonce,
    /// The id of a session, as it stands inside the sealed cookie. Stores keep its hash.
    SessionId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s6_08_a_secret_cannot_be_printed() {
        assert_eq!(format!("{:?}", AccessToken::new("eyJ")), "AccessToken([redacted])");
    }

    #[test]
    fn s6_11_secrets_are_compared_whole() {
        assert!(State::new("abc").matches(&State::new("abc")));
        assert!(!State::new("abc").matches(&State::new("abd")));
        assert!(!State::new("abc").matches(&State::new("ab")));
    }
}
