//! The frames of `schema/frames.toml`, matched on dependency trees.

use super::argument::{is_verb, members, name_behind, struck};
use super::content::{self, Content};
use super::described::target;
use super::noun_phrase::extent;
use super::stance::{self, Stance};
use super::{Argument, EntityRef, Extractor, Fact, Findings, Reading, role};
use crate::schema::{EntityType, Frame, Polarity, Predicate, Role};
use crate::text::{Deprel, Span, Upos};

/// Runs the frames on every verb.
#[derive(Debug)]
pub(super) struct FrameExtractor;

impl Extractor for FrameExtractor {
    fn name(&self) -> &'static str {
        "frame"
    }

    fn about(&self) -> &'static str {
        "the predicates of frames.toml with their arguments"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for verb in 0..reading.document().tokens.len() {
            if is_verb(reading, verb) {
                read_verb(reading, verb, findings);
            }
        }
    }
}

/// A predicate found in the text.
pub(super) struct Instance<'f> {
    pub frame: &'f Frame,
    /// The verb, or the noun that stands for one.
    pub verb: usize,
    /// The tokens that belong to it beside the verb.
    pub rest: Vec<usize>,
    pub trigger: Span,
    pub evidence: Span,
    pub stance: Stance,
}

fn read_verb(reading: &Reading<'_>, verb: usize, findings: &mut Findings) {
    let Some(evidence) = reading.sentence_of(verb) else {
        return;
    };
    let mut given: Option<&Frame> = None;
    for (frame, predicate) in reading.schema.frames.of_verb(reading.verb(verb)) {
        // One reading of a verb counts: another frame may add an argument to the same relation.
        if given.is_some_and(|first| first.relation != frame.relation || !frame.content.is_empty())
        {
            continue;
        }
        let Some(rest) = rest_of(reading, verb, predicate) else {
            continue;
        };
        let document = reading.document();
        let words = rest.iter().map(|&word| document.tokens[word].span);
        let instance = Instance {
            frame,
            verb,
            trigger: words.fold(document.tokens[verb].span, Span::cover),
            rest,
            evidence,
            stance: stance::of(reading, verb),
        };
        if instance.stance.is_content {
            continue;
        }
        let before = findings.facts.len();
        match frame.content.is_empty() {
            true => relate(reading, &instance, findings),
            false => demand(reading, &instance, findings),
        }
        if findings.facts.len() > before {
            given = given.or(Some(frame));
        }
    }
}

/// The tokens that a predicate asks for beside its verb, if they are all there.
fn rest_of(reading: &Reading<'_>, verb: usize, predicate: &Predicate) -> Option<Vec<usize>> {
    let tree = reading.tree;
    let mut found = Vec::with_capacity(predicate.rest.len());
    for word in &predicate.rest {
        // "imposed sanctions on Mali on Friday": what the noun governs comes before what the verb does.
        let hosts = found.iter().rev().copied().chain(std::iter::once(verb));
        let token = hosts
            .flat_map(|host| tree.children(host))
            .filter(|&child| !role::is_time(tree, child))
            .find_map(|child| {
                let particle = matches!(
                    tree.deprel(child),
                    Deprel::CompoundPrt
                        | Deprel::Advmod
                        | Deprel::Obj
                        | Deprel::NsubjPass
                        | Deprel::Xcomp
                );
                if particle && tree.lemma(child) == word {
                    return Some(child);
                }
                let governed = matches!(
                    tree.deprel(child),
                    Deprel::Obl
                        | Deprel::Nmod
                        | Deprel::Advcl
                        | Deprel::Acl
                        | Deprel::OblAgent
                        | Deprel::Xcomp
                        | Deprel::Ccomp
                        | Deprel::Obj
                );
                let mut marks = tree.children_by(child, &[Deprel::Case, Deprel::Mark]);
                marks.find(|&mark| governed && tree.lemma(mark) == word && mark > verb)
            })?;
        found.push(token);
    }
    // A bare verb with a particle is another verb: "take over" is no "take".
    let bare = predicate.rest.is_empty();
    let particle = tree.child_by(verb, &[Deprel::CompoundPrt]).is_some();
    // "hold Russia accountable" is no "hold".
    let made = tree
        .children_by(verb, &[Deprel::Xcomp])
        .any(|child| reading.document().tokens[child].upos == Upos::Adj);
    (!(bare && (particle || made))).then_some(found)
}

/// Those at the source: who fills its role, or whoever acts in the clause that the predicate
/// serves ("fired rockets targeting Haifa", "posted a message blaming Iran").
fn sources(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    wanted: &dyn Fn(EntityType) -> bool,
) -> Vec<Argument> {
    let named = |heads: Vec<usize>| -> Vec<Argument> {
        let mentions = heads.into_iter().flat_map(|h| reading.named_by(h, wanted));
        mentions.flat_map(|m| reading.arguments(m)).collect()
    };
    let own = named(filled(reading, instance, &instance.frame.source));
    let acts = instance.frame.source.first() == Some(&Role::Subject);
    match own.is_empty() && acts {
        true => named(role::served(reading.tree, instance.verb)),
        false => own,
    }
}

