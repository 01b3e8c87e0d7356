//! The verb *export*: a graph becomes files.
//!
//! A format is one file of this folder and one row of [`EXPORTERS`]; the command line, the golden
//! files and the tests of awkward text walk that table. An [`Exporter`] streams into an [`Output`]
//! and neither knows nor decides where its files end up. Of every format it holds that direction,
//! type, parallel edges and attributes survive in the programs that read it; each module head says
//! what its format cannot carry and what was done about it. [`push`] takes the graph to a server
//! instead.

mod attributes;
mod color;
mod csv;
mod cypher;
mod demarche;
mod dot;
mod escape;
mod gexf;
mod graphml;
mod json;
mod merge;
mod mermaid;
mod neo4j;
mod options;
mod output;
pub mod push;
#[cfg(feature = "rdf")]
mod rdf;
mod spells;
#[cfg(feature = "sqlite")]
mod sqlite;
mod wrap;
mod xml;

pub use csv::is_formula;
pub use options::{Choice, Clusters, Layout, Options, Profile};
pub use output::{Folder, Memory, Output, Stream};

use crate::error::{Error, Result};
use crate::graph::{Graph, Relation};
use crate::schema::{Modality, Ontology, Polarity};
use std::borrow::Cow;
use std::io::{self, BufWriter, Write};

/// A format that a graph can be written in.
pub trait Exporter: Sync {
    /// As given to `--to`.
    fn name(&self) -> &'static str;

    /// Who reads it, in a line.
    fn about(&self) -> &'static str;

    /// The names of the files that it writes, in this order.
    fn files(&self) -> &'static [&'static str];

    /// Writes the files, as the options that concern it say.
    ///
    /// # Errors
    /// [`Error::Io`] with the file when it cannot be written.
    fn export_with(&self, graph: &Graph, options: &Options, out: &mut dyn Output) -> Result<()>;

    /// Writes the files as most readers want them.
    ///
    /// # Errors
    /// [`Error::Io`] with the file when it cannot be written.
    fn export(&self, graph: &Graph, out: &mut dyn Output) -> Result<()> {
        self.export_with(graph, &Options::default(), out)
    }
}

/// All formats, in the order in which they are listed.
pub static EXPORTERS: &[&dyn Exporter] = &[
    &json::Json,
    &demarche::Demarche,
    &graphml::Graphml,
    &gexf::Gexf,
    &dot::Dot,
    &csv::Csv,
    &neo4j::Neo4j,
    &cypher::Cypher,
    &mermaid::Mermaid,
    #[cfg(feature = "sqlite")]
    &sqlite::Sqlite,
    #[cfg(feature = "rdf")]
    &rdf::Turtle,
    #[cfg(feature = "rdf")]
    &rdf::JsonLd,
];

/// Formats that a feature of the build brings, and which.
pub static OPTIONAL: [(&str, &str); 3] =
    [("sqlite", "sqlite"), ("turtle", "rdf"), ("jsonld", "rdf")];

/// The format of that name.
///
/// ```
/// use demarche::export::{Memory, exporter};
/// use demarche::graph::Assembly;
/// use demarche::schema::Schema;
///
/// let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
/// let mut files = Memory::default();
/// exporter("dot")?.export(&graph, &mut files)?;
/// assert!(files.text("graph.dot").starts_with("digraph"));
///
/// let error = exporter("grapml").err().unwrap();
/// assert!(error.to_string().contains("did you mean graphml?"));
/// # Ok::<(), demarche::error::Error>(())
/// ```
///
/// # Errors
/// [`Error::Argument`] that lists the formats there are, and the one that was probably meant.
pub fn exporter(name: &str) -> Result<&'static dyn Exporter> {
    let found = EXPORTERS.iter().find(|exporter| exporter.name() == name);
    found.copied().ok_or_else(|| unknown(name))
}

fn unknown(name: &str) -> Error {
    if let Some((_, feature)) = OPTIONAL.iter().find(|(optional, _)| *optional == name) {
        return Error::Argument(format!(
            "the format {name} is not in this build; install with `--features {feature}`"
        ));
    }
    let known: Vec<&str> = EXPORTERS.iter().map(|exporter| exporter.name()).collect();
    let lower = name.to_lowercase();
    let meant = known
        .iter()
        .map(|known| (strsim::levenshtein(&lower, known), known))
        .filter(|(edits, known)| *edits <= known.len() / 3 || lower.starts_with(**known))
        .min();
    let meant = meant.map(|(_, known)| format!("did you mean {known}? "));
    let meant = meant.unwrap_or_default();
    let known = known.join(", ");
    Error::Argument(format!("no format {name:?}; {meant}There are {known}"))
}

/// Writes one file through a large buffer; a failure names the file.
fn write_file(
    out: &mut dyn Output,
    name: &str,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<()> {
    let place = out.place(name);
    let mut to = BufWriter::with_capacity(1 << 20, out.file(name)?);
    let written = write(&mut to).and_then(|()| to.flush());
    if written.is_err() {
        // What is left in the buffer must not be tried again when it is dropped.
        let _ = to.into_parts();
    }
    written.map_err(Error::io("write", place))
}

/// The relation with its polarity and modality, so that two edges between the same ends never bear
/// the same: `signed`, `not signed`, `signed (future)`.
fn statement<'a>(relation: &Relation, ontology: &'a Ontology) -> Cow<'a, str> {
    let name = ontology.relation_info(relation.kind()).name.as_str();
    match (relation.polarity(), relation.modality()) {
        (Polarity::Positive, Modality::Actual) => Cow::Borrowed(name),
        (Polarity::Negative, Modality::Actual) => Cow::Owned(format!("not {name}")),
        (Polarity::Positive, modality) => Cow::Owned(format!("{name} ({})", modality.as_str())),
        (Polarity::Negative, modality) => Cow::Owned(format!("not {name} ({})", modality.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_files_are_each_there_once() {
        let mut names: Vec<&str> = EXPORTERS.iter().map(|e| e.name()).collect();
        let mut files: Vec<&str> = EXPORTERS.iter().flat_map(|e| e.files()).copied().collect();
        for list in [&mut names, &mut files] {
            let before = list.len();
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), before, "{list:?}");
        }
    }

    #[test]
    fn an_unknown_format_lists_the_known_and_the_nearest() {
        let message = |name| exporter(name).err().map(|error| error.to_string());
        assert_eq!(message("json"), None);
        let known = EXPORTERS.iter().map(|exporter| exporter.name());
        let known = format!("There are {}", known.collect::<Vec<_>>().join(", "));
        let near = format!("no format \"GraphML\"; did you mean graphml? {known}");
        assert_eq!(message("GraphML"), Some(near));
        #[cfg(not(feature = "rdf"))]
        {
            let absent = "the format turtle is not in this build; install with `--features rdf`";
            assert_eq!(message("turtle").as_deref(), Some(absent));
        }
        let far = format!("no format \"parquet\"; {known}");
        assert_eq!(message("parquet"), Some(far));
    }
}
