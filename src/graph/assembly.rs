//! Gathering records into a graph.
//!
//! All that is gathered sits in sets and maps that only ever grow to a join of what came in, so
//! gathering is associative, commutative and idempotent: property tests in `tests/assembly.rs`
//! hold it to that.

use super::identity::{Moves, base, says_country};
use super::{
    Appearance, Confidence, Entity, EntityId, Evidence, Graph, Relation, entity_id, relation_id,
};
use crate::record::{EntityRecord, Record, RelationRecord};
use crate::schema::{EntityType, Modality, Ontology, Polarity, RelationType};
use crate::text::{CodeSpan, MentionKind};
use petgraph::graph::{DiGraph, NodeIndex};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What is known about a document that was read.
#[derive(
    Debug,
    Clone,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct DocumentInfo {
    /// The headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The publication date, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// `sha256:` and the SHA-256 of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
}

impl DocumentInfo {
    /// Two accounts of one document: field by field, the greater.
    fn join(&mut self, other: DocumentInfo) {
        let greater = |mine: &mut Option<String>, theirs| *mine = mine.take().max(theirs);
        greater(&mut self.title, other.title);
        greater(&mut self.date, other.date);
        greater(&mut self.source, other.source);
        greater(&mut self.url, other.url);
        greater(&mut self.language, other.language);
        greater(&mut self.hash, other.hash);
    }
}

/// What makes a relation this one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct RelationKey {
    source: EntityId,
    kind: RelationType,
    target: EntityId,
    polarity: Polarity,
    modality: Modality,
}

/// Gathers records, graphs and single pieces; [`finish`](Assembly::finish) makes the graph.
#[derive(Debug, Clone)]
pub struct Assembly {
    ontology: Arc<Ontology>,
    documents: BTreeMap<String, DocumentInfo>,
    entities: BTreeMap<EntityId, Entity>,
    relations: BTreeMap<RelationKey, Relation>,
}

impl Assembly {
    /// An empty one; nothing outside this ontology will get in.
    pub fn new(ontology: Arc<Ontology>) -> Assembly {
        Assembly {
            ontology,
            documents: BTreeMap::new(),
            entities: BTreeMap::new(),
            relations: BTreeMap::new(),
        }
    }

    /// Adds all that one record says.
    ///
    /// # Errors
    /// A message that names what does not fit: a type that the ontology lacks, an end that is no
    /// entity of the record, a relation outside its signature. Nothing is added then.
    pub fn add_record(&mut self, record: &Record) -> Result<(), String> {
        let mut nodes: BTreeMap<EntityId, (EntityType, Option<String>, Appearance)> =
            BTreeMap::new();
        let mut ids: HashMap<&str, (EntityId, EntityType)> = HashMap::new();
        for entity in &record.entities {
            let kind = self.entity_type(&entity.kind)?;
            let id = record_entity_id(record, entity);
            if ids.insert(&entity.id, (id.clone(), kind)).is_some() {
                return Err(format!("two entities have the id {:?}", entity.id));
            }
            let (_, _, appearance) = nodes
                .entry(id)
                .or_insert_with(|| (kind, entity.key.clone(), Appearance::default()));
            appearance.names.insert(entity.name.clone());
            appearance.spheres.extend(&entity.spheres);
            appearance.mentions += entity.mentions.len() as u32;
            let named = entity
                .mentions
                .iter()
                .filter(|m| m.kind == MentionKind::Name);
            let texts = named
                .map(|m| m.text.clone())
                .filter(|text| !text.is_empty());
            appearance.aliases.extend(texts);
            for mention in &entity.mentions {
                if let Some(reason) = mention.reason {
                    let words = appearance.reasons.entry(reason).or_default();
                    *words.entry(mention.text.clone()).or_default() += 1;
                }
            }
        }
        let mut edges = Vec::with_capacity(record.relations.len());
        for relation in &record.relations {
            let (key, evidence) = self.read_relation(record, relation, &ids)?;
            let target = nodes[&key.target].clone();
            if says_country(&self.ontology, &relation.kind, target.0)
                && key.polarity == Polarity::Positive
                && let (_, Some(country), _) = target
                && let Some((_, _, person)) = nodes.get_mut(&key.source)
            {
                let confidence = relation
                    .confidence
                    .map_or(Confidence::FULL, Confidence::from);
                let known = person.countries.entry(country).or_default();
                *known = confidence.max(*known);
            }
            edges.push((key, evidence));
        }
        for (id, (kind, key, appearance)) in nodes {
            self.add_entity(id, kind, key, &record.id, appearance);
        }
        for (key, evidence) in edges {
            self.add_relation(key, evidence);
        }
        let info = DocumentInfo {
            title: record.title.clone(),
            date: record.date.clone(),
            source: record.source.clone(),
            url: record.url.clone(),
            language: record.language.clone(),
            hash: record.hash.clone(),
        };
        self.add_document(record.id.clone(), info);
        Ok(())
    }

