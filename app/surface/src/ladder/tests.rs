//! Every rung with every outcome, and that no way up goes on for ever.

use contract::problem::Problem;

use super::*;

/// A problem as the service would send it.
fn problem(code: ErrorCode, retry_after: Option<u32>) -> Failure {
    Failure::Problem(Box::new(Problem {
        kind: format!("urn:mooring:problem:{}", code.name()),
        title: "A developer's sentence".to_owned(),
        status: 400,
        detail: "Another one".to_owned(),
        code,
        request_id: "0123456789abcdef0123456789abcdef".to_owned(),
        retry_after,
        claims: None,
    }))
}

const BOTH: [Rung; 2] = [Rung::NestedAppAuth, Rung::HostToken];
const LEAVES: [Leave; 7] = [
    Leave::Absent,
    Leave::TimedOut,
    Leave::NeedsPerson,
    Leave::Cancelled,
    Leave::Temporary,
    Leave::Refused,
    Leave::Blocked,
];

fn asks(rung: Rung, mode: Mode) -> Step {
    Step::Ask { rung, mode, claims: None }
}

fn ladder(mode: Mode) -> Ladder {
    Ladder::new(BOTH.to_vec(), mode)
}

/// A ladder that has a token of the first rung.
fn with_token(mode: Mode) -> Ladder {
    let mut ladder = ladder(mode);
    _ = ladder.begin();
    assert_eq!(ladder.next(Event::Asked(Ok(())), 5), Step::Exchange { renew_grant: mode == Mode::Click });
    ladder
}

fn refused(code: ErrorCode) -> Event {
    Event::Exchanged(Err(problem(code, None)))
}

#[test]
fn the_first_rung_leads_in_without_a_click() {
    let mut ladder = with_token(Mode::Silent);
    assert_eq!(ladder.next(Event::Exchanged(Ok(())), 7), Step::SignedIn);
    assert_eq!(ladder.attempts(), [Attempt { rung: Rung::NestedAppAuth, left: None, took_ms: 12 }]);
}

#[test]
fn every_reason_to_leave_a_rung_leads_to_the_next_and_is_remembered() {
    for leave in LEAVES {
        let mut ladder = ladder(Mode::Silent);
        assert_eq!(ladder.begin(), asks(Rung::NestedAppAuth, Mode::Silent));
        assert_eq!(
            ladder.next(Event::Asked(Err(leave)), 1),
            asks(Rung::HostToken, Mode::Silent),
            "{leave:?}"
        );
        assert_eq!(ladder.attempts()[0].left, Some(leave));
    }
}

#[test]
fn at_the_top_the_person_learns_why_a_click_is_needed() {
    let cases = [
        (Leave::Absent, Leave::Refused, Why::NoToken),
        (Leave::TimedOut, Leave::Temporary, Why::NoToken),
        (Leave::NeedsPerson, Leave::Refused, Why::Interaction),
        (Leave::Absent, Leave::NeedsPerson, Why::Interaction),
        (Leave::Cancelled, Leave::Refused, Why::Cancelled),
        (Leave::Absent, Leave::Blocked, Why::Blocked),
    ];
    for (first, second, why) in cases {
        let mut ladder = ladder(Mode::Silent);
        _ = ladder.begin();
        _ = ladder.next(Event::Asked(Err(first)), 1);
        assert_eq!(ladder.next(Event::Asked(Err(second)), 1), Step::NeedsClick(why), "{first:?} {second:?}");
    }
    assert_eq!(Ladder::new(Vec::new(), Mode::Silent).begin(), Step::NeedsClick(Why::NoToken));
}

#[test]
fn s1_48_a_claims_challenge_is_passed_on_once() {
    let mut ladder = with_token(Mode::Silent);
    let claims = "{\"access_token\":{}}".to_owned();
    let mut failure = problem(ErrorCode::InteractionNeeded, None);
    if let Failure::Problem(problem) = &mut failure {
        problem.claims = Some(claims.clone());
    }
    let again = Step::Ask { rung: Rung::NestedAppAuth, mode: Mode::Silent, claims: Some(claims) };
    assert_eq!(ladder.next(Event::Exchanged(Err(failure.clone())), 1), again);
    assert_eq!(ladder.next(Event::Asked(Ok(())), 1), Step::Exchange { renew_grant: true });
    assert_eq!(ladder.next(Event::Exchanged(Err(failure)), 1), Step::NeedsClick(Why::Interaction));
}

