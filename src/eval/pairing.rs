//! Which predicted entity is which gold one, inside a document.

use super::measure;
use crate::record::EntityRecord;
use crate::text::MentionKind;
use std::collections::{BTreeMap, BTreeSet};

/// Start and end; signed, for the differences.
pub type Stretch = (i64, i64);

/// Pairs entities one to one, best overlap first; gold ids by predicted ids.
pub fn pair<'a>(
    gold: &'a [EntityRecord],
    predicted: &'a [EntityRecord],
) -> BTreeMap<&'a str, &'a str> {
    let predicted: Vec<(&EntityRecord, Places)> =
        predicted.iter().map(|e| (e, Places::of(e))).collect();
    let mut scored: Vec<(f64, &str, &str)> = Vec::new();
    for g in gold {
        let places = Places::of(g);
        for (p, p_places) in predicted.iter().filter(|(p, _)| p.kind == g.kind) {
            let similarity = places.similarity(p_places);
            if similarity > 0.0 {
                scored.push((similarity, &g.id, &p.id));
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut to_gold, mut used) = (BTreeMap::new(), BTreeSet::new());
    for (_, g, p) in scored {
        if !used.contains(g) && !to_gold.contains_key(p) {
            to_gold.insert(p, g);
            used.insert(g);
        }
    }
    to_gold
}

/// The stretches of text by which an entity is recognised.
enum Places {
    /// The names of a named entity, or all its mentions where it has none.
    Names(BTreeSet<Stretch>),
    /// All mentions of an agreement, an event or a proposal.
    Phrases(BTreeSet<Stretch>),
}

impl Places {
    fn of(entity: &EntityRecord) -> Places {
        let stretches = |names_only: bool| -> BTreeSet<Stretch> {
            let mentions = entity.mentions.iter();
            mentions
                .filter(|m| !names_only || m.kind == MentionKind::Name)
                .map(|m| (i64::from(m.start), i64::from(m.end)))
                .collect()
        };
        if !measure::is_named(&entity.kind) {
            return Places::Phrases(stretches(false));
        }
        let names = stretches(true);
        Places::Names(match names.is_empty() {
            true => stretches(false),
            false => names,
        })
    }

    /// Zero where the two cannot be one entity, else how much of them agrees.
    fn similarity(&self, other: &Places) -> f64 {
        match (self, other) {
            (Places::Names(gold), Places::Names(predicted)) => {
                let exact = gold.intersection(predicted).count();
                let half = |a: Stretch, b: Stretch| shared(a, b) * 2 >= length(a).max(length(b));
                let loose = gold
                    .iter()
                    .filter(|&&a| predicted.iter().any(|&b| half(a, b)));
                exact as f64 + loose.count() as f64 * 0.5
            }
            (Places::Phrases(gold), Places::Phrases(predicted)) => {
                let pairs = gold
                    .iter()
                    .flat_map(|&a| predicted.iter().map(move |&b| (a, b)));
                pairs.fold(0.0, |best, (a, b)| {
                    let (common, shorter) = (shared(a, b) as f64, length(a).min(length(b)).max(1));
                    match common >= 0.6 * shorter as f64 {
                        true => best.max(common / length(a).max(length(b)) as f64),
                        false => best,
                    }
                })
            }
            _ => 0.0,
        }
    }
}

fn length((start, end): Stretch) -> i64 {
    end - start
}

fn shared(a: Stretch, b: Stretch) -> i64 {
    (a.1.min(b.1) - a.0.max(b.0)).max(0)
}
