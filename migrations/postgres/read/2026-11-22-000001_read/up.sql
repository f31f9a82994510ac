-- What can be rebuilt from ledger_* at will.

-- One row: everything up to this block has been projected, by this version of the projector.
CREATE TABLE read_cursor (
    id      BIGINT NOT NULL PRIMARY KEY,
    height  BIGINT NOT NULL,
    block   BYTEA NOT NULL,
    version BIGINT NOT NULL
);

-- Identifiers of goods, once.
CREATE TABLE read_goods (
    id   BIGINT NOT NULL PRIMARY KEY,
    code TEXT COLLATE "C" NOT NULL UNIQUE,
    lot  TEXT COLLATE "C"
);
CREATE INDEX read_goods_lot ON read_goods (lot);

-- Which leaf names which goods, in which role (object, input, output, parent, child, recall). `nth`
-- counts the leaves that name the goods up to this one, `turn` those of the same organisation:
-- whoever floods a code is read after everybody else's first words.
CREATE TABLE read_mention (
    goods BIGINT NOT NULL,
    leaf  BIGINT NOT NULL,
    role  BIGINT NOT NULL,
    nth   BIGINT NOT NULL,
    turn  BIGINT NOT NULL,
    PRIMARY KEY (goods, leaf, role)
);
CREATE INDEX read_mention_role ON read_mention (goods, role, leaf);
CREATE INDEX read_mention_turn ON read_mention (goods, turn, leaf);

-- How many leaves of an organisation name goods.
CREATE TABLE read_speaker (
    goods BIGINT NOT NULL,
    org   TEXT COLLATE "C" NOT NULL,
    leaf  BIGINT NOT NULL,
    turns BIGINT NOT NULL,
    PRIMARY KEY (goods, org)
);

-- Look-up by eventID: several leaves may have the same one.
CREATE TABLE read_event (
    leaf       BIGINT NOT NULL PRIMARY KEY,
    event_id   TEXT COLLATE "C" NOT NULL,
    event_ms   BIGINT NOT NULL,
    org        TEXT COLLATE "C" NOT NULL
);
CREATE INDEX read_event_id ON read_event (event_id, org, leaf);

-- Which later leaf says that a leaf was wrong. It may name other goods, so that it is not found by
-- theirs. Whether it counts, and whether it still stands itself, is judged where both are read.
CREATE TABLE read_correction (
    target BIGINT NOT NULL,
    leaf   BIGINT NOT NULL,
    PRIMARY KEY (target, leaf)
);

-- Inputs and outputs that several events tell apart from one another join by this.
CREATE TABLE read_transformation (
    transformation TEXT COLLATE "C" NOT NULL,
    leaf           BIGINT NOT NULL,
    PRIMARY KEY (transformation, leaf)
);

-- Facts that governance statements set: products, places, mandates, names. The last leaf of an
-- author for a subject counts.
CREATE TABLE read_fact (
    leaf    BIGINT NOT NULL PRIMARY KEY,
    kind    TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    org     TEXT COLLATE "C" NOT NULL,
    fact    TEXT NOT NULL
);
CREATE INDEX read_fact_subject ON read_fact (kind, subject, org, leaf);
CREATE INDEX read_fact_org ON read_fact (kind, org, leaf);

-- Something odd: recorded and shown.
CREATE TABLE read_finding (
    id   BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    told TEXT NOT NULL
);
CREATE INDEX read_finding_leaf ON read_finding (leaf);
