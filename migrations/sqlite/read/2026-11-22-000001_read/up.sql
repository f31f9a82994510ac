-- What can be rebuilt from ledger_* at will.

-- One row: everything up to this block has been projected, by this version of the projector.
CREATE TABLE read_cursor (
    id      INTEGER NOT NULL PRIMARY KEY,
    height  INTEGER NOT NULL,
    block   BLOB NOT NULL,
    version INTEGER NOT NULL
);

-- Identifiers of goods, once.
CREATE TABLE read_goods (
    id   INTEGER NOT NULL PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    lot  TEXT
);
CREATE INDEX read_goods_lot ON read_goods (lot);

-- Which leaf names which goods, in which role (object, input, output, parent, child, recall). `nth`
-- counts the leaves that name the goods up to this one, `turn` those of the same organisation:
-- whoever floods a code is read after everybody else's first words.
CREATE TABLE read_mention (
    goods INTEGER NOT NULL,
    leaf  INTEGER NOT NULL,
    role  INTEGER NOT NULL,
    nth   INTEGER NOT NULL,
    turn  INTEGER NOT NULL,
    PRIMARY KEY (goods, leaf, role)
) WITHOUT ROWID;
CREATE INDEX read_mention_role ON read_mention (goods, role, leaf);
CREATE INDEX read_mention_turn ON read_mention (goods, turn, leaf);

-- How many leaves of an organisation name goods.
CREATE TABLE read_speaker (
    goods INTEGER NOT NULL,
    org   TEXT NOT NULL,
    leaf  INTEGER NOT NULL,
    turns INTEGER NOT NULL,
    PRIMARY KEY (goods, org)
) WITHOUT ROWID;

-- Look-up by eventID: several leaves may have the same one.
CREATE TABLE read_event (
    leaf       INTEGER NOT NULL PRIMARY KEY,
    event_id   TEXT NOT NULL,
    event_ms   INTEGER NOT NULL,
    org        TEXT NOT NULL
);
CREATE INDEX read_event_id ON read_event (event_id, org, leaf);

-- Which later leaf says that a leaf was wrong. It may name other goods, so that it is not found by
-- theirs. Whether it counts, and whether it still stands itself, is judged where both are read.
CREATE TABLE read_correction (
    target INTEGER NOT NULL,
    leaf   INTEGER NOT NULL,
    PRIMARY KEY (target, leaf)
) WITHOUT ROWID;

-- Inputs and outputs that several events tell apart from one another join by this.
CREATE TABLE read_transformation (
    transformation TEXT NOT NULL,
    leaf           INTEGER NOT NULL,
    PRIMARY KEY (transformation, leaf)
);

-- Facts that governance statements set: products, places, mandates, names. The last leaf of an
-- author for a subject counts.
CREATE TABLE read_fact (
    leaf    INTEGER NOT NULL PRIMARY KEY,
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    org     TEXT NOT NULL,
    fact    TEXT NOT NULL
);
CREATE INDEX read_fact_subject ON read_fact (kind, subject, org, leaf);
CREATE INDEX read_fact_org ON read_fact (kind, org, leaf);

-- Something odd: recorded and shown.
CREATE TABLE read_finding (
    id   INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    code TEXT NOT NULL,
    told TEXT NOT NULL
);
CREATE INDEX read_finding_leaf ON read_finding (leaf);
