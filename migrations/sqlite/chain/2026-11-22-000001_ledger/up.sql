-- The family that only grows. What a decided block named is never changed: triggers refuse it.

-- One row a block. A block's bytes are in ledger_body and ledger_chunk.
CREATE TABLE ledger_block (
    height      INTEGER NOT NULL PRIMARY KEY,
    id          BLOB NOT NULL,
    body        INTEGER NOT NULL,
    record      TEXT NOT NULL,
    time_ms     INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    leaves      INTEGER NOT NULL,
    round       INTEGER NOT NULL,
    certificate BLOB NOT NULL
);
CREATE UNIQUE INDEX ledger_block_first ON ledger_block (first);

-- Bodies are stored before their id is voted on, so a body may belong to no block.
CREATE TABLE ledger_body (
    id       INTEGER NOT NULL PRIMARY KEY,
    block_id BLOB NOT NULL,
    height   INTEGER NOT NULL,
    record   TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_body_block_id ON ledger_body (block_id);
CREATE INDEX ledger_body_height ON ledger_body (height);

-- Up to 64 statements: base64 decoded, packed together, zstd.
CREATE TABLE ledger_chunk (
    body   INTEGER NOT NULL,
    first  INTEGER NOT NULL,
    leaves INTEGER NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (body, first)
);

-- One row a leaf. prefix is the first eight bytes of the hash, for look-up by a small index.
CREATE TABLE ledger_leaf (
    leaf   INTEGER NOT NULL PRIMARY KEY,
    hash   BLOB NOT NULL,
    prefix INTEGER NOT NULL,
    signer INTEGER,
    jti    BLOB
);
CREATE INDEX ledger_leaf_prefix ON ledger_leaf (prefix);

-- What must be unique on the chain. A vouched statement takes two pairs, so this is not in ledger_leaf.
CREATE TABLE ledger_jti (
    org  INTEGER NOT NULL,
    jti  BLOB NOT NULL,
    leaf INTEGER NOT NULL,
    PRIMARY KEY (org, jti)
) WITHOUT ROWID;

-- Long names, once.
CREATE TABLE ledger_org (
    id  INTEGER NOT NULL PRIMARY KEY,
    iss TEXT NOT NULL UNIQUE
);
CREATE TABLE ledger_signer (
    id  INTEGER NOT NULL PRIMARY KEY,
    org INTEGER NOT NULL,
    kid TEXT NOT NULL UNIQUE
);

-- Roots of full subtrees of 256^k leaves: level 8, 16, ... (level 0 is ledger_leaf).
CREATE TABLE ledger_subtree (
    level    INTEGER NOT NULL,
    position INTEGER NOT NULL,
    hash     BLOB NOT NULL,
    PRIMARY KEY (level, position)
);

-- Versions of the members' rows, of the recall rows (no text: the code has no state left), and of
-- the open proposals (no text: closed).
CREATE TABLE ledger_member (
    height   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    row_text TEXT NOT NULL,
    PRIMARY KEY (position, height)
);
CREATE TABLE ledger_recall (
    height   INTEGER NOT NULL,
    code     TEXT NOT NULL,
    row_text TEXT,
    PRIMARY KEY (code, height)
);
CREATE TABLE ledger_proposal (
    height   INTEGER NOT NULL,
    proposal BLOB NOT NULL,
    row_text TEXT,
    PRIMARY KEY (proposal, height)
);

-- Checkpoints that end an epoch, with their signatures.
CREATE TABLE ledger_boundary (
    epoch      INTEGER NOT NULL PRIMARY KEY,
    checkpoint TEXT NOT NULL
);

-- Leaves whose bytes the members voted to drop.
CREATE TABLE ledger_redaction (
    leaf   INTEGER NOT NULL PRIMARY KEY,
    height INTEGER NOT NULL
);

CREATE TRIGGER ledger_block_no_update BEFORE UPDATE ON ledger_block BEGIN SELECT RAISE(ABORT, 'ledger_block only grows'); END;
CREATE TRIGGER ledger_block_no_delete BEFORE DELETE ON ledger_block BEGIN SELECT RAISE(ABORT, 'ledger_block only grows'); END;

CREATE TRIGGER ledger_leaf_no_update BEFORE UPDATE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'ledger_leaf only grows'); END;
CREATE TRIGGER ledger_leaf_no_delete BEFORE DELETE ON ledger_leaf BEGIN SELECT RAISE(ABORT, 'ledger_leaf only grows'); END;

