//! Relations to be read with all their texts, of which a large graph has too many for the caches.
//!
//! In the order of the sources, each relation's target, quote and document stand anywhere in memory,
//! and a reader who takes one relation after another waits for each of them in turn. So a few dozen
//! relations are looked at beforehand, in loops so short that the processor waits for all at once.

use super::{Edge, Graph};
use smallvec::SmallVec;
use std::hint::black_box;

/// So many relations are looked at together; with their quotes they take some ten kilobytes.
const BLOCK: usize = 32;
/// Bytes that come from memory together.
const LINE: usize = 64;

impl Graph {
    /// The same as [`relations`](Graph::relations), faster for one who reads all that they say.
    pub fn relations_to_read(&self) -> impl Iterator<Item = Edge<'_>> {
        let mut edges = self.relations();
        let mut block: SmallVec<[Edge<'_>; BLOCK]> = SmallVec::new();
        let mut next = 0;
        std::iter::from_fn(move || {
            if next == block.len() {
                block.clear();
                block.extend(edges.by_ref().take(BLOCK));
                fetch(&block);
                next = 0;
            }
            let edge = block.get(next).copied();
            next += 1;
            edge
        })
    }
}

/// Has the entities, and then the texts that they and the relations point to, brought near.
fn fetch(edges: &[Edge<'_>]) {
    let lengths = |edge: &Edge<'_>| edge.source.id().len() + edge.target.id().len();
    black_box(edges.iter().map(lengths).sum::<usize>());
    let texts = edges.iter().flat_map(|edge| {
        let first = edge.relation.evidence().next();
        let said = first.map(|piece| [piece.document.as_str(), &piece.quote]);
        let names = [edge.target.id().as_str(), edge.target.name()];
        names.into_iter().chain(said.into_iter().flatten())
    });
    let bytes = texts.flat_map(|text| text.as_bytes().iter().step_by(LINE));
    black_box(bytes.map(|byte| usize::from(*byte)).sum::<usize>());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Assembly;
    use crate::schema::Schema;

    #[test]
    fn they_are_the_relations() {
        // None, fewer than a block, a block, more than two of them.
        for count in [0, 1, BLOCK, 2 * BLOCK + 7] {
            let entities: Vec<_> = (0..=count)
                .map(|n| {
                    serde_json::json!({
                        "id": n.to_string(), "type": "Person", "name": format!("Person {n}"), "key": null,
                        "mentions": [{"start": 0, "end": 1, "text": "P", "kind": "name"}],
                    })
                })
                .collect();
            let relations: Vec<_> = (1..=count)
                .map(|n| {
                    serde_json::json!({
                        "id": n.to_string(), "type": "supports", "source": "0",
                        "target": n.to_string(), "evidence": [0, 1], "quote": "said".repeat(n),
                    })
                })
                .collect();
            let record =
                serde_json::json!({"id": "d", "entities": entities, "relations": relations});
            let mut assembly = Assembly::new(Schema::built_in().ontology.clone());
            let record = serde_json::from_value(record).expect("a record");
            assembly.add_record(&record).expect("it fits the ontology");
            let graph = assembly.finish();
            let ids = |edges: &mut dyn Iterator<Item = Edge<'_>>| -> Vec<String> {
                edges.map(|edge| edge.relation.id().to_owned()).collect()
            };
            let all = ids(&mut graph.relations());
            assert_eq!(all.len(), count);
            assert_eq!(ids(&mut graph.relations_to_read()), all);
        }
    }
}
