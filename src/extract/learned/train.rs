//! Learning from annotated documents: which node is which annotated entity, which pairs are joined.

use super::super::{Findings, Reading};
use super::annotated::Annotated;
use super::context::{self, Scored};
use super::features::{Rules, Sight};
use super::linear::{self, Example, Linear, Training, logistic};
use super::node::{self, Form, What};
use super::{BELIEF, Bag, GATE, Learned, Manners, SURE, boost, is_allowed, pairs, put_forward};
use crate::record::Record;
use crate::schema::{EntityType, Ontology, RelationType};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Into how many parts the documents are parted for the second model.
const FOLDS: usize = 5;

/// How often the same example of one document counts: twenty states that sign one statement say one
/// thing.
const ENOUGH: usize = 3;

const GATE_TRAINING: Training = Training {
    epochs: 8,
    rate: 0.1,
    decay: 0.03,
    least: 2,
};
const PAIR_TRAINING: Training = Training {
    epochs: 10,
    rate: 0.1,
    decay: 0.03,
    least: 5,
};

/// Examples of one document.
#[derive(Debug, Default)]
pub struct Lesson {
    gate: Vec<Example>,
    /// Sentence by sentence how many phrases there are.
    sentences: Vec<usize>,
    phrases: Vec<(EntityType, Span, bool)>,
    pairs: Vec<PairExample>,
    /// Annotated relations by label.
    gold: Vec<u32>,
    /// Annotated relations that some pair of nodes stands for.
    covered: BTreeSet<(usize, usize, usize)>,
}

#[derive(Debug)]
struct PairExample {
    example: Example,
    /// The two phrases among the gate's examples, where they must pass it.
    gates: [Option<usize>; 2],
    /// What the pair stands for in the annotation, or a number of its own.
    ends: [usize; 2],
    /// Bit `l`: label `l` cannot be.
    barred: u32,
    /// Bit `l`: the rules say label `l`.
    ruled: u32,
    /// What the second model knows of it.
    scored: Scored,
    /// The document has the same example often enough.
    repeated: bool,
}

/// Collects examples and learns from them.
#[derive(Debug)]
pub struct Trainer {
    relations: Vec<RelationType>,
    names: Vec<String>,
    lessons: Vec<Lesson>,
}

impl Trainer {
    /// A trainer for the relations of an ontology.
    ///
    /// # Panics
    /// With more than 32 relations.
    pub fn new(ontology: &Ontology) -> Trainer {
        let relations: Vec<RelationType> = ontology.relations().collect();
        assert!(relations.len() <= 32, "a label is a bit of 32");
        let name = |&kind: &RelationType| ontology.relation_info(kind).name.clone();
        Trainer {
            names: relations.iter().map(name).collect(),
            relations,
            lessons: Vec::new(),
        }
    }

    /// Reads what an annotated document teaches. `findings` is what the rules found in it.
    pub fn add(&mut self, reading: &Reading<'_>, findings: &Findings, gold: &Record) {
        self.lessons.push(self.lesson(reading, findings, gold));
    }

