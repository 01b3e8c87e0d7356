//! What somebody says that another must do: "Russia, Rice said, must withdraw its forces", and what
//! is made a condition: "will not leave until ...".

use super::content::{self, Content, Said};
use super::noun_phrase::{clause_span, nominal_span};
use super::speaker::{self, Speech};
use super::{Extractor, Fact, Findings, Reading, role, stance};
use crate::schema::{Governor, Modality, Polarity};
use crate::text::{Deprel, Upos};

/// Finds demands in the form of an obligation.
#[derive(Debug)]
pub(super) struct ObligationExtractor;

impl Extractor for ObligationExtractor {
    fn name(&self) -> &'static str {
        "obligation"
    }

    fn about(&self) -> &'static str {
        "what a speaker says that somebody must do"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for verb in 0..reading.document().tokens.len() {
            read(self.name(), reading, verb, findings);
            if reading.document().tokens[verb].upos == Upos::Verb {
                read_condition(self.name(), reading, verb, findings);
            }
        }
    }
}

/// "Israel will not withdraw until Hamas frees the hostages": what is made the condition of a
/// refusal or a threat is demanded.
fn read_condition(name: &str, reading: &Reading<'_>, verb: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let Some(marker) = tree
        .children_by(verb, &[Deprel::Mark])
        .find(|&mark| matches!(tree.lemma(mark), "unless" | "until"))
    else {
        return;
    };
    let Some(main) = tree
        .head(verb)
        .filter(|_| tree.deprel(verb) == Deprel::Advcl)
    else {
        return;
    };
    let (subject, evidence) = (
        tree.child_by(verb, &[Deprel::Nsubj]),
        reading.sentence_of(verb),
    );
    let (Some(subject), Some(evidence)) = (subject, evidence) else {
        return;
    };
    let stance = stance::of(reading, main);
    let frames = &reading.schema.frames;
    let threat = tree.head(main).map(|above| reading.verb(above)) == Some("threaten")
        || reading.verb(main) == "threaten";
    let refusal = stance.polarity == Polarity::Negative
        || frames.governs(reading.verb(main), Governor::Negative)
        || threat;
    let actor = |kind| reading.is_a(kind, "Actor");
    let asked = reading.named_by(subject, &actor);
    let speaker = role::agents(tree, main).into_iter().chain(stance.speaker);
    let source = speaker
        .filter_map(|head| reading.meant_by(head, &actor))
        .next();
    let Some(source) = source.and_then(|mention| reading.argument(mention)) else {
        return;
    };
    let other = |&mention: &usize| {
        reading
            .argument(mention)
            .is_some_and(|a| a.entity != source.entity)
    };
    let addressees: Vec<usize> = asked.into_iter().filter(other).collect();
    if !refusal || addressees.is_empty() {
        return;
    }
    let content = Content {
        head: verb,
        span: clause_span(reading, verb, false),
        addressees,
    };
    let speech = Speech {
        sources: vec![source],
        evidence,
    };
    put(name, reading, (&speech, content), marker, findings);
}

/// Adjectives with which a speaker demands what they are said of.
const NEEDED: [&str; 15] = [
    "critical",
    "crucial",
    "desirable",
    "essential",
    "high",
    "imperative",
    "important",
    "incumbent",
    "indispensable",
    "key",
    "necessary",
    "needed",
    "paramount",
    "urgent",
    "vital",
];

/// An obligation: the word that says so, the clause or phrase of what is due, and whose it is.
struct Due {
    trigger: usize,
    head: usize,
    subject: Option<usize>,
    clausal: bool,
}

/// The obligation that a word expresses.
fn due(reading: &Reading<'_>, word: usize) -> Option<Due> {
    let tree = reading.tree;
    let tokens = &reading.document().tokens;
    let found = match tokens[word].upos {
        Upos::Verb | Upos::Aux => modal(reading, word).or_else(|| need(reading, word)),
        Upos::Noun | Upos::Adj | Upos::Pron => modal(reading, word),
        _ => None,
    };
    let adjective = || NEEDED.contains(&tree.lemma(word));
    found.or_else(|| needed(reading, word).filter(|_| adjective()))
}

/// "Russia must withdraw", "there must be an end to the attacks".
fn modal(reading: &Reading<'_>, verb: usize) -> Option<Due> {
    let tree = reading.tree;
    let trigger = tree
        .children_by(verb, &[Deprel::Aux])
        .find(|&aux| matches!(tree.lemma(aux), "must" | "should" | "ought"))?;
    // "must have fled" guesses; "should the talks fail" supposes.
    let guess = tree
        .children_by(verb, &[Deprel::Aux])
        .any(|aux| tree.lemma(aux) == "have");
    let subject = tree.child_by(verb, &[Deprel::Nsubj]);
    let passive = tree.child_by(verb, &[Deprel::NsubjPass]);
    let turned = subject.or(passive).is_some_and(|s| trigger < s);
    if let Some(is) = subject.filter(|_| tree.child_by(verb, &[Deprel::Expl]).is_some()) {
        return Some(Due {
            trigger,
            head: is,
            subject: None,
            clausal: false,
        });
    }
    (!guess && !turned).then_some(Due {
        trigger,
        head: verb,
        subject,
        clausal: true,
    })
}

