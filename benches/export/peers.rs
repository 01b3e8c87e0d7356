//! The same GraphML from other libraries.

use crate::Run;
use crate::support::{Watch, peak_above};
use demarche::graph::{Entity, Graph, Relation};
use demarche::schema::Ontology;
use petgraph_graphml::GraphMl;
use std::borrow::Cow;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

/// Name and value.
type Attribute = (Cow<'static, str>, Cow<'static, str>);

/// petgraph-graphml, with the attributes that our GraphML has.
pub fn petgraph_graphml(graph: &Graph) -> Run {
    let nodes = Arc::clone(graph.ontology());
    let edges = Arc::clone(&nodes);
    let (mut size, mut seconds) = (0, 0.0);
    let peak = peak_above(|| {
        let watch = Watch::start();
        let writer = GraphMl::new(graph.petgraph())
            .export_node_weights(Box::new(move |of| node(of, &nodes)))
            .export_edge_weights(Box::new(move |of| edge(of, &edges)));
        let text = writer.to_string();
        (size, seconds) = (text.len() as u64, watch.seconds());
    });
    (seconds, size, peak)
}

fn node(entity: &Entity, ontology: &Ontology) -> Vec<Attribute> {
    let info = ontology.entity_info(entity.kind());
    present([
        ("label", Some(entity.name().to_owned())),
        ("name", Some(entity.name().to_owned())),
        ("type", Some(info.name.clone())),
        ("mentions", Some(entity.mention_count().to_string())),
        ("documents", Some(entity.appearances().len().to_string())),
        ("first_date", entity.first_date().map(str::to_owned)),
        ("last_date", entity.last_date().map(str::to_owned)),
    ])
}

fn edge(relation: &Relation, ontology: &Ontology) -> Vec<Attribute> {
    let name = &ontology.relation_info(relation.kind()).name;
    let documents: Vec<&str> = relation.documents().into_iter().collect();
    present([
        ("label", Some(name.clone())),
        ("interaction", Some(name.clone())),
        ("polarity", Some(relation.polarity().as_str().to_owned())),
        ("modality", Some(relation.modality().as_str().to_owned())),
        ("weight", Some(relation.weight().to_string())),
        ("documents", Some(documents.join("; "))),
        ("first_date", relation.first_date().map(str::to_owned)),
        ("last_date", relation.last_date().map(str::to_owned)),
        (
            "confidence",
            relation.confidence().map(|share| share.to_string()),
        ),
        ("plover", relation.plover().map(str::to_owned)),
        ("quote", relation.quote().map(str::to_owned)),
    ])
}

fn present<const N: usize>(all: [(&'static str, Option<String>); N]) -> Vec<Attribute> {
    let present = all
        .into_iter()
        .filter_map(|(name, value)| Some((name.into(), value?.into())));
    present.collect()
}

/// The libraries of Python, each in a process of its own, which writes so many times.
pub fn python(graphml: &Path, times: usize) {
    let Some(python) = std::env::var_os("PEERS_PYTHON").filter(|_| graphml.exists()) else {
        println!("\nNetworkX, igraph and rustworkx were not run: PEERS_PYTHON names no Python");
        return;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/export/peers.py");
    for library in ["networkx", "igraph", "rustworkx"] {
        let mut command = Command::new(&python);
        let command = command.arg(&script).arg(library).arg(graphml);
        match command.arg(times.to_string()).status() {
            Ok(status) if status.success() => {}
            other => println!("| {library} | did not run: {other:?} | | | |"),
        }
    }
}
