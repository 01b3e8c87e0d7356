//! Learning how relations are said from annotated documents.

use super::super::super::{Findings, Reading};
use super::super::annotated::Annotated;
use super::super::features::{Rules, Sight};
use super::super::linear::{self, Example, Training};
use super::super::node;
use super::super::{is_allowed, is_said, pairs};
use super::{
    FUTURE, LABELS, Manner, Manners, NEGATIVE, POSSIBLE, Ruled, features, predicate, stance_of,
};
use crate::record::Record;
use crate::schema::{Modality, Ontology, Polarity, RelationType};
use std::collections::BTreeSet;
use std::fmt;

const TRAINING: Training = Training {
    epochs: 10,
    rate: 0.1,
    decay: 0.03,
    least: 3,
};

/// An annotated relation that a pair of nodes stands for.
#[derive(Debug)]
struct Lesson {
    example: Example,
    annotated: Manner,
    /// As the clauses say, and as the rule that found it.
    clause: Manner,
    ruled: Option<Ruled>,
}

/// Collects examples and learns from them.
#[derive(Debug)]
pub struct MannerTrainer {
    relations: Vec<RelationType>,
    /// By document.
    lessons: Vec<Vec<Lesson>>,
}

impl MannerTrainer {
    /// A trainer for the relations of an ontology.
    pub fn new(ontology: &Ontology) -> MannerTrainer {
        MannerTrainer {
            relations: ontology.relations().collect(),
            lessons: Vec::new(),
        }
    }

    /// Reads what an annotated document teaches. `findings` is what the rules found in it.
    pub fn add(&mut self, reading: &Reading<'_>, findings: &Findings, gold: &Record) {
        let ontology = &reading.schema.ontology;
        let annotated = Annotated::new(reading, gold);
        let of_referent = annotated.of_referents(reading);
        let rules = Rules::new(reading, findings);
        let mut lessons = Vec::new();
        let mut seen: BTreeSet<(Vec<u32>, Manner)> = BTreeSet::new();
        for (sentence, nodes) in node::nodes(reading, findings).iter().enumerate() {
            let sight = Sight::new(reading, &rules, nodes, sentence);
            let span = sight.sentence().span;
            let stands: Vec<Option<usize>> = nodes
                .iter()
                .map(|node| annotated.stands_for(node, &of_referent))
                .collect();
            for (from, to) in pairs(ontology, &self.relations, nodes) {
                let (Some(source), Some(target)) = (stands[from], stands[to]) else {
                    continue;
                };
                for &kind in &self.relations {
                    let info = ontology.relation_info(kind);
                    if !is_allowed(ontology, kind, nodes, from, to) {
                        continue;
                    }
                    let mut said = annotated.said(&info.name, source, target);
                    if info.symmetric {
                        said = said.or_else(|| annotated.said(&info.name, target, source));
                    }
                    let mut here = said.unwrap_or_default().iter();
                    let Some(&(_, manner)) = here.find(|(place, _)| place.overlaps(span)) else {
                        continue;
                    };
                    let ends = [&nodes[from], &nodes[to]];
                    let ruled = findings
                        .facts
                        .iter()
                        .find(|fact| is_said(fact, kind, ends, span, info.symmetric));
                    let at = predicate(reading, ends[0], ends[1]);
                    let lesson = Lesson {
                        example: Example {
                            features: features(&sight, (from, to), &info.name, ruled),
                            yes: labels(manner),
                            skip: 0,
                        },
                        annotated: manner,
                        clause: Manner::of_stance(&stance_of(reading, at)),
                        ruled: ruled.map(|fact| Ruled::of(reading, fact)),
                    };
                    // Twenty states that sign one statement say one thing.
                    if seen.insert((lesson.example.features.clone(), manner)) {
                        lessons.push(lesson);
                    }
                }
            }
        }
        self.lessons.push(lessons);
    }

    /// Learns from all documents.
    pub fn learn(&self) -> Manners {
        let all: Vec<&Example> = self.lessons.iter().flatten().map(|l| &l.example).collect();
        Manners(linear::train(&all, LABELS, TRAINING).rounded())
    }

    /// Learns from all but one part of the documents and judges that part, part by part: how often what
    /// is learned is right, the clause alone, and the rule; first of what no rule found.
    pub fn validate(&self, folds: usize) -> [[Agreement; 3]; 2] {
        let mut counts = [["learned", "clause", "rule"].map(Agreement::of); 2];
        for fold in 0..folds {
            let part = |of_fold: bool| {
                let documents = self.lessons.iter().enumerate();
                let documents =
                    documents.filter(move |(index, _)| (index % folds == fold) == of_fold);
                documents.flat_map(|(_, lessons)| lessons)
            };
            let rest: Vec<&Example> = part(false).map(|lesson| &lesson.example).collect();
            let manners = Manners(linear::train(&rest, LABELS, TRAINING).rounded());
            for lesson in part(true) {
                let learned = manners.judge(&lesson.example.features);
                let weighed = lesson.ruled.map(|ruled| ruled.weigh(learned));
                let judged = [
                    weighed.or(learned).unwrap_or_default(),
                    lesson.clause,
                    lesson.ruled.map_or(Manner::default(), |ruled| ruled.manner),
                ];
                let counts = &mut counts[usize::from(lesson.ruled.is_some())];
                for (count, judged) in counts.iter_mut().zip(judged) {
                    count.add(judged, lesson.annotated);
                }
            }
        }
        counts
    }
}

/// How often a judge of manners agrees with the annotation.
#[derive(Debug, Clone, Copy)]
pub struct Agreement {
    judge: &'static str,
    /// Annotated relations.
    pub total: u32,
    /// Of those, with the right polarity and modality.
    pub right: u32,
    /// What is denied, future and possible.
    pub marked: [Marked; 3],
}

/// How often one polarity or modality is found.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marked {
    /// By the annotation.
    pub annotated: u32,
    /// By the judge.
    pub told: u32,
    /// By both.
    pub right: u32,
}

impl Agreement {
    fn of(judge: &'static str) -> Agreement {
        Agreement {
            judge,
            total: 0,
            right: 0,
            marked: [Marked::default(); 3],
        }
    }

    fn add(&mut self, judged: Manner, annotated: Manner) {
        self.total += 1;
        self.right += u32::from(judged == annotated);
        let (told, annotated) = (labels(judged), labels(annotated));
        for (label, marked) in self.marked.iter_mut().enumerate() {
            marked.annotated += annotated >> label & 1;
            marked.told += told >> label & 1;
            marked.right += (annotated & told) >> label & 1;
        }
    }
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<8} {} of {} right",
            self.judge, self.right, self.total
        )?;
        for (name, marked) in ["denied", "future", "possible"].iter().zip(&self.marked) {
            let Marked {
                annotated,
                told,
                right,
            } = marked;
            write!(
                f,
                "; {name}: {right} of {told} right, {annotated} annotated"
            )?;
        }
        Ok(())
    }
}

/// The labels of a manner, a bit each.
fn labels(manner: Manner) -> u32 {
    let polarity = u32::from(manner.polarity == Polarity::Negative) << NEGATIVE;
    let modality = match manner.modality {
        Modality::Actual => 0,
        Modality::Future => 1 << FUTURE,
        Modality::Possible => 1 << POSSIBLE,
    };
    polarity | modality
}
