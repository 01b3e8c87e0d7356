//! When something happened: the temporal expressions of a document, resolved against its
//! publication date, and which of them dates which fact.
//!
//! `grammar` reads expressions, `calendar` gives them days, `attach` finds the one that hangs on the
//! words of a fact. What simply holds (who is who, what lies where) has no date.

mod attach;
mod calendar;
mod grammar;

use super::{EntityRef, Fact, NewEntity, Reading};
use crate::schema::Polarity;
use crate::text::{Bound, Deprel, Document, Precision, Tense, Upos, VerbForm, When};
use calendar::{Direction, Reference};
use grammar::{Expression, Phrase};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::ops::Range;

/// An expression of the document that means a time.
#[derive(Debug, Clone)]
pub(super) struct Timed {
    pub tokens: Range<usize>,
    /// The token that the expression hangs on.
    pub host: usize,
    /// It stands before the noun that it belongs to: "the August 8 declaration".
    pub attribute: bool,
    /// It says when; else only that something else was then ("before 2014").
    pub says_when: bool,
    pub when: When,
}

/// Gives facts their dates.
pub(super) fn date(reading: &Reading<'_>, entities: &[NewEntity], facts: &mut [Fact]) {
    let expressions = expressions(reading);
    if expressions.is_empty() {
        return;
    }
    let times = resolved(reading, &expressions);
    for fact in facts.iter_mut().filter(|fact| fact.date.is_none()) {
        if is_dated(reading, entities, fact) {
            fact.date = attach::date_of(reading, entities, &times, fact);
        }
    }
    share(reading, entities, facts);
}

/// Whether a fact is something that happens or begins, and not something that merely holds.
fn is_dated(reading: &Reading<'_>, entities: &[NewEntity], fact: &Fact) -> bool {
    let is = |name: &str| reading.relation(name) == Some(fact.kind);
    if is("located_in") {
        let kind = reading.entity_type(&fact.source, entities);
        return reading.is_a(kind, "Event");
    }
    !["represents", "member_of", "concerns", "addressed_to"]
        .iter()
        .any(|name| is(name))
}

/// An event has one date, and so has the signing of an agreement: those who took part did so then.
fn share(reading: &Reading<'_>, entities: &[NewEntity], facts: &mut [Fact]) {
    let signed = reading.relation("signed");
    let thing = |fact: &Fact| -> Option<EntityRef> {
        if Some(fact.kind) == signed {
            return Some(fact.target.entity);
        }
        [&fact.source, &fact.target]
            .into_iter()
            .find(|end| reading.is_a(reading.entity_type(end, entities), "Event"))
            .map(|end| end.entity)
    };
    let mut dates: BTreeMap<EntityRef, Option<When>> = BTreeMap::new();
    for fact in facts.iter() {
        if let (Some(thing), Some(date)) = (thing(fact), fact.date) {
            // Two dates are no date: the noun stands for more than one event.
            let known = dates.entry(thing).or_insert(Some(date));
            *known = known.filter(|known| *known == date);
        }
    }
    let positive = |fact: &&mut Fact| fact.date.is_none() && fact.polarity == Polarity::Positive;
    for fact in facts.iter_mut().filter(positive) {
        if is_dated(reading, entities, fact) {
            fact.date = thing(fact).and_then(|thing| *dates.get(&thing)?);
        }
    }
}

fn expressions(reading: &Reading<'_>) -> Vec<Expression> {
    let document = reading.document();
    let person = reading.schema.ontology.entity("Person");
    let blocked = |token: usize| {
        let mention = reading.mention_at(token);
        mention.is_some_and(|m| Some(reading.mentions[m].entity_type) == person)
    };
    let sentences = document.sentences.iter();
    sentences
        .flat_map(|sentence| grammar::expressions(document, sentence.tokens.clone(), &blocked))
        .collect()
}

