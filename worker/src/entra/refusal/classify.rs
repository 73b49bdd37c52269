//! Which kind a refusal is: first by what OAuth and MSAL branch on, then by number.

use super::Kind;

/// `error` values after which MSAL asks the person to act.
const INTERACTION_ERRORS: [&str; 6] = [
    "interaction_required",
    "consent_required",
    "login_required",
    "bad_token",
    "ui_not_allowed",
    "interrupted_user",
];
/// `suberror` values after which MSAL asks the person to act. `bad_token` is left out: MSAL then drops the refresh token
/// too, which is what a grant that ended means here.
const INTERACTION_SUBERRORS: [&str; 6] = [
    "message_only",
    "additional_action",
    "basic_action",
    "user_password_expired",
    "ui_not_allowed",
    "interrupted_user",
];

/// What a refusal says about itself in words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    /// `error` of OAuth.
    pub(super) error: &'a str,
    /// Entra's `suberror`.
    pub(super) suberror: Option<&'a str>,
    /// Whether `claims` came along: a new sign-in can satisfy them.
    pub(super) challenged: bool,
}

/// A refusal of the token endpoint.
pub(super) fn token_error(named: Named<'_>, numbers: &[u32]) -> Kind {
    let broad = by_name(named);
    let fine = numbers.iter().find_map(|number| by_number(*number));
    match (broad, fine) {
        // Out of order is out of order, and a number alone never ends a grant (S1-46).
        (Kind::Unavailable, _) | (_, None | Some(Kind::GrantEnded)) => broad,
        (_, Some(fine)) => fine,
    }
}

fn by_name(Named { error, suberror, challenged }: Named<'_>) -> Kind {
    if error == "consent_required" || suberror == Some("consent_required") {
        return Kind::ConsentNeeded;
    }
    if INTERACTION_ERRORS.contains(&error)
        || suberror.is_some_and(|found| INTERACTION_SUBERRORS.contains(&found))
    {
        return Kind::InteractionNeeded;
    }
    match error {
        "invalid_grant" if challenged => Kind::InteractionNeeded,
        "invalid_grant" => Kind::GrantEnded,
        "temporarily_unavailable" | "server_error" => Kind::Unavailable,
        "access_denied" => Kind::NotAssigned,
        "invalid_client"
        | "unauthorized_client"
        | "invalid_scope"
        | "invalid_request"
        | "invalid_resource"
        | "unsupported_grant_type"
        | "invalid_target" => Kind::RegistrationFault,
        _ => Kind::Invalid,
    }
}

/// The number of a person's own "no".
const DECLINED: u32 = 65_004;

/// A refusal that came with the browser. No grant hangs on it, so its number may say more than its `error`.
pub(super) fn redirect_error(error: &str, subcode: Option<&str>, number: Option<u32>) -> Kind {
    // Declining the permissions is a `cancel` too, with a number that tells it from going back.
    if subcode == Some("cancel") {
        return if number == Some(DECLINED) { Kind::ConsentDeclined } else { Kind::Cancelled };
    }
    let broad = match error {
        // Entra sends this when the person goes back, without a number.
        "access_denied" => Kind::Cancelled,
        // A code that cannot be had is no grant that ended.
        "invalid_grant" => Kind::InteractionNeeded,
        other => by_name(Named { error: other, suberror: None, challenged: false }),
    };
    if broad == Kind::Unavailable { broad } else { number.and_then(by_number).unwrap_or(broad) }
}

/// Numbers whose meaning is finer than their `error`. Each row of Microsoft's list that a connector meets.
fn by_number(number: u32) -> Option<Kind> {
    Some(match number {
        65_001 => Kind::ConsentNeeded,
        65_004 => Kind::ConsentDeclined,
        90_093..=90_095 => Kind::AdminConsentNeeded,
        // Second factor, external challenge, device, password; wrong or ambiguous account.
        50_072 | 50_074 | 50_076 | 50_078 | 50_079 | 50_097 | 50_158 | 50_055 | 50_058 | 16_000..=16_003 => {
            Kind::InteractionNeeded
        }
        // Conditional Access that no interaction satisfies.
        53_000..=53_004 | 530_032 | 530_034 | 530_035 | 50_053 | 50_057 => Kind::BlockedByPolicy,
        50_105 | 50_020 | 50_034 | 51_004 | 50_014 => Kind::NotAssigned,
        // Expired, inactive, revoked, redeemed.
        // A code of another sign-in's verifier is worth as little.
        501_481 | 501_491 | 70_000 | 70_008 | 70_043 | 700_082 | 700_084 | 50_173 | 50_089 | 50_133
        | 54_005 => Kind::GrantEnded,
        50_011 | 50_194 | 50_001 | 500_011 | 650_052 | 650_056 | 650_057 | 65_005 | 700_016 | 700_011
        | 700_038 | 700_025 | 700_027 | 70_011 | 28_002 | 700_022 | 70_003 | 70_004 | 900_144 | 9_002_313
        | 700_046 | 7_000_114 | 7_000_215 | 7_000_218 | 7_000_222 | 7_000_471 | 9_002_326 | 9_002_327 => {
            Kind::RegistrationFault
        }
        90_006 | 90_012 | 90_024 | 90_055 | 50_033 | 50_087 | 50_196 => Kind::Unavailable,
        _ => return None,
    })
}