/// Relations between entities.
fn relate(reading: &Reading<'_>, instance: &Instance<'_>, findings: &mut Findings) {
    let ontology = &reading.schema.ontology;
    let kind = instance.frame.relation;
    let symmetric = ontology.relation_info(kind).symmetric;
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
    let sources = sources(reading, instance, &can_begin);
    if sources.is_empty() {
        return;
    }
    let mut targets: Vec<(Argument, Option<String>)> = Vec::new();
    for role in &instance.frame.target {
        for head in filled(reading, instance, std::slice::from_ref(role)) {
            for member in members(reading, head) {
                if let Some(nation) = struck(reading, instance, member) {
                    targets.push((nation, None));
                    continue;
                }
                let excepted = instance
                    .frame
                    .except
                    .iter()
                    .any(|word| word == reading.tree.lemma(member));
                if excepted {
                    continue;
                }
                if let Some(argument) = target(reading, member, &can_end, findings) {
                    targets.push((argument, extent(reading, member)));
                }
            }
        }
        if !targets.is_empty() {
            break;
        }
    }
    if targets.is_empty() && sources.len() > 1 && is_mutual(reading, instance) {
        for (index, &source) in sources.iter().enumerate() {
            for &other in sources.iter().skip(if symmetric { index + 1 } else { 0 }) {
                push(reading, instance, source, other, None, findings);
            }
        }
        return;
    }
    if targets.is_empty() && symmetric && sources.len() > 1 {
        // "Xi and Biden met": each with the first.
        targets.extend(sources[1..].iter().map(|&other| (other, None)));
        for (other, _) in targets {
            push(reading, instance, sources[0], other, None, findings);
        }
        return;
    }
    for &source in &sources {
        for (target, value) in &targets {
            push(reading, instance, source, *target, value.clone(), findings);
        }
    }
}

/// "Accused each other", "fought one another": each is the other's target.
fn is_mutual(reading: &Reading<'_>, instance: &Instance<'_>) -> bool {
    let roles = &instance.frame.target;
    let mut heads = roles
        .iter()
        .flat_map(|role| filled(reading, instance, std::slice::from_ref(role)));
    heads.any(|head| matches!(reading.tree.lemma(head), "each" | "other" | "another"))
}

/// The heads of the phrases that fill one of some roles; the first role that is filled counts.
pub(super) fn filled(reading: &Reading<'_>, instance: &Instance<'_>, roles: &[Role]) -> Vec<usize> {
    for role in roles {
        let heads = match (role, instance.rest.last()) {
            (Role::Object, Some(&last)) => {
                let object =
                    content::governed_by_rest(reading, instance.verb, &instance.rest, last);
                object.into_iter().collect()
            }
            (Role::Object, None) => {
                let found = role::fillers(reading, instance.verb, role);
                match found.is_empty() {
                    true => name_behind(reading, instance.verb).into_iter().collect(),
                    false => found,
                }
            }
            _ => role::fillers(reading, instance.verb, role),
        };
        if !heads.is_empty() {
            return heads;
        }
    }
    Vec::new()
}

/// Demands, offers and plans with their content.
fn demand(reading: &Reading<'_>, instance: &Instance<'_>, findings: &mut Findings) {
    let frame = instance.frame;
    let actor = |kind| reading.is_a(kind, "Actor");
    let needs_object = frame.addressee == [Role::Object];
    let whom = reading
        .tree
        .child_by(instance.verb, &[Deprel::Iobj])
        .is_some();
    if needs_object && !whom && filled(reading, instance, &[Role::Object]).is_empty() {
        return;
    }
    let sources = sources(reading, instance, &actor);
    if !sources.is_empty() {
        let contents = content::of(reading, instance.verb, frame, &instance.rest);
        put_forward(reading, instance, &sources, contents, findings);
    }
}

/// Each content as a Proposal of each source, with who is asked and what it concerns.
pub(super) fn put_forward(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    sources: &[Argument],
    contents: Vec<Content>,
    findings: &mut Findings,
) {
    for content in contents {
        let Some(proposal) = content::propose(reading, findings, &content) else {
            return;
        };
        for &source in sources {
            push(reading, instance, source, proposal, None, findings);
        }
        content::address(
            reading,
            &content,
            proposal,
            sources,
            &content::Said {
                evidence: instance.evidence,
                trigger: instance.trigger,
                found_by: &instance.frame.name,
                confidence: instance.frame.confidence * 0.9,
            },
            findings,
        );
    }
}

pub(super) fn push(
    reading: &Reading<'_>,
    instance: &Instance<'_>,
    source: Argument,
    target: Argument,
    value: Option<String>,
    findings: &mut Findings,
) {
    let frame = instance.frame;
    let stance = &instance.stance;
    let actor = |kind| reading.is_a(kind, "Actor");
    let speaker = stance
        .speaker
        .and_then(|head| reading.meant_by(head, &actor));
    let speaker = speaker.and_then(|mention| reading.resolution.of_mention[mention]);
    let own = speaker.is_some_and(|s| EntityRef::Referent(s) == source.entity);
    let denied = (stance.polarity == Polarity::Negative) != (frame.polarity == Polarity::Negative);
    findings.facts.push(Fact {
        kind: frame.relation,
        source,
        target,
        evidence: instance.evidence,
        trigger: instance.trigger,
        polarity: if denied {
            Polarity::Negative
        } else {
            Polarity::Positive
        },
        modality: stance.modality.max(frame.modality),
        attributed_to: speaker.filter(|_| !own),
        value,
        role: None,
        date: None,
        found_by: frame.name.clone(),
        plover: frame.plover.clone(),
        confidence: frame.confidence,
    });
}
