//! Documents in the database.

use contract::folder::{DOCUMENTS_MAX, DocumentKind, DocumentView};
use contract::ids::{DocumentId, DriveId, FolderId, ItemId, ObjectId, TenantId};
use serde::Deserialize;

use super::{Change, Store, Touched, page};
use crate::platform::database::{DatabaseFault, Statement, rows};

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
        ];
        let sql = "INSERT INTO documents (instance, folder, linked_by_tid, linked_by_oid, id, drive_id, item_id, name, kind,
                     mime_type, size, web_url, e_tag, linked_by, linked_at)
                   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15
                   WHERE (SELECT count(*) FROM documents WHERE instance = ?1 AND folder = ?2) < ?16
                   ON CONFLICT DO NOTHING RETURNING id";
        rows::<Touched>(self.database, Statement::new(sql, values)).await.map(|rows| Change::of(&rows))
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
