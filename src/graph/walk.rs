//! Walking along edges by name: `graph.from("Russia").out("controls").to("Donetsk").one()?`.
//!
//! Made for tests and short questions. What is not there is an error that says what there is instead: a
//! misspelt name must not pass for an answer of nothing.

use super::{Edge, Entity, Graph};
use crate::error::{Error, Result};
use crate::schema::{Modality, Polarity};
use petgraph::graph::{EdgeIndex, NodeIndex};
use petgraph::visit::EdgeRef;
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many edges a message shows.
const SHOWN: usize = 10;
/// How many characters of a quote.
const QUOTE: usize = 160;

impl Graph {
    /// Begins a walk at the entities of a name: an id, a key, a name or an alias, as
    /// [`find`](Graph::find) takes it.
    ///
    /// ```
    /// # use demarche::{graph::Assembly, pipeline::Pipeline, schema::Schema, text::Article};
    /// # let schema = Schema::built_in();
    /// # let text = "Russia controls 75% of Donetsk.";
    /// # let record = Pipeline::new(schema).extract(Article::new("story", text)).record;
    /// # let mut assembly = Assembly::new(schema.ontology.clone());
    /// # assembly.add_record(&record).unwrap();
    /// # let graph = assembly.finish();
    /// let edge = graph.from("Russia").out("controls").to("Donetsk").one()?;
    /// assert_eq!(edge.value(), Some("75%"));
    /// assert_eq!(graph.from("Donetsk").incoming("controls").count()?, 1);
    ///
    /// let error = graph.from("Russia").out("attacks").to("Donetsk").one().unwrap_err();
    /// assert!(error.to_string().starts_with(
    ///     "no edge Russia -attacks-> Donetsk; between them there is:\n  Russia -controls-> Donetsk"
    /// ));
    /// # Ok::<(), demarche::error::Error>(())
    /// ```
    pub fn from(&self, name: &str) -> Walk<'_> {
        let mut walk = Walk {
            graph: self,
            said: name.to_owned(),
            before: Vec::new(),
            steps: Vec::new(),
            nodes: self.find(name),
            fault: None,
        };
        if walk.nodes.is_empty() {
            walk.fault = Some(unknown(self, name));
        }
        walk
    }

    /// An edge in a line, as messages show it: `Russia -controls-> Donetsk (value: 75%): “…”`.
    pub fn describe(&self, edge: EdgeIndex) -> String {
        let Edge {
            source,
            relation,
            target,
        } = self.edge(edge);
        let kind = &self.ontology().relation_info(relation.kind()).name;
        let mut remarks = Vec::new();
        if relation.polarity() == Polarity::Negative {
            remarks.push("not".to_owned());
        }
        if relation.modality() != Modality::Actual {
            remarks.push(relation.modality().as_str().to_owned());
        }
        remarks.extend(relation.value().map(|value| format!("value: {value}")));
        let remarks = match remarks.is_empty() {
            true => String::new(),
            false => format!(" ({})", remarks.join(", ")),
        };
        let quote = relation.quote().unwrap_or("no quote in the record");
        let cut = if quote.chars().count() > QUOTE {
            "…"
        } else {
            ""
        };
        let quote: String = quote.chars().take(QUOTE).collect();
        let (source, target) = (source.name(), target.name());
        let text = format!("{source} -{kind}-> {target}{remarks}: “{quote}{cut}”");
        // It goes to terminals: no line end, no escape.
        let plain = |c: char| if c.is_control() { ' ' } else { c };
        text.chars().map(plain).collect()
    }
}

/// A walk under way: the last step's edges, and where they lead. `"*"` stands for any relation type.
#[derive(Debug, Clone)]
pub struct Walk<'g> {
    graph: &'g Graph,
    /// What was asked for, as messages say it.
    said: String,
    /// Where the last step began.
    before: Vec<NodeIndex>,
    /// The edges of the last step with where they lead.
    steps: Vec<(EdgeIndex, NodeIndex)>,
    /// Where the walk has come to, sorted.
    nodes: Vec<NodeIndex>,
    /// The first thing that was named and is not there.
    fault: Option<String>,
}