    /// Adds all that a graph of the same ontology holds.
    ///
    /// # Errors
    /// A message when the ontologies differ.
    pub fn add_graph(&mut self, graph: &Graph) -> Result<(), String> {
        if *graph.ontology != *self.ontology {
            return Err("the graphs were built with different ontologies".to_owned());
        }
        for (id, info) in graph.documents() {
            self.add_document(id.clone(), info.clone());
        }
        let moves = Moves::to_bases(graph.entities(), &self.ontology);
        for entity in graph.entities() {
            for (document, appearance) in entity.appearances() {
                let id = moves.id(&entity.id, document).clone();
                let key = entity.key.clone();
                self.add_entity(id, entity.kind, key, document, appearance.clone());
            }
        }
        for edge in graph.relations() {
            let key = RelationKey {
                source: edge.source.id.clone(),
                kind: edge.relation.kind(),
                target: edge.target.id.clone(),
                polarity: edge.relation.polarity(),
                modality: edge.relation.modality(),
            };
            for evidence in edge.relation.evidence() {
                let (key, evidence) = self.moved(&moves, &key, evidence);
                self.add_relation(key, evidence);
            }
        }
        Ok(())
    }

    /// Takes a document out: what only it said goes, what others say too stays, and the rest is as
    /// if it had never been there. Answers whether it was there.
    pub fn remove_document(&mut self, id: &str) -> bool {
        let known = self.documents.remove(id).is_some();
        self.entities.retain(|_, entity| {
            entity.appearances.remove(id);
            !entity.appearances.is_empty()
        });
        let relations = std::mem::take(&mut self.relations);
        for (key, relation) in relations {
            for evidence in relation.evidence().filter(|e| e.document != id) {
                self.add_relation(key.clone(), evidence.clone());
            }
        }
        known
    }

    /// A piece of evidence between those whom its document speaks of.
    fn moved(
        &self,
        moves: &Moves,
        key: &RelationKey,
        evidence: &Evidence,
    ) -> (RelationKey, Evidence) {
        let mut evidence = evidence.clone();
        if moves.is_empty() {
            return (key.clone(), evidence);
        }
        let document = evidence.document.clone();
        let id = |id: &EntityId| moves.id(id, &document).clone();
        evidence.attributed_to = evidence.attributed_to.as_ref().map(id);
        let ends = (id(&key.source), key.kind, id(&key.target));
        self.normal(ends, (key.polarity, key.modality), evidence)
    }

    /// Gives each document's share in a person to whom it belongs, now that all are in.
    fn identify(&mut self) {
        let moves = Moves::of_bases(&self.entities, &self.ontology);
        if moves.is_empty() {
            return;
        }
        for (base, entity) in std::mem::take(&mut self.entities) {
            for (document, appearance) in entity.appearances {
                let id = moves.id(&base, &document).clone();
                let key = entity.key.clone();
                self.add_entity(id, entity.kind, key, &document, appearance);
            }
        }
        for (key, relation) in std::mem::take(&mut self.relations) {
            for evidence in relation.evidence() {
                let (key, evidence) = self.moved(&moves, &key, evidence);
                self.add_relation(key, evidence);
            }
        }
    }

    /// Makes the graph.
    pub fn finish(mut self) -> Graph {
        self.identify();
        let Assembly {
            ontology,
            documents,
            entities,
            relations,
        } = self;
        let date = |id: &str| documents.get(id).and_then(|info| info.date.as_deref());
        let mut inner = DiGraph::with_capacity(entities.len(), relations.len());
        let mut nodes: HashMap<EntityId, NodeIndex> = HashMap::with_capacity(entities.len());
        for (id, mut entity) in entities {
            entity.settle();
            entity.dates = first_and_last(entity.appearances.keys().filter_map(|id| date(id)));
            nodes.insert(id, inner.add_node(entity));
        }
        for (key, mut relation) in relations {
            relation.settle();
            relation.dates = first_and_last(relation.documents().into_iter().filter_map(date));
            inner.add_edge(nodes[&key.source], nodes[&key.target], relation);
        }
        Graph {
            ontology,
            inner,
            documents,
        }
    }

