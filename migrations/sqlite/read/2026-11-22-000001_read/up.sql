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

-- Which leaf names which goods, in which role (object, input, output, parent, child, recall).
CREATE TABLE read_mention (
    goods INTEGER NOT NULL,
    leaf  INTEGER NOT NULL,
    role  INTEGER NOT NULL,
    PRIMARY KEY (goods, leaf, role)
) WITHOUT ROWID;

-- Look-up by eventID: several leaves may have the same one.
CREATE TABLE read_event (
    leaf       INTEGER NOT NULL PRIMARY KEY,
    event_id   TEXT NOT NULL,
    event_ms   INTEGER NOT NULL,
    org        TEXT NOT NULL,
    withdrawn  INTEGER
);
CREATE INDEX read_event_id ON read_event (event_id);

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
CREATE INDEX read_fact_subject ON read_fact (kind, subject);
CREATE INDEX read_fact_org ON read_fact (kind, org);

-- Something odd: recorded and shown.
CREATE TABLE read_finding (
    id   INTEGER NOT NULL PRIMARY KEY,
    leaf INTEGER NOT NULL,
    code TEXT NOT NULL,
    told TEXT NOT NULL
);
CREATE INDEX read_finding_leaf ON read_finding (leaf);
