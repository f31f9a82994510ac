-- What this node alone keeps: it changes, it is in backups, it is not rebuilt.

-- Blocks of the height that is being decided.
CREATE TABLE node_undecided (
    height      BIGINT NOT NULL,
    round       BIGINT NOT NULL,
    valid_round BIGINT NOT NULL,
    proposer    BYTEA NOT NULL,
    block_id    BYTEA NOT NULL,
    valid       BIGINT NOT NULL,
    mine        BIGINT NOT NULL,
    PRIMARY KEY (height, round, block_id)
);

-- The newest signatures of each validator on the newest checkpoint it signed.
CREATE TABLE node_cosignature (
    iss        TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    size       BIGINT NOT NULL,
    root       BYTEA NOT NULL,
    signatures TEXT NOT NULL
);

-- Disclosures of concealed fields; stored before the statement, kept if it is committed. Of what was
-- erased the digests stay, so that a copy elsewhere cannot bring it back; the log has them anyway.
CREATE TABLE node_vault (
    hash        BYTEA NOT NULL PRIMARY KEY,
    disclosures TEXT NOT NULL,
    erased      TEXT NOT NULL,
    stored_ms   BIGINT NOT NULL
);

-- Statements that were taken, answered 202, and then stopped being valid before they were ordered.
CREATE TABLE node_dropped (
    hash       BYTEA NOT NULL PRIMARY KEY,
    reason     TEXT NOT NULL,
    dropped_ms BIGINT NOT NULL
);

-- Signed messages of a validator that contradict each other.
CREATE TABLE node_evidence (
    id      BIGINT NOT NULL PRIMARY KEY,
    height  BIGINT NOT NULL,
    encoded BYTEA NOT NULL
);
