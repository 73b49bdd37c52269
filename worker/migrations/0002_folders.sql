-- Folders, who takes part in them, and which documents are linked. Every key begins with the instance, and every statement names it:
-- no folder is found from another customer.
CREATE TABLE folders (
  instance TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  -- What the host app calls it.
  reference TEXT,
  created_at INTEGER NOT NULL,
  archived_at INTEGER,
  PRIMARY KEY (instance, id)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX folders_by_reference ON folders (instance, reference) WHERE reference IS NOT NULL;

CREATE TABLE participants (
  instance TEXT NOT NULL,
  folder TEXT NOT NULL,
  tid TEXT NOT NULL,
  oid TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'member', 'guest')),
  origin TEXT NOT NULL CHECK (origin IN ('creator', 'manual')),
  -- For display.
  name TEXT NOT NULL,
  username TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (instance, folder, tid, oid),
  FOREIGN KEY (instance, folder) REFERENCES folders (instance, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX participants_by_person ON participants (instance, tid, oid, folder);

CREATE TABLE documents (
  instance TEXT NOT NULL,
  folder TEXT NOT NULL,
  id TEXT NOT NULL,
  drive_id TEXT NOT NULL,
  item_id TEXT NOT NULL,
  -- As Graph described the item to whoever linked it.
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('file', 'folder', 'package')),
  mime_type TEXT,
  size INTEGER,
  web_url TEXT,
  e_tag TEXT,
  linked_at INTEGER NOT NULL,
  linked_by_tid TEXT NOT NULL,
  linked_by_oid TEXT NOT NULL,
  linked_by TEXT NOT NULL,
  PRIMARY KEY (instance, folder, id),
  FOREIGN KEY (instance, folder) REFERENCES folders (instance, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- An item is linked once in a folder.
CREATE UNIQUE INDEX documents_by_item ON documents (instance, folder, drive_id, item_id);
-- The order in which they are shown.
CREATE INDEX documents_by_name ON documents (instance, folder, name COLLATE NOCASE, id);
