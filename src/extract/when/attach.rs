//! Which expression dates a fact: the one that hangs on the noun of its event, else on the verb of
//! its trigger's clause, else on a clause that this one continues.

use super::super::{Fact, NewEntity, Reading};
use super::Timed;
use crate::text::{Deprel, Span, Upos, When};

/// Verbs that say no more of their object than that it happens.
const LIGHT: [&str; 25] = [
    "hold", "have", "make", "launch", "conduct", "begin", "start", "issue", "give", "impose",
    "sign", "reach", "join", "take", "carry", "mount", "stage", "host", "open", "deliver", "pay",
    "attend", "express", "announce", "receive",
];

/// Verbs whose subject happens.
const HAPPENS: [&str; 14] = [
    "begin", "start", "end", "take", "occur", "happen", "open", "continue", "hold", "conclude",
    "come", "follow", "kill", "be",
];

/// Nouns that are one with what hangs on them: "a round of talks", "the signing of the accord".
const COLLECTIVE: [&str; 14] = [
    "round",
    "series",
    "wave",
    "start",
    "beginning",
    "outbreak",
    "signing",
    "launch",
    "day",
    "number",
    "set",
    "spate",
    "string",
    "adoption",
];

/// Relations that people travel for.
const ERRANDS: [&str; 4] = ["meets", "participates_in", "signed", "mediates"];

/// Relations that the speaker's own saying makes true.
const SAID: [&str; 5] = ["demands", "proposes", "threatens", "opposes", "supports"];

/// The date that the sentence of a fact's trigger gives it.
pub(super) fn date_of(
    reading: &Reading<'_>,
    entities: &[NewEntity],
    times: &[Timed],
    fact: &Fact,
) -> Option<When> {
    let document = reading.document();
    let trigger = head_of(reading, fact.trigger)?;
    let sentence = document.sentence_of(document.tokens[trigger].span)?;
    let range = &document.sentences[sentence].tokens;
    // "Demanded that they leave by May": the deadline is part of what is asked for.
    let target = document.tokens_in(fact.target.span);
    let proposal = reading.is_a(reading.entity_type(&fact.target, entities), "Proposal");
    let asked = |time: &Timed| {
        proposal && target.contains(&time.tokens.start) && !target.contains(&trigger)
    };
    let here: Vec<&Timed> = times
        .iter()
        .filter(|time| time.says_when && range.contains(&time.tokens.start) && !asked(time))
        .collect();
    if here.is_empty() {
        return None;
    }
    let search = Search {
        reading,
        here,
        fact,
        target: target.end,
    };
    search
        .on_the_thing(entities)
        .or_else(|| search.on_the_target())
        .or_else(|| search.behind_a_noun(trigger))
        .or_else(|| search.above(trigger))
}

/// The token of a span that all others hang on.
fn head_of(reading: &Reading<'_>, span: Span) -> Option<usize> {
    let mut tokens = reading.document().tokens_in(span);
    let range = tokens.clone();
    let top = tokens.find(|&token| {
        let head = reading.tree.head(token);
        !head.is_some_and(|head| range.contains(&head))
            && reading.document().tokens[token].upos != Upos::Punct
    });
    top.or(range.clone().next().filter(|_| !range.is_empty()))
}

/// Whether an expression follows a place in the text, a preposition between them at most.
fn is_behind(time: &Timed, end: usize) -> bool {
    (end..=end + 1).contains(&time.tokens.start)
}

struct Search<'a> {
    reading: &'a Reading<'a>,
    /// The expressions of the sentence.
    here: Vec<&'a Timed>,
    fact: &'a Fact,
    /// Where the target ends.
    target: usize,
}

