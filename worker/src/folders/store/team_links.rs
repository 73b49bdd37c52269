//! Which team a folder follows.

use contract::folder::Role;
use contract::ids::{FolderId, TeamId, TeamLinkId};
use contract::team_link::TeamLinkOptions;
use serde::Deserialize;

use super::Store;
use crate::platform::database::{DatabaseFault, Statement, rows};
use crate::sync::member::Identity;

/// A folder's team, as the database has it.
#[derive(Deserialize)]
pub(in crate::folders) struct TeamLinkRow {
    pub(in crate::folders) id: TeamLinkId,
    pub(in crate::folders) team: TeamId,
    pub(in crate::folders) name: String,
    owners: Role,
    guests: u8,
    pub(in crate::folders) linked_at: i64,
    pub(in crate::folders) linked_by: String,
}

impl TeamLinkRow {
    pub(in crate::folders) fn options(&self) -> TeamLinkOptions {
        TeamLinkOptions { owners: self.owners, guests: self.guests != 0 }
    }
}

/// Somebody's name.
#[derive(Deserialize)]
struct Named {
    name: String,
}

/// A link to be kept.
pub(in crate::folders) struct NewTeamLink<'a> {
    pub(in crate::folders) id: &'a TeamLinkId,
    pub(in crate::folders) team: &'a TeamId,
    pub(in crate::folders) name: &'a str,
    pub(in crate::folders) options: TeamLinkOptions,
    pub(in crate::folders) by: &'a str,
}

impl Store<'_> {
    /// The folder's team, if it follows one.
    pub(in crate::folders) async fn team_link(
        &self,
        folder: &FolderId,
    ) -> Result<Option<TeamLinkRow>, DatabaseFault> {
        let sql = "SELECT id, team, name, owners, guests, linked_at, linked_by FROM team_links
                   WHERE instance = ?1 AND folder = ?2";
        let found =
            rows(self.database, Statement::new(sql, [self.instance(), folder.as_str().into()])).await?;
        Ok(found.into_iter().next())
    }

    /// Keeps a link in the place of the one before. Whom that one brought, this one takes over.
    pub(in crate::folders) async fn put_team_link(
        &self,
        folder: &FolderId,
        link: &NewTeamLink<'_>,
        now_s: i64,
    ) -> Result<(), DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let NewTeamLink { id, team, name, options, by } = *link;
        let sql = "INSERT INTO team_links (instance, folder, id, tid, team, name, owners, guests, linked_at, linked_by_tid, linked_by_oid, linked_by)
                   VALUES (?1, ?4, ?5, ?2, ?6, ?7, ?8, ?9, ?10, ?2, ?3, ?11)
                   ON CONFLICT (instance, folder) DO UPDATE SET id = excluded.id, tid = excluded.tid, team = excluded.team,
                     name = excluded.name, owners = excluded.owners, guests = excluded.guests, linked_at = excluded.linked_at,
                     linked_by_tid = excluded.linked_by_tid, linked_by_oid = excluded.linked_by_oid, linked_by = excluded.linked_by";
        let values = [
            instance,
            tid,
            oid,
            folder.as_str().into(),
            id.as_str().into(),
            team.as_str().into(),
            name.into(),
            options.owners.name().into(),
            i64::from(options.guests).into(),
            now_s.into(),
            by.into(),
        ];
        self.database.batch(vec![Statement::new(sql, values)]).await.map(drop)
    }

    /// What these people of the folder are called.
    pub(in crate::folders) async fn names(
        &self,
        folder: &FolderId,
        people: &[Identity],
    ) -> Result<Vec<String>, DatabaseFault> {
        let people: Vec<[&str; 2]> = people.iter().map(|who| [who.tid.as_str(), who.oid.as_str()]).collect();
        let sql = "SELECT name FROM participants WHERE instance = ?1 AND folder = ?2
                     AND (tid, oid) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?3)) ORDER BY name COLLATE NOCASE";
        let values = [self.instance(), folder.as_str().into(), serde_json::json!(people).to_string().into()];
        let found: Vec<Named> = rows(self.database, Statement::new(sql, values)).await?;
        Ok(found.into_iter().map(|row| row.name).collect())
    }

    /// The folder follows no team any more. Whom the team brought stays, as if somebody had added them.
    pub(in crate::folders) async fn remove_team_link(&self, folder: &FolderId) -> Result<(), DatabaseFault> {
        let of = || [self.instance(), folder.as_str().into()];
        let statements = vec![
            Statement::new("DELETE FROM team_links WHERE instance = ?1 AND folder = ?2", of()),
            Statement::new(
                "UPDATE participants SET origin = 'manual', membership = NULL, run = NULL
                 WHERE instance = ?1 AND folder = ?2 AND origin = 'team'",
                of(),
            ),
        ];
        self.database.batch(statements).await.map(drop)
    }
}