#[test]
fn a_missing_consent_is_waited_for_only_after_a_click() {
    let mut silent = with_token(Mode::Silent);
    assert_eq!(silent.next(refused(ErrorCode::ConsentNeeded), 1), Step::NeedsClick(Why::Consent));

    let mut clicked = with_token(Mode::Click);
    for wait in [1000, 2000, 4000] {
        assert_eq!(clicked.next(refused(ErrorCode::ConsentNeeded), 1), Step::Wait(wait));
        assert_eq!(clicked.next(Event::Waited, wait), Step::Exchange { renew_grant: true });
    }
    assert_eq!(clicked.next(refused(ErrorCode::ConsentNeeded), 1), Step::NeedsClick(Why::Consent));
}

#[test]
fn what_is_soon_over_is_tried_again_and_then_told() {
    let mut ladder = with_token(Mode::Silent);
    let busy = || problem(ErrorCode::Throttled, Some(99));
    for _ in 0..WAITS_MAX {
        assert_eq!(ladder.next(Event::Exchanged(Err(busy())), 1), Step::Wait(WAIT_MS_MAX));
        _ = ladder.next(Event::Waited, 1);
    }
    assert_eq!(ladder.next(Event::Exchanged(Err(busy())), 1), Step::Stop(busy()));
}

#[test]
fn a_token_that_is_not_taken_leads_to_the_next_rung_and_is_told_at_the_top() {
    let mut ladder = with_token(Mode::Silent);
    assert_eq!(ladder.next(refused(ErrorCode::TokenRejected), 1), asks(Rung::HostToken, Mode::Silent));
    assert_eq!(
        ladder.next(Event::Asked(Err(Leave::Refused)), 1),
        Step::Stop(problem(ErrorCode::TokenRejected, None))
    );
}

#[test]
fn what_no_click_can_mend_stops_at_once() {
    for code in [
        ErrorCode::TenantNotAllowed,
        ErrorCode::AdminConsentNeeded,
        ErrorCode::NotAssigned,
        ErrorCode::BlockedByPolicy,
        ErrorCode::RegistrationFault,
        ErrorCode::FunctionDisabled,
        ErrorCode::Internal,
    ] {
        let mut ladder = with_token(Mode::Silent);
        assert_eq!(ladder.next(refused(code), 1), Step::Stop(problem(code, None)), "{code:?}");
    }
}

/// Tries every sequence of outcomes, to the end of each.
fn explore(ladder: &Ladder, step: &Step, depth: usize, seen: &mut usize) {
    assert!(depth <= STEPS_MAX, "too long: {:?}", ladder.attempts());
    let events: Vec<Event> = match step {
        Step::Ask { rung: Rung::HeldSession | Rung::Window, .. } => {
            [ErrorCode::SessionEnded, ErrorCode::Throttled]
                .into_iter()
                .map(refused)
                .chain([Event::Exchanged(Ok(())), Event::Asked(Err(Leave::Cancelled))])
                .collect()
        }
        Step::Ask { .. } => [Ok(())]
            .into_iter()
            .chain([Err(Leave::NeedsPerson), Err(Leave::Refused)])
            .map(Event::Asked)
            .collect(),
        Step::Exchange { .. } => {
            let codes = [
                ErrorCode::InteractionNeeded,
                ErrorCode::ConsentNeeded,
                ErrorCode::TokenRejected,
                ErrorCode::Throttled,
                ErrorCode::AccountMismatch,
                ErrorCode::SessionEnded,
                ErrorCode::Internal,
            ];
            let refusals = codes.into_iter().map(refused);
            refusals.chain([Event::Exchanged(Ok(())), Event::Exchanged(Err(Failure::Offline))]).collect()
        }
        Step::Wait(_) => vec![Event::Waited],
        Step::SignedIn | Step::NeedsClick(_) | Step::Stop(_) => {
            *seen += 1;
            return;
        }
    };
    for event in events {
        let mut ladder = ladder.clone();
        let next = ladder.next(event, 1);
        explore(&ladder, &next, depth + 1, seen);
    }
}

