//! Who stands behind a sentence that names nobody as its speaker: whoever is quoted, whoever a
//! colon gives the word to ("The minister, X, said:"), or the state or body that issues the text
//! and calls itself "we".

use super::{Argument, Reading, role, stance};
use crate::schema::Governor;
use crate::text::{MentionKind, Span, Upos};

/// How many sentences before a sentence its speaker may be named.
const REACH: usize = 4;

/// How many sentences a colon gives the word for.
const TURN: usize = 8;

/// Those who say a clause, and the sentences that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speech {
    pub sources: Vec<Argument>,
    pub evidence: Span,
}

/// Who says the clause of a token: by its own syntax, by the quotation it stands in, or because
/// the text as a whole is theirs.
pub(super) fn of(reading: &Reading<'_>, token: usize) -> Option<Speech> {
    let evidence = reading.sentence_of(token)?;
    let actor = |kind| reading.is_a(kind, "Actor");
    if let Some(head) = stance::of(reading, token).speaker {
        let named = reading.named_by(head, &actor).into_iter();
        let sources: Vec<Argument> = named.flat_map(|m| reading.arguments(m)).collect();
        return (!sources.is_empty()).then_some(Speech { sources, evidence });
    }
    match reading.quotation_of(reading.document().tokens[token].span) {
        Some(quote) => quoted(reading, quote, evidence),
        None => given_the_word(reading, evidence).or_else(|| issuing(reading, token, evidence)),
    }
}

/// Whoever a reporting verb right before or behind a quotation names.
fn quoted(reading: &Reading<'_>, quote: Span, evidence: Span) -> Option<Speech> {
    let document = reading.document();
    let inside = document.tokens_in(quote);
    let (first, last) = (inside.start, inside.end.checked_sub(1)?);
    let open = document.sentence_of(document.tokens[first].span)?;
    let close = document.sentence_of(document.tokens[last].span)?;
    let before = (document.sentences[open].tokens.start..first).rev();
    let behind = last + 1..document.sentences[close].tokens.end;
    let mut verbs = behind.chain(before);
    verbs.find_map(|verb| said_by(reading, verb, evidence))
}

/// The subject of a reporting verb.
fn said_by(reading: &Reading<'_>, verb: usize, evidence: Span) -> Option<Speech> {
    let actor = |kind| reading.is_a(kind, "Actor");
    let reports = reading.document().tokens[verb].upos == Upos::Verb
        && reading
            .schema
            .frames
            .governs(reading.verb(verb), Governor::Report);
    if !reports {
        return None;
    }
    let heads = role::agents(reading.tree, verb).into_iter();
    let named = heads.flat_map(|head| reading.named_by(head, &actor));
    let sources: Vec<Argument> = named.flat_map(|m| reading.arguments(m)).collect();
    let evidence = evidence.cover(reading.sentence_of(verb)?);
    (!sources.is_empty()).then_some(Speech { sources, evidence })
}

/// Whoever the last "X said:" before a sentence gives the word to.
fn given_the_word(reading: &Reading<'_>, evidence: Span) -> Option<Speech> {
    let document = reading.document();
    let here = document.sentence_of(evidence)?;
    let turn = (here.saturating_sub(TURN)..here).rev().find(|&sentence| {
        let mut tokens = document.sentences[sentence].tokens.clone();
        tokens.next_back().is_some_and(|t| document.word(t) == ":")
    })?;
    let mut verbs = document.sentences[turn].tokens.clone().rev();
    verbs.find_map(|verb| said_by(reading, verb, evidence))
}

/// The issuers of the text, by their nearest mention; where none is near, the words themselves stand
/// for those who say them.
fn issuing(reading: &Reading<'_>, token: usize, evidence: Span) -> Option<Speech> {
    let document = reading.document();
    let here = document.sentence_of(evidence)?;
    let from = document.sentences[here.saturating_sub(REACH)].span.start;
    let next = document.sentences.len().min(here + 2) - 1;
    let to = document.sentences[next].span.end;
    let mut speech = Speech {
        sources: Vec::new(),
        evidence,
    };
    for &speaker in reading.issuers() {
        let near = |mention: usize| {
            let span = reading.mentions[mention].span;
            let known = reading
                .arguments(mention)
                .into_iter()
                .find(|argument| argument.entity == super::EntityRef::Referent(speaker));
            known.filter(|_| span.start >= from && span.end <= to)
        };
        let own = (0..reading.mentions.len())
            .rev()
            .find_map(|mention| near(mention).filter(|a| evidence.contains(a.span)));
        let found = own.or_else(|| (0..reading.mentions.len()).rev().find_map(near));
        if let Some(source) = found {
            speech.evidence = speech
                .evidence
                .cover(reading.sentence_of(document.tokens_in(source.span).start)?);
            speech.sources.push(source);
        } else if reading.resolution.speakers.contains(&speaker) {
            speech.sources.push(Argument {
                entity: super::EntityRef::Referent(speaker),
                span: document.tokens[token].span,
            });
        }
    }
    (!speech.sources.is_empty()).then_some(speech)
}

/// Those who call themselves "we" outside of quotations, and those on whose behalf the text speaks.
pub(super) fn issuers(
    document: &crate::text::Document,
    mentions: &[crate::text::Mention],
    resolution: &crate::text::Resolution,
    quotations: &[Span],
) -> Vec<usize> {
    let mut found = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let word = document.text(mention.span).to_lowercase();
        let own = mention.kind == MentionKind::Pronoun
            && matches!(word.as_str(), "we" | "us" | "our" | "ours")
            && !quotations.iter().any(|quote| quote.contains(mention.span));
        if !own {
            continue;
        }
        match resolution.groups.get(&index) {
            Some(group) => found.extend(group.iter().copied()),
            None => found.extend(resolution.of_mention[index]),
        }
    }
    found.extend(&resolution.speakers);
    found.sort_unstable();
    found.dedup();
    found
}
