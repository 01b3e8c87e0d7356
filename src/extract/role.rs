//! Who fills a syntactic role of a verb: subject, object, or what a preposition governs, in active
//! and passive, relative and participial clauses, under control and in coordination.

use super::Reading;
use crate::schema::Role;
use crate::text::{Deprel, Tree, Upos};

/// Verbs whose object is the subject of the infinitive below them ("urged Russia to withdraw").
const OBJECT_CONTROL: [&str; 40] = [
    "advise",
    "allow",
    "ask",
    "authorize",
    "authorise",
    "beg",
    "call",
    "cause",
    "challenge",
    "command",
    "compel",
    "convince",
    "direct",
    "empower",
    "enable",
    "encourage",
    "exhort",
    "expect",
    "forbid",
    "force",
    "get",
    "help",
    "implore",
    "instruct",
    "invite",
    "lead",
    "let",
    "make",
    "oblige",
    "order",
    "permit",
    "persuade",
    "press",
    "pressure",
    "push",
    "request",
    "require",
    "tell",
    "urge",
    "want",
];

/// Relative pronouns.
const RELATIVE: [&str; 5] = ["who", "whom", "which", "that", "whose"];

/// Whether a verb is in the passive: it has a passive subject or auxiliary, or it is a past
/// participle that hangs on a noun ("territory controlled by ...").
pub(super) fn is_passive(tree: &Tree<'_>, verb: usize) -> bool {
    let marked = tree.child_by(
        verb,
        &[Deprel::NsubjPass, Deprel::AuxPass, Deprel::OblAgent],
    );
    let participle = tree.document().tokens[verb].xpos == "VBN";
    // "Tanks shelled the port", taken for a reduced clause: a passive has no object.
    let object = tree.child_by(verb, &[Deprel::Obj]).is_some();
    let reduced = tree.deprel(verb) == Deprel::Acl && participle && !object;
    let joined = tree.deprel(verb) == Deprel::Conj
        && participle
        && tree
            .child_by(verb, &[Deprel::Aux, Deprel::Nsubj, Deprel::Obj])
            .is_none()
        && tree.head(verb).is_some_and(|first| is_passive(tree, first));
    marked.is_some() || reduced || joined
}

/// The heads of the phrases that fill a role of a verb, the nearest reading only.
pub(super) fn fillers(reading: &Reading<'_>, verb: usize, role: &Role) -> Vec<usize> {
    let tree = reading.tree;
    match role {
        Role::Subject => agents(tree, verb),
        Role::Object => patient(tree, verb).into_iter().collect(),
        Role::Owner => patient(tree, verb)
            .map(|object| owners(tree, object))
            .unwrap_or_default(),
        Role::Oblique(preposition) => obliques(tree, verb, preposition),
    }
}

/// Who does it; several where the parser gives a verb several subjects.
pub(super) fn agents(tree: &Tree<'_>, verb: usize) -> Vec<usize> {
    match is_passive(tree, verb) {
        true => by_phrase(tree, verb).into_iter().collect(),
        false => subjects_within(tree, verb, 8),
    }
}

/// Who acts in the clause that a participle or infinitive hangs in by a noun that cannot act
/// itself, or whose noun it is: "Iran launched missiles targeting ...", "Turkey's plan to ...".
pub(super) fn served(tree: &Tree<'_>, verb: usize) -> Vec<usize> {
    let tag = tree.document().tokens[verb].xpos;
    let open = matches!(tag, "VBG" | "VB") && tree.child_by(verb, &[Deprel::Nsubj]).is_none();
    // "killed in a Russian strike": the strike's owner does it.
    if is_passive(tree, verb) {
        let within = tree.children_by(verb, &[Deprel::Obl]).filter(|&part| {
            let case = ["in", "during", "by"]
                .iter()
                .any(|case| tree.has_case(part, case));
            case && super::words::ASSAULTS.contains(&tree.lemma(part))
        });
        return within.collect();
    }
    if !open || tree.deprel(verb) != Deprel::Acl {
        return Vec::new();
    }
    let Some(mut noun) = tree.head(verb) else {
        return Vec::new();
    };
    for _ in 0..4 {
        let owners: Vec<usize> = tree
            .children_by(noun, &[Deprel::NmodPoss, Deprel::Amod, Deprel::Compound])
            .filter(|&owner| owner < noun)
            .collect();
        let by = tree
            .children_by(noun, &[Deprel::Nmod])
            .filter(|&part| tree.has_case(part, "by"));
        let owners: Vec<usize> = owners.into_iter().chain(by).collect();
        let Some(head) = tree.head(noun) else {
            return owners;
        };
        match tree.deprel(noun) {
            _ if tag == "VB" && tree.child_by(noun, &[Deprel::NmodPoss]).is_some() => {
                return owners;
            }
            Deprel::Obj | Deprel::Obl if !is_passive(tree, head) => return agents(tree, head),
            Deprel::Nmod | Deprel::Conj => noun = head,
            _ => return owners,
        }
    }
    Vec::new()
}

