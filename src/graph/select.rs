//! A part of a graph: what some documents say, some relations, the surroundings of somebody.
//!
//! The part is a graph like any other, assembled anew: names, dates and counts are those of what is
//! left. Whoever says something that is left stays too, though no edge may lead to him, for without
//! him his claim would pass for the document's own.

use super::{Assembly, Entity, Evidence, Graph, Relation};
use crate::error::{Error, Result};
use crate::schema::{Modality, Ontology, Polarity, RelationType};
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is left of a graph; everything unless something is asked for. The fields are applied in
/// their order.
///
/// ```
/// use demarche::graph::{Assembly, Selection};
/// use demarche::schema::Schema;
///
/// let graph = Assembly::new(Schema::built_in().ontology.clone()).finish();
/// let selection = Selection {
///     relations: vec!["signed".to_owned()],
///     since: Some("2024-05".to_owned()),
///     ..Selection::default()
/// };
/// assert_eq!(graph.select(&selection)?.relation_count(), 0);
///
/// let selection = Selection { relations: vec!["singed".to_owned()], ..Selection::default() };
/// let error = graph.select(&selection).unwrap_err().to_string();
/// assert!(error.starts_with("no relation type \"singed\"; there are signed, demands"));
/// # Ok::<(), demarche::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selection {
    /// Only what these documents say; all if there are none.
    pub documents: Vec<String>,
    /// Only what documents of this date or later say: a day, a month or a year.
    pub since: Option<String>,
    /// Only what documents of this date or earlier say.
    pub until: Option<String>,
    /// Edges from actor to actor in place of proposals: who demands something of somebody has an
    /// edge to him, which bears what is demanded as its content.
    pub flatten: bool,
    /// Only evidence of this confidence or more; what has none counts as sure.
    pub min_confidence: Option<f64>,
    /// Only relations that the texts affirm, or only those that they deny, and whom they join.
    pub polarity: Option<Polarity>,
    /// Only relations that hold, are planned or are possible, as these say, and whom they join.
    pub modalities: Vec<Modality>,
    /// Only relations of these types, and whom they join.
    pub relations: Vec<String>,
    /// Only entities of these types (or of the types of these parents), and what joins them.
    pub types: Vec<String>,
    /// Only entities near one of these names, and what joins them.
    pub around: Vec<String>,
    /// How many edges away is near.
    pub depth: usize,
    /// Only so many entities, those with most edges, and what joins them.
    pub top: Option<usize>,
}

impl Graph {
    /// The part of the graph that is asked for.
    ///
    /// # Errors
    /// [`Error::Argument`] when a document, a type, a relation or a name is not there, or a date is
    /// none.
    pub fn select(&self, selection: &Selection) -> Result<Graph> {
        if *selection == Selection::default() {
            return Ok(self.clone());
        }
        let said = self.said_in(&documents(self, selection)?);
        let kept = match selection.flatten {
            true => said.flattened(),
            false => said.clone(),
        };
        let kept = kept.stated(selection)?;
        let kept = kept.of_types(&selection.types)?;
        let kept = kept.around(&selection.around, selection.depth)?;
        let kept = kept.top(selection.top);
        Ok(said.assembled(&kept))
    }

    /// The part with these entities and relations, the ends of those, and whoever says them.
    pub fn subgraph(&self, nodes: &BTreeSet<NodeIndex>, edges: &BTreeSet<EdgeIndex>) -> Graph {
        let ends = edges
            .iter()
            .filter_map(|&edge| self.inner.edge_endpoints(edge));
        let mut kept: BTreeSet<NodeIndex> = ends.flat_map(|(a, b)| [a, b]).collect();
        kept.extend(nodes);
        let inner = self.inner.filter_map(
            |node, entity| kept.contains(&node).then(|| entity.clone()),
            |edge, relation| edges.contains(&edge).then(|| relation.clone()),
        );
        self.assembled(&Graph {
            ontology: Arc::clone(&self.ontology),
            inner,
            documents: self.documents.clone(),
        })
    }

    /// Fails at the first name that is neither an entity type nor a parent of one.
    ///
    /// # Errors
    /// [`Error::Argument`], with the types that there are.
    pub fn check_types(&self, names: &[String]) -> Result<()> {
        for name in names {
            let mut types = self.ontology.entities();
            if !types.any(|kind| self.ontology.is_a(kind, name)) {
                let known = self.ontology.entities();
                let known: Vec<&str> = known
                    .map(|kind| self.ontology.entity_info(kind).name.as_str())
                    .collect();
                let known = known.join(", ");
                let message = format!("no entity type {name:?}; there are {known}");
                return Err(Error::Argument(message));
            }
        }
        Ok(())
    }