    fn lesson(&self, reading: &Reading<'_>, findings: &Findings, gold: &Record) -> Lesson {
        let ontology = &reading.schema.ontology;
        let document = reading.document();
        let annotated = Annotated::new(reading, gold);
        let rules = Rules::new(reading, findings);
        let mut lesson = Lesson {
            gold: vec![0; self.relations.len()],
            ..Lesson::default()
        };
        for relation in &gold.relations {
            let label = self
                .relations
                .iter()
                .position(|&kind| ontology.relation_info(kind).name == relation.kind);
            if let Some(label) = label {
                lesson.gold[label] += 1;
            }
        }
        let of_referent = annotated.of_referents(reading);
        let mut fresh = gold.entities.len();
        for (sentence, nodes) in node::nodes(reading, findings).iter().enumerate() {
            let sight = Sight::new(reading, &rules, nodes, sentence);
            let best = annotated.best_phrases(nodes);
            let before = lesson.gate.len();
            let mut gates = Vec::with_capacity(nodes.len());
            let mut stands: Vec<usize> = Vec::with_capacity(nodes.len());
            for (index, node) in nodes.iter().enumerate() {
                let entity = annotated.stands_for(node, &of_referent);
                if node.form == Form::Phrase {
                    let mut bag = Bag::default();
                    sight.node(index, &mut bag);
                    gates.push(Some(lesson.gate.len()));
                    lesson.gate.push(Example {
                        features: bag.features,
                        yes: u32::from(best[index]),
                        skip: 0,
                    });
                    lesson.phrases.push(node.phrase());
                } else {
                    gates.push(None);
                }
                stands.push(entity.unwrap_or_else(|| {
                    fresh += 1;
                    match node.what {
                        What::Known(_) => {
                            // Mentions of one referent stand for one thing.
                            let same = nodes[..index].iter().position(|n| n.what == node.what);
                            same.map_or(fresh, |same| stands[same])
                        }
                        _ => fresh,
                    }
                }));
            }
            lesson.sentences.push(lesson.gate.len() - before);
            let span = document.sentences[sentence].span;
            for (from, to) in pairs(ontology, &self.relations, nodes) {
                let ends = [stands[from], stands[to]];
                let (mut yes, mut skip, mut barred, mut ruled) = (0, 0, 0, 0);
                for (label, &kind) in self.relations.iter().enumerate() {
                    let bit = 1 << label;
                    if !is_allowed(ontology, kind, nodes, from, to) {
                        skip |= bit;
                        barred |= bit;
                        continue;
                    }
                    if sight.is_ruled(from, to, kind) {
                        ruled |= bit;
                    }
                    let info = ontology.relation_info(kind);
                    let mut said = annotated.said(&info.name, ends[0], ends[1]);
                    if info.symmetric {
                        said = said.or_else(|| annotated.said(&info.name, ends[1], ends[0]));
                    }
                    match said {
                        Some(places) if places.iter().any(|(place, _)| place.overlaps(span)) => {
                            yes |= bit;
                            let key = match info.symmetric {
                                true => (label, ends[0].min(ends[1]), ends[0].max(ends[1])),
                                false => (label, ends[0], ends[1]),
                            };
                            lesson.covered.insert(key);
                        }
                        // Said elsewhere: here it may be said again.
                        Some(_) => skip |= bit,
                        None => {}
                    }
                }
                let mut bag = Bag::default();
                sight.pair(from, to, &mut bag);
                lesson.pairs.push(PairExample {
                    example: Example {
                        features: bag.features,
                        yes,
                        skip,
                    },
                    gates: [gates[from], gates[to]],
                    ends,
                    barred,
                    ruled,
                    scored: sight.scored(from, to),
                    repeated: false,
                });
            }
        }
        let mut seen: BTreeMap<(Vec<u32>, u32, u32), usize> = BTreeMap::new();
        for pair in &mut lesson.pairs {
            let example = &pair.example;
            let key = (example.features.clone(), example.yes, example.skip);
            let count = seen.entry(key).or_insert(0);
            *count += 1;
            pair.repeated = *count > ENOUGH;
        }
        lesson
    }

    /// Learns from all lessons; the second model from what first models say of documents that they
    /// have not seen.
    pub fn learn(&self, mut tell: impl FnMut(&str)) -> Learned {
        let all: Vec<&Lesson> = self.lessons.iter().collect();
        let (gate, pairs) = self.fit(&all);
        let told = self.told(FOLDS);
        let (rows, yes) = known(told.iter().flatten());
        let learned = Learned {
            gate: gate.rounded(),
            pairs: pairs.rounded(),
            context: boost::grow(&rows, &yes),
            relations: self.names.clone(),
            manners: Manners::default(),
        };
        tell(&format!(
            "{} documents; {} features of phrases, {} of pairs, {} candidates looked at again",
            all.len(),
            learned.gate.len(),
            learned.pairs.len(),
            rows.len()
        ));
        learned
    }