/// To whom or what it is done.
pub(super) fn patient(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    if is_passive(tree, verb) {
        return subject(tree, verb);
    }
    if let Some(object) = tree.child_by(verb, &[Deprel::Obj]) {
        return Some(relative_or_self(tree, verb, object));
    }
    // "signed and ratified the treaty": the parser hangs the object on either verb.
    let joined = tree.children_by(verb, &[Deprel::Conj]);
    let shared = joined
        .filter(|&other| {
            tree.child_by(other, &[Deprel::Nsubj, Deprel::NsubjPass])
                .is_none()
        })
        .filter(|&other| adjacent_verbs(tree, verb, other))
        .find_map(|other| tree.child_by(other, &[Deprel::Obj]));
    if shared.is_some() {
        return shared;
    }
    if tree.deprel(verb) == Deprel::Conj {
        let first = tree.head(verb)?;
        if adjacent_verbs(tree, first, verb) {
            return tree.child_by(first, &[Deprel::Obj]);
        }
    }
    // "the islands China claims": the gap is the noun itself.
    let gap = matches!(tree.deprel(verb), Deprel::AclRelcl | Deprel::Acl)
        && tree
            .child_by(verb, &[Deprel::Nsubj])
            .is_some_and(|s| !is_relative(tree, s));
    if gap { tree.head(verb) } else { None }
}

/// Two verbs with nothing between them but a conjunction.
fn adjacent_verbs(tree: &Tree<'_>, first: usize, second: usize) -> bool {
    let document = tree.document();
    (first + 1..second).all(|t| {
        matches!(
            document.tokens[t].upos,
            Upos::Cconj | Upos::Punct | Upos::Adv | Upos::Aux
        )
    })
}

/// Whether a phrase is a day, a month or a year: "on Friday".
pub(super) fn is_time(tree: &Tree<'_>, head: usize) -> bool {
    let document = tree.document();
    let word = document.word(head);
    crate::text::is_calendar_word(word)
        || document.tokens[head].upos == Upos::Num && word.chars().all(|c| c.is_ascii_digit())
}

/// What a preposition governs below a verb.
pub(super) fn obliques(tree: &Tree<'_>, verb: usize, preposition: &str) -> Vec<usize> {
    let nominal = [Deprel::Obl, Deprel::OblAgent, Deprel::Nmod];
    let mut found: Vec<usize> = tree
        .children_by(verb, &nominal)
        .filter(|&child| tree.has_case(child, preposition) && !is_time(tree, child))
        .map(|child| relative_or_self(tree, verb, child))
        .collect();
    // The parser may hang it on the object: "imposed [sanctions [on Iran]]".
    if found.is_empty() {
        let objects = tree.children_by(verb, &[Deprel::Obj, Deprel::NsubjPass]);
        found = objects
            .flat_map(|object| tree.children_by(object, &nominal).collect::<Vec<_>>())
            .filter(|&child| tree.has_case(child, preposition))
            .collect();
    }
    found
}

/// What hangs on a noun, and what hangs on the verb above it though it stands right behind the noun:
/// "discussed the [war [in Mali]]".
pub(super) fn behind(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let nominal = [Deprel::Nmod, Deprel::Obl, Deprel::OblAgent];
    let mut found: Vec<usize> = tree.children_by(noun, &nominal).collect();
    let object = matches!(
        tree.deprel(noun),
        Deprel::Obj | Deprel::Obl | Deprel::NsubjPass | Deprel::Nsubj
    );
    if let Some(verb) = tree.head(noun).filter(|_| object) {
        let next = |&part: &usize| {
            tree.children_by(part, &[Deprel::Case])
                .any(|case| case == noun + 1)
        };
        found.extend(tree.children_by(verb, &nominal).filter(next));
    }
    found
}

/// Whose a thing or an act is: its possessor, its adjective, "by".
pub(super) fn owners(tree: &Tree<'_>, noun: usize) -> Vec<usize> {
    let before = tree.children_by(noun, &[Deprel::NmodPoss, Deprel::Amod, Deprel::Compound]);
    // "its defence" says nothing of another.
    let own = |token: &usize| tree.document().tokens[*token].upos == Upos::Pron;
    let mut found: Vec<usize> = before.filter(|token| !own(token)).collect();
    if found.is_empty() {
        let behind = tree.children_by(noun, &[Deprel::Nmod, Deprel::Acl]);
        found.extend(behind.filter(|&part| tree.has_case(part, "by")));
    }
    found
}

