//! libFuzzer's door to the target `genesis`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::genesis::run(bytes));
