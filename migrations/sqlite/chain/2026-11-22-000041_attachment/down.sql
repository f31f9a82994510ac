DROP TABLE node_attachment;
