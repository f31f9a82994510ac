//! libFuzzer's door to the target `block`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::block::run(bytes));
