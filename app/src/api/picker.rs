//! Calls of the picker: what lies at a location.

use contract::folder::RecentResponse;
use contract::graph::{Channel, Collection, Drive, DriveItem, Site, Team};
use contract::ids::TeamId;
use web_sys::AbortSignal;

use super::client::{SignedInApi, json};
use crate::model::failure::Failure;
use crate::picker::entry::Entry;
use crate::picker::location::{Shape, children};

/// A page of lines, and the path of the next one.
type Page = (Vec<Entry>, Option<String>);

impl SignedInApi {
    /// A page of what lies at a location.
    pub(crate) async fn entries(
        self,
        (path, shape): (&str, Shape),
        team: Option<TeamId>,
        signal: Option<AbortSignal>,
    ) -> Result<Page, Failure> {
        match shape {
            Shape::Items { own } => items(path, own, signal).await,
            Shape::Item => {
                let item: DriveItem = json(path, signal).await?;
                Ok((Entry::item(item, false).into_iter().collect(), None))
            }
            Shape::FilesFolder => {
                let folder: DriveItem = json(path, signal.clone()).await?;
                let drive = folder.parent_reference.and_then(|parent| parent.drive_id?.parse().ok());
                let drive = drive.ok_or(Failure::Unreadable)?;
                items(&children(&drive, &folder.id), false, signal).await
            }
            Shape::Drives => {
                let page: Collection<Drive> = json(path, signal).await?;
                Ok((page.value.into_iter().filter_map(Entry::drive).collect(), page.next_link))
            }
            Shape::Sites => {
                let page: Collection<Site> = json(path, signal).await?;
                Ok((page.value.into_iter().map(Entry::site).collect(), page.next_link))
            }
            Shape::Teams => {
                let page: Collection<Team> = json(path, signal).await?;
                Ok((page.value.into_iter().map(Entry::team).collect(), page.next_link))
            }
            Shape::Channels => {
                let page: Collection<Channel> = json(path, signal).await?;
                let team = team.ok_or(Failure::Unreadable)?;
                let channel = |channel| Entry::channel(channel, team.clone());
                Ok((page.value.into_iter().map(channel).collect(), page.next_link))
            }
            Shape::Recent => {
                let recent: RecentResponse = json(path, signal).await?;
                Ok((recent.documents.into_iter().map(Entry::recent).collect(), None))
            }
        }
    }
}

async fn items(path: &str, own: bool, signal: Option<AbortSignal>) -> Result<Page, Failure> {
    let page: Collection<DriveItem> = json(path, signal).await?;
    let entries = page.value.into_iter().filter_map(|item| Entry::item(item, own));
    Ok((entries.collect(), page.next_link))
}
