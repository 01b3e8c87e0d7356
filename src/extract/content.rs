//! The content of a demand, an offer or a plan: the Proposal, whom it is addressed to and what it
//! concerns.

use super::noun_phrase::{clause_span, is_clausal, nominal_span};
use super::{Argument, EntityRef, Fact, Findings, NewEntity, Reading, concern, role};
use crate::schema::{Complement, Frame, Modality, Polarity, Role};
use crate::text::{Deprel, Span, Upos};

/// One thing that is asked for or put forward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    /// The token that heads it.
    pub head: usize,
    /// Its words.
    pub span: Span,
    /// The mentions of those who are asked.
    pub addressees: Vec<usize>,
}

/// What a verb with this frame asks for; each member of a coordination is one content.
/// `rest` are the tokens that belong to the predicate beside the verb.
pub(super) fn of(
    reading: &Reading<'_>,
    verb: usize,
    frame: &Frame,
    rest: &[usize],
) -> Vec<Content> {
    let addressees = addressed(reading, verb, frame);
    let clause = clause_heads(reading, verb, frame, rest);
    if !clause.is_empty() {
        return clause
            .into_iter()
            .map(|(head, with_subject)| {
                let mut to = addressees.clone();
                if to.is_empty() && with_subject {
                    to = clause_subject(reading, head);
                }
                Content {
                    head,
                    span: clause_span(reading, head, with_subject && to.is_empty()),
                    addressees: to,
                }
            })
            .collect();
    }
    if !frame.content.contains(&Complement::Object) {
        return Vec::new();
    }
    object_heads(reading, verb, rest)
        .into_iter()
        .filter(|&head| {
            !frame
                .except
                .iter()
                .any(|word| word == reading.tree.lemma(head))
        })
        .map(|head| {
            let mut to = addressees.clone();
            if to.is_empty() {
                to = doer(reading, head);
            }
            Content {
                head,
                span: nominal_span(reading, head),
                addressees: to,
            }
        })
        .collect()
}

/// The heads of the clauses that a verb takes, and whether each has a subject of its own.
fn clause_heads(
    reading: &Reading<'_>,
    verb: usize,
    frame: &Frame,
    rest: &[usize],
) -> Vec<(usize, bool)> {
    let tree = reading.tree;
    let mut heads = Vec::new();
    // The parser may hang the infinitive on the one who is asked.
    let asked = frame.addressee.contains(&Role::Object);
    let object = addressed_object(reading, verb, frame)
        .first()
        .copied()
        .filter(|_| asked);
    for &governor in std::iter::once(&verb).chain(rest).chain(&object) {
        let relations = [Deprel::Xcomp, Deprel::Ccomp, Deprel::Advcl, Deprel::Acl];
        for child in tree.children_by(governor, &relations) {
            let own = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Csubj];
            let subject = tree.child_by(child, &own);
            let to = tree
                .children_by(child, &[Deprel::Mark])
                .any(|m| tree.lemma(m) == "to");
            let gerund = reading.document().tokens[child].xpos == "VBG";
            let relation = tree.deprel(child);
            let clausal = relation == Deprel::Ccomp && subject.is_some()
                || to && subject.is_some() && tree.has_case(child, "for");
            let complement = match relation {
                // An infinitive of purpose ("met to discuss") is no complement; where the
                // predicate needs one the parser often calls it so.
                Deprel::Advcl if !to && !gerund => continue,
                Deprel::Advcl if to && !asked => continue,
                Deprel::Advcl if gerund && !is_marked_by_rest(reading, child, rest) => continue,
                _ if clausal => Complement::Clause,
                _ if to => Complement::Infinitive,
                _ if gerund => Complement::Gerund,
                _ => continue,
            };
            let excepted = frame.except.iter().any(|word| word == tree.lemma(child));
            if frame.content.contains(&complement) && child > verb && !excepted {
                heads.push((child, complement == Complement::Clause));
                let more = tree.children_by(child, &[Deprel::Conj]);
                let form = |token: usize| reading.document().tokens[token].xpos;
                // "call on A to stop, and call on B to help": the second call is no content.
                let again = |conj: usize| tree.lemma(conj) == tree.lemma(verb);
                let alike = |&conj: &usize| {
                    is_clausal(reading, conj)
                        && (form(conj) == form(child) || clausal)
                        && !again(conj)
                };
                let more = more.filter(alike);
                heads.extend(more.map(|conj| (conj, tree.child_by(conj, &own).is_some())));
            }
        }
        if !heads.is_empty() {
            break;
        }
    }
    heads
}

