//! Lists of what is no drive item: libraries, sites, teams, channels, people.

use contract::graph::{Channel, Collection, Drive, Site, Team, User};
use contract::operations::Operation;
use serde::{Deserialize, Serialize};

use super::{Handles, Rebuilt, Text, WireDrive, WirePage, WireUser, drive, name, user, web_url, write};

/// Something that a list holds, as Graph writes it and as it is handed on.
pub(super) trait Listed: Serialize + Sized {
    /// As Graph writes it.
    type Wire<'a>: Deserialize<'a>;

    /// As it is handed on; `None` when it is not well-formed.
    fn rebuilt(wire: Self::Wire<'_>, handles: &Handles<'_>) -> Option<Self>;
}

/// A page of them. One that is not well-formed is left out.
pub(super) fn list<T: Listed>(
    page: &WirePage<'_>,
    operation: &Operation,
    handles: &Handles<'_>,
) -> Option<Rebuilt> {
    let mut value = Vec::with_capacity(page.value.len());
    for raw in &page.value {
        let wire = serde_json::from_str(raw.get()).ok();
        value.extend(wire.and_then(|wire| T::rebuilt(wire, handles)));
    }
    let skipped = page.value.len() - value.len();
    let next_link = match &page.next_link {
        Some(link) => Some(handles.next_path(operation, &link.0)?),
        None => None,
    };
    Some(Rebuilt { json: write(&Collection { value, next_link })?, skipped })
}

/// What sites, teams and channels have in common.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct WirePlace<'a> {
    #[serde(borrow)]
    id: Text<'a>,
    display_name: Option<Text<'a>>,
    web_url: Option<Text<'a>>,
    membership_type: Option<Text<'a>>,
}

impl Listed for Site {
    type Wire<'a> = WirePlace<'a>;

    fn rebuilt(wire: WirePlace<'_>, handles: &Handles<'_>) -> Option<Self> {
        Some(Self {
            id: wire.id.0.parse().ok()?,
            display_name: wire.display_name.and_then(name),
            web_url: wire.web_url.and_then(|url| web_url(&url.0, handles.cloud)),
        })
    }
}

impl Listed for Team {
    type Wire<'a> = WirePlace<'a>;

    fn rebuilt(wire: WirePlace<'_>, _: &Handles<'_>) -> Option<Self> {
        Some(Self { id: wire.id.0.parse().ok()?, display_name: wire.display_name.and_then(name) })
    }
}

impl Listed for Channel {
    type Wire<'a> = WirePlace<'a>;

    fn rebuilt(wire: WirePlace<'_>, _: &Handles<'_>) -> Option<Self> {
        Some(Self {
            id: wire.id.0.parse().ok()?,
            display_name: wire.display_name.and_then(name),
            membership_type: wire.membership_type.map(Into::into),
        })
    }
}

impl Listed for Drive {
    type Wire<'a> = WireDrive<'a>;

    fn rebuilt(wire: WireDrive<'_>, handles: &Handles<'_>) -> Option<Self> {
        drive(wire, handles.cloud)
    }
}

impl Listed for User {
    type Wire<'a> = WireUser<'a>;

    fn rebuilt(wire: WireUser<'_>, _: &Handles<'_>) -> Option<Self> {
        user(wire)
    }
}
