//! The verb *resolve*: which mentions of a document stand for one thing, and which thing that is.
//!
//! From certain to less certain: the gazetteer's row, the same name, a surname that one person of
//! the document bears, an acronym beside its expansion; then pronouns (`pronoun`). A mention
//! that stands for nobody known gets no referent.

mod group;
mod pronoun;

use crate::schema::{EntityType, RowId, Schema};
use crate::text::{Document, Mention, MentionKind, Referent, Resolution, Tree};
use std::collections::BTreeMap;

/// What makes two names mean one thing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Row(RowId),
    Name(EntityType, String),
}

/// Says whom each mention stands for.
pub fn resolve(schema: &Schema, tree: &Tree<'_>, mentions: &[Mention]) -> Resolution {
    let mut resolver = Resolver {
        schema,
        document: tree.document(),
        mentions,
        by_identity: BTreeMap::new(),
        resolution: Resolution {
            referents: Vec::new(),
            of_mention: vec![None; mentions.len()],
            groups: BTreeMap::new(),
        },
    };
    resolver.resolve_names();
    let issuer = resolver.speaker();
    let speakers = group::speakers(schema, tree, mentions, &resolver.resolution);
    let speaker = match speakers.as_slice() {
        [] => issuer,
        [one] => Some(*one),
        _ => None,
    };
    pronoun::resolve(tree, mentions, speaker, &mut resolver.resolution);
    group::resolve(schema, tree, mentions, &speakers, &mut resolver.resolution);
    for (index, referent) in resolver.resolution.of_mention.iter().enumerate() {
        if let Some(referent) = referent {
            resolver.resolution.referents[*referent]
                .mentions
                .push(index);
        }
    }
    resolver.resolution
}

struct Resolver<'a> {
    schema: &'a Schema,
    document: &'a Document,
    mentions: &'a [Mention],
    by_identity: BTreeMap<Identity, usize>,
    resolution: Resolution,
}

impl Resolver<'_> {
    fn resolve_names(&mut self) {
        let person = self.schema.ontology.entity("Person");
        let names = |m: &Mention| m.kind == MentionKind::Name;
        let lone =
            |m: &Mention| Some(m.entity_type) == person && m.tokens.len() == 1 && m.row.is_none();
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if names(mention) && !lone(mention) {
                let referent = self
                    .acronym_of(index)
                    .unwrap_or_else(|| self.referent_of(mention));
                self.resolution.of_mention[index] = Some(referent);
                let text = self.text(mention);
                self.by_identity
                    .entry(Identity::Name(mention.entity_type, text))
                    .or_insert(referent);
            }
        }
        // A surname alone comes after all full names: it may stand in the headline.
        for index in 0..self.mentions.len() {
            let mention = &self.mentions[index];
            if names(mention) && lone(mention) {
                let bearer = self.bearer_of(mention);
                let referent = bearer.unwrap_or_else(|| self.referent_of(mention));
                self.resolution.of_mention[index] = Some(referent);
            }
        }
    }

    fn text(&self, mention: &Mention) -> String {
        let words: Vec<&str> = self
            .document
            .text(mention.span)
            .split_whitespace()
            .collect();
        let name = words.join(" ").replace('’', "'");
        // A dateline shouts: "DAYTON" is Dayton.
        let place = self.schema.ontology.entity("Place") == Some(mention.entity_type);
        let shouted = name.chars().count() > 3 && name.chars().all(|c| !c.is_lowercase());
        match place && shouted {
            true => title_case(&name),
            false => name,
        }
    }

    fn referent_of(&mut self, mention: &Mention) -> usize {
        let name = self.text(mention);
        let by_row = mention.row.map(Identity::Row);
        let by_name = Identity::Name(mention.entity_type, name.clone());
        let known = by_row.as_ref().and_then(|row| self.by_identity.get(row));
        // A row decides alone; two rows of one name stay apart.
        let known = match by_row {
            Some(_) => known,
            None => self.by_identity.get(&by_name),
        };
        if let Some(&known) = known {
            return known;
        }
        let referent = self.resolution.referents.len();
        let row = mention.row.map(|row| self.schema.gazetteer.row(row));
        self.resolution.referents.push(Referent {
            entity_type: mention.entity_type,
            name: row.map_or_else(|| name.clone(), |row| row.name.clone()),
            key: row.and_then(|row| row.key.clone()),
            mentions: Vec::new(),
        });
        self.by_identity.insert(by_row.unwrap_or(by_name), referent);
        referent
    }

    /// The body whose acronym stands in brackets right behind it: "the Syrian Democratic Forces
    /// (SDF)".
    fn acronym_of(&self, index: usize) -> Option<usize> {
        let mention = &self.mentions[index];
        let before = index.checked_sub(1).map(|before| &self.mentions[before])?;
        let bracket = mention.tokens.start.checked_sub(1)?;
        let adjacent = self.document.word(bracket) == "(" && before.tokens.end == bracket;
        let text = self.text(mention);
        let capitals = text.chars().filter(|c| c.is_uppercase()).count();
        let acronym = mention.tokens.len() == 1 && capitals >= 2;
        let same = before.entity_type == mention.entity_type || mention.row.is_none();
        (adjacent && acronym && same).then(|| self.resolution.of_mention[index - 1])?
    }

    /// The person whose full name ends in this surname: the only one, or the last one before it.
    fn bearer_of(&self, mention: &Mention) -> Option<usize> {
        let surname = self.document.text(mention.span);
        let mut before = None;
        let mut after = None;
        let mut first = None;
        for (index, other) in self.mentions.iter().enumerate() {
            let full = other.kind == MentionKind::Name
                && other.entity_type == mention.entity_type
                && other.tokens.len() > 1;
            let words = [other.tokens.end - 1, other.tokens.start].map(|t| self.document.word(t));
            if !full || words[0] != surname {
                // In "Kim Jong Un" the family name stands first; the first one so named is meant.
                if full && words[1] == surname {
                    first = first.or(self.resolution.of_mention[index]);
                }
                continue;
            }
            let referent = self.resolution.of_mention[index];
            match other.span < mention.span {
                true => before = referent,
                false => after = after.or(referent),
            }
        }
        before.or(after).or(first)
    }

    /// For whom the article as a whole speaks: the country, body or coalition that issues it.
    fn speaker(&mut self) -> Option<usize> {
        let source = self.document.meta().source.as_deref()?;
        let gazetteer = &self.schema.gazetteer;
        let issuer = gazetteer.named(source.strip_prefix("the ").unwrap_or(source))?;
        let parents = &gazetteer.row(issuer).members;
        let country = self.schema.ontology.entity("Country");
        let parent = parents.iter().find_map(|parent| gazetteer.named(parent));
        let parent = parent.filter(|&row| Some(gazetteer.row(row).kind) == country);
        let row = parent.unwrap_or(issuer);
        // Only who is named in the text is an entity of it.
        self.by_identity.get(&Identity::Row(row)).copied()
    }
}

/// Each word with a capital and small letters behind it.
fn title_case(name: &str) -> String {
    let mut inside = false;
    let word = |c: char| {
        let letter = match inside {
            true => c.to_lowercase().to_string(),
            false => c.to_string(),
        };
        inside = c.is_alphabetic();
        letter
    };
    name.chars().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::title_case;

    #[test]
    fn a_shouted_name_is_spoken() {
        assert_eq!(title_case("SAINT-DENIS"), "Saint-Denis");
        assert_eq!(title_case("NEW YORK"), "New York");
    }
}