/// Whether a gerund hangs by the predicate's own preposition ("insisted on keeping").
fn is_marked_by_rest(reading: &Reading<'_>, clause: usize, rest: &[usize]) -> bool {
    let tree = reading.tree;
    let mut marks = tree.children_by(clause, &[Deprel::Mark, Deprel::Case]);
    // "Ruled out sending": the particle stands for the preposition.
    let adjacent = rest.last().is_some_and(|&last| last + 1 == clause);
    adjacent || marks.any(|mark| rest.contains(&mark))
}

/// The heads of the noun phrases that a verb asks for; none where it asks for somebody.
fn object_heads(reading: &Reading<'_>, verb: usize, rest: &[usize]) -> Vec<usize> {
    let tree = reading.tree;
    let object = match rest.last() {
        Some(&last) => governed_by_rest(reading, verb, rest, last),
        None => role::patient(tree, verb),
    };
    let Some(object) = object else {
        return Vec::new();
    };
    let members = reading.coordination(object);
    let noun = |&head: &usize| {
        let token = &reading.document().tokens[head];
        let kind = reading.kind_of_noun(head);
        // "backed rebels": a body that has no name is no content either.
        let several = reading.document().word(head).to_lowercase() != reading.tree.lemma(head);
        let body = several && kind.is_some_and(|kind| reading.is_a(kind, "Actor"));
        let somebody = body
            || reading.mention_at(head).is_some()
            || reading
                .meant_by(head, &|kind| reading.is_a(kind, "Actor"))
                .is_some()
                && doer(reading, head).is_empty();
        token.upos == Upos::Noun && !somebody
    };
    members.into_iter().filter(noun).collect()
}

/// What the last word of a predicate governs: "called [for] restraint".
pub(super) fn governed_by_rest(
    reading: &Reading<'_>,
    verb: usize,
    rest: &[usize],
    last: usize,
) -> Option<usize> {
    let tree = reading.tree;
    match tree.deprel(last) {
        Deprel::Case => tree.head(last),
        // A particle: the object is the verb's own.
        Deprel::CompoundPrt | Deprel::Advmod => role::patient(tree, verb),
        // A noun that belongs to the predicate ("issued a demand").
        _ => rest
            .iter()
            .find(|&&word| tree.deprel(word) == Deprel::Case)
            .and_then(|&c| tree.head(c)),
    }
}

