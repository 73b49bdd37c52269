//! The participants of a folder that follows a team, in the database. Lists travel as one JSON value, so that a statement takes as
//! many people as it is given.

use async_trait::async_trait;
use contract::folder::{Origin, Role};
use contract::ids::{MembershipId, ObjectId, TenantId};
use serde::Deserialize;
use serde_json::json;

use super::engine::{Roster, RosterFault};
use super::link::Link;
use super::member::Identity;
use super::plan::{Action, Brought, Participant};
use crate::platform::clock::Clock;
use crate::platform::database::{Database, DatabaseFault, Statement, Value, rows};

/// The participants of one link's folder.
pub(crate) struct FolderRoster<'a> {
    pub(crate) database: &'a dyn Database,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) link: &'a Link,
}

#[derive(Deserialize)]
struct ParticipantRow {
    tid: TenantId,
    oid: ObjectId,
    role: Role,
    name: String,
    username: String,
    origin: Origin,
    membership: Option<MembershipId>,
}

impl From<ParticipantRow> for Participant {
    fn from(row: ParticipantRow) -> Self {
        let ParticipantRow { tid, oid, role, name, username, origin, membership } = row;
        let brought = match (origin, membership) {
            (Origin::Team, Some(membership)) => Brought::ByLink { membership },
            (Origin::Team | Origin::Creator | Origin::Manual, _) => Brought::ByHand,
        };
        Self { who: Identity { tid, oid }, role, name, username, brought }
    }
}

impl From<DatabaseFault> for RosterFault {
    fn from(_: DatabaseFault) -> Self {
        Self
    }
}

#[async_trait(?Send)]
impl Roster for FolderRoster<'_> {
    async fn participants(&self) -> Result<Vec<Participant>, RosterFault> {
        let sql = "SELECT tid, oid, role, name, username, origin, membership FROM participants
                   WHERE instance = ?1 AND folder = ?2";
        let [instance, folder, _] = self.link();
        let found: Vec<ParticipantRow> = rows(self.database, Statement::new(sql, [instance, folder])).await?;
        Ok(found.into_iter().map(Into::into).collect())
    }

    async fn apply(&self, run: u32, actions: &[Action]) -> Result<(), RosterFault> {
        let statements = [self.put(run, actions), self.remove(actions)];
        self.database.batch(statements.into_iter().flatten().collect()).await?;
        Ok(())
    }
}

impl FolderRoster<'_> {
    fn link(&self) -> [Value; 3] {
        let Link { id, by, folder, .. } = self.link;
        [by.instance.as_str().into(), folder.as_str().into(), id.as_str().into()]
    }

    /// Whoever comes or is something else. Only while the folder has this link: a run that outlives it writes nothing.
    fn put(&self, run: u32, actions: &[Action]) -> Option<Statement> {
        let wanted = actions.iter().filter_map(|action| match action {
            Action::Add(wanted) | Action::Change(wanted) => Some(wanted),
            Action::Remove { .. } => None,
        });
        let people = json!(wanted.collect::<Vec<_>>());
        let [instance, folder, link] = self.link();
        let now = self.clock.now().seconds().into();
        (people != json!([])).then(|| {
            Statement::new(
                "INSERT INTO participants (instance, folder, tid, oid, role, origin, name, username, added_at, membership, run)
                 SELECT ?1, ?2, p.value ->> '$.who.tid', p.value ->> '$.who.oid', p.value ->> '$.role', 'team', p.value ->> '$.name',
                   p.value ->> '$.username', ?5, p.value ->> '$.membership', ?4
                 FROM json_each(?6) p WHERE EXISTS (SELECT 1 FROM team_links WHERE instance = ?1 AND folder = ?2 AND id = ?3)
                 ON CONFLICT (instance, folder, tid, oid) DO UPDATE SET role = excluded.role, name = excluded.name,
                   username = excluded.username, membership = excluded.membership, run = excluded.run WHERE origin = 'team'",
                [instance, folder, link, run.into(), now, people.to_string().into()],
            )
        })
    }

    /// Whoever goes, if that membership brought them.
    fn remove(&self, actions: &[Action]) -> Option<Statement> {
        let gone = actions.iter().filter_map(|action| match action {
            Action::Remove { who, membership } => Some(json!([who.tid, who.oid, membership])),
            Action::Add(_) | Action::Change(_) => None,
        });
        let people = json!(gone.collect::<Vec<_>>());
        let [instance, folder, link] = self.link();
        (people != json!([])).then(|| {
            Statement::new(
                "DELETE FROM participants WHERE instance = ?1 AND folder = ?2 AND origin = 'team'
                   AND (tid, oid, membership) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?4))
                   AND EXISTS (SELECT 1 FROM team_links WHERE instance = ?1 AND folder = ?2 AND id = ?3)",
                [instance, folder, link, people.to_string().into()],
            )
        })
    }
}

#[cfg(test)]
mod tests;