impl Search<'_> {
    /// A date that belongs to the event or agreement at an end of the fact: "the December 31 attack",
    /// "signed the October 3, 2018, accord".
    fn on_the_thing(&self, entities: &[NewEntity]) -> Option<When> {
        let reading = self.reading;
        let signed = reading.relation("signed") == Some(self.fact.kind);
        for end in [&self.fact.source, &self.fact.target] {
            let kind = reading.entity_type(end, entities);
            let event = reading.is_a(kind, "Event");
            if !(event || signed && reading.is_a(kind, "Agreement")) {
                continue;
            }
            let tokens = reading.document().tokens_in(end.span);
            let head = head_of(reading, end.span);
            let own = self.here.iter().find(|time| {
                Some(time.host) == head && (event || time.attribute)
                    || tokens.contains(&time.tokens.start) && tokens.contains(&time.host)
                    || event && !time.attribute && is_behind(time, tokens.end)
            });
            if let Some(own) = own {
                return Some(own.when);
            }
        }
        None
    }

    /// A date right behind the target, where each of several targets has its own: "captured Goma in
    /// January and Bukavu in February".
    fn on_the_target(&self) -> Option<When> {
        let reading = self.reading;
        let head = head_of(reading, self.fact.target.span)?;
        let joined = reading.tree.deprel(head) == Deprel::Conj
            || reading.tree.child_by(head, &[Deprel::Conj]).is_some();
        let place = reading.mention_at(head).is_some();
        let own = self.here.iter().find(|time| {
            let gap = time.tokens.start.checked_sub(self.target);
            !time.attribute && gap.is_some_and(|gap| gap <= 1 || gap <= 2 && time.host == head)
        });
        own.filter(|_| joined && place).map(|time| time.when)
    }

    /// "The invasion of Ukraine in February 2022": right behind an act that a noun names.
    fn behind_a_noun(&self, trigger: usize) -> Option<When> {
        let end = self.target.max(trigger + 1);
        let mut behind = self.here.iter().filter(|time| is_behind(time, end));
        let time = behind.find(|time| !time.attribute)?;
        (!self.is_verb(trigger)).then_some(time.when)
    }

    /// The expression that hangs on a token or on what it continues.
    fn above(&self, trigger: usize) -> Option<When> {
        let reading = self.reading;
        let tree = reading.tree;
        let mut at = trigger;
        for _ in 0..8 {
            if let Some(time) = self.of_clause(at) {
                return Some(time.when);
            }
            let head = tree.head(at)?;
            let verb = self.is_verb(at);
            let on = match tree.deprel(at) {
                Deprel::Xcomp | Deprel::Dep | Deprel::Aux | Deprel::Cop => true,
                Deprel::Conj => true,
                Deprel::Ccomp => self.said_by_source(head),
                Deprel::Advcl => {
                    let marker = tree.case(at);
                    let marker = marker.as_deref().unwrap_or("");
                    // "Flew to Paris on Monday to meet her": the journey is made for it.
                    ["", "as", "by", "while", "when", "in", "where"].contains(&marker)
                        || marker == "to" && self.is_one_of(&ERRANDS)
                }
                Deprel::AclRelcl | Deprel::AdvclRelcl => {
                    // "in early June, when they proposed"
                    let time = self.here.iter().find(|time| time.tokens.contains(&head));
                    return time.map(|time| {
                        let mut when = time.when;
                        when.bound = crate::text::Bound::Within;
                        when
                    });
                }
                // "At talks hosted by Anwar": the noun's clause dates what it hosts.
                Deprel::Acl => !tree.has_case(at, "to") && tree.deprel(head) == Deprel::Obl,
                Deprel::Obj | Deprel::NsubjPass => !verb && self.is(head, &LIGHT),
                Deprel::Nsubj => !verb && self.is(head, &HAPPENS),
                Deprel::Obl | Deprel::OblUnmarked => {
                    let case = tree.case(at);
                    ["in", "at", "during", "with", "for", ""]
                        .contains(&case.as_deref().unwrap_or(""))
                }
                Deprel::Nmod => self.is(head, &COLLECTIVE),
                Deprel::Compound | Deprel::Appos => reading.mention_at(head).is_none(),
                _ => false,
            };
            if !on {
                return None;
            }
            at = head;
        }
        None
    }

    fn is(&self, token: usize, lemmas: &[&str]) -> bool {
        lemmas.contains(&self.reading.tree.lemma(token))
    }

    fn is_one_of(&self, relations: &[&str]) -> bool {
        let kind = Some(self.fact.kind);
        let mut named = relations.iter();
        named.any(|name| self.reading.relation(name) == kind)
    }

    fn is_verb(&self, token: usize) -> bool {
        let upos = self.reading.document().tokens[token].upos;
        matches!(upos, Upos::Verb | Upos::Aux)
    }

    /// "Macron said on Tuesday that Russia must withdraw": the saying is the demand.
    fn said_by_source(&self, verb: usize) -> bool {
        let reading = self.reading;
        let said = self.is_one_of(&SAID);
        let source = reading.document().tokens_in(self.fact.source.span);
        let mut subjects = reading.tree.children_by(verb, &[Deprel::Nsubj]);
        said && subjects.any(|subject| {
            source.contains(&subject) || source.clone().any(|t| reading.tree.is_below(t, subject))
        })
    }

    /// The expression nearest to the target that hangs on a predicate, or on a phrase of its clause.
    fn of_clause(&self, predicate: usize) -> Option<&Timed> {
        let behind = |time: &Timed| match time.tokens.start.checked_sub(self.target) {
            Some(gap) => (0, gap),
            None => (1, self.target - time.tokens.start),
        };
        // What hangs on the predicate itself goes before what hangs on its phrases.
        let hanging = self.here.iter().filter_map(|&time| {
            let depth = self.depth(time, predicate)?;
            Some((depth, behind(time), time))
        });
        let nearest = hanging.min_by_key(|&(depth, behind, _)| (depth, behind));
        nearest.map(|(_, _, time)| time)
    }

    /// How many phrases lie between an expression and a predicate of the same clause.
    fn depth(&self, time: &Timed, predicate: usize) -> Option<usize> {
        let reading = self.reading;
        let tree = reading.tree;
        if time.host == predicate {
            return Some(0);
        }
        let mut at = time.host;
        for depth in 1..4 {
            let relation = tree.deprel(at);
            let head = tree.head(at)?;
            let event = reading
                .kind_of_noun(at)
                .is_some_and(|kind| !reading.schema.ontology.entity_info(kind).named);
            let along = match relation {
                // "in a September 2023 offensive": when the one was the other was too.
                _ if time.attribute => {
                    let case = tree.case(at);
                    relation == Deprel::Obl
                        && matches!(case.as_deref(), Some("in" | "during" | "at"))
                        || relation == Deprel::Obj && self.is(head, &LIGHT)
                }
                Deprel::Obl | Deprel::Nmod | Deprel::OblAgent | Deprel::Obj => {
                    let named = reading.mention_at(at).is_some();
                    let case = tree.case(at);
                    let case = case.as_deref().unwrap_or("");
                    let beside = ["since", "before", "after", "until", "despite", "of"];
                    match (named, event) {
                        // "Met in Paris on Monday" hangs on Paris as often as not.
                        (true, _) => true,
                        (false, true) => {
                            ["in", "at", "during", "on"].contains(&case)
                                || relation == Deprel::Obj && self.is(head, &LIGHT)
                        }
                        (false, false) => !beside.contains(&case),
                    }
                }
                Deprel::Flat
                | Deprel::Advmod
                | Deprel::NmodUnmarked
                | Deprel::OblUnmarked
                | Deprel::Xcomp => true,
                Deprel::Compound | Deprel::NmodDesc => reading.mention_at(at).is_some(),
                _ => false,
            };
            if !along {
                return None;
            }
            if head == predicate {
                return Some(depth);
            }
            at = head;
        }
        None
    }
}