    pub(super) fn entity_type(&self, name: &str) -> Result<EntityType, String> {
        self.ontology.entity(name).ok_or_else(|| {
            let known = self
                .ontology
                .entities()
                .map(|t| &*self.ontology.entity_info(t).name);
            let known: Vec<&str> = known.collect();
            format!("no entity type {name:?}; there are {}", known.join(", "))
        })
    }

    pub(super) fn relation_type(&self, name: &str) -> Result<RelationType, String> {
        self.ontology.relation(name).ok_or_else(|| {
            let known = self
                .ontology
                .relations()
                .map(|t| &*self.ontology.relation_info(t).name);
            let known: Vec<&str> = known.collect();
            format!("no relation type {name:?}; there are {}", known.join(", "))
        })
    }

    pub(super) fn add_document(&mut self, id: String, info: DocumentInfo) {
        self.documents.entry(id).or_default().join(info);
    }

    /// Adds an entity that a graph file tells of, if its id is one that its content may give; `bases`
    /// takes note of the id under which each document speaks of it.
    ///
    /// # Errors
    /// A message when type, key, names and document give another id, or the document is unknown.
    pub(super) fn add_node(
        &mut self,
        (id, kind, key): (EntityId, EntityType, Option<String>),
        appearances: BTreeMap<String, Appearance>,
        bases: &mut Bases,
    ) -> Result<(), String> {
        let ontology = Arc::clone(&self.ontology);
        let type_name = &ontology.entity_info(kind).name;
        if appearances.is_empty() {
            return Err(format!("the node {id:?} appears in no document"));
        }
        for (document, appearance) in appearances {
            if !self.documents.contains_key(&document) {
                return Err(format!(
                    "the node {id:?} appears in {document:?}, which is not among the documents"
                ));
            }
            let Some(base) = base(type_name, key.as_deref(), &id, &document, &appearance) else {
                return Err(edited(&id, type_name, &document));
            };
            bases.insert((id.clone(), document.clone()), base.clone());
            self.add_entity(base, kind, key.clone(), &document, appearance);
        }
        Ok(())
    }

    pub(super) fn add_entity(
        &mut self,
        id: EntityId,
        kind: EntityType,
        key: Option<String>,
        document: &str,
        appearance: Appearance,
    ) {
        let entity = self.entities.entry(id).or_insert_with_key(|id| Entity {
            id: id.clone(),
            kind,
            key,
            appearances: BTreeMap::new(),
            name: String::new(),
            dates: None,
        });
        let known = entity.appearances.entry(document.to_owned()).or_default();
        known.join(appearance);
    }

    /// Adds evidence of a relation between two entities that are there.
    ///
    /// # Errors
    /// A message when an end is missing, is not spoken of in the document of the evidence, or when
    /// the signature does not allow it.
    pub(super) fn add_edge(
        &mut self,
        (source, kind, target): (EntityId, RelationType, EntityId),
        (polarity, modality): (Polarity, Modality),
        evidence: Evidence,
    ) -> Result<(), String> {
        let document = &evidence.document;
        // Each end must be in the document too, else taking out another would leave the edge in
        // the air.
        let end = |id: &EntityId| match self.entities.get(id) {
            Some(entity) if entity.appearances.contains_key(document) => Ok(entity.kind),
            Some(_) => Err(format!(
                "an edge of {document:?} names {id:?}, which does not appear in that document"
            )),
            None => Err(format!("an edge names {id:?}, which is no node")),
        };
        if let Some(speaker) = &evidence.attributed_to {
            end(speaker)?;
        }
        check_places(&evidence).map_err(|message| format!("an edge of {document:?}: {message}"))?;
        self.check_signature(end(&source)?, kind, end(&target)?)?;
        let (key, evidence) = self.normal((source, kind, target), (polarity, modality), evidence);
        self.add_relation(key, evidence);
        Ok(())
    }

    fn read_relation(
        &self,
        record: &Record,
        relation: &RelationRecord,
        ids: &HashMap<&str, (EntityId, EntityType)>,
    ) -> Result<(RelationKey, Evidence), String> {
        let place = |message: String| format!("relation {:?}: {message}", relation.id);
        let end = |side: &str, id: &str| {
            let known = ids.get(id).cloned();
            known.ok_or_else(|| place(format!("its {side} {id:?} is no entity of the record")))
        };
        let kind = self.relation_type(&relation.kind).map_err(place)?;
        let (source, source_type) = end("source", &relation.source)?;
        let (target, target_type) = end("target", &relation.target)?;
        self.check_signature(source_type, kind, target_type)
            .map_err(place)?;
        let speaker = relation.attributed_to.as_deref();
        let speaker = speaker.map(|id| end("attributed_to", id)).transpose()?;
        let evidence = Evidence {
            document: record.id.clone(),
            span: relation.evidence,
            quote: relation.quote.clone().unwrap_or_default(),
            trigger: relation.trigger,
            source_mention: relation.source_mention,
            target_mention: relation.target_mention,
            attributed_to: speaker.map(|(id, _)| id),
            value: relation.value.clone(),
            date: relation.date.clone(),
            role: relation.role.clone(),
            frame: relation.frame.clone(),
            confidence: relation.confidence.map(Confidence::from),
            plover: relation.plover.clone(),
            content: None,
        };
        check_places(&evidence).map_err(place)?;
        let manner = (relation.polarity, relation.modality);
        Ok(self.normal((source, kind, target), manner, evidence))
    }

