//! The features of how a relation between two nodes is said: the predicate and its clause, negations and
//! auxiliaries on the way, the clauses above, and the words about.

use super::super::super::Fact;
use super::super::bag::Bag;
use super::super::features::{Sight, ancestors};
use super::super::node::Form;
use super::{Manner, predicate, stance_of};
use crate::schema::{Frame, Governor, Modality, Polarity};
use crate::text::{Deprel, Upos};

/// Words that deny what they belong to.
const DENIALS: [&str; 9] = [
    "not", "never", "n't", "no", "neither", "nor", "none", "without", "hardly",
];

/// The features of a relation of this name between two nodes; `ruled` is what a rule found of it.
pub fn features(
    sight: &Sight<'_>,
    (from, to): (usize, usize),
    relation: &str,
    ruled: Option<&Fact>,
) -> Vec<u32> {
    let mut bag = Bag::default();
    let reading = sight.reading();
    let tree = reading.tree;
    let tokens = &reading.document().tokens;
    let [a, b] = [from, to].map(|index| sight.at(index));
    let at = predicate(reading, a, b);
    let stance = stance_of(reading, at);
    let said = manner_name(Manner::of_stance(&stance));
    let asked = if stance.is_content { "asked" } else { "" };
    let upos = tokens[at].upos.as_str();
    bag.add(&["relation", relation]);
    bag.with(relation, &["said", said]);
    bag.with(relation, &["said", said, asked, upos]);
    match ruled {
        Some(fact) => {
            let manner = manner_name(Manner::of_fact(fact));
            bag.with(relation, &["ruled", manner]);
            bag.add(&["ruled", manner, &fact.found_by, relation]);
        }
        None => bag.with(relation, &["unruled", said, upos]),
    }
    let lemma = sight.lemma(at);
    bag.with(relation, &["lemma", lemma]);
    bag.add(&["lemma", lemma, said, relation]);
    for frame in sight.frames_at(at) {
        bag.with(relation, &["frame", frame]);
        bag.with(relation, &["frame", frame, said]);
    }
    let asserts = |token: usize| match asserts(sight, token, relation) {
        Some(Polarity::Positive) => "asserts",
        Some(Polarity::Negative) => "denies",
        None => "other",
    };
    bag.with(relation, &[asserts(at), said, upos]);
    // The verb of the clause, with its auxiliaries and negations, and the clauses above.
    let mut above = ancestors(reading, at).into_iter();
    let verb = above.find(|&token| matches!(tokens[token].upos, Upos::Verb | Upos::Aux));
    let verb = verb.unwrap_or(at);
    clause(sight, "verb", verb, relation, &mut bag);
    let own = if verb == at { "own" } else { "above" };
    if let Some(word) = denied(sight, verb) {
        bag.with(relation, &["denied", own, asserts(verb)]);
        bag.with(relation, &["denied", own, word]);
        bag.with(relation, &["denied", own, sight.lemma(verb)]);
        for frame in sight.frames_at(verb) {
            bag.with(relation, &["denied", own, "frame", frame]);
        }
    }
    let mut up = verb;
    for step in ["1", "2", "3"] {
        let Some(head) = tree.head(up) else { break };
        let label = sight.label(up);
        bag.with(relation, &["up", step, label]);
        bag.with(relation, &["up", step, label, sight.lemma(head)]);
        for governor in [Governor::Negative, Governor::Future, Governor::Possible] {
            if reading.schema.frames.governs(reading.verb(head), governor) {
                bag.with(relation, &["governed", &format!("{governor:?}"), label]);
            }
        }
        if matches!(tokens[head].upos, Upos::Verb | Upos::Aux) {
            clause(sight, step, head, relation, &mut bag);
            if let Some(word) = denied(sight, head) {
                bag.with(relation, &["denied", step, word, label]);
            }
        }
        up = head;
    }
    for (side, node) in [("a", a), ("b", b)] {
        bag.add(&["end", side, node.form.as_str(), relation]);
        if node.form == Form::Speaker {
            continue;
        }
        // What lies between the end and the predicate.
        let path = ancestors(reading, node.head).into_iter();
        for token in path.take_while(|&token| token != at).take(6) {
            bag.add(&["way", side, sight.label(token), relation]);
            if let Some(word) = denied(sight, token) {
                bag.with(relation, &["denied", side, word]);
            }
            if token != node.head || node.form == Form::Phrase {
                bag.with(relation, &["way", side, sight.lemma(token)]);
            }
            for child in tree.children_by(token, &[Deprel::Aux, Deprel::Amod, Deprel::Det]) {
                bag.with(relation, &["on", side, sight.lemma(child)]);
            }
        }
        if node.form == Form::Phrase {
            bag.with(relation, &["head", side, sight.lemma(node.head)]);
            bag.with(relation, &["tag", side, tokens[node.head].xpos]);
            bag.with(relation, &["label", side, sight.label(node.head)]);
        }
    }
    let sentence = sight.sentence();
    if sentence.heading {
        bag.with(relation, &["heading"]);
    }
    let quoted = [a, b].map(|node| reading.quotation_of(node.span).is_some());
    if quoted != [false, false] {
        bag.with(relation, &["quoted", if quoted[0] { "both" } else { "b" }]);
    }
    for token in sentence.tokens.clone() {
        match tokens[token].upos {
            Upos::Adv | Upos::Adj | Upos::Aux | Upos::Part | Upos::Sconj => {
                bag.with(relation, &["word", sight.lemma(token)]);
            }
            _ => {}
        }
        if tree.head(token).is_none() {
            clause(sight, "root", token, relation, &mut bag);
        }
    }
    bag.features
}

