//! libFuzzer's door to the target `typed`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::typed::run(bytes));
