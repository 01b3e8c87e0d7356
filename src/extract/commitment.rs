//! What somebody says that he will do: "France said it would send a frigate", "we will press on".
//! What a frame reads as an act of its own (a withdrawal, an attack) is left to it.

use super::content::{self, Content, Said};
use super::noun_phrase::clause_span;
use super::{Argument, Extractor, Fact, Findings, Reading, role, stance};
use crate::schema::{Governor, Modality, Polarity};
use crate::text::{Deprel, Upos};

/// Finds commitments to one's own acts.
#[derive(Debug)]
pub(super) struct CommitmentExtractor;

impl Extractor for CommitmentExtractor {
    fn name(&self) -> &'static str {
        "commitment"
    }

    fn about(&self) -> &'static str {
        "what a speaker says that he or his state will do"
    }

    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings) {
        for verb in 0..reading.document().tokens.len() {
            if reading.document().tokens[verb].upos == Upos::Verb {
                read(self.name(), reading, verb, findings);
            }
        }
    }
}

/// Verbs that say of the future what nobody promises, or what other relations say.
const NO_PROMISE: &[&str] = &[
    "address",
    "affirm",
    "attend",
    "be",
    "become",
    "begin",
    "conclude",
    "emphasize",
    "engage",
    "highlight",
    "reaffirm",
    "spend",
    "underscore",
    "regard",
    "consider",
    "prefer",
    "come",
    "continue",
    "depend",
    "deny",
    "discuss",
    "enter",
    "expect",
    "face",
    "fail",
    "fall",
    "feel",
    "find",
    "get",
    "give",
    "go",
    "happen",
    "have",
    "hear",
    "host",
    "join",
    "know",
    "last",
    "lead",
    "like",
    "live",
    "look",
    "lose",
    "make",
    "mark",
    "mean",
    "meet",
    "need",
    "participate",
    "pay",
    "prevail",
    "reach",
    "receive",
    "remain",
    "return",
    "run",
    "say",
    "see",
    "serve",
    "show",
    "speak",
    "stand",
    "stay",
    "suffer",
    "take",
    "talk",
    "tell",
    "think",
    "travel",
    "turn",
    "understand",
    "visit",
    "vote",
    "want",
    "win",
];

fn read(name: &str, reading: &Reading<'_>, verb: usize, findings: &mut Findings) {
    let tree = reading.tree;
    let will = tree
        .children_by(verb, &[Deprel::Aux])
        .find(|&aux| matches!(tree.lemma(aux), "will" | "shall" | "would"));
    let subject = tree.child_by(verb, &[Deprel::Nsubj]);
    let (Some(will), Some(subject)) = (will, subject) else {
        return;
    };
    // "Will continue to press": what is continued.
    let pressed = tree
        .child_by(verb, &[Deprel::Xcomp])
        .filter(|_| tree.lemma(verb) == "continue");
    let act = pressed.unwrap_or(verb);
    let report = report_over(reading, verb);
    // Outside of reports only the issuer of the text promises: what others will do is foretold.
    let issuing = reading.mention_at(subject).is_some_and(|mention| {
        let referents = reading.arguments(mention);
        let issuer = |&index: &usize| {
            let entity = super::EntityRef::Referent(index);
            referents.iter().any(|argument| argument.entity == entity)
        };
        reading.issuers().iter().any(issuer)
            || reading.issuing_state().is_some_and(|index| issuer(&index))
    });
    let plain = tree.deprel(verb) == Deprel::Root && tree.lemma(will) == "will" && issuing;
    let doubtful = tree
        .children_by(verb, &[Deprel::Mark])
        .any(|mark| matches!(tree.lemma(mark), "if" | "whether" | "unless" | "until"));
    let span = reading.document().tokens[act].span;
    let read_already = findings.facts.iter().any(|fact| {
        fact.trigger.contains(span) || reading.document().tokens[verb].span == fact.trigger
    });
    if !(plain || report.is_some())
        || doubtful
        || read_already
        || NO_PROMISE.contains(&tree.lemma(act))
        || stance::of(reading, verb).is_content
    {
        return;
    }
    let sources = promisers(reading, subject, report);
    let (Some(kind), Some(evidence), false) = (
        reading.relation("proposes"),
        reading.sentence_of(verb),
        sources.is_empty(),
    ) else {
        return;
    };
    // What somebody says he will not do is no offer.
    if stance::of(reading, verb).polarity == Polarity::Negative {
        return;
    }
    let confidence = if report.is_some() { 0.5 } else { 0.4 };
    for head in content::joined_clauses(reading, act) {
        let content = Content {
            head,
            span: clause_span(reading, head, false),
            addressees: Vec::new(),
        };
        let Some(proposal) = content::propose(reading, findings, &content) else {
            return;
        };
        let said = Said {
            evidence,
            trigger: reading.document().tokens[will].span,
            found_by: name,
            confidence,
        };
        for &source in &sources {
            findings.facts.push(Fact {
                kind,
                source,
                target: proposal,
                evidence,
                trigger: said.trigger,
                polarity: Polarity::Positive,
                modality: Modality::Future,
                attributed_to: None,
                value: None,
                role: None,
                date: None,
                found_by: name.to_owned(),
                plover: None,
                confidence,
            });
        }
        content::address(reading, &content, proposal, &sources, &said, findings);
    }
}

/// The reporting verb whose complement a clause is.
fn report_over(reading: &Reading<'_>, verb: usize) -> Option<usize> {
    let tree = reading.tree;
    let head = tree
        .head(verb)
        .filter(|_| tree.deprel(verb) == Deprel::Ccomp)?;
    let reports = reading
        .schema
        .frames
        .governs(reading.verb(head), Governor::Report);
    (reports && reading.verb(head) != "deny").then_some(head)
}

/// Who commits himself: the subject, or, where a pronoun stands for whoever speaks, the speaker.
fn promisers(reading: &Reading<'_>, subject: usize, report: Option<usize>) -> Vec<Argument> {
    let actor = |kind| reading.is_a(kind, "Actor");
    let named = |head: usize| -> Vec<Argument> {
        let mentions = reading.named_by(head, &actor).into_iter();
        mentions.flat_map(|m| reading.arguments(m)).collect()
    };
    let own = named(subject);
    let pronoun = reading.document().tokens[subject].upos == Upos::Pron;
    match report.filter(|_| own.is_empty() && pronoun) {
        Some(report) => {
            let heads = role::agents(reading.tree, report).into_iter();
            heads.flat_map(named).collect()
        }
        None => own,
    }
}
