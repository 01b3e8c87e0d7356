//! Trains every parameter of the stage from treebanks in CoNLL-U, with a fixed seed: the same
//! files in the same order give the same bytes.

mod lemma;
mod linear;
mod network;
mod random;
mod segment;

use super::conllu::{self, TreeSentence};
use super::{Models, penn};
use crate::error::{Error, Result};
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
    /// How often the network reads the treebanks.
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
    let lemmatizer = lemma::train(trees.iter().flat_map(|t| &t.words).filter_map(|w| {
        let tag = numbers.get(&(w.upos.as_str(), w.xpos.as_str()))?;
        Some((w.form.as_str(), w.lemma.as_str(), u64::from(*tag)))
    }));
    let network = network::train(&trees, &dev, &numbers, sources.epochs, &mut report);
    let models = Models {
        tokenizer,
        splitter,
        tags,
        lemmatizer,
        network,
    };
    Ok(models.write())
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
