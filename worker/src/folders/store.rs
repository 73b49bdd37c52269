//! Folders in the database. Every statement names the instance, and a folder is only ever found through the participation of whoever
//! asks, so that a mistake elsewhere shows nobody what is not theirs (S1-33, S3-25).

mod documents;
mod team_links;

use contract::folder::{Deed, FolderView, Origin, PAGE_SIZE, PARTICIPANTS_MAX, ParticipantView, Role};
use contract::ids::{FolderId, UserKey};
use contract::session::PersonView;
use serde::Deserialize;

pub(super) use self::documents::{Counted, NewDocument, Stored};
pub(super) use self::team_links::{NewTeamLink, TeamLinkRow};
use super::route::Person;
use crate::platform::database::{Database, DatabaseFault, Statement, Value, rows};

/// The folders of one person at one instance.
pub(super) struct Store<'a> {
    pub(super) database: &'a dyn Database,
    pub(super) user: UserKey,
}

/// What is stored of somebody who is added.
pub(super) struct Newcomer<'a> {
    pub(super) person: &'a Person,
    pub(super) role: Role,
    pub(super) name: &'a str,
    pub(super) username: &'a str,
}

/// What came of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// It is done.
    Done,
    /// There is nothing to change, or a rule stands against it.
    Refused,
}

impl Change {
    fn of(rows: &[Touched]) -> Self {
        if rows.is_empty() { Self::Refused } else { Self::Done }
    }
}

/// Says that a row was written.
#[derive(Deserialize)]
struct Touched {}

#[derive(Deserialize)]
struct FolderRow {
    id: FolderId,
    name: String,
    reference: Option<String>,
    role: Role,
    created_at: i64,
    archived_at: Option<i64>,
    documents: u32,
    participants: u32,
}

impl From<FolderRow> for FolderView {
    fn from(row: FolderRow) -> Self {
        let FolderRow { id, name, reference, role, created_at, archived_at, documents, participants } = row;
        let participants = role.may(Deed::SeeParticipants).then_some(participants);
        Self { id, name, reference, role, created_at, archived_at, documents, participants }
    }
}

/// The columns of a folder as one participant, `me`, sees it.
macro_rules! folders {
    ($rest:literal) => {
        concat!(
            "SELECT f.id, f.name, f.reference, f.created_at, f.archived_at, me.role,
               (SELECT count(*) FROM documents d WHERE d.instance = f.instance AND d.folder = f.id) AS documents,
               (SELECT count(*) FROM participants p WHERE p.instance = f.instance AND p.folder = f.id) AS participants
             FROM participants me JOIN folders f ON f.instance = me.instance AND f.id = me.folder
             WHERE me.instance = ?1 AND me.tid = ?2 AND me.oid = ?3 ",
            $rest
        )
    };
}

