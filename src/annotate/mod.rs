//! The verb *annotate*: an article becomes a [`Document`], with sentences, tokens, tags, lemmas and
//! dependency trees. It is total: any text gives a document.
//!
//! Paragraphs are cut at blank lines and at the edges of the headline; tokens, sentences, tags and
//! trees come from trained parameters ([`Annotator::built_in`] has them compiled in). What the
//! words stand for is left to `recognize`.

mod conllu;
mod drawing;
mod lemma;
mod linear;
mod matrix;
mod morphology;
mod network;
mod sentences;
mod tokenize;
pub mod train;
mod tree;

pub use conllu::write as conllu;
pub use drawing::drawing;

use crate::error::Result;
use crate::parameters::file::{Kind, Reader, Writer};
use crate::parameters::letters;
use crate::text::{Article, Deprel, Document, Sentence, Span, Token, Upos};
use lemma::Lemmatizer;
use network::{Network, Scratch};
use sentences::Splitter;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokenize::{Piece, Tokenizer};

/// All trained parameters.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Models {
    pub(crate) tokenizer: Tokenizer,
    pub(crate) splitter: Splitter,
    pub(crate) tags: Vec<(Upos, &'static str)>,
    pub(crate) lemmatizer: Lemmatizer,
    pub(crate) network: Network,
}

/// What a file of this stage's parameters is marked with.
const KIND: Kind = Kind {
    magic: b"DEMARSYN",
    version: 1,
    stage: "syntax",
    command: "demarche train syntax",
};

static BUILT_IN: &[u8] = include_bytes!("../../models/syntax.bin");

/// Annotates articles; made once, used from any thread.
#[derive(Debug, Clone)]
pub struct Annotator {
    models: Arc<Models>,
    /// Buffers that no thread uses at the moment, with the words that they remember.
    idle: Arc<Mutex<Vec<Work>>>,
}

impl Annotator {
    /// The annotator with the parameters that are compiled in.
    pub fn built_in() -> Annotator {
        static MODELS: OnceLock<Arc<Models>> = OnceLock::new();
        let models = MODELS.get_or_init(|| {
            let models = Models::read(Path::new("models/syntax.bin (built in)"), BUILT_IN);
            Arc::new(models.unwrap_or_else(|error| panic!("{error}")))
        });
        Annotator {
            models: Arc::clone(models),
            idle: Arc::default(),
        }
    }

    /// The annotator with the parameters of a file's bytes, as [`train`] makes them.
    ///
    /// # Errors
    /// When the bytes are no model, of another version, or damaged; `path` is named.
    pub fn from_bytes(path: &Path, bytes: &[u8]) -> Result<Annotator> {
        Ok(Annotator {
            models: Arc::new(Models::read(path, bytes)?),
            idle: Arc::default(),
        })
    }

