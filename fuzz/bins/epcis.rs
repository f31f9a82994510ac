//! libFuzzer's door to the target `epcis`.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| targets::epcis::run(bytes));
