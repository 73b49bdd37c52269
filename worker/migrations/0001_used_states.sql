-- Sign-ins that were finished: their `state`, hashed, so that none works twice.
-- Rows go when the sign-in they belong to would be too old anyway.
CREATE TABLE used_states (
  state_hash TEXT PRIMARY KEY NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX used_states_by_end ON used_states (expires_at);
