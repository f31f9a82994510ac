DROP TABLE node_evidence;
DROP TABLE node_dropped;
DROP TABLE node_vault;
DROP TABLE node_cosignature;
DROP TABLE node_undecided;
