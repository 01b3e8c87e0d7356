//! Trains a network: which features get a row, which sentences are read in which order, how fast it
//! learns, and how good it is. The passes themselves are the trainer's.

use super::augment;
use super::trainer::Trainer;
use crate::annotate::conllu::TreeSentence;
use crate::annotate::lemma::HashedMap;
use crate::annotate::network::{Network, Scratch, Sizes, word_features};
use crate::annotate::tree;
use crate::text::Deprel;
use std::collections::BTreeMap;

/// A word made ready.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Rows of its features; the first `forms` are the form's.
    pub(super) rows: Vec<u32>,
    pub(super) forms: u8,
    /// The tag's number; `u16::MAX` where the tag is too rare to be learned.
    pub(super) tag: u16,
    /// 0 for the root, else the head's place plus one.
    pub(super) head: u32,
    pub(super) label: u8,
}

/// How one network is trained.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recipe {
    /// The size of the word vectors.
    pub(super) dim: usize,
    pub(super) layers: usize,
    /// How often the treebank is read.
    pub(super) epochs: usize,
    pub(super) seed: u64,
    /// The share of numbers that the input of a layer loses.
    pub(super) drop: f32,
}

/// The numbers of the tags, by universal and Penn name.
pub(super) type TagNumbers<'t> = BTreeMap<(&'t str, &'t str), u16>;

/// Trains a network on treebanks and on `extra` sentences that earlier networks have read; of these
/// each epoch takes as many words as the treebanks have.
pub(super) fn train(
    trees: &[TreeSentence],
    extra: &[TreeSentence],
    dev: &[TreeSentence],
    tags: &TagNumbers<'_>,
    recipe: Recipe,
    report: &mut impl FnMut(&str),
) -> Network {
    let sizes = Sizes {
        dim: recipe.dim,
        layers: recipe.layers,
        tag_layer: 2.min(recipe.layers),
        tags: tags.len().next_multiple_of(32),
        arc: 96,
        rel: 96,
        labels: Deprel::ALL.len().next_multiple_of(32),
    };
    let (rows, counts) = index(trees, extra);
    let count = |trees: &[TreeSentence]| trees.iter().map(|t| t.words.len()).sum::<usize>();
    let gold_words = count(trees);
    let extra_words = count(extra).min(gold_words);
    report(&format!(
        "network of {} x {}: {gold_words} words of treebanks, {extra_words} of others, {} features",
        recipe.layers,
        recipe.dim,
        rows.len()
    ));
    let mut trainer = Trainer::new(sizes, rows, counts, recipe);
    let mixed = recipe.epochs.saturating_sub(GOLD_ONLY);
    let total = (gold_words * recipe.epochs + extra_words * mixed) / BATCH + 1;
    let mut step = 0;
    // Extra sentences are taken in turn, in an order that is shuffled each time it is through.
    let mut extra_order: Vec<usize> = (0..extra.len()).collect();
    let mut extra_next = extra.len();
    for epoch in 1..=recipe.epochs {
        let mut order: Vec<&TreeSentence> = trees.iter().collect();
        // The last epochs are for the treebanks alone.
        let wanted = if epoch + GOLD_ONLY > recipe.epochs {
            0
        } else {
            extra_words
        };
        let mut taken = 0;
        while taken < wanted {
            if extra_next == extra.len() {
                trainer.random.shuffle(&mut extra_order);
                extra_next = 0;
            }
            let sentence = &extra[extra_order[extra_next]];
            order.push(sentence);
            taken += sentence.words.len();
            extra_next += 1;
        }
        trainer.random.shuffle(&mut order);
        let mut loss = [0f64; 3];
        let mut words = 0usize;
        let mut batch: Vec<Vec<Item>> = Vec::new();
        let mut size = 0;
        for (i, sentence) in order.iter().enumerate() {
            let varied = augment::vary(sentence, &mut trainer.random);
            let sentence = varied.as_ref().unwrap_or(sentence);
            batch.push(items(sentence, &trainer.index, tags));
            size += sentence.words.len();
            if size < BATCH && i + 1 < order.len() {
                continue;
            }
            step += 1;
            let progress = step as f32 / total as f32;
            let rate = RATE * (step as f32 / 200.0).min(1.0) * (1.0 - progress).max(0.005);
            let losses = trainer.learn(&batch, rate);
            for (sum, l) in loss.iter_mut().zip(losses) {
                *sum += l;
            }
            words += size;
            batch.clear();
            size = 0;
        }
        let mean = loss.map(|l| l / words.max(1) as f64);
        let mut line = format!(
            "epoch {epoch}: loss tags {:.3}, heads {:.3}, relations {:.3}",
            mean[0], mean[1], mean[2]
        );
        if epoch % 4 == 0 || epoch == recipe.epochs {
            line += &format!("; dev {}", measure(&trainer.network(), dev, tags));
        }
        report(&line);
    }
    trainer.network()
}

