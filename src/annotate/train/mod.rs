//! Trains every parameter of the stage from treebanks in CoNLL-U, with a fixed seed: the same
//! files in the same order give the same bytes.

mod augment;
mod corpus;
mod lemma;
mod linear;
mod network;
mod segment;
mod trainer;

use super::conllu::{self, TreeSentence};
use super::{Models, penn};
use crate::annotate::network::Network;
use crate::error::{Error, Result};
use network::{Recipe, TagNumbers};
use std::sync::mpsc::channel;
use std::thread;

use crate::text::Upos;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What to train from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Treebanks to learn from.
    pub train: Vec<PathBuf>,
    /// Treebanks to measure on while training; nothing is learned from them.
    pub dev: Vec<PathBuf>,
    /// Unannotated English news, JSON Lines with a `text` or plain text: read by first networks
    /// for the last one to learn from.
    pub corpus: Vec<PathBuf>,
    /// How often each network reads the treebanks; zero for what gives the best parameters.
    pub epochs: usize,
}

/// Trains all parameters; `report` is told a line now and then. Gives the bytes of a model file.
///
/// # Errors
/// When a treebank cannot be read or bears a tag that is not in the English treebanks.
pub fn train(sources: &Sources, mut report: impl FnMut(&str)) -> Result<Vec<u8>> {
    let read = |paths: &[PathBuf]| -> Result<Vec<TreeSentence>> {
        let mut all = Vec::new();
        for path in paths {
            let mut sentences = conllu::read(path)?;
            if let Some(first) = sentences.first_mut() {
                first.opens_paragraph = true;
            }
            all.extend(sentences);
        }
        Ok(all)
    };
    let trees = read(&sources.train)?;
    let dev = read(&sources.dev)?;
    if trees.is_empty() {
        return Err(Error::Argument(
            "there is no sentence to train from; name at least one CoNLL-U file".to_owned(),
        ));
    }
    let (tokenizer, splitter) = segment::train(&trees, &dev, &mut report);
    let tags = tag_set(&trees)?;
    let numbers: BTreeMap<(&str, &str), u16> = tags
        .iter()
        .enumerate()
        .map(|(i, (upos, xpos))| ((upos.as_str(), *xpos), i as u16))
        .collect();
    let texts = corpus::read(&sources.corpus)?;
    let words = corpus::words(&texts);
    let lemmatizer = lemma::train(
        trees.iter().flat_map(|t| &t.words).filter_map(|w| {
            let tag = numbers.get(&(w.upos.as_str(), w.xpos.as_str()))?;
            Some((
                w.form.as_str(),
                w.lemma.as_str(),
                u64::from(*tag),
                w.xpos.as_str(),
            ))
        }),
        words.iter().map(String::as_str),
    );
    let (mut right, mut all, mut buffer) = (0, 0, String::new());
    for word in dev.iter().flat_map(|t| &t.words) {
        let tag = numbers.get(&(word.upos.as_str(), word.xpos.as_str()));
        let lemma = lemmatizer.lemma(
            &word.form,
            tag.map_or(u64::MAX, |&t| u64::from(t)),
            &word.xpos,
            &mut buffer,
        );
        right += usize::from(lemma == word.lemma);
        all += 1;
    }
    report(&format!(
        "dev: lemmas (gold tags) {:.2}",
        100.0 * right as f64 / f64::from(all.max(1))
    ));
    let epochs = |usual: usize| {
        if sources.epochs == 0 {
            usual
        } else {
            sources.epochs
        }
    };
    let mut extra = Vec::new();
    if !texts.is_empty() {
        let plain = corpus::sentences(&texts, &tokenizer, &splitter);
        let teachers = first_networks(&trees, &dev, &numbers, epochs(12), &mut report);
        report(&format!(
            "the first networks read {} sentences",
            plain.len()
        ));
        extra = corpus::annotate(plain, &teachers, &tags);
    }
    let recipe = Recipe {
        dim: 160,
        layers: 6,
        epochs: epochs(14),
        seed: 42,
        drop: 0.2,
    };
    let network = network::train(&trees, &extra, &dev, &numbers, recipe, &mut report);
    let models = Models {
        tokenizer,
        splitter,
        tags,
        lemmatizer,
        network,
    };
    Ok(models.write())
}

/// Two networks that differ in where they started, trained side by side.
fn first_networks(
    trees: &[TreeSentence],
    dev: &[TreeSentence],
    numbers: &TagNumbers<'_>,
    epochs: usize,
    report: &mut impl FnMut(&str),
) -> Vec<Network> {
    let (say, said) = channel();
    thread::scope(|scope| {
        let threads = [1, 2].map(|seed| {
            let say = say.clone();
            scope.spawn(move || {
                let recipe = Recipe {
                    dim: 192,
                    layers: 6,
                    epochs,
                    seed,
                    drop: 0.3,
                };
                network::train(trees, &[], dev, numbers, recipe, &mut |line: &str| {
                    // Nobody listens only where the other network has panicked.
                    let _ = say.send(format!("first network {seed}: {line}"));
                })
            })
        });
        drop(say);
        for line in said {
            report(&line);
        }
        let network = |t: thread::ScopedJoinHandle<'_, Network>| {
            t.join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().map(network).collect()
    })
}

/// The pairs of universal and Penn tag that occur at least twice.
fn tag_set(trees: &[TreeSentence]) -> Result<Vec<(Upos, &'static str)>> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for word in trees.iter().flat_map(|t| &t.words) {
        *counts.entry((&word.upos, &word.xpos)).or_default() += 1;
    }
    let mut tags = Vec::new();
    for ((upos, xpos), n) in counts {
        if n < 3 {
            continue;
        }
        match (upos.parse(), penn(xpos)) {
            (Ok(upos), Some(xpos)) => tags.push((upos, xpos)),
            _ => {
                return Err(Error::Argument(format!(
                    "the treebank has the tag {upos} with {xpos}, which no English treebank of \
                     Universal Dependencies has"
                )));
            }
        }
    }
    Ok(tags)
}
