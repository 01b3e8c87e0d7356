//! What the attributes of a file mean: which entities and relations they tell of, which of them are
//! those of the graph that the file was exported from, and what cannot be mapped.

use super::ids;
use super::items::{Item, Items};
use super::reading::{is_known, name, plain, statement};
use super::records::{Records, Who};
use super::{Changes, Imported};
use crate::error::{Error, Result, Warning};
use crate::graph::{Assembly, Confidence, Edge, Evidence, Graph, Shared, relation_id};
use crate::schema::{EntityType, Modality, Ontology, Polarity, RelationType};
use crate::text::CodeSpan;
use petgraph::graph::EdgeIndex;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// As many mentions are believed of a file.
const MENTIONS: usize = 1_000_000;

struct Mapping<'a> {
    path: &'a Path,
    /// Says what no document says.
    own: String,
    ontology: Arc<Ontology>,
    base: Option<&'a Graph>,
    records: Records,
    /// The edges of the graph before, by their ids.
    relations: BTreeMap<&'a str, EdgeIndex>,
    /// What each node of the file is, by its id there.
    nodes: BTreeMap<&'a str, (EntityType, Who)>,
    warnings: Vec<Warning>,
    changes: Changes,
}

/// The graph that the items of a file tell of.
pub(super) fn map(
    mut items: Items,
    path: &Path,
    ontology: Arc<Ontology>,
    base: Option<&Graph>,
) -> Result<Imported> {
    let own = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned());
    ids::restore(&mut items, base);
    let mut mapping = Mapping {
        path,
        own: own.unwrap_or_else(|| "import".to_owned()),
        ontology: base.map_or(ontology, |base| base.ontology().clone()),
        base,
        records: Records::default(),
        relations: base.map(relations).unwrap_or_default(),
        nodes: BTreeMap::new(),
        warnings: Vec::new(),
        changes: Changes::default(),
    };
    mapping.documents();
    for node in &items.nodes {
        mapping.node(node);
    }
    let mut kept = BTreeSet::new();
    for edge in &items.edges {
        mapping.edge(edge, &mut kept);
    }
    for node in &items.nodes {
        mapping.lone(node);
    }
    mapping.unknown_attributes(&items);
    mapping.finish(kept)
}

impl<'a> Mapping<'a> {
    fn warn(&mut self, line: usize, message: String) {
        self.warnings.push(Warning {
            place: self.path.display().to_string(),
            line: Some(line),
            message,
        });
    }

    /// What is known of the documents, also of those that say nothing any more.
    fn documents(&mut self) {
        let Some(base) = self.base else { return };
        for (id, info) in base.documents() {
            let record = self.records.of(id);
            record.title.clone_from(&info.title);
            record.date.clone_from(&info.date);
            record.source.clone_from(&info.source);
            record.url.clone_from(&info.url);
            record.language.clone_from(&info.language);
            record.hash.clone_from(&info.hash);
        }
    }

    fn node(&mut self, item: &'a Item) {
        let id = item.attributes["@id"].as_str();
        let known = self.base.and_then(|base| Some(base.entity(base.node(id)?)));
        let named = item.get(&["type"]);
        let kind = named.and_then(|name| self.ontology.entity(name));
        let kind = match (kind, known) {
            (Some(kind), _) => kind,
            (None, Some(entity)) => entity.kind(),
            (None, None) => {
                let types = self.ontology.entities();
                let types: Vec<&str> = types
                    .map(|kind| self.ontology.entity_info(kind).name.as_str())
                    .collect();
                let types = types.join(", ");
                let why = match named {
                    Some(name) => format!("its type {name:?} is none of {types}"),
                    None => format!("it has no attribute type, which names one of {types}"),
                };
                self.warn(item.line, format!("node {id:?} is left out: {why}"));
                return;
            }
        };
        let kind_name = self.ontology.entity_info(kind).name.clone();
        let name = name(item, id);
        let key = item.get(&["key"]).map(str::to_owned);
        let Some(entity) = known else {
            if name.is_empty() && key.is_none() {
                self.warn(
                    item.line,
                    format!("node {id:?} is left out: it has no label"),
                );
                return;
            }
            self.changes.entities_added += 1;
            let who = Who {
                kind: kind_name,
                name: Some(name.to_owned()),
                key,
            };
            self.nodes.insert(id, (kind, who));
            return;
        };
        let renamed = plain(name) != plain(entity.name()) && !name.is_empty();
        let rekeyed = key.as_deref().is_some_and(|key| {
            entity
                .key()
                .is_none_or(|before| plain(before) != plain(key))
        });
        let who = Who {
            kind: kind_name,
            name: renamed.then(|| name.to_owned()),
            key: if rekeyed {
                key
            } else {
                entity.key().map(str::to_owned)
            },
        };
        if renamed || rekeyed || kind != entity.kind() {
            self.changes.entities_changed += 1;
        }
        self.records.known(entity, &who);
        self.nodes.insert(id, (kind, who));
    }

