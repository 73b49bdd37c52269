//! Every way in which Entra refuses leads to one reaction.

use super::*;

fn body(error: &str, suberror: Option<&str>, number: u32) -> Refusal {
    let suberror = suberror.map(str::to_owned);
    Refusal::from_body(ErrorBody {
        error: error.to_owned(),
        suberror,
        error_codes: Some(vec![number]),
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
fn s1_46_a_grant_is_given_up_only_when_the_error_itself_says_that_it_is_over() {
    let rows = [
        ("invalid_grant", None, 700_082, Kind::GrantEnded),
        ("invalid_grant", None, 501_481, Kind::GrantEnded),
        ("invalid_grant", Some("bad_token"), 70_000, Kind::GrantEnded),
        ("interaction_required", None, 50_173, Kind::InteractionNeeded),
        ("invalid_grant", Some("basic_action"), 70_043, Kind::InteractionNeeded),
        ("invalid_client", None, 70_008, Kind::RegistrationFault),
        ("temporarily_unavailable", None, 70_008, Kind::Unavailable),
        ("server_error", None, 53_003, Kind::Unavailable),
        ("invalid_grant", None, 90_055, Kind::Unavailable),
        ("invalid_grant", None, 50_196, Kind::Unavailable),
    ];
    for (error, suberror, number, kind) in rows {
        let refusal = body(error, suberror, number);
        assert_eq!(refusal.kind(), kind, "{error} {suberror:?} {number}");
        assert_eq!(refusal.ends_grant(), kind == Kind::GrantEnded);
    }
}

#[test]
fn s1_46_a_challenge_asks_for_a_sign_in_and_ends_no_grant() {
    let answer = br#"{"error":"invalid_grant","error_codes":[1],"claims":"{\"access_token\":{\"polids\":{\"essential\":true}}}"}"#;
    let refusal = Refusal::from_answer(answer);
    assert_eq!((refusal.kind(), refusal.ends_grant()), (Kind::InteractionNeeded, false));
    assert!(refusal.claims().is_some_and(|claims| claims.contains("polids")));
}

#[test]
fn s7_02_a_member_of_the_wrong_type_does_not_hide_the_refusal() {
    for member in [
        r#""error_codes":null"#,
        r#""error_codes":["700082"]"#,
        r#""error_codes":[99999999999]"#,
        r#""suberror":7"#,
        r#""claims":{}"#,
        r#""trace_id":[]"#,
        r#""correlation_id":{}"#,
    ] {
        let answer = format!(r#"{{"error":"invalid_grant",{member}}}"#);
        assert_eq!(Refusal::from_answer(answer.as_bytes()).kind(), Kind::GrantEnded, "{member}");
    }
    for answer in ["", "<html>", "null", "[]", "{}", r#"{"error":7}"#, r#"{"error":"invalid_gr"#] {
        assert_eq!(Refusal::from_answer(answer.as_bytes()).kind(), Kind::Invalid, "{answer}");
    }
}

#[test]
fn s1_07_a_description_is_read_for_the_number_it_begins_with_only() {
    let kind = |description| Refusal::from_redirect("access_denied", Some(description), None).kind();
    assert_eq!(kind("AADSTS65004: The user declined"), Kind::ConsentDeclined);
    for other in
        ["see AADSTS65004", "AADSTS", "AADSTS99999999999: x", "aadsts65004: x", "<script>AADSTS65004"]
    {
        assert_eq!(kind(other), Kind::Cancelled, "{other}");
    }
}

#[test]
fn an_administrator_learns_number_and_ids_and_nothing_else() {
    let id = "0a1b2c3d-0000-4000-8000-000000000001";
    let answer = format!(
        r#"{{"error":"invalid_client","error_description":"canary","error_codes":[7000215],"trace_id":"{id}","correlation_id":"canary"}}"#
    );
    let refusal = Refusal::from_answer(answer.as_bytes()).asked_as("the-id-we-sent".to_owned());
    assert_eq!(
        (refusal.number, refusal.trace_id.as_deref(), refusal.correlation_id.as_deref()),
        (Some(7_000_215), Some(id), Some("the-id-we-sent"))
    );
    assert!(!serde_json::to_string(&refusal).unwrap().contains("canary"));
}

#[test]
fn who_goes_back_has_cancelled() {
    assert_eq!(Refusal::from_redirect("access_denied", None, Some("cancel")).kind(), Kind::Cancelled);
    let declined = Refusal::from_redirect("access_denied", Some("AADSTS65004: no"), Some("cancel"));
    assert_eq!(declined.kind(), Kind::ConsentDeclined);
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
