//! Whether a capital means its government: "Moscow demands" does, "talks in Moscow" does not.

use super::Recognizer;
use crate::text::{Deprel, Tree, Upos};

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

/// Whether a name stands where only a place makes sense: "at the White House".
pub(super) fn is_located_at(tree: &Tree<'_>, head: usize) -> bool {
    let local = ["at", "in", "inside", "outside", "near", "into"];
    let mut cases = tree.children_by(head, &[Deprel::Case]);
    cases.any(|case| local.contains(&tree.lemma(case)))
}
