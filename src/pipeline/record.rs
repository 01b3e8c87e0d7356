//! From what the stages found to the record: bytes become code points, indices become ids.

use crate::extract::{Argument, EntityRef, Fact, Findings, Reading};
use crate::graph::entity_id;
use crate::record::{EntityRecord, MentionRecord, Record, RelationRecord};
use crate::text::{CodePoints, Document, MentionKind, Reason, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The record of a document.
pub(super) fn of(reading: &Reading<'_>, findings: &Findings) -> Record {
    let document = reading.document();
    let meta = document.meta();
    let writer = Writer {
        reading,
        document,
        findings,
        points: CodePoints::new(&document.article.text),
    };
    let (entities, ids) = writer.entities();
    let relations = findings.facts.iter().enumerate();
    let relations = relations.map(|(index, fact)| writer.relation(index, fact, &ids));
    Record {
        id: document.id().to_owned(),
        title: meta.title.clone(),
        date: meta.date.clone(),
        source: meta.source.clone(),
        url: meta.url.clone(),
        language: meta.language.clone(),
        hash: Some(content_hash(&document.article.text)),
        text: None,
        relations: relations.collect(),
        entities,
    }
}

struct Writer<'a> {
    reading: &'a Reading<'a>,
    document: &'a Document,
    findings: &'a Findings,
    points: CodePoints,
}

impl Writer<'_> {
    /// The entities in text order, and the id of each.
    fn entities(&self) -> (Vec<EntityRecord>, BTreeMap<EntityRef, String>) {
        let mut entities = Vec::new();
        let mut ids = BTreeMap::new();
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        for (index, referent) in self.reading.resolution.referents.iter().enumerate() {
            let mut mentions = referent.mentions.clone();
            // "Both countries" is a mention of each; the "we" of several is one of none.
            let groups = self.reading.resolution.groups.iter();
            mentions.extend(
                groups
                    .filter(|(_, members)| members.contains(&index))
                    .map(|(&mention, _)| mention)
                    .filter(|&mention| self.reason(mention) != Some(Reason::Issuer)),
            );
            mentions.sort_unstable();
            let mentions = mentions.iter().map(|&mention| MentionRecord {
                reason: self.reason(mention),
                ..self.mention(
                    self.reading.mentions[mention].span,
                    self.reading.mentions[mention].kind,
                )
            });
            let kind = self
                .reading
                .schema
                .ontology
                .entity_info(referent.entity_type);
            entities.push((
                EntityRef::Referent(index),
                EntityRecord {
                    id: entity_id(
                        &kind.name,
                        referent.key.as_deref(),
                        &referent.name,
                        self.document_of(index),
                    ),
                    kind: kind.name.clone(),
                    name: referent.name.clone(),
                    key: referent.key.clone(),
                    spheres: referent.spheres.clone(),
                    mentions: mentions.collect(),
                },
            ));
        }
        for (index, entity) in self.findings.entities.iter().enumerate() {
            let kind = self.reading.schema.ontology.entity_info(entity.entity_type);
            let mentions = entity.mentions.iter();
            let name = self.document.text(entity.mentions[0]);
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            entities.push((
                EntityRef::New(index),
                EntityRecord {
                    id: entity_id(&kind.name, None, &name, Some(self.document.id())),
                    kind: kind.name.clone(),
                    name,
                    key: None,
                    spheres: BTreeSet::new(),
                    mentions: mentions
                        .map(|&span| self.mention(span, MentionKind::Nominal))
                        .collect(),
                },
            ));
        }
        // What bears no name counts where something is said of it.
        let used = self.used();
        entities.retain(|(entity, record)| {
            let named = record.mentions.iter().any(|m| m.kind == MentionKind::Name);
            let referent = matches!(entity, EntityRef::Referent(_));
            referent && (named || self.is_speaker(*entity) && !record.mentions.is_empty())
                || used.contains(entity)
        });
        entities.sort_by_key(|(_, record)| record.mentions.first().map(|m| (m.start, m.end)));
        let entities = entities.into_iter().map(|(entity, mut record)| {
            // Two things of one name in one document keep apart here; the graph joins them.
            let count = taken.entry(record.id.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                let _ = write!(record.id, "#{count}");
            }
            ids.insert(entity, record.id.clone());
            record
        });
        (entities.collect(), ids)
    }

    /// The ends of all facts, and those who say them.
    fn used(&self) -> std::collections::BTreeSet<EntityRef> {
        let facts = self.findings.facts.iter();
        facts
            .flat_map(|fact| {
                let speaker = fact.attributed_to.map(EntityRef::Referent);
                [fact.source.entity, fact.target.entity]
                    .into_iter()
                    .chain(speaker)
            })
            .collect()
    }

    fn mention(&self, span: Span, kind: MentionKind) -> MentionRecord {
        let points = self.points.span(span);
        MentionRecord {
            start: points.start,
            end: points.end,
            text: self.document.text(span).to_owned(),
            kind,
            reason: None,
        }
    }

    /// The document that a referent belongs to because it bears no name.
    fn document_of(&self, referent: usize) -> Option<&str> {
        let mentions = &self.reading.resolution.referents[referent].mentions;
        let mut kinds = mentions.iter().map(|&m| self.reading.mentions[m].kind);
        (!kinds.any(|kind| kind == MentionKind::Name)).then(|| self.document.id())
    }

    /// Why a mention was joined.
    fn reason(&self, mention: usize) -> Option<Reason> {
        self.reading.resolution.reasons[mention]
    }

    /// Whether the text speaks on behalf of an entity: "we" is enough of a mention then.
    fn is_speaker(&self, entity: EntityRef) -> bool {
        match entity {
            EntityRef::Referent(index) => self.reading.resolution.speakers.contains(&index),
            EntityRef::New(_) => false,
        }
    }

    fn relation(
        &self,
        index: usize,
        fact: &Fact,
        ids: &BTreeMap<EntityRef, String>,
    ) -> RelationRecord {
        let info = self.reading.schema.ontology.relation_info(fact.kind);
        let id = |argument: &Argument| ids[&argument.entity].clone();
        RelationRecord {
            id: format!("r{}", index + 1),
            kind: info.name.clone(),
            source: id(&fact.source),
            target: id(&fact.target),
            evidence: self.points.span(fact.evidence),
            polarity: fact.polarity,
            modality: fact.modality,
            attributed_to: fact
                .attributed_to
                .map(|r| ids[&EntityRef::Referent(r)].clone()),
            value: fact.value.clone(),
            date: fact.date.map(|date| date.to_string()),
            role: fact.role.clone(),
            quote: Some(self.document.text(fact.evidence).to_owned()),
            trigger: Some(self.points.span(fact.trigger)),
            source_mention: Some(self.points.span(fact.source.span)),
            target_mention: Some(self.points.span(fact.target.span)),
            frame: Some(fact.found_by.clone()),
            confidence: Some((fact.confidence * 1000.0).round() / 1000.0),
            plover: fact.plover.clone().or_else(|| info.plover.clone()),
            cameo: None,
        }
    }
}

/// `sha256:` and the digest of the text in hexadecimal.
fn content_hash(text: &str) -> String {
    use sha2::{Digest, Sha256};
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold("sha256:".to_owned(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    })
}
