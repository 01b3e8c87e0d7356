//! What is counted in one document, and the sum over documents.

use super::pairing::pair;
use super::python::{plain_name, round4, unknown_end};
use super::tally::{Figures, Tally};
use super::{Canonical, MacroAverage, Score, measure};
use crate::record::{EntityRecord, Record, RelationRecord};
use crate::schema::{Modality, Polarity};
use crate::text::MentionKind;
use std::collections::{BTreeMap, BTreeSet};

/// A mention's start and end.
type Place = (u32, u32);

/// A relation as it is compared: its type and its two ends, as ids of gold.
type Triple = (String, String, String);

/// The sums so far.
#[derive(Debug, Default)]
pub struct Counts {
    names: Tally,
    entities: Tally,
    coref: Tally,
    relations: Tally,
    core: Tally,
    strict: Tally,
    per_entity: BTreeMap<String, Tally>,
    per_relation: BTreeMap<String, Tally>,
    named_pairs: u64,
    named_right: u64,
    f1_by_document: Vec<f64>,
    errors: Vec<String>,
}

impl Counts {
    /// Counts one document.
    pub fn add(&mut self, gold: &Record, predicted: &Record) {
        self.names.add(names(gold), names(predicted));
        let to_gold = pair(&gold.entities, &predicted.entities);
        self.add_entities(gold, predicted, &to_gold);
        self.add_canonical(gold, predicted, &to_gold);
        self.add_coref(gold, predicted);
        self.add_relations(gold, predicted, &to_gold);
    }

    /// The figures of all that was counted.
    pub fn finish(self, missing: Vec<String>) -> Score {
        let figures = |by_type: BTreeMap<String, Tally>| -> BTreeMap<String, Figures> {
            let by_type = by_type.into_iter();
            by_type.map(|(k, tally)| (k, tally.figures())).collect()
        };
        let share = |part: f64, of: usize| match of {
            0 => 0.0,
            of => round4(part / of as f64),
        };
        // Summed from the left in plain floating point, as the script does: the order of the
        // additions can decide the fourth place.
        let sum = self.f1_by_document.iter().fold(0.0, |sum, f1| sum + f1);
        Score {
            names: self.names.figures(),
            entities: self.entities.figures(),
            coref: self.coref.figures(),
            relations: self.relations.figures(),
            core: self.core.figures(),
            strict: self.strict.figures(),
            canonical: Canonical {
                accuracy: share(self.named_right as f64, self.named_pairs as usize),
                right: self.named_right,
                of: self.named_pairs,
            },
            macro_average: MacroAverage {
                f1: share(sum, self.f1_by_document.len()),
            },
            documents: self.f1_by_document.len(),
            per_entity: figures(self.per_entity),
            per_relation: figures(self.per_relation),
            errors: self.errors,
            missing,
        }
    }

