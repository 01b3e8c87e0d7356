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

/// Auxiliaries of what does not hold yet, or may not.
const MODALS: [&str; 9] = [
    "will", "shall", "would", "may", "might", "could", "can", "must", "should",
];

/// What says of an act that it need not come.
const VAGUE: [&str; 7] = [
    "potential",
    "possible",
    "future",
    "any",
    "proposed",
    "planned",
    "threatened",
];

/// What joins a clause that need not hold.
const CONDITIONS: [&str; 6] = ["if", "unless", "whether", "lest", "until", "in case"];

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
                if is_going(tree, head) {
                    raise(&mut stance.modality, Modality::Future);
                }
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
            Deprel::Conj if shares(tree, at, head) => read_clause(tree, head, &mut stance),
            Deprel::Conj => {}
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
        let mut words = tree.children_by(at, &[Deprel::Amod, Deprel::Det]);
        if words.any(|word| VAGUE.contains(&tree.lemma(word))) {
            raise(&mut stance.modality, Modality::Possible);
        }
        let mut words = tree.children_by(at, &[Deprel::Det]);
        if at == noun && words.any(|word| NO.contains(&tree.lemma(word))) {
            flip(&mut stance.polarity);
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
    let denies = |child: usize| {
        tree.deprel(child) == Deprel::Advmod
            && NEGATIONS.contains(&tree.lemma(child))
            && !adds(tree, child)
    };
    let is_denied = tree.children(verb).any(denies);
    let is_perfect = tree
        .children_by(verb, &[Deprel::Aux])
        .any(|aux| tree.lemma(aux) == "have");
    if is_supposed(tree, verb) {
        raise(&mut stance.modality, Modality::Possible);
    }
    for child in tree.children(verb) {
        let lemma = tree.lemma(child);
        match tree.deprel(child) {
            Deprel::Advmod if denies(child) => flip(&mut stance.polarity),
            Deprel::Aux => match lemma {
                "will" | "shall" => raise(&mut stance.modality, Modality::Future),
                "would" if is_reported(tree, verb) => raise(&mut stance.modality, Modality::Future),
                // Who could not agree has not agreed.
                "could" if is_denied && !is_perfect => {}
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

/// Whether the auxiliaries and negations of a verb count for one that is joined to it: "will sign and
/// ratify", but not "did not concede and vowed to go on".
fn shares(tree: &Tree<'_>, joined: usize, first: usize) -> bool {
    let own = tree.child_by(joined, &[Deprel::Aux, Deprel::Nsubj, Deprel::NsubjPass]);
    let xpos = |token: usize| tree.document().tokens[token].xpos;
    // The tagger takes some for participles.
    let finite = matches!(xpos(joined), "VBD" | "VBN" | "VBZ");
    own.is_none() && !(finite && xpos(first) == "VB")
}

/// Whether a clause is supposed to hold: "provided that Russia withdraws". The word stands before the
/// clause, or the parser hangs it on its verb.
fn is_supposed(tree: &Tree<'_>, verb: usize) -> bool {
    let supposes = |token: usize| {
        let lemma = tree.lemma(token);
        ["provide", "provided", "assume", "suppose"].contains(&lemma)
            && matches!(tree.document().tokens[token].xpos, "VBN" | "VBG" | "IN")
    };
    let mut first = verb;
    while let Some(child) = tree.children(first).next().filter(|&child| child < first) {
        first = child;
    }
    let mut clauses = tree.children_by(verb, &[Deprel::Advcl, Deprel::Mark]);
    first.checked_sub(1).is_some_and(supposes)
        || clauses.any(|clause| clause < verb && supposes(clause))
}

/// Whether a verb is the "going" of "is going to sign".
fn is_going(tree: &Tree<'_>, verb: usize) -> bool {
    let be = |aux: usize| tree.lemma(aux) == "be";
    tree.lemma(verb) == "go"
        && tree.document().tokens[verb].xpos == "VBG"
        && tree.children_by(verb, &[Deprel::Aux]).any(be)
}

/// Whether a clause is what somebody said, without a condition, so that its "would" is the "will" of
/// the past: "said that Iran would withdraw".
fn is_reported(tree: &Tree<'_>, verb: usize) -> bool {
    let tokens = &tree.document().tokens;
    let past = |token: usize| matches!(tokens[token].xpos, "VBD" | "VBN");
    let said = tree.head(verb).is_some_and(past) && tree.deprel(verb) == Deprel::Ccomp;
    let mut clauses = tree.children_by(verb, &[Deprel::Advcl]);
    said && !clauses.any(|clause| tree.case(clause).is_some_and(|c| CONDITIONS.contains(&&*c)))
}

/// Whether a negation denies no more than that this is all: "not only attacks Ukraine, but".
fn adds(tree: &Tree<'_>, negation: usize) -> bool {
    let tokens = &tree.document().tokens;
    let next = tokens.get(negation + 1);
    next.is_some_and(|token| {
        ["only", "merely", "just", "simply", "solely"].contains(&&*token.lemma)
    })
}

/// Whether the clause of a predicate says by a word of its own that it is planned or thinkable: "will
/// withdraw and hand over", "if Russia invades".
pub(super) fn is_marked(reading: &Reading<'_>, predicate: usize) -> bool {
    let tree = reading.tree;
    let mut at = predicate;
    let mut words = tree.children_by(at, &[Deprel::Amod]);
    if words.any(|word| VAGUE.contains(&tree.lemma(word))) {
        return true;
    }
    // A sentence has an end, a loop must have one.
    for _ in 0..12 {
        let marked = tree.children(at).any(|child| match tree.deprel(child) {
            Deprel::Aux => MODALS.contains(&tree.lemma(child)),
            Deprel::Mark => CONDITIONS.contains(&tree.lemma(child)),
            _ => false,
        });
        if marked || is_going(tree, at) || is_supposed(tree, at) {
            return true;
        }
        match (tree.deprel(at), tree.head(at)) {
            (Deprel::Xcomp, Some(head)) => at = head,
            (Deprel::Conj, Some(head)) if shares(tree, at, head) => at = head,
            _ => return false,
        }
    }
    false
}

/// What the word says that joins a clause to another.
fn mark(marker: &str, stance: &mut Stance) {
    match marker {
        _ if CONDITIONS.contains(&marker) => raise(&mut stance.modality, Modality::Possible),
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