/// The expressions with their times, in text order.
fn resolved(reading: &Reading<'_>, expressions: &[Expression]) -> Vec<Timed> {
    let document = reading.document();
    let hosts: Vec<(usize, bool)> = expressions
        .iter()
        .map(|expression| host(reading, &expression.tokens))
        .collect();
    let directions: Vec<Direction> = hosts
        .iter()
        .map(|&(host, _)| direction(reading, host))
        .collect();
    let reference = reference(document, expressions, &directions);
    let mut last: Option<When> = None;
    let mut times = Vec::new();
    for (index, expression) in expressions.iter().enumerate() {
        let when = calendar::resolve(&expression.phrase, reference, last, directions[index]);
        let Some(mut when) = when else { continue };
        // "That day" goes back to a day, past a bare year on the way.
        let finer = last.is_none_or(|last| when.precision <= last.precision);
        if finer || !matches!(expression.phrase, Phrase::Years(..)) {
            last = Some(when);
        }
        when.bound = expression.bound.unwrap_or(Bound::Within);
        when.approximate |= expression.approximate;
        let (host, attribute) = hosts[index];
        // A clause between "since" and its noun: "since last year's attacks".
        if attribute {
            when.bound = Bound::Within;
        }
        times.push(Timed {
            tokens: expression.tokens.clone(),
            host,
            attribute,
            says_when: expression.bound.is_some() || attribute,
            when,
        });
    }
    times
}

/// What an expression hangs on, and whether it stands before a noun that it belongs to.
fn host(reading: &Reading<'_>, tokens: &Range<usize>) -> (usize, bool) {
    let tree = reading.tree;
    let document = reading.document();
    let outside = |&token: &usize| tree.head(token).is_some_and(|h| !tokens.contains(&h));
    let top = tokens.clone().find(outside);
    let Some((top, head)) = top.and_then(|top| Some((top, tree.head(top)?))) else {
        return (tokens.start, false);
    };
    let sentence = document.sentence_of(document.tokens[top].span);
    let end = sentence.map_or(tokens.end, |s| document.sentences[s].tokens.end);
    let begun = tokens.start.checked_sub(1).is_some_and(|before| {
        matches!(document.tokens[before].upos, Upos::Det)
            || matches!(document.word(before), "'s" | "’s")
            || document.tokens[before].xpos == "PRP$"
    }) || matches!(document.word(tokens.start), "the" | "The");
    let mut next = tokens.end;
    if begun && next < end && document.word(next) == "," {
        next += 1;
    }
    let nominal = |token: usize| {
        matches!(
            document.tokens[token].upos,
            Upos::Noun | Upos::Adj | Upos::Propn
        )
    };
    let owner = tree.deprel(top) == Deprel::NmodPoss;
    let modifier = matches!(
        tree.deprel(top),
        Deprel::Compound
            | Deprel::NmodUnmarked
            | Deprel::NmodDesc
            | Deprel::Nummod
            | Deprel::Amod
            | Deprel::Nmod
    );
    if head >= tokens.end && (owner || modifier && nominal(head)) {
        return (head, true);
    }
    if begun && next < end && nominal(next) && document.tokens[next].span.start > 0 {
        let mut noun = next;
        while let Some(above) = tree.head(noun).filter(|&above| above > noun && above < end) {
            if !matches!(tree.deprel(noun), Deprel::Compound | Deprel::Amod) {
                break;
            }
            noun = above;
        }
        return (noun, true);
    }
    (head, false)
}