    fn edge(&mut self, item: &'a Item, kept: &mut BTreeSet<String>) {
        let id = item.get(&["@id"]).unwrap_or_default();
        let [source, target] = ["@source", "@target"].map(|end| item.attributes[end].as_str());
        let known = self.known(id);
        let known = known.filter(|edge| edge.source.id() == source && edge.target.id() == target);
        let said = format!("edge from {source:?} to {target:?}");
        let Some((kind, polarity, modality)) = self.statement(item, known) else {
            let message = format!(
                "{said} is left out: none of its attributes relation, interaction and label names a \
                 relation; `demarche schema show` lists them"
            );
            self.warn(item.line, message);
            return;
        };
        let (Some((from, _)), Some((to, _))) = (self.nodes.get(source), self.nodes.get(target))
        else {
            self.warn(
                item.line,
                format!("{said} is left out: one of the two is left out"),
            );
            return;
        };
        let info = self.ontology.relation_info(kind);
        if !self.ontology.allows(*from, kind, *to) {
            let names = [from, to].map(|end| self.ontology.entity_info(*end).name.as_str());
            let message = format!(
                "{said} is left out: {} may not lead from {} to {}",
                info.name, names[0], names[1]
            );
            self.warn(item.line, message);
            return;
        }
        let name = info.name.clone();
        // An id follows from what an edge says, also where a program gave it another.
        let meant = relation_id(source, &name, target, polarity.as_str(), modality.as_str());
        let known = self.known(&meant).or(known);
        let evidence = match known {
            Some(edge) => edge.relation.evidence().cloned().collect(),
            None => self.new_evidence(item),
        };
        match known {
            Some(edge) => drop(kept.insert(edge.relation.id().to_owned())),
            None => self.changes.relations_added += 1,
        }
        for piece in evidence {
            if let Some(speaker) = piece.attributed_to.clone() {
                if !self.nodes.contains_key(speaker.as_str()) {
                    let message = format!(
                        "evidence of the {said} is left out: who says so, {speaker:?}, is not in the file"
                    );
                    self.warn(item.line, message);
                    continue;
                }
                self.appear(&piece.document, &speaker);
            }
            self.appear(&piece.document, source);
            self.appear(&piece.document, target);
            self.records
                .relation((source, &name, target), (polarity, modality), &piece);
        }
    }