/// Those whom the frame's roles name as addressees.
fn addressed(reading: &Reading<'_>, verb: usize, frame: &Frame) -> Vec<usize> {
    let actor = |kind| reading.is_a(kind, "Actor");
    for role in &frame.addressee {
        let heads = match role {
            Role::Object => addressed_object(reading, verb, frame),
            other => role::fillers(reading, verb, other),
        };
        let found: Vec<usize> = heads
            .iter()
            .flat_map(|&h| reading.named_by(h, &actor))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// The object of "urge", what "on" governs in "call on".
fn addressed_object(reading: &Reading<'_>, verb: usize, frame: &Frame) -> Vec<usize> {
    let tree = reading.tree;
    let lemma = reading.verb(verb);
    let mut prepositions = frame
        .predicates
        .iter()
        .filter(|predicate| predicate.verb == lemma)
        .filter_map(|predicate| predicate.rest.last());
    let oblique = prepositions.find_map(|preposition| {
        let found = role::obliques(tree, verb, preposition);
        (!found.is_empty()).then_some(found)
    });
    oblique.unwrap_or_else(|| {
        let whom = role::patient(tree, verb).into_iter();
        whom.chain(tree.children_by(verb, &[Deprel::Iobj]))
            .collect()
    })
}

/// The subject of a clause, if it is somebody.
fn clause_subject(reading: &Reading<'_>, verb: usize) -> Vec<usize> {
    let tree = reading.tree;
    let subject = tree.child_by(verb, &[Deprel::Nsubj]);
    let actor = |kind| reading.is_a(kind, "Actor");
    subject
        .map(|head| reading.named_by(head, &actor))
        .unwrap_or_default()
}

/// Who would do what a noun says: "Ukrainian withdrawal", "Russia's withdrawal", "withdrawal by".
pub(super) fn doer(reading: &Reading<'_>, noun: usize) -> Vec<usize> {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let possessor = tree.children_by(noun, &[Deprel::NmodPoss, Deprel::Amod]);
    let by = tree
        .children_by(noun, &[Deprel::Nmod, Deprel::Obl])
        .filter(|&n| tree.has_case(n, "by"));
    let lemma = tree.lemma(noun);
    let act = [
        "al", "ion", "ment", "ure", "ence", "ance", "ing", "end", "halt", "pullout", "ure",
    ];
    let deverbal = act.iter().any(|ending| lemma.ends_with(ending));
    let found = possessor.filter(|_| deverbal).chain(by).find_map(|token| {
        let mention = reading.mention_at(token)?;
        let stands = reading.type_of(mention).is_some_and(actor);
        (stands && !reading.is_pronoun(mention)).then_some(mention)
    });
    found.into_iter().collect()
}

/// Puts a Proposal into the bag, with who is asked and what it concerns; answers the argument.
pub(super) fn propose(
    reading: &Reading<'_>,
    findings: &mut Findings,
    content: &Content,
) -> Option<Argument> {
    let proposal = reading.schema.ontology.entity("Proposal")?;
    let known = findings.entities.iter().position(|entity| {
        entity.entity_type == proposal && entity.mentions.contains(&content.span)
    });
    let index = known.unwrap_or_else(|| {
        findings.entities.push(NewEntity {
            entity_type: proposal,
            mentions: vec![content.span],
        });
        findings.entities.len() - 1
    });
    Some(Argument {
        entity: EntityRef::New(index),
        span: content.span,
    })
}

/// What shows a proposal: the sentence, the words that gave it, and what found it.
pub(super) struct Said<'s> {
    pub evidence: Span,
    pub trigger: Span,
    pub found_by: &'s str,
    pub confidence: f64,
}

/// Puts into the bag who is asked and what the proposal concerns.
pub(super) fn address(
    reading: &Reading<'_>,
    content: &Content,
    proposal: Argument,
    sources: &[Argument],
    said: &Said<'_>,
    findings: &mut Findings,
) {
    let asked = content.addressees.iter();
    let asked: Vec<Argument> = asked.flat_map(|&m| reading.arguments(m)).collect();
    if let Some(kind) = reading.relation("addressed_to") {
        for &target in &asked {
            findings.facts.push(Fact {
                kind,
                source: proposal,
                target,
                evidence: said.evidence,
                trigger: said.trigger,
                polarity: Polarity::Positive,
                modality: Modality::Actual,
                attributed_to: None,
                value: None,
                role: None,
                date: None,
                found_by: said.found_by.to_owned(),
                plover: None,
                confidence: said.confidence,
            });
        }
    }
    let aside: Vec<EntityRef> = sources.iter().chain(&asked).map(|a| a.entity).collect();
    let place = (said.evidence, said.trigger);
    concern::within(reading, (proposal, content.head), &aside, place, findings);
}

/// The clause that a verb heads and those joined to it that share its auxiliary: "must stop the
/// attacks and withdraw its troops" says two things.
pub(super) fn joined_clauses(reading: &Reading<'_>, head: usize) -> Vec<usize> {
    let tree = reading.tree;
    let own = [Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux, Deprel::Expl];
    let mut heads = vec![head];
    let mut next = 0;
    while let Some(&at) = heads.get(next) {
        next += 1;
        let more = tree.children_by(at, &[Deprel::Conj]);
        heads.extend(more.filter(|&conj| {
            is_clausal(reading, conj) && conj > at && tree.child_by(conj, &own).is_none()
        }));
    }
    heads
}
