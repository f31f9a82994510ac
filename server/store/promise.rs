//! What a PostgreSQL server must promise before a receipt may stand on it.
//!
//! The guard file says what this node's keys have signed, and it is on the disk before a signature
//! leaves. A database that forgets an acknowledged commit would fall behind it, and a receipt would
//! be a lie (`protocol.md` sections 7 and 9).

use super::error::StoreError;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// The oldest server, as `server_version_num` counts.
const VERSION_MIN: i64 = 150_000;

/// One writer a database: `furlong` in ASCII.
const WRITER_LOCK: i64 = 0x66_75_72_6c_6f_6e_67;

/// How long to wait for a writer that was cut off: its session ends when the server notices.
const WRITER_WAIT: &str = "5s";

#[derive(QueryableByName)]
struct Server {
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = Text)]
    version_text: String,
    #[diesel(sql_type = Text)]
    encoding: String,
    #[diesel(sql_type = Text)]
    fsync: String,
    #[diesel(sql_type = Text)]
    synchronous_commit: String,
    /// Which of all the places that can set it did: `database`, `user`, `client` ...
    #[diesel(sql_type = Text)]
    set_by: String,
}

const QUESTION: &str = "
    SELECT current_setting('server_version_num')::bigint AS version,
           current_setting('server_version') AS version_text,
           current_setting('server_encoding') AS encoding,
           current_setting('fsync') AS fsync,
           setting AS synchronous_commit,
           source AS set_by
    FROM pg_settings WHERE name = 'synchronous_commit'";

/// Refuses a server that may forget a commit, and pins for this session what was checked: a
/// reload of the server's settings changes it no more.
pub(super) fn check(connection: &mut PgConnection) -> Result<(), StoreError> {
    let server: Server = diesel::sql_query(QUESTION).get_result(connection)?;
    if server.version < VERSION_MIN {
        return Err(unfit(format!(
            "this is PostgreSQL {}, and 15 or later is needed",
            server.version_text
        )));
    }
    if server.encoding != "UTF8" {
        return Err(unfit(format!(
            "the database has the encoding {}, and UTF8 is needed: create it with ENCODING 'UTF8'",
            server.encoding
        )));
    }
    if server.fsync != "on" {
        return Err(unfit(
            "fsync is off in PostgreSQL, so that a power cut loses what was acknowledged: set it \
             to on"
                .to_owned(),
        ));
    }
    // local and remote_write answer before a standby has the commit on its disk: after a failover
    // it would be missing.
    if !["on", "remote_apply"].contains(&server.synchronous_commit.as_str()) {
        return Err(unfit(format!(
            "synchronous_commit is {} in PostgreSQL ({}), so that it may lose what was \
             acknowledged: set it to on",
            server.synchronous_commit,
            told_by(&server.set_by)
        )));
    }
    connection.batch_execute(&format!(
        "SET SESSION synchronous_commit = {}",
        server.synchronous_commit
    ))?;
    Ok(())
}

/// The places in PostgreSQL's words (`pg_settings.source`), and how each is undone.
fn told_by(source: &str) -> String {
    match source {
        "user" => "set for the role: ALTER ROLE ... RESET synchronous_commit".to_owned(),
        "database" => {
            "set for the database: ALTER DATABASE ... RESET synchronous_commit".to_owned()
        }
        "database user" => {
            "set for the role in this database: ALTER ROLE ... IN DATABASE ... RESET \
             synchronous_commit"
                .to_owned()
        }
        "client" => "set by the address or by PGOPTIONS".to_owned(),
        "configuration file" => "set for the server, in postgresql.conf".to_owned(),
        "command line" => "set for the server, on its command line".to_owned(),
        other => format!("set by: {other}"),
    }
}

/// Waits until no other session writes here. The lock ends with the session.
pub(super) fn become_writer(connection: &mut PgConnection) -> Result<(), StoreError> {
    let lock = format!(
        "SET lock_timeout = '{WRITER_WAIT}'; SELECT pg_advisory_lock({WRITER_LOCK}); \
         SET lock_timeout = 0"
    );
    connection.batch_execute(&lock).map_err(|error| match &error {
        diesel::result::Error::DatabaseError(_, told)
            if told.message().contains("lock timeout") =>
        {
            unfit(
                "another process writes to this database: stop that node first, and give each \
                 chain a database of its own"
                    .to_owned(),
            )
        }
        _ => StoreError::Database(error),
    })
}

/// Whoever changes the vault, until the transaction ends: a node and `furlong erase` beside it.
const VAULT_LOCK: i64 = WRITER_LOCK + 1;

/// Waits until nobody else changes the vault. What is read after it is what they left.
pub(super) fn lock_vault(connection: &mut PgConnection) -> Result<(), StoreError> {
    connection.batch_execute(&format!("SELECT pg_advisory_xact_lock({VAULT_LOCK})"))?;
    Ok(())
}

const fn unfit(what: String) -> StoreError {
    StoreError::Unfit(what)
}
