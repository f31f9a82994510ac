//! `docs/api/openapi.json` is held against the code and against what a real node answers.

mod answers;
mod calls;
mod document;
mod problems;
mod routes;
mod served;
mod shape;
