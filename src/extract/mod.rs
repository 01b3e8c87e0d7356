//! The verb *extract*: a document with its entities gives facts.
//!
//! An [`Extractor`] reads the dependency trees and puts what it finds into a bag, so that the
//! order of extractors cannot matter. The frames of the schema are one extractor (`frame`); what
//! a table cannot say has a file of its own. A new extractor is a file and a row in
//! [`EXTRACTORS`].

mod agreement;
mod amount;
mod argument;
mod attribution;
mod bare_title;
mod blame;
mod commitment;
mod compound;
mod concern;
mod content;
mod described;
mod event;
mod frame;
pub mod learned;
mod located;
mod member;
mod neighbours;
mod nominal;
mod noun_phrase;
mod obligation;
mod office;
mod post;
mod prepare;
mod reading;
mod role;
mod roster;
mod speaker;
mod stance;
mod state;
mod uncovered;
mod when;
mod words;

pub use reading::Reading;
pub use uncovered::{Uncovered, uncovered};

use crate::schema::{EntityType, Modality, Polarity, RelationType};
use crate::text::{Span, When};
use learned::{Belief, Learned};
use std::collections::BTreeMap;

/// Something that a document says between two entities.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its type.
    pub kind: RelationType,
    /// Who or what it begins at.
    pub source: Argument,
    /// Who or what it ends at.
    pub target: Argument,
    /// The sentence that says so; trigger and arguments lie in it.
    pub evidence: Span,
    /// The words that gave it.
    pub trigger: Span,
    /// Whether the text affirms or denies it.
    pub polarity: Polarity,
    /// Whether it holds, is planned, or is merely thinkable.
    pub modality: Modality,
    /// The referent that says so.
    pub attributed_to: Option<usize>,
    /// A share or an extent as written.
    pub value: Option<String>,
    /// When it was or will be, where the text says so.
    pub date: Option<When>,
    /// The title as written.
    pub role: Option<String>,
    /// The frame or extractor that found it.
    pub found_by: String,
    /// The PLOVER event type, where it is not the relation's own.
    pub plover: Option<String>,
    /// How sure the extractor is, 0 to 1.
    pub confidence: f64,
}

impl Fact {
    /// Who found what no rule did.
    const LEARNED: &'static str = "learned";
}

/// An end of a fact: an entity, and the mention that stands for it in the evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Argument {
    /// Who or what.
    pub entity: EntityRef,
    /// Where.
    pub span: Span,
}

/// An entity of the document, or one that an extractor found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityRef {
    /// An index into the referents.
    Referent(usize),
    /// An index into [`Findings::entities`].
    New(usize),
}

/// An agreement, event or proposal that bears no name: it is what its phrase says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntity {
    /// What sort of thing it is.
    pub entity_type: EntityType,
    /// Where the text speaks of it, in text order; the first one names it.
    pub mentions: Vec<Span>,
}

/// What the extractors found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Findings {
    /// Entities that no name stands for.
    pub entities: Vec<NewEntity>,
    /// What is said.
    pub facts: Vec<Fact>,
}

