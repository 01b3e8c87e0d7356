//! `demarche parse`: the sentences of articles with tags, lemmas and dependency trees.

use super::Outcome;
use super::sink::Sink;
use super::terminal::Terminal;
use crate::annotate::{Annotator, conllu, drawing};
use crate::error::{Error, Result};
use crate::ingest::{self, Options, Reading};
use clap::builder::PossibleValuesParser;
use rayon::prelude::*;
use std::path::PathBuf;

/// Show how articles are read: sentences, words, tags, lemmas and dependency trees
///
/// Everything in the text is read, headline and header lines included. The trees are those of
/// Universal Dependencies, the first thing to look at when a relation is missed.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche parse story.txt\n  \
        echo 'Talks open in Geneva.' | demarche parse -\n  \
        demarche parse news.jsonl --conllu -o news.conllu\n\n\
        Exit status: 1 when there is no text")]
pub struct Args {
    /// Files, folders (with all that lies in them), patterns such as 'news/*.txt', or - for
    /// standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// Write CoNLL-U instead of drawing the trees
    #[arg(long)]
    conllu: bool,
    /// Use the parameters of this file instead of the built-in ones
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Read every input in this format, whatever its name
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(ingest::READERS.iter().map(|r| r.name())))]
    input_format: Option<String>,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How many articles are under way at a time.
const ROUND: usize = 64;

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let annotator = match &args.model {
        None => Annotator::built_in(),
        Some(path) => {
            let bytes = std::fs::read(path).map_err(Error::io("read", path))?;
            Annotator::from_bytes(path, &bytes)?
        }
    };
    let options = Options {
        input_format: args
            .input_format
            .as_deref()
            .map(ingest::reader)
            .transpose()?,
        ..Options::default()
    };
    let inputs = ingest::expand(&args.inputs)?;
    for warning in &inputs.warnings {
        terminal.warn(warning);
    }
    let mut sink = Sink::open(args.output.as_deref())?;
    let mut readings = ingest::read(&inputs.sources, &options);
    let mut sentences = 0;
    loop {
        let round: Vec<Result<Reading>> = readings.by_ref().take(ROUND).collect();
        if round.is_empty() {
            break;
        }
        let shown = |reading: Result<Reading>| {
            let reading = reading?;
            let shown = reading.article.map(|mut article| {
                // What the stages after this one pass over is text all the same.
                article.skipped.clear();
                let document = annotator.annotate(article);
                let text = match args.conllu {
                    true => conllu(&document),
                    false => drawing(&document),
                };
                (document.sentences.len(), text)
            });
            Ok((reading.warnings, shown))
        };
        let round: Vec<Result<_>> = round.into_par_iter().map(shown).collect();
        for shown in round {
            let (warnings, shown) = shown?;
            for warning in &warnings {
                terminal.warn(warning);
            }
            if let Some((count, text)) = shown {
                sentences += count;
                sink.put(|to| to.write_all(text.as_bytes()))?;
            }
        }
    }
    if sentences == 0 {
        terminal.nothing("there is no text to parse");
        return Ok(Outcome::Nothing);
    }
    sink.finish()?;
    Ok(Outcome::Done)
}
