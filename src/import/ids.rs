//! Which node of a file is which of the graph that it was exported from. Most programs keep ids; yEd
//! and igraph give their own, and igraph keeps ours as an attribute `id`.

use super::items::{Item, Items};
use super::reading::{name, plain};
use crate::graph::Graph;
use std::collections::{BTreeMap, BTreeSet};

/// Gives nodes and edges the ids that they had when they were exported, where that can be told.
pub(super) fn restore(items: &mut Items, base: Option<&Graph>) {
    let is_known = |id: &str| base.is_some_and(|base| base.node(id).is_some());
    let mut taken: BTreeSet<String> = items.nodes.iter().map(id).collect();
    let alike = base.map(alike).unwrap_or_default();
    let mut restored: BTreeMap<String, String> = BTreeMap::new();
    for node in &items.nodes {
        let id = id(node);
        if is_known(&id) {
            continue;
        }
        let kept = node.get(&["id"]).map(str::to_owned);
        let like = || {
            let kind = node.get(&["type"])?;
            let key = (kind.to_owned(), plain(name(node, &id)));
            match alike.get(&key).map(Vec::as_slice) {
                Some([only]) => Some((*only).to_owned()),
                _ => None,
            }
        };
        if let Some(before) = kept.or_else(like)
            && taken.insert(before.clone())
        {
            restored.insert(id, before);
        }
    }
    let change = |item: &mut Item, name: &str| {
        let Some(text) = item.attributes.get_mut(name) else {
            return;
        };
        if let Some(before) = restored.get(text) {
            text.clone_from(before);
        }
    };
    for node in &mut items.nodes {
        change(node, "@id");
    }
    for edge in &mut items.edges {
        change(edge, "@source");
        change(edge, "@target");
        if let Some(kept) = edge.get(&["id", "edge id"]).map(str::to_owned) {
            edge.attributes.entry("@id".to_owned()).or_insert(kept);
        }
    }
}

fn id(node: &Item) -> String {
    node.attributes["@id"].clone()
}

/// The ids of a graph's entities by type and name.
fn alike(graph: &Graph) -> BTreeMap<(String, String), Vec<&str>> {
    let mut alike: BTreeMap<_, Vec<&str>> = BTreeMap::new();
    for entity in graph.entities() {
        let kind = graph.ontology().entity_info(entity.kind()).name.clone();
        let ids = alike.entry((kind, plain(entity.name()))).or_default();
        ids.push(entity.id());
    }
    alike
}
