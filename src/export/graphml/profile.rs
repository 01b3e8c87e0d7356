//! For whom GraphML is written: which attributes stand before and after those that every profile
//! has, and how a shape of the ontology is called there.

use super::super::attributes::{
    EDGES, Kind, NODES, OfEdge, OfNode, Value, name_or_id, of_edge, of_node,
};
use super::super::color::Color;
use super::super::gexf::node_size;
use super::super::{Profile, statement};
use crate::graph::Edge;
use crate::schema::{Modality, Ontology};

/// The attributes of a profile, in their order.
pub(super) struct Attributes {
    pub(super) nodes: Vec<&'static OfNode>,
    pub(super) edges: Vec<&'static OfEdge>,
}

impl Attributes {
    pub(super) fn of(profile: Profile) -> Attributes {
        let nodes = |before: &'static [OfNode], after: &'static [OfNode]| {
            let named = |attribute: &&OfNode| before.iter().all(|own| own.name != attribute.name);
            let all = before.iter().chain(NODES.iter().filter(named));
            all.chain(after).collect()
        };
        let edges = |before: &'static [OfEdge], after: &'static [OfEdge]| {
            before.iter().chain(&EDGES).chain(after).collect()
        };
        match profile {
            Profile::Generic => Attributes {
                nodes: nodes(&[NODE_LABEL], &[]),
                edges: edges(&[EDGE_LABEL, INTERACTION], &[]),
            },
            Profile::Gephi => Attributes {
                nodes: nodes(&[NODE_LABEL], &GEPHI_NODES),
                edges: edges(&[EDGE_LABEL], &GEPHI_EDGES),
            },
            Profile::Yed => Attributes {
                nodes: nodes(&[NODE_LABEL, NODE_DESCRIPTION], &[]),
                edges: edges(&[EDGE_LABEL, EDGE_DESCRIPTION], &[]),
            },
            Profile::Cytoscape => Attributes {
                nodes: nodes(&[CYTOSCAPE_NAME], &CYTOSCAPE_NODES),
                edges: edges(&[CYTOSCAPE_EDGE, CYTOSCAPE_INTERACTION], &CYTOSCAPE_EDGES),
            },
        }
    }
}

fn relation_name<'a>(edge: Edge<'a>, ontology: &'a Ontology) -> Value<'a> {
    let info = ontology.relation_info(edge.relation.kind());
    Value::Word(&info.name)
}

/// What a node is shown as.
const NODE_LABEL: OfNode = of_node!("label", Text, |e, _| Value::Text(name_or_id(e).into()));
/// What an edge is shown as.
const EDGE_LABEL: OfEdge = of_edge!("label", Text, relation_name);
/// The same where Cytoscape looks for it.
const INTERACTION: OfEdge = of_edge!("interaction", Text, relation_name);

/// What Gephi takes for colour and size and makes no column of.
static GEPHI_NODES: [OfNode; 4] = [
    of_node!("size", Number, |e, _| Value::Number(node_size(e))),
    of_node!("r", Number, |e, o| channel(
        &o.entity_info(e.kind()).color,
        0
    )),
    of_node!("g", Number, |e, o| channel(
        &o.entity_info(e.kind()).color,
        1
    )),
    of_node!("b", Number, |e, o| channel(
        &o.entity_info(e.kind()).color,
        2
    )),
];
static GEPHI_EDGES: [OfEdge; 3] = [
    of_edge!("r", Number, |e, o| edge_channel(e, o, 0)),
    of_edge!("g", Number, |e, o| edge_channel(e, o, 1)),
    of_edge!("b", Number, |e, o| edge_channel(e, o, 2)),
];

fn channel<'a>(color: &str, index: usize) -> Value<'a> {
    Value::Number(Color::parse(color).channels()[index].into())
}

fn edge_channel<'a>(edge: Edge<'_>, ontology: &Ontology, index: usize) -> Value<'a> {
    channel(&ontology.relation_info(edge.relation.kind()).color, index)
}

/// What yEd shows when the pointer rests on something.
const NODE_DESCRIPTION: OfNode = of_node!("description", Text, |e, o| {
    let info = o.entity_info(e.kind());
    let also = match e.aliases() {
        aliases if aliases.is_empty() => String::new(),
        aliases => format!("; also {}", aliases.join("; ")),
    };
    Value::Text(format!("{}: {}{also}", info.name, name_or_id(e)).into())
});
const EDGE_DESCRIPTION: OfEdge = of_edge!("description", Text, |e, o| {
    match e.relation.quote() {
        Some(quote) => Value::Text(quote.into()),
        None => Value::Text(statement(e.relation, o)),
    }
});

/// Cytoscape shows the column `name`, so that it is never empty.
const CYTOSCAPE_NAME: OfNode = of_node!("name", Text, |e, _| Value::Text(name_or_id(e).into()));
/// As Cytoscape itself names edges.
const CYTOSCAPE_EDGE: OfEdge = of_edge!("name", Text, |e, o| {
    let (source, target) = (name_or_id(e.source), name_or_id(e.target));
    Value::Text(format!("{source} ({}) {target}", statement(e.relation, o)).into())
});
/// Styles go by the interaction, so that it tells what is denied or planned too.
const CYTOSCAPE_INTERACTION: OfEdge = of_edge!("interaction", Text, |e, o| Value::Text(statement(
    e.relation, o
)));

/// Columns for passthrough mappings: fill, shape and size; stroke, line type and width.
static CYTOSCAPE_NODES: [OfNode; 3] = [
    of_node!("color", Text, |e, o| Value::Text(
        o.entity_info(e.kind()).color.as_str().into()
    )),
    of_node!("shape", Text, |e, o| {
        Value::Text(cytoscape_shape(&o.entity_info(e.kind()).shape).into())
    }),
    of_node!("size", Number, |e, _| Value::Number(3 * node_size(e))),
];
static CYTOSCAPE_EDGES: [OfEdge; 4] = [
    of_edge!("relation", Text, relation_name),
    of_edge!("color", Text, |e, o| {
        Value::Text(o.relation_info(e.relation.kind()).color.as_str().into())
    }),
    of_edge!("line", Text, |e, _| {
        let line = match e.relation.modality() {
            Modality::Actual => "SOLID",
            Modality::Future => "EQUAL_DASH",
            Modality::Possible => "DOT",
        };
        Value::Text(line.into())
    }),
    of_edge!("width", Number, |e, _| Value::Number(
        1 + u64::from(e.relation.weight().ilog2())
    )),
];

/// The shape of Cytoscape that comes nearest to one of Graphviz.
fn cytoscape_shape(graphviz: &str) -> &'static str {
    match graphviz {
        "box" | "rect" | "rectangle" | "square" => "RECTANGLE",
        "octagon" | "doubleoctagon" => "OCTAGON",
        "hexagon" => "HEXAGON",
        "diamond" | "Mdiamond" => "DIAMOND",
        "triangle" | "house" => "TRIANGLE",
        "note" | "folder" => "ROUND_RECTANGLE",
        "component" | "parallelogram" => "PARALLELOGRAM",
        _ => "ELLIPSE",
    }
}
