DROP TABLE read_day;
DROP TABLE read_lot;
DROP TABLE read_word;