/// The form of a verb with its auxiliaries and what marks its clause.
fn clause(sight: &Sight<'_>, which: &str, verb: usize, relation: &str, bag: &mut Bag) {
    let tree = sight.reading().tree;
    let xpos = sight.reading().document().tokens[verb].xpos;
    let mut auxiliaries = String::new();
    for child in tree.children(verb) {
        match tree.deprel(child) {
            Deprel::Aux | Deprel::AuxPass | Deprel::Cop => {
                auxiliaries.push_str(sight.lemma(child));
                auxiliaries.push(' ');
                bag.with(relation, &["aux", which, sight.lemma(child)]);
            }
            Deprel::Mark => bag.with(relation, &["mark", which, sight.lemma(child)]),
            Deprel::Advmod => bag.with(relation, &["advmod", which, sight.lemma(child)]),
            _ => {}
        }
    }
    bag.with(relation, &["form", which, xpos, &auxiliaries]);
}

/// The word that denies a token, if one does.
fn denied<'s>(sight: &'s Sight<'_>, token: usize) -> Option<&'s str> {
    let mut words = sight.reading().tree.children(token).map(|c| sight.lemma(c));
    words.find(|word| DENIALS.contains(word))
}

/// What the frames of the relation say of a token that is a predicate of one: "signed", "withdrew from".
fn asserts(sight: &Sight<'_>, token: usize, relation: &str) -> Option<Polarity> {
    let reading = sight.reading();
    let kind = reading.relation(relation)?;
    let (frames, lemma) = (&reading.schema.frames, reading.verb(token));
    let polarity = |frame: &Frame| (frame.relation == kind).then_some(frame.polarity);
    match reading.document().tokens[token].upos {
        Upos::Verb => frames.of_verb(lemma).find_map(|(frame, _)| polarity(frame)),
        Upos::Noun => frames.of_noun(lemma).find_map(|(frame, _)| polarity(frame)),
        _ => frames
            .of_state(lemma)
            .find_map(|(frame, _)| polarity(frame)),
    }
}

fn manner_name(manner: Manner) -> &'static str {
    match (manner.polarity, manner.modality) {
        (Polarity::Positive, Modality::Actual) => "is",
        (Polarity::Positive, Modality::Future) => "will",
        (Polarity::Positive, Modality::Possible) => "may",
        (Polarity::Negative, Modality::Actual) => "is not",
        (Polarity::Negative, Modality::Future) => "will not",
        (Polarity::Negative, Modality::Possible) => "may not",
    }
}
