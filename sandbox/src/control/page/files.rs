//! The part of the control page for what happens in drives and teams.

use maud::{Markup, html};
use serde_json::json;

use crate::graph::teams::team::FilesTab;
use crate::world::World;

/// What can be done to an item: the call, its words, and what its last field is called; none when there is no such field.
const ACTIONS: [(&str, &str, Option<&str>); 6] = [
    ("/api/items/rename", "Rename", Some("name")),
    ("/api/items/move", "Move to a folder", Some("folder")),
    ("/api/items/delete", "Delete", None),
    ("/api/items/restore", "Restore (by id)", None),
    ("/api/items/grant", "Give a right to", Some("to")),
    ("/api/items/withdraw", "Withdraw the right of", Some("to")),
];

/// Items, and the Files tabs of channels.
pub(super) fn section(world: &World) -> Markup {
    html! {
        section aria-labelledby="files" {
            h2 id="files" { "Files" }
            form id="item" {
                label { "Drive "
                    select name="drive" {
                        @for drive in world.graph.drives().iter() {
                            option value=(drive.id) {
                                @match drive.owner() {
                                    Some(owner) => { (owner.display_name()) }
                                    None => { (drive.key) }
                                }
                            }
                        }
                    }
                }
                label { "Item, by id or path " input name="item" required; }
                label { "What happens "
                    select name="call" {
                        @for (call, words, field) in ACTIONS {
                            option value=(call) data-field=[field] { (words) }
                        }
                    }
                }
                label { "New name, folder, or person (or organization, or link) " input name="value"; }
                button { "Do it" }
            }
            (channels(world))
        }
    }
}

fn channels(world: &World) -> Markup {
    let teams = world.graph.teams();
    let closed = teams.iter().flat_map(|team| {
        let closed = team.channels.iter().filter(|channel| channel.files == FilesTab::NeverOpened);
        closed.map(move |channel| (team, channel))
    });
    html! {
        ul aria-label="Channels whose Files tab was never opened" {
            @for (team, channel) in closed {
                li {
                    (team.name) ": " (channel.name) " "
                    button type="button" data-post="/api/channels/open-files"
                        data-body=(json!({ "team": team.id, "channel": channel.id }))
                        aria-label={ "Open the Files tab of " (channel.name) ", " (team.name) } { "Open the Files tab" }
                }
            }
        }
    }
}
