//! Documents in the database.

use contract::folder::{DOCUMENTS_MAX, DocumentKind, DocumentView, RecentDocument};
use contract::graph::DriveItem;
use contract::ids::{DocumentId, DriveId, FolderId, ItemId, ObjectId, TenantId};
use serde::Deserialize;

use super::super::states::parent;
use super::{Change, Store, Touched, page};
use crate::platform::database::{DatabaseFault, Statement, read, rows};

/// What is stored of an item that is linked.
pub(in crate::folders) struct NewDocument {
    pub(in crate::folders) id: DocumentId,
    pub(in crate::folders) drive_id: DriveId,
    pub(in crate::folders) item_id: ItemId,
    pub(in crate::folders) name: String,
    pub(in crate::folders) kind: DocumentKind,
    pub(in crate::folders) mime_type: Option<String>,
    pub(in crate::folders) size: Option<u64>,
    pub(in crate::folders) web_url: Option<String>,
    pub(in crate::folders) e_tag: Option<String>,
    pub(in crate::folders) parent_id: Option<String>,
}

/// What is known of a document when its state is asked for.
#[derive(Deserialize)]
pub(in crate::folders) struct Stored {
    pub(in crate::folders) id: DocumentId,
    pub(in crate::folders) drive_id: DriveId,
    pub(in crate::folders) item_id: ItemId,
    pub(in crate::folders) name: String,
    web_url: Option<String>,
    size: Option<u64>,
    pub(in crate::folders) parent_id: Option<String>,
}

impl Stored {
    /// Whether what is shown of it is not true any more.
    pub(in crate::folders) fn differs_from(&self, now: &DriveItem) -> bool {
        let lies_elsewhere = parent(now).is_some_and(|now| Some(now) != self.parent_id.as_deref());
        lies_elsewhere || now.name != self.name || now.web_url != self.web_url || now.size != self.size
    }
}

/// How many people take part beside somebody.
#[derive(Deserialize)]
pub(in crate::folders) struct Counted {
    pub(in crate::folders) everybody: u32,
    /// Those whom a list does not name.
    pub(in crate::folders) without: u32,
}

#[derive(Deserialize)]
struct RecentRow {
    folder_name: String,
    #[serde(flatten)]
    document: DocumentRow,
}

#[derive(Deserialize)]
struct DocumentRow {
    id: DocumentId,
    drive_id: DriveId,
    item_id: ItemId,
    name: String,
    kind: DocumentKind,
    mime_type: Option<String>,
    size: Option<u64>,
    web_url: Option<String>,
    linked_at: i64,
    linked_by: String,
    linked_by_tid: TenantId,
    linked_by_oid: ObjectId,
}

/// The columns of a document.
macro_rules! documents {
    ($rest:literal) => {
        concat!(
            "SELECT id, drive_id, item_id, name, kind, mime_type, size, web_url, linked_at, linked_by, linked_by_tid, linked_by_oid
             FROM documents WHERE instance = ?1 AND folder = ?2 ",
            $rest
        )
    };
}