/// Which way the clause looks in which an expression stands.
fn direction(reading: &Reading<'_>, host: usize) -> Direction {
    const COMING: [&str; 8] = [
        "upcoming",
        "next",
        "planned",
        "scheduled",
        "forthcoming",
        "coming",
        "future",
        "due",
    ];
    const PLANNED: [&str; 7] = [
        "schedule", "plan", "set", "slate", "expect", "due", "prepare",
    ];
    let tree = reading.tree;
    let tokens = &reading.document().tokens;
    let mut at = host;
    for _ in 0..8 {
        let lemma = tree.lemma(at);
        if tree
            .children_by(at, &[Deprel::Amod])
            .any(|word| COMING.contains(&tree.lemma(word)))
            || PLANNED.contains(&lemma) && tokens[at].xpos != "VBD"
        {
            return Direction::Future;
        }
        let verbal = matches!(tokens[at].upos, Upos::Verb | Upos::Aux)
            || tree.child_by(at, &[Deprel::Cop]).is_some();
        if verbal {
            let helpers: Vec<usize> = tree
                .children_by(at, &[Deprel::Aux, Deprel::AuxPass, Deprel::Cop])
                .collect();
            let coming = |&word: &usize| {
                matches!(
                    tree.lemma(word),
                    "will" | "shall" | "would" | "may" | "might" | "should" | "must" | "can"
                )
            };
            if helpers.iter().any(coming) {
                return Direction::Future;
            }
            let past = |word: usize| {
                tokens[word].features.tense == Some(Tense::Past) || tree.lemma(word) == "have"
            };
            if helpers.iter().any(|&word| past(word)) || tokens[at].xpos == "VBD" {
                return Direction::Past;
            }
            if tokens[at].features.verb_form == Some(VerbForm::Inf) || tree.has_case(at, "to") {
                return Direction::Future;
            }
            if matches!(tokens[at].xpos, "VBZ" | "VBP") {
                return Direction::Open;
            }
            if tokens[at].xpos == "VBN" && tree.deprel(at) != Deprel::Xcomp {
                return Direction::Past;
            }
        }
        match tree.head(at) {
            Some(head) => at = head,
            None => break,
        }
    }
    Direction::Open
}

/// From when the article is written: its publication date, the date of its dateline, else the last
/// day that it gives in full and that it does not call to come.
fn reference(
    document: &Document,
    expressions: &[Expression],
    directions: &[Direction],
) -> Option<Reference> {
    if let Some(date) = document.meta().date.as_deref().and_then(published) {
        return Some(date);
    }
    let full = |precision: Precision| {
        let found = expressions.iter().zip(directions);
        let past = found.filter(|(_, direction)| **direction != Direction::Future);
        let dates = past.filter_map(move |(expression, _)| {
            let when = calendar::resolve(&expression.phrase, None, None, Direction::Past)?;
            (when.precision == precision && when.end.year() > 1900).then_some(when.end)
        });
        let dates: Vec<Date> = dates.collect();
        // One year alone may be the year of it all; of several none is known to be.
        let one = dates.windows(2).all(|pair| pair[0] == pair[1]);
        let last = dates.into_iter().max();
        last.filter(|_| one || precision != Precision::Year)
    };
    if let Some(first) = expressions.first()
        && is_dateline(document, first)
        && let Some(when) = calendar::resolve(&first.phrase, None, None, Direction::Past)
    {
        return Some(Reference {
            date: when.end,
            precision: when.precision,
            published: true,
        });
    }
    [Precision::Day, Precision::Month, Precision::Year]
        .into_iter()
        .find_map(|precision| {
            full(precision).map(|date| Reference {
                date,
                precision,
                published: false,
            })
        })
}

/// "GENEVA, Dec. 3, 2025 (Agencies) -": a date of which a dash or a bracket makes the head of a report.
fn is_dateline(document: &Document, expression: &Expression) -> bool {
    let Phrase::Day { year: Some(_), .. } = expression.phrase else {
        return false;
    };
    let start = document.tokens[expression.tokens.start].span;
    let Some(index) = document.sentence_of(start).filter(|&index| index < 4) else {
        return false;
    };
    let sentence = &document.sentences[index].tokens;
    let early = expression.tokens.start < sentence.start + 8;
    let capitals = document.word(sentence.start);
    let capitals = capitals.len() > 2 && !capitals.chars().any(char::is_lowercase);
    let after = expression.tokens.end;
    let closed =
        after < sentence.end && matches!(document.word(after), "-" | "--" | "—" | "–" | "(");
    early && capitals && closed
}

/// A publication date as metadata have it: `2022-08-03`, `2022-08`, `2022`.
fn published(written: &str) -> Option<Reference> {
    let part = |range: Range<usize>| written.get(range)?.parse::<i16>().ok();
    let (year, precision) = (part(0..4)?, written.len());
    let month = part(5..7).unwrap_or(1) as i8;
    let day = part(8..10).unwrap_or(1) as i8;
    Some(Reference {
        date: Date::new(year, month, day).ok()?,
        precision: match precision {
            10.. => Precision::Day,
            7..=9 => Precision::Month,
            _ => Precision::Year,
        },
        published: true,
    })
}
