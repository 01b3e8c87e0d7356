//! What a graph file may tell an assembly, and the checks that records share with it.

use super::super::identity::{Moves, base};
use super::super::shared::Shared;
use super::super::{Appearance, EntityId, Evidence, Graph};
use super::{Assembly, Ends};
use crate::schema::{EntityType, Modality, Ontology, Polarity, RelationType};
use crate::text::CodeSpan;
use std::collections::BTreeMap;

/// Who appears in which document, as a graph file tells it.
#[derive(Debug, Default)]
pub(in super::super) struct Members {
    all: Vec<(EntityId, Shared)>,
    /// From the nodes of the file to the ids that the documents alone give.
    bases: Moves,
}

impl Members {
    /// The id that a document alone gives an entity of the file.
    pub(in super::super) fn base<'a>(&'a self, id: &'a EntityId, document: &str) -> &'a EntityId {
        self.bases.id(id, document)
    }

    /// Whether a finished graph has everybody where the file has him; else who is elsewhere, and in
    /// which document. Who is who follows from all documents together.
    pub(in super::super) fn check(mut self, graph: &Graph) -> Result<(), (EntityId, Shared)> {
        self.all.sort_unstable();
        let mut entities = graph.entities().peekable();
        for (id, document) in self.all {
            while entities.next_if(|entity| *entity.id() < id).is_some() {}
            let entity = entities.peek().filter(|entity| *entity.id() == id);
            if !entity.is_some_and(|entity| entity.appearances().contains_key(&document)) {
                return Err((id, document));
            }
        }
        Ok(())
    }
}

impl Assembly {
    pub(in super::super) fn entity_type(&self, name: &str) -> Result<EntityType, String> {
        self.ontology.entity(name).ok_or_else(|| {
            let known = self
                .ontology
                .entities()
                .map(|t| &*self.ontology.entity_info(t).name);
            let known: Vec<&str> = known.collect();
            format!("no entity type {name:?}; there are {}", known.join(", "))
        })
    }

    pub(in super::super) fn relation_type(&self, name: &str) -> Result<RelationType, String> {
        self.ontology.relation(name).ok_or_else(|| {
            let known = self
                .ontology
                .relations()
                .map(|t| &*self.ontology.relation_info(t).name);
            let known: Vec<&str> = known.collect();
            format!("no relation type {name:?}; there are {}", known.join(", "))
        })
    }

    /// Adds an entity that a graph file tells of, if its id is one that its content may give;
    /// `members` takes note of it.
    ///
    /// # Errors
    /// A message when type, key, names and document give another id, or the document is unknown.
    pub(in super::super) fn add_node(
        &mut self,
        (id, kind, key): (EntityId, EntityType, Option<&str>),
        appearances: BTreeMap<Shared, Box<Appearance>>,
        members: &mut Members,
    ) -> Result<(), String> {
        let type_name = self.ontology.entity_info(kind).name.clone();
        if appearances.is_empty() {
            return Err(format!("the node {id:?} appears in no document"));
        }
        for (document, appearance) in appearances {
            if !self.documents.contains_key(&document) {
                return Err(format!(
                    "the node {id:?} appears in {document:?}, which is not among the documents"
                ));
            }
            let Some(base) = base(&type_name, key, &id, &document, &appearance) else {
                return Err(edited(&id, &type_name, &document));
            };
            let document = self.pool.share(&document);
            self.add_entity((&base, kind, key), &document, *appearance);
            members.bases.insert(&id, &document, base);
            members.all.push((id.clone(), document));
        }
        Ok(())
    }

    /// Adds evidence of a relation between two entities that are there.
    ///
    /// # Errors
    /// A message when an end is missing, is not spoken of in the document of the evidence, or when
    /// the signature does not allow it.
    pub(in super::super) fn add_edge(
        &mut self,
        (source, kind, target): Ends<'_>,
        manner: (Polarity, Modality),
        mut evidence: Evidence,
    ) -> Result<(), String> {
        let document = &evidence.document;
        // Each end must be in the document too, else taking out another would leave the edge in
        // the air.
        let end = |id: &str| match self.entities.get(id) {
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
        check_signature(&self.ontology, end(source)?, kind, end(target)?)?;
        self.share(&mut evidence);
        let (source, target) = (self.end(source), self.end(target));
        self.add_relation((source, kind, target), manner, evidence);
        Ok(())
    }
}

/// What is wrong with a node whose id does not follow from its content.
pub(in super::super) fn edited(id: &str, kind: &str, document: &str) -> String {
    format!(
        "the node {id:?} is not what its type {kind:?}, its key and its names in {document:?} give: \
         an id is made from the content and cannot be edited"
    )
}

/// A message when a relation of that type may not lead from the one type of entity to the other.
pub(in super::super) fn check_signature(
    ontology: &Ontology,
    source: EntityType,
    kind: RelationType,
    target: EntityType,
) -> Result<(), String> {
    if ontology.allows(source, kind, target) {
        return Ok(());
    }
    let name = |t| &ontology.entity_info(t).name;
    let info = ontology.relation_info(kind);
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

/// The trigger and both mentions must lie in the stretch of text that is the evidence.
pub(in super::super) fn check_places(evidence: &Evidence) -> Result<(), String> {
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