    fn add_entities(&mut self, gold: &Record, predicted: &Record, to_gold: &BTreeMap<&str, &str>) {
        // A predicted entity stands for its gold partner (`Ok`), else for nothing there (`Err`).
        let partner = |e: &'_ EntityRecord| match to_gold.get(e.id.as_str()) {
            Some(&id) => Ok(id.to_owned()),
            None => Err(e.id.clone()),
        };
        let own = |e: &EntityRecord| Ok(e.id.clone());
        let (g, p) = (&gold.entities, &predicted.entities);
        self.entities.add(g.iter().map(own), p.iter().map(partner));
        let kinds: BTreeSet<&str> = g.iter().chain(p).map(|e| e.kind.as_str()).collect();
        for kind in kinds {
            let g = g.iter().filter(|e| e.kind == kind).map(own);
            let p = p.iter().filter(|e| e.kind == kind).map(partner);
            entry(&mut self.per_entity, kind).add(g, p);
        }
    }

    fn add_canonical(&mut self, gold: &Record, predicted: &Record, to_gold: &BTreeMap<&str, &str>) {
        let (gold, predicted) = (by_id(gold), by_id(predicted));
        for (p, g) in to_gold {
            let (g, p) = (gold[g], predicted[p]);
            if !measure::is_named(&g.kind) {
                continue;
            }
            self.named_pairs += 1;
            let same = match g.key.as_deref() {
                None | Some("") => plain_name(&g.name) == plain_name(&p.name),
                key => key == p.key.as_deref(),
            };
            self.named_right += u64::from(same);
        }
    }

    fn add_coref(&mut self, gold: &Record, predicted: &Record) {
        let (gold, predicted) = (owners(gold), owners(predicted));
        let both: Vec<Place> = gold
            .keys()
            .filter(|place| predicted.contains_key(place))
            .copied()
            .collect();
        let links = |owners: &BTreeMap<Place, &str>| -> Vec<(Place, Place)> {
            let mut links = Vec::new();
            for (i, &a) in both.iter().enumerate() {
                let same = both[i + 1..].iter().filter(|&b| owners[&a] == owners[b]);
                links.extend(same.map(|&b| (a, b)));
            }
            links
        };
        self.coref.add(links(&gold), links(&predicted));
    }

    fn add_relations(&mut self, gold: &Record, predicted: &Record, to_gold: &BTreeMap<&str, &str>) {
        let own: BTreeMap<&str, &str> = gold.entities.iter().map(|e| (&*e.id, &*e.id)).collect();
        let g = triples(gold, &own, |_| ());
        let p = triples(predicted, to_gold, |_| ());
        let manner = |r: &RelationRecord| -> (Polarity, Modality) { (r.polarity, r.modality) };
        self.strict.add(
            triples(gold, &own, manner),
            triples(predicted, to_gold, manner),
        );

        let (g, p): (BTreeSet<Triple>, BTreeSet<Triple>) = (plain(g), plain(p));
        self.relations.add(&g, &p);
        let core = |t: &&Triple| measure::is_core(&t.0);
        self.core.add(g.iter().filter(core), p.iter().filter(core));
        let kinds: BTreeSet<&str> = g.union(&p).map(|t| t.0.as_str()).collect();
        for kind in kinds {
            let of = |t: &&Triple| t.0 == kind;
            entry(&mut self.per_relation, kind).add(g.iter().filter(of), p.iter().filter(of));
        }

        let mut alone = Tally::default();
        alone.add(&g, &p);
        let nothing = g.is_empty() && p.is_empty();
        self.f1_by_document
            .push(if nothing { 1.0 } else { alone.figures().f1 });

        let names = by_id(gold);
        let name = |id: &'_ str| names.get(id).map_or(id.to_owned(), |e| e.name.clone());
        for (what, those) in [
            ("missed  ", g.difference(&p)),
            ("spurious", p.difference(&g)),
        ] {
            for (kind, source, target) in those {
                let (id, source, target) = (&gold.id, name(source), name(target));
                self.errors
                    .push(format!("{id} {what} {kind}({source} -> {target})"));
            }
        }
    }
}

fn entry<'m>(map: &'m mut BTreeMap<String, Tally>, kind: &str) -> &'m mut Tally {
    map.entry(kind.to_owned()).or_default()
}

/// The name mentions of a record's named entities, each once.
fn names(record: &Record) -> BTreeSet<(Place, &str)> {
    let named = record
        .entities
        .iter()
        .filter(|e| measure::is_named(&e.kind));
    named
        .flat_map(|e| e.mentions.iter().map(move |m| (m, e.kind.as_str())))
        .filter(|(m, _)| m.kind == MentionKind::Name)
        .map(|(m, kind)| ((m.start, m.end), kind))
        .collect()
}

/// Entities by id; of two with one id the last.
fn by_id(record: &Record) -> BTreeMap<&str, &EntityRecord> {
    record.entities.iter().map(|e| (e.id.as_str(), e)).collect()
}

/// Which entity each mention belongs to; of two at one place the last.
fn owners(record: &Record) -> BTreeMap<Place, &str> {
    let entities = record.entities.iter();
    entities
        .flat_map(|e| e.mentions.iter().map(|m| ((m.start, m.end), e.id.as_str())))
        .collect()
}

/// The relations that count, each once, with their ends as ids of gold and what else makes them
/// this one.
fn triples<M: Ord>(
    record: &Record,
    ids: &BTreeMap<&str, &str>,
    manner: impl Fn(&RelationRecord) -> M,
) -> BTreeSet<(Triple, M)> {
    let relations = record.relations.iter().filter(|r| measure::counts(&r.kind));
    relations
        .map(|r| {
            let find = |id: &str| ids.get(id).map(|&gold| gold.to_owned());
            let mut ends = [(find(&r.source), &r.source), (find(&r.target), &r.target)];
            // Where one end is unknown, an empty id of the other counts as unknown too.
            if ends.iter().any(|(gold, _)| gold.is_none()) {
                for (gold, _) in &mut ends {
                    gold.take_if(|id| id.is_empty());
                }
            }
            let mut ends = ends.map(|(gold, id)| gold.unwrap_or_else(|| unknown_end(id)));
            if measure::is_symmetric(&r.kind) {
                ends.sort();
            }
            let [source, target] = ends;
            ((r.kind.clone(), source, target), manner(r))
        })
        .collect()
}

fn plain(triples: BTreeSet<(Triple, ())>) -> BTreeSet<Triple> {
    triples.into_iter().map(|(triple, ())| triple).collect()
}
