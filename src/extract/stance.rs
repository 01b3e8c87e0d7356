//! Whether a predicate holds: negation with its scope, plans and possibilities, and who says so.

use super::{Reading, role};
use crate::schema::{Complement, Governor, Modality, Polarity};
use crate::text::{Deprel, Tree};

/// What the clause of a predicate and the clauses above it say of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stance {
    pub polarity: Polarity,
    pub modality: Modality,
    /// The token that heads the phrase of who says so.
    pub speaker: Option<usize>,
    /// It is what somebody demands, offers or asks for, and not said to be so.
    pub is_content: bool,
}

/// Words that deny the verb that they modify.
const NEGATIONS: [&str; 6] = ["not", "never", "n't", "no longer", "hardly", "neither"];

/// Determiners and pronouns that deny the verb whose subject or object they are.
const NO: [&str; 5] = ["no", "neither", "none", "nobody", "nothing"];

/// Nouns that make what hangs on them a plan, and those that make it thinkable only.
const PLANS: [&str; 13] = [
    "agreement",
    "commitment",
    "decision",
    "deal",
    "intention",
    "mandate",
    "order",
    "plan",
    "pledge",
    "promise",
    "readiness",
    "vow",
    "willingness",
];
const THOUGHTS: [&str; 23] = [
    "ability",
    "attempt",
    "bid",
    "call",
    "chance",
    "demand",
    "desire",
    "effort",
    "failure",
    "fear",
    "hope",
    "need",
    "obligation",
    "offer",
    "opportunity",
    "possibility",
    "power",
    "prospect",
    "proposal",
    "refusal",
    "request",
    "right",
    "threat",
];

/// Reads the stance of a predicate off its own clause and those that govern it.
pub(super) fn of(reading: &Reading<'_>, predicate: usize) -> Stance {
    let tree = reading.tree;
    let mut stance = Stance {
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        speaker: None,
        is_content: false,
    };
    let mut at = predicate;
    if reading.is_asked(predicate) {
        raise(&mut stance.modality, Modality::Possible);
        stance.is_content = true;
    }
    read_clause(tree, at, &mut stance);
    for _ in 0..12 {
        stance.speaker = stance.speaker.or_else(|| speaker_beside(tree, at));
        let Some(head) = tree.head(at) else { break };
        match tree.deprel(at) {
            Deprel::Xcomp => {
                govern(reading, head, &mut stance);
                read_clause(tree, head, &mut stance);
            }
            Deprel::Ccomp => {
                let lemma = tree.lemma(head);
                let frames = &reading.schema.frames;
                if frames.governs(lemma, Governor::Report) {
                    // "Russia, Rice said, must withdraw": of two subjects the nearer one speaks.
                    let nearest = tree
                        .children_by(head, &[Deprel::Nsubj])
                        .rfind(|&subject| subject < head);
                    let several = tree.children_by(head, &[Deprel::Nsubj]).count() > 1;
                    let nearest = nearest.filter(|_| several);
                    stance.speaker = stance
                        .speaker
                        .or(nearest)
                        .or_else(|| role::subject(tree, head));
                    if lemma == "deny" {
                        flip(&mut stance.polarity);
                    }
                } else {
                    govern(reading, head, &mut stance);
                }
            }
            Deprel::Conj => {
                // "will sign and ratify": the auxiliary stands with the first.
                let own = tree.child_by(at, &[Deprel::Aux, Deprel::Nsubj, Deprel::NsubjPass]);
                if own.is_none() {
                    read_clause(tree, head, &mut stance);
                }
            }
            Deprel::Advcl => {
                if let Some(marker) = tree.case(at) {
                    mark(&marker, &mut stance);
                    let above = tree.lemma(head);
                    match marker.as_str() {
                        "from" if reading.schema.frames.governs(above, Governor::Negative) => {
                            flip(&mut stance.polarity);
                        }
                        // "accused Russia of shelling Kyiv": the accuser says so.
                        "of" | "for" if matches!(above, "accuse" | "suspect" | "blame") => {
                            stance.speaker = stance.speaker.or_else(|| role::subject(tree, head));
                        }
                        _ => {}
                    }
                }
            }
            Deprel::Acl => {
                let noun = tree.lemma(head);
                // "Rwanda denies arming ...", where the tagger takes the verb for a noun.
                if reading.schema.frames.governs(noun, Governor::Negative)
                    && tree.deprel(head) == Deprel::Root
                    && reading.document().tokens[at].xpos == "VBG"
                {
                    flip(&mut stance.polarity);
                }
                if tree.has_case(at, "to") {
                    if PLANS.contains(&noun) {
                        raise(&mut stance.modality, Modality::Future);
                    } else if THOUGHTS.contains(&noun) {
                        raise(&mut stance.modality, Modality::Possible);
                        stance.is_content |=
                            ["call", "demand", "request", "offer", "proposal"].contains(&noun);
                    } else {
                        raise(&mut stance.modality, Modality::Possible);
                    }
                }
                break;
            }
            Deprel::Parataxis => {}
            // A relative clause says for itself what it says, whatever its noun is part of:
            // "refused to meet the group, which had occupied the town".
            _ => break,
        }
        at = head;
    }
    stance
}

