//! The real binary in temporary folders: what it writes where, and how it ends. A file a topic.

mod analysis;
mod articles;
mod errors;
mod gazetteer;
mod graphs;
mod help;
mod interrupted;
#[cfg(feature = "query")]
mod query;
mod readme;
mod support;
