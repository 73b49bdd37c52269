//! The page: the switches of the sandbox, a list of mails, one mail to read or to write, and the app's task pane. What it does
//! stands in `host.js`.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use maud::{Markup, html};
use serde_json::{Value, json};

use crate::hosts::page::{NESTED, people, setup};
use crate::html::{assets, choice, document};
use crate::mail::{Mail, inbox};
use crate::people::{CONTOSO, Directory, Person};
use crate::world::World;

pub(super) async fn index(State(world): State<Arc<World>>) -> Response {
    let body = html! {
        body data-setup=(setup(&world)) data-mailboxes=(mailboxes(&world.directory)) {
            header {
                h1 { "Outlook (sandbox)" }
                (people(&world, "Outlook", has_mailbox))
                (choice("mode", "Mail", &[("read", "Reading"), ("compose", "Writing")]))
                (choice("theme", "Theme", &[("default", "Light"), ("dark", "Dark")]))
                (choice("naa", "Nested App Auth", &NESTED))
                (choice("sso", "getAccessToken", &SSO))
                (choice("dialog", "Dialogs", &DIALOG))
            }
            p id="state" role="status" { "Opening the app…" }
            main {
                nav aria-label="Inbox" { ul id="mails" {} }
                (read_form())
                (compose_form())
                iframe id="pane-frame" title="Mooring" allow="clipboard-write" {}
            }
        }
    };
    let page = document("Outlook (sandbox)", &assets("/host.css", "/host.js"), &body);
    Html(page.into_string()).into_response()
}

fn read_form() -> Markup {
    html! {
        article id="read" hidden {
            h2 id="subject" dir="auto" {}
            p { span id="from" {} " to " span id="to" {} }
            p { time id="received" {} }
            div id="text" dir="auto" {}
        }
    }
}

fn compose_form() -> Markup {
    html! {
        form id="compose" hidden {
            label { "To " input id="compose-to" type="email" multiple; }
            label { "Subject " input id="compose-subject" dir="auto"; }
            label { "Text " textarea id="compose-text" rows="10" dir="auto" {} }
        }
    }
}

/// How the host answers `getAccessToken`; the last ones are the codes it fails with.
/// <https://learn.microsoft.com/office/dev/add-ins/develop/troubleshoot-sso-in-office-add-ins>
const SSO: [(&str, &str); 15] = [
    ("on", "works"),
    ("silent", "never answers"),
    ("13000", "13000: is not supported"),
    ("13001", "13001: nobody is signed in"),
    ("13002", "13002: was cancelled"),
    ("13003", "13003: not this kind of account"),
    ("13004", "13004: wrong manifest"),
    ("13005", "13005: needs consent"),
    ("13006", "13006: fails in Office"),
    ("13007", "13007: fails at Entra"),
    ("13008", "13008: is busy"),
    ("13010", "13010: lost the connection"),
    ("13012", "13012: not on this platform"),
    ("13013", "13013: too often"),
    ("50001", "50001: Office.js is too old"),
];

/// What becomes of dialogs.
const DIALOG: [(&str, &str); 3] =
    [("on", "open"), ("blocked", "are blocked by the browser"), ("closed", "are closed by the person")];

/// Guests have their mail at home.
fn has_mailbox(person: &Person) -> bool {
    person.tenant == CONTOSO && person.home.is_none() && person.mail().is_some()
}

/// Everybody who may be signed in, with their mails.
fn mailboxes(directory: &Directory) -> Value {
    let owners = directory.people().iter().filter(|person| has_mailbox(person));
    let mailbox = |owner: &Person| {
        let mails: Vec<Value> = inbox(owner).into_iter().map(|mail| view(directory, mail)).collect();
        (owner.oid.to_owned(), json!({ "owner": correspondent(directory, owner.upn), "mails": mails }))
    };
    Value::Object(owners.map(mailbox).collect())
}

fn view(directory: &Directory, mail: &Mail) -> Value {
    let all = |addresses: &[&str]| -> Vec<Value> {
        addresses.iter().map(|address| correspondent(directory, address)).collect()
    };
    json!({
        "itemId": mail.id,
        "conversationId": mail.conversation_id,
        "internetMessageId": mail.internet_message_id(),
        "subject": mail.subject,
        "normalizedSubject": mail.normalized_subject(),
        "from": correspondent(directory, mail.from),
        "to": all(mail.to),
        "cc": all(mail.cc),
        "received": mail.received,
        "text": mail.text,
    })
}

/// <https://learn.microsoft.com/javascript/api/outlook/office.emailaddressdetails>
fn correspondent(directory: &Directory, address: &str) -> Value {
    let name = directory.person_by_upn(address).map(Person::display_name);
    json!({ "displayName": name, "emailAddress": address })
}
