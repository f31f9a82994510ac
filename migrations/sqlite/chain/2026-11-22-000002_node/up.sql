-- What this node alone keeps: it changes, it is in backups, it is not rebuilt.

-- Blocks of the height that is being decided.
CREATE TABLE node_undecided (
    height      INTEGER NOT NULL,
    round       INTEGER NOT NULL,
    valid_round INTEGER NOT NULL,
    proposer    BLOB NOT NULL,
    block_id    BLOB NOT NULL,
    valid       INTEGER NOT NULL,
    mine        INTEGER NOT NULL,
    PRIMARY KEY (height, round, block_id)
);

-- The newest signatures of each validator on the newest checkpoint it signed.
CREATE TABLE node_cosignature (
    iss        TEXT NOT NULL PRIMARY KEY,
    size       INTEGER NOT NULL,
    root       BLOB NOT NULL,
    signatures TEXT NOT NULL
);

-- Disclosures of concealed fields; stored before the statement, kept if it is committed. Of what was
-- erased the digests stay, so that a copy elsewhere cannot bring it back; the log has them anyway.
CREATE TABLE node_vault (
    hash        BLOB NOT NULL PRIMARY KEY,
    disclosures TEXT NOT NULL,
    erased      TEXT NOT NULL,
    stored_ms   INTEGER NOT NULL
);

-- Statements that were taken, answered 202, and then stopped being valid before they were ordered.
CREATE TABLE node_dropped (
    hash       BLOB NOT NULL PRIMARY KEY,
    reason     TEXT NOT NULL,
    dropped_ms INTEGER NOT NULL
);

-- Signed messages of a validator that contradict each other.
CREATE TABLE node_evidence (
    id      INTEGER NOT NULL PRIMARY KEY,
    height  INTEGER NOT NULL,
    encoded BLOB NOT NULL
);
