//! Entities with what each document contributed, written and read.

use super::super::assembly::{edited, first_and_last};
use super::super::identity::base;
use super::super::{Appearance, Confidence, Entity, EntityId, Few, Shared};
use super::Mistake;
use super::coding::{Decoder, Encoder};
use super::tables::{Known, Tables};
use crate::schema::EntityType;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error as Unknown, StrDeserializer};
use std::collections::BTreeMap;

/// Writes an entity.
pub(super) fn write<'g>(entity: &'g Entity, tables: &Tables<'_>, block: &mut Encoder<'g>) {
    block.begin();
    block.word(entity.id());
    block.number(entity.kind().index());
    block.byte(entity.key().is_some().into());
    entity.key().into_iter().for_each(|key| block.word(key));
    block.number(entity.appearances().len());
    let mut next = 0;
    for (document, appearance) in entity.appearances() {
        let number = tables.document(document);
        block.number(number - next);
        next = number + 1;
        write_appearance(appearance, block);
    }
}

fn write_appearance<'g>(appearance: &'g Appearance, block: &mut Encoder<'g>) {
    let Appearance {
        names,
        mentions,
        aliases,
        reasons,
        countries,
        spheres,
    } = appearance;
    for texts in [names, aliases] {
        block.number(texts.len());
        texts.iter().for_each(|text| block.word(text));
    }
    block.number(*mentions);
    block.number(reasons.len());
    for (reason, words) in reasons {
        block.word(reason.as_str());
        block.number(words.len());
        for (word, count) in words {
            block.word(word);
            block.number(*count);
        }
    }
    block.number(countries.len());
    for (country, confidence) in countries {
        block.word(country);
        block.number(confidence.thousandths());
    }
    block.number(spheres.len());
    spheres
        .iter()
        .for_each(|sphere| block.word(sphere.as_str()));
}

/// The entities of some blocks, and in which documents they appear.
#[derive(Debug, Default)]
pub(super) struct Entities {
    pub(super) list: Vec<Entity>,
    /// The numbers of the documents of all, one entity's after another's.
    documents: Vec<u32>,
    /// Where each entity's documents end.
    ends: Vec<usize>,
}

impl Entities {
    /// Reads all entities of a block.
    pub(super) fn read(content: &[u8], known: &Known) -> Result<Entities, Mistake> {
        let mut block = Decoder::new(content);
        let mut entities = Entities::default();
        while !block.is_at_end() {
            entities.read_one(&mut block, known)?;
        }
        // Names are chosen at last, so that they stand side by side in memory: questions look through them.
        let mut begin = 0;
        for (entity, &end) in entities.list.iter_mut().zip(&entities.ends) {
            let documents = entities.documents[begin..end].iter();
            entity.settle(first_and_last(
                documents.filter_map(|&number| known.date(number)),
            ));
            begin = end;
        }
        Ok(entities)
    }

    fn read_one(&mut self, block: &mut Decoder<'_>, known: &Known) -> Result<(), Mistake> {
        block.begin();
        let id = EntityId::from(block.word()?);
        let number = block.number()?;
        let kind = *known
            .entity_types
            .get(number as usize)
            .ok_or_else(|| format!("the node {id:?} has the type {number}, which is none"))?;
        let key = match block.byte()? {
            0 => None,
            _ => Some(block.word()?.to_owned()),
        };
        let count = block.count()?;
        if count == 0 {
            return Err(format!("the node {id:?} appears in no document"));
        }
        let mut appearances: Vec<(Shared, Box<Appearance>)> = Vec::with_capacity(count);
        let type_name = &known.ontology.entity_info(kind).name;
        let mut next = 0u32;
        for _ in 0..count {
            let number = next.saturating_add(block.number()?);
            next = number.saturating_add(1);
            let document = known.document(number)?.clone();
            let appearance = read_appearance(block)?;
            // Nearly always a node bears the same names everywhere, and the id was found to follow
            // from them.
            let before = appearances.last().map(|(_, before)| &before.names);
            if before != Some(&appearance.names) || appearance.names.is_empty() {
                base(type_name, key.as_deref(), &id, &document, &appearance)
                    .ok_or_else(|| edited(&id, type_name, &document))?;
            }
            self.documents.push(number);
            appearances.push((document, Box::new(appearance)));
        }
        self.list.push(Entity {
            id,
            kind,
            key,
            appearances: appearances.into_iter().collect(),
            name: String::new(),
            dates: None,
        });
        self.ends.push(self.documents.len());
        Ok(())
    }

