-- Where an item lies, so that a move is noticed, and what somebody linked last, newest first.
ALTER TABLE documents ADD COLUMN parent_id TEXT;

CREATE INDEX documents_by_linker ON documents (instance, linked_by_tid, linked_by_oid, linked_at);
