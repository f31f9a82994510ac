-- The family that only grows. What a decided block named is never changed: triggers refuse it.

-- One row a block. A block's bytes are in ledger_body and ledger_chunk.
CREATE TABLE ledger_block (
    height      BIGINT NOT NULL PRIMARY KEY,
    id          BYTEA NOT NULL,
    body        BIGINT NOT NULL,
    record      TEXT NOT NULL,
    time_ms     BIGINT NOT NULL,
    first       BIGINT NOT NULL,
    leaves      BIGINT NOT NULL,
    round       BIGINT NOT NULL,
    certificate BYTEA NOT NULL
);
CREATE UNIQUE INDEX ledger_block_first ON ledger_block (first);

-- Bodies are stored before their id is voted on, so a body may belong to no block.
CREATE TABLE ledger_body (
    id       BIGINT NOT NULL PRIMARY KEY,
    block_id BYTEA NOT NULL,
    height   BIGINT NOT NULL,
    record   TEXT NOT NULL
);
CREATE UNIQUE INDEX ledger_body_block_id ON ledger_body (block_id);
CREATE INDEX ledger_body_height ON ledger_body (height);

-- Up to 64 statements: base64 decoded, packed together, zstd.
CREATE TABLE ledger_chunk (
    body   BIGINT NOT NULL,
    first  BIGINT NOT NULL,
    leaves BIGINT NOT NULL,
    packed BYTEA NOT NULL,
    PRIMARY KEY (body, first)
);

-- One row a leaf. prefix is the first eight bytes of the hash, for look-up by a small index.
CREATE TABLE ledger_leaf (
    leaf   BIGINT NOT NULL PRIMARY KEY,
    hash   BYTEA NOT NULL,
    prefix BIGINT NOT NULL,
    signer BIGINT,
    jti    BYTEA
);
CREATE INDEX ledger_leaf_prefix ON ledger_leaf (prefix);

-- What must be unique on the chain. A vouched statement takes two pairs, so this is not in ledger_leaf.
CREATE TABLE ledger_jti (
    org  BIGINT NOT NULL,
    jti  BYTEA NOT NULL,
    leaf BIGINT NOT NULL,
    PRIMARY KEY (org, jti)
);

-- Long names, once.
CREATE TABLE ledger_org (
    id  BIGINT NOT NULL PRIMARY KEY,
    iss TEXT COLLATE "C" NOT NULL UNIQUE
);
CREATE TABLE ledger_signer (
    id  BIGINT NOT NULL PRIMARY KEY,
    org BIGINT NOT NULL,
    kid TEXT COLLATE "C" NOT NULL UNIQUE
);

-- Roots of full subtrees of 256^k leaves: level 8, 16, ... (level 0 is ledger_leaf).
CREATE TABLE ledger_subtree (
    level    BIGINT NOT NULL,
    position BIGINT NOT NULL,
    hash     BYTEA NOT NULL,
    PRIMARY KEY (level, position)
);

-- Versions of the members' rows, of the recall rows (no text: the code has no state left), and of
-- the open proposals (no text: closed).
CREATE TABLE ledger_member (
    height   BIGINT NOT NULL,
    position BIGINT NOT NULL,
    row_text TEXT NOT NULL,
    PRIMARY KEY (position, height)
);
CREATE TABLE ledger_recall (
    height   BIGINT NOT NULL,
    code     TEXT COLLATE "C" NOT NULL,
    row_text TEXT,
    PRIMARY KEY (code, height)
);
CREATE TABLE ledger_proposal (
    height   BIGINT NOT NULL,
    proposal BYTEA NOT NULL,
    row_text TEXT,
    PRIMARY KEY (proposal, height)
);

-- Checkpoints that end an epoch, with their signatures.
CREATE TABLE ledger_boundary (
    epoch      BIGINT NOT NULL PRIMARY KEY,
    checkpoint TEXT NOT NULL
);

-- Leaves whose bytes the members voted to drop.
CREATE TABLE ledger_redaction (
    leaf   BIGINT NOT NULL PRIMARY KEY,
    height BIGINT NOT NULL
);

CREATE FUNCTION furlong_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME; END $$;
CREATE FUNCTION furlong_body_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_block WHERE body = OLD.id) THEN
        RAISE EXCEPTION 'a decided block names this body';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION furlong_chunk_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM ledger_block WHERE body = OLD.body) THEN
        RAISE EXCEPTION 'a decided block names this body';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION furlong_chunk_is_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM ledger_redaction WHERE leaf >= OLD.first AND leaf < OLD.first + OLD.leaves) THEN
        RAISE EXCEPTION 'a chunk changes only where a redaction names a leaf of it';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ledger_block_only_grows BEFORE UPDATE OR DELETE ON ledger_block FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_block_no_truncate BEFORE TRUNCATE ON ledger_block EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_leaf_only_grows BEFORE UPDATE OR DELETE ON ledger_leaf FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_leaf_no_truncate BEFORE TRUNCATE ON ledger_leaf EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_jti_only_grows BEFORE UPDATE OR DELETE ON ledger_jti FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_jti_no_truncate BEFORE TRUNCATE ON ledger_jti EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_org_only_grows BEFORE UPDATE OR DELETE ON ledger_org FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_org_no_truncate BEFORE TRUNCATE ON ledger_org EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_signer_only_grows BEFORE UPDATE OR DELETE ON ledger_signer FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_signer_no_truncate BEFORE TRUNCATE ON ledger_signer EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_subtree_only_grows BEFORE UPDATE OR DELETE ON ledger_subtree FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_subtree_no_truncate BEFORE TRUNCATE ON ledger_subtree EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_member_only_grows BEFORE UPDATE OR DELETE ON ledger_member FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_member_no_truncate BEFORE TRUNCATE ON ledger_member EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_recall_only_grows BEFORE UPDATE OR DELETE ON ledger_recall FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_recall_no_truncate BEFORE TRUNCATE ON ledger_recall EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_proposal_only_grows BEFORE UPDATE OR DELETE ON ledger_proposal FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_proposal_no_truncate BEFORE TRUNCATE ON ledger_proposal EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_boundary_only_grows BEFORE UPDATE OR DELETE ON ledger_boundary FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_boundary_no_truncate BEFORE TRUNCATE ON ledger_boundary EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_redaction_only_grows BEFORE UPDATE OR DELETE ON ledger_redaction FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_redaction_no_truncate BEFORE TRUNCATE ON ledger_redaction EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_body_no_update BEFORE UPDATE ON ledger_body FOR EACH ROW EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_body_no_delete BEFORE DELETE ON ledger_body FOR EACH ROW EXECUTE FUNCTION furlong_body_is_kept();
CREATE TRIGGER ledger_chunk_no_update BEFORE UPDATE ON ledger_chunk FOR EACH ROW EXECUTE FUNCTION furlong_chunk_is_fixed();
CREATE TRIGGER ledger_chunk_no_delete BEFORE DELETE ON ledger_chunk FOR EACH ROW EXECUTE FUNCTION furlong_chunk_is_kept();
CREATE TRIGGER ledger_body_no_truncate BEFORE TRUNCATE ON ledger_body EXECUTE FUNCTION furlong_only_grows();
CREATE TRIGGER ledger_chunk_no_truncate BEFORE TRUNCATE ON ledger_chunk EXECUTE FUNCTION furlong_only_grows();