    /// Adds those of the next block, whose ids must follow.
    pub(super) fn extend(&mut self, next: Entities) -> Result<(), Mistake> {
        let offset = self.documents.len();
        let begin = self.list.len().saturating_sub(1);
        self.list.extend(next.list);
        self.documents.extend(next.documents);
        self.ends
            .extend(next.ends.into_iter().map(|end| end + offset));
        let pairs = self.list[begin..].windows(2);
        match pairs.into_iter().find(|pair| pair[0].id >= pair[1].id) {
            Some(pair) => Err(format!("the node {:?} is out of order", pair[1].id)),
            None => Ok(()),
        }
    }

    /// What the relations must know of them; they themselves are given away.
    pub(super) fn into_parts(self) -> (Vec<Entity>, Nodes) {
        let nodes = Nodes {
            ids: self.list.iter().map(|entity| entity.id.clone()).collect(),
            kinds: self.list.iter().map(|entity| entity.kind).collect(),
            documents: self.documents,
            ends: self.ends,
        };
        (self.list, nodes)
    }
}

/// What relations must know of the entities, by number.
#[derive(Debug)]
pub(super) struct Nodes {
    ids: Vec<EntityId>,
    kinds: Vec<EntityType>,
    documents: Vec<u32>,
    ends: Vec<usize>,
}

impl Nodes {
    /// Id and type of an entity.
    pub(super) fn get(&self, number: u32) -> Result<(&EntityId, EntityType), Mistake> {
        let id = self.ids.get(number as usize);
        let id = id.ok_or_else(|| format!("an edge names the node {number}, which is none"))?;
        Ok((id, self.kinds[number as usize]))
    }

    /// Whether a document speaks of an entity that is there.
    pub(super) fn appears(&self, number: u32, document: u32) -> bool {
        let number = number as usize;
        let begin = match number {
            0 => 0,
            _ => self.ends[number - 1],
        };
        let documents = &self.documents[begin..self.ends[number]];
        documents.binary_search(&document).is_ok()
    }
}

fn read_appearance(block: &mut Decoder<'_>) -> Result<Appearance, Mistake> {
    let mut texts = || -> Result<Few<String>, Mistake> {
        let texts = (0..block.count()?).map(|_| block.word().map(str::to_owned));
        texts.collect()
    };
    let (names, aliases) = (texts()?, texts()?);
    let mentions = block.number()?;
    let mut appearance = Appearance {
        names,
        aliases,
        mentions,
        ..Appearance::default()
    };
    for _ in 0..block.count()? {
        let reason = named(block)?;
        let mut words = BTreeMap::new();
        for _ in 0..block.count()? {
            words.insert(block.word()?.to_owned(), block.number()?);
        }
        appearance.reasons.insert(reason, words);
    }
    for _ in 0..block.count()? {
        let country = block.word()?.to_owned();
        let confidence = Confidence::of_thousandths(block.number()?)?;
        appearance.countries.insert(country, confidence);
    }
    for _ in 0..block.count()? {
        appearance.spheres.insert(named(block)?);
    }
    Ok(appearance)
}

/// One of a few names.
fn named<'a, T: Deserialize<'a>>(block: &mut Decoder<'a>) -> Result<T, Mistake> {
    let name: StrDeserializer<'a, Unknown> = block.word()?.into_deserializer();
    T::deserialize(name).map_err(|error| error.to_string())
}
