//! The states of a session and the ways from one to the next.

use contract::session::{InstanceView, PersonView, SessionResponse, SignedInView};

use crate::model::failure::Failure;
use surface::ladder::Why;

/// What the app knows of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Not asked yet.
    Unknown,
    /// Nobody is signed in.
    SignedOut {
        /// Where.
        instance: InstanceView,
    },
    /// The browser is on its way to Microsoft, to sign in or out.
    Leaving,
    /// Inside Teams: silently nobody could be signed in, and a click may help.
    NeedsClick {
        /// Where.
        instance: InstanceView,
        /// Why.
        why: Why,
    },
    /// Somebody is signed in.
    SignedIn {
        /// Where.
        instance: InstanceView,
        /// Who.
        person: PersonView,
    },
    /// It could not be found out.
    Failed(Failure),
}

impl Session {
    /// The state after the service was asked who is signed in. A page that is gone asked in vain: nothing changes.
    #[must_use]
    pub fn answered(self, answer: Result<SessionResponse, Failure>) -> Self {
        match answer {
            Ok(SessionResponse { instance, signed_in: None, .. }) => Self::SignedOut { instance },
            Ok(SessionResponse { instance, signed_in: Some(SignedInView { person, .. }), .. }) => {
                Self::SignedIn { instance, person }
            }
            Err(Failure::Cancelled) => self,
            Err(failure) => Self::Failed(failure),
        }
    }

    /// The state after our session was ended; only somebody who was signed in can have done that.
    #[must_use]
    pub fn ended(self) -> Self {
        match self {
            Self::SignedIn { instance, .. } => Self::SignedOut { instance },
            other @ (Self::Unknown
            | Self::SignedOut { .. }
            | Self::Leaving
            | Self::NeedsClick { .. }
            | Self::Failed(_)) => other,
        }
    }

    /// The state in which only a click leads on, where the instance is known.
    #[must_use]
    pub fn needs_click(self, why: Why) -> Self {
        match self {
            Self::SignedIn { instance, .. }
            | Self::SignedOut { instance }
            | Self::NeedsClick { instance, .. } => Self::NeedsClick { instance, why },
            other @ (Self::Unknown | Self::Leaving | Self::Failed(_)) => other,
        }
    }

    /// Where, as far as it is known.
    #[must_use]
    pub fn instance(&self) -> Option<&InstanceView> {
        match self {
            Self::SignedOut { instance }
            | Self::NeedsClick { instance, .. }
            | Self::SignedIn { instance, .. } => Some(instance),
            Self::Unknown | Self::Leaving | Self::Failed(_) => None,
        }
    }

    /// Who, if somebody is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&PersonView> {
        match self {
            Self::SignedIn { person, .. } => Some(person),
            Self::Unknown
            | Self::SignedOut { .. }
            | Self::Leaving
            | Self::NeedsClick { .. }
            | Self::Failed(_) => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn instance() -> InstanceView {
        InstanceView {
            permissions: Vec::new(),
            display_name: "Contoso".to_owned(),
            functions: Vec::new(),
            client_id: "3a7c5e10-0000-4000-8000-0000000000a1".parse().unwrap(),
            api_scope: "api://contoso.example/app/access_as_user".to_owned(),
        }
    }

    fn person() -> PersonView {
        PersonView { name: "Ada".to_owned(), username: "ada@contoso.example".to_owned() }
    }

    /// Nobody, at Contoso.
    pub(crate) fn signed_out() -> Session {
        Session::SignedOut { instance: instance() }
    }

    /// Ada, at Contoso.
    pub(crate) fn signed_in() -> Session {
        Session::SignedIn { instance: instance(), person: person() }
    }

    #[test]
    fn the_answer_decides_who_is_signed_in() {
        let signed_in_as = Some(SignedInView { person: person(), expires_at: 1 });
        let answer = |signed_in| SessionResponse { instance: instance(), signed_in, silent_sign_in: false };
        let cases = [
            (Ok(answer(signed_in_as)), signed_in()),
            (Ok(answer(None)), signed_out()),
            (Err(Failure::Offline), Session::Failed(Failure::Offline)),
            (Err(Failure::Cancelled), Session::Unknown),
        ];
        for (answer, expected) in cases {
            assert_eq!(Session::Unknown.answered(answer), expected);
        }
    }

    #[test]
    fn nobody_is_known_before_and_after() {
        assert_eq!(signed_in().ended(), signed_out());
        assert_eq!(Session::Unknown.ended(), Session::Unknown);
        for session in [Session::Unknown, Session::Leaving, signed_out(), signed_in().ended()] {
            assert_eq!(session.person(), None, "{session:?}");
        }
        assert_eq!(signed_in().person(), Some(&person()));
        assert_eq!(signed_in().ended().instance(), Some(&instance()));
    }
}
