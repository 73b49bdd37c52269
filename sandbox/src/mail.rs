//! The mail of the cast: always the same, so that a test may name it. Every mailbox holds what was sent to its owner.

use crate::people::Person;

/// A mail, as everybody who got it has it.
#[derive(Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its name in every mailbox. In the real service each copy has one of its own.
    pub id: &'static str,
    /// The thread that it belongs to.
    pub conversation_id: &'static str,
    /// The sign-in name of the sender.
    pub from: &'static str,
    /// The sign-in names of those it is written to.
    pub to: &'static [&'static str],
    /// The sign-in names of those who got a copy.
    pub cc: &'static [&'static str],
    /// The subject.
    pub subject: &'static str,
    /// The text, without markup.
    pub text: &'static str,
    /// When it came, by RFC 3339.
    pub received: &'static str,
}

impl Mail {
    /// The subject without what answering and forwarding put before it.
    #[must_use]
    pub fn normalized_subject(&self) -> &'static str {
        let prefixes = ["RE: ", "FW: "];
        prefixes.iter().find_map(|prefix| self.subject.strip_prefix(prefix)).unwrap_or(self.subject)
    }

    /// The `Message-ID` of RFC 5322.
    #[must_use]
    pub fn internet_message_id(&self) -> String {
        format!("<{}@contoso.example>", self.id)
    }
}

/// What lies in somebody's inbox, the newest first; nothing without a mailbox at Contoso.
#[must_use]
pub fn inbox(owner: &Person) -> Vec<&'static Mail> {
    let Some(address) = owner.mail() else { return Vec::new() };
    MAILS.iter().filter(|mail| mail.to.contains(&address) || mail.cc.contains(&address)).collect()
}

const ADA: &str = "ada@contoso.example";
const BILAL: &str = "bilal@contoso.example";
const MIKA: &str = "mika@contoso.example";
const NORA: &str = "nora@contoso.example";
const OTTO: &str = "otto@contoso.example";
const ALEX: &str = "alex@contoso.example";
const FINN: &str = "finn@contoso.example";
const GRACE: &str = "grace@fabrikam.example";

static MAILS: [Mail; 7] = [
    Mail {
        id: "AAMkAGMooring07",
        conversation_id: "AAQkAGHarbourPlan",
        from: BILAL,
        to: &[ADA],
        cc: &[MIKA],
        subject: "RE: Harbour plan, second draft",
        text: "Hello Ada,\n\nthe quay on sheet 4 is now 12 m longer, as the pilots asked. Could you look at it before Thursday?\n\nBilal",
        received: "2026-11-20T15:42:00Z",
    },
    Mail {
        id: "AAMkAGMooring06",
        conversation_id: "AAQkAGInvoice2291",
        from: GRACE,
        to: &[ADA],
        cc: &[],
        subject: "Invoice 2291",
        text: "Dear Ada,\n\nplease find our invoice for October. Payment within 30 days, as agreed.\n\nKind regards\nGrace Hill, Fabrikam",
        received: "2026-11-20T09:05:00Z",
    },
    Mail {
        id: "AAMkAGMooring05",
        conversation_id: "AAQkAGMeeting",
        from: ADA,
        to: &[BILAL],
        cc: &[],
        subject: "جدول أعمال الاجتماع (agenda)",
        text: "Hello Bilal,\n\nhere is the agenda for Monday. I have put the cranes first.\n\nAda",
        received: "2026-11-19T16:20:00Z",
    },
    Mail {
        id: "AAMkAGMooring04",
        conversation_id: "AAQkAGTides",
        from: MIKA,
        to: &[ADA, NORA],
        cc: &[OTTO],
        subject: "Tide tables <2027> & holidays",
        text: "The tables for next year are in the shared folder. The third of March is a spring tide, so no lifting that day.",
        received: "2026-11-18T07:30:00Z",
    },
    Mail {
        id: "AAMkAGMooring03",
        conversation_id: "AAQkAGConsent",
        from: NORA,
        to: &[ALEX],
        cc: &[],
        subject: "Approval for Mooring",
        text: "Hello Alex,\n\nI cannot allow the app myself. Could you please approve it?\n\nThank you\nNora",
        received: "2026-11-17T11:12:00Z",
    },
    Mail {
        id: "AAMkAGMooring02",
        conversation_id: "AAQkAGHarbourPlan",
        from: ADA,
        to: &[BILAL],
        cc: &[MIKA],
        subject: "Harbour plan, second draft",
        text: "Hello Bilal,\n\nattached is the second draft. What do the pilots say?\n\nAda",
        received: "2026-11-16T13:00:00Z",
    },
    Mail {
        id: "AAMkAGMooring01",
        conversation_id: "AAQkAGWelcome",
        from: ALEX,
        to: &[ADA, BILAL, MIKA, NORA, OTTO, FINN],
        cc: &[ALEX],
        subject: "The new file room",
        text: "Dear all,\n\nfrom today you find your files beside your mail. Tell me what is missing.\n\nAlex",
        received: "2026-11-15T08:00:00Z",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::{CONTOSO, Directory};

    #[test]
    fn everybody_with_a_mailbox_at_contoso_has_mail_the_newest_first() {
        for person in Directory::default().people().iter().filter(|person| person.tenant == CONTOSO) {
            let mails = inbox(person);
            let here = person.mail().is_some() && person.home.is_none();
            assert_eq!(!mails.is_empty(), here, "{}", person.upn);
            assert!(mails.is_sorted_by(|newer, older| newer.received > older.received));
        }
    }

    #[test]
    fn mails_are_between_people_of_the_cast_and_have_names_of_their_own() {
        let directory = Directory::default();
        let mut ids: Vec<&str> = MAILS.iter().map(|mail| mail.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), MAILS.len());
        for mail in &MAILS {
            for address in mail.to.iter().chain(mail.cc).chain([&mail.from]) {
                assert!(directory.person_by_upn(address).is_some(), "{address}");
            }
        }
    }

    #[test]
    fn an_answer_belongs_to_the_thread_and_the_subject_it_answers() {
        let [answer, .., first, _] = &MAILS;
        assert_eq!(answer.conversation_id, first.conversation_id);
        assert_eq!(answer.normalized_subject(), first.subject);
        assert_eq!(first.internet_message_id(), "<AAMkAGMooring02@contoso.example>");
    }
}
