//! The nouns of the frames: "Russia's annexation of Crimea", "a call by the EU for restraint",
//! "talks between Xi and Biden".

use super::content::{self, Content};
use super::frame::{self, Instance};
use super::noun_phrase::{clause_span, nominal_span};
use super::{Argument, Extractor, Findings, Reading, argument, described, role, stance};
use crate::schema::{Complement, EntityType, Frame, Predicate, Role};
use crate::text::{Deprel, Upos};

/// Runs the nouns of the frames.
#[derive(Debug)]
pub(super) struct NominalExtractor;

impl Extractor for NominalExtractor {
    fn name(&self) -> &'static str {
        "nominal"
    }

    fn about(&self) -> &'static str {
        "the nouns of frames.toml with their arguments"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for noun in 0..reading.document().tokens.len() {
            if reading.document().tokens[noun].upos == Upos::Noun
                && reading.mention_at(noun).is_none()
            {
                read_noun(reading, noun, findings);
            }
        }
    }
}

fn read_noun(reading: &Reading<'_>, noun: usize, findings: &mut Findings) {
    let Some(evidence) = reading.sentence_of(noun) else {
        return;
    };
    for (frame, predicate) in reading.schema.frames.of_noun(reading.tree.lemma(noun)) {
        let instance = Instance {
            frame,
            verb: noun,
            rest: Vec::new(),
            trigger: reading.document().tokens[noun].span,
            evidence,
            stance: stance::of_noun(reading, noun),
        };
        if instance.stance.is_content {
            return;
        }
        let before = findings.facts.len();
        match frame.content.is_empty() {
            true => relate(reading, &instance, predicate, findings),
            false => demand(reading, &instance, predicate, findings),
        }
        if findings.facts.len() > before {
            return;
        }
    }
}

/// What a preposition governs below a noun.
fn governed<'r>(
    reading: &'r Reading<'_>,
    noun: usize,
    preposition: &'r str,
) -> impl Iterator<Item = usize> + 'r {
    let tree = reading.tree;
    let parts = role::behind(tree, noun).into_iter();
    parts.filter(move |&part| tree.has_case(part, preposition))
}

/// Whose act it is: the possessor, the national adjective, "by", and "of" where the target has
/// another preposition.
fn sources(
    reading: &Reading<'_>,
    noun: usize,
    preposition: Option<&str>,
    wanted: &dyn Fn(EntityType) -> bool,
) -> Vec<Argument> {
    let tree = reading.tree;
    let before = [
        Deprel::NmodPoss,
        Deprel::Amod,
        Deprel::Compound,
        Deprel::NmodDesc,
    ];
    let owner = tree
        .children_by(noun, &before)
        .flat_map(|part| reading.named_by(part, wanted));
    let mut found: Vec<usize> = owner.collect();
    for word in ["by", "of", "from"] {
        if found.is_empty() && preposition != Some(word) {
            let parts = governed(reading, noun, word);
            found = parts
                .flat_map(|part| reading.named_by(part, wanted))
                .collect();
        }
    }
    found
        .into_iter()
        .flat_map(|mention| reading.arguments(mention))
        .collect()
}

/// Whose the target is: "support for Kenya's sovereignty", "condemnation of the army's attacks",
/// "commitment to the security of our NATO Allies".
fn owners(
    reading: &Reading<'_>,
    noun: usize,
    wanted: &dyn Fn(EntityType) -> bool,
) -> Vec<Argument> {
    let before = role::owners(reading.tree, noun).into_iter();
    let of = governed(reading, noun, "of");
    let named = before
        .chain(of)
        .flat_map(|head| reading.named_by(head, wanted));
    let named = named.filter(|&mention| !reading.is_pronoun(mention));
    named
        .flat_map(|mention| reading.arguments(mention))
        .collect()
}

/// Verbs that add little to the noun that is their object: "pledged support for Kenya".
const LIGHT: &[&str] = &[
    "announce",
    "approve",
    "authorize",
    "begin",
    "carry",
    "conduct",
    "continue",
    "declare",
    "deliver",
    "express",
    "extend",
    "give",
    "have",
    "hold",
    "impose",
    "increase",
    "issue",
    "keep",
    "launch",
    "lend",
    "maintain",
    "make",
    "mount",
    "order",
    "pay",
    "pledge",
    "promise",
    "provide",
    "reaffirm",
    "reiterate",
    "renew",
    "repeat",
    "resume",
    "send",
    "show",
    "stage",
    "start",
    "step",
    "voice",
    "wage",
    "underline",
    "underscore",
    "emphasize",
    "emphasise",
    "stress",
    "confirm",
    "offer",
    "restate",
    "convey",
    "underline",
    "demonstrate",
    "intensify",
    "expand",
    "convene",
];

