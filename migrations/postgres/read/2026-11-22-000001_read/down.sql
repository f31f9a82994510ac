DROP TABLE read_finding;
DROP TABLE read_fact;
DROP TABLE read_transformation;
DROP TABLE read_event;
DROP TABLE read_mention;
DROP TABLE read_goods;
DROP TABLE read_cursor;
