DROP TABLE node_erased;
DROP TABLE node_redacted;
