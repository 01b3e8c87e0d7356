//! Who says so: a fact is somebody's claim where a reporting verb or "according to" hands it to
//! them, in its own sentence or around the quotation that it stands in. What somebody demands or
//! condemns himself is no claim of his; what he denies or owns up to is.

use super::{EntityRef, Fact, Reading, is_standing, role};
use crate::schema::Governor;
use crate::text::{Deprel, Span, Upos};

/// Verbs by which somebody speaks of what he himself has or has not done.
const OWNING: [&str; 8] = [
    "acknowledge",
    "admit",
    "boast",
    "claim",
    "concede",
    "confess",
    "confirm",
    "deny",
];

/// Relations that saying so makes true.
const SPOKEN: [&str; 6] = [
    "demands",
    "proposes",
    "opposes",
    "threatens",
    "rejects",
    "accepts",
];

/// Nouns whose saying is that of who stands beside them: "a ministry statement".
const VOICES: [&str; 22] = [
    "account",
    "aide",
    "announcement",
    "article",
    "broadcast",
    "bulletin",
    "communique",
    "dispatch",
    "letter",
    "message",
    "newspaper",
    "post",
    "release",
    "report",
    "source",
    "speaker",
    "speech",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "statement",
    "tweet",
];

/// Sets who says so.
pub(super) fn attribute(reading: &Reading<'_>, facts: &mut [Fact]) {
    let speeches = speeches(reading);
    for fact in facts {
        if is_standing(reading, fact.kind) || is_of_proposal(reading, fact) {
            continue;
        }
        let trigger = reading.document().tokens_in(fact.trigger).start;
        let spoken = SPOKEN
            .iter()
            .any(|name| reading.relation(name) == Some(fact.kind));
        // "Claimed responsibility": the deed is his by his own word.
        if let ("claim" | "deny", EntityRef::Referent(source), false) = (
            reading.tree.lemma(trigger),
            fact.source.entity,
            spoken || reading.relation("claims") == Some(fact.kind),
        ) {
            fact.attributed_to = Some(source);
            continue;
        }
        let found = beside(reading, trigger).or_else(|| {
            let speech = speeches
                .iter()
                .find(|speech| speech.span.contains(fact.trigger));
            speech.map(|speech| (speech.speaker, false))
        });
        let Some((speaker, owning)) = found else {
            fact.attributed_to = None;
            continue;
        };
        let own = EntityRef::Referent(speaker) == fact.source.entity;
        fact.attributed_to = (!own || owning && !spoken).then_some(speaker);
    }
}

fn is_of_proposal(reading: &Reading<'_>, fact: &Fact) -> bool {
    ["addressed_to", "concerns"]
        .iter()
        .any(|name| reading.relation(name) == Some(fact.kind))
}

/// A stretch of speech and the referent that speaks.
struct Speech {
    span: Span,
    speaker: usize,
}

/// The speaker of a token's clause by the words of its sentence, and whether he speaks of his own
/// doing.
fn beside(reading: &Reading<'_>, token: usize) -> Option<(usize, bool)> {
    let tree = reading.tree;
    let reports = |verb: usize| {
        reading
            .schema
            .frames
            .governs(tree.lemma(verb), Governor::Report)
    };
    let mut at = token;
    if let Some(speaker) = of_sentence(reading, token).and_then(|head| speaker(reading, head)) {
        return Some((speaker, false));
    }
    for _ in 0..12 {
        let aside = said_beside(reading, at, token).or_else(|| according_to(reading, at));
        if let Some(speaker) = aside.and_then(|head| speaker(reading, head)) {
            return Some((speaker, false));
        }
        let head = tree.head(at)?;
        let verb = tree.lemma(head);
        match tree.deprel(at) {
            Deprel::Ccomp if reports(head) => {
                let subject = role::subject(tree, head);
                let speaker = speaker(reading, subject?)?;
                return Some((speaker, OWNING.contains(&verb)));
            }
            Deprel::Xcomp | Deprel::Obj | Deprel::Advcl
                if matches!(verb, "deny" | "admit" | "claim")
                    && reading.document().tokens[at].upos == Upos::Verb =>
            {
                let speaker = speaker(reading, role::subject(tree, head)?)?;
                return Some((speaker, true));
            }
            Deprel::Advcl => {
                let marker = tree.case(at);
                match marker.as_deref().unwrap_or("") {
                    "of" | "for" if matches!(verb, "accuse" | "suspect" | "blame") => {
                        let speaker = speaker(reading, role::subject(tree, head)?)?;
                        return Some((speaker, false));
                    }
                    // What stands beside a report is no part of it.
                    "while" | "whereas" | "although" | "though" | "because" | "as" | "than" => {
                        return None;
                    }
                    _ => {}
                }
            }
            Deprel::Ccomp
            | Deprel::Xcomp
            | Deprel::Conj
            | Deprel::Obj
            | Deprel::Obl
            | Deprel::Nsubj
            | Deprel::NsubjPass
            | Deprel::Nmod
            | Deprel::Compound
            | Deprel::Acl
            | Deprel::Appos => {}
            // "Which Delhi said were being used": the relative clause hangs below the saying.
            _ => return None,
        }
        at = head;
    }
    None
}

