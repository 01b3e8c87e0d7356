//! `demarche eval`: predicted records held against gold.

use super::terminal::Terminal;
use super::{Outcome, sink};
use crate::error::Result;
use crate::eval::score_paths;
use std::path::PathBuf;

/// Score records against gold: precision, recall and F1 of names, entities and relations
///
/// Prints the same figures as the gold data's score.py.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  \
        demarche extract texts/*.txt > predicted.jsonl\n  \
        demarche eval records/ predicted.jsonl --per-type --errors 20\n\n\
        Exit status: 1 when no document of the gold was predicted")]
pub struct Args {
    /// The annotated records: a folder of *.json files, or JSON Lines
    gold: PathBuf,
    /// The records to judge: a folder of *.json files, or JSON Lines
    predicted: PathBuf,
    /// Also by entity type and relation type
    #[arg(long)]
    per_type: bool,
    /// Also list the first N relations that were missed or are spurious
    #[arg(long, value_name = "N", default_value_t = 0)]
    errors: usize,
    /// Print JSON
    #[arg(long, conflicts_with = "errors")]
    json: bool,
}

pub fn run(args: &Args, terminal: &Terminal) -> Result<Outcome> {
    let (score, warnings) = score_paths(&args.gold, &args.predicted)?;
    for warning in &warnings {
        terminal.warn(warning);
    }
    let text = match args.json {
        true => score.to_json(args.per_type),
        false => score.render(args.per_type, args.errors),
    };
    sink::print(|to| to.write_all(text.as_bytes()))?;
    Ok(match score.missing.len() == score.documents {
        true => Outcome::Nothing,
        false => Outcome::Done,
    })
}