    fn fit(&self, lessons: &[&Lesson]) -> (Linear, Linear) {
        let gates: Vec<&Example> = lessons.iter().flat_map(|lesson| &lesson.gate).collect();
        let gate = linear::train(&gates, 1, GATE_TRAINING);
        let mut pairs: Vec<&Example> = Vec::new();
        for lesson in lessons {
            let open = open_gates(&gate, lesson);
            let live = lesson
                .pairs
                .iter()
                .filter(|pair| !pair.repeated && passes(pair, &open));
            pairs.extend(live.map(|pair| &pair.example));
        }
        let pairs = linear::train(&pairs, self.relations.len(), PAIR_TRAINING);
        (gate, pairs)
    }

    /// What first models say of each document that learned from the documents of other folds.
    fn told(&self, folds: usize) -> Vec<Vec<Told>> {
        let mut told: Vec<Vec<Told>> = Vec::new();
        told.resize_with(self.lessons.len(), Vec::new);
        for fold in 0..folds {
            let rest = self.lessons.iter().enumerate();
            let rest = rest.filter(|(index, _)| index % folds != fold);
            let rest: Vec<&Lesson> = rest.map(|(_, lesson)| lesson).collect();
            let (gate, pairs) = self.fit(&rest);
            for index in (fold..self.lessons.len()).step_by(folds) {
                told[index] = self.tell_of(&self.lessons[index], &gate, &pairs);
            }
        }
        told
    }

    fn tell_of(&self, lesson: &Lesson, gate: &Linear, pairs: &Linear) -> Vec<Told> {
        let open = open_gates(gate, lesson);
        let mut told = Vec::new();
        let mut sums = Vec::new();
        for pair in lesson.pairs.iter().filter(|pair| passes(pair, &open)) {
            pairs.sums(&pair.example.features, &mut sums);
            let gates = pair.gates.iter().flatten();
            let gate = gates
                .map(|&phrase| gate.sum(&lesson.gate[phrase].features))
                .fold(SURE, f32::min);
            let labels = (0..self.relations.len()).filter(|label| pair.barred & (1 << label) == 0);
            let highest = labels.clone().fold(-9.0, |best: f32, l| best.max(sums[l]));
            for label in labels.filter(|&label| sums[label] > context::LEAST) {
                let bit = 1 << label;
                let known = pair.example.skip & bit == 0;
                told.push(Told {
                    scored: Scored {
                        label,
                        sum: sums[label],
                        highest,
                        gate,
                        ruled: pair.ruled & bit != 0,
                        ..pair.scored
                    },
                    row: Vec::new(),
                    right: known.then_some(pair.example.yes & bit != 0),
                    repeated: pair.repeated,
                    ends: pair.ends,
                });
            }
        }
        let scored: Vec<Scored> = told.iter().map(|told| told.scored).collect();
        let rows = context::rows(&scored, &put_forward(&self.names));
        for (told, row) in told.iter_mut().zip(rows) {
            told.row = row;
        }
        told
    }

    /// Learns from all but one part of the documents and judges that part, part by part; tells
    /// precision, recall and F1 by threshold and by relation, and how often a relation of some
    /// probability is right.
    pub fn validate(&self, folds: usize, mut tell: impl FnMut(&str)) {
        let told = self.told(folds);
        let mut judged: Vec<(f32, usize, bool)> = Vec::new();
        let mut gold = vec![0u32; self.relations.len()];
        let mut covered = vec![0u32; self.relations.len()];
        for fold in 0..folds {
            let rest = told.iter().enumerate();
            let rest = rest.filter(|(index, _)| index % folds != fold);
            let (rows, yes) = known(rest.flat_map(|(_, told)| told));
            let trees = boost::grow(&rows, &yes);
            for index in (fold..self.lessons.len()).step_by(folds) {
                let lesson = &self.lessons[index];
                for (total, count) in gold.iter_mut().zip(&lesson.gold) {
                    *total += count;
                }
                for (label, _, _) in &lesson.covered {
                    covered[*label] += 1;
                }
                let mut best: BTreeMap<(usize, [usize; 2]), (f32, bool)> = BTreeMap::new();
                let scored: Vec<Scored> = told[index].iter().map(|told| told.scored).collect();
                let judged_here = told[index]
                    .iter()
                    .map(|told| logistic(trees.sum(&told.row)));
                let mut beliefs: Vec<f32> = judged_here.collect();
                context::level(&scored, &mut beliefs);
                for (told, belief) in told[index].iter().zip(beliefs) {
                    let Some(right) = told.right else { continue };
                    let key = (told.scored.label, told.ends);
                    let entry = best.entry(key).or_insert((0.0, right));
                    entry.0 = entry.0.max(belief);
                    entry.1 |= right;
                }
                judged.extend(best.iter().map(|(key, &(p, right))| (p, key.0, right)));
            }
        }
        report(&judged, &gold, &covered, &self.names, &mut tell);
    }
}

