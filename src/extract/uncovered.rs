//! What no frame covers: predicates that stand between two actors and gave no fact. They show where
//! a schema could grow.

use super::{Findings, Reading, role};
use crate::schema::Predicate;
use crate::text::{Deprel, Span, Upos};

/// A predicate between two actors that gave nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncovered {
    /// The verb, its particle and the preposition before the second actor: "rely on".
    pub predicate: String,
    /// The verb.
    pub verb: Span,
    /// The first actor.
    pub source: Span,
    /// The second actor.
    pub target: Span,
    /// The sentence.
    pub sentence: Span,
}

/// The predicates of a document that stand between two actors, that no frame knows, and that no
/// extractor made a fact of.
pub fn uncovered(reading: &Reading<'_>, findings: &Findings) -> Vec<Uncovered> {
    let document = reading.document();
    let tree = reading.tree;
    let actor = |kind| reading.is_a(kind, "Actor");
    let mut found = Vec::new();
    for verb in 0..document.tokens.len() {
        let token = &document.tokens[verb];
        let said = findings
            .facts
            .iter()
            .any(|fact| fact.trigger.contains(token.span));
        if token.upos != Upos::Verb || said {
            continue;
        }
        let subjects = role::agents(tree, verb);
        let sources = subjects
            .iter()
            .flat_map(|&head| reading.named_by(head, &actor));
        let Some(source) = sources.into_iter().next() else {
            continue;
        };
        let object = role::patient(tree, verb).map(|object| (object, None));
        let obliques = tree
            .children_by(verb, &[Deprel::Obl])
            .filter_map(|oblique| Some((oblique, Some(tree.case(oblique)?))))
            .filter(|(_, case)| !case.as_deref().unwrap_or("").starts_with("accord"));
        for (head, case) in object.into_iter().chain(obliques) {
            let Some(&target) = reading.named_by(head, &actor).first() else {
                continue;
            };
            let referent = |mention: usize| reading.resolution.of_mention[mention];
            if referent(source) == referent(target) || referent(target).is_none() {
                continue;
            }
            let particle = tree.child_by(verb, &[Deprel::CompoundPrt]);
            let rest = particle.map(|particle| tree.lemma(particle).to_owned());
            let rest: Vec<String> = rest.into_iter().chain(case).collect();
            let covers =
                |predicate: &Predicate| predicate.rest.iter().all(|word| rest.contains(word));
            let mut frames = reading.schema.frames.of_verb(reading.verb(verb));
            if frames.any(|(_, predicate)| covers(predicate)) {
                continue;
            }
            let words = std::iter::once(reading.verb(verb).to_owned()).chain(rest);
            found.push(Uncovered {
                predicate: words.collect::<Vec<_>>().join(" "),
                verb: token.span,
                source: reading.mentions[source].span,
                target: reading.mentions[target].span,
                sentence: document.sentences[document.sentence_of(token.span).unwrap_or_default()]
                    .span,
            });
        }
    }
    found
}