/// Finds facts of one sort.
pub trait Extractor: Sync {
    /// Its name, as it stands in a record beside what it found.
    fn name(&self) -> &'static str;
    /// What it finds, in a line.
    fn about(&self) -> &'static str;
    /// Puts what it finds into the bag.
    fn extract(&self, reading: &Reading<'_>, findings: &mut Findings);
}

/// All extractors.
pub static EXTRACTORS: &[&dyn Extractor] = &[
    &event::EventExtractor,
    &frame::FrameExtractor,
    &nominal::NominalExtractor,
    &state::StateExtractor,
    &agreement::AgreementExtractor,
    &obligation::ObligationExtractor,
    &office::OfficeExtractor,
    &bare_title::BareTitleExtractor,
    &blame::BlameExtractor,
    &located::LocationExtractor,
    &member::MemberExtractor,
    &compound::CompoundExtractor,
    &roster::RosterExtractor,
    &commitment::CommitmentExtractor,
];

/// What a document says: what the rules find, revised by what was learned, with dates, speakers and
/// amounts. What is not likely enough for `belief` is left out.
pub fn extract(reading: &Reading<'_>, learned: &Learned, belief: Belief) -> Findings {
    let mut findings = by_rules(reading);
    learned.revise(reading, &mut findings, belief);
    let Findings { entities, facts } = &mut findings;
    facts.retain(|fact| !is_asked(reading, fact));
    when::date(reading, entities, facts);
    attribution::attribute(reading, facts);
    amount::measure(reading, facts);
    keep_surest_of_each(reading, facts);
    findings
}

/// What the extractors find, in text order.
pub fn by_rules(reading: &Reading<'_>) -> Findings {
    let mut findings = Findings::default();
    for extractor in EXTRACTORS {
        extractor.extract(reading, &mut findings);
    }
    tidy(reading, &mut findings);
    let Findings { entities, facts } = &mut findings;
    let asked = asked_for(reading, facts, entities);
    facts.retain(|fact| {
        let own = !matches!(fact.source.entity, EntityRef::Referent(_))
            || is_standing(reading, fact.kind);
        let within = |&(entity, span): &(EntityRef, Span)| {
            span.contains(fact.trigger) && fact.target.entity != entity
        };
        own || !asked.iter().any(within)
    });
    findings
}

/// Whether a fact stands in a question, which says nothing; hardly any annotated relation does.
/// Who is who and what lies where is no matter of the question.
fn is_asked(reading: &Reading<'_>, fact: &Fact) -> bool {
    let trigger = reading.document().tokens_in(fact.trigger).start;
    reading.is_asked(trigger) && !is_standing(reading, fact.kind)
}

/// Leaves out what the ontology does not allow and what is not in its evidence, and brings the
/// rest into text order.
fn tidy(reading: &Reading<'_>, findings: &mut Findings) {
    let allowed = |fact: &Fact, entities: &[NewEntity]| {
        let kind = |argument: &Argument| reading.entity_type(argument, entities);
        let ontology = &reading.schema.ontology;
        ontology.allows(kind(&fact.source), fact.kind, kind(&fact.target))
    };
    let Findings { entities, facts } = findings;
    facts.retain(|fact| allowed(fact, entities) && fact.source.entity != fact.target.entity);
    // A name and its title may stand in two sentences; nothing is said without its words.
    facts.retain(|fact| {
        let words = [fact.trigger, fact.source.span, fact.target.span];
        words.iter().all(|&span| fact.evidence.contains(span))
    });
    facts.sort_by(|a, b| {
        let key = |fact: &Fact| (fact.trigger, fact.kind, fact.source.span, fact.target.span);
        key(a).cmp(&key(b))
    });
}

/// The spans of all that somebody asks for or puts forward; it has no facts of its own.
fn asked_for(
    reading: &Reading<'_>,
    facts: &[Fact],
    entities: &[NewEntity],
) -> Vec<(EntityRef, Span)> {
    let spoken = ["demands", "proposes"].map(|name| reading.relation(name));
    let targets = facts
        .iter()
        .filter(|fact| spoken.contains(&Some(fact.kind)));
    targets
        .filter_map(|fact| match fact.target.entity {
            EntityRef::New(index) => Some((fact.target.entity, &entities[index])),
            EntityRef::Referent(_) => None,
        })
        .filter(|(_, entity)| reading.is_a(entity.entity_type, "Proposal"))
        .flat_map(|(of, entity)| entity.mentions.iter().map(move |&span| (of, span)))
        .collect()
}

/// Whether a relation holds whatever is asked for: who is who, and what lies where.
fn is_standing(reading: &Reading<'_>, kind: RelationType) -> bool {
    ["represents", "located_in", "member_of"]
        .iter()
        .any(|name| reading.relation(name) == Some(kind))
}

/// The same fact said twice is one fact, unless polarity or modality differ: as a rule read it where it
/// is said most surely, which has a role and an amount, and as sure as it is said anywhere; a date
/// that only another sentence gives in the same words is kept.
fn keep_surest_of_each(reading: &Reading<'_>, facts: &mut Vec<Fact>) {
    let key = |fact: &Fact| {
        (
            fact.kind,
            fact.source.entity,
            fact.target.entity,
            fact.polarity,
            fact.modality,
        )
    };
    let mut places: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, fact) in facts.iter().enumerate() {
        places.entry(key(fact)).or_default().push(index);
    }
    // "Controls it" says nothing of when it "was annexed in 2014".
    let states = ["controls", "claims"].map(|name| reading.relation(name));
    let mut kept = vec![None; facts.len()];
    for places in places.values() {
        let rank = |index: usize| {
            let fact = &facts[index];
            (fact.found_by != Fact::LEARNED, fact.confidence)
        };
        let surest = |best: usize, index: usize| match rank(index) > rank(best) {
            true => index,
            false => best,
        };
        let best = places.iter().copied().reduce(surest).expect("one at least");
        let dated = |&&index: &&usize| {
            let (fact, best) = (&facts[index], &facts[best]);
            fact.found_by == best.found_by && !states.contains(&Some(fact.kind))
        };
        let date = places
            .iter()
            .filter(dated)
            .find_map(|&index| facts[index].date);
        let confidence = places.iter().map(|&index| facts[index].confidence);
        let confidence = confidence.fold(0.0, f64::max);
        kept[best] = Some((facts[best].date.or(date), confidence));
    }
    let mut kept = kept.into_iter();
    facts.retain_mut(|fact| match kept.next().flatten() {
        Some((date, confidence)) => {
            fact.date = date;
            fact.confidence = confidence;
            true
        }
        None => false,
    });
}
