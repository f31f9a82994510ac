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
    code TEXT NOT NULL UNIQUE,
    lot  TEXT
);
CREATE INDEX read_goods_lot ON read_goods (lot);

-- Which leaf names which goods, in which role (object, input, output, parent, child, recall).
CREATE TABLE read_mention (
    goods BIGINT NOT NULL,
    leaf  BIGINT NOT NULL,
    role  BIGINT NOT NULL,
    PRIMARY KEY (goods, leaf, role)
);

-- Look-up by eventID: several leaves may have the same one.
CREATE TABLE read_event (
    leaf       BIGINT NOT NULL PRIMARY KEY,
    event_id   TEXT NOT NULL,
    event_ms   BIGINT NOT NULL,
    org        TEXT NOT NULL,
    withdrawn  BIGINT
);
CREATE INDEX read_event_id ON read_event (event_id);

-- Inputs and outputs that several events tell apart from one another join by this.
CREATE TABLE read_transformation (
    transformation TEXT NOT NULL,
    leaf           BIGINT NOT NULL,
    PRIMARY KEY (transformation, leaf)
);

-- Facts that governance statements set: products, places, mandates, names. The last leaf of an
-- author for a subject counts.
CREATE TABLE read_fact (
    leaf    BIGINT NOT NULL PRIMARY KEY,
    kind    TEXT NOT NULL,
    subject TEXT NOT NULL,
    org     TEXT NOT NULL,
    fact    TEXT NOT NULL
);
CREATE INDEX read_fact_subject ON read_fact (kind, subject);
CREATE INDEX read_fact_org ON read_fact (kind, org);

-- Something odd: recorded and shown.
CREATE TABLE read_finding (
    id   BIGINT NOT NULL PRIMARY KEY,
    leaf BIGINT NOT NULL,
    code TEXT NOT NULL,
    told TEXT NOT NULL
);
CREATE INDEX read_finding_leaf ON read_finding (leaf);
