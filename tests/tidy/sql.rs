//! Tables as migrations make them, as far as ours go.

use std::collections::{BTreeMap, BTreeSet};

/// A column: the type in diesel's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) kind: String,
}

/// A table: its columns in order, and the columns of its primary key.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) columns: Vec<Column>,
    pub(super) key: Vec<String>,
}

/// What a set of migrations leaves behind.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Schema {
    pub(super) tables: BTreeMap<String, Table>,
    /// `CREATE INDEX` statements, spaces folded.
    pub(super) indexes: BTreeSet<String>,
    /// Table and word: `UPDATE`, `DELETE`, `TRUNCATE`.
    pub(super) guards: BTreeSet<(String, String)>,
}

impl Schema {
    /// Applies a migration; gives the statements that change tables in a way not read here.
    pub(super) fn apply(&mut self, sql: &str) -> Vec<String> {
        let text: String = sql.lines().map(without_comment).collect::<Vec<_>>().join("\n");
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        folded.split(';').filter_map(|statement| self.statement(statement.trim()).err()).collect()
    }

    fn statement(&mut self, statement: &str) -> Result<(), String> {
        let unread = || statement.to_owned();
        let words: Vec<&str> = statement.split([' ', '(']).collect();
        match words.as_slice() {
            ["CREATE", "TABLE", name, ..] => {
                let table = table(statement).ok_or_else(unread)?;
                self.tables.insert((*name).to_owned(), table);
            }
            ["ALTER", "TABLE", name, "ADD", "COLUMN", ..] => {
                let (_, definition) = statement.split_once(" ADD COLUMN ").ok_or_else(unread)?;
                let table = self.tables.get_mut(*name).ok_or_else(unread)?;
                add_column(table, definition).ok_or_else(unread)?;
            }
            ["DROP", "TABLE", name] => {
                self.tables.remove(*name).ok_or_else(unread)?;
            }
            ["ALTER" | "DROP", ..] | ["CREATE", "VIEW", ..] => return Err(unread()),
            ["CREATE", "INDEX", ..] | ["CREATE", "UNIQUE", "INDEX", ..] => {
                self.indexes.insert(statement.to_owned());
            }
            ["CREATE", "TRIGGER", _, "BEFORE", rest @ ..] => self.guard(rest),
            _ => {}
        }
        Ok(())
    }

    /// `UPDATE OR DELETE ON table ...`
    fn guard(&mut self, words: &[&str]) {
        let Some(on) = words.iter().position(|word| *word == "ON") else { return };
        let Some(table) = words.get(on + 1) else { return };
        let guarded = words.iter().take(on).filter(|word| **word != "OR");
        self.guards.extend(guarded.map(|word| ((*table).to_owned(), (*word).to_owned())));
    }
}

fn without_comment(line: &str) -> &str {
    line.split_once("--").map_or(line, |(before, _)| before)
}

fn table(statement: &str) -> Option<Table> {
    let (_, inner) = statement.split_once('(')?;
    let (inner, _) = inner.rsplit_once(')')?;
    let mut table = Table::default();
    for part in split_outside_brackets(inner) {
        add_column(&mut table, part.trim())?;
    }
    Some(table)
}

/// Reads a column or the table's own primary key.
fn add_column(table: &mut Table, definition: &str) -> Option<()> {
    if let Some(key) = definition.strip_prefix("PRIMARY KEY (") {
        table.key =
            key.trim_end_matches(')').split(',').map(|name| name.trim().to_owned()).collect();
        return Some(());
    }
    let mut words = definition.split(' ');
    let (name, kind) = (words.next()?.to_owned(), words.next()?);
    let plain = match kind {
        "INTEGER" | "BIGINT" => "BigInt",
        "BLOB" | "BYTEA" => "Binary",
        "TEXT" => "Text",
        _ => return None,
    };
    let is_key = definition.contains("PRIMARY KEY");
    if is_key {
        table.key = vec![name.clone()];
    }
    let is_filled = is_key || definition.contains("NOT NULL");
    let kind = if is_filled { plain.to_owned() } else { format!("Nullable<{plain}>") };
    table.columns.push(Column { name, kind });
    Some(())
}

fn split_outside_brackets(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    text.split(|character| {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        character == ',' && depth == 0
    })
    .collect()
}

#[test]
fn tables_are_read() {
    let mut schema = Schema::default();
    let unread = schema.apply(
        "-- a; comment\nCREATE TABLE a (\n    id INTEGER NOT NULL, -- x\n    b BLOB,\n    PRIMARY KEY (id, b)\n) WITHOUT ROWID;\n\
         CREATE TABLE c (d TEXT PRIMARY KEY);\nALTER TABLE c ADD COLUMN e BIGINT;\n\
         CREATE TRIGGER t BEFORE UPDATE OR DELETE ON a FOR EACH ROW EXECUTE FUNCTION f();\n\
         CREATE TABLE x (y REAL);\nALTER TABLE c RENAME TO z;\n",
    );
    let a = &schema.tables["a"];
    let columns: Vec<String> = a.columns.iter().map(|c| format!("{} {}", c.name, c.kind)).collect();
    assert_eq!(columns, ["id BigInt", "b Nullable<Binary>"]);
    assert_eq!(a.key, ["id", "b"]);
    assert_eq!(schema.tables["c"].columns.len(), 2);
    assert_eq!(schema.tables["c"].key, ["d"]);
    assert_eq!(schema.guards.len(), 2);
    assert_eq!(unread, ["CREATE TABLE x (y REAL)", "ALTER TABLE c RENAME TO z"]);
}
