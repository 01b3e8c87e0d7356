//! `demarche` reads news about states and leaders and builds a typed knowledge graph from it, in
//! which every edge shows the sentence that says it.
//!
//! A sentence in, an edge out:
//!
//! ```
//! use demarche::{graph::Assembly, pipeline::Pipeline, schema::Schema, text::Article};
//!
//! let text = "The United Kingdom and France signed a declaration of intent on Tuesday.";
//! let schema = Schema::built_in();
//! let record = Pipeline::new(schema).extract(Article::new("paris", text)).record;
//!
//! let mut assembly = Assembly::new(schema.ontology.clone());
//! assembly.add_record(&record)?;
//! let graph = assembly.finish();
//!
//! let edge = graph.relations().find(|edge| edge.source.name() == "France").unwrap();
//! assert_eq!(graph.ontology().relation_info(edge.relation.kind()).name, "signed");
//! assert_eq!(edge.target.name(), "declaration of intent");
//! assert_eq!(edge.relation.quote(), Some(text));
//! # Ok::<(), String>(())
//! ```
//!
//! # The map
//!
//! ```text
//!            main.rs ── cli/ ── pipeline.rs
//!                                  │
//!  verbs   ingest  annotate  recognize  resolve  extract  code │ query  analyze  testing  export  import  eval
//!          bytes→   text→     doc→       mentions→ doc→    pair→│ graph→ graph→   graph→   graph→  files→  records→
//!          Article  Document  mentions   entities  facts   root │ rows   ranks    verdict  files   graph   scores
//!                                  │
//!  nouns   schema  ◄──  text  ◄──  record  ◄──  graph    (error, files, parameters below all)
//! ```
//!
//! A noun looks only left, a verb uses nouns and never another verb, and only [`pipeline`] knows
//! all the verbs.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`schema`] | entity and relation types with their signatures, predicates, names: as data |
//! | [`text`] | articles, documents with their trees, spans, mentions |
//! | [`record`] | what one article says, as a line of JSON |
//! | [`graph`] | what all articles say together, on petgraph, with the evidence of each edge |
//! | [`ingest`] | files of many formats become articles |
//! | [`annotate`] | sentences, tokens, tags, lemmas and dependency trees |
//! | [`recognize`] | mentions of people, countries, coalitions, regions, places, organizations |
//! | [`resolve`] | which mentions are one thing, and which thing that is |
//! | [`mod@extract`] | who signed, demands, controls, proposes, and eighteen relations more |
//! | [`code`] | what one marked actor does to another, as a PLOVER event type |
//! | [`mod@query`] | a question in openCypher becomes rows |
//! | [`analyze`] | rankings, communities, components, paths with their evidence, timelines |
//! | [`testing`] | `assert_edge!`, and files of queries with the rows that they should give |
//! | [`export`] | a graph as files for other programs: GraphML, GEXF, DOT, tables, JSON and more |
//! | [`mod@import`] | GraphML and GEXF that other programs wrote become a graph again |
//! | [`eval`] | precision and recall against annotated records |
//!
//! # What it does not do
//!
//! It reads English only, judges no claim, and adds nothing that the text does not say. The
//! extraction is a first form: it prefers silence to a wrong edge, and finds a part of what a
//! careful reader finds.

pub mod analyze;
pub mod annotate;
#[cfg(feature = "cli")]
pub mod cli;
pub mod code;
pub mod error;
pub mod eval;
pub mod export;
pub mod extract;
pub mod files;
pub mod graph;
pub mod import;
pub mod ingest;
pub(crate) mod parameters;
pub mod pipeline;
#[cfg(feature = "query")]
pub mod query;
pub mod recognize;
pub mod record;
pub mod resolve;
pub mod schema;
pub mod testing;
pub mod text;

/// The examples of README.md compile and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
