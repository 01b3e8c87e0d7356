//! `demarche` reads news about states and leaders and builds a typed knowledge graph from it, in
//! which every edge shows the sentence that says it.
//!
//! ```text
//!            main.rs ── cli/ ── pipeline.rs
//!                                  │
//!  verbs   ingest  annotate  recognize  resolve  extract │ query  export  eval
//!          bytes→   text→     doc→       mentions→ doc→  │ graph→ graph→  records→
//!          Article  Document  mentions   entities  facts │ rows   files   scores
//!                                  │
//!  nouns   schema  ◄──  text  ◄──  record  ◄──  graph    (error, files below all)
//! ```

pub mod annotate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod files;
pub mod graph;
pub mod ingest;
pub mod pipeline;
pub mod recognize;
pub mod record;
pub mod resolve;
pub mod schema;
pub mod text;

/// The examples of README.md compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