    /// Reads a document off an article.
    pub fn annotate(&self, article: Article) -> Document {
        let models = &*self.models;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut ends: Vec<usize> = Vec::new();
        for block in blocks(&article) {
            let from = pieces.len();
            for span in &block {
                models
                    .tokenizer
                    .tokenize(&article.text, span.start, span.end, &mut pieces);
            }
            models
                .splitter
                .split(&article.text, &pieces[from..], from, &mut ends);
        }
        let mut document = Document {
            sentences: Vec::with_capacity(ends.len()),
            tokens: Vec::with_capacity(pieces.len()),
            article,
        };
        let mut work = self.idle().pop().unwrap_or_default();
        let mut start = 0;
        for end in ends {
            models.read_sentence(&pieces[start..end], &mut document, &mut work);
            start = end;
        }
        self.idle().push(work);
        document
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Work>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Buffers that outlive a sentence.
#[derive(Debug, Default)]
struct Work {
    scratch: Scratch,
    tags: Vec<u16>,
    heads: Vec<Option<u32>>,
    relations: Vec<u8>,
    text: String,
}

impl Models {
    fn read_sentence(&self, pieces: &[Piece], document: &mut Document, work: &mut Work) {
        let text = document.article.text.as_str();
        let word = |p: &Piece| &text[p.start as usize..p.end as usize];
        self.network
            .read_sentence(pieces.iter().map(word), &mut work.scratch, &mut work.tags);
        tree::decode(pieces.len(), &work.scratch.arcs, &mut work.heads);
        self.network
            .relations(&work.heads, &mut work.scratch, &mut work.relations);
        let first = document.tokens.len();
        let deprel = |i: usize| match work.heads[i] {
            None => Deprel::Root,
            Some(_) => match Deprel::ALL
                .get(usize::from(work.relations[i]))
                .copied()
                .unwrap_or(Deprel::Dep)
            {
                Deprel::Root => Deprel::Dep,
                deprel => deprel,
            },
        };
        let mut passive = vec![false; pieces.len()];
        for i in 0..pieces.len() {
            let marks = matches!(
                deprel(i),
                Deprel::AuxPass | Deprel::NsubjPass | Deprel::CsubjPass
            );
            if let (true, Some(head)) = (marks, work.heads[i]) {
                passive[head as usize] = true;
            }
        }
        for (i, piece) in pieces.iter().enumerate() {
            let form = word(piece);
            let tag = usize::from(work.tags[i]).min(self.tags.len() - 1);
            let (upos, xpos) = self.tags[tag];
            let deprel = deprel(i);
            let modifier = matches!(deprel, Deprel::Acl | Deprel::Amod);
            letters::key_into(form, &mut work.text);
            let features = morphology::features(upos, xpos, &work.text, passive[i], modifier);
            document.tokens.push(Token {
                span: Span {
                    start: piece.start,
                    end: piece.end,
                },
                lemma: self
                    .lemmatizer
                    .lemma(form, tag as u64, xpos, &mut work.text),
                upos,
                xpos,
                features,
                head: work.heads[i].map(|h| h + first as u32),
                deprel,
                joined: piece.joined && i > 0,
            });
        }
        let tokens = first..document.tokens.len();
        let span = document.span(tokens.clone());
        let heading = document.article.headline.is_some_and(|h| h.contains(span));
        document.sentences.push(Sentence {
            span,
            tokens,
            heading,
        });
    }

    /// The file of these parameters.
    pub(crate) fn write(&self) -> Vec<u8> {
        let mut to = Writer::default();
        self.tokenizer.write(&mut to);
        self.splitter.ends.write(&mut to);
        let tag = |(upos, xpos): &(Upos, &str)| format!("{} {xpos}", upos.as_str());
        to.texts(&self.tags.iter().map(tag).collect::<Vec<_>>());
        self.lemmatizer.write(&mut to);
        self.network.write(&mut to);
        to.finish(KIND)
    }

    pub(crate) fn read(path: &Path, bytes: &[u8]) -> Result<Models> {
        let mut from = Reader::new(KIND, path, bytes)?;
        let tokenizer = Tokenizer::read(&mut from)?;
        let splitter = Splitter {
            ends: linear::Linear::read(&mut from)?,
        };
        let names = from.texts()?;
        let tag = |name: &String| {
            let (upos, xpos) = name.split_once(' ')?;
            Some((upos.parse().ok()?, penn(xpos)?))
        };
        let tags: Option<Vec<_>> = names.iter().map(tag).collect();
        let tags =
            tags.ok_or_else(|| from.damaged("it has a part-of-speech tag that is unknown"))?;
        let lemmatizer = Lemmatizer::read(&mut from)?;
        let network = Network::read(&mut from)?;
        if network.sizes.tags < tags.len() || network.sizes.labels < Deprel::ALL.len() {
            return Err(from.damaged("the network knows fewer labels than there are"));
        }
        from.end()?;
        Ok(Models {
            tokenizer,
            splitter,
            tags,
            lemmatizer,
            network,
        })
    }
}

/// The tags of the English treebanks (Penn Treebank with the additions of EWT and GUM).
const PENN: &[&str] = &[
    "$", "''", ",", "-LRB-", "-RRB-", ".", ":", "ADD", "AFX", "CC", "CD", "DT", "EX", "FW", "GW",
    "HYPH", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NFP", "NN", "NNP", "NNPS", "NNS", "PDT", "POS",
    "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD", "VBG", "VBN", "VBP",
    "VBZ", "WDT", "WP", "WP$", "WRB", "XX", "``", "#", "_",
];

/// The tag as a name that lives as long as the program.
pub(crate) fn penn(tag: &str) -> Option<&'static str> {
    PENN.iter().copied().find(|&known| known == tag)
}

/// The paragraphs of an article as byte ranges; no sentence crosses from one to the next. A
/// paragraph is in several parts where something inside a line is skipped.
fn blocks(article: &Article) -> Vec<Vec<std::ops::Range<usize>>> {
    let text = &article.text;
    // Where a paragraph must end, and what is left out.
    let mut edges: Vec<usize> = Vec::new();
    if let Some(headline) = article.headline {
        edges.extend([headline.start as usize, headline.end as usize]);
    }
    let mut skipped: Vec<std::ops::Range<usize>> = Vec::new();
    for span in &article.skipped {
        let range = span.range();
        if range.end > text.len() || range.is_empty() {
            continue;
        }
        let at_line_start = text[..range.start]
            .chars()
            .next_back()
            .is_none_or(|c| c == '\n');
        if at_line_start || text[range.clone()].contains('\n') {
            edges.extend([range.start, range.end]);
        }
        skipped.push(range);
    }
    edges.retain(|&at| text.is_char_boundary(at));
    edges.sort_unstable();
    edges.dedup();
    let mut edges = edges.into_iter().peekable();
    let mut skipped = skipped.into_iter().peekable();

    let mut blocks = Vec::new();
    let mut block: Vec<std::ops::Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        if line.chars().all(letters::is_space) {
            close(&mut block, &mut blocks);
        }
        while at < end {
            while skipped.peek().is_some_and(|s| s.end <= at) {
                skipped.next();
            }
            while edges.peek().is_some_and(|&e| e <= at) {
                edges.next();
                close(&mut block, &mut blocks);
            }
            if let Some(s) = skipped.peek().filter(|s| s.start <= at) {
                at = s.end.min(end);
                continue;
            }
            let mut stop = end;
            if let Some(s) = skipped.peek() {
                stop = stop.min(s.start);
            }
            if let Some(&e) = edges.peek() {
                stop = stop.min(e);
            }
            block.push(at..stop);
            at = stop;
        }
    }
    close(&mut block, &mut blocks);
    blocks
}

/// Ends a paragraph; one of white space alone is dropped by the tokenizer.
fn close(block: &mut Vec<std::ops::Range<usize>>, blocks: &mut Vec<Vec<std::ops::Range<usize>>>) {
    if !block.is_empty() {
        blocks.push(std::mem::take(block));
    }
}
