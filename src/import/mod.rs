//! The verb *import*: a file that another program wrote becomes a graph again.
//!
//! GraphML and GEXF are read as tables of nodes and edges (`graphml`, `gexf`);
//! what they mean is decided in one place (`mapping`), by the names of attributes that our own exports
//! write. Nothing is trusted: the graph is assembled from records, so that ids, signatures and
//! evidence are held to the same rules as those of articles. What cannot be mapped is a [`Warning`]
//! with its line, and the rest comes through.
//!
//! A file of a drawing program has lost most evidence. With the graph that it was exported from
//! beside it, everything that is still there gets its evidence back.

mod gexf;
mod graphml;
mod ids;
mod items;
mod mapping;
mod reading;
mod records;

use crate::error::{Error, Result, Warning};
use crate::graph::Graph;
use crate::schema::Ontology;
use std::path::Path;
use std::sync::Arc;

/// A graph that was read, and what was not.
#[derive(Debug)]
pub struct Imported {
    /// The graph.
    pub graph: Graph,
    /// What could not be mapped, in the order of the file.
    pub warnings: Vec<Warning>,
    /// What changed against the graph that the file was exported from.
    pub changes: Changes,
}

/// How a file differs from the graph that it was exported from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Entities that are new.
    pub entities_added: usize,
    /// Entities that are gone.
    pub entities_removed: usize,
    /// Entities with another name, type or key.
    pub entities_changed: usize,
    /// Relations that are new.
    pub relations_added: usize,
    /// Relations that are gone.
    pub relations_removed: usize,
}

/// Reads GraphML, GEXF or a `graph.json`, whichever the content is; `path` is what messages call it.
/// A new entity or relation without documents is said by a document that bears the name of the file.
///
/// ```
/// use demarche::import::import;
/// use demarche::schema::Schema;
/// use std::path::Path;
///
/// let file = br#"<gexf version="1.3"><graph>
///   <attributes class="node"><attribute id="0" title="type" type="string"/></attributes>
///   <attributes class="edge"><attribute id="0" title="relation" type="string"/></attributes>
///   <nodes>
///     <node id="a" label="France"><attvalues><attvalue for="0" value="Country"/></attvalues></node>
///     <node id="b" label="Chad"><attvalues><attvalue for="0" value="Country"/></attvalues></node>
///   </nodes>
///   <edges>
///     <edge id="1" source="a" target="b"><attvalues><attvalue for="0" value="supports"/></attvalues></edge>
///   </edges></graph></gexf>"#;
/// let ontology = Schema::built_in().ontology.clone();
/// let imported = import(file, Path::new("by-hand.gexf"), ontology, None)?;
/// let edge = imported.graph.relations().next().unwrap();
/// assert_eq!((edge.source.name(), edge.target.name()), ("France", "Chad"));
/// assert_eq!(edge.relation.documents().into_iter().next(), Some("by-hand.gexf"));
/// assert!(imported.warnings.is_empty());
/// # Ok::<(), demarche::error::Error>(())
/// ```
///
/// # Errors
/// [`Error::Graph`] with the line, when the file is none of them or broken off.
pub fn import(
    bytes: &[u8],
    path: &Path,
    ontology: Arc<Ontology>,
    base: Option<&Graph>,
) -> Result<Imported> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.trim_ascii_start().starts_with(b"{") || Graph::is_binary(bytes) {
        return Ok(Imported {
            graph: Graph::read(bytes, path)?,
            warnings: Vec::new(),
            changes: Changes::default(),
        });
    }
    let mistake = |(line, message)| Error::Graph {
        path: path.to_path_buf(),
        line,
        message,
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = items::line_at(bytes, error.valid_up_to());
        mistake((
            Some(line),
            "not UTF-8 text; save the graph as UTF-8".to_owned(),
        ))
    })?;
    let items = match items::root(text).map_err(mistake)?.as_str() {
        "graphml" => graphml::read(text),
        "gexf" => gexf::read(text),
        other => Err((
            None,
            format!("a file of <{other}>; GraphML, GEXF or a graph.json is needed"),
        )),
    };
    mapping::map(items.map_err(mistake)?, path, ontology, base)
}
