//! What the passes share: the mentions of a document, who each one stands for so far, and why.

use crate::schema::{EntityType, RowId, Schema, Sphere};
use crate::text::{Deprel, Upos, quotations};
use crate::text::{Document, Mention, MentionKind, Reason, Referent, Resolution, Span, Tree};
use std::collections::{BTreeMap, BTreeSet};

/// The entity types that the passes speak of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Types {
    pub person: EntityType,
    pub country: EntityType,
    pub coalition: EntityType,
    pub region: EntityType,
    pub place: EntityType,
    pub organization: EntityType,
}

/// Somebody or something, on the way.
#[derive(Debug, Clone)]
pub(super) struct Cluster {
    pub entity_type: EntityType,
    pub name: String,
    pub row: Option<RowId>,
    /// Whether it has gone into another.
    gone: bool,
}

/// Who each mention stands for.
pub(super) struct Clusters<'a> {
    pub schema: &'a Schema,
    pub tree: &'a Tree<'a>,
    pub document: &'a Document,
    pub mentions: &'a [Mention],
    pub types: Types,
    /// Quoted speech, in text order.
    pub quotations: Vec<Span>,
    /// Those on whose behalf the text speaks.
    pub speakers: Vec<usize>,
    /// The walks of life of people, filled at the end.
    pub spheres: BTreeMap<usize, BTreeSet<Sphere>>,
    of: Vec<Option<usize>>,
    reasons: Vec<Option<Reason>>,
    all: Vec<Cluster>,
    groups: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Clusters<'a> {
    pub fn new(schema: &'a Schema, tree: &'a Tree<'a>, mentions: &'a [Mention]) -> Clusters<'a> {
        let kind = |name: &str| schema.ontology.entity(name).expect("checked by Schema");
        Clusters {
            schema,
            tree,
            document: tree.document(),
            mentions,
            types: Types {
                person: kind("Person"),
                country: kind("Country"),
                coalition: kind("Coalition"),
                region: kind("Region"),
                place: kind("Place"),
                organization: kind("Organization"),
            },
            quotations: quotations(&tree.document().article.text),
            speakers: Vec::new(),
            spheres: BTreeMap::new(),
            of: vec![None; mentions.len()],
            reasons: vec![None; mentions.len()],
            all: Vec::new(),
            groups: BTreeMap::new(),
        }
    }

    /// A new cluster, without mentions.
    pub fn open(&mut self, entity_type: EntityType, name: String, row: Option<RowId>) -> usize {
        let name = row.map_or(name, |row| self.schema.gazetteer.row(row).name.clone());
        self.all.push(Cluster {
            entity_type,
            name,
            row,
            gone: false,
        });
        self.all.len() - 1
    }

    /// Says whom a mention stands for.
    pub fn join(&mut self, mention: usize, cluster: usize, reason: Reason) {
        self.of[mention] = Some(cluster);
        self.reasons[mention] = Some(reason);
    }

    /// Says that a mention stands for several.
    pub fn join_group(&mut self, mention: usize, members: Vec<usize>, reason: Reason) {
        self.groups.insert(mention, members);
        self.reasons[mention] = Some(reason);
    }

    /// Makes two clusters one. What made `from` a thing of its own was wrong: its new names are
    /// there for `reason` now.
    pub fn merge(&mut self, from: usize, into: usize, reason: Reason) {
        if from == into {
            return;
        }
        for (of, why) in self.of.iter_mut().zip(&mut self.reasons) {
            if *of == Some(from) {
                *of = Some(into);
                if *why == Some(Reason::NewName) {
                    *why = Some(reason);
                }
            }
        }
        self.all[from].gone = true;
    }

    /// Whom a mention stands for, as far as is known.
    pub fn of(&self, mention: usize) -> Option<usize> {
        self.of[mention]
    }

    /// Whether a mention stands for somebody or for several.
    pub fn is_known(&self, mention: usize) -> bool {
        self.of[mention].is_some() || self.groups.contains_key(&mention)
    }

    pub fn cluster(&self, cluster: usize) -> &Cluster {
        &self.all[cluster]
    }

    pub fn rename(&mut self, cluster: usize, name: String) {
        self.all[cluster].name = name;
    }

    /// The clusters that are left.
    pub fn ids(&self) -> Vec<usize> {
        let all = self.all.iter().enumerate();
        all.filter(|(_, c)| !c.gone).map(|(id, _)| id).collect()
    }

    /// The mentions of a cluster, in text order.
    pub fn mentions_of(&self, cluster: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.mentions.len()).filter(move |&m| self.of[m] == Some(cluster))
    }

    /// The cluster of a gazetteer's row.
    pub fn of_row(&self, row: RowId) -> Option<usize> {
        (0..self.all.len()).find(|&id| !self.all[id].gone && self.all[id].row == Some(row))
    }

    /// The words of a mention as written, with single spaces and plain apostrophes.
    pub fn text(&self, mention: usize) -> String {
        let text = self.document.text(self.mentions[mention].span);
        let words: Vec<&str> = text.split_whitespace().collect();
        words.join(" ").replace('’', "'")
    }

    /// The mention that covers a token.
    pub fn mention_at(&self, token: usize) -> Option<usize> {
        let after = self.mentions.partition_point(|m| m.tokens.start <= token);
        (0..after)
            .rev()
            .take(4)
            .find(|&m| self.mentions[m].tokens.contains(&token))
    }

    pub fn is_name(&self, mention: usize) -> bool {
        self.mentions[mention].kind == MentionKind::Name
    }

    /// The sentence of a mention.
    pub fn sentence(&self, mention: usize) -> usize {
        let start = self.mentions[mention].span.start;
        let sentences = &self.document.sentences;
        let after = sentences.partition_point(|s| s.span.start <= start);
        after.saturating_sub(1)
    }

    /// The quotation that a span lies in.
    pub fn quotation(&self, span: Span) -> Option<usize> {
        self.quotations
            .iter()
            .position(|quote| quote.contains(span))
    }

    /// The word by which a mention is an argument of its clause: of "Pakistan's Prime Minister,
    /// Shehbaz Sharif," the minister.
    pub fn argument(&self, mention: usize) -> usize {
        let person = self.mentions[mention].entity_type == self.types.person;
        let mut token = self.mentions[mention].head;
        for _ in 0..4 {
            let part = match self.tree.deprel(token) {
                Deprel::Appos | Deprel::Flat | Deprel::NmodDesc => true,
                Deprel::Compound => person,
                _ => false,
            };
            let head = self.tree.head(token).filter(|_| part);
            let free = head.filter(|&head| {
                let other = self.mention_at(head);
                other.is_none_or(|m| m == mention || self.of(m) == self.of(mention))
            });
            match free {
                Some(head) => token = head,
                None => break,
            }
        }
        token
    }

    /// Whether a token is the first of a sentence or line.
    pub fn begins_sentence(&self, token: usize) -> bool {
        let sentences = &self.document.sentences;
        let found = sentences.binary_search_by_key(&token, |sentence| sentence.tokens.start);
        found.is_ok()
    }

    /// Whether a token is a noun in the plural.
    pub fn is_plural(&self, token: usize) -> bool {
        let token = &self.document.tokens[token];
        matches!(token.upos, Upos::Noun | Upos::Propn) && matches!(token.xpos, "NNS" | "NNPS")
    }

    /// The result: clusters in the order of their first mentions, mentions with the type of what
    /// they stand for, and without the descriptions that stand for nobody.
    pub fn finish(self, mentions: &mut Vec<Mention>) -> Resolution {
        let Clusters {
            of,
            reasons,
            all,
            groups,
            speakers,
            spheres,
            schema,
            ..
        } = self;
        let kept: Vec<usize> = (0..mentions.len())
            .filter(|&m| {
                mentions[m].kind != MentionKind::Nominal
                    || of[m].is_some()
                    || groups.contains_key(&m)
            })
            .collect();
        let mut order: Vec<usize> = Vec::new();
        let grouped = groups.values().flatten().copied();
        let named = kept.iter().filter_map(|&m| of[m]).chain(grouped);
        for cluster in named.chain(speakers.iter().copied()) {
            if !order.contains(&cluster) {
                order.push(cluster);
            }
        }
        let place = |cluster: usize| order.iter().position(|&c| c == cluster);
        let mut resolution = Resolution {
            referents: order
                .iter()
                .map(|&id| Referent {
                    entity_type: all[id].entity_type,
                    name: all[id].name.clone(),
                    key: all[id]
                        .row
                        .and_then(|row| schema.gazetteer.row(row).key.clone()),
                    mentions: Vec::new(),
                    spheres: spheres.get(&id).cloned().unwrap_or_default(),
                })
                .collect(),
            speakers: speakers.iter().filter_map(|&s| place(s)).collect(),
            ..Resolution::default()
        };
        for (new, &old) in kept.iter().enumerate() {
            let referent = of[old].and_then(place);
            if let Some(referent) = referent {
                resolution.referents[referent].mentions.push(new);
                mentions[old].entity_type = resolution.referents[referent].entity_type;
            }
            if let Some(members) = groups.get(&old) {
                let members = members.iter().filter_map(|&c| place(c)).collect();
                resolution.groups.insert(new, members);
            }
            resolution.of_mention.push(referent);
            resolution.reasons.push(reasons[old]);
        }
        let mut index = 0..;
        let mut kept = kept.iter().peekable();
        mentions.retain(|_| {
            let here = index.next();
            kept.next_if(|&&next| Some(next) == here).is_some()
        });
        resolution
    }
}