impl Store<'_> {
    fn me(&self) -> [Value; 3] {
        let UserKey { instance, tid, oid } = &self.user;
        [instance.as_str().into(), tid.as_str().into(), oid.as_str().into()]
    }

    fn instance(&self) -> Value {
        self.user.instance.as_str().into()
    }

    /// A folder that the person takes part in.
    pub(super) async fn folder(&self, id: &FolderId) -> Result<Option<FolderView>, DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let values = [instance, tid, oid, id.as_str().into()];
        let found: Vec<FolderRow> =
            rows(self.database, Statement::new(folders!("AND f.id = ?4"), values)).await?;
        Ok(found.into_iter().next().map(Into::into))
    }

    /// The person's folders by name, those in the archive last: one more than a page, if there are more.
    pub(super) async fn folders(&self, after: Option<&FolderId>) -> Result<Vec<FolderView>, DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let values = [instance, tid, oid, after.map(FolderId::as_str).into(), page()];
        let sql = folders!(
            "AND (?4 IS NULL OR (f.archived_at IS NOT NULL, f.name COLLATE NOCASE, f.id) >
                 (SELECT a.archived_at IS NOT NULL, a.name COLLATE NOCASE, a.id FROM folders a WHERE a.instance = ?1 AND a.id = ?4))
             ORDER BY f.archived_at IS NOT NULL, f.name COLLATE NOCASE, f.id LIMIT ?5"
        );
        let found: Vec<FolderRow> = rows(self.database, Statement::new(sql, values)).await?;
        Ok(found.into_iter().map(Into::into).collect())
    }

    /// Shows the person under this name from now on. Writes only where it is another than before.
    pub(super) async fn be_called(
        &self,
        folder: &FolderId,
        person: &PersonView,
    ) -> Result<(), DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let (name, username) = (person.name.as_str().into(), person.username.as_str().into());
        let sql = "UPDATE participants SET name = ?5, username = ?6
                   WHERE instance = ?1 AND folder = ?4 AND tid = ?2 AND oid = ?3 AND (name, username) <> (?5, ?6) RETURNING oid";
        let values = [instance, tid, oid, folder.as_str().into(), name, username];
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(drop)
    }

    /// Makes a folder, with the person as its owner. Refused when another one has the reference.
    pub(super) async fn create(
        &self,
        (id, name, reference): (&FolderId, &str, Option<&str>),
        owner: &Newcomer<'_>,
        now_s: i64,
    ) -> Result<Change, DatabaseFault> {
        let values = [self.instance(), id.as_str().into(), name.into(), reference.into(), now_s.into()];
        let folder = Statement::new(
            "INSERT INTO folders (instance, id, name, reference, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO NOTHING RETURNING id",
            values,
        );
        let owner = self.participant(id, owner, Origin::Creator, now_s);
        let answers = self.database.batch(vec![folder, owner]).await?;
        let made = answers.first().is_some_and(|rows| !rows.is_empty());
        Ok(if made { Change::Done } else { Change::Refused })
    }

    /// Adds somebody to a folder that is there and has room; whoever takes part already stays as they are.
    fn participant(
        &self,
        folder: &FolderId,
        newcomer: &Newcomer<'_>,
        origin: Origin,
        now_s: i64,
    ) -> Statement {
        let Newcomer { person, role, name, username } = *newcomer;
        let values = [
            self.instance(),
            folder.as_str().into(),
            person.tid.as_str().into(),
            person.oid.as_str().into(),
            role.name().into(),
            origin.name().into(),
            name.into(),
            username.into(),
            now_s.into(),
            PARTICIPANTS_MAX.into(),
        ];
        Statement::new(
            "INSERT INTO participants (instance, folder, tid, oid, role, origin, name, username, added_at)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9
             WHERE EXISTS (SELECT 1 FROM folders WHERE instance = ?1 AND id = ?2)
               AND (SELECT count(*) FROM participants WHERE instance = ?1 AND folder = ?2) < ?10
             ON CONFLICT DO NOTHING RETURNING oid",
            values,
        )
    }

    /// Another name, and in the archive or not; `None` leaves it as it is.
    pub(super) async fn change(
        &self,
        id: &FolderId,
        (name, archived): (Option<&str>, Option<bool>),
        now_s: i64,
    ) -> Result<(), DatabaseFault> {
        let archived = archived.map(i64::from);
        let values = [self.instance(), id.as_str().into(), name.into(), archived.into(), now_s.into()];
        let sql = "UPDATE folders SET name = coalesce(?3, name), archived_at =
                     CASE ?4 WHEN 1 THEN coalesce(archived_at, ?5) WHEN 0 THEN NULL ELSE archived_at END
                   WHERE instance = ?1 AND id = ?2 RETURNING id";
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(drop)
    }

    /// Who takes part, owners first, then by name: one more than a page, if there are more.
    pub(super) async fn participants(
        &self,
        folder: &FolderId,
        skip: u32,
    ) -> Result<Vec<ParticipantView>, DatabaseFault> {
        let values = [self.instance(), folder.as_str().into(), page(), skip.into()];
        let sql = "SELECT tid, oid, name, username, role, origin, added_at FROM participants WHERE instance = ?1 AND folder = ?2
                   ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'member' THEN 1 ELSE 2 END, name COLLATE NOCASE, oid LIMIT ?3 OFFSET ?4";
        rows(self.database, Statement::new(sql, values)).await
    }

    /// Adds somebody. Refused when they take part already, or the folder is full.
    pub(super) async fn add(
        &self,
        folder: &FolderId,
        newcomer: &Newcomer<'_>,
        now_s: i64,
    ) -> Result<Change, DatabaseFault> {
        let statement = self.participant(folder, newcomer, Origin::Manual, now_s);
        rows::<Touched>(self.database, statement).await.map(|rows| Change::of(&rows))
    }

    /// Somebody who takes part.
    pub(super) async fn somebody(
        &self,
        folder: &FolderId,
        person: &Person,
    ) -> Result<Option<ParticipantView>, DatabaseFault> {
        let sql = "SELECT tid, oid, name, username, role, origin, added_at FROM participants
                   WHERE instance = ?1 AND folder = ?2 AND tid = ?3 AND oid = ?4";
        let found = rows(self.database, Statement::new(sql, self.of(folder, person))).await?;
        Ok(found.into_iter().next())
    }

    /// Another role. Refused when they do not take part, or the last owner would be none any more.
    pub(super) async fn set_role(
        &self,
        folder: &FolderId,
        person: &Person,
        role: Role,
    ) -> Result<Change, DatabaseFault> {
        let [instance, folder, tid, oid] = self.of(folder, person);
        // Whom a team brought is somebody's choice from now on: the team leaves them as they are.
        let sql = "UPDATE participants SET role = ?5, origin = CASE origin WHEN 'team' THEN 'manual' ELSE origin END,
                     membership = NULL, run = NULL WHERE instance = ?1 AND folder = ?2 AND tid = ?3 AND oid = ?4
                     AND (?5 = 'owner' OR role <> 'owner' OR EXISTS (SELECT 1 FROM participants o
                       WHERE o.instance = ?1 AND o.folder = ?2 AND o.role = 'owner' AND (o.tid, o.oid) <> (?3, ?4)))
                   RETURNING oid";
        let values = [instance, folder, tid, oid, role.name().into()];
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(|rows| Change::of(&rows))
    }

    /// Takes somebody out. Refused when they do not take part, or are the last owner.
    pub(super) async fn remove(&self, folder: &FolderId, person: &Person) -> Result<Change, DatabaseFault> {
        let sql = "DELETE FROM participants WHERE instance = ?1 AND folder = ?2 AND tid = ?3 AND oid = ?4
                     AND (role <> 'owner' OR EXISTS (SELECT 1 FROM participants o
                       WHERE o.instance = ?1 AND o.folder = ?2 AND o.role = 'owner' AND (o.tid, o.oid) <> (?3, ?4)))
                   RETURNING oid";
        let statement = Statement::new(sql, self.of(folder, person));
        rows::<Touched>(self.database, statement).await.map(|rows| Change::of(&rows))
    }

    fn of(&self, folder: &FolderId, person: &Person) -> [Value; 4] {
        [self.instance(), folder.as_str().into(), person.tid.as_str().into(), person.oid.as_str().into()]
    }
}

/// One more row than a page has: then there are more.
fn page() -> Value {
    Value::Integer(i64::try_from(PAGE_SIZE + 1).unwrap_or(i64::MAX))
}
