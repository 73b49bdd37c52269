//! The part of the control page for who is in which team, and what becomes of notifications.

use maud::{Markup, html};
use serde_json::json;

use crate::html;
use crate::world::World;

/// Something that can be done to memberships and people.
struct Action {
    words: &'static str,
    method: &'static str,
    /// `{team}` and `{person}` stand for what is chosen.
    path: &'static str,
    /// Which fields go along.
    takes: &'static str,
    /// What goes along in any case.
    state: Option<&'static str>,
}

const PERSON: &str = "/api/people/{person}";
const ACTIONS: [Action; 8] = [
    Action::new("Add, or change the role", "POST", "/api/teams/{team}/members", "oid name role"),
    Action::new("Remove", "DELETE", "/api/teams/{team}/members/{person}", ""),
    Action::new("Rename", "PATCH", PERSON, "name"),
    Action::new("Delete the account", "PATCH", PERSON, "").with("deleted"),
    Action::new("Restore the account", "PATCH", PERSON, "").with("active"),
    Action::new("Delete the account for good", "PATCH", PERSON, "").with("purged"),
    Action::new("Have so many made-up members", "POST", "/api/teams/{team}/resize", "members"),
    Action::new(
        "Agree that an application reads the members",
        "POST",
        "/api/teams/{team}/consent",
        "client_id permissions",
    ),
];

impl Action {
    const fn new(words: &'static str, method: &'static str, path: &'static str, takes: &'static str) -> Self {
        Self { words, method, path, takes, state: None }
    }

    const fn with(self, state: &'static str) -> Self {
        Self { state: Some(state), ..self }
    }
}

/// Teams, and notifications.
pub(super) fn section(world: &World) -> Markup {
    let teams = world.graph.teams();
    html! {
        section aria-labelledby="teams" {
            h2 id="teams" { "Teams" }
            form id="membership" {
                label { "Team "
                    select name="team" {
                        @for team in teams.iter() {
                            option value=(team.id) { (team.name) " (" (team.people.len()) ")" }
                        }
                    }
                }
                label { "What happens "
                    select name="call" {
                        @for action in &ACTIONS {
                            option data-method=(action.method) data-path=(action.path) data-takes=(action.takes)
                                data-state=[action.state] { (action.words) }
                        }
                    }
                }
                label { "To "
                    select name="person" {
                        option value="" { "somebody new" }
                        @for person in world.directory.people() {
                            (html::person(person))
                        }
                    }
                }
                label { "As "
                    select name="role" {
                        option value="member" { "member" }
                        option value="owner" { "owner" }
                        option value="guest" { "guest" }
                    }
                }
                label { "For the application "
                    select name="application" {
                        @for application in world.applications.registry().applications {
                            option value=(application.client_id) { (application.display_name) }
                        }
                    }
                }
                label { "New name, or number " input name="value"; }
                button { "Do it" }
            }
            (notifications())
        }
    }
}

fn notifications() -> Markup {
    html! {
        form id="notifications" {
            label { "Notifications are "
                select name="mode" {
                    option value="deliver" { "delivered" }
                    option value="lose" { "lost" }
                    option value="duplicate" { "delivered twice" }
                    option value="hold" { "held" }
                }
            }
            button { "Set" }
            button type="button" data-post="/api/notifications/release" data-body="{}" { "Release what is held" }
            button type="button" data-post="/api/notifications/release" data-body=(json!({ "reversed": true })) {
                "Release it backwards"
            }
        }
    }
}
