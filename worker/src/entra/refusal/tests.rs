//! Every way in which Entra refuses leads to one reaction.

use super::*;

fn body(error: &str, suberror: Option<&str>, number: u32) -> Refusal {
    let suberror = suberror.map(str::to_owned);
    Refusal::from_body(ErrorBody {
        error: error.to_owned(),
        suberror,
        error_codes: vec![number],
        ..ErrorBody::default()
    })
}

#[test]
fn s1_46_each_number_of_microsofts_list_has_its_reaction() {
    let rows: [(&str, &[u32], Kind); 9] = [
        ("invalid_grant", &[65_001], Kind::ConsentNeeded),
        ("access_denied", &[65_004], Kind::ConsentDeclined),
        ("access_denied", &[90_094, 90_095], Kind::AdminConsentNeeded),
        ("invalid_grant", &[50_076, 50_079, 50_074, 50_072, 50_078, 50_158, 50_097], Kind::InteractionNeeded),
        ("interaction_required", &[53_000, 53_003, 530_032, 530_034], Kind::BlockedByPolicy),
        ("access_denied", &[50_105, 50_020, 50_034, 51_004], Kind::NotAssigned),
        (
            "invalid_grant",
            &[70_008, 700_082, 700_084, 50_173, 70_043, 50_089, 50_133, 54_005],
            Kind::GrantEnded,
        ),
        (
            "invalid_client",
            &[
                7_000_215, 7_000_222, 7_000_218, 700_016, 700_025, 700_027, 650_052, 650_057, 500_011,
                9_002_326, 50_011,
            ],
            Kind::RegistrationFault,
        ),
        ("temporarily_unavailable", &[90_055, 50_087, 90_006, 90_012, 90_024, 50_033], Kind::Unavailable),
    ];
    for (error, numbers, kind) in rows {
        for number in numbers {
            assert_eq!(body(error, None, *number).kind(), kind, "{number}");
            let description = format!("AADSTS{number}: something. Trace ID: x");
            assert_eq!(Refusal::from_redirect(error, Some(&description), None).kind(), kind, "{number}");
        }
    }
}

#[test]
fn an_unknown_number_is_classed_by_error_and_suberror_as_msal_does() {
    let rows = [
        ("interaction_required", None, Kind::InteractionNeeded),
        ("login_required", None, Kind::InteractionNeeded),
        ("consent_required", None, Kind::ConsentNeeded),
        ("invalid_grant", Some("consent_required"), Kind::ConsentNeeded),
        ("invalid_grant", Some("basic_action"), Kind::InteractionNeeded),
        ("invalid_grant", Some("message_only"), Kind::InteractionNeeded),
        ("invalid_grant", Some("something_new"), Kind::GrantEnded),
        ("invalid_grant", None, Kind::GrantEnded),
        ("invalid_client", None, Kind::RegistrationFault),
        ("server_error", None, Kind::Unavailable),
        ("something_new", None, Kind::Invalid),
    ];
    for (error, suberror, kind) in rows {
        assert_eq!(body(error, suberror, 1).kind(), kind, "{error} {suberror:?}");
    }
}

#[test]
fn who_goes_back_has_cancelled() {
    assert_eq!(Refusal::from_redirect("access_denied", None, Some("cancel")).kind(), Kind::Cancelled);
    assert_eq!(
        Refusal::from_redirect("access_denied", Some("the user cancelled"), None).kind(),
        Kind::Cancelled
    );
    assert_eq!(Refusal::from_redirect("access_denied", Some("AADSTS: x"), None).kind(), Kind::Cancelled);
    assert_eq!(Refusal::from_redirect("login_required", None, None).kind(), Kind::InteractionNeeded);
}

#[test]
fn s1_48_claims_are_handed_on_only_as_a_json_object() {
    let with = |claims: String| {
        let claims = Some(claims);
        Refusal::from_body(ErrorBody {
            error: "interaction_required".to_owned(),
            claims,
            ..ErrorBody::default()
        })
    };
    let good = r#"{"access_token":{}}"#;
    assert_eq!(with(good.to_owned()).claims(), Some(good));
    for bad in ["", "[]", "x", "{"] {
        assert_eq!(with(bad.to_owned()).claims(), None, "{bad}");
    }
    assert_eq!(with(format!("{{\"a\":\"{}\"}}", "x".repeat(CLAIMS_MAX))).claims(), None);
}
