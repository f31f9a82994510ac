//! libFuzzer's door to the target `attachment`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::attachment::run(bytes));
