//! Phrases as spans: the noun phrase that says what an agreement or event is, the clause or phrase
//! that says what a proposal is, the words that say how much.

use super::Reading;
use crate::text::{Deprel, Span, Upos, is_calendar_word};

/// The span of a noun phrase without its determiner: its head, what stands before it, and the
/// prepositional phrases and clauses that narrow it, but not what comes after a comma.
pub(super) fn nominal_span(reading: &Reading<'_>, head: usize) -> Span {
    let tree = reading.tree;
    let limit = comma_after(reading, head);
    let first = tree
        .children_by(head, &[Deprel::Cop, Deprel::Case])
        .rfind(|&word| word < head);
    let first = first.unwrap_or_default();
    let keep = |token: usize| {
        let relation = tree.deprel(token);
        let loose = matches!(
            relation,
            Deprel::Conj
                | Deprel::Cc
                | Deprel::Parataxis
                | Deprel::Appos
                | Deprel::Punct
                | Deprel::Advcl
                | Deprel::Case
                | Deprel::Mark
                | Deprel::Cop
                | Deprel::Aux
                | Deprel::Nsubj
                | Deprel::AclRelcl
        );
        let finite = relation == Deprel::Acl && tree.child_by(token, &[Deprel::Nsubj]).is_some();
        let loose = loose || finite;
        let top = tree.head(token) == Some(head);
        // "a declaration at the White House on Tuesday": where and when is no part of what it is.
        let aside = top && token > head && is_aside(reading, token);
        // "it was among the largest raids": what stands before the verb is the sentence's.
        let before = top && token <= first && first > 0;
        !(aside || before || token >= limit || top && loose)
    };
    span_of(reading, tree.subtree(head, keep), &[Upos::Det, Upos::Punct])
}

/// Whether a prepositional phrase says where or when rather than what.
fn is_aside(reading: &Reading<'_>, part: usize) -> bool {
    let tree = reading.tree;
    let dated = || {
        let word = reading.document().word(part);
        let number = word.chars().all(|c| c.is_ascii_digit());
        number || is_calendar_word(word)
    };
    match tree.case(part).as_deref() {
        Some("at" | "during" | "after" | "before" | "since" | "until" | "amid") => true,
        Some("on" | "in" | "by") => dated(),
        Some(_) => false,
        None => tree.deprel(part) == Deprel::NmodUnmarked,
    }
}

/// The span of a clause that says what shall be done, from its first word after "to" or "that".
/// `with_subject` keeps the subject ("that Russia withdraw": "Russia withdraw").
pub(super) fn clause_span(reading: &Reading<'_>, verb: usize, with_subject: bool) -> Span {
    let tree = reading.tree;
    let keep = |token: usize| {
        if tree.head(token) != Some(verb) {
            // "talk to the group, which took the town": what a comma parts off is a remark.
            let relative = matches!(
                tree.deprel(token),
                Deprel::AclRelcl | Deprel::AdvclRelcl | Deprel::Appos
            );
            let remark = relative
                && tree
                    .head(token)
                    .is_some_and(|noun| after_comma(reading, noun, token));
            return !remark;
        }
        match tree.deprel(token) {
            Deprel::Parataxis | Deprel::Discourse | Deprel::Vocative => false,
            Deprel::Appos => !after_comma(reading, verb, token),
            Deprel::Conj => !is_clausal(reading, token),
            Deprel::Cc => {
                let next = tree
                    .children_by(verb, &[Deprel::Conj])
                    .find(|&conj| conj > token);
                next.is_some_and(|conj| !is_clausal(reading, conj))
            }
            Deprel::Mark => token > verb,
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Aux | Deprel::Expl => {
                with_subject || token > verb
            }
            // "..., saying that ...": a clause after a comma comments.
            Deprel::Advcl => token < verb || !after_comma(reading, verb, token),
            _ => true,
        }
    };
    let mut tokens = tree.subtree(verb, keep);
    // What hangs to the left of the clause's own words belongs to the sentence around it.
    let first = tree
        .children_by(
            verb,
            &[Deprel::Mark, Deprel::Nsubj, Deprel::NsubjPass, Deprel::Aux],
        )
        .find(|&child| child < verb);
    // "Asked Russia not to close the border"
    let not = tree
        .children_by(verb, &[Deprel::Advmod])
        .find(|&child| child < verb && matches!(tree.lemma(child), "not" | "never"));
    let first = first.map(|first| not.map_or(first, |not| first.min(not)));
    if let Some(first) = first {
        tokens.retain(|&token| token >= first || tree.is_below(token, first));
    }
    span_of(reading, tokens, &[Upos::Punct])
}