impl<'g> Walk<'g> {
    /// Goes along relations of a type that begin here (or have no direction).
    #[must_use]
    pub fn out(self, kind: &str) -> Walk<'g> {
        let said = format!(" -{kind}->");
        self.step(kind, [true, false], &said)
    }

    /// Goes back along relations of a type that end here (or have no direction).
    #[must_use]
    pub fn incoming(self, kind: &str) -> Walk<'g> {
        let said = format!(" <-{kind}-");
        self.step(kind, [false, true], &said)
    }

    /// Goes along relations of a type, whichever way they lead.
    #[must_use]
    pub fn either(self, kind: &str) -> Walk<'g> {
        let said = format!(" -{kind}-");
        self.step(kind, [true, true], &said)
    }

    /// Only what leads to the entities of a name.
    #[must_use]
    pub fn to(mut self, name: &str) -> Walk<'g> {
        let ends = self.graph.find(name);
        if ends.is_empty() {
            self.fault.get_or_insert_with(|| unknown(self.graph, name));
        }
        let _ = write!(self.said, " {name}");
        // What was sought is kept, for the message about what is there instead.
        self.nodes = ends;
        let nodes = &self.nodes;
        self.steps.retain(|(_, end)| nodes.contains(end));
        self
    }

    /// Only what leads to entities of a type, or of the types of a parent such as `Actor`.
    #[must_use]
    pub fn of_type(mut self, kind: &str) -> Walk<'g> {
        let ontology = self.graph.ontology();
        let mut types = ontology.entities();
        if !types.any(|known| ontology.is_a(known, kind)) {
            let known: Vec<&str> = ontology
                .entities()
                .map(|kind| &*ontology.entity_info(kind).name)
                .collect();
            let known = known.join(", ");
            let fault = format!("no entity type {kind:?}; there are {known}");
            self.fault.get_or_insert(fault);
        }
        let is_meant = |node: NodeIndex| ontology.is_a(self.graph.entity(node).kind(), kind);
        self.steps.retain(|(_, end)| is_meant(*end));
        self.nodes.retain(|node| is_meant(*node));
        let _ = write!(self.said, " ({kind})");
        self
    }

    /// Only edges that the texts affirm, or that they deny.
    #[must_use]
    pub fn polarity(mut self, polarity: Polarity) -> Walk<'g> {
        let graph = self.graph;
        let is_meant = |edge: EdgeIndex| graph.edge(edge).relation.polarity() == polarity;
        self.steps.retain(|(edge, _)| is_meant(*edge));
        let _ = write!(self.said, " ({})", polarity.as_str());
        self
    }

    /// Only edges that hold, are planned, or are merely possible.
    #[must_use]
    pub fn modality(mut self, modality: Modality) -> Walk<'g> {
        let graph = self.graph;
        let is_meant = |edge: EdgeIndex| graph.edge(edge).relation.modality() == modality;
        self.steps.retain(|(edge, _)| is_meant(*edge));
        let _ = write!(self.said, " ({})", modality.as_str());
        self
    }

    /// The edges of the last step, in the order of the graph; maybe none.
    ///
    /// # Errors
    /// [`Error::Argument`] when a name or a type of the walk is not there, with what was probably meant.
    pub fn all(&self) -> Result<Vec<Edge<'g>>> {
        let edges = self.edges()?;
        Ok(edges
            .into_iter()
            .map(|edge| self.graph.edge(edge))
            .collect())
    }

    /// How many edges the last step has.
    ///
    /// # Errors
    /// As [`all`](Walk::all).
    pub fn count(&self) -> Result<usize> {
        Ok(self.edges()?.len())
    }

    /// Whether the last step has an edge.
    ///
    /// # Errors
    /// As [`all`](Walk::all).
    pub fn any(&self) -> Result<bool> {
        Ok(self.count()? > 0)
    }

    /// The entities that the last step leads to, by id.
    ///
    /// # Errors
    /// As [`all`](Walk::all).
    pub fn entities(&self) -> Result<Vec<&'g Entity>> {
        self.edges()?;
        let ends: BTreeSet<NodeIndex> = self.steps.iter().map(|(_, end)| *end).collect();
        Ok(ends
            .into_iter()
            .map(|node| self.graph.entity(node))
            .collect())
    }

    /// The edges of the last step, at least one.
    ///
    /// # Errors
    /// As [`all`](Walk::all), and when there is none, with the edges that there are instead.
    pub fn some(&self) -> Result<Vec<Edge<'g>>> {
        let edges = self.all()?;
        match edges.is_empty() {
            true => Err(Error::Argument(self.nothing())),
            false => Ok(edges),
        }
    }

    /// The only edge of the last step.
    ///
    /// # Errors
    /// As [`some`](Walk::some), and when there are several, with all of them.
    pub fn one(&self) -> Result<Edge<'g>> {
        if let [edge] = self.some()?[..] {
            return Ok(edge);
        }
        let edges = self.edges()?;
        Err(Error::Argument(format!(
            "{} edges {}, where one is wanted; say which by polarity, modality, of_type or to:{}",
            edges.len(),
            self.said,
            list(self.graph, edges),
        )))
    }

    fn edges(&self) -> Result<Vec<EdgeIndex>> {
        if let Some(fault) = &self.fault {
            return Err(Error::Argument(fault.clone()));
        }
        let edges: BTreeSet<EdgeIndex> = self.steps.iter().map(|(edge, _)| *edge).collect();
        Ok(edges.into_iter().collect())
    }

    fn step(mut self, kind: &str, [out, back]: [bool; 2], said: &str) -> Walk<'g> {
        let ontology = self.graph.ontology();
        let wanted = ontology.relation(kind);
        if wanted.is_none() && kind != "*" {
            let known: Vec<&str> = ontology
                .relations()
                .map(|kind| &*ontology.relation_info(kind).name)
                .collect();
            let known = known.join(", ");
            let fault = format!("no relation type {kind:?}; there are {known}");
            self.fault.get_or_insert(fault);
        }
        if !self.steps.is_empty() || !self.before.is_empty() {
            self.nodes = self.steps.iter().map(|(_, end)| *end).collect();
            self.nodes.sort_unstable();
            self.nodes.dedup();
        }
        self.said.push_str(said);
        self.steps.clear();
        let inner = self.graph.petgraph();
        for &node in &self.nodes {
            for (way, follow) in [(petgraph::Outgoing, out), (petgraph::Incoming, back)] {
                let edges = inner.edges_directed(node, way).filter(|edge| {
                    let kind = edge.weight().kind();
                    let follow = follow || ontology.relation_info(kind).symmetric;
                    follow && wanted.is_none_or(|wanted| wanted == kind)
                });
                let ends = edges.map(|edge| match way {
                    petgraph::Outgoing => (edge.id(), edge.target()),
                    petgraph::Incoming => (edge.id(), edge.source()),
                });
                self.steps.extend(ends);
            }
        }
        self.before = std::mem::take(&mut self.nodes);
        self.nodes = self.steps.iter().map(|(_, end)| *end).collect();
        self.nodes.sort_unstable();
        self.nodes.dedup();
        self
    }

    /// That the last step has no edge, and which edges there are instead.
    fn nothing(&self) -> String {
        let graph = self.graph;
        let pairs = self
            .before
            .iter()
            .flat_map(|&a| self.nodes.iter().map(move |&b| (a, b)));
        let between: BTreeSet<EdgeIndex> =
            pairs.flat_map(|(a, b)| graph.edges_between(a, b)).collect();
        let of = |nodes: &[NodeIndex]| -> BTreeSet<EdgeIndex> {
            nodes
                .iter()
                .flat_map(|&node| graph.edges_of(node))
                .collect()
        };
        let (where_, edges) = match between.is_empty() {
            false => ("between them", between),
            true => match of(&self.before) {
                edges if edges.is_empty() => ("at the end of it", of(&self.nodes)),
                edges => ("where it begins", edges),
            },
        };
        match edges.len() {
            0 => format!("no edge {}, nor any other there", self.said),
            1 => format!(
                "no edge {}; {where_} there is:{}",
                self.said,
                list(graph, edges)
            ),
            _ => format!(
                "no edge {}; {where_} there are:{}",
                self.said,
                list(graph, edges)
            ),
        }
    }
}

/// Edges, each on a line.
fn list(graph: &Graph, edges: impl IntoIterator<Item = EdgeIndex>) -> String {
    let mut lines = String::new();
    for (index, edge) in edges.into_iter().enumerate() {
        match index {
            0..SHOWN => lines = format!("{lines}\n  {}", graph.describe(edge)),
            SHOWN => lines.push_str("\n  and more"),
            _ => break,
        }
    }
    lines
}

/// That nobody bears a name, and what comes near.
fn unknown(graph: &Graph, name: &str) -> String {
    let near: Vec<String> = graph
        .nearest(name, 5)
        .iter()
        .map(|name| format!("{name:?}"))
        .collect();
    match near.is_empty() {
        true => format!("no entity {name:?} in the graph, nor any name like it"),
        false => format!(
            "no entity {name:?} in the graph; did you mean {}?",
            near.join(" or ")
        ),
    }
}
