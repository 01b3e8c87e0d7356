//! What an extractor sees: the document, its trees, mentions and referents, and the schema.

use super::prepare::{datelines, repaired, titled};
use super::words::{AREA_NOUNS, SHARE_NOUNS, STAND_INS};
use super::{Argument, EntityRef, NewEntity};
use crate::schema::{EntityType, RelationType, Schema};
use crate::text::{Document, Mention, MentionKind, Resolution, Span, Tree, quotations};

/// A document as extractors see it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// Types, frames and names.
    pub schema: &'a Schema,
    /// The trees.
    pub tree: &'a Tree<'a>,
    /// In text order; none overlaps another.
    pub mentions: &'a [Mention],
    /// Whom the mentions stand for.
    pub resolution: &'a Resolution,
    /// Which mention covers each token.
    covering: Vec<Option<usize>>,
    /// Verbs whose lemma was put right from their form.
    repaired: std::collections::BTreeMap<usize, String>,
    /// The person whose title, or whose title's country, a token belongs to.
    titled: Vec<Option<usize>>,
    /// Quoted speech.
    quotations: Vec<Span>,
    /// Those who issue the text and call themselves "we".
    issuers: Vec<usize>,
}

impl<'a> Reading<'a> {
    /// The view of a document whose mentions are resolved.
    pub fn new(
        schema: &'a Schema,
        tree: &'a Tree<'a>,
        mentions: &'a [Mention],
        resolution: &'a Resolution,
    ) -> Reading<'a> {
        let document = tree.document();
        let mut covering = vec![None; document.tokens.len()];
        for (index, mention) in mentions.iter().enumerate() {
            covering[mention.tokens.clone()].fill(Some(index));
        }
        for dateline in datelines(document) {
            covering[dateline].fill(None);
        }
        let titled = titled(schema, document, mentions, &covering);
        let quotations = quotations(&document.article.text);
        Reading {
            issuers: super::speaker::issuers(document, mentions, resolution, &quotations),
            repaired: repaired(schema, document),
            titled,
            schema,
            tree,
            mentions,
            resolution,
            covering,
            quotations,
        }
    }

    /// The document.
    pub fn document(&self) -> &'a Document {
        self.tree.document()
    }

    /// The lemma of a verb as the frames know it.
    pub fn verb(&self, token: usize) -> &str {
        self.repaired
            .get(&token)
            .map_or_else(|| self.tree.lemma(token), String::as_str)
    }

    /// A relation type that an extractor is written for; `None` where the ontology lacks it.
    pub fn relation(&self, name: &str) -> Option<RelationType> {
        self.schema.ontology.relation(name)
    }

    /// Whether an entity type is `name` or one of its children.
    pub fn is_a(&self, entity: EntityType, name: &str) -> bool {
        self.schema.ontology.is_a(entity, name)
    }

    /// The mention that covers a token.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        self.covering[token]
    }

    /// A mention that stands for somebody, as an argument.
    pub fn argument(&self, mention: usize) -> Option<Argument> {
        let referent = self.resolution.of_mention[mention]?;
        Some(Argument {
            entity: EntityRef::Referent(referent),
            span: self.mentions[mention].span,
        })
    }

    /// Those whom a mention stands for, as arguments; "the two countries" stands for two.
    pub fn arguments(&self, mention: usize) -> Vec<Argument> {
        match self.resolution.groups.get(&mention) {
            Some(group) => group
                .iter()
                .map(|&referent| Argument {
                    entity: EntityRef::Referent(referent),
                    span: self.mentions[mention].span,
                })
                .collect(),
            None => self.argument(mention).into_iter().collect(),
        }
    }

    /// The entity type of a mention's referent.
    pub fn type_of(&self, mention: usize) -> Option<EntityType> {
        let first = || self.resolution.groups.get(&mention)?.first().copied();
        let referent = self.resolution.of_mention[mention].or_else(first)?;
        Some(self.resolution.referents[referent].entity_type)
    }

    /// The quotation that a span lies in.
    pub fn quotation_of(&self, span: Span) -> Option<Span> {
        let mut quotations = self.quotations.iter().copied();
        quotations.find(|quote| quote.contains(span))
    }

    /// The referent of the state for which the source of the text speaks, where the text names it.
    pub fn issuing_state(&self) -> Option<usize> {
        let source = self.document().meta().source.as_deref()?;
        let gazetteer = &self.schema.gazetteer;
        let issuer = gazetteer.named(source.strip_prefix("the ").unwrap_or(source))?;
        let country = |row| self.is_a(gazetteer.row(row).kind, "Country");
        let parents = gazetteer.row(issuer).members.iter();
        let mut parents = parents.filter_map(|parent| gazetteer.named(parent));
        let state = Some(issuer).filter(|&row| country(row));
        let row = state.or_else(|| parents.find(|&row| country(row)))?;
        let named = self.mentions.iter().position(|m| m.row == Some(row))?;
        self.resolution.of_mention[named]
    }

    /// Those who issue the text and call themselves "we", as referents.
    pub fn issuers(&self) -> &[usize] {
        &self.issuers
    }

    /// The entity type of an end of a fact; `entities` are those that extractors found.
    pub fn entity_type(&self, argument: &Argument, entities: &[NewEntity]) -> EntityType {
        match argument.entity {
            EntityRef::Referent(index) => self.resolution.referents[index].entity_type,
            EntityRef::New(index) => entities[index].entity_type,
        }
    }

    /// Quoted speech, in text order.
    pub fn quotations(&self) -> &[Span] {
        &self.quotations
    }

    /// Whether a span lies in quoted speech.
    pub fn is_quoted(&self, span: Span) -> bool {
        self.quotations.iter().any(|quote| quote.contains(span))
    }

    /// Whether the sentence of a token asks: it says nothing then.
    pub fn is_asked(&self, token: usize) -> bool {
        let document = self.document();
        let sentence = document.sentence_of(document.tokens[token].span);
        sentence.is_some_and(|sentence| {
            let tokens = document.sentences[sentence].tokens.clone();
            let mut last = tokens.rev().take(3);
            last.any(|token| document.word(token) == "?")
        })
    }

    /// The sentence that holds a token.
    pub fn sentence_of(&self, token: usize) -> Option<Span> {
        let document = self.document();
        let index = document.sentence_of(document.tokens[token].span)?;
        Some(document.sentences[index].span)
    }

    /// The mentions that a noun phrase stands for, one for each member of a coordination, of the
    /// types that `wanted` wants: the name itself, the person behind a title, the state behind
    /// "Russian forces", the area behind "the city of Goma".
    pub fn named_by(&self, head: usize, wanted: &dyn Fn(EntityType) -> bool) -> Vec<usize> {
        let mut found = Vec::new();
        for member in self.coordination(head) {
            let Some(meant) = self.meant_by(member, wanted) else {
                continue;
            };
            found.push(meant);
            // "Russian and Ukrainian negotiators"
            let adjective = self.mentions[meant].head;
            if self.tree.head(adjective) == Some(member) && self.mention_at(member).is_none() {
                let more = self
                    .tree
                    .children_by(adjective, &[crate::text::Deprel::Conj]);
                let more = more.filter_map(|conj| self.mention_at(conj));
                found.extend(more.filter(|&m| self.type_of(m).is_some_and(wanted)));
            }
        }
        found.dedup();
        found
    }

    /// The heads of the members of a coordination, the first one included. What hangs on any word
    /// of a name or title counts: parsers differ on which of "President Ilham Aliyev" is the head.
    pub fn coordination(&self, head: usize) -> Vec<usize> {
        use crate::text::Deprel::{Compound, Conj, Flat, NmodDesc};
        let mut members = vec![head];
        let mut next = 0;
        while let Some(&member) = members.get(next) {
            next += 1;
            let mut words = vec![member];
            words.extend(self.tree.children_by(member, &[Flat, NmodDesc, Compound]));
            if let Some(mention) = self.mention_at(member) {
                words.extend(self.mentions[mention].tokens.clone());
            }
            words.sort_unstable();
            words.dedup();
            for word in words {
                let more = self.tree.children_by(word, &[Conj]).filter(|&conj| {
                    let verbal = self.document().tokens[conj].upos == crate::text::Upos::Verb;
                    !verbal || self.mention_at(conj).is_some()
                });
                let more: Vec<usize> = more.filter(|conj| !members.contains(conj)).collect();
                members.extend(more);
            }
        }
        members
    }

    /// The mention that one noun phrase stands for, its coordination aside.
    pub fn meant_by(&self, head: usize, wanted: &dyn Fn(EntityType) -> bool) -> Option<usize> {
        let fits = |&mention: &usize| self.type_of(mention).is_some_and(wanted);
        if let Some(person) = self.titled[head].filter(fits) {
            return Some(person);
        }
        if let Some(mention) = self.mention_at(head) {
            return Some(mention).filter(fits);
        }
        use crate::text::Deprel::*;
        let lemma = self.tree.lemma(head);
        let below = |relations: &[crate::text::Deprel]| {
            let children = self.tree.children(head);
            let children = children.filter(|&child| relations.contains(&self.tree.deprel(child)));
            let mut mentions = children.filter_map(|child| self.mention_at(child));
            mentions.find(fits)
        };
        // "Prime Minister Keir Starmer", "envoy Steve Witkoff"; "the group, Hamas, ..."
        let apposed = |mention: &usize| self.is_a(self.mentions[*mention].entity_type, "Person");
        if let Some(person) = below(&[Flat, NmodDesc, Appos, Compound]).filter(apposed) {
            return Some(person);
        }
        let adjectives = [Amod, Compound, NmodPoss, NmodDesc];
        if let Some(owner) = self
            .owner_of_relative(head)
            .filter(|_| STAND_INS.contains(&lemma))
        {
            return self.mention_at(owner).filter(fits);
        }
        if STAND_INS.contains(&lemma) {
            let actor = below(&adjectives).or_else(|| self.governed_by(head, "of", &fits));
            if actor.is_some() {
                return actor;
            }
        }
        if AREA_NOUNS.contains(&lemma) {
            let name = below(&[Compound, Appos, NmodDesc, Flat, Amod, NmodPoss]);
            return name.or_else(|| self.governed_by(head, "of", &fits));
        }
        if self.is_share(head) {
            return self.share_of(head, wanted).or_else(|| below(&[Appos]));
        }
        None
    }

    /// "The group, whose fighters hold the town": the noun that the clause of "whose" hangs on.
    fn owner_of_relative(&self, head: usize) -> Option<usize> {
        use crate::text::Deprel::{AclRelcl, NmodPoss};
        let whose = self.tree.child_by(head, &[NmodPoss])?;
        let relative = matches!(self.tree.lemma(whose), "whose" | "who");
        let mut at = self.tree.head(head).filter(|_| relative)?;
        for _ in 0..4 {
            if self.tree.deprel(at) == AclRelcl {
                return self.tree.head(at);
            }
            at = self.tree.head(at)?;
        }
        None
    }

    /// Whether a noun is a share of what hangs on it ("75%", "much", "two-thirds").
    pub fn is_share(&self, head: usize) -> bool {
        let lemma = self.tree.lemma(head);
        let word = self.document().word(head);
        SHARE_NOUNS.contains(&lemma)
            || SHARE_NOUNS.contains(&lemma.trim_end_matches('s'))
            || word.ends_with('%')
            || lemma.ends_with("-third")
            || lemma.ends_with("-thirds")
            || lemma.ends_with("-quarters")
    }

    fn share_of(&self, head: usize, wanted: &dyn Fn(EntityType) -> bool) -> Option<usize> {
        let nominal = [crate::text::Deprel::Nmod, crate::text::Deprel::Obl];
        let mut parts = self.tree.children(head).filter(|&child| {
            nominal.contains(&self.tree.deprel(child)) && self.tree.has_case(child, "of")
        });
        parts.find_map(|part| self.meant_by(part, wanted))
    }

    fn governed_by(
        &self,
        head: usize,
        preposition: &str,
        fits: &dyn Fn(&usize) -> bool,
    ) -> Option<usize> {
        let nominal = [crate::text::Deprel::Nmod, crate::text::Deprel::Obl];
        let mut parts = self.tree.children(head).filter(|&child| {
            nominal.contains(&self.tree.deprel(child)) && self.tree.has_case(child, preposition)
        });
        parts.find_map(|part| self.mention_at(part).filter(fits))
    }

    /// Whether a token belongs to the title of a person or to the country in it: "US" of "US
    /// President X".
    pub fn is_in_title(&self, token: usize) -> bool {
        self.titled[token].is_some()
    }

    /// The type of thing that a noun describes, with the adjective before it where the two are one
    /// term ("joint statement").
    pub fn kind_of_noun(&self, head: usize) -> Option<EntityType> {
        use crate::text::Deprel::{Amod, Compound};
        let frames = &self.schema.frames;
        // "the Lake Accord": a name keeps its capital as a lemma.
        let lemma = self.tree.lemma(head).to_lowercase();
        let mut terms = self.tree.children_by(head, &[Amod, Compound]);
        terms
            .find_map(|word| {
                let term = format!("{} {lemma}", self.tree.lemma(word).to_lowercase());
                frames.head_noun(&term)
            })
            .or_else(|| frames.head_noun(&lemma))
    }

    /// Whether a mention is a pronoun.
    pub fn is_pronoun(&self, mention: usize) -> bool {
        self.mentions[mention].kind == MentionKind::Pronoun
    }
}
