//! Records as if the documents had just been read: from the parts of a graph that are still there,
//! and from what is new.
//!
//! What two different records said of one document is one record now.

use crate::graph::{Appearance, Entity, Evidence, entity_id};
use crate::record::{EntityRecord, MentionRecord, Record, RelationRecord};
use crate::schema::{Modality, Polarity};
use crate::text::{MentionKind, Reason};
use std::collections::{BTreeMap, BTreeSet};

/// What an entity is called now.
#[derive(Debug, Clone)]
pub(super) struct Who {
    pub(super) kind: String,
    /// The new name; that of the documents if not given.
    pub(super) name: Option<String>,
    pub(super) key: Option<String>,
}

/// A record on its way, with its entities by their ids.
#[derive(Default)]
struct Page {
    record: Record,
    entities: BTreeMap<String, EntityRecord>,
}

/// A record for each document, by its id.
#[derive(Default)]
pub(super) struct Records {
    pages: BTreeMap<String, Page>,
    /// The documents that speak of each entity.
    speaking: BTreeMap<String, BTreeSet<String>>,
}

impl Records {
    fn page(&mut self, document: &str) -> &mut Page {
        let page = self.pages.entry(document.to_owned()).or_default();
        document.clone_into(&mut page.record.id);
        page
    }

    /// The record of a document, without its entities.
    pub(super) fn of(&mut self, document: &str) -> &mut Record {
        &mut self.page(document).record
    }

    /// Whether a document speaks of an entity.
    pub(super) fn has(&self, document: &str, id: &str) -> bool {
        let speaking = self.speaking.get(id);
        speaking.is_some_and(|documents| documents.contains(document))
    }

    /// How many documents speak of an entity, and the first of them.
    pub(super) fn speaking(&self, id: &str) -> (usize, Option<&str>) {
        let documents = self.speaking.get(id);
        let first = documents.and_then(|documents| documents.first());
        (
            documents.map_or(0, BTreeSet::len),
            first.map(String::as_str),
        )
    }

    /// The records, whole.
    pub(super) fn finish(self) -> impl Iterator<Item = Record> {
        self.pages.into_values().map(|page| Record {
            entities: page.entities.into_values().collect(),
            ..page.record
        })
    }

    fn put(&mut self, document: &str, entity: EntityRecord) {
        let speaking = self.speaking.entry(entity.id.clone()).or_default();
        speaking.insert(document.to_owned());
        let entities = &mut self.page(document).entities;
        entities.insert(entity.id.clone(), entity);
    }

    /// An entity of a graph, in each of its documents.
    pub(super) fn known(&mut self, entity: &Entity, who: &Who) {
        for (document, appearance) in entity.appearances() {
            let mut names = appearance.names.iter();
            let scoped = |name: &String| {
                let kind = entity.id().split('/').next().unwrap_or_default();
                *entity.id() == entity_id(kind, None, name, Some(document))
            };
            let named = !names.clone().any(scoped);
            let mut mentions = mentions(appearance, named);
            let first = who.name.as_ref().or(names.next());
            // A document may give several names of one slug; each came with a mention of its own.
            let more: Vec<&String> = match who.name {
                Some(_) => Vec::new(),
                None => names.collect(),
            };
            for (index, name) in more.into_iter().enumerate() {
                let mut from = mentions.iter().rev();
                let last = from.position(|mention| mention.kind == MentionKind::Name);
                let taken = last
                    .filter(|_| named)
                    .map(|last| mentions.remove(mentions.len() - 1 - last));
                let record = EntityRecord {
                    id: format!("{} {}", entity.id(), index + 2),
                    kind: who.kind.clone(),
                    name: name.clone(),
                    key: who.key.clone(),
                    spheres: appearance.spheres.clone(),
                    mentions: taken.into_iter().collect(),
                };
                self.put(document, record);
            }
            let record = EntityRecord {
                id: entity.id().to_string(),
                kind: who.kind.clone(),
                name: first.cloned().unwrap_or_default(),
                key: who.key.clone(),
                spheres: appearance.spheres.clone(),
                mentions,
            };
            self.put(document, record);
        }
    }