/// "Sudan needs to end the siege", "they have to leave".
fn need(reading: &Reading<'_>, verb: usize) -> Option<Due> {
    let tree = reading.tree;
    let lemma = tree.lemma(verb);
    let present = matches!(reading.document().tokens[verb].xpos, "VBZ" | "VBP");
    let has_to = |&clause: &usize| clause == verb + 2 && tree.has_case(clause, "to");
    let head = tree.children_by(verb, &[Deprel::Xcomp]).find(|clause| {
        lemma == "need" && tree.has_case(*clause, "to") || lemma == "have" && has_to(clause)
    })?;
    present.then_some(Due {
        trigger: verb,
        head,
        subject: role::agents(tree, verb).first().copied(),
        clausal: true,
    })
}

/// "It is vital that Libya hold elections", "a lasting ceasefire is essential".
fn needed(reading: &Reading<'_>, adjective: usize) -> Option<Due> {
    let tree = reading.tree;
    tree.child_by(adjective, &[Deprel::Cop])?;
    let clauses = [
        Deprel::Ccomp,
        Deprel::Csubj,
        Deprel::Xcomp,
        Deprel::Advcl,
        Deprel::Acl,
    ];
    let subject = tree.child_by(adjective, &[Deprel::Nsubj]);
    let it = subject.is_none_or(|s| matches!(tree.lemma(s), "it" | "that" | "this"));
    let clause = tree
        .children_by(adjective, &clauses)
        .find(|&c| tree.has_case(c, "that") || tree.has_case(c, "to"));
    if it {
        return clause.map(|head| Due {
            trigger: adjective,
            head,
            subject: tree.child_by(head, &[Deprel::Nsubj]),
            clausal: true,
        });
    }
    let noun = subject?;
    let plain =
        reading.document().tokens[noun].upos == Upos::Noun && reading.mention_at(noun).is_none();
    plain.then_some(Due {
        trigger: adjective,
        head: noun,
        subject: None,
        clausal: false,
    })
}

fn read(name: &str, reading: &Reading<'_>, word: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let Some(due) = due(reading, word) else {
        return;
    };
    // "a fight that we must win" says what the fight is like.
    let remark = matches!(
        tree.deprel(word),
        Deprel::AclRelcl | Deprel::AdvclRelcl | Deprel::Acl
    );
    let doubtful = tree
        .children_by(word, &[Deprel::Mark])
        .any(|mark| matches!(tree.lemma(mark), "if" | "whether" | "unless" | "because"));
    if remark || doubtful || reading.is_asked(word) {
        return;
    }
    let Some(speech) = speaker::of(reading, word) else {
        return;
    };
    let actor = |kind| reading.is_a(kind, "Actor");
    let said = |mention: &usize| {
        let entity = reading.argument(*mention).map(|a| a.entity);
        speech.sources.iter().any(|s| Some(s.entity) == entity)
    };
    let addressees: Vec<usize> = due
        .subject
        .map(|head| reading.named_by(head, &actor))
        .unwrap_or_default();
    let own = addressees.iter().any(said);
    let addressees: Vec<usize> = addressees.into_iter().filter(|m| !said(m)).collect();
    let heads = match due.clausal {
        true => content::joined_clauses(reading, due.head),
        false => reading.coordination(due.head),
    };
    for (index, head) in heads.into_iter().enumerate() {
        let whole = index == 0 && addressees.is_empty() && !own && is_closed(reading, head);
        let content = Content {
            head,
            span: match due.clausal {
                true => clause_span(reading, head, whole),
                false => nominal_span(reading, head),
            },
            addressees: addressees.clone(),
        };
        put(name, reading, (&speech, content), due.trigger, findings);
    }
}

/// Whether a clause has a subject that no remark parts from its verb.
fn is_closed(reading: &Reading<'_>, verb: usize) -> bool {
    let subject = reading
        .tree
        .child_by(verb, &[Deprel::Nsubj, Deprel::NsubjPass]);
    subject
        .is_some_and(|subject| (subject..verb).all(|token| reading.document().word(token) != ","))
}

/// Puts a demand into the bag.
fn put(
    name: &str,
    reading: &Reading<'_>,
    (speech, content): (&Speech, Content),
    trigger: usize,
    findings: &mut Findings,
) {
    let Some(kind) = reading.relation("demands") else {
        return;
    };
    let Some(proposal) = content::propose(reading, findings, &content) else {
        return;
    };
    let said = Said {
        evidence: speech.evidence,
        trigger: reading.document().tokens[trigger].span,
        found_by: name,
        confidence: 0.65,
    };
    for &source in &speech.sources {
        findings.facts.push(Fact {
            kind,
            source,
            target: proposal,
            evidence: said.evidence,
            trigger: said.trigger,
            polarity: Polarity::Positive,
            modality: Modality::Actual,
            attributed_to: None,
            value: None,
            role: None,
            date: None,
            found_by: name.to_owned(),
            plover: None,
            confidence: said.confidence,
        });
    }
    content::address(
        reading,
        &content,
        proposal,
        &speech.sources,
        &said,
        findings,
    );
}