/// The subject of the verb that a noun without a possessor hangs on: "voiced support for Kenya", "in
/// talks with Xi, Biden said ...".
fn sources_of_clause(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    wanted: &dyn Fn(EntityType) -> bool,
) -> Vec<Argument> {
    let tree = reading.tree;
    let noun = instance.verb;
    let Some(verb) = tree.head(noun) else {
        return Vec::new();
    };
    let symmetric = reading
        .schema
        .ontology
        .relation_info(instance.frame.relation)
        .symmetric;
    let carried = match tree.deprel(noun) {
        Deprel::Obj => LIGHT.contains(&tree.lemma(verb)),
        Deprel::Obl => {
            let with = ["in", "during", "at", "for", "after", "on"];
            // "Is engaged in a war against ..."
            let engaged = ["engage", "involve", "take", "participate"].contains(&tree.lemma(verb))
                && tree.has_case(noun, "in");
            if engaged {
                let subjects = role::subject(tree, verb).into_iter();
                let named = subjects.flat_map(|head| reading.named_by(head, wanted));
                return named.flat_map(|m| reading.arguments(m)).collect();
            }
            symmetric
                && with.iter().any(|case| tree.has_case(noun, case))
                && !role::is_passive(tree, verb)
        }
        _ => false,
    };
    let subjects = if carried {
        role::agents(tree, verb)
    } else {
        Vec::new()
    };
    subjects
        .into_iter()
        .flat_map(|head| reading.named_by(head, wanted))
        .flat_map(|mention| reading.arguments(mention))
        .collect()
}

fn relate(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    predicate: &Predicate,
    findings: &mut Findings,
) {
    let ontology = &reading.schema.ontology;
    let kind = instance.frame.relation;
    let can_begin = |t: EntityType| {
        ontology
            .entities()
            .any(|other| ontology.allows(t, kind, other))
    };
    let can_end = |t: EntityType| {
        ontology
            .entities()
            .any(|other| ontology.allows(other, kind, t))
    };
    let Some(preposition) = predicate.rest.first() else {
        return;
    };
    let mut targets = Vec::new();
    for head in governed(reading, instance.verb, preposition).collect::<Vec<_>>() {
        for member in argument::members(reading, head) {
            let found = described::target(reading, member, &can_end, findings);
            let owned = found.is_none() && instance.frame.target.contains(&Role::Owner);
            targets.extend(found);
            if owned {
                targets.extend(owners(reading, member, &can_end));
            }
        }
    }
    if preposition == "between" {
        if let Some((&first, others)) = targets.split_first() {
            for &other in others {
                frame::push(reading, instance, first, other, None, findings);
            }
        }
        return;
    }
    let mut sources = sources(reading, instance.verb, Some(preposition), &can_begin);
    if sources.is_empty() && !targets.is_empty() {
        sources = sources_of_clause(reading, instance, &can_begin);
    }
    for source in sources {
        for &target in &targets {
            frame::push(reading, instance, source, target, None, findings);
        }
    }
}

fn demand(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    predicate: &Predicate,
    findings: &mut Findings,
) {
    let actor = |kind| reading.is_a(kind, "Actor");
    let preposition = predicate.rest.first().map(String::as_str);
    let sources = sources(reading, instance.verb, preposition, &actor);
    let sources = match sources.is_empty() {
        true => sources_of_clause(reading, instance, &actor),
        false => sources,
    };
    if !sources.is_empty() {
        let contents = contents(reading, instance.verb, instance.frame, preposition);
        frame::put_forward(reading, instance, &sources, contents, findings);
    }
}

/// What is asked for: what the preposition governs, or the infinitive or clause of a bare noun.
fn contents(
    reading: &Reading<'_>,
    noun: usize,
    frame: &Frame,
    preposition: Option<&str>,
) -> Vec<Content> {
    let tree = reading.tree;
    if let Some(preposition) = preposition {
        let heads =
            governed(reading, noun, preposition).flat_map(|head| reading.coordination(head));
        let nouns = heads.filter(|&head| {
            reading.document().tokens[head].upos == Upos::Noun && reading.mention_at(head).is_none()
        });
        let content = |head| Content {
            head,
            span: nominal_span(reading, head),
            addressees: content::doer(reading, head),
        };
        return nouns.map(content).collect();
    }
    let clauses = tree.children_by(noun, &[Deprel::Acl, Deprel::Advcl, Deprel::Ccomp]);
    let clauses = clauses.filter(|&clause| {
        let to = tree.has_case(clause, "to") && frame.content.contains(&Complement::Infinitive);
        let that = tree.has_case(clause, "that") && frame.content.contains(&Complement::Clause);
        clause > noun && (to || that)
    });
    let asked: Vec<usize> = ["to", "on"]
        .iter()
        .flat_map(|word| governed(reading, noun, word).collect::<Vec<_>>())
        .flat_map(|head| reading.named_by(head, &|kind| reading.is_a(kind, "Actor")))
        .collect();
    clauses
        .map(|head| Content {
            head,
            span: clause_span(reading, head, tree.has_case(head, "that")),
            addressees: asked.clone(),
        })
        .collect()
}
