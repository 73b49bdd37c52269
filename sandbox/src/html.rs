//! What the pages of all hosts share: the frame of a document, its parts, and how they are served.

use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::people::Person;

/// A whole document: its title, what else its head holds, and its `body` element.
pub(crate) fn document(title: &str, head: &Markup, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                (head)
            }
            (body)
        }
    }
}

/// The style sheet and the script of a page, by their paths.
pub(crate) fn assets(style: &str, script: &str) -> Markup {
    html! {
        link rel="stylesheet" href=(style);
        script src=(script) type="module" {}
    }
}

/// A labelled list of values to choose from, with the words that people read.
pub(crate) fn choice(id: &str, label: &str, values: &[(&str, &str)]) -> Markup {
    html! {
        label { (label) " "
            select id=(id) { @for (value, words) in values { option value=(value) { (words) } } }
        }
    }
}

/// A member of the cast, to choose.
pub(crate) fn person(person: &Person) -> Markup {
    let home = person.home.as_ref();
    html! {
        option value=(person.oid) data-upn=(person.upn)
            data-home-oid=[home.map(|home| home.oid)] data-home-tid=[home.map(|home| home.tenant)] {
            (person.display_name())
        }
    }
}

/// A script.
pub(crate) fn script(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8")], text).into_response()
}

/// A style sheet.
pub(crate) fn style(text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], text).into_response()
}
