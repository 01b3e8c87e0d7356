//! Reading a graph in binary form, its blocks on all processors.

use super::super::{Entity, Graph, Relation};
use super::blocks::{Block, Kind, split};
use super::entities::Entities;
use super::relations::Relations;
use super::tables::{Counts, Known, read_head};
use super::{BLOCKS, MAGIC, Mistake, VERSION};
use petgraph::graph::{DiGraph, NodeIndex};
use rayon::prelude::*;
use std::sync::Arc;

/// The graph in a file that begins like one.
pub(super) fn graph(file: &[u8]) -> Result<Graph, Mistake> {
    let begin = MAGIC.len() + 4;
    if let Some(version) = file.get(MAGIC.len()..begin) {
        check_version(u32::from_le_bytes(version.try_into().expect("four bytes")))?;
    }
    let blocks = split(file, begin.min(file.len()))?;
    let mut rest = blocks.as_slice();
    let mut one = |kind| match some(&mut rest, kind) {
        [block] => block.content(),
        _ => Err(out_of_order()),
    };
    let (ontology, counts) = read_head(one(Kind::Head)?)?;
    let known = Known::read(ontology, counts, one(Kind::Tables)?)?;
    let entities = read_entities(some(&mut rest, Kind::Entities), &known)?;
    let edges = some(&mut rest, Kind::Relations);
    if !rest.is_empty() {
        return Err(out_of_order());
    }
    let (list, nodes) = entities.into_parts();
    check_count("nodes", counts.entities, list.len())?;
    let mut inner = DiGraph::with_capacity(list.len(), counts.room_for_relations(file.len()));
    for entity in list {
        inner.add_node(entity);
    }
    let read = |block: &Block<'_>| Relations::read(block.content()?, &known, &nodes);
    let mut last = None;
    let mut add = |read: Vec<Result<Relations, Mistake>>| add(read, &mut inner, &mut last);
    // While some blocks are read, those before them are added.
    let mut before = Vec::new();
    for blocks in edges.chunks(BLOCKS) {
        let (added, next) = rayon::join(
            || add(std::mem::take(&mut before)),
            || blocks.par_iter().map(read).collect(),
        );
        added?;
        before = next;
    }
    add(before)?;
    check_count("edges", counts.relations, inner.edge_count())?;
    Ok(Graph {
        ontology: Arc::new(known.ontology),
        inner,
        documents: known.infos,
    })
}

fn out_of_order() -> Mistake {
    "the file is damaged: its blocks are out of order; copy it again, or build the graph again"
        .to_owned()
}

fn check_version(version: u32) -> Result<(), Mistake> {
    match version {
        VERSION => Ok(()),
        _ if version > VERSION => Err(format!(
            "the format is version {version}, and this program reads version {VERSION}: read it with a \
             newer program, or write it again from its graph.json"
        )),
        _ => Err(format!(
            "the format is version {version}, which never was; the file is damaged: copy it again, or \
             build the graph again"
        )),
    }
}

fn check_count(what: &str, expected: usize, found: usize) -> Result<(), Mistake> {
    match found == expected {
        true => Ok(()),
        false => Err(format!(
            "the file is damaged: it has {found} {what} and should have {expected}; copy it again, or \
             build the graph again"
        )),
    }
}

/// Takes the blocks of a kind from the front.
fn some<'b, 'a>(rest: &mut &'b [Block<'a>], kind: Kind) -> &'b [Block<'a>] {
    let count = rest.iter().take_while(|block| block.kind == kind).count();
    let (taken, left) = rest.split_at(count);
    *rest = left;
    taken
}

fn read_entities(blocks: &[Block<'_>], known: &Known) -> Result<Entities, Mistake> {
    let read = |block: &Block<'_>| Entities::read(block.content()?, known);
    let read: Vec<Result<Entities, Mistake>> = blocks.par_iter().map(read).collect();
    let mut all = Entities::default();
    for entities in read {
        all.extend(entities?)?;
    }
    Ok(all)
}

/// Adds the relations of some blocks, which must follow the last that was added.
fn add(
    read: Vec<Result<Relations, Mistake>>,
    to: &mut DiGraph<Entity, Relation>,
    last: &mut Option<super::relations::Key>,
) -> Result<(), Mistake> {
    for relations in read {
        let relations = relations?;
        if let Some((first, end)) = relations.keys
            && last.replace(end).is_some_and(|before| before >= first)
        {
            return Err("the edges are out of order".to_owned());
        }
        for (source, target, relation) in relations.list {
            let [source, target] = [source, target].map(|node| NodeIndex::new(node as usize));
            to.add_edge(source, target, relation);
        }
    }
    Ok(())
}

impl Counts {
    /// For how many relations room is made at once: no more than the file can hold, whatever it says.
    fn room_for_relations(self, bytes: usize) -> usize {
        self.relations.min(bytes / 8)
    }
}
