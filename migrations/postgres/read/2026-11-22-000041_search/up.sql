-- What a search looks at; rebuilt from ledger_* at will.
-- Texts sort by their bytes, as SQLite sorts them, so that both find the same.

-- The words by which a product is found: of its names, its brand and its number. Those of the last
-- statement that tells of it count.
CREATE TABLE read_word (
    word  TEXT COLLATE "C" NOT NULL,
    goods BIGINT NOT NULL,
    PRIMARY KEY (word, goods)
);
CREATE INDEX read_word_goods ON read_word (goods);

-- The lots of a product that anybody named.
CREATE TABLE read_lot (
    product BIGINT NOT NULL,
    goods   BIGINT NOT NULL,
    PRIMARY KEY (product, goods)
);

-- The dates that a leaf gives to a lot, such as 2026-11-24. `turn` counts those of an organisation
-- for a day: whoever floods a day is read after everybody else's first words.
CREATE TABLE read_day (
    day   TEXT COLLATE "C" NOT NULL,
    org   TEXT NOT NULL,
    turn  BIGINT NOT NULL,
    goods BIGINT NOT NULL,
    leaf  BIGINT NOT NULL,
    PRIMARY KEY (day, org, turn)
);
CREATE INDEX read_day_turn ON read_day (day, turn, goods);
CREATE INDEX read_day_leaf ON read_day (leaf);
