-- Rows of the vault whose statement has not been seen in the ledger yet; a daily sweep reads these
-- and not the whole vault.
CREATE TABLE node_orphan (
    hash      BLOB NOT NULL PRIMARY KEY,
    stored_ms INTEGER NOT NULL
);
CREATE INDEX node_orphan_stored ON node_orphan (stored_ms);

INSERT INTO node_orphan (hash, stored_ms) SELECT hash, stored_ms FROM node_vault;
