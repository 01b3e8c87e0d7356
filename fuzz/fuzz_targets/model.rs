//! Any bytes are a model or an error, never a panic: `cargo +nightly fuzz run model`.
#![no_main]

use demarche::annotate::Annotator;
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let _ = Annotator::from_bytes(Path::new("fuzz"), bytes);
});
