//! libFuzzer's door to the target `json`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::json::run(bytes));
