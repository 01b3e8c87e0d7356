//! The states of the frames: "Norway is a member of NATO", "Turkey, a party to the treaty",
//! "Aleppo remained in the hands of the rebels", "Kenya is ready to host the talks".

use super::content::Content;
use super::frame::{self, Instance};
use super::noun_phrase::{clause_span, is_clausal};
use super::stance::{self, Stance};
use super::{Argument, Extractor, Findings, Reading, argument, described, role};
use crate::schema::{EntityType, Frame, Modality, Polarity, Role, State};
use crate::text::{Deprel, Upos};

/// Runs the states of the frames.
#[derive(Debug)]
pub(super) struct StateExtractor;

impl Extractor for StateExtractor {
    fn name(&self) -> &'static str {
        "state"
    }

    fn about(&self) -> &'static str {
        "the states of frames.toml: adjectives and nouns with a copula, or in apposition"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for head in 0..reading.document().tokens.len() {
            let upos = reading.document().tokens[head].upos;
            if matches!(upos, Upos::Adj | Upos::Noun | Upos::Verb)
                && reading.mention_at(head).is_none()
            {
                read(reading, head, findings);
            }
        }
    }
}

/// Verbs beside "be" of which a state is the complement.
const COPULAR: [&str; 8] = [
    "remain", "stay", "become", "come", "fall", "stand", "seem", "be",
];

/// In whom a state is, and how firmly the text says so.
fn bearers(reading: &Reading<'_>, head: usize) -> Option<(Vec<usize>, Stance)> {
    let tree = reading.tree;
    let plain = Stance {
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        speaker: None,
        is_content: false,
    };
    let copula = tree
        .child_by(head, &[Deprel::Cop, Deprel::AuxPass])
        .is_some();
    if copula {
        return Some((vec![role::subject(tree, head)?], stance::of(reading, head)));
    }
    let above = tree.head(head)?;
    match tree.deprel(head) {
        Deprel::Appos => Some((vec![above], plain)),
        Deprel::Obl | Deprel::Xcomp if COPULAR.contains(&tree.lemma(above)) => Some((
            vec![role::subject(tree, above)?],
            stance::of(reading, above),
        )),
        Deprel::Obl if tree.has_case(head, "as") => {
            Some((vec![role::subject(tree, above)?], plain))
        }
        _ => None,
    }
}

fn read(reading: &Reading<'_>, head: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let mut states = reading.schema.frames.of_state(tree.lemma(head)).peekable();
    if states.peek().is_none() {
        return;
    }
    let Some((subjects, stance)) = bearers(reading, head) else {
        return;
    };
    let Some(evidence) = reading.sentence_of(head) else {
        return;
    };
    if stance.is_content {
        return;
    }
    for (frame, state) in states {
        let before = tree
            .children_by(head, &[Deprel::Case])
            .find(|&case| case < head);
        let before = before
            .map(|case| tree.lemma(case))
            .filter(|&case| case != "as");
        if before != state.case.as_deref() {
            continue;
        }
        let instance = Instance {
            frame,
            verb: head,
            rest: Vec::new(),
            trigger: reading.document().tokens[head].span,
            evidence,
            stance,
        };
        let found = findings.facts.len();
        match frame.content.is_empty() {
            true => relate(reading, &instance, state, &subjects, findings),
            false => put_forward(reading, &instance, &subjects, findings),
        }
        if findings.facts.len() > found {
            return;
        }
    }
}

/// The heads that fill a role: the subject, or what the state's preposition governs.
fn filled(
    reading: &Reading<'_>,
    head: usize,
    state: &State,
    role: &Role,
    subjects: &[usize],
) -> Vec<usize> {
    let tree = reading.tree;
    let preposition = match role {
        Role::Subject => return subjects.to_vec(),
        Role::Owner => {
            return tree
                .children_by(head, &[Deprel::NmodPoss, Deprel::Compound, Deprel::Amod])
                .collect();
        }
        Role::Object => state.after.as_deref(),
        Role::Oblique(preposition) => Some(preposition.as_str()),
    };
    let Some(preposition) = preposition else {
        return Vec::new();
    };
    let nominal = [Deprel::Obl, Deprel::Nmod, Deprel::OblAgent];
    tree.children_by(head, &nominal)
        .filter(|&part| part > head && tree.has_case(part, preposition))
        .collect()
}

fn relate(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    state: &State,
    subjects: &[usize],
    findings: &mut Findings,
) {
    let ontology = &reading.schema.ontology;
    let frame: &Frame = instance.frame;
    let kind = frame.relation;
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
    let first = |roles: &[Role]| {
        let mut each = roles
            .iter()
            .map(|role| filled(reading, instance.verb, state, role, subjects));
        each.find(|heads| !heads.is_empty()).unwrap_or_default()
    };
    let sources: Vec<Argument> = first(&frame.source)
        .into_iter()
        .flat_map(|head| reading.named_by(head, &can_begin))
        .flat_map(|mention| reading.arguments(mention))
        .collect();
    if sources.is_empty() {
        return;
    }
    for head in first(&frame.target) {
        for member in argument::members(reading, head) {
            let Some(target) = described::target(reading, member, &can_end, findings) else {
                continue;
            };
            for &source in &sources {
                frame::push(reading, instance, source, target, None, findings);
            }
        }
    }
}

/// What somebody is ready to do, or committed to doing.
fn put_forward(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    subjects: &[usize],
    findings: &mut Findings,
) {
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let sources: Vec<Argument> = subjects
        .iter()
        .flat_map(|&head| reading.named_by(head, &actor))
        .flat_map(|mention| reading.arguments(mention))
        .collect();
    if sources.is_empty() {
        return;
    }
    let clauses = [Deprel::Xcomp, Deprel::Advcl, Deprel::Acl, Deprel::Ccomp];
    let contents = tree
        .children_by(instance.verb, &clauses)
        .filter(|&clause| clause > instance.verb && tree.has_case(clause, "to"))
        .filter(|&clause| is_clausal(reading, clause))
        .map(|clause| Content {
            head: clause,
            span: clause_span(reading, clause, false),
            addressees: Vec::new(),
        })
        .collect();
    frame::put_forward(reading, instance, &sources, contents, findings);
}
