//! libFuzzer's door to the target `disclosure`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::disclosure::run(bytes));
