//! Any text gives a document whose tokens lie in order and whose sentences are trees:
//! `cargo +nightly fuzz run annotate`.
#![no_main]

use demarche::annotate::{Annotator, conllu, drawing};
use demarche::text::Article;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let document = Annotator::built_in().annotate(Article::new("fuzz", text));
    let mut end = 0;
    for token in &document.tokens {
        assert!(token.span.start >= end && !token.span.is_empty());
        end = token.span.end;
    }
    for sentence in &document.sentences {
        let roots = sentence
            .tokens
            .clone()
            .filter(|&t| document.tokens[t].head.is_none());
        assert_eq!(roots.count(), 1);
    }
    conllu(&document);
    drawing(&document);
});