CREATE TRIGGER ledger_jti_no_update BEFORE UPDATE ON ledger_jti BEGIN SELECT RAISE(ABORT, 'ledger_jti only grows'); END;
CREATE TRIGGER ledger_jti_no_delete BEFORE DELETE ON ledger_jti BEGIN SELECT RAISE(ABORT, 'ledger_jti only grows'); END;

CREATE TRIGGER ledger_org_no_update BEFORE UPDATE ON ledger_org BEGIN SELECT RAISE(ABORT, 'ledger_org only grows'); END;
CREATE TRIGGER ledger_org_no_delete BEFORE DELETE ON ledger_org BEGIN SELECT RAISE(ABORT, 'ledger_org only grows'); END;

CREATE TRIGGER ledger_signer_no_update BEFORE UPDATE ON ledger_signer BEGIN SELECT RAISE(ABORT, 'ledger_signer only grows'); END;
CREATE TRIGGER ledger_signer_no_delete BEFORE DELETE ON ledger_signer BEGIN SELECT RAISE(ABORT, 'ledger_signer only grows'); END;

CREATE TRIGGER ledger_subtree_no_update BEFORE UPDATE ON ledger_subtree BEGIN SELECT RAISE(ABORT, 'ledger_subtree only grows'); END;
CREATE TRIGGER ledger_subtree_no_delete BEFORE DELETE ON ledger_subtree BEGIN SELECT RAISE(ABORT, 'ledger_subtree only grows'); END;

CREATE TRIGGER ledger_member_no_update BEFORE UPDATE ON ledger_member BEGIN SELECT RAISE(ABORT, 'ledger_member only grows'); END;
CREATE TRIGGER ledger_member_no_delete BEFORE DELETE ON ledger_member BEGIN SELECT RAISE(ABORT, 'ledger_member only grows'); END;

CREATE TRIGGER ledger_recall_no_update BEFORE UPDATE ON ledger_recall BEGIN SELECT RAISE(ABORT, 'ledger_recall only grows'); END;
CREATE TRIGGER ledger_recall_no_delete BEFORE DELETE ON ledger_recall BEGIN SELECT RAISE(ABORT, 'ledger_recall only grows'); END;

CREATE TRIGGER ledger_proposal_no_update BEFORE UPDATE ON ledger_proposal BEGIN SELECT RAISE(ABORT, 'ledger_proposal only grows'); END;
CREATE TRIGGER ledger_proposal_no_delete BEFORE DELETE ON ledger_proposal BEGIN SELECT RAISE(ABORT, 'ledger_proposal only grows'); END;

CREATE TRIGGER ledger_boundary_no_update BEFORE UPDATE ON ledger_boundary BEGIN SELECT RAISE(ABORT, 'ledger_boundary only grows'); END;
CREATE TRIGGER ledger_boundary_no_delete BEFORE DELETE ON ledger_boundary BEGIN SELECT RAISE(ABORT, 'ledger_boundary only grows'); END;

CREATE TRIGGER ledger_redaction_no_update BEFORE UPDATE ON ledger_redaction BEGIN SELECT RAISE(ABORT, 'ledger_redaction only grows'); END;
CREATE TRIGGER ledger_redaction_no_delete BEFORE DELETE ON ledger_redaction BEGIN SELECT RAISE(ABORT, 'ledger_redaction only grows'); END;

CREATE TRIGGER ledger_body_no_update BEFORE UPDATE ON ledger_body BEGIN SELECT RAISE(ABORT, 'a body never changes'); END;
CREATE TRIGGER ledger_body_no_delete BEFORE DELETE ON ledger_body
WHEN EXISTS (SELECT 1 FROM ledger_block WHERE body = OLD.id)
BEGIN SELECT RAISE(ABORT, 'a decided block names this body'); END;
CREATE TRIGGER ledger_chunk_no_update BEFORE UPDATE ON ledger_chunk
WHEN NOT EXISTS (SELECT 1 FROM ledger_redaction WHERE leaf >= OLD.first AND leaf < OLD.first + OLD.leaves)
BEGIN SELECT RAISE(ABORT, 'a chunk changes only where a redaction names a leaf of it'); END;
CREATE TRIGGER ledger_chunk_no_delete BEFORE DELETE ON ledger_chunk
WHEN EXISTS (SELECT 1 FROM ledger_block WHERE body = OLD.body)
BEGIN SELECT RAISE(ABORT, 'a decided block names this body'); END;
