//! libFuzzer's door to the target `evidence`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::evidence::run(bytes));
