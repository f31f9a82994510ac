//! libFuzzer's door to the target `code`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::code::run(bytes));
