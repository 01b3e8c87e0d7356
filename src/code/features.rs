//! The signs by which a class is told: the predicates between source and target, what hangs on
//! them, the classes that the schema gives them, negation and tense, the words around.

use super::chain::{Chain, ancestors};
use crate::schema::{EventTypes, Sway};
use crate::text::{Deprel, Tree, Upos};
use std::ops::Range;

/// What a text says of a pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// Hashes of the signs, sorted, each once.
    pub features: Vec<u64>,
    /// The class that the schema's words alone give.
    pub spoken: Option<usize>,
}

/// Collects signs.
struct Bag(Vec<u64>);

impl Bag {
    fn put(&mut self, name: &str, parts: &[&str]) {
        // FNV-1a: the same on every machine, and part of the format of the parameters.
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        let mut eat = |text: &str| {
            for byte in text.bytes().chain([0]) {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        };
        eat(name);
        parts.iter().for_each(|part| eat(part));
        self.0.push(hash);
    }
}

pub(super) fn signs(
    events: &EventTypes,
    tree: &Tree<'_>,
    source: Range<usize>,
    target: Range<usize>,
) -> Signs {
    let mut bag = Bag(Vec::new());
    bag.put("always", &[]);
    let Some(chain) = Chain::new(tree, source, target) else {
        return Signs {
            features: bag.0,
            spoken: None,
        };
    };
    let mut spoken = Spoken::default();
    of_path(&chain, events, &mut bag, &mut spoken);
    of_verbs(&chain, events, &mut bag, &mut spoken);
    of_nouns(&chain, events, &mut bag, &mut spoken);
    of_stance(&chain, events, &mut bag, &mut spoken);
    of_words(&chain, &mut bag);
    let spoken = spoken.verdict(events);
    if let Some(class) = spoken {
        bag.put("spoken", &[&events.types()[class].name]);
    }
    bag.0.sort_unstable();
    bag.0.dedup();
    Signs {
        features: bag.0,
        spoken,
    }
}

/// What the schema's words say.
#[derive(Default)]
struct Spoken {
    main: Option<usize>,
    noun: Option<usize>,
    complement: Option<usize>,
    announced: bool,
    refused: bool,
}

impl Spoken {
    fn verdict(&self, events: &EventTypes) -> Option<usize> {
        let class = self.main.or(self.noun).or(self.complement)?;
        if self.refused {
            return events.index("REJECT").or(Some(class));
        }
        let future = events.types()[class].future.filter(|_| self.announced);
        Some(future.unwrap_or(class))
    }
}

fn of_path(chain: &Chain<'_>, events: &EventTypes, bag: &mut Bag, spoken: &mut Spoken) {
    let tree = chain.tree;
    let main = chain.lemma(chain.main);
    bag.put("main", &[&main]);
    let [source, target] = chain.heads;
    if let Some(source) = source {
        let relation = tree.deprel(source).as_str();
        bag.put("main-source", &[&main, relation]);
        bag.put("source-is", &[relation]);
    }
    for (index, &token) in chain.path.iter().enumerate() {
        let lemma = chain.lemma(token);
        bag.put("path", &[&lemma]);
        if index < 3 {
            bag.put("path-at", &[&index.to_string(), &lemma]);
        }
        bag.put("path-is", &[tree.deprel(token).as_str()]);
        if chain.is_verb(token) {
            for class in chain.classes_of_verb(events, token).0 {
                bag.put("path-class", &[&events.types()[class].name]);
                spoken.complement = spoken.complement.or(Some(class));
            }
        }
    }
    for pair in chain.path.windows(2) {
        bag.put("path-two", &[&chain.lemma(pair[0]), &chain.lemma(pair[1])]);
    }
    if let (Some(&first), Some(&last)) = (chain.path.first(), chain.path.last()) {
        let [first, last] = [first, last].map(|token| chain.lemma(token));
        bag.put("path-last", &[&last]);
        bag.put("path-ends", &[&first, &last]);
    }
    if let Some(target) = target {
        bag.put("target-is", &[tree.deprel(target).as_str()]);
        for case in tree.children_by(target, &[Deprel::Case]) {
            let case = chain.lemma(case);
            bag.put("target-case", &[&case]);
            bag.put("main-case", &[&main, &case]);
        }
    }
    let up = ancestors(tree, chain.main);
    for &verb in up.iter().skip(1).filter(|&&t| chain.is_verb(t)).take(2) {
        bag.put("above", &[&chain.lemma(verb)]);
    }
}

fn of_verbs(chain: &Chain<'_>, events: &EventTypes, bag: &mut Bag, spoken: &mut Spoken) {
    let tree = chain.tree;
    let main = chain.lemma(chain.main);
    let name = |class: usize| events.types()[class].name.as_str();
    let mut of_main = Vec::new();
    for (index, &verb) in chain.verbs.iter().enumerate() {
        let rank = if index == 0 { "main" } else { "complement" };
        let lemma = chain.lemma(verb);
        if index > 0 {
            bag.put("complement", &[&lemma]);
            bag.put("main-complement", &[&main, &lemma]);
        }
        for child in tree.children(verb) {
            let word = chain.lemma(child);
            match tree.deprel(child) {
                Deprel::Obj => {
                    bag.put("object", &[rank, &word]);
                    bag.put("verb-object", &[&lemma, &word]);
                    let parts = [Deprel::Nmod, Deprel::Acl, Deprel::Compound, Deprel::Amod];
                    for part in tree.children_by(child, &parts) {
                        if !chain.target.contains(&part) {
                            bag.put("object-part", &[&chain.lemma(part)]);
                        }
                    }
                }
                Deprel::CompoundPrt => bag.put("particle", &[&lemma, &word]),
                Deprel::Aux | Deprel::AuxPass | Deprel::Cop => bag.put("helper", &[rank, &word]),
                Deprel::Advmod => bag.put("adverb", &[rank, &word]),
                Deprel::Obl | Deprel::Nmod => {
                    for case in tree.children_by(child, &[Deprel::Case]) {
                        bag.put("verb-case", &[&lemma, &chain.lemma(case)]);
                    }
                    if !chain.target.contains(&child) {
                        bag.put("oblique", &[rank, &word]);
                    }
                }
                _ => {}
            }
        }
        let (classes, long) = chain.classes_of_verb(events, verb);
        for &class in &classes {
            bag.put("class", &[rank, name(class)]);
            bag.put(
                "class-of",
                &[if long { "words" } else { "word" }, name(class)],
            );
            if index > 0 {
                for &first in &of_main {
                    bag.put("class-two", &[name(first), name(class)]);
                }
            }
        }
        let slot = match index {
            0 => &mut spoken.main,
            _ => &mut spoken.complement,
        };
        *slot = slot.or(classes.first().copied());
        if index == 0 {
            of_main = classes;
        }
    }
}

fn of_nouns(chain: &Chain<'_>, events: &EventTypes, bag: &mut Bag, spoken: &mut Spoken) {
    let tree = chain.tree;
    let hanging = [Deprel::Obj, Deprel::Obl, Deprel::NsubjPass];
    let of_verbs = chain
        .verbs
        .iter()
        .flat_map(|&verb| tree.children_by(verb, &hanging));
    for token in chain.path.iter().copied().chain(of_verbs) {
        let upos = tree.document().tokens[token].upos;
        let nominal = matches!(upos, Upos::Noun | Upos::Propn | Upos::Adj);
        if nominal && !chain.target.contains(&token) {
            for class in chain.classes_of_noun(events, token) {
                bag.put("noun-class", &[&events.types()[class].name]);
                spoken.noun = spoken.noun.or(Some(class));
            }
        }
    }
}

/// Negation, announcement, refusal, and what they make of the classes.
fn of_stance(chain: &Chain<'_>, events: &EventTypes, bag: &mut Bag, spoken: &mut Spoken) {
    let tree = chain.tree;
    let main = chain.lemma(chain.main);
    let helper = |verbs: &[usize], words: &[&str]| {
        verbs.iter().any(|&verb| {
            tree.children(verb)
                .any(|child| words.contains(&chain.lemma(child).as_str()))
        })
    };
    let near = &chain.verbs[..chain.verbs.len().min(2)];
    let denied = helper(near, &["not", "n't", "never", "no"]);
    let coming = helper(&chain.verbs, &["will", "would", "shall"]);
    let announced = coming || events.sways(&main, Sway::Announce);
    let refused = events.sways(&main, Sway::Refuse);
    let stopped = events.sways(&main, Sway::Stop);
    let passive = tree
        .child_by(chain.main, &[Deprel::AuxPass, Deprel::NsubjPass])
        .is_some();
    let holds = [
        ("denied", denied),
        ("coming", coming),
        ("announced", announced),
        ("refused", refused),
        ("stopped", stopped),
        ("passive", passive),
    ];
    for (name, _) in holds.iter().filter(|(_, holds)| *holds) {
        bag.put(name, &[]);
    }
    for &verb in &chain.verbs {
        let lemma = chain.lemma(verb);
        for (name, sway) in [("refuses", Sway::Refuse), ("stops", Sway::Stop)] {
            if events.sways(&lemma, sway) {
                bag.put(name, &[]);
            }
        }
        for class in chain.classes_of_verb(events, verb).0 {
            for (name, _) in holds[..5].iter().filter(|(_, holds)| *holds) {
                bag.put(name, &[&events.types()[class].name]);
            }
        }
    }
    spoken.announced = announced;
    spoken.refused = refused || denied;
}

/// The words between the two, behind them, within them, and all words of content.
fn of_words(chain: &Chain<'_>, bag: &mut Bag) {
    let tokens = &chain.tree.document().tokens;
    let lemma = |token: usize| chain.lemma(token);
    let (source, target) = (&chain.source, &chain.target);
    let first = source.is_empty() || source.start < target.start;
    bag.put("order", &[if first { "st" } else { "ts" }]);
    let between = match (source.is_empty() || target.is_empty(), first) {
        (true, _) => 0..0,
        (_, true) => source.end..target.start.max(source.end),
        (_, false) => target.end..source.start.max(target.end),
    };
    for token in between.clone() {
        if !matches!(tokens[token].upos, Upos::Punct | Upos::Det | Upos::Num) {
            bag.put("between", &[&lemma(token)]);
        }
        if token + 1 < between.end {
            bag.put("between-two", &[&lemma(token), &lemma(token + 1)]);
        }
    }
    let behind = source.end.max(target.end);
    for (index, token) in tokens.iter().enumerate().skip(behind).take(8) {
        if matches!(token.upos, Upos::Verb | Upos::Noun | Upos::Adj | Upos::Adp) {
            bag.put("behind", &[&lemma(index)]);
        }
    }
    for token in target.clone() {
        bag.put("in-target", &[&lemma(token)]);
    }
    for token in source.clone() {
        if matches!(tokens[token].upos, Upos::Noun | Upos::Propn) {
            bag.put("in-source", &[&lemma(token)]);
        }
    }
    for token in (0..tokens.len()).filter(|token| !source.contains(token)) {
        if matches!(tokens[token].upos, Upos::Verb | Upos::Noun | Upos::Adj) {
            bag.put("word", &[&lemma(token)]);
        }
    }
}
