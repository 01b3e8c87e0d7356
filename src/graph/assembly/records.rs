//! What a record says, read into an assembly.

use super::super::hash::HashMap;
use super::super::id::write_entity_id;
use super::super::identity::says_country;
use super::super::shared::Shared;
use super::super::{Appearance, Confidence, DocumentInfo, EntityId, Evidence};
use super::checks::{check_places, check_signature};
use super::{Assembly, End};
use crate::record::{EntityRecord, Record, RelationRecord};
use crate::schema::{EntityType, Polarity, RelationType};
use crate::text::MentionKind;

/// The entities of a record that are one node.
struct Node<'a> {
    id: EntityId,
    kind: EntityType,
    key: Option<&'a str>,
    appearance: Appearance,
}

/// The nodes of a record, and which one each of its entities is, by the record's own id.
struct Nodes<'a> {
    list: Vec<Node<'a>>,
    by_id: HashMap<EntityId, usize>,
    by_own_id: HashMap<&'a str, usize>,
}

impl Assembly {
    /// Adds all that one record says.
    ///
    /// # Errors
    /// A message that names what does not fit: a type that the ontology lacks, an end that is no
    /// entity of the record, a relation outside its signature. Nothing is added then.
    pub fn add_record(&mut self, record: &Record) -> Result<(), String> {
        let mut nodes = self.read_entities(record)?;
        let document = self.pool.share(&record.id);
        let mut relations = Vec::with_capacity(record.relations.len());
        for relation in &record.relations {
            let (source, kind, target, evidence) =
                self.read_relation(&document, relation, &nodes)?;
            let end = &nodes.list[target];
            if relation.polarity == Polarity::Positive
                && says_country(&self.ontology, &relation.kind, end.kind)
                && let Some(country) = end.key
            {
                let confidence = evidence.confidence.unwrap_or(Confidence::FULL);
                let person = &mut nodes.list[source].appearance;
                let known = person.countries.entry(country.to_owned()).or_default();
                *known = confidence.max(*known);
            }
            let manner = (relation.polarity, relation.modality);
            relations.push(((source, kind, target), manner, evidence));
        }
        let Nodes { list, .. } = nodes;
        let mut there = Vec::with_capacity(list.len());
        for node in list {
            let what = (&node.id, node.kind, node.key);
            let place = self.add_entity(what, &document, node.appearance);
            there.push((node.id, place));
        }
        for ((source, kind, target), manner, evidence) in relations {
            let [source, target] = [source, target].map(|node| {
                let (id, place) = &there[node];
                End { id, place: *place }
            });
            self.add_relation((source, kind, target), manner, evidence);
        }
        let info = DocumentInfo {
            title: record.title.clone(),
            date: record.date.clone(),
            source: record.source.clone(),
            url: record.url.clone(),
            language: record.language.clone(),
            hash: record.hash.clone(),
        };
        self.add_document(&record.id, info);
        Ok(())
    }

    fn read_entities<'a>(&self, record: &'a Record) -> Result<Nodes<'a>, String> {
        let count = record.entities.len();
        let mut nodes = Nodes {
            list: Vec::with_capacity(count),
            by_id: HashMap::with_capacity_and_hasher(count, Default::default()),
            by_own_id: HashMap::with_capacity_and_hasher(count, Default::default()),
        };
        let mut id = String::new();
        for entity in &record.entities {
            let kind = self.entity_type(&entity.kind)?;
            write_record_entity_id(record, entity, &mut id);
            let place = nodes.by_id.get(&*id).copied().unwrap_or_else(|| {
                let place = nodes.list.len();
                let known = self.entities.get(&id).map(|entity| &entity.id);
                let id = known.map_or_else(|| EntityId::from(&*id), EntityId::clone);
                nodes.by_id.insert(id.clone(), place);
                nodes.list.push(Node {
                    id,
                    kind,
                    key: entity.key.as_deref(),
                    appearance: Appearance::default(),
                });
                place
            });
            if nodes.by_own_id.insert(&entity.id, place).is_some() {
                return Err(format!("two entities have the id {:?}", entity.id));
            }
            let appearance = &mut nodes.list[place].appearance;
            appearance.names.insert(entity.name.clone());
            appearance.spheres.extend(&entity.spheres);
            appearance.mentions += entity.mentions.len() as u32;
            for mention in &entity.mentions {
                if mention.kind == MentionKind::Name && !mention.text.is_empty() {
                    appearance.aliases.insert(mention.text.clone());
                }
                if let Some(reason) = mention.reason {
                    let words = appearance.reasons.entry(reason).or_default();
                    *words.entry(mention.text.clone()).or_default() += 1;
                }
            }
        }
        Ok(nodes)
    }

    /// Source and target as places among the nodes, the type between them, and the evidence.
    fn read_relation(
        &mut self,
        document: &Shared,
        relation: &RelationRecord,
        nodes: &Nodes<'_>,
    ) -> Result<(usize, RelationType, usize, Evidence), String> {
        let place = |message: String| format!("relation {:?}: {message}", relation.id);
        let end = |side: &str, id: &str| {
            let known = nodes.by_own_id.get(id).copied();
            known.ok_or_else(|| place(format!("its {side} {id:?} is no entity of the record")))
        };
        let kind = self.relation_type(&relation.kind).map_err(place)?;
        let source = end("source", &relation.source)?;
        let target = end("target", &relation.target)?;
        let [from, to] = [source, target].map(|place| nodes.list[place].kind);
        check_signature(&self.ontology, from, kind, to).map_err(place)?;
        let speaker = relation.attributed_to.as_deref();
        let speaker = speaker.map(|id| end("attributed_to", id)).transpose()?;
        let evidence = Evidence {
            document: document.clone(),
            span: relation.evidence,
            quote: relation.quote.clone().unwrap_or_default(),
            trigger: relation.trigger,
            source_mention: relation.source_mention,
            target_mention: relation.target_mention,
            attributed_to: speaker.map(|by| nodes.list[by].id.clone()),
            value: relation.value.clone(),
            date: relation.date.clone(),
            role: relation.role.clone(),
            frame: relation
                .frame
                .as_deref()
                .map(|frame| self.pool.share(frame)),
            confidence: relation.confidence.map(Confidence::from),
            plover: relation.plover.as_deref().map(|root| self.pool.share(root)),
            content: None,
        };
        check_places(&evidence).map_err(place)?;
        Ok((source, kind, target, evidence))
    }
}

/// The node id of a record's entity; one that bears neither key nor proper name belongs to its
/// document.
fn write_record_entity_id(record: &Record, entity: &EntityRecord, id: &mut String) {
    let named = entity.mentions.iter().any(|m| m.kind == MentionKind::Name);
    let document = (!named).then_some(record.id.as_str());
    let key = entity.key.as_deref();
    write_entity_id(&entity.kind, key, &entity.name, document, id);
}