#[test]
fn whatever_is_answered_the_ladder_ends() {
    let held = vec![Rung::HeldSession];
    for (host, mode, at_least) in [
        (BOTH.to_vec(), Mode::Silent, 100),
        (BOTH.to_vec(), Mode::AnyAccount, 100),
        (BOTH.to_vec(), Mode::Click, 100),
        (BOTH.to_vec(), Mode::Window, 4),
        (held, Mode::Silent, 4),
    ] {
        let mut ladder = Ladder::new(mode.rungs(host), mode);
        let first = ladder.begin();
        let mut ends = 0;
        explore(&ladder, &first, 1, &mut ends);
        assert!(ends >= at_least, "{mode:?}: {ends} ways were tried");
    }
}

#[test]
fn a_window_ends_the_climb_one_way_or_another() {
    let cases = [
        (refused(ErrorCode::SignInCancelled), Step::NeedsClick(Why::Cancelled)),
        (refused(ErrorCode::ConsentDeclined), Step::NeedsClick(Why::Cancelled)),
        (Event::Asked(Err(Leave::Cancelled)), Step::NeedsClick(Why::Cancelled)),
        (Event::Asked(Err(Leave::Blocked)), Step::NeedsClick(Why::Blocked)),
        (Event::Asked(Err(Leave::TimedOut)), Step::NeedsClick(Why::NoToken)),
        (refused(ErrorCode::SignInExpired), Step::NeedsClick(Why::NoToken)),
        (refused(ErrorCode::AdminConsentNeeded), Step::Stop(problem(ErrorCode::AdminConsentNeeded, None))),
        (refused(ErrorCode::Throttled), Step::Stop(problem(ErrorCode::Throttled, None))),
        (Event::Exchanged(Ok(())), Step::SignedIn),
    ];
    for (event, expected) in cases {
        let mut ladder = Ladder::new(Mode::Window.rungs(BOTH.to_vec()), Mode::Window);
        assert_eq!(ladder.begin(), asks(Rung::Window, Mode::Window));
        assert_eq!(ladder.next(event.clone(), 1), expected, "{event:?}");
    }
}

#[test]
fn a_session_that_is_held_is_renewed_or_over() {
    let begun = || {
        let mut ladder = Ladder::new(vec![Rung::HeldSession], Mode::Silent);
        assert_eq!(ladder.begin(), asks(Rung::HeldSession, Mode::Silent));
        ladder
    };
    assert_eq!(begun().next(Event::Exchanged(Ok(())), 1), Step::SignedIn);
    assert_eq!(begun().next(refused(ErrorCode::SessionEnded), 1), Step::NeedsClick(Why::NoToken));
    let mut ladder = begun();
    assert_eq!(ladder.next(Event::Exchanged(Err(Failure::Offline)), 1), Step::Wait(1000));
    assert_eq!(ladder.next(Event::Waited, 1), asks(Rung::HeldSession, Mode::Silent));
    assert_eq!(ladder.attempts().len(), 1, "it is the same rung");
}

#[test]
fn s1_48_a_climb_can_begin_with_a_challenge() {
    let claims = Some("{\"access_token\":{}}".to_owned());
    let mut ladder = Ladder::new(BOTH.to_vec(), Mode::Silent).challenged_by(claims.clone());
    assert_eq!(ladder.begin(), Step::Ask { rung: Rung::NestedAppAuth, mode: Mode::Silent, claims });
    assert_eq!(ladder.next(Event::Asked(Ok(())), 1), Step::Exchange { renew_grant: true });
    assert_eq!(ladder.next(refused(ErrorCode::InteractionNeeded), 1), Step::NeedsClick(Why::Interaction));
}

#[test]
fn another_account_than_the_hosts_is_asked_about() {
    let mut ladder = with_token(Mode::Silent);
    assert_eq!(ladder.next(refused(ErrorCode::AccountMismatch), 1), Step::NeedsClick(Why::AnotherAccount));
}

#[test]
fn modes_and_reasons_are_known_by_their_names() {
    for mode in Mode::ALL {
        assert_eq!(Mode::from_name(mode.name()), mode);
    }
    assert_eq!(Mode::from_name("consent"), Mode::Silent);
    for why in Why::ALL {
        assert_eq!(Why::from_name(why.name()), Some(why));
    }
    assert_eq!(Why::from_name("NoToken"), None);
}