/// The subject of "..., Macron said" beside a clause.
fn said_beside(reading: &Reading<'_>, clause: usize, trigger: usize) -> Option<usize> {
    let tree = reading.tree;
    let document = reading.document();
    let sentence = document.sentence_of(document.tokens[clause].span)?;
    let end = document.sentences[sentence].tokens.end;
    let mut asides = tree.children_by(clause, &[Deprel::Parataxis]);
    let said = asides.find(|&aside| {
        reading
            .schema
            .frames
            .governs(tree.lemma(aside), Governor::Report)
            && tree.child_by(aside, &[Deprel::Ccomp]).is_none()
    })?;
    let first = *tree.subtree(said, |_| true).first()?;
    let parted = first
        .checked_sub(1)
        .is_some_and(|before| document.tokens[before].upos == Upos::Punct);
    if said > trigger && !parted {
        return None;
    }
    // "... when the flag was raised, Rabat said, for smugglers": in the middle of a sentence it
    // vouches for the clause that it interrupts.
    let last = tree
        .subtree(said, |_| true)
        .last()
        .is_some_and(|&last| last + 3 >= end);
    let between = trigger.min(said)..trigger.max(said);
    let nested = between.clone().any(|token| {
        token != trigger
            && token != clause
            && matches!(tree.deprel(token), Deprel::Advcl | Deprel::AclRelcl)
            && tree
                .child_by(token, &[Deprel::Nsubj, Deprel::NsubjPass])
                .is_some()
    });
    (last || !nested).then(|| tree.child_by(said, &[Deprel::Nsubj]))?
}

/// "According to Macron".
fn according_to(reading: &Reading<'_>, clause: usize) -> Option<usize> {
    let tree = reading.tree;
    let mut obliques = tree.children_by(clause, &[Deprel::Obl, Deprel::Advcl]);
    obliques.find(|&oblique| {
        let case = tree.case(oblique);
        case.is_some_and(|case| case.starts_with("accord"))
    })
}

/// "..., according to a ministry release.": at the end of a sentence it vouches for the whole.
fn of_sentence(reading: &Reading<'_>, token: usize) -> Option<usize> {
    let document = reading.document();
    let tree = reading.tree;
    let sentence = document.sentence_of(document.tokens[token].span)?;
    let tokens = document.sentences[sentence].tokens.clone();
    let according = tokens.clone().rev().find(|&token| {
        let comma = token > tokens.start && document.word(token - 1) == ",";
        comma && document.word(token).eq_ignore_ascii_case("according")
    })?;
    let head = tree.head(according).filter(|&head| head > according)?;
    let last = tree.subtree(head, |_| true).last().copied()?;
    (token < according && last + 3 >= tokens.end).then_some(head)
}

/// Who speaks where a phrase is the subject of a reporting verb.
fn speaker(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let actor = |kind| reading.is_a(kind, "Actor");
    let tree = reading.tree;
    let mention = reading.meant_by(head, &actor).or_else(|| {
        let voice = VOICES.contains(&tree.lemma(head));
        let parts = [
            Deprel::NmodPoss,
            Deprel::Compound,
            Deprel::Amod,
            Deprel::Nmod,
            Deprel::NmodDesc,
        ];
        let mut owners = tree.children_by(head, &parts);
        owners.find_map(|part| {
            let case = tree.deprel(part) != Deprel::Nmod
                || ["of", "for", "by", "from"]
                    .iter()
                    .any(|case| tree.has_case(part, case));
            (voice && case).then(|| reading.meant_by(part, &actor))?
        })
    });
    match mention {
        Some(mention) => reading.resolution.of_mention[mention],
        None => of_statement(reading, head),
    }
}

/// "The statement also said": who made it stands in the sentence before.
fn of_statement(reading: &Reading<'_>, head: usize) -> Option<usize> {
    let document = reading.document();
    let tree = reading.tree;
    let definite = tree
        .children_by(head, &[Deprel::Det])
        .any(|det| tree.lemma(det) == "the");
    if !definite || !VOICES.contains(&tree.lemma(head)) {
        return None;
    }
    let sentence = document.sentence_of(document.tokens[head].span)?;
    let before = document.sentences[..sentence].last()?.tokens.clone();
    let same = before
        .clone()
        .any(|token| tree.lemma(token) == tree.lemma(head));
    same.then(|| says_outside(reading, before, Span::new(0, 0)))?
}

