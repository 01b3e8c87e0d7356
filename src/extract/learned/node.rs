//! What may stand at an end of a relation, sentence by sentence: mentions of referents, what the
//! rules found, nouns for agreements and events, and heads of phrases that may be proposals.

use super::super::noun_phrase::{clause_span, is_clausal, nominal_span};
use super::super::{Argument, EntityRef, Findings, Reading, described};
use super::super::{content, content::Content, speaker};
use crate::schema::EntityType;
use crate::text::{Deprel, MentionKind, Span, Upos};

/// A possible end of a relation, where one sentence speaks of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub kind: EntityType,
    pub what: What,
    /// The token that heads it in the tree.
    pub head: usize,
    /// Its words.
    pub span: Span,
    /// How the sentence speaks of it.
    pub form: Form,
    /// The sentences that show it, where it is not in its own alone.
    pub evidence: Option<Span>,
}

/// What a node stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// A referent, or an entity that the rules found.
    Known(EntityRef),
    /// An agreement or an event that no name stands for.
    Thing,
    /// What somebody may ask for or put forward.
    Content { clausal: bool },
}

/// How a sentence speaks of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    Name,
    Adjective,
    Nominal,
    Pronoun,
    Phrase,
    /// Whoever says the sentence, by no word of it.
    Speaker,
}

impl Form {
    pub fn as_str(self) -> &'static str {
        match self {
            Form::Name => "name",
            Form::Adjective => "adj",
            Form::Nominal => "nom",
            Form::Pronoun => "pron",
            Form::Phrase => "phrase",
            Form::Speaker => "speaker",
        }
    }
}

/// The nodes of each sentence.
pub(super) fn nodes(reading: &Reading<'_>, findings: &Findings) -> Vec<Vec<Node>> {
    let document = reading.document();
    let mut all: Vec<Vec<Node>> = vec![Vec::new(); document.sentences.len()];
    for (index, mention) in reading.mentions.iter().enumerate() {
        if reading.mention_at(mention.head) != Some(index) {
            continue;
        }
        let Some(sentence) = document.sentence_of(mention.span) else {
            continue;
        };
        let form = match mention.kind {
            MentionKind::Pronoun => Form::Pronoun,
            MentionKind::Nominal => Form::Nominal,
            MentionKind::Name if document.tokens[mention.head].upos == Upos::Adj => Form::Adjective,
            MentionKind::Name => Form::Name,
        };
        for argument in reading.arguments(index) {
            let EntityRef::Referent(referent) = argument.entity else {
                continue;
            };
            all[sentence].push(Node {
                kind: reading.resolution.referents[referent].entity_type,
                what: What::Known(argument.entity),
                head: mention.head,
                span: mention.span,
                form,
                evidence: None,
            });
        }
    }
    for (index, entity) in findings.entities.iter().enumerate() {
        for &span in &entity.mentions {
            let Some(sentence) = document.sentence_of(span) else {
                continue;
            };
            let node = Node {
                kind: entity.entity_type,
                what: What::Known(EntityRef::New(index)),
                head: head_of(reading, span),
                span,
                form: Form::Phrase,
                evidence: None,
            };
            if !all[sentence].contains(&node) {
                all[sentence].push(node);
            }
        }
    }
    let proposal = reading.schema.ontology.entity("Proposal");
    for (sentence, found) in all.iter_mut().enumerate() {
        for token in document.sentences[sentence].tokens.clone() {
            let upos = document.tokens[token].upos;
            let noun = matches!(upos, Upos::Noun | Upos::Propn);
            if reading.mention_at(token).is_some() {
                continue;
            }
            let taken = |found: &[Node], kind| {
                found
                    .iter()
                    .any(|node| node.head == token && node.kind == kind)
            };
            let described = reading.kind_of_noun(token).filter(|&kind| {
                noun && !reading.schema.ontology.entity_info(kind).named && !taken(found, kind)
            });
            if let Some(kind) = described {
                found.push(Node {
                    kind,
                    what: What::Thing,
                    head: token,
                    span: nominal_span(reading, token),
                    form: Form::Phrase,
                    evidence: None,
                });
            }
            let Some(kind) = proposal.filter(|&kind| !taken(found, kind)) else {
                continue;
            };
            if let Some(clausal) = may_be_content(reading, token) {
                let span = match clausal {
                    true => clause_span(reading, token, false),
                    false => nominal_span(reading, token),
                };
                found.push(Node {
                    kind,
                    what: What::Content { clausal },
                    head: token,
                    span,
                    form: Form::Phrase,
                    evidence: None,
                });
            }
        }
        let tokens = document.sentences[sentence].tokens.clone();
        let root = tokens
            .clone()
            .find(|&token| reading.tree.head(token).is_none());
        let spoken = root.filter(|_| !document.sentences[sentence].heading);
        if let Some((root, speech)) =
            spoken.and_then(|root| Some((root, speaker::of(reading, root)?)))
        {
            for source in speech.sources {
                let EntityRef::Referent(referent) = source.entity else {
                    continue;
                };
                found.push(Node {
                    kind: reading.resolution.referents[referent].entity_type,
                    what: What::Known(source.entity),
                    head: root,
                    span: source.span,
                    form: Form::Speaker,
                    evidence: Some(speech.evidence),
                });
            }
        }
        found.sort_by_key(|node| (node.span, node.head, node.kind));
    }
    all
}