    fn check_signature(
        &self,
        source: EntityType,
        kind: RelationType,
        target: EntityType,
    ) -> Result<(), String> {
        if self.ontology.allows(source, kind, target) {
            return Ok(());
        }
        let name = |t| &self.ontology.entity_info(t).name;
        let info = self.ontology.relation_info(kind);
        let any = ["any".to_owned()];
        let targets = if info.target.is_empty() {
            &any[..]
        } else {
            &info.target
        };
        Err(format!(
            "{} may not lead from {} to {}; its signature is {} -> {}",
            info.name,
            name(source),
            name(target),
            info.source.join("|"),
            targets.join("|"),
        ))
    }

    /// A symmetric relation is written once, from the lesser id to the greater.
    fn normal(
        &self,
        (source, kind, target): (EntityId, RelationType, EntityId),
        (polarity, modality): (Polarity, Modality),
        mut evidence: Evidence,
    ) -> (RelationKey, Evidence) {
        // The mentions decide where somebody meets himself.
        let (mut first, mut second) = (
            (source, evidence.source_mention),
            (target, evidence.target_mention),
        );
        if self.ontology.relation_info(kind).symmetric && first > second {
            std::mem::swap(&mut first, &mut second);
        }
        (evidence.source_mention, evidence.target_mention) = (first.1, second.1);
        let key = RelationKey {
            source: first.0,
            kind,
            target: second.0,
            polarity,
            modality,
        };
        (key, evidence)
    }

    fn add_relation(&mut self, key: RelationKey, evidence: Evidence) {
        match self.relations.get_mut(&key) {
            Some(relation) => relation.add(evidence),
            None => {
                let id = relation_id(
                    &key.source,
                    &self.ontology.relation_info(key.kind).name,
                    &key.target,
                    key.polarity.as_str(),
                    key.modality.as_str(),
                );
                let relation = Relation::new(id, key.kind, key.polarity, key.modality, evidence);
                self.relations.insert(key, relation);
            }
        }
    }
}

/// The base of each node in each of its documents.
pub(super) type Bases = BTreeMap<(EntityId, String), EntityId>;

/// What is wrong with a node whose id does not follow from its content.
pub(super) fn edited(id: &str, kind: &str, document: &str) -> String {
    format!(
        "the node {id:?} is not what its type {kind:?}, its key and its names in {document:?} give: \
         an id is made from the content and cannot be edited"
    )
}

/// The node id of a record's entity; one that bears neither key nor proper name belongs to its
/// document.
fn record_entity_id(record: &Record, entity: &EntityRecord) -> EntityId {
    let named = entity.mentions.iter().any(|m| m.kind == MentionKind::Name);
    let document = (!named).then_some(record.id.as_str());
    entity_id(&entity.kind, entity.key.as_deref(), &entity.name, document)
}

/// The trigger and both mentions must lie in the stretch of text that is the evidence.
fn check_places(evidence: &Evidence) -> Result<(), String> {
    let CodeSpan { start, end } = evidence.span;
    if start > end {
        return Err(format!("its evidence {start}..{end} ends before it starts"));
    }
    let inner = [
        ("trigger", evidence.trigger),
        ("source_mention", evidence.source_mention),
        ("target_mention", evidence.target_mention),
    ];
    for (what, span) in inner {
        let Some(span) = span else { continue };
        if span.start > span.end || span.start < start || span.end > end {
            let (from, to) = (span.start, span.end);
            return Err(format!(
                "its {what} {from}..{to} does not lie in its evidence {start}..{end}"
            ));
        }
    }
    Ok(())
}

fn first_and_last<'a>(dates: impl Iterator<Item = &'a str>) -> Option<(String, String)> {
    let mut dates = dates;
    let first = dates.next()?;
    let (first, last) = dates.fold((first, first), |(first, last), date| {
        (first.min(date), last.max(date))
    });
    Some((first.to_owned(), last.to_owned()))
}
