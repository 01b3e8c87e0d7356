//! What `build` and `extract` have in common: which articles to read and how, and running them
//! through the pipeline with warnings, progress and `--strict` seen to.

use super::schema;
use super::terminal::Terminal;
use crate::error::{Error, Result, Warning};
use crate::ingest::{self, Fields, Metadata, Options, READERS, Source};
use crate::pipeline::{Extraction, Pipeline};
use crate::schema::Schema;
use clap::builder::PossibleValuesParser;
use std::borrow::Cow;
use std::path::PathBuf;

/// Which articles, and how to read them.
#[derive(Debug, clap::Args)]
pub struct InputArgs {
    /// Files, folders (with all that lies in them), patterns such as 'news/*.txt', or - for
    /// standard input
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<String>,
    /// A schema folder of your own instead of the built-in one
    #[arg(long, value_name = "DIR")]
    schema: Option<PathBuf>,
    /// Names of your own, which win over the built-in ones: CSV with the columns id, type, name,
    /// aliases, key, valid_from, valid_to; lists in a cell parted by |
    #[arg(long, value_name = "FILE")]
    gazetteer: Vec<PathBuf>,
    /// The date of articles that bear none
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    date: Option<String>,
    /// Title, date, source and url by id, as JSON Lines or CSV; they go before what an article
    /// says itself
    #[arg(long, value_name = "FILE")]
    metadata: Option<PathBuf>,
    /// Leave out relations with a lower confidence; 0.45 if not given, 0.4 for signed, demands, proposes
    /// and controls. The confidence is how often such a relation is right: 0.8 leaves few and sure
    /// ones, 0.15 many and doubtful ones
    #[arg(long, value_name = "0..1", value_parser = share)]
    min_confidence: Option<f64>,
    /// Make the first warning an error
    #[arg(long)]
    strict: bool,
    /// Which fields of JSON articles are what
    #[arg(
        long,
        value_name = "PART=NAME,...",
        long_help = "Which fields of JSON articles are what, \
        as in text=fulltext,date=pub|updated. The parts are text, title, date, url, id, source and \
        language"
    )]
    fields: Option<String>,
    /// Read every input in this format, whatever its name
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(READERS.iter().map(|r| r.name())))]
    input_format: Option<String>,
}

/// A calendar date in ISO 8601.
fn date(text: &str) -> Result<String, String> {
    let shape = text.len() == 10 && text.split('-').map(str::len).eq([4, 2, 2]);
    match text.parse::<jiff::civil::Date>() {
        Ok(date) if shape => Ok(date.to_string()),
        Ok(_) => Err("write it as YYYY-MM-DD, as in 2022-08-03".to_owned()),
        Err(error) => Err(format!("{error}; write it as YYYY-MM-DD, as in 2022-08-03")),
    }
}

/// A number from 0 to 1.
pub(super) fn share(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("write a number from 0 to 1, as in 0.8".to_owned()),
    }
}

/// What was read, in numbers.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// Articles that became a record.
    pub documents: usize,
    /// Their words.
    pub words: usize,
}

/// All that is needed to read: made first, so that a mistake in an argument shows at once.
pub struct Input {
    /// The schema to extract with.
    pub schema: Cow<'static, Schema>,
    sources: Vec<Source>,
    passed_over: Vec<Warning>,
    options: Options,
    min_confidence: Option<f64>,
}

impl InputArgs {
    /// Finds the files and reads what the options name.
    ///
    /// # Errors
    /// For a file that is missing, a folder without articles, a schema with a mistake.
    pub fn open(&self) -> Result<Input> {
        let fields = self.fields.as_deref().map(Fields::parse).transpose()?;
        let options = Options {
            strict: self.strict,
            fields: fields.unwrap_or_default(),
            metadata: self.metadata.as_deref().map(Metadata::load).transpose()?,
            default_date: self.date.clone(),
            input_format: self
                .input_format
                .as_deref()
                .map(ingest::reader)
                .transpose()?,
        };
        let mut schema = schema::load(self.schema.as_deref())?;
        for file in &self.gazetteer {
            schema.to_mut().add_gazetteer(file)?;
        }
        let inputs = ingest::expand(&self.inputs)?;
        Ok(Input {
            schema,
            sources: inputs.sources,
            passed_over: inputs.warnings,
            options,
            min_confidence: self.min_confidence,
        })
    }
}

impl Input {
    /// All stages, as the arguments ask for them.
    pub fn pipeline(&self) -> Pipeline<'_> {
        let pipeline = Pipeline::new(&self.schema);
        match self.min_confidence {
            Some(confidence) => pipeline.believing(confidence as f32),
            None => pipeline,
        }
    }

    /// Runs all articles through the pipeline; `each` gets what came of them in input order.
    ///
    /// # Errors
    /// Those of `each`; with `--strict` also the first warning.
    pub fn run(
        &self,
        with_text: bool,
        terminal: &Terminal,
        each: impl FnMut(Extraction) -> Result<()>,
    ) -> Result<Totals> {
        self.run_through(self.pipeline(), with_text, terminal, each)
    }

    /// The same with a pipeline of one's own.
    ///
    /// # Errors
    /// As [`run`](Input::run).
    pub fn run_through(
        &self,
        pipeline: Pipeline<'_>,
        with_text: bool,
        terminal: &Terminal,
        mut each: impl FnMut(Extraction) -> Result<()>,
    ) -> Result<Totals> {
        for warning in &self.passed_over {
            self.warn(warning, terminal)?;
        }
        terminal.start_progress(self.sources.len());
        let mut totals = Totals::default();
        let (mut files, mut file) = (0, String::new());
        pipeline.run(&self.sources, &self.options, with_text, |step| {
            for warning in &step.warnings {
                self.warn(warning, terminal)?;
            }
            let Some(extraction) = step.extraction else {
                return Ok(());
            };
            if step.origin != file {
                files += 1;
                file = step.origin;
            }
            totals.documents += 1;
            totals.words += extraction.words;
            terminal.show_progress(files, totals.documents);
            terminal.note(format_args!(
                "{file}: {}: {} words, {} entities, {} relations",
                extraction.record.id,
                extraction.words,
                extraction.record.entities.len(),
                extraction.record.relations.len(),
            ));
            each(extraction)
        })?;
        terminal.end_progress();
        if totals.documents == 0 {
            terminal.nothing("nothing found: no article could be read");
        }
        Ok(totals)
    }

    /// Prints and counts a warning.
    ///
    /// # Errors
    /// With `--strict` the warning itself.
    pub fn warn(&self, warning: &Warning, terminal: &Terminal) -> Result<()> {
        if !self.options.strict {
            terminal.warn(warning);
            return Ok(());
        }
        Err(Error::Article {
            path: PathBuf::from(&warning.place),
            line: warning.line,
            message: format!("{} (an error because of --strict)", warning.message),
        })
    }
}
