//! The states of a session and the ways from one to the next.

use contract::session::{InstanceView, PersonView, SessionResponse};

use crate::model::failure::Failure;

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
            Ok(SessionResponse::SignedOut { instance }) => Self::SignedOut { instance },
            Ok(SessionResponse::SignedIn { instance, person, .. }) => Self::SignedIn { instance, person },
            Err(Failure::Cancelled) => self,
            Err(failure) => Self::Failed(failure),
        }
    }

    /// The state after our session was ended; only somebody who was signed in can have done that.
    #[must_use]
    pub fn ended(self) -> Self {
        match self {
            Self::SignedIn { instance, .. } => Self::SignedOut { instance },
            other @ (Self::Unknown | Self::SignedOut { .. } | Self::Leaving | Self::Failed(_)) => other,
        }
    }

    /// Where, as far as it is known.
    #[must_use]
    pub fn instance(&self) -> Option<&InstanceView> {
        match self {
            Self::SignedOut { instance } | Self::SignedIn { instance, .. } => Some(instance),
            Self::Unknown | Self::Leaving | Self::Failed(_) => None,
        }
    }

    /// Who, if somebody is signed in.
    #[must_use]
    pub fn person(&self) -> Option<&PersonView> {
        match self {
            Self::SignedIn { person, .. } => Some(person),
            Self::Unknown | Self::SignedOut { .. } | Self::Leaving | Self::Failed(_) => None,
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    fn instance() -> InstanceView {
        InstanceView { display_name: "Contoso".to_owned(), functions: Vec::new() }
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
        let answer = SessionResponse::SignedIn { instance: instance(), person: person(), expires_at: 1 };
        let cases = [
            (Ok(answer), signed_in()),
            (Ok(SessionResponse::SignedOut { instance: instance() }), signed_out()),
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