/// Of phrases that are much the same, one: what the rules found before what they did not, then
/// the one with the higher belief; those below `least` are nothing. Whatever is no phrase stays.
pub(super) fn distinct(
    phrases: &[(EntityType, Span, bool)],
    beliefs: &[f32],
    least: f32,
) -> Vec<bool> {
    let mut order: Vec<usize> = (0..phrases.len())
        .filter(|&index| beliefs[index] >= least)
        .collect();
    order.sort_by(|&a, &b| {
        let known = phrases[b].2.cmp(&phrases[a].2);
        known
            .then(beliefs[b].total_cmp(&beliefs[a]))
            .then(a.cmp(&b))
    });
    let mut kept: Vec<usize> = Vec::new();
    for index in order {
        let (kind, span, _) = phrases[index];
        let alike = |&other: &usize| {
            let (of, place, _) = phrases[other];
            let common = span
                .end
                .min(place.end)
                .saturating_sub(span.start.max(place.start));
            of == kind && f64::from(common) >= 0.6 * span.len().min(place.len()) as f64
        };
        if !kept.iter().any(alike) {
            kept.push(index);
        }
    }
    (0..phrases.len())
        .map(|index| kept.contains(&index))
        .collect()
}

impl Node {
    /// The node as one of [`distinct`] phrases.
    pub fn phrase(&self) -> (EntityType, Span, bool) {
        (self.kind, self.span, matches!(self.what, What::Known(_)))
    }
}

/// Whether a token may head what somebody asks for or puts forward; `true` for a clause.
fn may_be_content(reading: &Reading<'_>, token: usize) -> Option<bool> {
    let tree = reading.tree;
    let upos = reading.document().tokens[token].upos;
    let clausal = is_clausal(reading, token);
    let relation = tree.deprel(token);
    if clausal {
        let below = matches!(
            relation,
            Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Advcl
                | Deprel::Acl
                | Deprel::Conj
                | Deprel::Csubj
                | Deprel::Parataxis
                | Deprel::Obl
                | Deprel::Nmod
        );
        let obliged = tree.children_by(token, &[Deprel::Aux]).any(|aux| {
            matches!(
                tree.lemma(aux),
                "must" | "should" | "shall" | "ought" | "will" | "would"
            )
        });
        let heading = relation == Deprel::Root && obliged;
        return (below || obliged || heading).then_some(true);
    }
    let noun = upos == Upos::Noun
        && matches!(
            relation,
            Deprel::Obj
                | Deprel::Obl
                | Deprel::Nmod
                | Deprel::Conj
                | Deprel::Nsubj
                | Deprel::NsubjPass
                | Deprel::Appos
                | Deprel::Root
                | Deprel::Xcomp
                | Deprel::Ccomp
                | Deprel::Dep
                | Deprel::Parataxis
        );
    noun.then_some(false)
}

/// The token of a span that hangs outside it.
fn head_of(reading: &Reading<'_>, span: Span) -> usize {
    let tokens = reading.document().tokens_in(span);
    let outside = |&token: &usize| {
        reading
            .tree
            .head(token)
            .is_none_or(|head| !tokens.contains(&head))
    };
    let mut heads = tokens.clone().filter(outside);
    let marks = |&token: &usize| {
        !matches!(
            reading.document().tokens[token].upos,
            Upos::Punct | Upos::Adp | Upos::Det | Upos::Part
        )
    };
    heads.find(marks).unwrap_or(tokens.start)
}

/// The node as the end of a fact; what is not known yet becomes a new entity.
pub(super) fn argument(
    reading: &Reading<'_>,
    node: &Node,
    findings: &mut Findings,
) -> Option<Argument> {
    match node.what {
        What::Known(entity) => Some(Argument {
            entity,
            span: node.span,
        }),
        What::Thing => {
            // The places of events are candidates of their own.
            let facts = findings.facts.len();
            let argument = described::described_entity(reading, node.head, node.kind, findings);
            findings.facts.truncate(facts);
            Some(argument)
        }
        What::Content { .. } => content::propose(
            reading,
            findings,
            &Content {
                head: node.head,
                span: node.span,
                addressees: Vec::new(),
            },
        ),
    }
}
