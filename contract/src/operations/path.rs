//! The ids in the path of a call.

use super::Segment;
use crate::ids::{ChannelId, DriveId, ItemId, MembershipId, ShareId, SiteId, TeamId};

/// The ids in a path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathIds {
    /// In the place of [`Segment::Drive`].
    pub drive: Option<DriveId>,
    /// In the place of [`Segment::Item`].
    pub item: Option<ItemId>,
    /// In the place of [`Segment::Site`].
    pub site: Option<SiteId>,
    /// In the place of [`Segment::Team`].
    pub team: Option<TeamId>,
    /// In the place of [`Segment::Channel`].
    pub channel: Option<ChannelId>,
    /// In the place of [`Segment::Membership`].
    pub membership: Option<MembershipId>,
    /// In the place of [`Segment::Share`].
    pub share: Option<ShareId>,
}

impl PathIds {
    /// The id for a segment: `None` where it takes none, or is not there.
    #[must_use]
    pub fn of(&self, segment: Segment) -> Option<&str> {
        match segment {
            Segment::Literal(_) | Segment::TextFunction(_) => None,
            Segment::Item => self.item.as_ref().map(ItemId::as_str),
            Segment::Drive => self.drive.as_ref().map(DriveId::as_str),
            Segment::Site => self.site.as_ref().map(SiteId::as_str),
            Segment::Team => self.team.as_ref().map(TeamId::as_str),
            Segment::Channel => self.channel.as_ref().map(ChannelId::as_str),
            Segment::Membership => self.membership.as_ref().map(MembershipId::as_str),
            Segment::Share => self.share.as_ref().map(ShareId::as_str),
        }
    }

    /// Takes the id of a segment in; `None` when the text is not such an id.
    #[must_use]
    pub fn with(mut self, segment: Segment, text: &str) -> Option<Self> {
        match segment {
            Segment::Literal(expected) | Segment::TextFunction(expected) => {
                return (text == expected).then_some(self);
            }
            Segment::Item => self.item = Some(text.parse().ok()?),
            Segment::Drive => self.drive = Some(text.parse().ok()?),
            Segment::Site => self.site = Some(text.parse().ok()?),
            Segment::Team => self.team = Some(text.parse().ok()?),
            Segment::Channel => self.channel = Some(text.parse().ok()?),
            Segment::Membership => self.membership = Some(text.parse().ok()?),
            Segment::Share => self.share = Some(text.parse().ok()?),
        }
        Some(self)
    }

    /// The id of an item, and that of its drive unless it is the person's own.
    #[must_use]
    pub fn item(drive: Option<DriveId>, item: ItemId) -> Self {
        Self { drive, item: Some(item), ..Self::default() }
    }
}

impl Segment {
    /// What documentation writes in its place.
    #[must_use]
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Literal(text) | Self::TextFunction(text) => text,
            Self::Item => "{item-id}",
            Self::Drive => "{drive-id}",
            Self::Site => "{site-id}",
            Self::Team => "{team-id}",
            Self::Channel => "{channel-id}",
            Self::Membership => "{membership-id}",
            Self::Share => "{share-id}",
        }
    }
}