    /// What some documents say.
    fn said_in(&self, documents: &BTreeSet<&str>) -> Graph {
        let mut part = self.part(
            |_, entity| {
                let mut entity = entity.clone();
                entity
                    .appearances
                    .retain(|document, _| documents.contains(document.as_str()));
                (!entity.appearances.is_empty()).then_some(entity)
            },
            |relation| {
                with_evidence(relation, |piece| {
                    documents.contains(piece.document.as_str())
                })
            },
        );
        part.documents
            .retain(|id, _| documents.contains(id.as_str()));
        part
    }

    /// The relations of some types with evidence of some confidence, and whom they join.
    fn stated(&self, selection: &Selection) -> Result<Graph> {
        let Selection {
            relations,
            polarity,
            modalities,
            min_confidence,
            ..
        } = selection;
        if relations.is_empty()
            && polarity.is_none()
            && modalities.is_empty()
            && min_confidence.is_none()
        {
            return Ok(self.clone());
        }
        let kinds = relation_types(&self.ontology, relations)?;
        let least = min_confidence.unwrap_or(0.0);
        let sure = |piece: &Evidence| piece.confidence.is_none_or(|c| f64::from(c) >= least);
        let stated = self.part(
            |_, entity| Some(entity.clone()),
            |relation| {
                let meant = (kinds.is_empty() || kinds.contains(&relation.kind()))
                    && polarity.is_none_or(|polarity| polarity == relation.polarity())
                    && (modalities.is_empty() || modalities.contains(&relation.modality()));
                meant.then(|| with_evidence(relation, sure)).flatten()
            },
        );
        Ok(stated.nodes_where(|node| stated.degree(node) > 0))
    }

    fn of_types(&self, names: &[String]) -> Result<Graph> {
        if names.is_empty() {
            return Ok(self.clone());
        }
        self.check_types(names)?;
        let is_meant = |kind| names.iter().any(|name| self.ontology.is_a(kind, name));
        Ok(self.nodes_where(|node| is_meant(self.inner[node].kind)))
    }

    fn around(&self, names: &[String], depth: usize) -> Result<Graph> {
        if names.is_empty() {
            return Ok(self.clone());
        }
        let mut near: BTreeSet<NodeIndex> = BTreeSet::new();
        for name in names {
            let found = self.find(name);
            if found.is_empty() {
                return Err(Error::Argument(format!("no entity {name:?} in that graph")));
            }
            near.extend(found);
        }
        let mut last: Vec<NodeIndex> = near.iter().copied().collect();
        for _ in 0..depth {
            let next = last
                .iter()
                .flat_map(|&node| self.inner.neighbors_undirected(node));
            let mut next: Vec<NodeIndex> = next.collect();
            next.retain(|node| near.insert(*node));
            last = next;
        }
        Ok(self.nodes_where(|node| near.contains(&node)))
    }

    fn top(&self, top: Option<usize>) -> Graph {
        let Some(top) = top else { return self.clone() };
        let mut nodes: Vec<NodeIndex> = self.inner.node_indices().collect();
        nodes.sort_by_cached_key(|&node| (Reverse(self.degree(node)), node));
        let best: BTreeSet<NodeIndex> = nodes.into_iter().take(top).collect();
        self.nodes_where(|node| best.contains(&node))
    }

    /// Edges from actor to actor in place of proposals.
    fn flattened(&self) -> Graph {
        let ontology = &*self.ontology;
        let is_proposal = |node: NodeIndex| ontology.is_a(self.inner[node].kind, "Proposal");
        let mut extended = ontology.clone();
        let mut inner = DiGraph::new();
        let mut places = Vec::with_capacity(self.entity_count());
        for node in self.inner.node_indices() {
            let place = (!is_proposal(node)).then(|| inner.add_node(self.inner[node].clone()));
            places.push(place);
        }
        let place = |node: NodeIndex| places[node.index()];
        for edge in self.inner.raw_edges() {
            let (source, target) = (edge.source(), edge.target());
            let Some(from) = place(source) else { continue };
            if let Some(to) = place(target) {
                inner.add_edge(from, to, edge.weight.clone());
                continue;
            }
            for addressee in self.addressees(target) {
                let Some(to) = place(addressee).filter(|to| *to != from) else {
                    continue;
                };
                let (asked, of) = (&self.inner[target], &self.inner[addressee]);
                let spoken_of = |piece: &Evidence| of.appearances.contains_key(&piece.document);
                let Some(mut relation) = with_evidence(&edge.weight, spoken_of) else {
                    continue;
                };
                relation.change_evidence(|piece| {
                    piece.target_mention = None;
                    piece.content = Some(asked.name.clone()).filter(|name| !name.is_empty());
                });
                extended.allow_target(relation.kind(), of.kind);
                inner.add_edge(from, to, relation);
            }
        }
        Graph {
            ontology: Arc::new(extended),
            inner,
            documents: self.documents.clone(),
        }
    }

