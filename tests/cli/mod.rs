//! The built program, as people and scripts run it.

mod attach;
mod epochs;
mod forgetting;
mod fsck;
mod init;
mod label;
mod outbox;
mod program;
mod recall;
mod record;
mod stop;
mod tls;
mod top;
mod vectors;
mod verify;
