-- Folders that follow a team: one team a folder.
CREATE TABLE team_links (
  instance TEXT NOT NULL,
  folder TEXT NOT NULL,
  id TEXT NOT NULL,
  -- The team, and the tenant it belongs to.
  tid TEXT NOT NULL,
  team TEXT NOT NULL,
  -- For display.
  name TEXT NOT NULL,
  owners TEXT NOT NULL CHECK (owners IN ('owner', 'member')),
  guests INTEGER NOT NULL,
  linked_at INTEGER NOT NULL,
  linked_by_tid TEXT NOT NULL,
  linked_by_oid TEXT NOT NULL,
  linked_by TEXT NOT NULL,
  PRIMARY KEY (instance, folder),
  FOREIGN KEY (instance, folder) REFERENCES folders (instance, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Participants that a team brings: by which membership, and in which run. A check cannot be changed in place, so the table is made
-- anew; whoever reads the old columns finds them as they were.
CREATE TABLE participants_of_teams (
  instance TEXT NOT NULL,
  folder TEXT NOT NULL,
  tid TEXT NOT NULL,
  oid TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('owner', 'member', 'guest')),
  origin TEXT NOT NULL CHECK (origin IN ('creator', 'manual', 'team')),
  -- For display.
  name TEXT NOT NULL,
  username TEXT NOT NULL,
  added_at INTEGER NOT NULL,
  -- Graph's name of the membership that brought them, and the run that did so last.
  membership TEXT,
  run INTEGER,
  PRIMARY KEY (instance, folder, tid, oid),
  CHECK ((origin = 'team') = (membership IS NOT NULL)),
  FOREIGN KEY (instance, folder) REFERENCES folders (instance, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

INSERT INTO participants_of_teams (instance, folder, tid, oid, role, origin, name, username, added_at)
SELECT instance, folder, tid, oid, role, origin, name, username, added_at FROM participants;

DROP TABLE participants;

ALTER TABLE participants_of_teams RENAME TO participants;

CREATE INDEX participants_by_person ON participants (instance, tid, oid, folder);
