//! What a proposal, an agreement or an event is about: the names within its phrase, nearest to its
//! head first, and what "on", "over" or "regarding" ties to it.

use super::{Argument, EntityRef, Fact, Findings, Reading, described};
use crate::schema::{Modality, Polarity};
use crate::text::{Deprel, MentionKind, Span, Upos};

/// How many things one thing is said to be about; what comes after them is detail.
const MAIN: usize = 2;

/// Puts into the bag what the phrase of a thing names beside those of `aside`: who asks, who is
/// asked, the parties.
pub(super) fn within(
    reading: &Reading<'_>,
    (thing, head): (Argument, usize),
    aside: &[EntityRef],
    (evidence, trigger): (Span, Span),
    findings: &mut Findings,
) {
    let Some(kind) = reading.relation("concerns") else {
        return;
    };
    let mut found: Vec<(usize, Argument)> = Vec::new();
    for token in reading.document().tokens_in(thing.span) {
        let Some(target) = named(reading, token, head, findings) else {
            continue;
        };
        let known = found.iter().any(|(_, known)| known.entity == target.entity);
        let new = !known && !aside.contains(&target.entity) && target.entity != thing.entity;
        found.extend(
            depth(reading, token, head)
                .filter(|_| new)
                .map(|d| (d, target)),
        );
    }
    found.sort_by_key(|(depth, target)| (*depth, target.span));
    for (depth, target) in found.into_iter().take(MAIN) {
        findings.facts.push(Fact {
            kind,
            source: thing,
            target,
            evidence,
            trigger,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            attributed_to: None,
            value: None,
            role: None,
            date: None,
            found_by: "concern".to_owned(),
            plover: None,
            // The further down a name hangs, the less the thing is about it.
            confidence: (0.75 - 0.06 * depth as f64).max(0.35),
        });
    }
}

/// What a token names: the entity of a mention that it heads, or an agreement that its phrase
/// singles out.
fn named(
    reading: &Reading<'_>,
    token: usize,
    head: usize,
    findings: &mut Findings,
) -> Option<Argument> {
    if let Some(mention) = reading.mention_at(token) {
        let it = &reading.mentions[mention];
        let last = it.tokens.end - 1;
        let plain = it.kind == MentionKind::Name && last == token && !reading.is_in_title(token);
        return reading.argument(mention).filter(|_| plain);
    }
    let noun = matches!(
        reading.document().tokens[token].upos,
        Upos::Noun | Upos::Propn
    );
    if !noun || token == head {
        return None;
    }
    let kind = reading.kind_of_noun(token)?;
    let known = reading.is_a(kind, "Agreement") || reading.is_a(kind, "Event");
    (known && described::is_definite(reading, token))
        .then(|| described::described_entity(reading, token, kind, findings))
}

/// How many steps a token hangs below the head of its phrase; none in a clause that remarks on
/// something beside it.
fn depth(reading: &Reading<'_>, token: usize, head: usize) -> Option<usize> {
    let tree = reading.tree;
    let mut at = token;
    for steps in 0..8 {
        if at == head {
            return Some(steps);
        }
        let aside = matches!(
            tree.deprel(at),
            Deprel::AclRelcl | Deprel::AdvclRelcl | Deprel::Parataxis
        ) || tree.deprel(at) == Deprel::Advcl && !tree.has_case(at, "to");
        at = tree.head(at).filter(|_| !aside)?;
    }
    None
}