impl Store<'_> {
    /// The documents by name: one more than a page, if there are more.
    pub(in crate::folders) async fn documents(
        &self,
        folder: &FolderId,
        after: Option<&DocumentId>,
    ) -> Result<Vec<DocumentView>, DatabaseFault> {
        let values = [self.instance(), folder.as_str().into(), after.map(DocumentId::as_str).into(), page()];
        let sql = documents!(
            "AND (?3 IS NULL OR (name COLLATE NOCASE, id) >
                 (SELECT a.name COLLATE NOCASE, a.id FROM documents a WHERE a.instance = ?1 AND a.folder = ?2 AND a.id = ?3))
             ORDER BY name COLLATE NOCASE, id LIMIT ?4"
        );
        let found: Vec<DocumentRow> = rows(self.database, Statement::new(sql, values)).await?;
        Ok(found.into_iter().map(|row| self.seen(row)).collect())
    }

    /// The document of an item, if it is linked.
    pub(in crate::folders) async fn document_of(
        &self,
        folder: &FolderId,
        (drive, item): (&DriveId, &ItemId),
    ) -> Result<Option<DocumentView>, DatabaseFault> {
        let values = [self.instance(), folder.as_str().into(), drive.as_str().into(), item.as_str().into()];
        let statement = Statement::new(documents!("AND drive_id = ?3 AND item_id = ?4"), values);
        let found: Vec<DocumentRow> = rows(self.database, statement).await?;
        Ok(found.into_iter().next().map(|row| self.seen(row)))
    }

    /// Links an item. Refused when it is linked already, or the folder is full.
    pub(in crate::folders) async fn link(
        &self,
        folder: &FolderId,
        new: &NewDocument,
        (by, now_s): (&str, i64),
    ) -> Result<Change, DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let values = [
            instance,
            folder.as_str().into(),
            tid,
            oid,
            new.id.as_str().into(),
            new.drive_id.as_str().into(),
            new.item_id.as_str().into(),
            new.name.as_str().into(),
            new.kind.name().into(),
            new.mime_type.clone().into(),
            new.size.and_then(|size| i64::try_from(size).ok()).into(),
            new.web_url.clone().into(),
            new.e_tag.clone().into(),
            by.into(),
            now_s.into(),
            DOCUMENTS_MAX.into(),
            new.parent_id.clone().into(),
        ];
        let sql = "INSERT INTO documents (instance, folder, linked_by_tid, linked_by_oid, id, drive_id, item_id, name, kind,
                     mime_type, size, web_url, e_tag, linked_by, linked_at, parent_id)
                   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?17
                   WHERE (SELECT count(*) FROM documents WHERE instance = ?1 AND folder = ?2) < ?16
                   ON CONFLICT DO NOTHING RETURNING id";
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(|rows| Change::of(&rows))
    }

    /// What is known of these documents, as far as the folder has them.
    pub(in crate::folders) async fn stored(
        &self,
        folder: &FolderId,
        wanted: &[DocumentId],
    ) -> Result<Vec<Stored>, DatabaseFault> {
        // Ids are letters and digits, so this is JSON.
        let wanted: Vec<&str> = wanted.iter().map(DocumentId::as_str).collect();
        let wanted = format!("[\"{}\"]", wanted.join("\",\""));
        let sql = "SELECT id, drive_id, item_id, name, web_url, size, parent_id FROM documents
                   WHERE instance = ?1 AND folder = ?2 AND id IN (SELECT value FROM json_each(?3))";
        let values = [self.instance(), folder.as_str().into(), wanted.into()];
        rows(self.database, Statement::new(sql, values)).await
    }

    /// Shows these documents as Graph describes them now.
    pub(in crate::folders) async fn follow(
        &self,
        folder: &FolderId,
        changed: &[(&DocumentId, &DriveItem)],
    ) -> Result<(), DatabaseFault> {
        let statement = |(id, now): &(&DocumentId, &DriveItem)| {
            let values = [
                self.instance(),
                folder.as_str().into(),
                id.as_str().into(),
                now.name.as_str().into(),
                now.web_url.clone().into(),
                now.size.and_then(|size| i64::try_from(size).ok()).into(),
                now.e_tag.clone().into(),
                parent(now).map(str::to_owned).into(),
            ];
            let sql = "UPDATE documents SET name = ?4, web_url = ?5, size = ?6, e_tag = ?7, parent_id = coalesce(?8, parent_id)
                       WHERE instance = ?1 AND folder = ?2 AND id = ?3";
            Statement::new(sql, values)
        };
        self.database.batch(changed.iter().map(statement).collect()).await.map(drop)
    }

    /// What the person linked last, newest first, in folders that they still take part in; more often than once, if it was linked so.
    pub(in crate::folders) async fn recent(&self, limit: u32) -> Result<Vec<RecentDocument>, DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let sql = "SELECT d.id, d.drive_id, d.item_id, d.name, d.kind, d.mime_type, d.size, d.web_url, d.linked_at, d.linked_by,
                     d.linked_by_tid, d.linked_by_oid, f.name AS folder_name
                   FROM documents d
                   JOIN participants me ON me.instance = d.instance AND me.folder = d.folder AND me.tid = ?2 AND me.oid = ?3
                   JOIN folders f ON f.instance = d.instance AND f.id = d.folder
                   WHERE d.instance = ?1 AND d.linked_by_tid = ?2 AND d.linked_by_oid = ?3
                   ORDER BY d.linked_at DESC, d.id LIMIT ?4";
        let found: Vec<RecentRow> =
            rows(self.database, Statement::new(sql, [instance, tid, oid, limit.into()])).await?;
        let seen =
            |row: RecentRow| RecentDocument { document: self.seen(row.document), folder: row.folder_name };
        Ok(found.into_iter().map(seen).collect())
    }

    /// For each list of object ids (as JSON): how many people take part beside the person, and how many of them it does not name.
    pub(in crate::folders) async fn without(
        &self,
        folder: &FolderId,
        lists: &[String],
    ) -> Result<Vec<Counted>, DatabaseFault> {
        let sql = "SELECT count(*) AS everybody, count(*) FILTER (WHERE oid NOT IN (SELECT value FROM json_each(?5))) AS without
                   FROM participants WHERE instance = ?1 AND folder = ?4 AND (tid, oid) <> (?2, ?3)";
        let statement = |list: &String| {
            let [instance, tid, oid] = self.me();
            Statement::new(sql, [instance, tid, oid, folder.as_str().into(), list.as_str().into()])
        };
        let answers = self.database.batch(lists.iter().map(statement).collect()).await?;
        let counted: Result<Vec<Vec<Counted>>, DatabaseFault> = answers.into_iter().map(read).collect();
        Ok(counted?.into_iter().flatten().collect())
    }

    /// Takes a link away; with `own_only`, only the person's own. Refused when there is no such link.
    pub(in crate::folders) async fn unlink(
        &self,
        folder: &FolderId,
        document: &DocumentId,
        own_only: bool,
    ) -> Result<Change, DatabaseFault> {
        let [instance, tid, oid] = self.me();
        let values = [
            instance,
            folder.as_str().into(),
            document.as_str().into(),
            i64::from(own_only).into(),
            tid,
            oid,
        ];
        let sql = "DELETE FROM documents WHERE instance = ?1 AND folder = ?2 AND id = ?3
                     AND (?4 = 0 OR (linked_by_tid, linked_by_oid) = (?5, ?6)) RETURNING id";
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(|rows| Change::of(&rows))
    }

    fn seen(&self, row: DocumentRow) -> DocumentView {
        DocumentView {
            own: row.linked_by_tid == self.user.tid && row.linked_by_oid == self.user.oid,
            id: row.id,
            drive_id: row.drive_id,
            item_id: row.item_id,
            name: row.name,
            kind: row.kind,
            mime_type: row.mime_type,
            size: row.size,
            web_url: row.web_url,
            linked_at: row.linked_at,
            linked_by: row.linked_by,
        }
    }
}