    /// An edge of the graph before.
    fn known(&self, id: &str) -> Option<Edge<'a>> {
        let edge = self.relations.get(id)?;
        self.base.map(|base| base.edge(*edge))
    }

    /// Which relation an edge says, and how.
    fn statement(
        &self,
        item: &Item,
        known: Option<Edge<'_>>,
    ) -> Option<(RelationType, Polarity, Modality)> {
        let named = [
            "interaction",
            "relation",
            "label",
            "edge label",
            "@label",
            "@kind",
            "type",
        ];
        let texts = named.iter().filter_map(|name| item.get(&[name]));
        let mut read = texts.filter_map(|text| statement(text, &self.ontology));
        let known = known.map(|edge| {
            let relation = edge.relation;
            (relation.kind(), relation.polarity(), relation.modality())
        });
        let (kind, polarity, modality) = read.next().or(known)?;
        let polarity = match item.get(&["polarity"]) {
            Some("negative") => Polarity::Negative,
            Some("positive") => Polarity::Positive,
            _ => polarity,
        };
        let modality = match item.get(&["modality"]) {
            Some("actual") => Modality::Actual,
            Some("future") => Modality::Future,
            Some("possible") => Modality::Possible,
            _ => modality,
        };
        Some((kind, polarity, modality))
    }

    /// Evidence of an edge that is new: each of the documents that it names says so, or the file does.
    fn new_evidence(&mut self, item: &Item) -> Vec<Evidence> {
        let mut documents = item.list("documents");
        if documents.is_empty() {
            documents.push(&self.own);
        }
        let documents: Vec<String> = documents.into_iter().map(str::to_owned).collect();
        if let [only] = &documents[..] {
            let date = item.get(&["first_date"]).map(str::to_owned);
            let record = self.records.of(only);
            record.date = record.date.take().or(date);
        }
        let text = |name: &str| item.get(&[name]).map(str::to_owned);
        let speaker = match item.list("attributed_to")[..] {
            [only] => Some(only.into()),
            _ => None,
        };
        let confidence = item
            .get(&["confidence"])
            .and_then(|share| share.parse::<f64>().ok());
        let pieces = documents
            .into_iter()
            .enumerate()
            .map(|(index, document)| Evidence {
                document: document.into(),
                // Where it stands there is not in the file.
                span: CodeSpan { start: 0, end: 0 },
                quote: text("quote").filter(|_| index == 0).unwrap_or_default(),
                trigger: None,
                source_mention: None,
                target_mention: None,
                attributed_to: speaker.clone(),
                value: text("value"),
                date: text("date"),
                role: text("role"),
                frame: None,
                confidence: confidence.map(Confidence::from),
                plover: text("plover").map(Shared::from),
                content: None,
            });
        pieces.collect()
    }

    /// Sees to it that a document speaks of an entity.
    fn appear(&mut self, document: &str, id: &str) {
        if !self.records.has(document, id) {
            let mut who = self.nodes[id].1.clone();
            if who.name.is_none() {
                let entity = self.base.and_then(|base| Some(base.entity(base.node(id)?)));
                who.name = entity.map(|entity| entity.name().to_owned());
            }
            self.records.new_one(document, id, &who, &[], 1);
        }
    }

    /// A new entity: its aliases and mentions go to the first document that speaks of it, or to the file.
    fn lone(&mut self, item: &'a Item) {
        let id = item.attributes["@id"].as_str();
        let Some((_, who)) = self.nodes.get(id) else {
            return;
        };
        if self.base.is_some_and(|base| base.node(id).is_some()) {
            return;
        }
        let who = who.clone();
        let (speaking, first) = self.records.speaking(id);
        let first = first.unwrap_or(&self.own).to_owned();
        let count = item
            .get(&["mentions"])
            .and_then(|count| count.parse::<f64>().ok());
        let count = count.unwrap_or(1.0) as usize;
        let count = count
            .saturating_sub(speaking.saturating_sub(1))
            .min(MENTIONS);
        self.records
            .new_one(&first, id, &who, &item.list("aliases"), count);
    }

    fn unknown_attributes(&mut self, items: &Items) {
        let all = items.nodes.iter().chain(&items.edges);
        let names = all.flat_map(|item| item.attributes.keys());
        let names = names.filter(|name| !is_known(name));
        let names: BTreeSet<&str> = names.map(String::as_str).collect();
        if !names.is_empty() {
            let names = names.into_iter().collect::<Vec<_>>().join(", ");
            self.warnings.push(Warning {
                place: self.path.display().to_string(),
                line: None,
                message: format!(
                    "attributes that a graph has no place for are passed over: {names}"
                ),
            });
        }
    }

    fn finish(mut self, kept: BTreeSet<String>) -> Result<Imported> {
        if let Some(base) = self.base {
            let ids = base
                .entities()
                .filter(|of| !self.nodes.contains_key(of.id().as_str()));
            self.changes.entities_removed = ids.count();
            self.changes.relations_removed = base.relation_count() - kept.len();
        }
        let mut assembly = Assembly::new(self.ontology);
        for record in self.records.finish() {
            let added = assembly.add_record(&record);
            added.map_err(|message| Error::Graph {
                path: self.path.to_path_buf(),
                line: None,
                message: format!("document {:?}: {message}", record.id),
            })?;
        }
        Ok(Imported {
            graph: assembly.finish(),
            warnings: self.warnings,
            changes: self.changes,
        })
    }
}

fn relations(graph: &Graph) -> BTreeMap<&str, EdgeIndex> {
    let edges = graph.petgraph().edge_indices();
    edges
        .map(|edge| (graph.petgraph()[edge].id(), edge))
        .collect()
}
