//! Other people's programs read what we sign: Go's own `sumdb/note` and `tlog`, the npm packages
//! `jose` and `@sd-jwt/core`. Each prints `passed/total` and ends with 0 only if all passed.

mod disclosures;
mod log;
mod programs;
mod statements;
