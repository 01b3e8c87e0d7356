//! Whether a capital means its government: "Moscow demands" does, "talks in Moscow" does not.

use super::Recognizer;
use super::index::{Form, Found};
use crate::text::{Deprel, Mention, Tree, Upos};

/// Prepositions after which a capital is a party ("an accord with Moscow") and not a place.
const PARTY: [&str; 6] = ["with", "between", "by", "against", "among", "versus"];

/// Verbs whose object is a party; the object of others ("left Moscow", "shelled Kyiv") is a place.
const ADDRESSING: [&str; 34] = [
    "accuse",
    "urge",
    "ask",
    "tell",
    "warn",
    "blame",
    "press",
    "pressure",
    "condemn",
    "criticize",
    "criticise",
    "support",
    "back",
    "convince",
    "persuade",
    "call",
    "help",
    "thank",
    "isolate",
    "sanction",
    "threaten",
    "remind",
    "assure",
    "anger",
    "infuriate",
    "alarm",
    "arm",
    "aid",
    "force",
    "push",
    "invite",
    "embarrass",
    "provoke",
    "deter",
];

/// Verbs of which a city as such is the subject ("Kyiv fell", "Paris hosts").
const OF_CITIES: [&str; 6] = ["lie", "fall", "be", "host", "wake", "burn"];

/// Whether the capital that `head` names stands where only its government makes sense.
pub(super) fn means_government(_: &Recognizer<'_>, tree: &Tree<'_>, head: usize) -> bool {
    let mut token = head;
    // A conjunct stands where the first of its coordination stands, but for its own preposition.
    while tree.deprel(token) == Deprel::Conj && tree.child_by(token, &[Deprel::Case]).is_none() {
        match tree.head(token) {
            Some(first) => token = first,
            None => break,
        }
    }
    let Some(governor) = tree.head(token) else {
        return false;
    };
    match tree.deprel(token) {
        Deprel::Nsubj => {
            let verbal = tree.document().tokens[governor].upos == Upos::Verb;
            verbal && !OF_CITIES.contains(&tree.lemma(governor))
        }
        Deprel::NsubjPass | Deprel::Obj => ADDRESSING.contains(&tree.lemma(governor)),
        Deprel::OblAgent => true,
        Deprel::NmodPoss => {
            !["street", "airport", "suburb", "outskirts"].contains(&tree.lemma(governor))
        }
        _ => tree
            .children_by(token, &[Deprel::Case])
            .any(|case| PARTY.contains(&tree.lemma(case))),
    }
}

/// What is done to a city and not to its government, by the verb and by the noun before "on".
const DONE_TO_CITIES: [&str; 21] = [
    "attack",
    "besiege",
    "bomb",
    "bombard",
    "capture",
    "encircle",
    "enter",
    "evacuate",
    "flee",
    "liberate",
    "occupy",
    "pound",
    "raid",
    "reach",
    "recapture",
    "retake",
    "seize",
    "shell",
    "storm",
    "strike",
    "visit",
];
const AGAINST_CITIES: [&str; 9] = [
    "airstrike",
    "assault",
    "attack",
    "bombardment",
    "bombing",
    "march",
    "offensive",
    "raid",
    "strike",
];

/// What a city is under, and no government.
const UNDER: [&str; 5] = ["attack", "bombardment", "control", "fire", "siege"];

/// Capitals that the tagger took for governments where only the city makes sense: "shelled Beirut",
/// "the attack on Beirut", "in Beirut".
pub(super) fn settle(
    recognizer: &Recognizer<'_>,
    tree: &Tree<'_>,
    found: &[Found<'_>],
    names: &mut [Mention],
) {
    for name in names {
        let country = name.entity_type == recognizer.types.country;
        if !country || !(is_located_at(tree, name.head) || is_dealt_with(tree, name.head)) {
            continue;
        }
        let at = found.partition_point(|found| found.tokens.start < name.tokens.start);
        let Some(found) = found.get(at).filter(|found| found.tokens == name.tokens) else {
            continue;
        };
        let gazetteer = &recognizer.schema.gazetteer;
        let kind = |row| gazetteer.row(row).kind;
        let mut entries = found.entries.iter();
        let capital = found
            .entries
            .iter()
            .any(|entry| entry.form == Form::Capital);
        let only = entries
            .all(|entry| entry.form == Form::Capital || kind(entry.row) == recognizer.types.place);
        if capital && only {
            let mut entries = found.entries.iter();
            name.entity_type = recognizer.types.place;
            name.row = entries
                .find(|entry| entry.form != Form::Capital)
                .map(|entry| entry.row);
        }
    }
}

/// Whether something is done to the city that a name may stand for.
fn is_dealt_with(tree: &Tree<'_>, head: usize) -> bool {
    let Some(governor) = tree.head(head) else {
        return false;
    };
    let lemma = tree.lemma(governor);
    let verbal = tree.document().tokens[governor].upos == Upos::Verb;
    match tree.deprel(head) {
        Deprel::Obj | Deprel::NsubjPass => verbal && DONE_TO_CITIES.contains(&lemma),
        Deprel::Nsubj => {
            !verbal && UNDER.contains(&lemma) && tree.case(governor).is_some_and(|c| c == "under")
        }
        _ => AGAINST_CITIES.contains(&lemma) && tree.case(head).is_some_and(|case| case == "on"),
    }
}

/// Whether a name stands where only a place makes sense: "at the White House".
pub(super) fn is_located_at(tree: &Tree<'_>, head: usize) -> bool {
    let local = ["at", "in", "inside", "outside", "near", "into"];
    let mut cases = tree.children_by(head, &[Deprel::Case]);
    cases.any(|case| local.contains(&tree.lemma(case)))
}
