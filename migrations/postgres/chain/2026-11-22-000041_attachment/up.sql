-- Files that statements name and that lie in the folder attachments/: SHA-256 of the stored bytes, the
-- leaf hash of the statement, and whether only its concealed fields name the file.
CREATE TABLE node_attachment (
    digest    BYTEA NOT NULL,
    leaf      BYTEA NOT NULL,
    length    BIGINT NOT NULL,
    concealed BIGINT NOT NULL,
    stored_ms BIGINT NOT NULL,
    PRIMARY KEY (digest, leaf)
);
CREATE INDEX node_attachment_leaf ON node_attachment (leaf);
