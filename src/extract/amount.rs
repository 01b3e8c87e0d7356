//! How much: the extent of a control that stands beside the area and not before it ("occupies only
//! in part", "seized full control"), and the sum that somebody is helped with.

use super::{Fact, Reading};
use crate::text::{Deprel, Upos};

const EXTENTS: [&str; 8] = [
    "partially",
    "partly",
    "largely",
    "mostly",
    "entirely",
    "wholly",
    "fully",
    "completely",
];

/// Sets the value of facts that have none.
pub(super) fn measure(reading: &Reading<'_>, facts: &mut [Fact]) {
    let [controls, supports] = ["controls", "supports"].map(|name| reading.relation(name));
    for fact in facts.iter_mut().filter(|fact| fact.value.is_none()) {
        if Some(fact.kind) == controls {
            fact.value = extent(reading, fact);
        } else if Some(fact.kind) == supports {
            fact.value = sum(reading, fact);
        }
    }
}

/// "Partially", "in part", "full" beside the words of a control.
fn extent(reading: &Reading<'_>, fact: &Fact) -> Option<String> {
    let tree = reading.tree;
    let document = reading.document();
    document.tokens_in(fact.trigger).find_map(|token| {
        tree.children(token).find_map(|child| {
            let lemma = tree.lemma(child);
            let tokens = match tree.deprel(child) {
                Deprel::Advmod if EXTENTS.contains(&lemma) => child..child + 1,
                Deprel::Amod if matches!(lemma, "full" | "complete" | "partial" | "total") => {
                    child..child + 1
                }
                Deprel::Obl if matches!(lemma, "part" | "full") && tree.has_case(child, "in") => {
                    child.checked_sub(1)?..child + 1
                }
                _ => return None,
            };
            Some(document.text(document.span(tokens)).to_owned())
        })
    })
}

/// The first sum of money in the clause of a help: "$600 million a year".
fn sum(reading: &Reading<'_>, fact: &Fact) -> Option<String> {
    let tree = reading.tree;
    let document = reading.document();
    let trigger = document.tokens_in(fact.trigger);
    // The clauses below say what other help is for.
    let clause = |token: usize| {
        !matches!(
            tree.deprel(token),
            Deprel::Advcl | Deprel::AclRelcl | Deprel::Ccomp | Deprel::Parataxis | Deprel::Conj
        )
    };
    let below = trigger
        .clone()
        .flat_map(|token| tree.subtree(token, clause));
    let mut below: Vec<usize> = below.collect();
    below.sort_unstable();
    let money = below.into_iter().find(|&token| {
        let word = document.word(token);
        let sign = word.ends_with(['$', '€', '£', '¥']);
        sign && document
            .tokens
            .get(token + 1)
            .is_some_and(|next| next.upos == Upos::Num)
            || word.starts_with(['$', '€', '£']) && word.ends_with(|c: char| c.is_ascii_digit())
    })?;
    let number = |&token: &usize| {
        let word = document.word(token);
        token == money
            || document.tokens[token].upos == Upos::Num
            || matches!(word, "million" | "billion" | "trillion" | "thousand")
    };
    let sentence = document.sentence_of(document.tokens[money].span)?;
    let mut end = (money..document.sentences[sentence].tokens.end)
        .take_while(number)
        .last()?
        + 1;
    let word = |at: usize| match at < document.sentences[sentence].tokens.end {
        true => document.word(at),
        false => "",
    };
    if matches!(word(end), "a" | "per") && matches!(word(end + 1), "year" | "month" | "day") {
        end += 2;
    }
    let graded = |&token: &usize| {
        matches!(
            tree.lemma(token),
            "some"
                | "about"
                | "nearly"
                | "almost"
                | "over"
                | "more"
                | "than"
                | "roughly"
                | "approximately"
        )
    };
    let start = (0..money).rev().take_while(graded).last().unwrap_or(money);
    // "Some $600 million" grades; the sum itself is what is given.
    let start = if tree.lemma(start) == "some" {
        money
    } else {
        start
    };
    Some(document.text(document.span(start..end)).to_owned())
}