/// The stance of an act that a noun names: that of the nouns and verbs it hangs on.
pub(super) fn of_noun(reading: &Reading<'_>, noun: usize) -> Stance {
    let tree = reading.tree;
    let mut stance = Stance {
        polarity: Polarity::Positive,
        modality: Modality::Actual,
        speaker: None,
        is_content: false,
    };
    let mut at = noun;
    for _ in 0..6 {
        let vague = tree
            .children_by(at, &[Deprel::Amod, Deprel::Det])
            .any(|word| {
                [
                    "potential",
                    "possible",
                    "future",
                    "any",
                    "no",
                    "proposed",
                    "planned",
                    "threatened",
                ]
                .contains(&tree.lemma(word))
            });
        if vague {
            raise(&mut stance.modality, Modality::Possible);
        }
        let Some(head) = tree.head(at) else { break };
        let lemma = tree.lemma(head);
        match tree.deprel(at) {
            Deprel::Nmod if PLANS.contains(&lemma) => raise(&mut stance.modality, Modality::Future),
            Deprel::Nmod if THOUGHTS.contains(&lemma) => {
                raise(&mut stance.modality, Modality::Possible)
            }
            Deprel::Obj | Deprel::Obl | Deprel::Nsubj | Deprel::NsubjPass => {
                let mut frames = reading.schema.frames.of_verb(lemma);
                let object = matches!(tree.deprel(at), Deprel::Obj | Deprel::NsubjPass);
                let asked = frames.any(|(frame, predicate)| {
                    let governed = match predicate.rest.last() {
                        None => object,
                        Some(last) => tree.deprel(at) == Deprel::Obl && tree.has_case(at, last),
                    };
                    // What is welcomed or condemned is there; what is demanded is not.
                    let open = ["demands", "proposes"]
                        .iter()
                        .any(|name| reading.relation(name) == Some(frame.relation));
                    governed && open && frame.content.contains(&Complement::Object)
                });
                let clause = of(reading, head);
                stance.is_content |= asked || clause.is_content;
                stance.speaker = clause.speaker;
                return stance;
            }
            Deprel::Nmod | Deprel::Conj | Deprel::Compound | Deprel::NmodPoss | Deprel::Appos => {}
            _ => break,
        }
        at = head;
    }
    stance
}

/// Negation and auxiliaries of one clause.
fn read_clause(tree: &Tree<'_>, verb: usize, stance: &mut Stance) {
    for child in tree.children(verb) {
        let lemma = tree.lemma(child);
        match tree.deprel(child) {
            Deprel::Advmod if NEGATIONS.contains(&lemma) => flip(&mut stance.polarity),
            Deprel::Aux => match lemma {
                "will" | "shall" => raise(&mut stance.modality, Modality::Future),
                "would" | "may" | "might" | "could" | "can" => {
                    raise(&mut stance.modality, Modality::Possible);
                }
                "must" | "should" | "ought" => {
                    raise(&mut stance.modality, Modality::Possible);
                    stance.is_content = true;
                }
                _ => {}
            },
            Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj => {
                let denied = NO.contains(&lemma)
                    || tree
                        .children_by(child, &[Deprel::Det, Deprel::CcPreconj, Deprel::Advmod])
                        .any(|word| NO.contains(&tree.lemma(word)));
                if denied {
                    flip(&mut stance.polarity);
                }
            }
            Deprel::Mark | Deprel::Case => {
                let marker = tree.lemma(child);
                mark(marker, stance);
            }
            _ => {}
        }
    }
}

/// What the word says that joins a clause to another.
fn mark(marker: &str, stance: &mut Stance) {
    match marker {
        "if" | "unless" | "whether" | "lest" | "until" | "in case" => {
            raise(&mut stance.modality, Modality::Possible);
        }
        "without" => stance.polarity = Polarity::Negative,
        _ => {}
    }
}

/// What a verb says of the clause below it.
fn govern(reading: &Reading<'_>, verb: usize, stance: &mut Stance) {
    let frames = &reading.schema.frames;
    let lemma = reading.verb(verb);
    if frames.governs(lemma, Governor::Negative) {
        flip(&mut stance.polarity);
    }
    if frames.governs(lemma, Governor::Future) {
        raise(&mut stance.modality, Modality::Future);
    }
    if frames.governs(lemma, Governor::Possible) {
        raise(&mut stance.modality, Modality::Possible);
        // What is demanded, offered or asked for has no facts of its own.
        let speech = frames
            .of_verb(lemma)
            .any(|(frame, _)| !frame.content.is_empty());
        stance.is_content |= speech;
    }
}

/// Who says so beside the clause: "..., Macron said" or "according to Macron".
fn speaker_beside(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let said = tree
        .children_by(verb, &[Deprel::Parataxis])
        .find_map(|clause| {
            let says = [
                "say", "add", "tell", "state", "declare", "write", "report", "announce",
            ];
            says.contains(&tree.lemma(clause))
                .then(|| tree.child_by(clause, &[Deprel::Nsubj]))?
        });
    said.or_else(|| {
        let mut obliques = tree.children_by(verb, &[Deprel::Obl]);
        obliques.find(|&o| tree.case(o).is_some_and(|case| case.starts_with("accord")))
    })
}

fn flip(polarity: &mut Polarity) {
    *polarity = match polarity {
        Polarity::Positive => Polarity::Negative,
        Polarity::Negative => Polarity::Positive,
    };
}

/// The weaker claim wins: possible over future over actual.
fn raise(modality: &mut Modality, to: Modality) {
    *modality = (*modality).max(to);
}
