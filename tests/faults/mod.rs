//! What goes wrong around a node: disks, databases, clocks, connections, single calls of the system.
//! Each time the operator reads one line, and nothing that was acknowledged is lost. The table of
//! `docs/operations.md` ("Faults") names these files and those that hold the rest.

mod clock;
mod connections;
mod database;
mod disk;
mod load;
mod syscalls;
