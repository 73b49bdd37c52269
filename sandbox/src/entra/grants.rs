//! What was handed to applications and can be traded in: authorization codes and refresh tokens.

use std::collections::HashMap;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::pkce::Challenge;
use crate::applications::Platform;
use crate::people::Account;
use crate::shared::Shared;

/// A person's sign-in to one application.
#[derive(Clone, Debug)]
pub(crate) struct Grant {
    /// Who signed in, and to which tenant.
    pub(crate) account: Account,
    /// To which application.
    pub(crate) client_id: String,
    /// The kind of the redirect URI that the code went to; the tokens stay bound to it.
    pub(crate) platform: Platform,
    /// The session at Entra.
    pub(crate) sid: String,
    /// Whether a second factor was approved.
    pub(crate) multi_factor: bool,
}

/// An authorization code.
#[derive(Clone, Debug)]
pub(crate) struct Code {
    /// What it stands for.
    pub(crate) grant: Grant,
    /// Where it was sent.
    pub(crate) redirect_uri: String,
    /// What was asked for.
    pub(crate) scope: String,
    /// The nonce for the ID token.
    pub(crate) nonce: Option<String>,
    /// How the redeemer proves to be the asker.
    pub(crate) challenge: Option<Challenge>,
    /// When it was issued.
    pub(crate) issued_at: i64,
    /// Whether it was traded in.
    pub(crate) redeemed: bool,
}

/// A refresh token.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    /// What it stands for. It is bound to the client, not to a resource.
    pub(crate) grant: Grant,
    /// What was asked for when it was issued, for a refresh that names no scope.
    pub(crate) scope: String,
    /// When it was issued.
    pub(crate) issued_at: i64,
    /// When it ends.
    pub(crate) expires_at: i64,
}

/// All codes and refresh tokens.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    codes: Shared<HashMap<String, Code>>,
    refresh_tokens: Shared<HashMap<String, RefreshToken>>,
}

impl Grants {
    /// A new code. Real ones start like this too, and are opaque.
    pub(crate) fn issue_code(&self, code: Code) -> String {
        let name = opaque("1.A");
        self.codes.with(|codes| codes.insert(name.clone(), code));
        name
    }

    /// Looks a code up.
    pub(crate) fn code(&self, name: &str) -> Option<Code> {
        self.codes.with(|codes| codes.get(name).cloned())
    }

    /// Marks a code as traded in.
    pub(crate) fn redeem(&self, name: &str) {
        self.codes.with(|codes| codes.get_mut(name).map(|code| code.redeemed = true));
    }

    /// A new refresh token.
    pub(crate) fn issue_refresh_token(&self, token: RefreshToken) -> String {
        let name = opaque("1.B");
        self.refresh_tokens.with(|tokens| tokens.insert(name.clone(), token));
        name
    }

    /// Looks a refresh token up. Use does not end it.
    pub(crate) fn refresh_token(&self, name: &str) -> Option<RefreshToken> {
        self.refresh_tokens.with(|tokens| tokens.get(name).cloned())
    }

    /// The names of all codes and refresh tokens.
    pub(crate) fn names(&self) -> Vec<String> {
        let codes = self.codes.with(|codes| codes.keys().cloned().collect::<Vec<_>>());
        let refresh_tokens = self.refresh_tokens.with(|tokens| tokens.keys().cloned().collect::<Vec<_>>());
        [codes, refresh_tokens].concat()
    }

    /// Forgets all of them.
    pub(crate) fn reset(&self) {
        self.codes.with(HashMap::clear);
        self.refresh_tokens.with(HashMap::clear);
    }
}

/// A name that cannot be guessed, which for a stand-in is not a matter of security but of telling things apart.
pub(crate) fn opaque(prefix: &str) -> String {
    let random = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
    format!("{prefix}{}", BASE64_URL_SAFE_NO_PAD.encode(random))
}
