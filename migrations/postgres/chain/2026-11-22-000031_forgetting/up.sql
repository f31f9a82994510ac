-- Leaves whose bytes were voted out and are gone here; kept is what look-ups still need of each (the
-- event's id and the codes that it named), or nothing where the leaf is of a kind that stays.
CREATE TABLE node_redacted (
    leaf BIGINT NOT NULL PRIMARY KEY,
    kept TEXT
);

-- When the concealed fields of a leaf were erased here.
CREATE TABLE node_erased (
    hash      BYTEA NOT NULL PRIMARY KEY,
    erased_ms BIGINT NOT NULL
);
