//! Unannotated text for the last network: read in, cut into sentences, and annotated by the first
//! networks together.

use crate::annotate::conllu::{TreeSentence, Word};
use crate::annotate::matrix::{argmax, softmax};
use crate::annotate::network::{Network, Scratch};
use crate::annotate::sentences::Splitter;
use crate::annotate::tokenize::{Piece, Tokenizer};
use crate::annotate::{blocks, tree};
use crate::error::{Error, Result};
use crate::parameters::letters::hash;
use crate::text::{Article, Deprel, Upos};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// The texts of the files: every `text` of a `.jsonl` file, the whole of any other.
pub(super) fn read(paths: &[PathBuf]) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    for path in paths {
        let content = std::fs::read_to_string(path).map_err(Error::io("read", path))?;
        if path.extension().is_none_or(|e| e != "jsonl") {
            texts.push(content);
            continue;
        }
        for (number, line) in content.lines().enumerate() {
            let wrong = |message: String| Error::Article {
                path: path.clone(),
                line: Some(number + 1),
                message,
            };
            let value: serde_json::Value = serde_json::from_str(line)
                .map_err(|error| wrong(format!("is no JSON object: {error}")))?;
            match value.get("text").and_then(|text| text.as_str()) {
                Some(text) => texts.push(text.to_owned()),
                None => return Err(wrong("has no `text`; each line needs one".to_owned())),
            }
        }
    }
    Ok(texts)
}

/// The words in small letters that occur often enough to be no slip.
pub(super) fn words(texts: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for text in texts {
        for word in text.split(|c: char| !c.is_ascii_lowercase()) {
            if word.len() > 2 {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    let frequent = counts.into_iter().filter(|&(_, n)| n >= 4);
    frequent.map(|(word, _)| word.to_owned()).collect()
}

/// The sentences of the texts as words, each once, neither very short nor very long.
pub(super) fn sentences(
    texts: &[String],
    tokenizer: &Tokenizer,
    splitter: &Splitter,
) -> Vec<Vec<String>> {
    let mut seen: BTreeSet<u64> = BTreeSet::new();
    let mut out = Vec::new();
    for text in texts {
        let article = Article::new("", text.as_str());
        for block in blocks(&article) {
            let mut pieces: Vec<Piece> = Vec::new();
            for span in &block {
                tokenizer.tokenize(text, span.start, span.end, &mut pieces);
            }
            let mut ends = Vec::new();
            splitter.split(text, &pieces, 0, &mut ends);
            let mut start = 0;
            for end in ends {
                let sentence = &pieces[start..end];
                start = end;
                let whole =
                    &text[sentence[0].start as usize..sentence[sentence.len() - 1].end as usize];
                if (5..=60).contains(&sentence.len()) && seen.insert(hash(31, whole.as_bytes())) {
                    let word = |p: &Piece| text[p.start as usize..p.end as usize].to_owned();
                    out.push(sentence.iter().map(word).collect());
                }
            }
        }
    }
    out
}

/// Annotates sentences by the mean of several networks.
pub(super) fn annotate(
    plain: Vec<Vec<String>>,
    networks: &[Network],
    tags: &[(Upos, &'static str)],
) -> Vec<TreeSentence> {
    let mut scratch: Vec<Scratch> = networks.iter().map(|_| Scratch::default()).collect();
    let (mut found, mut heads, mut relations) = (Vec::new(), Vec::new(), Vec::new());
    let mut out = Vec::with_capacity(plain.len());
    for words in plain {
        let n = words.len();
        let mut tag_sum: Vec<f32> = Vec::new();
        let mut arc_sum: Vec<f32> = Vec::new();
        for (network, s) in networks.iter().zip(&mut scratch) {
            network.read_sentence(words.iter().map(String::as_str), s, &mut found);
            add(&mut tag_sum, &s.tags);
            for row in s.arcs.chunks_exact_mut(n + 1) {
                let total = softmax(&mut row.to_vec());
                row.iter_mut().for_each(|x| *x -= total);
            }
            add(&mut arc_sum, &s.arcs);
        }
        tree::decode(n, &arc_sum, &mut heads);
        let mut label_sum: Vec<f32> = Vec::new();
        for (network, s) in networks.iter().zip(&mut scratch) {
            network.relations(&heads, s, &mut relations);
            for row in s.logits.chunks_exact_mut(network.sizes.labels) {
                softmax(row);
            }
            add(&mut label_sum, &s.logits);
        }
        let tag_width = tag_sum.len() / n;
        let label_width = label_sum.len() / n;
        let annotated = words.into_iter().enumerate().map(|(i, form)| {
            let tag = argmax(&tag_sum[i * tag_width..(i + 1) * tag_width]).min(tags.len() - 1);
            let label = argmax(&label_sum[i * label_width..(i + 1) * label_width]);
            let deprel = match heads[i] {
                None => Deprel::Root,
                Some(_) => Deprel::ALL.get(label).copied().unwrap_or(Deprel::Dep),
            };
            Word {
                lemma: String::new(),
                form,
                upos: tags[tag].0.as_str().to_owned(),
                xpos: tags[tag].1.to_owned(),
                head: heads[i].map_or(0, |h| h + 1),
                deprel,
                joined: false,
                space_after: true,
            }
        });
        out.push(TreeSentence {
            words: annotated.collect(),
            opens_paragraph: false,
        });
    }
    out
}

fn add(sum: &mut Vec<f32>, xs: &[f32]) {
    if sum.is_empty() {
        sum.extend_from_slice(xs);
    } else {
        sum.iter_mut().zip(xs).for_each(|(s, x)| *s += x);
    }
}