fn by_phrase(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    tree.child_by(verb, &[Deprel::OblAgent]).or_else(|| {
        let mut obliques = tree.children_by(verb, &[Deprel::Obl]);
        obliques.find(|&child| tree.has_case(child, "by"))
    })
}

/// The grammatical subject: its own, the noun that its clause hangs on, or one that a governing
/// verb shares with it.
pub(super) fn subject(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    subjects_within(tree, verb, 8).first().copied()
}

fn subjects_within(tree: &Tree<'_>, verb: usize, steps: usize) -> Vec<usize> {
    let own = tree.children_by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
    let mut own: Vec<usize> = own
        .map(|token| relative_or_self(tree, verb, token))
        .collect();
    // "China plans to ...", taken for a compound
    let governs = tree.child_by(verb, &[Deprel::Obj]).is_some();
    if own.is_empty() && (governs || tree.deprel(verb) == Deprel::Root) {
        own.extend(tree.children_by(verb, &[Deprel::Compound]).next_back());
    }
    let head = tree.head(verb).filter(|_| own.is_empty());
    let (Some(head), Some(steps)) = (head, steps.checked_sub(1)) else {
        return own;
    };
    match tree.deprel(verb) {
        Deprel::Conj | Deprel::Parataxis if is_verbal(tree, head) => {
            subjects_within(tree, head, steps)
        }
        Deprel::Xcomp => {
            let controlled = OBJECT_CONTROL.contains(&tree.lemma(head));
            let object = tree.child_by(head, &[Deprel::Obj]);
            match object.filter(|_| controlled) {
                Some(object) => vec![object],
                None => subjects_within(tree, head, steps),
            }
        }
        // "accused Russia of shelling Kyiv", "stopped them from leaving"
        Deprel::Advcl if is_turned(tree, verb, head) => patient(tree, head).into_iter().collect(),
        Deprel::Advcl => {
            // "After the rebels left, ..." has its own; "..., calling on Russia" shares.
            subjects_within(tree, head, steps)
        }
        Deprel::Acl | Deprel::AclRelcl if !tree.has_case(verb, "to") => vec![head],
        _ => Vec::new(),
    }
}

/// Whether a gerund says what the object of the verb above does.
fn is_turned(tree: &Tree<'_>, gerund: usize, verb: usize) -> bool {
    let turns = [
        "accuse",
        "suspect",
        "blame",
        "condemn",
        "criticize",
        "criticise",
        "stop",
        "prevent",
        "bar",
        "ban",
        "prohibit",
        "block",
        "denounce",
        "thank",
        "praise",
        "fault",
        "acquit",
        "convict",
        "deter",
    ];
    let marked = ["of", "for", "from"]
        .iter()
        .any(|mark| tree.has_case(gerund, mark));
    marked && turns.contains(&tree.lemma(verb))
}

/// Whether a token is a verb or something that stands as a predicate.
fn is_verbal(tree: &Tree<'_>, token: usize) -> bool {
    let upos = tree.document().tokens[token].upos;
    matches!(upos, Upos::Verb | Upos::Aux) || tree.child_by(token, &[Deprel::Cop]).is_some()
}

fn is_relative(tree: &Tree<'_>, token: usize) -> bool {
    let pronoun = matches!(
        tree.document().tokens[token].upos,
        Upos::Pron | Upos::Det | Upos::Sconj
    );
    pronoun && RELATIVE.contains(&tree.lemma(token))
}

fn nominal_before(tree: &Tree<'_>, token: usize) -> Option<usize> {
    let tokens = &tree.document().tokens;
    let near = token.saturating_sub(4)..token;
    near.rev()
        .find(|&t| matches!(tokens[t].upos, Upos::Noun | Upos::Propn))
}

/// A relative pronoun stands for the noun that its clause hangs on.
fn relative_or_self(tree: &Tree<'_>, verb: usize, token: usize) -> usize {
    if !is_relative(tree, token) {
        return token;
    }
    let mut at = verb;
    for _ in 0..6 {
        match tree.deprel(at) {
            Deprel::AclRelcl => return tree.head(at).unwrap_or(token),
            // "Pakistan, which denied ...", hung on the verb before: the nearest noun is meant.
            Deprel::AdvclRelcl => return nominal_before(tree, token).unwrap_or(token),
            _ => match tree.head(at) {
                Some(head) => at = head,
                None => return token,
            },
        }
    }
    token
}