/// The quotations with their speakers, and what stands after "he said:" without quotation marks.
fn speeches(reading: &Reading<'_>) -> Vec<Speech> {
    let document = reading.document();
    let text = &document.article.text;
    let quotations = reading.quotations();
    let mut found: Vec<Speech> = Vec::new();
    for (index, &span) in quotations.iter().enumerate() {
        let own = around(reading, span).or_else(|| announced(reading, span.start));
        // A speaker goes on in the next quotation where no other sentence stands between.
        let goes_on = || {
            let before = quotations[..index].last()?;
            let last = found.last().filter(|speech| speech.span == *before)?;
            let gap = &text[before.range().end..span.range().start];
            let quiet = gap.trim().is_empty()
                || !gap.trim_end_matches(['.', ' ', '\n']).contains(['.', '\n']);
            quiet.then_some(last.speaker)
        };
        if let Some(speaker) = own.or_else(goes_on) {
            found.push(Speech { span, speaker });
        }
    }
    // A word or two in quotation marks are no speech.
    if quotations.iter().all(|quotation| quotation.len() < 60) {
        found.extend(unquoted(reading));
    }
    found
}

/// Who says a quotation by the reporting verb of its sentences.
fn around(reading: &Reading<'_>, quotation: Span) -> Option<usize> {
    let document = reading.document();
    let tokens = document.tokens_in(quotation);
    let (first, last) = (tokens.start, tokens.end.checked_sub(1)?);
    let mut sentences = Vec::new();
    for token in [last.max(first), first] {
        sentences.extend(document.sentence_of(document.tokens.get(token)?.span));
    }
    // "'...,' he said." may be cut off as a sentence of its own.
    let next = document.sentences.get(sentences[0] + 1).filter(|sentence| {
        let gap = quotation.end as usize..sentence.span.range().start;
        gap.start <= gap.end
            && document
                .article
                .text
                .get(gap)
                .is_some_and(|gap| gap.trim().is_empty())
            && !document.article.text[..sentence.span.range().start].ends_with('\n')
            && sentence.tokens.len() < 12
    });
    let next = next.map(|sentence| sentence.tokens.clone());
    let own = sentences
        .into_iter()
        .map(|index| document.sentences[index].tokens.clone());
    own.chain(next)
        .find_map(|range| says_outside(reading, range, quotation))
}

/// The speaker of a reporting verb that stands in a sentence, outside a quotation.
fn says_outside(
    reading: &Reading<'_>,
    range: std::ops::Range<usize>,
    quotation: Span,
) -> Option<usize> {
    let tree = reading.tree;
    let tokens = &reading.document().tokens;
    let outside = |token: &usize| !quotation.overlaps(tokens[*token].span);
    range.filter(outside).find_map(|token| {
        let reports = reading
            .schema
            .frames
            .governs(tree.lemma(token), Governor::Report);
        let verb = reports && tokens[token].upos == Upos::Verb;
        let subject = verb.then(|| role::subject(tree, token))??;
        let free = !quotation.overlaps(tokens[subject].span);
        free.then(|| speaker(reading, subject))?
    })
}

/// "He said:" right before a place in the text.
fn announced(reading: &Reading<'_>, start: u32) -> Option<usize> {
    let document = reading.document();
    let before = document
        .sentences
        .iter()
        .rev()
        .find(|sentence| sentence.span.end <= start)?;
    let colon = document.word(before.tokens.end - 1) == ":";
    let near = document.article.text[before.span.range().end..start as usize]
        .trim()
        .is_empty();
    (colon && near).then(|| says_outside(reading, before.tokens.clone(), Span::new(0, 0)))?
}

/// A release that says "The minister said:" and gives his words without quotation marks, to its end.
fn unquoted(reading: &Reading<'_>) -> Option<Speech> {
    let document = reading.document();
    let end = document.article.text.len();
    let said = document.sentences.iter().find_map(|sentence| {
        let mut tokens = sentence.tokens.clone();
        let colon = tokens.find(|&token| document.word(token) == ":")?;
        let before = sentence.tokens.start..colon;
        let speaker = says_outside(reading, before, Span::new(0, 0))?;
        Some((document.tokens[colon].span.range().end, speaker))
    });
    let (start, speaker) = said?;
    Some(Speech {
        span: Span::new(start, end),
        speaker,
    })
}
