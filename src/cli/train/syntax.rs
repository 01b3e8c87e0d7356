//! `demarche train syntax`: the parameters of the syntax stage, from treebanks.

use super::super::Outcome;
use super::super::terminal::Terminal;
use crate::annotate::train::{self, Sources};
use crate::error::Result;
use std::path::PathBuf;

/// Train the parameters of tokenizer, tagger, lemmatizer and parser from treebanks
///
/// The same files give the same bytes. Nothing is read from the treebanks of --dev but how good
/// the parameters are. With --corpus first networks are trained that annotate plain news for the
/// last one to learn from; that takes most of the time and makes it better on news.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  \
        demarche train syntax en_ewt-train.conllu en_gum-train.conllu --dev en_ewt-dev.conllu \\\n    \
        --corpus news.jsonl -o models/syntax.bin")]
pub struct Args {
    /// Treebanks in CoNLL-U to learn from
    #[arg(required = true, value_name = "TREEBANK")]
    treebanks: Vec<PathBuf>,
    /// Treebanks to measure on
    #[arg(long, value_name = "TREEBANK", num_args = 1..)]
    dev: Vec<PathBuf>,
    /// Plain English news: JSON Lines with a `text`, or plain text
    #[arg(long, value_name = "FILE", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// How often each network reads the treebanks, if not as often as is best
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1000))]
    epochs: Option<u16>,
    /// Where to write the parameters
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let sources = Sources {
        train: args.treebanks.clone(),
        dev: args.dev.clone(),
        corpus: args.corpus.clone(),
        epochs: args.epochs.map_or(0, usize::from),
    };
    super::write(&args.output, || {
        train::train(&sources, |line| terminal.nothing(line))
    })
}