/// How many epochs at the end leave extra sentences out.
const GOLD_ONLY: usize = 3;
/// Words in a batch.
const BATCH: usize = 700;
/// The highest learning rate.
const RATE: f32 = 0.003;
/// How often a feature must occur in treebanks, or in other text, to get a row.
const GOLD_COUNT: u32 = 2;
const EXTRA_COUNT: u32 = 20;

/// Gives rows to the features that are frequent enough; with their counts.
fn index(trees: &[TreeSentence], extra: &[TreeSentence]) -> (HashedMap<u32>, Vec<u32>) {
    let (mut buffer, mut found) = (String::new(), Vec::new());
    let mut counts: BTreeMap<u64, (u32, u32)> = BTreeMap::new();
    for word in trees.iter().flat_map(|t| &t.words) {
        word_features(&word.form, &mut buffer, &mut found);
        for &f in &found {
            counts.entry(f).or_default().0 += 1;
        }
    }
    for word in extra.iter().flat_map(|t| &t.words) {
        word_features(&word.form, &mut buffer, &mut found);
        for &f in &found {
            counts.entry(f).or_default().1 += 1;
        }
    }
    let kept: Vec<(u64, u32)> = counts
        .into_iter()
        .filter(|&(_, (gold, extra))| gold >= GOLD_COUNT || extra >= EXTRA_COUNT)
        .map(|(f, (gold, extra))| (f, gold + extra))
        .collect();
    let rows = kept
        .iter()
        .zip(0..)
        .map(|(&(f, _), row)| (f, row))
        .collect();
    (rows, kept.into_iter().map(|(_, n)| n).collect())
}

fn items(tree: &TreeSentence, rows: &HashedMap<u32>, tags: &TagNumbers<'_>) -> Vec<Item> {
    let (mut buffer, mut found) = (String::new(), Vec::new());
    tree.words
        .iter()
        .map(|word| {
            word_features(&word.form, &mut buffer, &mut found);
            Item {
                rows: found.iter().filter_map(|f| rows.get(f).copied()).collect(),
                forms: found[..2].iter().filter(|f| rows.contains_key(f)).count() as u8,
                tag: *tags
                    .get(&(word.upos.as_str(), word.xpos.as_str()))
                    .unwrap_or(&u16::MAX),
                head: word.head,
                label: word.deprel as u8,
            }
        })
        .collect()
}

/// Shares of words of `dev` with the right tag, head, head and relation, on gold tokens.
pub(super) fn measure(network: &Network, dev: &[TreeSentence], tags: &TagNumbers<'_>) -> String {
    let mut s = Scratch::default();
    let (mut found, mut heads, mut relations) = (Vec::new(), Vec::new(), Vec::new());
    let names: BTreeMap<u16, &str> = tags.iter().map(|(k, &v)| (v, k.0)).collect();
    let (mut words, mut tag, mut head, mut both) = (0, 0, 0, 0);
    for tree in dev {
        network.read_sentence(
            tree.words.iter().map(|w| w.form.as_str()),
            &mut s,
            &mut found,
        );
        tree::decode(tree.words.len(), &s.arcs, &mut heads);
        network.relations(&heads, &mut s, &mut relations);
        for (i, word) in tree.words.iter().enumerate() {
            words += 1;
            tag += usize::from(names.get(&found[i]) == Some(&word.upos.as_str()));
            let right = heads[i].map_or(0, |h| h + 1) == word.head;
            head += usize::from(right);
            let label = Deprel::ALL
                .get(usize::from(relations[i]))
                .copied()
                .unwrap_or(Deprel::Dep);
            both += usize::from(right && (word.head == 0 || label.base() == word.deprel.base()));
        }
    }
    let percent = |n: usize| 100.0 * n as f64 / words.max(1) as f64;
    format!(
        "UPOS {:.2} UAS {:.2} LAS {:.2}",
        percent(tag),
        percent(head),
        percent(both)
    )
}