    /// To whom a proposal is addressed.
    fn addressees(&self, proposal: NodeIndex) -> BTreeSet<NodeIndex> {
        let addressed = self.ontology.relation("addressed_to");
        let edges = self.inner.edges(proposal);
        let edges = edges.filter(|edge| {
            let relation = edge.weight();
            Some(relation.kind()) == addressed && relation.polarity() == Polarity::Positive
        });
        edges.map(|edge| edge.target()).collect()
    }

    fn nodes_where(&self, keep: impl Fn(NodeIndex) -> bool) -> Graph {
        self.part(
            |node, entity| keep(node).then(|| entity.clone()),
            |relation| Some(relation.clone()),
        )
    }

    fn part(
        &self,
        node: impl Fn(NodeIndex, &Entity) -> Option<Entity>,
        edge: impl Fn(&Relation) -> Option<Relation>,
    ) -> Graph {
        Graph {
            ontology: Arc::clone(&self.ontology),
            inner: self.inner.filter_map(node, |_, relation| edge(relation)),
            documents: self.documents.clone(),
        }
    }

    /// The part as a graph of its own, with those of this graph who say what is in it.
    fn assembled(&self, part: &Graph) -> Graph {
        let pieces = part.inner.edge_weights().flat_map(Relation::evidence);
        let speakers: BTreeSet<&str> = pieces
            .filter_map(|piece| piece.attributed_to.as_deref())
            .collect();
        let mut speaking = self.part(
            |_, entity| {
                speakers
                    .contains(entity.id.as_str())
                    .then(|| entity.clone())
            },
            |_| None,
        );
        speaking.ontology = Arc::clone(&part.ontology);
        let mut assembly = Assembly::new(Arc::clone(&part.ontology));
        for graph in [part, &speaking] {
            let added = assembly.add_graph(graph);
            added.expect("both have one ontology");
        }
        assembly.finish()
    }
}

/// The relation with some of its evidence, if any is left.
fn with_evidence(relation: &Relation, keep: impl Fn(&Evidence) -> bool) -> Option<Relation> {
    let mut left = relation.evidence().filter(|piece| keep(piece));
    left.next()?;
    let mut relation = relation.clone();
    relation.retain_evidence(keep);
    Some(relation)
}

/// The ids of the documents that are meant.
fn documents<'a>(graph: &'a Graph, selection: &Selection) -> Result<BTreeSet<&'a str>> {
    for id in &selection.documents {
        if !graph.documents.contains_key(id.as_str()) {
            return Err(Error::Argument(format!("no document {id:?} in the graph")));
        }
    }
    for date in [&selection.since, &selection.until].into_iter().flatten() {
        check_date(date)?;
    }
    let is_meant = |id: &str| {
        selection.documents.is_empty() || selection.documents.iter().any(|meant| meant == id)
    };
    let is_in_time = |date: Option<&str>| match (date, &selection.since, &selection.until) {
        (_, None, None) => true,
        (None, _, _) => false,
        (Some(date), since, until) => {
            since
                .as_ref()
                .is_none_or(|since| day(date, '9') >= day(since, ' '))
                && until
                    .as_ref()
                    .is_none_or(|until| day(date, ' ') <= day(until, '9'))
        }
    };
    let all = graph.documents.iter();
    let meant = all.filter(|(id, info)| is_meant(id) && is_in_time(info.date.as_deref()));
    Ok(meant.map(|(id, _)| id.as_str()).collect())
}

/// A date as a text that sorts: before all its days with spaces, behind them with `9`.
fn day(date: &str, fill: char) -> String {
    let day = date.chars().take(10);
    day.chain(std::iter::repeat(fill)).take(10).collect()
}

fn check_date(text: &str) -> Result<()> {
    let form: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    let shaped = ["0000", "0000-00", "0000-00-00"].contains(&form.as_str());
    // The first day of a year or month stands for it.
    let first = format!("{text}{}", &"0000-01-01"[text.len().min(10)..]);
    match shaped && first.parse::<jiff::civil::Date>().is_ok() {
        true => Ok(()),
        false => Err(Error::Argument(format!(
            "{text:?} is no date; 2024, 2024-05 or 2024-05-06 is needed"
        ))),
    }
}

fn relation_types(ontology: &Ontology, names: &[String]) -> Result<Vec<RelationType>> {
    let named = names.iter().map(|name| {
        ontology.relation(name).ok_or_else(|| {
            let known = ontology.relations();
            let known: Vec<&str> = known
                .map(|kind| ontology.relation_info(kind).name.as_str())
                .collect();
            let known = known.join(", ");
            Error::Argument(format!("no relation type {name:?}; there are {known}"))
        })
    });
    named.collect()
}