/// Whether a conjunct is a clause of its own, or a verb phrase.
pub(super) fn is_clausal(reading: &Reading<'_>, token: usize) -> bool {
    let upos = reading.document().tokens[token].upos;
    matches!(upos, Upos::Verb | Upos::Aux) || reading.tree.child_by(token, &[Deprel::Cop]).is_some()
}

/// Whether a comma stands between two tokens.
fn after_comma(reading: &Reading<'_>, first: usize, second: usize) -> bool {
    (first..second).any(|token| reading.document().word(token) == ",")
}

/// The first comma, dash or bracket after a token in its sentence, as a limit.
fn comma_after(reading: &Reading<'_>, head: usize) -> usize {
    let document = reading.document();
    let end = document
        .sentence_of(document.tokens[head].span)
        .map_or(head + 1, |sentence| document.sentences[sentence].tokens.end);
    let stop = |token: &usize| matches!(document.word(*token), "," | ";" | ":" | "(" | "—" | "–");
    (head + 1..end).find(stop).unwrap_or(end)
}

/// From the first to the last of some tokens, leaving out these tags at the ends.
fn span_of(reading: &Reading<'_>, tokens: Vec<usize>, trim: &[Upos]) -> Span {
    let document = reading.document();
    let kept = |token: &&usize| !trim.contains(&document.tokens[**token].upos);
    let first = tokens.iter().find(kept).or(tokens.first());
    let is_mark = |token: &&usize| document.tokens[**token].upos != Upos::Punct;
    let last = tokens.iter().rev().find(is_mark).or(tokens.last());
    match (first, last) {
        (Some(&first), Some(&last)) if first <= last => document.span(first..last + 1),
        _ => document.span(tokens[0]..tokens[0] + 1),
    }
}

/// How much of an area a phrase means: "approximately 20%" of "approximately 20% of Ukrainian
/// territory", "nearly all", "much".
pub(super) fn extent(reading: &Reading<'_>, head: usize) -> Option<String> {
    if !reading.is_share(head) {
        return None;
    }
    let tree = reading.tree;
    let of = tree
        .children_by(head, &[Deprel::Nmod, Deprel::Obl])
        .find(|&part| tree.has_case(part, "of"))?;
    let case = tree
        .children_by(of, &[Deprel::Case])
        .next()
        .filter(|&case| case > head)?;
    let document = reading.document();
    // "nearly all", "approximately 20%": numbers and what grades them, right before the noun.
    let graded = |&token: &usize| {
        let tag = document.tokens[token].upos;
        let word = matches!(
            tag,
            Upos::Num | Upos::Adv | Upos::Adj | Upos::Det | Upos::Sym
        ) || matches!(tree.lemma(token), "than" | "least" | "to" | "-");
        // "control [over] a fifth of it": the predicate's preposition is no part of how much.
        let case = tree.deprel(token) == Deprel::Case && tree.lemma(token) != "than";
        word && !case && !matches!(tree.lemma(token), "the" | "both")
    };
    let first = (0..head).rev().take_while(graded).last().unwrap_or(head);
    let article = matches!(tree.lemma(first), "a" | "an") && first < head && first + 1 < head;
    let first = if article { first + 1 } else { first };
    Some(document.text(document.span(first..case)).to_owned())
}
