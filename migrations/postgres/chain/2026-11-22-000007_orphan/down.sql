DROP TABLE node_orphan;