/// What a first model says of a candidate.
struct Told {
    scored: Scored,
    row: Vec<f32>,
    /// Whether it is right, where the annotation tells.
    right: Option<bool>,
    repeated: bool,
    ends: [usize; 2],
}

/// The rows and answers of those candidates of which the annotation tells.
fn known<'t>(told: impl Iterator<Item = &'t Told>) -> (Vec<Vec<f32>>, Vec<bool>) {
    told.filter(|told| !told.repeated)
        .filter_map(|told| Some((told.row.clone(), told.right?)))
        .unzip()
}

/// Tells precision and recall at some thresholds, by relation where relations are believed, and how
/// often a probability is right.
fn report(
    judged: &[(f32, usize, bool)],
    gold: &[u32],
    covered: &[u32],
    names: &[String],
    tell: &mut impl FnMut(&str),
) {
    let total: u32 = gold.iter().sum();
    let reachable: u32 = covered.iter().sum();
    tell(&format!("{total} relations, {reachable} within reach"));
    let score = |threshold: f32, label: Option<usize>| {
        let picked = judged
            .iter()
            .filter(|j| j.0 >= threshold && label.is_none_or(|label| j.1 == label));
        let (mut right, mut all) = (0u32, 0u32);
        for j in picked {
            all += 1;
            right += u32::from(j.2);
        }
        let gold = label.map_or(total, |label| gold[label]);
        let precision = f64::from(right) / f64::from(all.max(1));
        let recall = f64::from(right) / f64::from(gold.max(1));
        let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
        (precision, recall, f1)
    };
    for step in 4..18 {
        let threshold = step as f32 * 0.05;
        let (precision, recall, f1) = score(threshold, None);
        tell(&format!(
            "at {threshold:.2}: P {precision:.3} R {recall:.3} F1 {f1:.3}"
        ));
    }
    for (label, name) in names.iter().enumerate() {
        let (precision, recall, f1) = score(BELIEF, Some(label));
        tell(&format!(
            "  {name:<16} P {precision:.3} R {recall:.3} F1 {f1:.3}   {} annotated, {} within reach",
            gold[label], covered[label]
        ));
    }
    for step in 0..10 {
        let (from, to) = (step as f32 * 0.1, (step + 1) as f32 * 0.1);
        let within = judged.iter().filter(|j| j.0 >= from && j.0 < to);
        let (all, right) = within.fold((0u32, 0u32), |(all, right), j| {
            (all + 1, right + u32::from(j.2))
        });
        tell(&format!(
            "probability {from:.1} to {to:.1}: {right} of {all} right ({:.3})",
            f64::from(right) / f64::from(all.max(1))
        ));
    }
}

/// Which phrases of a lesson are something, and not much the same as another.
fn open_gates(gate: &Linear, lesson: &Lesson) -> Vec<bool> {
    let belief = |example: &Example| logistic(gate.sum(&example.features));
    let beliefs: Vec<f32> = lesson.gate.iter().map(belief).collect();
    let mut open = Vec::with_capacity(beliefs.len());
    for &count in &lesson.sentences {
        let here = open.len()..open.len() + count;
        let (phrases, beliefs) = (&lesson.phrases[here.clone()], &beliefs[here]);
        open.extend(node::distinct(phrases, beliefs, GATE));
    }
    open
}

fn passes(pair: &PairExample, open: &[bool]) -> bool {
    pair.gates.iter().flatten().all(|&gate| open[gate])
}
