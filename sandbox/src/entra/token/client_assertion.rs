//! Proof by a signed assertion: with the application's own certificate (`private_key_jwt`), or by another issuer that the
//! registration trusts (a federated identity credential).
//! <https://learn.microsoft.com/entra/identity-platform/certificate-credentials>
//! <https://learn.microsoft.com/entra/workload-id/workload-identity-federation>

use std::collections::HashSet;

use super::Request;
use crate::applications::{Application, Jwk};
use crate::entra::aadsts::Aadsts;
use crate::entra::jwt::Unverified;
use crate::entra::mint::Proof;
use crate::shared::Shared;

const TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// How far clocks may differ: five minutes, as everywhere in Microsoft's libraries.
const SKEW: i64 = 300;

/// The `jti` of every assertion that was accepted, with its client.
#[derive(Debug, Default)]
pub(crate) struct SeenAssertions(Shared<HashSet<(String, String)>>);

impl SeenAssertions {
    /// Says whether this is the first time.
    fn is_first(&self, client: &str, jti: &str) -> bool {
        self.0.with(|seen| seen.insert((client.to_owned(), jti.to_owned())))
    }

    /// Forgets them.
    pub(crate) fn reset(&self) {
        self.0.with(HashSet::clear);
    }
}

/// Checks an assertion.
pub(super) fn check(
    request: &Request<'_>,
    application: &Application,
    assertion: &str,
) -> Result<Proof, Aadsts> {
    if !request.form.is("client_assertion_type", TYPE) {
        return Err(Aadsts::missing("client_assertion_type"));
    }
    let token = Unverified::parse(assertion).ok_or_else(|| Aadsts::new(50027))?;
    if token.text("iss") == Some(application.client_id.as_str()) {
        check_own(request, application, &token)?;
    } else {
        check_federated(request, application, &token)?;
    }
    Ok(Proof::Assertion)
}

fn check_own(request: &Request<'_>, application: &Application, token: &Unverified) -> Result<(), Aadsts> {
    if token.text("sub") != Some(application.client_id.as_str()) {
        return Err(Aadsts::new(700_021));
    }
    let endpoint = format!("{}/{}", request.world.origins.entra, request.authority.segment());
    let audiences = [format!("{endpoint}/oauth2/v2.0/token"), format!("{endpoint}/v2.0")];
    if !audiences.iter().any(|audience| token.text("aud") == Some(audience)) {
        return Err(Aadsts::new(700_023));
    }
    check_times(request, token)?;
    let key =
        application.certificates.iter().find(|key| names(token, key)).ok_or_else(|| Aadsts::new(700_027))?;
    if !token.is_signed_by(&key.n, &key.e) {
        return Err(Aadsts::new(700_027).saying("Client assertion contains an invalid signature."));
    }
    let jti = token.text("jti").ok_or_else(|| Aadsts::new(50027).saying("JWT token has no 'jti' claim."))?;
    if !request.world.entra.seen_assertions.is_first(&application.client_id, jti) {
        return Err(Aadsts::new(50027).saying("JWT token was used before: its 'jti' claim is known."));
    }
    Ok(())
}

/// Whether the header names this certificate, by either thumbprint. A `kid` will do for keys that have one.
fn names(token: &Unverified, key: &Jwk) -> bool {
    let pairs = [("x5t#S256", &key.x5t_s256), ("x5t", &key.x5t), ("kid", &key.kid)];
    pairs.into_iter().any(|(name, known)| known.is_some() && token.header_text(name) == known.as_deref())
}

fn check_federated(
    request: &Request<'_>,
    application: &Application,
    token: &Unverified,
) -> Result<(), Aadsts> {
    let trusted = application.federated_credentials.iter();
    let of_issuer: Vec<_> = trusted.filter(|trusted| token.text("iss") == Some(&trusted.issuer)).collect();
    if of_issuer.is_empty() {
        return Err(Aadsts::new(700_211));
    }
    let of_subject: Vec<_> =
        of_issuer.into_iter().filter(|trusted| token.text("sub") == Some(&trusted.subject)).collect();
    if of_subject.is_empty() {
        return Err(Aadsts::new(700_213));
    }
    let mut of_audience =
        of_subject.into_iter().filter(|trusted| token.text("aud") == Some(&trusted.audience));
    let credential = of_audience.next().ok_or_else(|| Aadsts::new(700_212))?;
    check_times(request, token)?;
    let kid = token.header_text("kid");
    let mut keys = credential.jwks.iter().filter(|key| key.kid.is_none() || key.kid.as_deref() == kid);
    if keys.any(|key| token.is_signed_by(&key.n, &key.e)) {
        Ok(())
    } else {
        Err(Aadsts::new(50027).saying("External ID token from issuer failed signature verification."))
    }
}

fn check_times(request: &Request<'_>, token: &Unverified) -> Result<(), Aadsts> {
    let now = request.world.clock.now();
    let is_over = token.seconds("exp").is_none_or(|end| end + SKEW <= now);
    let is_early = token.seconds("nbf").is_some_and(|start| start - SKEW > now);
    if is_over || is_early { Err(Aadsts::new(700_024)) } else { Ok(()) }
}