    /// An entity that is new, in one of its documents; in place of what was said of it there.
    pub(super) fn new_one(
        &mut self,
        document: &str,
        id: &str,
        who: &Who,
        aliases: &[&str],
        count: usize,
    ) {
        let name = who.name.clone().unwrap_or_default();
        let named = entity_id(&who.kind, None, &name, Some(document)) != id;
        let kind = if named {
            MentionKind::Name
        } else {
            MentionKind::Nominal
        };
        let texts = aliases
            .iter()
            .copied()
            .filter(|_| named)
            .chain(std::iter::repeat(""));
        let mentions = texts.take(count.max(1).max(aliases.len()));
        let mentions = mentions.map(|text| mention(text, kind, None)).collect();
        let entity = EntityRecord {
            id: id.to_owned(),
            kind: who.kind.clone(),
            name,
            key: who.key.clone(),
            spheres: BTreeSet::new(),
            mentions,
        };
        self.put(document, entity);
    }

    /// A relation, in the document of its evidence; both ends are entities of it.
    pub(super) fn relation(
        &mut self,
        (source, kind, target): (&str, &str, &str),
        (polarity, modality): (Polarity, Modality),
        evidence: &Evidence,
    ) {
        let relations = &mut self.of(&evidence.document).relations;
        relations.push(RelationRecord {
            id: format!("r{}", relations.len() + 1),
            kind: kind.to_owned(),
            source: source.to_owned(),
            target: target.to_owned(),
            evidence: evidence.span,
            polarity,
            modality,
            attributed_to: evidence.attributed_to.as_deref().map(str::to_owned),
            value: evidence.value.clone(),
            date: evidence.date.clone(),
            role: evidence.role.clone(),
            quote: Some(evidence.quote.clone()).filter(|quote| !quote.is_empty()),
            trigger: evidence.trigger,
            source_mention: evidence.source_mention,
            target_mention: evidence.target_mention,
            frame: evidence.frame.as_deref().map(str::to_owned),
            confidence: evidence.confidence.map(f64::from),
            plover: evidence.plover.as_deref().map(str::to_owned),
            cameo: None,
        });
    }
}

/// As many mentions as a document had, with the words and reasons that are known of them.
fn mentions(appearance: &Appearance, named: bool) -> Vec<MentionRecord> {
    let mut mentions = Vec::new();
    for (&reason, words) in &appearance.reasons {
        for (word, &count) in words {
            let kind = match reason {
                _ if appearance.aliases.contains(word) => MentionKind::Name,
                // Of a name that is not known, and so no alias.
                _ if word.is_empty() && named => MentionKind::Name,
                Reason::Pronoun | Reason::Quoted | Reason::Issuer => MentionKind::Pronoun,
                _ => MentionKind::Nominal,
            };
            let all = std::iter::repeat_with(|| mention(word, kind, Some(reason)));
            mentions.extend(all.take(count as usize));
        }
    }
    let mut told: Vec<&String> = appearance.aliases.iter().collect();
    told.retain(|alias| mentions.iter().all(|mention| mention.text != **alias));
    mentions.extend(
        told.into_iter()
            .map(|alias| mention(alias, MentionKind::Name, None)),
    );
    let kind = if named {
        MentionKind::Name
    } else {
        MentionKind::Nominal
    };
    while mentions.len() < appearance.mentions as usize {
        mentions.push(mention("", kind, None));
    }
    mentions
}

/// Where it stands is not known.
fn mention(text: &str, kind: MentionKind, reason: Option<Reason>) -> MentionRecord {
    MentionRecord {
        start: 0,
        end: 0,
        text: text.to_owned(),
        kind,
        reason,
    }
}
